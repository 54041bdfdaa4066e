"""One build at a time: the lock of an output folder, and whether a site can stand there at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from .errors import LockedError, UsageError

MARK = ".nojekyll"
"""A file that every published site holds; a folder with other files and without it is never replaced."""


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


def check_apart(output: Path, sources: Iterable[Path]) -> None:
    """Raise UsageError if the site would stand within a folder whose files are articles."""
    for source in sources:
        if source.is_dir() and output.is_relative_to(source.resolve()):
            raise UsageError(
                f"the output {output} lies within the source {source}: its pages would be read as articles"
            )
