"""The prepared folder: what ``prepare`` leaves and ``build --prepared`` goes on from.

``prepared.json`` is written last, so that a folder without it was never finished. Rows of ``records.parquet`` are
sorted by id and source and are read a row group at a time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from ..dedupe import State, recall
from ..errors import UsageError
from ..models import CleanArticle, RawRecord, Rejection, SourceArticle
from ..settings import DedupeSettings
from .tables import arrow

VERSION: Final = 1
MARK: Final = "prepared.json"
RECORDS: Final = "records.parquet"
OVERLAPS: Final = "overlaps.parquet"
ROWS: Final = 4096
"""Rows of a row group: what a reader holds at a time."""

_decode_article = msgspec.msgpack.Decoder(CleanArticle).decode
_decode_rejection = msgspec.msgpack.Decoder(Rejection).decode


def write_table(path: Path, schema: Any, batches: Iterable[Any]) -> int:
    """Write Arrow batches as one Parquet file, the same bytes for the same rows; return how many rows."""
    pa = arrow()
    count = 0
    with pa.parquet.ParquetWriter(path, schema, compression="zstd", store_schema=False) as writer:
        for table in _regroup(schema, batches):
            writer.write_table(table, row_group_size=ROWS)
            count += table.num_rows
    return count


def _regroup(schema: Any, batches: Iterable[Any]) -> Iterator[Any]:
    """Lay batches together so that row groups do not depend on how an engine cut them."""
    pa = arrow()
    pending: list[Any] = []
    waiting = 0
    for batch in batches:
        pending.append(batch.cast(schema) if batch.schema != schema else batch)
        waiting += batch.num_rows
        while waiting >= ROWS:
            table = pa.Table.from_batches(pending, schema)
            yield table.slice(0, ROWS).combine_chunks()
            rest = table.slice(ROWS)
            pending, waiting = rest.to_batches(), rest.num_rows
    if waiting:
        yield pa.Table.from_batches(pending, schema).combine_chunks()


def write_mark(folder: Path, identity: bytes, records_print: bytes) -> None:
    text = json.dumps({"version": VERSION, "identity": identity.hex(), "records": records_print.hex()}, indent=1)
    (folder / MARK).write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A finished prepared folder."""

    folder: Path
    identity: bytes
    """Stands for everything that is in it."""
    records_print: bytes
    """The ``pipeline.fingerprint_records`` under which its records were treated."""

    def records(self, keep_raw: Callable[[str, bytes], None]) -> Iterator[RawRecord | Rejection]:
        """Yield every record, its packed article in place of its bytes.

        ``keep_raw`` is given the name and bytes of each record that is a file of its own. Raises UsageError for a
        damaged file.
        """
        for batch in self._batches(RECORDS):
            columns = [batch.column(name).to_pylist() for name in ("source", "rejected", "packed", "raw", "key")]
            for name, rejected, packed, raw, key in zip(*columns, strict=True):
                if rejected:
                    yield _decode_rejection(packed)
                    continue
                if raw is not None:
                    keep_raw(name, raw)
                yield RawRecord(name, "jsonl", packed, key.hex())

    def key(self, record: RawRecord, _fingerprint: bytes) -> bytes:
        """Return the key that the record was given when it was treated."""
        return bytes.fromhex(record.context)

    def parse(self, record: RawRecord) -> SourceArticle | Rejection:
        """Unpack a record: a clean article, which ``clean`` takes as it is."""
        return _decode_article(record.data)  # type: ignore[return-value]

    def clean(self, article: SourceArticle) -> CleanArticle | Rejection:
        """Return the unpacked article."""
        return article  # type: ignore[return-value]

    def overlaps(self, settings: DedupeSettings) -> State:
        """Return what was found in common, as the duplicate stage remembers it."""
        texts = [
            batch.column("text").to_numpy()[
                (batch.column("words").to_numpy() >= settings.min_words)
                & ~batch.column("rejected").to_numpy(zero_copy_only=False)
            ]
            for batch in self._batches(RECORDS, ["text", "words", "rejected"])
        ]
        found = self._table(OVERLAPS)
        left, right, *sizes = (found.column(i).to_numpy() for i in range(5))
        every = np.unique(np.concatenate([np.empty(0, np.int64), *texts]).view(np.uint64))
        return recall(every, left.view(np.uint64), right.view(np.uint64), np.stack(sizes, axis=1), settings)

    def _batches(self, name: str, columns: list[str] | None = None) -> Iterator[Any]:
        pa = arrow()
        try:
            with pa.parquet.ParquetFile(self.folder / name) as file:
                yield from file.iter_batches(batch_size=ROWS, columns=columns)
        except (OSError, pa.ArrowException) as error:
            raise self._damaged(name, error) from error

    def _table(self, name: str) -> Any:
        pa = arrow()
        try:
            return pa.parquet.read_table(self.folder / name)
        except (OSError, pa.ArrowException) as error:
            raise self._damaged(name, error) from error

    def _damaged(self, name: str, error: Exception) -> UsageError:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        return UsageError(f"{self.folder / name} is damaged ({first}); run invoke prepare again")


def open_prepared(folder: Path) -> Prepared:
    """Return the prepared folder at ``folder``; raise UsageError if it is none, unfinished, or of another version."""
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        version, identity, records = mark["version"], bytes.fromhex(mark["identity"]), bytes.fromhex(mark["records"])
    except FileNotFoundError:
        raise UsageError(f"{folder} is not a prepared folder, or preparing it did not finish: no {MARK}") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{folder / MARK} cannot be read; run invoke prepare again") from None
    if version != VERSION:
        raise UsageError(f"{folder} was prepared by another version of the archive; run invoke prepare again")
    return Prepared(folder, identity, records)
