"""The index of an archive in parts: one index a part, in its folder, and what the page must know of the whole.

A reader must not notice: scores are made of the statistics of the whole (documents, mean length, length of each document;
how many documents hold a stem is the sum over the parts), and the page gives documents the numbers that they have in one
index, so that equal scores end in the same order. What stands in ``parts/<name>/search/`` depends on that part's articles
alone, but for the stems that are frequent in the whole and for topics.

The manifest, in the script of the search page, is ``Index.statistics`` with
    "parts": [name, address of its folder, the four characters of its manifest's name, what it is called] of each
    "order": by topic, the place among the parts of each document's part, bits in the manifest, as few as their number needs
    "marks": by topic, the length mark of each document, six bits in the manifest; blocks of "perShard" documents, each sorted by the marks,
       give the numbers of one index
    "frequent", "plain": the stems that are kept without places, and how many of them, the first, without forms either
    "shards": {"s": ...}, the one file that stands over all parts
and each part's, ``search/m0-<4 characters>.js`` in its folder, is ``Index.plan`` with "version", "documents", "perShard",
"title" and "sources". Its name proves that it is the one whose documents the whole has counted; another counts as missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final

import numpy as np
import xxhash

from ..models import Int64
from .bits import fixed, pack
from .files import write_value
from .layout import Index, short_name, write_in_manifest, write_manifest

SMALLER: Final = 2
"""A part's shards are so many times smaller at most: of many parts a query loads more bytes, or files would be many."""


class DividedIndex:
    """What ``Index`` is, for an archive in parts."""

    def __init__(
        self,
        whole: Index,
        part_of: Callable[[str], str],
        *,
        folder: Callable[[str], str],
        base: Callable[[str], str],
        label: Callable[[str], str],
    ) -> None:
        """``part_of`` gives the part of a page's id.

        ``folder`` gives where a part is published, ``base`` where pages find it, ``label`` what they call it.
        """
        self._whole = whole
        self._label = label
        self._folder = folder
        self._base = base
        names = [part_of(story.id) for story, _ in whole.topical]
        self._names = sorted(set(names))
        place = {name: i for i, name in enumerate(self._names)}
        self._order = np.array([place[name] for name in names], np.int64)
        share = min(SMALLER, len(self._names))
        self._indexes = {
            name: whole.restrict(np.flatnonzero(self._order == place[name]), share) for name in self._names
        }

    @cached_property
    def _plans(self) -> dict[str, tuple[str, bytes]]:
        """Path and content of each part's manifest."""
        found = {}
        for name, index in self._indexes.items():
            told = index.statistics
            plan = {key: told[key] for key in ("version", "documents", "perShard", "title", "sources")} | index.plan
            content = write_value("m0", plan)
            found[name] = (f"{self._folder(name)}search/m0-{short_name(_key(content))}.js", content)
        return found

    @cached_property
    def keys(self) -> dict[str, bytes]:
        """Return each file's key by its path."""
        path, content = self._whole.suggestions
        found = {path: _key(content)}
        for name, index in self._indexes.items():
            found |= {self._folder(name) + path: key for path, key in index.keys.items()}
        return found | {path: _key(content) for path, content in self._plans.values()}

    @cached_property
    def manifest(self) -> bytes:
        """Return the script that names the parts and says what scores need of the whole."""
        marks = np.array([mark for _, mark in self._whole.topical], np.int64)
        frequent, plain = self._whole.frequent
        suggestions = self._whole.suggestions[0].removesuffix(".js")[-4:]
        parts = [
            [name, self._base(name), path.removesuffix(".js")[-4:], self._label(name)]
            for name, (path, _) in self._plans.items()
        ]
        return write_manifest(
            self._whole.statistics
            | {
                "parts": parts,
                "order": _write_bits(self._order, max(1, (len(self._names) - 1).bit_length())),
                "marks": _write_bits(marks, 6),
                "frequent": " ".join(frequent),
                "plain": plain,
                "shards": {"s": suggestions},
            },
        )

    def make(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of some of the files."""
        wanted = set(paths)
        made = {path: content for path, content in [self._whole.suggestions, *self._plans.values()] if path in wanted}
        for name, index in self._indexes.items():
            folder = self._folder(name)
            own = [path for path in wanted - made.keys() if path.startswith(folder)]
            made |= {
                folder + path: content
                for path, content in index.make(path.removeprefix(folder) for path in own).items()
            }
        return made


def _write_bits(values: Int64, width: int) -> str:
    """Return the values one after the other, as so many bits each."""
    return write_in_manifest(pack(fixed(values, width), [len(values)])[0])


def _key(content: bytes) -> bytes:
    return xxhash.xxh3_128_digest(content)
