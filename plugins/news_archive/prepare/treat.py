"""One batch of records, treated: the stages' own functions over Arrow batches, on whatever worker they are called.

``Treatment`` is sent to workers as it is; everything that an article's outcome depends on is in it or in its record.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from ..analyse import tokenise
from ..corpus import Clean, OwnKey, Parse, Seal, make_head, record_key, seal_key, treat_record
from ..corrections import redaction_keys
from ..dedupe.shingles import make_shingles
from ..models import CleanArticle, Corpus, RawRecord, Rejection
from ..vocabulary import build_vocabulary
from .tables import arrow, record_schema, treated_schema

_encode = msgspec.msgpack.Encoder().encode
_FILES = ("txt", "md", "html")


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to records: parse, clean, analyse and hash."""

    parse: Parse
    clean: Clean
    own_key: OwnKey
    fingerprint: bytes
    """The ``pipeline.fingerprint_records`` in force, what its seal stands for apart."""
    seal: Seal

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Yield a batch of treated records (``tables.treated_schema``) for each batch of records."""
        for batch in batches:
            if batch.num_rows:
                yield self.treat(batch)

    def treat(self, batch: Any) -> Any:
        rows = [self._row(entry) for entry in batch.to_pylist()]
        hashed = iter(_hash([outcome for outcome, _, _ in rows if isinstance(outcome, CleanArticle)]))
        columns: dict[str, list[Any]] = {name: [] for name in treated_schema().names}
        for outcome, raw, key in rows:
            rejected = isinstance(outcome, Rejection)
            words, text, shingles = (0, 0, []) if rejected else next(hashed)
            values = (outcome.id, outcome.source, rejected, _encode(outcome), raw, key, words, text, shingles)
            for column, value in zip(columns.values(), values, strict=True):
                column.append(value)
        return arrow().RecordBatch.from_pydict(columns, schema=treated_schema())

    def _row(self, entry: dict[str, Any]) -> tuple[CleanArticle | Rejection, bytes | None, bytes]:
        """Return what became of a record, its raw file if the site publishes one, and its key."""
        if entry["refusal"]:
            return msgspec.msgpack.decode(entry["refusal"], type=Rejection), None, b""
        record = RawRecord(entry["source"], entry["kind"], entry["data"], entry["context"], "", entry["sample"])
        outcome = treat_record(record, self.parse, self.clean)
        key = seal_key(self.own_key(outcome.id, record_key(record, self.fingerprint)), outcome, self.seal)
        if isinstance(outcome, Rejection) or record.kind not in _FILES:
            return outcome, None, key
        redacted = redaction_keys(outcome.flags)  # such a file is made anew from its text
        return outcome, b"" if redacted else record.data, key


def _hash(articles: list[CleanArticle]) -> list[tuple[int, int, list[int]]]:
    """Return for each article its body tokens, the hash of its text and its distinct shingles, ascending."""
    batch = tokenise([(article.title, *article.paragraphs) for article in articles])
    built = build_vocabulary([batch.surfaces])
    tokens = dataclasses.replace(batch.tokens, ids=built.maps[0][batch.tokens.ids])
    found = make_shingles(Corpus([make_head(article, b"") for article in articles], tokens, built.vocabulary))
    edges = found.offsets.tolist()
    sets = [np.unique(found.hashes[a:b].view(np.int64)).tolist() for a, b in pairwise(edges)]
    return list(zip(found.words.tolist(), found.text.view(np.int64).tolist(), sets, strict=True))


def record_batches(records: Iterable[RawRecord | Rejection], size: int) -> Iterator[Any]:
    """Yield records as Arrow batches of at most ``size`` rows."""
    rows: list[dict[str, Any]] = []
    for record in records:
        rows.append(_record_row(record))
        if len(rows) == size:
            yield arrow().RecordBatch.from_pylist(rows, schema=record_schema())
            rows = []
    if rows:
        yield arrow().RecordBatch.from_pylist(rows, schema=record_schema())


def _record_row(record: RawRecord | Rejection) -> dict[str, Any]:
    if isinstance(record, Rejection):
        empty = {"kind": "", "data": b"", "context": "", "sample": False}
        return {"source": record.source, **empty, "refusal": _encode(record)}
    return {
        "source": record.source,
        "kind": record.kind,
        "data": record.data,
        "context": record.context,
        "sample": record.sample,
        "refusal": b"",
    }
