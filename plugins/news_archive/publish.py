"""Write the site whole or not at all.

Every output file has a key: a digest of everything that its content depends on. A file whose key is that of the last
build is not made again. The new site is laid out beside the old one (unchanged files by hard link, so that laying out
costs no copying) and the two folders are exchanged in one step; an interruption at any moment leaves the old site or
the new one, never a mixture, and the next build clears what was left behind.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from .errors import BuildError
from .manifest import Manifest, OutputState, Published
from .output_tree import Made, OutputFile, lay_out, make_files, open_tree
from .staging import clear, exchange, look_at, make_folders, park, secure, staging_folder
from .store import Store, digest

FEW_SECURED = 1000
"""Up to so many files are flushed by themselves: the file system may hold much that others wrote and nobody waits for."""
FEW_BEHIND = 4
"""The old site is kept as a spare tree where at most one in so many files changed."""
WHAT_TO_DO = (
    "Publish it in parts (--parts year, decade, source or a number), or publish elsewhere and raise the limit; "
    "`invoke check --only sizes` shows which folders hold how much"
)
"""For the editor of a site that is too large."""
_PLAIN = re.compile(r"(?:[a-z0-9-]+/)*[a-z0-9-]+\.[a-z0-9.]+")
"""What nearly every path of the archive looks like; one that does not is looked at more closely."""


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
    standing: OutputState | None = None,
) -> Outcome:
    """Bring ``output`` to exactly ``files`` and the ``last`` ones; return what changed.

    ``fresh`` makes every file, whatever is remembered. Raises BuildError when the new site cannot be laid out or
    exchanged, or holds more than ``limit`` bytes (0: any number); ``output`` is then what it was. ``folder_of`` names the
    folder of a path that is counted by itself. ``standing`` is what stands there, where the caller has looked already.
    """
    first = files
    final = [OutputFile(path, last.key, bytes) for path in last.paths] if last else []
    files = [*first, *final]
    manifest, present, intact = standing or OutputState.look(output, store)
    old = manifest.files
    _check_paths(files, old)
    stale = [f for f in files if fresh or not (f.path in intact and old[f.path].key == f.key)]
    removed = sorted(present.keys() - {f.path for f in files})
    tick(len(files) - len(stale))
    if not stale and not removed:
        return _outcome(old, [], [])
    staging, spare = staging_folder(output), store.folder / "spare"
    mask = os.umask(0o022)  # published files are readable whatever the editor's umask
    try:
        ends = {file.path for file in final}
        tree = open_tree(files, manifest, intact, output, staging, spare)
        twin = None if present else spare
        if twin:
            make_folders(twin, (f.path for f in files))
        made = make_files([file for file in stale if file.path not in ends], tree, twin, jobs, tick)
        new, written = lay_out(first, made, tree)
        if last:
            contents = last.make({path: known.content for path, known in new.items()})
            ready = [OutputFile(file.path, file.key, partial(bytes, contents[file.path])) for file in final]
            made |= make_files(ready, tree, twin, 1, tick)
            more, changed = lay_out(ready, made, tree)
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
    made: dict[str, Made],
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


def _check_paths(files: Sequence[OutputFile], published: Mapping[str, Published]) -> None:
    """Refuse paths that lie outside or twice in the site; those that were ``published`` were looked at then."""
    paths = {file.path for file in files}
    for path in sorted(paths - published.keys()):
        if not _PLAIN.fullmatch(path) and not _is_inside(path):
            raise BuildError(f"refusing to write {path!r}: it is not a plain path inside the site")
    if len(paths) < len(files):
        path, _ = Counter(file.path for file in files).most_common(1)[0]
        raise BuildError(f"two pages would be written to {path}")


def _is_inside(path: str) -> bool:
    return path.isprintable() and "\\" not in path and not {"", ".", ".."}.intersection(path.split("/"))


def key_of(*parts: bytes | str | int) -> bytes:
    """Return the key of a file from the values it depends on."""
    return digest(*(p if isinstance(p, bytes) else str(p).encode("utf-8", "surrogatepass") for p in parts))
