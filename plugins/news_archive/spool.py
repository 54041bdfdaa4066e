"""Texts that are too many for the memory: written to a file one after the other, read back by slices."""

from __future__ import annotations

import mmap
import os
import tempfile
from pathlib import Path

from .errors import BuildError


class Spool:
    """Bytes in a file without a name, read by slices; safe to read from forked workers."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  open as long as the build
        self._size = 0

    def append(self, data: bytes) -> None:
        self._file.write(data)
        self._size += len(data)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, place: slice) -> bytes:
        start, stop, _ = place.indices(self._size)
        data = os.pread(self._file.fileno(), stop - start, start)
        while len(data) < stop - start:
            more = os.pread(self._file.fileno(), stop - start - len(data), start + len(data))
            if not more:
                raise BuildError("the texts of the articles can no longer be read from the disk")
            data += more
        return data

    def finish(self) -> None:
        """Write out what is pending; nothing is appended from now on."""
        self._file.flush()

    def view(self) -> memoryview:
        """Return everything, mapped and not read."""
        return memoryview(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) if self._size else b"")
