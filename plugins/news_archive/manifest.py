"""What the last build published: each file's key, content, size and time of change.

Kept as columns, because ten thousand rows are read at the start of every build, also of one that finds nothing to do.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from .store import Store

_KEY: Final = 16
_CONTENT: Final = 32


class Published(NamedTuple):
    """What is known of a published file."""

    key: bytes
    """Digest of everything that the content depends on."""
    content: bytes
    """SHA-256 of the content."""
    size: int
    mtime_ns: int


class Spare(msgspec.Struct, frozen=True):
    """A second tree of the site, kept beside the memory, that lacks only the latest changes (see ``staging``)."""

    folders: dict[str, tuple[int, int]]
    """Inode and time of change (ns) of each of its folders; '' is the whole."""
    behind: list[str]
    """Paths at which it differs from the published site."""


class Manifest:
    """What the last build published, by path, and the spare tree that goes with it."""

    NAME = "published"
    FORM = b"columns 2"

    def __init__(self, files: dict[str, Published], spare: Spare | None = None) -> None:
        self.files = files
        self.spare = spare

    @classmethod
    def load(cls, store: Store) -> Manifest:
        """Return what was saved, or nothing where it cannot be read."""
        found = store.read(cls.NAME, cls.FORM)
        if found is None:
            return cls({})
        columns = found[1]
        paths = str(columns["paths"], "utf-8", "surrogateescape").split("\n") if len(columns["paths"]) else []
        rows = zip(
            _cut(columns["keys"], _KEY),
            _cut(columns["contents"], _CONTENT),
            _numbers(columns["sizes"]),
            _numbers(columns["times"]),
            strict=True,
        )
        spare = msgspec.msgpack.decode(columns["spare"], type=Spare | None)
        return cls(dict(zip(paths, map(Published._make, rows), strict=True)), spare)

    def save(self, store: Store) -> None:
        rows = self.files.values()
        store.write(
            self.NAME,
            self.FORM,
            {},
            {
                "paths": "\n".join(self.files).encode("utf-8", "surrogateescape"),
                "keys": b"".join(row.key for row in rows),
                "contents": b"".join(row.content for row in rows),
                "sizes": array("q", (row.size for row in rows)).tobytes(),
                "times": array("q", (row.mtime_ns for row in rows)).tobytes(),
                "spare": msgspec.msgpack.encode(self.spare),
            },
        )

    def intact(self, present: dict[str, tuple[int, int]]) -> set[str]:
        """Return the paths of ``present`` (size and time of change of each) that stand as they were published."""
        known = self.files
        return {path for path, state in present.items() if path in known and known[path][2:] == state}

    def is_whole(self, output: Path) -> bool:
        """Say whether ``output`` holds exactly what was published."""
        present = scan(output)
        return bool(present) and len(present) == len(self.files) == len(self.intact(present))


class OutputState(NamedTuple):
    """What the last build published, and what stands in its place now."""

    manifest: Manifest
    present: dict[str, tuple[int, int]]
    """Size and time of change (ns) of every file, by path."""
    intact: set[str]
    """Paths that stand as they were published."""

    @classmethod
    def look(cls, output: Path, store: Store) -> OutputState:
        manifest, present = Manifest.load(store), scan(output)
        return cls(manifest, present, manifest.intact(present))


def _cut(column: memoryview, width: int) -> list[bytes]:
    data = bytes(column)
    return [data[i : i + width] for i in range(0, len(data), width)]


def _numbers(column: memoryview) -> Sequence[int]:
    found = array("q")
    found.frombytes(column)
    return found


def scan(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of change (ns) of every file below ``folder``, by path; none where it is not there."""
    return dict(_walk(os.fspath(folder), ""))


def _walk(folder: str, prefix: str) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{prefix}{entry.name}/")
            else:
                status = entry.stat(follow_symlinks=False)
                yield f"{prefix}{entry.name}", (status.st_size, status.st_mtime_ns)
