"""source: bytes -> SourceArticle. Find, decode, parse and identify; or reject with a reason."""

from __future__ import annotations

from .find import find_records
from .identity import article_id
from .ingest import Ingested, ingest_files
from .parse import parse_record
from .tables import Table, load_tables

__all__ = ["Ingested", "Table", "article_id", "find_records", "ingest_files", "load_tables", "parse_record"]
