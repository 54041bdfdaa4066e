"""Texts that are too many for the memory: written to a file one after the other, read back by slices."""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from pathlib import Path

from .errors import BuildError


class Spool:
    """Bytes in a file without a name, which goes with this object; safe to read from forked workers."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._handle, name = tempfile.mkstemp(dir=folder)
        os.unlink(name)
        weakref.finalize(self, os.close, self._handle)
        self._size = 0

    def append(self, data: bytes) -> None:
        """Add bytes at the end; raises OSError for a full disk."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        self._size += len(data)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, place: slice) -> bytes:
        start, stop, _ = place.indices(self._size)
        data = b""
        while len(data) < stop - start:
            more = os.pread(self._handle, stop - start - len(data), start + len(data))
            if not more:
                raise BuildError("the texts of the articles can no longer be read from the disk")
            data = data + more if data else more
        return data

    def view(self) -> memoryview:
        """Return everything, mapped and not read."""
        return memoryview(mmap.mmap(self._handle, 0, access=mmap.ACCESS_READ) if self._size else b"")
