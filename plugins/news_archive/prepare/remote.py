"""Records that Spark reads itself, from whatever file systems it is set up for: ``s3a://``, ``hdfs://``, ``file://``.

Spark hands files over whole, each to some worker, which lays it into a folder of its own and reads it there with the
stage's own readers; so names, tables and refusals are those of files on this machine. A container is read by one worker:
cut one of many gigabytes into several. Left out: what Spark passes over itself, names that begin with ``.`` or ``_``.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..models import RawRecord, Rejection
from .treat import record_batches

Find = Callable[[Path], Iterator[RawRecord | Rejection]]
"""Yields the records of a file or a folder of this machine."""


def is_url(source: str) -> bool:
    """Say whether a source is Spark's to read.

    >>> is_url("s3a://bucket/articles"), is_url("seeds/x.txt")
    (True, False)
    """
    return re.match(r"[a-z][a-z0-9+.-]*://", source) is not None


def place_of(path: str, base: str) -> tuple[str, str]:
    """Return the last name of ``base`` and where a file lies below it; '' where the base is the file.

    >>> place_of("file:/in/news/a/b.txt", "file:///in/news/"), place_of("s3a://x/news.csv", "s3a://x/news.csv")
    (('news', 'a/b.txt'), ('news.csv', ''))
    """
    own, above = (re.sub(r"^([a-z][a-z0-9+.-]*):/+", r"\1:/", text).rstrip("/") for text in (path, base))
    return above.rpartition("/")[2], own.removeprefix(above).lstrip("/")


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """Reads the records of whole files; sent to workers as it is."""

    base: str
    find: Find
    size: int
    """Records of a batch."""

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Yield batches of records (``tables.record_schema``) for batches of ``path`` and ``content``."""
        for batch in batches:
            for path, content in zip(
                batch.column("path").to_pylist(), batch.column("content").to_pylist(), strict=True
            ):
                yield from record_batches(self._records(path, content), self.size)

    def _records(self, path: str, content: bytes) -> Iterator[RawRecord | Rejection]:
        name, below = place_of(path, self.base)
        with tempfile.TemporaryDirectory() as scratch:
            root = Path(scratch) / name
            file = root / below if below else root
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            yield from self.find(root)
