"""How large a site is, and whether its files are those whose checksums it publishes."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from ..parts import folder_of
from ..release import CHECKSUMS, PAGES, RELEASE, SCRIPT, leaf_hash, read_checksums, tree_root
from ..settings import PublishSettings
from .pages import Pages

_LARGEST: Final = 100_000_000
"""Bytes; git hosts refuse a larger file."""


def sizes(pages: Pages) -> Iterator[str]:
    """The site fits where it goes: each part less than publish.max_bytes in all, no file that git hosts refuse, no links, plain modes."""
    folders: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    seen: dict[tuple[int, int], str] = {}
    for path in pages.site.files():
        status = (pages.site.folder / path).lstat()
        folders[folder_of(path) or (path.split("/")[0] if "/" in path else ".")] += status.st_size
        parts[folder_of(path)] += status.st_size
        if status.st_size > _LARGEST:
            yield f"{path}: {status.st_size / 1e6:,.0f} MB; git hosts refuse a file of more than 100"
        twin = seen.setdefault((status.st_dev, status.st_ino), path)
        if twin != path:
            yield f"{path}: the same file as {twin}, by a hard link"
        if status.st_mode & 0o170000 != 0o100000:
            yield f"{path}: not a plain file"
        elif status.st_mode & 0o777 != 0o644:
            yield f"{path}: mode {status.st_mode & 0o777:o}, not 644"
        if not path.isascii() or any(c in path for c in '\\:*?"<>| ') or not path.isprintable():
            yield f"{path!a}: a name that not every system can hold"
    limit = PublishSettings().max_bytes
    for part, size in sorted(parts.items()):
        if size > limit:
            shares = ", ".join(f"{name} {size / 1e6:,.0f}" for name, size in folders.most_common(5))
            told = f"{part}: " if part else ""
            yield f"{told}{size / 1e6:,.0f} MB, more than {limit / 1e6:,.0f}; the largest folders, in MB: {shares}"


def checksums(pages: Pages) -> Iterator[str]:
    """Every file is the one whose SHA-256 stands in data/checksums.txt.gz, and the root on the pages is theirs."""
    folder = pages.site.folder
    try:
        lines = read_checksums(folder)
        release = json.loads((folder / RELEASE).read_bytes())
        leaves, root = int(release["leaves"]), str(release["root"])
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error) as error:
        yield f"{CHECKSUMS} or {RELEASE} cannot be read: {error}"
        return
    known = {line.decode()[66:].rstrip("\n"): line.decode()[:64] for line in lines}
    present = set(pages.site.files()) - {CHECKSUMS, RELEASE}
    for path in sorted(present ^ known.keys()):
        yield f"{path}: in the site or in {CHECKSUMS}, not in both"
    for path in sorted(present & known.keys()):
        if sha256((folder / path).read_bytes()).hexdigest() != known[path]:
            yield f"{path}: not the file that was released"
    if tree_root([leaf_hash(line) for line in lines[:leaves]]).hex() != root:
        yield f"{RELEASE}: the root is not that of {CHECKSUMS}"
    for path in PAGES:
        shown = f'"release","{root}"' if path == SCRIPT else f"data-release>{root}<"
        if (folder / path).is_file() and shown not in (folder / path).read_text(encoding="utf-8"):
            yield f"{path}: does not show the root of the release"
