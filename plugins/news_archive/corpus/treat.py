"""From one record to its outcome: a clean article or a rejection, its head and its key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from ..models import CleanArticle, Head, RawRecord, Rejection
from ..store import digest
from .intake import Clean, Parse, Screen, Seal

T = TypeVar("T")
R = TypeVar("R")


def record_key(record: RawRecord, fingerprint: bytes) -> bytes:
    """Return the digest of everything that a record's outcome depends on."""
    return digest(fingerprint, _context(record.kind, record.sample, record.context), record.data)


@lru_cache(maxsize=256)
def _context(kind: str, sample: bool, context: str) -> bytes:
    """Return what tells records of equal bytes apart; the records of a container share it."""
    return f"{kind} {sample} {context}".encode("utf-8", "surrogatepass")


def make_head(article: CleanArticle, key: bytes, words: int | None = None) -> Head:
    """Return what the later stages need of an article without its text; ``words`` are those of its body, if counted."""
    if words is None:
        words = sum(map(len, map(str.split, article.paragraphs)))
    return Head(
        source=article.source,
        id=article.id,
        sha256=article.sha256,
        title=article.title,
        url=article.url,
        paper=article.paper,
        author=article.author,
        agency=article.agency,
        place=article.place,
        date=article.date,
        words=words,
        characters_in=article.characters_in,
        characters_out=len(article.title) + sum(map(len, article.paragraphs)) + max(0, len(article.paragraphs) - 1),
        sample=article.sample,
        generated_title=article.generated_title,
        rules=tuple(sorted(Counter([span.rule for span in article.spans]).items())),
        flags=article.flags,
        key=key.hex(),
        desk=article.desk,
        tags=article.tags,
    )


def treat_record(record: RawRecord, parse: Parse, clean: Clean) -> CleanArticle | Rejection:
    """Parse and clean one record; an unforeseen error becomes a rejection, so that one article never ends a build."""
    parsed = _try(record, parse, record)
    return parsed if isinstance(parsed, Rejection) else _try(record, clean, parsed)


def treat_records(records: Sequence[RawRecord], parse: Parse, screen: Screen) -> list[CleanArticle | Rejection]:
    """Parse and clean records as ``treat_record`` does, once all of them were looked at."""
    parsed = [_try(record, parse, record) for record in records]
    clean = screen([article for article in parsed if not isinstance(article, Rejection)])
    return [
        found if isinstance(found, Rejection) else _try(record, clean, found)
        for record, found in zip(records, parsed, strict=True)
    ]


def _try(record: RawRecord, treat: Callable[[T], R], value: T) -> R | Rejection:
    try:
        return treat(value)
    except Exception as error:  # noqa: BLE001  the record is accounted for, and --strict makes it fatal
        from hashlib import sha256

        return Rejection(
            source=record.source,
            sha256=sha256(record.data).hexdigest(),
            reason="internal_error",
            detail=f"the program failed on this record ({type(error).__name__}: {error}); please report it",
        )


def seal_key(key: bytes, outcome: CleanArticle | Head | Rejection, seal: Seal | None) -> bytes:
    """Return a key with the outcome's seal put on it or, once more, taken off."""
    if seal is None:
        return key
    return (int.from_bytes(key) ^ int.from_bytes(seal(outcome))).to_bytes(len(key))
