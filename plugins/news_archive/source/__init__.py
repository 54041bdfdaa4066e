"""source: bytes -> SourceArticle. Find, decode, parse and identify; or reject with a reason."""

from __future__ import annotations

from .find import find_records
from .identity import article_id
from .parse import parse_record

__all__ = ["article_id", "find_records", "parse_record"]
