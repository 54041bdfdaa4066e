"""source: bytes -> SourceArticle. Find, decode, parse and identify; or reject with a reason."""

from __future__ import annotations

from .find import find_records
from .identity import article_id
from .parse import parse_record
from .tables import Table, load_tables

__all__ = ["Table", "article_id", "find_records", "load_tables", "parse_record"]
