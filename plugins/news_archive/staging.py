"""Trees of the site: the one that stands, the next one beside it, and a spare one that makes the next cheap.

The next state is laid out whole beside the published site and the two are exchanged in one step. What stood before is
then parked in the memory: it differs from the site by the latest changes alone, so the next build takes it, brings it
up to date and exchanges again, and need not link ten thousand unchanged files to change three. Both trees name the
same files (hard links), so a spare costs no space; a file that changes is always made anew and never written through.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from .manifest import Spare

_AT_ONCE = 8
"""Files that are flushed side by side."""


def staging_folder(output: Path) -> Path:
    """Return where the next state of ``output`` is laid out: beside it, on the same file system."""
    return output.parent / f".{output.name}.next"


def clear(folder: Path) -> None:
    """Remove a tree, or whatever else stands there."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return the folders in which ``paths`` lie, '' for the top; asked for every file of a site, so by strings alone."""
    return {path.rpartition("/")[0] for path in paths}


def make_folders(tree: Path, paths: Iterable[str]) -> None:
    """Make the folders of ``paths`` below ``tree``."""
    for folder in sorted(folders_of(paths)):
        (tree / folder).mkdir(parents=True, exist_ok=True)


def drop_folders(tree: Path, folders: Iterable[str], paths: Iterable[str]) -> None:
    """Remove those of ``folders`` below ``tree`` in which none of ``paths`` lies."""
    needed = {""}
    for folder in folders_of(paths):
        while folder not in needed:
            needed.add(folder)
            folder = os.path.dirname(folder)
    for folder in sorted(set(folders) - needed, reverse=True):
        os.rmdir(tree / folder)


def park(tree: Path, spare: Path, behind: Iterable[str]) -> Spare | None:
    """Keep ``tree``, which is whole but for ``behind``, as the spare; where it cannot be moved there, remove it."""
    clear(spare)
    try:
        os.rename(tree, spare)
    except OSError:  # the memory is on another file system
        clear(tree)
        return None
    return look_at(spare, behind)


def look_at(spare: Path, behind: Iterable[str]) -> Spare:
    """Return what must be known of a spare tree to trust it in the next build."""
    return Spare(dict(_folders(spare)), sorted(behind))


def take(known: Spare | None, spare: Path, staging: Path) -> bool:
    """Move the spare to ``staging`` if it is what was parked; say whether it was. One that is not is removed."""
    with contextlib.suppress(OSError):
        if known is not None and dict(_folders(spare)) == known.folders:
            os.rename(spare, staging)
            return True
    clear(spare)
    return False


def _folders(tree: Path) -> list[tuple[str, tuple[int, int]]]:
    """Return inode and time of change of a tree's folders: nothing comes or goes without changing its folder's time."""
    found: list[tuple[str, tuple[int, int]]] = []
    pending = [""]
    while pending:
        path = pending.pop()
        status = os.stat(tree / path)
        found.append((path, (status.st_ino, status.st_mtime_ns)))
        if status.st_nlink != 2:  # a folder's links: its name, itself, and one for each folder in it
            with os.scandir(tree / path) as entries:
                pending += [os.path.join(path, e.name) for e in entries if e.is_dir(follow_symlinks=False)]
    return found


def exchange(staging: Path, output: Path) -> None:
    """Put ``staging`` in the place of ``output``, in one step where the system can."""
    if not output.exists():
        output.parent.mkdir(parents=True, exist_ok=True)
        os.rename(staging, output)
        return
    import ctypes  # here, since a build that finds nothing to do exchanges nothing

    swap_names = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap_names is not None:
        at_cwd, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
        if swap_names(at_cwd, os.fsencode(staging), at_cwd, os.fsencode(output), swap) == 0:
            return
        number = ctypes.get_errno()
        if number not in (errno.ENOSYS, errno.EINVAL):
            raise OSError(number, os.strerror(number), str(output))
    aside = _aside(output)
    clear(aside)
    os.rename(output, aside)
    try:
        os.rename(staging, output)
    except OSError:
        os.rename(aside, output)
        raise
    os.rename(aside, staging)


def recover(output: Path) -> None:
    """Put back a site that an interrupted exchange in two steps left aside."""
    aside = _aside(output)
    if aside.is_dir() and not output.exists():
        os.rename(aside, output)


def _aside(output: Path) -> Path:
    return output.parent / f".{output.name}.old"


def secure(tree: Path, written: Iterable[str], *, few: int) -> None:
    """Have the ``written`` files of ``tree`` on the disk, so that a power cut after the exchange finds them whole."""
    paths = list(written)
    if len(paths) > few:
        import ctypes

        handle = os.open(tree, os.O_RDONLY)
        try:
            if (flush := getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)) is None:
                os.sync()
            elif flush(handle):
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number), str(tree))
        finally:
            os.close(handle)
        return

    def flush_one(path: str) -> None:
        handle = os.open(tree / path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    every = (*paths, *sorted({os.path.dirname(path) for path in paths}))
    if len(every) <= _AT_ONCE:
        for path in every:
            flush_one(path)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_AT_ONCE) as pool:  # at once, so that a journal commits for many of them
        for _ in pool.map(flush_one, every):
            pass
