"""source: bytes -> SourceArticle. Find, decode, parse and identify; or reject with a reason."""

from __future__ import annotations

from .find import find_records
from .front_matter import tell_unknown_fields
from .identity import article_id
from .ingest import Ingested, ingest_files
from .pages import has_extra
from .parse import parse_record
from .tables import Table, find_idle_tables, load_tables

__all__ = [
    "Ingested",
    "Table",
    "article_id",
    "find_idle_tables",
    "find_records",
    "has_extra",
    "ingest_files",
    "load_tables",
    "parse_record",
    "tell_unknown_fields",
]
