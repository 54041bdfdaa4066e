"""The next state of the site while it is laid out beside the one that stands."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from .manifest import Manifest, Published
from .parallel import fork_map
from .staging import clear, drop_folders, folders_of, make_folders, take

CHUNK = 100
"""Files that a worker makes at a time."""
FEW = 60
"""Up to so many files are not worth a fork."""
READY = 8
"""So many files whose contents are there already cost what one costs that is to be made."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class OutputFile(msgspec.Struct, frozen=True):
    """One file of the site: where it goes, what it depends on, and how to make it."""

    path: str
    """Relative to the output folder, with forward slashes."""
    key: bytes
    """Digest of everything that the content depends on."""
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Tree:
    """The next state of the site while it is laid out."""

    folder: str
    holds: Set[str]
    """Paths that lie there already, as ``old`` knows them."""
    old: Mapping[str, Published]
    """What the last build published."""
    output: str
    """The site that stands."""
    intact: Set[str]
    """Paths at which it is as ``old`` knows it."""

    def keep(self, path: str, content: bytes, size: int) -> int:
        """Have a file that was published with this content lie in the tree; return its time of change, 0 if there is none.

        A file that does not change is not written again: it keeps its time, and the disk its peace.
        """
        known = self.old.get(path)
        if known is None or (known.content, known.size) != (content, size):
            return 0
        if path in self.holds:
            status = os.stat(f"{self.folder}/{path}")
            return known.mtime_ns if (status.st_size, status.st_mtime_ns) == (size, known.mtime_ns) else 0
        if path not in self.intact:
            return 0
        os.link(f"{self.output}/{path}", f"{self.folder}/{path}")
        return known.mtime_ns

    def write(self, path: str, content: bytes) -> int:
        """Write a file into the tree, never through to another tree that holds it; return its time of change."""
        place = f"{self.folder}/{path}"
        if path in self.holds:
            os.unlink(place)
        return _write_new(place, content)


def open_tree(
    files: Sequence[OutputFile], manifest: Manifest, intact: Set[str], output: Path, staging: Path, spare: Path
) -> Tree:
    """Return a tree with the folders of ``files`` and no other files: the spare one, or else an empty one."""
    clear(staging)
    paths = [f.path for f in files]
    standing = (manifest.files, os.fspath(output), intact)
    if manifest.spare is None or not take(manifest.spare, spare, staging):
        clear(spare)
        staging.mkdir(parents=True)
        make_folders(staging, paths)
        return Tree(os.fspath(staging), frozenset(), *standing)
    behind = set(manifest.spare.behind)
    for path in behind:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(staging / path)
    held = manifest.files.keys() - behind
    keep = held & set(paths)
    for path in held - keep:
        os.unlink(staging / path)
    for folder in sorted(folders_of(paths) - manifest.spare.folders.keys()):
        (staging / folder).mkdir(parents=True, exist_ok=True)
    drop_folders(staging, manifest.spare.folders, paths)
    return Tree(os.fspath(staging), keep, *standing)


class Made(NamedTuple):
    """What is known of a file that was just made."""

    content: bytes
    """Digest of the content."""
    size: int
    mtime_ns: int
    twin: bool
    """It was linked into the spare tree, too."""


def make_files(
    stale: Sequence[OutputFile], tree: Tree, twin: Path | None, jobs: int, tick: Callable[[int], None]
) -> dict[str, Made]:
    """Make the stale files in the tree, and link them into its twin, if there is to be one."""
    beside = os.fspath(twin) if twin else ""

    def make_chunk(chunk: Sequence[OutputFile]) -> list[Made]:
        made = []
        for file in chunk:
            content = file.make()
            mark = sha256(content).digest()
            mtime_ns = tree.keep(file.path, mark, len(content)) or tree.write(file.path, content)
            linked = bool(beside) and _try_link(f"{tree.folder}/{file.path}", f"{beside}/{file.path}")
            made.append(Made(mark, len(content), mtime_ns, linked))
        return made

    chunks = [stale[i : i + CHUNK] for i in range(0, len(stale), CHUNK)]
    result: dict[str, Made] = {}
    for chunk, made in zip(chunks, fork_map(make_chunk, chunks, jobs if _weigh(stale) > FEW else 1), strict=True):
        result.update(zip((f.path for f in chunk), made, strict=True))
        tick(len(chunk))
    return result


def _weigh(files: Sequence[OutputFile]) -> int:
    """Return how many files that are to be made cost what these cost."""
    ready = sum(isinstance(file.make, partial) and file.make.func is bytes for file in files)
    return len(files) - ready + ready // READY


def _write_new(path: str, content: bytes) -> int:
    """Write a file that is not there yet; return its time of change. With bare calls: a site has ten thousand."""
    handle = os.open(path, _NEW, 0o666)
    try:
        written = os.write(handle, content)
        while written < len(content):  # the system took it in parts
            written += os.write(handle, memoryview(content)[written:])
        return os.fstat(handle).st_mtime_ns
    finally:
        os.close(handle)


def _try_link(path: str, to: str) -> bool:
    try:
        os.link(path, to)
    except OSError:  # another file system: there will be no spare tree
        return False
    return True


def lay_out(files: Sequence[OutputFile], made: dict[str, Made], tree: Tree) -> tuple[dict[str, Published], list[str]]:
    """Link what was not made into the tree; return the new manifest and the paths that changed."""
    old = tree.old
    new = {path: old[path] for path in (file.path for file in files) if path not in made}
    for path in sorted(new.keys() - tree.holds):
        os.link(f"{tree.output}/{path}", f"{tree.folder}/{path}")
    written: list[str] = []
    for file in (file for file in files if file.path in made):
        path = file.path
        new[path] = Published(file.key, *made[path][:3])
        if path not in tree.intact or new[path][1:] != old[path][1:]:
            written.append(path)
    return new, sorted(written)
