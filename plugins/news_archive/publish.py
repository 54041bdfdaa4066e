"""Write the site whole or not at all.

Every output file has a key: a digest of everything that its content depends on. A file whose key is that of the last
build is not made again. The new site is laid out beside the old one (unchanged files by hard link, so that laying out
costs no copying) and the two folders are exchanged in one step; an interruption at any moment leaves the old site or
the new one, never a mixture, and the next build clears what was left behind.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Protocol

from .errors import BuildError, LockedError, UsageError
from .manifest import Manifest, Published, scan
from .parallel import fork_map
from .staging import clear, drop_folders, exchange, look_at, make_folders, park, secure, staging_folder, take
from .store import Store, digest

MARK = ".nojekyll"
"""A file that every published site holds; a folder with other files and without it is never replaced."""
CHUNK = 100
"""Files that a worker makes at a time."""
FEW = 60
"""Up to so many files are not worth a fork."""
FEW_SECURED = 1000
"""Up to so many files are flushed by themselves: the file system may hold much that others wrote and nobody waits for."""
READY = 8
"""So many files whose contents are there already cost what one costs that is to be made."""
FEW_BEHIND = 4
"""The old site is kept as a spare tree where at most one in so many files changed."""
WHAT_TO_DO = (
    "Publish it in parts (--parts year, decade, source or a number), or publish elsewhere and raise the limit; "
    "`invoke check --only sizes` shows which folders hold how much"
)
"""For the editor of a site that is too large."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_PLAIN = re.compile(r"(?:[a-z0-9-]+/)*[a-z0-9-]+\.[a-z0-9.]+")
"""What nearly every path of the archive looks like; one that does not is looked at more closely."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file of the site: where it goes, what it depends on, and how to make it."""

    path: str
    """Relative to the output folder, with forward slashes."""
    key: bytes
    """Digest of everything that the content depends on."""
    make: Callable[[], bytes]


class LastFiles(Protocol):
    """Files that depend on what all others hold: checksums, and the pages that show what stands for them."""

    @property
    def paths(self) -> tuple[str, ...]: ...

    @property
    def key(self) -> bytes:
        """Digest of what they depend on beside the other files."""

    def make(self, contents: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Return the content of each, from the SHA-256 of every other file by its path."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publication did."""

    files: int
    bytes: int
    largest: tuple[str, int]
    written: list[str]
    """Paths whose content is new or changed, sorted."""
    removed: list[str]


@contextlib.contextmanager
def hold_lock(output: Path) -> Iterator[None]:
    """Hold the lock of an output folder; raise LockedError with the holder's process id if another build has it.

    The lock is a file beside the output, so that builds started in different folders meet at it; it goes with the build.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    path = output.parent / f".{output.name}.lock"
    handle = _lock(path)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def _lock(path: Path) -> int:
    """Return a handle that holds the lock file ``path``."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(handle, 100, 0).decode(errors="replace").strip() or "unknown"
            os.close(handle)
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            raise LockedError(
                f"another build (process {holder}) is writing to this output; wait for it to end"
            ) from None
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(path)):
                return handle
        os.close(handle)  # its last holder removed it in the meantime


def check_output(output: Path) -> Path:
    """Return the real folder behind ``output``; raise UsageError if a site cannot be published there safely."""
    real = output.resolve()
    if real.exists() and not real.is_dir():
        raise UsageError(f"{output} is a file; give a folder with --output")
    if os.path.ismount(real):
        raise UsageError(f"{output} is the top of a file system and cannot be exchanged; give a folder inside it")
    if real.is_dir() and not (real / MARK).exists() and any(real.iterdir()):
        raise UsageError(f"{output} holds files that no build of this archive wrote; give an empty or a new folder")
    parent = next(p for p in real.parents if p.exists())
    if not os.access(parent, os.W_OK | os.X_OK):
        raise UsageError(f"{parent} cannot be written to; give another --output")
    return real


def publish(
    files: Sequence[OutputFile],
    output: Path,
    store: Store,
    *,
    jobs: int,
    fresh: bool = False,
    tick: Callable[[int], None] = lambda _: None,
    last: LastFiles | None = None,
    limit: int = 0,
    folder_of: Callable[[str], str] = lambda _: "",
) -> Outcome:
    """Bring ``output`` to exactly ``files`` and the ``last`` ones; return what changed.

    ``fresh`` makes every file, whatever is remembered. Raises BuildError when the new site cannot be laid out or
    exchanged, or holds more than ``limit`` bytes (0: any number); ``output`` is then what it was. ``folder_of`` names the
    folder of a path that is counted by itself.
    """
    first = files
    final = [OutputFile(path, last.key, bytes) for path in last.paths] if last else []
    files = [*first, *final]
    _check_paths(files)
    manifest = Manifest.load(store)
    old = manifest.files
    present = scan(output)
    intact = manifest.intact(present)
    stale = [f for f in files if fresh or not (f.path in intact and old[f.path].key == f.key)]
    removed = sorted(present.keys() - {f.path for f in files})
    tick(len(files) - len(stale))
    if not stale and not removed:
        return _outcome(old, [], [])
    staging, spare = staging_folder(output), store.folder / "spare"
    mask = os.umask(0o022)  # published files are readable whatever the editor's umask
    try:
        ends = {file.path for file in final}
        tree = _open_tree(files, manifest, intact, output, staging, spare)
        twin = None if present else spare
        if twin:
            make_folders(twin, (f.path for f in files))
        made = _make([file for file in stale if file.path not in ends], tree, twin, jobs, tick)
        new, written = _lay_out(first, made, tree)
        if last:
            contents = last.make({path: known.content for path, known in new.items()})
            ready = [OutputFile(file.path, file.key, partial(bytes, contents[file.path])) for file in final]
            made |= _make(ready, tree, twin, 1, tick)
            more, changed = _lay_out(ready, made, tree)
            new, written = new | more, sorted([*written, *changed])
        _check_size(new, limit, folder_of)
        if present:
            secure(staging, written, few=FEW_SECURED)
        if written or removed:
            exchange(staging, output)
    except OSError as error:
        _clear_quietly(staging, spare)
        name = f" ({error.filename})" if error.filename else ""
        raise BuildError(f"the site could not be written: {error.strerror}{name}; the old one stands") from error
    except BaseException:
        _clear_quietly(staging, spare)
        raise
    finally:
        os.umask(mask)
    _remember(new, staging, spare, [*written, *removed] if present else None, made, store)
    return _outcome(new, written, removed)


def _check_size(files: Mapping[str, Published], limit: int, folder_of: Callable[[str], str]) -> None:
    sizes: Counter[str] = Counter()
    for path, file in files.items():
        sizes[folder_of(path)] += file.size
    folder, size = max(sizes.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if limit and size > limit:
        raise BuildError(
            f"{folder or 'the site'} would hold {size / 1e6:,.0f} MB; the limit is {limit / 1e6:,.0f} (publish.max_bytes), and GitHub "
            f"Pages takes 1,000; the old one stands. {WHAT_TO_DO}"
        )


def _remember(
    new: dict[str, Published],
    staging: Path,
    spare: Path,
    behind: list[str] | None,
    made: dict[str, _Made],
    store: Store,
) -> None:
    """Save what stands now, and what the next build may take for its tree: the old site or, after a first build, a twin.

    The site is in its place by now; where this fails the next build has more to do, and nothing else.
    """
    with contextlib.suppress(OSError):
        if behind is None:
            clear(staging)
            kept = look_at(spare, []) if all(one.twin for one in made.values()) else None
        elif len(behind) * FEW_BEHIND > len(new):  # it would save little and hold on to much
            clear(staging)
            kept = None
        else:
            kept = park(staging, spare, behind)
        Manifest(new, kept).save(store)
        if kept is None:
            clear(spare)


def _clear_quietly(*folders: Path) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            clear(folder)


def _outcome(files: dict[str, Published], written: list[str], removed: list[str]) -> Outcome:
    largest = max(((f.size, path) for path, f in files.items()), default=(0, ""))
    return Outcome(len(files), sum(f.size for f in files.values()), (largest[1], largest[0]), written, removed)


def _check_paths(files: Sequence[OutputFile]) -> None:
    seen: set[str] = set()
    for file in files:
        path = file.path
        if not _PLAIN.fullmatch(path) and not _is_inside(path):
            raise BuildError(f"refusing to write {path!r}: it is not a plain path inside the site")
        if path in seen:
            raise BuildError(f"two pages would be written to {path}")
        seen.add(path)


def _is_inside(path: str) -> bool:
    return path.isprintable() and "\\" not in path and not {"", ".", ".."}.intersection(path.split("/"))


@dataclass(frozen=True, slots=True)
class _Tree:
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


def _open_tree(
    files: Sequence[OutputFile], manifest: Manifest, intact: Set[str], output: Path, staging: Path, spare: Path
) -> _Tree:
    """Return a tree with the folders of ``files`` and no other files: the spare one, or else an empty one."""
    clear(staging)
    paths = [f.path for f in files]
    standing = (manifest.files, os.fspath(output), intact)
    if manifest.spare is None or not take(manifest.spare, spare, staging):
        clear(spare)
        staging.mkdir(parents=True)
        make_folders(staging, paths)
        return _Tree(os.fspath(staging), frozenset(), *standing)
    behind = set(manifest.spare.behind)
    for path in behind:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(staging / path)
    held = manifest.files.keys() - behind
    keep = held & set(paths)
    for path in held - keep:
        os.unlink(staging / path)
    make_folders(staging, (path for path in paths if os.path.dirname(path) not in manifest.spare.folders))
    drop_folders(staging, manifest.spare.folders, paths)
    return _Tree(os.fspath(staging), keep, *standing)


class _Made(NamedTuple):
    """What is known of a file that was just made."""

    content: bytes
    """Digest of the content."""
    size: int
    mtime_ns: int
    twin: bool
    """It was linked into the spare tree, too."""


def _make(
    stale: Sequence[OutputFile], tree: _Tree, twin: Path | None, jobs: int, tick: Callable[[int], None]
) -> dict[str, _Made]:
    """Make the stale files in the tree, and link them into its twin, if there is to be one."""
    beside = os.fspath(twin) if twin else ""

    def make_chunk(chunk: Sequence[OutputFile]) -> list[_Made]:
        made = []
        for file in chunk:
            content = file.make()
            mark = sha256(content).digest()
            mtime_ns = tree.keep(file.path, mark, len(content)) or tree.write(file.path, content)
            linked = bool(beside) and _try_link(f"{tree.folder}/{file.path}", f"{beside}/{file.path}")
            made.append(_Made(mark, len(content), mtime_ns, linked))
        return made

    chunks = [stale[i : i + CHUNK] for i in range(0, len(stale), CHUNK)]
    result: dict[str, _Made] = {}
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


def _lay_out(
    files: Sequence[OutputFile], made: dict[str, _Made], tree: _Tree
) -> tuple[dict[str, Published], list[str]]:
    """Link what was not made into the tree; return the new manifest and the paths that changed."""
    new: dict[str, Published] = {}
    written: list[str] = []
    for file in files:
        path = file.path
        mine = made.get(path)
        if mine is None:
            new[path] = tree.old[path]
            if path not in tree.holds:
                os.link(f"{tree.output}/{path}", f"{tree.folder}/{path}")
            continue
        new[path] = Published(file.key, *mine[:3])
        if path not in tree.intact or new[path][1:] != tree.old[path][1:]:
            written.append(path)
    return new, sorted(written)


def key_of(*parts: bytes | str | int) -> bytes:
    """Return the key of a file from the values it depends on."""
    return digest(*(p if isinstance(p, bytes) else str(p).encode("utf-8", "surrogatepass") for p in parts))
