"""Write the site whole or not at all.

Every output file has a key: a digest of everything that its content depends on. A file whose key is that of the last
build is not made again. The new site is laid out beside the old one (unchanged files by hard link, so that laying out
costs no copying) and the two folders are exchanged in one step; an interruption at any moment leaves the old site or
the new one, never a mixture, and the next build clears what was left behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import xxhash

from .errors import BuildError, LockedError, UsageError
from .parallel import fork_map
from .store import Store, digest

MARK = ".nojekyll"
"""A file that every published site holds; a folder with other files and without it is never replaced."""
CHUNK = 100
"""Files that a worker makes at a time."""
FEW = 60
"""Up to so many files are not worth a fork."""


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file of the site: where it goes, what it depends on, and how to make it."""

    path: str
    """Relative to the output folder, with forward slashes."""
    key: bytes
    """Digest of everything that the content depends on."""
    make: Callable[[], bytes]


class Published(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a published file."""

    key: bytes
    content: bytes
    """Digest of the content."""
    size: int
    mtime_ns: int


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
def hold_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of an output folder; raise LockedError with the holder's process id if another build has it."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            holder = os.pread(handle, 100, 0).decode(errors="replace").strip() or "unknown"
            raise LockedError(
                f"another build (process {holder}) is writing to this output; wait for it to end"
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


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


def staging_folder(output: Path) -> Path:
    """Return where the next state of ``output`` is laid out: beside it, on the same file system."""
    return output.parent / f".{output.name}.next"


class Manifest:
    """What the last build published, by path."""

    NAME = "published"

    def __init__(self, files: dict[str, Published]) -> None:
        self.files = files

    @classmethod
    def load(cls, store: Store) -> Manifest:
        found = store.read(cls.NAME, b"")
        if found is None:
            return cls({})
        return cls(msgspec.msgpack.decode(found[1]["files"], type=dict[str, Published]))

    def save(self, store: Store) -> None:
        store.write(self.NAME, b"", {}, {"files": msgspec.msgpack.encode(self.files)})

    def intact(self, output: Path) -> set[str]:
        """Return the paths that stand in ``output`` as they were published (by size and time of change)."""
        found: set[str] = set()
        for path, stat in _walk(output):
            known = self.files.get(path)
            if known is not None and (known.size, known.mtime_ns) == (stat.st_size, stat.st_mtime_ns):
                found.add(path)
        return found

    def is_whole(self, output: Path) -> bool:
        """Say whether ``output`` holds exactly what was published."""
        if not self.files or not output.is_dir():
            return False
        count = sum(1 for _ in _walk(output))
        return count == len(self.files) and len(self.intact(output)) == count


def _walk(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file below ``folder`` with its status; a folder that is not there has none."""
    pending = [""]
    while pending:
        prefix = pending.pop()
        try:
            entries = os.scandir(folder / prefix if prefix else folder)
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                path = f"{prefix}/{entry.name}" if prefix else entry.name
                if entry.is_dir(follow_symlinks=False):
                    pending.append(path)
                else:
                    yield path, entry.stat(follow_symlinks=False)


def publish(
    files: Sequence[OutputFile],
    output: Path,
    store: Store,
    *,
    jobs: int,
    tick: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Bring ``output`` to exactly ``files``; return what changed.

    Raises BuildError when the new site cannot be laid out or exchanged; ``output`` is then what it was.
    """
    _check_paths(files)
    manifest = Manifest.load(store)
    old = manifest.files
    intact = manifest.intact(output)
    stale = [f for f in files if not (f.path in intact and old[f.path].key == f.key)]
    wanted = {f.path for f in files}
    present = {path for path, _ in _walk(output)}
    removed = sorted(present - wanted)
    staging = staging_folder(output)
    tick(len(files) - len(stale))
    if not stale and not removed:
        return _outcome(old, [], [])
    try:
        _clear(staging)
        staging.mkdir(parents=True)
        for folder in sorted({os.path.dirname(path) for path in wanted}):
            (staging / folder).mkdir(parents=True, exist_ok=True)
        made = _make(stale, staging, jobs, tick)
        new, written = _lay_out(files, made, old, intact, output, staging)
        if not written and not removed:
            shutil.rmtree(staging)
        else:
            _exchange(staging, output)
    except OSError as error:
        with contextlib.suppress(OSError):
            _clear(staging)
        name = f" ({error.filename})" if error.filename else ""
        raise BuildError(f"the site could not be written: {error.strerror}{name}; the old one stands") from error
    except BaseException:
        with contextlib.suppress(OSError):
            _clear(staging)
        raise
    Manifest(new).save(store)
    _clear(staging)  # now the old site
    return _outcome(new, written, removed)


def _outcome(files: dict[str, Published], written: list[str], removed: list[str]) -> Outcome:
    largest = max(((f.size, path) for path, f in files.items()), default=(0, ""))
    return Outcome(len(files), sum(f.size for f in files.values()), (largest[1], largest[0]), written, removed)


def _check_paths(files: Sequence[OutputFile]) -> None:
    seen: set[str] = set()
    for file in files:
        parts = file.path.split("/")
        if file.path.startswith("/") or "\\" in file.path or any(part in ("", ".", "..") for part in parts):
            raise BuildError(f"refusing to write {file.path!r}: it is not a plain path inside the site")
        if file.path in seen:
            raise BuildError(f"two pages would be written to {file.path}")
        seen.add(file.path)


def _make(
    stale: Sequence[OutputFile], staging: Path, jobs: int, tick: Callable[[int], None]
) -> dict[str, tuple[bytes, int]]:
    """Make the stale files in the staging folder; return each path's content digest and size."""

    def make_chunk(chunk: Sequence[OutputFile]) -> list[tuple[bytes, int]]:
        made = []
        for file in chunk:
            content = file.make()
            with open(staging / file.path, "wb") as handle:
                handle.write(content)
            made.append((xxhash.xxh3_128_digest(content), len(content)))
        return made

    chunks = [stale[i : i + CHUNK] for i in range(0, len(stale), CHUNK)]
    result: dict[str, tuple[bytes, int]] = {}
    for chunk, made in zip(chunks, fork_map(make_chunk, chunks, jobs if len(stale) > FEW else 1), strict=True):
        result.update(zip((f.path for f in chunk), made, strict=True))
        tick(len(chunk))
    return result


def _lay_out(
    files: Sequence[OutputFile],
    made: dict[str, tuple[bytes, int]],
    old: dict[str, Published],
    intact: set[str],
    output: Path,
    staging: Path,
) -> tuple[dict[str, Published], list[str]]:
    """Link what did not change into the staging folder; return the new manifest and the paths that did."""
    new: dict[str, Published] = {}
    written: list[str] = []
    below, beside = str(output), str(staging)
    for file in files:
        path = file.path
        known = old.get(path) if path in intact else None
        content = made.get(path)
        if known is not None and (content is None or content == (known.content, known.size)):
            if content is not None:
                os.unlink(f"{beside}/{path}")
            os.link(f"{below}/{path}", f"{beside}/{path}")
            new[path] = known if known.key == file.key else msgspec.structs.replace(known, key=file.key)
        else:
            assert content is not None
            os.chmod(f"{beside}/{path}", 0o644)
            mtime = os.stat(f"{beside}/{path}").st_mtime_ns
            new[path] = Published(file.key, content[0], content[1], mtime)
            written.append(path)
    return new, sorted(written)


def _clear(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _exchange(staging: Path, output: Path) -> None:
    """Put ``staging`` in the place of ``output``, in one step where the system can."""
    if not output.exists():
        output.parent.mkdir(parents=True, exist_ok=True)
        os.rename(staging, output)
        return
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if exchange is not None:
        at_cwd, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
        if exchange(at_cwd, os.fsencode(staging), at_cwd, os.fsencode(output), swap) == 0:
            return
        number = ctypes.get_errno()
        if number not in (errno.ENOSYS, errno.EINVAL):
            raise OSError(number, os.strerror(number), str(output))
    aside = output.parent / f".{output.name}.old"
    _clear(aside)
    os.rename(output, aside)
    os.rename(staging, output)
    os.rename(aside, staging)


def recover(output: Path) -> None:
    """Put back a site that an interrupted exchange in two steps left aside."""
    aside = output.parent / f".{output.name}.old"
    if aside.is_dir() and not output.exists():
        os.rename(aside, output)


def key_of(*parts: bytes | str | int) -> bytes:
    """Return the key of a file from the values it depends on."""
    return digest(*(p if isinstance(p, bytes) else str(p).encode("utf-8", "surrogatepass") for p in parts))
