"""The whole site as one zip: the same files give the same bytes, because names are sorted and no time is written.

By hand and not with ``zipfile``, whose deflate is the system's zlib: its bytes differ from machine to machine, and it
takes three times as long. The format is PKWARE's APPNOTE 6.3, with the Zip64 end record from 65,535 files on.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import deflate

from .errors import BuildError
from .parallel import fork_map

FOLDER: Final = "archive/"
"""What it unpacks to."""
_LEVEL: Final = 6
"""Of libdeflate."""
_CHUNK: Final = 500
"""Files that a worker packs at a time."""
_PACKED: Final = (".gz", ".woff2", ".zip", ".parquet")
_DAY: Final = 0x21
"""1 January 1980 in DOS, the earliest."""
_UTF8: Final = 0x800
_MODE: Final = 0o100644 << 16
_MOST: Final = 0xFFFF
_LARGEST: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    method: int
    crc: int
    size: int
    data: bytes

    def head(self) -> bytes:
        """Return what the local and the central header share."""
        return struct.pack(
            "<HHHHHIIIHH", 20, _UTF8, self.method, 0, _DAY, self.crc, len(self.data), self.size, len(self.name), 0
        )


def pack_site(folder: Path, paths: Sequence[str], instead: Mapping[str, bytes], *, jobs: int) -> bytes:
    """Return the files of ``folder`` at ``paths`` as a zip; ``instead`` gives some of them another content.

    Raises BuildError if it would need more than 4 GB.
    """
    ordered = sorted(paths)
    chunks = [ordered[i : i + _CHUNK] for i in range(0, len(ordered), _CHUNK)]

    def pack(chunk: Sequence[str]) -> list[_Entry]:
        return [_pack(path, instead.get(path) or (folder / path).read_bytes()) for path in chunk]

    parts: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for entries in fork_map(pack, chunks, jobs):
        for entry in entries:
            local = b"PK\x03\x04" + entry.head() + entry.name
            central.append(
                b"PK\x01\x02" + struct.pack("<H", 3 << 8 | 20) + entry.head() + struct.pack("<HHHII", 0, 0, 0, _MODE, offset) + entry.name
            )  # fmt: skip
            parts += (local, entry.data)
            offset += len(local) + len(entry.data)
            if offset > _LARGEST:
                raise BuildError("the site is too large for one zip: more than 4 GB packed")
    return b"".join([*parts, *central, _end(len(central), offset, sum(map(len, central)))])


def _pack(path: str, content: bytes) -> _Entry:
    packed = content if path.endswith(_PACKED) else bytes(deflate.deflate_compress(content, _LEVEL))
    method = 8 if len(packed) < len(content) else 0
    name = (FOLDER + path).encode("utf-8", "surrogateescape")
    return _Entry(name, method, deflate.crc32(content), len(content), packed if method else content)


def _end(count: int, offset: int, size: int) -> bytes:
    """Return what stands after the central directory of ``count`` files, ``size`` bytes from ``offset`` on."""
    short = min(count, _MOST)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, short, short, size, offset, 0)
    if count < _MOST:
        return end
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 3 << 8 | 45, 45, 0, 0, count, count, size, offset)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, offset + size, 1)
    return record + locator + end
