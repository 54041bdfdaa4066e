"""The published data files' rows as Arrow batches, with the same columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from .. import datafiles
from ..models import CleanArticle
from ..pipeline import Archive
from .tables import arrow

ROWS = 2000
"""Rows of a batch."""


def published_tables(archive: Archive) -> dict[str, tuple[Any, Iterator[Any]]]:
    """Return the schema and the batches of each table."""
    pa = arrow()
    text, whole, number = pa.string(), pa.int64(), pa.float64()
    member = pa.struct([(name, text) for name in ("source", "url", "title", "paper", "author", "date")])
    event = pa.struct(
        [("paragraph", whole), ("start", whole), ("end", whole), ("surface", text), ("date", text), ("precision", text)]
    )
    heads = archive.intake.corpus.heads
    tables = {
        "ledger": (
            [(name, text) for name in ("source", "sha256", "status", "id", "merged_into", "reason", "detail")]
            + [("characters_in", whole), ("characters_out", whole)],
            datafiles.ledger_rows(archive.lines),
        ),
        "spans": (
            [("id", text), ("source", text), ("field", text), ("start", whole), ("end", whole)]
            + [(name, text) for name in ("rule", "action", "text", "replacement")],
            (row for article in _articles(archive) for row in datafiles.span_rows(article)),
        ),
        "articles": (
            [("id", text), ("url", text), ("title", text), ("paragraphs", pa.list_(text))]
            + [("source", text), ("author", text), ("persons", pa.list_(text)), ("place", text)]
            + [("agency", pa.list_(text)), ("tags", pa.list_(text))]
            + [(name, text) for name in ("date", "date_precision", "date_evidence", "date_origin")]
            + [("event_dates", pa.list_(event)), ("members", pa.list_(member))]
            + [("record", text), ("encoding", text), ("bytes", whole)],
            _article_rows(archive),
        ),
        "relations": (
            [("a", text), ("b", text), ("relation", text), ("jaccard5", number), ("containment5", number)],
            datafiles.relation_rows(archive.duplicates, heads),
        ),
        "mentions": (
            [("article", text), ("paragraph", whole), ("start", whole), ("end", whole)]
            + [(name, text) for name in ("surface", "entity", "type", "rule")],
            _mention_rows(archive),
        ),
    }
    return {name: (pa.schema(columns), _batches(pa.schema(columns), rows)) for name, (columns, rows) in tables.items()}


def _batches(schema: Any, rows: Iterable[dict[str, Any]]) -> Iterator[Any]:
    pending = iter(rows)
    while block := list(islice(pending, ROWS)):
        yield arrow().RecordBatch.from_pylist(block, schema=schema)


def _articles(archive: Archive) -> Iterator[CleanArticle]:
    return map(archive.intake.article, range(len(archive.intake.corpus.heads)))


def _article_rows(archive: Archive) -> Iterator[dict[str, Any]]:
    heads = archive.intake.corpus.heads
    for story, page in zip(archive.duplicates.stories, archive.page_ids, strict=True):
        article = archive.intake.article(story.main)
        yield datafiles.article_row(article, page, datafiles.story_members(story, heads))


def _mention_rows(archive: Archive) -> Iterator[dict[str, Any]]:
    for story, page in zip(archive.duplicates.stories, archive.page_ids, strict=True):
        yield from datafiles.mention_rows(archive.intake.article(story.main), page, archive.mentions, story.main)
