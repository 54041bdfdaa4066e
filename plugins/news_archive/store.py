"""What is remembered between builds: arrays and bytes in files that prove themselves.

Each file carries a checksum over everything after it and the fingerprint under which it was written (code, settings).
A file that is missing, truncated, damaged, or written under another fingerprint reads as None, and the build goes on
as if it had never been: a cache can only save time. Nothing is pickled.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
import xxhash

if TYPE_CHECKING:
    import numpy.typing as npt

MAGIC: Final = b"news-archive cache 1\n"
_DIGEST: Final = 16
Arrays = dict[str, "npt.NDArray[Any]"]
_pack = msgspec.msgpack.Encoder().encode


def digest(*parts: bytes) -> bytes:
    """Return 16 bytes that stand for ``parts`` (XXH3-128 over lengths and contents, as MessagePack lays them out)."""
    return xxhash.xxh3_128_digest(_pack(parts))


def fingerprint_files(paths: list[Path]) -> bytes:
    """Return the digest of the files' contents, in the order given."""
    return digest(*(path.read_bytes() for path in paths))


class Store:
    """A folder of remembered values. Reading never raises for a bad file; writing replaces a file whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        """Why something could not be saved; the build goes on, for the next one only has more to do."""

    def read(self, name: str, fingerprint: bytes) -> tuple[Arrays, dict[str, memoryview]] | None:
        """Return the arrays (read-only views) and byte strings saved under ``name``, or None."""
        try:
            with open(
                self.folder / name, "rb"
            ) as handle:  # mapped, not copied: a writer replaces the file, never edits it
                data = memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError):  # not there; empty
            return None
        head = len(MAGIC) + _DIGEST
        if bytes(data[: len(MAGIC)]) != MAGIC or xxhash.xxh3_128_digest(data[head:]) != data[len(MAGIC) : head]:
            return None
        size = int.from_bytes(data[head : head + 8], "little")
        header = json.loads(bytes(data[head + 8 : head + 8 + size]))
        if header["fingerprint"] != fingerprint.hex():
            return None
        start = head + 8 + size
        arrays: Arrays = {}
        blobs: dict[str, memoryview] = {}
        for name_, dtype, shape, offset, length in header["parts"]:
            if dtype == "bytes":
                blobs[name_] = data[start + offset : start + offset + length]
            else:
                import numpy as np  # here, since a build that finds nothing to do needs no arrays

                flat = np.frombuffer(data, dtype=np.dtype(dtype), count=int(np.prod(shape)), offset=start + offset)
                arrays[name_] = flat.reshape(shape)
        return arrays, blobs

    def write(
        self,
        name: str,
        fingerprint: bytes,
        arrays: Mapping[str, npt.NDArray[Any]],
        blobs: Mapping[str, bytes | memoryview],
    ) -> None:
        """Save arrays and byte strings under ``name``, replacing what was there in one step."""
        import numpy as np

        parts: list[tuple[str, str, list[int], int, int]] = []
        chunks: list[bytes | memoryview] = []
        offset = 0
        for key, array in sorted(arrays.items()):
            flat = np.ascontiguousarray(array)
            chunks.append(flat.view(np.uint8).data if flat.size else b"")
            parts.append((key, flat.dtype.str, list(flat.shape), offset, flat.nbytes))
            offset += flat.nbytes
            pad = -offset % 16
            chunks.append(bytes(pad))
            offset += pad
        for key, blob in sorted(blobs.items()):
            chunks.append(blob)
            parts.append((key, "bytes", [], offset, len(blob)))
            offset += len(blob)
        header = json.dumps({"fingerprint": fingerprint.hex(), "parts": parts}, sort_keys=True).encode()
        header += b" " * (-(len(MAGIC) + _DIGEST + 8 + len(header)) % 16)  # arrays start aligned
        state = xxhash.xxh3_128(len(header).to_bytes(8, "little") + header)
        for chunk in chunks:
            state.update(chunk)
        temporary = self.folder / f"{name}.{os.getpid()}.tmp"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with open(temporary, "wb") as handle:
                handle.write(MAGIC + state.digest() + len(header).to_bytes(8, "little") + header)
                handle.writelines(chunks)
            os.replace(temporary, self.folder / name)
        except OSError as error:
            self.faults.append(f"{name}: {error.strerror}")
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def names(self, prefix: str) -> list[str]:
        """Return the sorted names under which something is saved that start with ``prefix``."""
        if not self.folder.is_dir():
            return []
        return sorted(p.name for p in self.folder.iterdir() if p.name.startswith(prefix) and p.suffix != ".tmp")

    def forget(self, name: str) -> None:
        """Remove what was saved under ``name``, if anything."""
        with contextlib.suppress(OSError):
            (self.folder / name).unlink(missing_ok=True)
