"""The ``local`` engine, and the first step of ``duckdb``: articles treated in this process and its forks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np

from ..dedupe.join import join
from ..dedupe.pairs import Bounds, find_overlaps
from ..dedupe.shingles import Shingles
from ..parallel import fork_map
from ..settings import DedupeSettings
from .folder import write_table
from .tables import KEPT, arrow, overlap_schema, treated_schema
from .treat import Treatment

BATCH: Final = 250
"""Records of an Arrow batch: what a worker takes at a time."""
WAVE: Final = 80
"""Batches that are in memory at a time."""


def treat_in_process(batches: Iterator[Any], treatment: Treatment, jobs: int) -> Iterator[Any]:
    """Yield the treated batches in order, computed by ``jobs`` forks a wave at a time."""
    while wave := list(islice(batches, WAVE)):
        yield from map(_from_bytes, fork_map(lambda batch: _to_bytes(treatment.treat(batch)), wave, jobs))


def _to_bytes(batch: Any) -> bytes:
    sink = arrow().BufferOutputStream()
    with arrow().ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def _from_bytes(data: bytes) -> Any:
    with arrow().ipc.open_stream(data) as reader:
        return reader.read_next_batch()


class LocalEngine:
    """Everything in this process's memory, by the stages' own arrays."""

    def __init__(self, settings: DedupeSettings, jobs: int) -> None:
        self._settings = settings
        self._jobs = jobs

    def treat(self, batches: Iterator[Any], treatment: Treatment, treated: Path) -> None:
        write_table(treated, treated_schema(), treat_in_process(batches, treatment, self._jobs))

    def overlaps(self, treated: Path) -> Iterator[Any]:
        """Yield the overlaps of distinct texts, by text hash, ascending."""
        table = arrow().parquet.read_table(treated, columns=["text", "words", "rejected", "shingles"])
        text = table.column("text").to_numpy()
        counted = (table.column("words").to_numpy() >= self._settings.min_words) & ~table.column("rejected").to_numpy()
        lists = table.column("shingles").combine_chunks()
        shingles = Shingles(
            lists.flatten().to_numpy(zero_copy_only=False).view(np.uint64),
            np.asarray(lists.offsets, np.int64),
            table.column("words").to_numpy(),
            text.view(np.uint64),
        )
        _, first = np.unique(text[counted], return_index=True)
        distinct = np.sort(np.flatnonzero(counted)[first])
        most = self._settings.max_shared
        joined = join(shingles, distinct, max_shared=most, common_from=most, portion=self._settings.portion)
        bounds = Bounds(self._settings.version, self._settings.contained)
        found = find_overlaps(joined.holdings, distinct, bounds=bounds, max_shared=most)
        rows = sorted(_by_text(o.shared, (int(text[o.a]), o.size_a), (int(text[o.b]), o.size_b)) for o in found.rows())
        yield arrow().RecordBatch.from_pylist(
            [dict(zip(overlap_schema().names, row, strict=True)) for row in rows], schema=overlap_schema()
        )

    def ordered(self, treated: Path) -> Iterator[Any]:
        """Yield the treated records, without shingles, sorted by id and source."""
        table = arrow().parquet.read_table(treated, columns=list(KEPT))
        yield from table.sort_by([("id", "ascending"), ("source", "ascending")]).to_batches()

    def close(self) -> str:
        """Return nothing: there is nothing beside this process."""
        return ""


def _by_text(shared: int, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int, int, int, int]:
    (left, size_left), (right, size_right) = sorted((one, other))
    return left, right, shared, size_left, size_right
