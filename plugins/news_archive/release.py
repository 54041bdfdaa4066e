"""What proves a release: the SHA-256 of every file, and one number that stands for all of them.

``data/checksums.txt.gz`` has one line a file, as ``sha256sum`` writes them. The lines of all files but those that show the
root are the leaves of a Merkle tree (RFC 6962, 2.1: a leaf is hashed after the byte 0, a node after the byte 1, and a
tree is split at the largest power of two below its size). ``data/release.json`` tells the root, the hashes of whole blocks
of leaves and where each begins (a block is a gzip member of its own), so that the proof for one page needs that file and
one block of lines, not all of them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Final

from .datafiles import gzip_member
from .output_tree import OutputFile
from .store import digest

CHECKSUMS: Final = "data/checksums.txt.gz"
RELEASE: Final = "data/release.json"
SCRIPT: Final = "data/release.js"
"""Tells the root to the pages, which show it at their foot; no page changes with it."""
SCRIPT_TEXT: Final = f'NewsArchive.give("release","{"0" * 64}");\n'.encode()
PAGES: Final = ("data.html", "data/release.js", "index.html")
"""Files that show the root, so that it cannot depend on them."""
BLOCK: Final = 64
"""Leaves in a block; a power of two, so that every whole block is a node of the tree."""
_MARK: Final = re.compile(rb"""(?:(?<=data-release>)0{64}(?=<)|(?<="release",")0{64}(?="))""")
BLANK: Final = "0" * 64
"""Stands in a page, in an element with ``data-release``, where the root will be."""


def leaf_hash(line: bytes) -> bytes:
    return sha256(b"\0" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def tree_root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaves or over nodes of one level.

    >>> tree_root([]) == sha256(b"").digest()
    True
    """
    if not hashes:
        return sha256(b"").digest()
    level = list(hashes)
    while len(level) > 1:  # the last one of an odd level goes up as it is: the split of RFC 6962
        level = [node_hash(*level[i : i + 2]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
    return level[0]


def audit_path(hashes: Sequence[bytes], index: int) -> list[tuple[bool, bytes]]:
    """Return the hashes that lead from one of ``hashes`` to the root, each with whether it stands at the right."""
    path: list[tuple[bool, bytes]] = []
    level = list(hashes)
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append((sibling > index, level[sibling]))
        level = [node_hash(*level[i : i + 2]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
        index //= 2
    return path


def checksum_line(path: str, content: bytes) -> bytes:
    """Return a line as ``sha256sum`` writes it; ``content`` is the digest of the file."""
    return f"{content.hex()}  {path}\n".encode()


def fill_root(page: bytes, root: str) -> bytes:
    """Return the page with the root in the place of its blanks."""
    return _MARK.sub(root.encode(), page)


def released_alone(site: Path, pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``pages`` of a published ``site`` in another state, with its root, and the checksums that go with them."""
    release = json.loads((site / RELEASE).read_bytes())
    root, leaves = release["root"], release["leaves"]
    filled = {path: fill_root(page, root) for path, page in pages.items()}
    lines = read_checksums(site)
    named = ((line, line.decode()[66:-1]) for line in lines)
    sums = [checksum_line(name, sha256(filled[name]).digest()) if name in filled else line for line, name in named]
    return filled | {CHECKSUMS: b"".join(_pack(sums[:leaves], sums[leaves:]))}


def read_checksums(site: Path) -> list[bytes]:
    """Return the lines of a published site's checksums; raise OSError or EOFError where they cannot be read."""
    return gzip.decompress((site / CHECKSUMS).read_bytes()).splitlines(keepends=True)


def _pack(leaves: Sequence[bytes], outside: Sequence[bytes]) -> list[bytes]:
    """Return the lines as gzip members, one for each block of leaves and one for the others."""
    blocks = [leaves[start : start + BLOCK] for start in range(0, len(leaves), BLOCK)]
    return [gzip_member(b"".join(block)) for block in (*blocks, outside)]


@dataclass(frozen=True, slots=True)
class Release:
    """The files that are made last, from the digests of all others."""

    pages: Sequence[OutputFile]
    """Those of ``PAGES`` that the site has, with blanks for the root."""
    outside: tuple[str, ...] = ()
    """Other files that the root does not depend on: the site itself as one file."""

    @property
    def paths(self) -> tuple[str, ...]:
        return (*sorted(page.path for page in self.pages), CHECKSUMS, RELEASE)

    @property
    def key(self) -> bytes:
        """Digest of what the files depend on beside the others."""
        own = (part for page in self.pages for part in (page.path.encode(), page.key))
        return digest(Path(__file__).read_bytes(), *own)

    def make(self, contents: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the last files; ``contents`` gives the SHA-256 of every other file by its path."""
        others = [path for path in self.outside if path in contents]
        lines = [checksum_line(path, contents[path]) for path in sorted(contents) if path not in others]
        blocks = [tree_root(list(map(leaf_hash, lines[i : i + BLOCK]))) for i in range(0, len(lines), BLOCK)]
        root = tree_root(blocks).hex()
        made = {page.path: fill_root(page.make(), root) for page in sorted(self.pages, key=lambda page: page.path)}
        outside = [checksum_line(path, sha256(page).digest()) for path, page in made.items()]
        outside += [checksum_line(path, contents[path]) for path in others]
        members = _pack(lines, outside)
        release = {
            "root": root,
            "tree": "RFC 6962 Merkle tree, SHA-256, over the first lines of checksums.txt.gz, line feed included",
            "leaves": len(lines),
            "outside": [*made, *others],
            "block": BLOCK,
            "offsets": list(accumulate(map(len, members[: len(blocks)]), initial=0)),
            "blocks": [block.hex() for block in blocks],
        }
        made[CHECKSUMS] = b"".join(members)
        made[RELEASE] = (json.dumps(release, separators=(",", ":")) + "\n").encode()
        return made
