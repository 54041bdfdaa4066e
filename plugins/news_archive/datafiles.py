"""The data files: everything that the archive knows, as JSON Lines that other programs read.

``articles``, ``copies``, ``spans``, ``mentions``, ``quotations`` and ``candidates`` are written in buckets of articles that resemble
each other (``row_order``), each a gzip member of its own: members put end to end are one valid gzip file, and a changed
article costs the members that it stands in, not the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any, Final

import deflate
import msgspec

from .clean import find_event_dates
from .crockford import DIGITS
from .ledger import LedgerLine
from .mentions import MentionTable
from .models import CleanArticle, Duplicates, Head, Status, Story
from .store import Store

LEVEL: Final = 7
"""Of libdeflate, measured on the texts of 10,000 articles: 1.5 % less than level 6 for two thirds more time (.3 CPU s); level
8 saves half of that again for thrice its price, level 10 a tenth for nine times."""
ROWS_LEVEL: Final = 8
"""Of the files of many short rows, a fifth of the bytes: 6 % less than level 6 for .25 CPU s; level 9 saves next to nothing."""
_OF_ROWS: Final = ("spans", "mentions", "candidates")
LEDGER_BLOCK: Final = 256
"""Lines in a gzip member of the ledger."""

Packed = bytes | memoryview
"""A gzip member, as it was made or as it is remembered."""
EMPTY: Final = bytes(deflate.gzip_compress(b"", LEVEL))
"""A gzip file of nothing."""

_STATUS: Final = {status: status.value for status in Status}
_dumps = msgspec.json.Encoder().encode


def json_lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """Return the rows as UTF-8 JSON Lines.

    A lone surrogate cannot stand in UTF-8; the cleaning stage removes them, so one here is a fault and raises.
    """
    return b"".join(_dumps(row) + b"\n" for row in rows)


def gzip_member(data: bytes, level: int = LEVEL) -> bytes:
    """Return one gzip member without name or time."""
    return bytes(deflate.gzip_compress(data, level)) if data else b""


def join_members(members: Sequence[Packed]) -> bytes:
    """Return the file of some members."""
    return b"".join(members) or EMPTY


def gzip_file(data: bytes) -> bytes:
    """Return a gzip file of one member, also of nothing."""
    return gzip_member(data) or EMPTY


def bucket_of(name: str, bits: int) -> int:
    """Return the bucket of an id: its first ``bits`` bits, five to a character.

    >>> bucket_of("h92vjfds0t", 5), bucket_of("h92vjfds0t", 6), bucket_of("h92vjfds0t", 0)
    (17, 34, 0)
    """
    return (DIGITS.index(name[0]) << 5 | DIGITS.index(name[1])) >> (10 - bits)


COLUMNS: Final = ("id", "url", "title", "source", "author", "date", "words", "carriers", "names")
"""Of the CSV of articles."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_header() -> bytes:
    """Return the first line of the CSV, after the mark by which spreadsheets know UTF-8."""
    return b"\xef\xbb\xbf" + csv_lines([COLUMNS])


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as RFC 4180; a cell that a spreadsheet would run as a formula begins with an apostrophe.

    >>> csv_lines([["=1+1", "a, b", None, 3]]).decode().strip()
    '\\'=1+1,"a, b",,3'
    """
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row])
    return text.getvalue().encode()


def ledger_rows(lines: Sequence[LedgerLine]) -> Iterable[dict[str, Any]]:
    for line in lines:
        yield {
            "source": line.source,
            "sha256": line.sha256,
            "status": _STATUS[line.status],
            "id": line.id,
            "merged_into": line.merged_into,
            "reason": line.reason,
            "detail": line.detail,
            "characters_in": line.characters_in,
            "characters_out": line.characters_out,
        }


def article_row(article: CleanArticle, page_id: str, members: Sequence[Head]) -> dict[str, Any]:
    """Return the row of one page in ``articles``; members are the records merged into it, the main one left out."""
    return {
        "id": page_id,
        "url": article.url,
        "title": article.title,
        "title_generated": article.generated_title,
        "paragraphs": list(article.paragraphs),
        "source": article.paper or None,
        "author": article.author or None,
        "persons": list(article.persons),
        "place": article.place or None,
        "agency": list(article.agency),
        "tags": list(article.tags),
        "date": article.date.edtf if article.date else None,
        "date_precision": article.date.precision if article.date else None,
        "date_evidence": article.date.evidence if article.date else None,
        "date_origin": article.date.origin if article.date else None,
        "event_dates": [
            {
                "paragraph": 0,
                "start": found.start,
                "end": found.end,
                "surface": found.words,
                "date": found.edtf,
                "precision": found.precision,
            }
            for found in find_event_dates(article)
        ],
        "members": [
            {
                "source": head.source,
                "url": head.url,
                "title": head.title,
                "paper": head.paper or None,
                "author": head.author or None,
                "date": head.date.edtf if head.date else None,
            }
            for head in members
        ],
        "record": article.source,
        "encoding": article.encoding,
        "bytes": article.size,
    }


def copy_row(article: CleanArticle, page_id: str) -> dict[str, Any]:
    """Return the row of a merged record in ``copies``: what ``articles`` would say of it, and whose page carries it."""
    row = article_row(article, article.id, ())
    del row["members"]
    return {"id": row.pop("id"), "page": page_id, **row}


def span_rows(article: CleanArticle) -> Iterable[dict[str, Any]]:
    """Return the rows of one record in ``spans``; ``source`` tells records of one id apart."""
    for span in article.spans:
        yield {
            "id": article.id,
            "source": article.source,
            "field": span.field,
            "start": span.start,
            "end": span.end,
            "rule": span.rule,
            "action": span.action.value,
            "text": span.text,
            "replacement": span.replacement,
        }


def mention_rows(article: CleanArticle, page_id: str, table: MentionTable, number: int) -> Iterable[dict[str, Any]]:
    """Return the rows of one page in ``mentions``; ``number`` is its article's.

    They count paragraphs; the names in a title are on its page.
    """
    for _, block, start, end, entity, rule in table.of(number).tolist():
        if block:
            yield {
                "article": page_id,
                "paragraph": block - 1,
                "start": start,
                "end": end,
                "surface": article.paragraphs[block - 1][start:end],
                "entity": table.slugs[entity],
                "type": table.types[entity].value,
                "rule": table.rules[rule],
            }


def relation_rows(duplicates: Duplicates, heads: Sequence[Head]) -> Iterable[dict[str, Any]]:
    """Return the rows of ``relations``, by the numbers of their records."""
    for pair in (*duplicates.pairs, *duplicates.passage_pairs):
        yield {
            "a": heads[pair.a].source,
            "b": heads[pair.b].source,
            "relation": pair.relation.value,
            "jaccard5": round(pair.jaccard5, 4),
            "containment5": round(pair.containment5, 4),
        }


def story_members(story: Story, heads: Sequence[Head]) -> list[Head]:
    return [heads[member] for member in story.members]


Member = tuple[bytes, Callable[[], bytes]]
"""(key, how to make the uncompressed lines) of one gzip member."""
NamedMember = tuple[str, Callable[[], bytes]]
"""The same under the name by which it is remembered: the kind of its file, and its key."""


def name_members(parts: Mapping[str, Sequence[Member]]) -> dict[str, list[NamedMember]]:
    return {kind: [(f"{kind} {key.hex()}", make) for key, make in members] for kind, members in parts.items()}


class MemberMemory:
    """Gzip members remembered by what they depend on, so that a build compresses only the buckets that changed."""

    def __init__(self, store: Store, name: str, code: bytes) -> None:
        """``name`` is that of the memory, ``code`` stands for what makes the members."""
        self._store = store
        self._name = name
        self._print = code
        found = store.read(name, code)
        self._known: dict[str, memoryview] = found[1] if found else {}

    def missing(self, parts: Mapping[str, Sequence[NamedMember]]) -> list[NamedMember]:
        """Return those of each file's members that no earlier build made, with how to make each, compressed.

        Those of one bucket follow each other, so that its articles are decoded once for all files.
        """
        wanted = (member for bucket in zip_longest(*parts.values()) for member in bucket if member)
        return [(name, partial(_make_member, name, make)) for name, make in wanted if name not in self._known]

    def finish(self, parts: Mapping[str, Sequence[str]], made: Mapping[str, bytes]) -> dict[str, list[Packed]]:
        """Remember the members that were ``made`` and return those of each file, whose names ``parts`` gives in order.

        Put end to end they are the file.
        """
        names = [name for members in parts.values() for name in members]
        every: dict[str, Packed] = {name: self._known[name] if name in self._known else made[name] for name in names}
        if made or len(self._known) != len(every):
            self._store.write(self._name, self._print, {}, every)
        return {kind: [every[name] for name in members] for kind, members in parts.items()}


def _make_member(name: str, make: Callable[[], bytes]) -> bytes:
    kind = name.partition(" ")[0].rpartition("/")[2]
    return gzip_member(make(), ROWS_LEVEL if kind in _OF_ROWS else LEVEL)
