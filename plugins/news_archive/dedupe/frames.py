"""Texts whose common words are frames: stretches that stand in more than ``max_shared`` different texts.

Two hundred papers may carry one text, each with a word of its own: then all that they share is frames. To compare all of
them with each other costs the square of their number, and to state all those pairs as well; but a story asks only who is
the same as *its* text. So each text that would lead a story is compared with all of them at once, when its turn comes,
and takes those that are the same; what it took does not lead again. A form filled in very often (weather, telegrams) is
recognised at its first text, and not tried for the others. Lesser likeness is stated with the first text of such a set,
not for each two of it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ..models import Bool, Int64
from .pairs import Bounds, Overlap
from .shingles import Shingles, UInt64

_LOW: Final = np.uint64(0xFFFFFFFF)
_HALF: Final = np.uint64(32)
IDLE: Final = 100
"""Texts that may be compared in vain before frames bring no more texts together: a mixture, not a set of copies."""
STARS: Final = 50
"""Texts with which the others of their set are stated to be alike, at most."""


class Frames:
    """The texts that consist of frames for the most part."""

    def __init__(
        self,
        shingles: Shingles,
        articles: Int64,
        over: UInt64,
        *,
        bounds: Bounds,
        same: float,
        sizes: Int64 | None = None,
    ) -> None:
        """``over`` are the hashes of the frames; ``articles`` the different texts, ascending, ``sizes`` of their sets."""
        self._bounds = bounds
        self._same = same
        self._idle = 0
        place, frame, size = _find_held(shingles, articles, over, sizes)
        held = np.bincount(place, minlength=len(articles)) if len(size) else np.empty(0, np.int64)
        heavy = np.flatnonzero((held >= bounds.least * size - 1e-9) & (held > 0))
        self.articles = articles[heavy]
        """Numbers of the texts, ascending."""
        self._size, self._held = size[heavy], held[heavy]
        self._free = np.ones(len(heavy), np.bool_)
        self._place = {number: at for at, number in enumerate(self.articles.tolist())}
        at = np.full(len(articles), -1, np.int64)
        at[heavy] = np.arange(len(heavy))
        kept = at[place] >= 0 if len(place) else np.empty(0, np.bool_)
        self._frame = frame[kept]  # text by text
        self._first = np.concatenate([np.zeros(1, np.int64), np.cumsum(self._held)])
        packed = self._frame.astype(np.uint64) << _HALF | at[place[kept]].astype(np.uint64)
        packed.sort()
        self._holders = (packed & _LOW).astype(np.int64)
        self._starts = np.searchsorted(packed, np.arange(len(over) + 1, dtype=np.uint64) << _HALF).tolist()

    def take(self, number: int, stated: set[int]) -> list[Overlap]:
        """Return the overlaps at J >= ``same`` of ``number`` with texts that led nothing yet, and let those not lead.

        ``stated`` are those whose overlap with it is known already.
        """
        place = self._place.get(number)
        if place is None or self._idle >= IDLE or not self._free[place] or not self._may_take(place):
            return []
        self._free[place] = False
        shared = self._count(place)
        near = shared >= self._same * (self._size[place] + self._size - shared) - 1e-9
        near[place] = False
        taken = []
        for other in np.flatnonzero(near & self._free).tolist():
            overlap = self._overlap(place, other, int(shared[other]))
            self._free[other] = False  # copy or form, it stands with this text
            if int(self.articles[other]) not in stated:
                taken.append(overlap)
        self._idle += not taken
        return taken

    def _may_take(self, place: int) -> bool:
        """Say whether a text that is still free could be the same, by how many frames each of the two has."""
        most = np.minimum(self._held[place], self._held)
        possible = most >= self._same * (self._size[place] + self._size - most) - 1e-9
        possible &= self._free
        possible[place] = False
        return bool(possible.any())

    def link(self, known: set[int]) -> list[Overlap]:
        """Return overlaps that link the texts which nothing else links (``known`` are those that something does)."""
        alone: Bool = np.array([n not in known for n in self.articles.tolist()], np.bool_)
        found: list[Overlap] = []
        order = np.lexsort((self.articles, -self._size))
        stars = 0
        for place in order.tolist():
            if stars == STARS:
                break
            if not alone[place]:
                continue
            alone[place] = False
            shared = self._count(place)
            near = self._bounds.reached(shared, np.full(len(shared), self._size[place]), self._size) & alone
            found += [self._overlap(place, other, int(shared[other])) for other in np.flatnonzero(near).tolist()]
            alone[near] = False
            stars += 1
        return found

    def _count(self, place: int) -> Int64:
        """Return how many frames a text shares with each."""
        shared = np.zeros(len(self.articles), np.int64)
        for frame in self._frame[self._first[place] : self._first[place + 1]].tolist():
            shared[self._holders[self._starts[frame] : self._starts[frame + 1]]] += 1
        return shared

    def _overlap(self, one: int, other: int, shared: int) -> Overlap:
        a, b = (one, other) if self.articles[one] < self.articles[other] else (other, one)
        return Overlap(int(self.articles[a]), int(self.articles[b]), shared, int(self._size[a]), int(self._size[b]))


def _find_held(shingles: Shingles, articles: Int64, over: UInt64, sizes: Int64 | None) -> tuple[Int64, Int64, Int64]:
    """Return the different frames of each text that may consist of them: its place, the frame; and the sizes of sets."""
    lengths = np.diff(shingles.offsets)
    if not len(over):
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64)
    hits = np.flatnonzero(is_in(shingles.hashes, over))
    owner = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[hits]
    at = np.full(len(lengths), -1, np.int64)
    at[articles] = np.arange(len(articles))
    count = np.bincount(owner, minlength=len(lengths))
    at[count < lengths // 2] = -1
    mine = at[owner] >= 0
    packed = at[owner[mine]].astype(np.uint64) << _HALF | np.searchsorted(over, shingles.hashes[hits[mine]]).astype(
        np.uint64
    )
    packed.sort()  # np.unique hashes, and slowly
    if len(packed):
        packed = packed[np.concatenate([[True], packed[1:] != packed[:-1]])]
    if sizes is None:
        sizes = lengths[articles].astype(np.int64)
        for place in np.flatnonzero(at[articles] >= 0).tolist():
            number = int(articles[place])
            sizes[place] = len(np.unique(shingles.hashes[shingles.offsets[number] : shingles.offsets[number + 1]]))
    return (packed >> _HALF).astype(np.int64), (packed & _LOW).astype(np.int64), sizes


def is_in(hashes: UInt64, wanted: UInt64) -> Bool:
    """Return which of many hashes are among a few sorted ones: first by 20 of their bits, then whole. Shape (S,)."""
    table = np.zeros(1 << 20, np.bool_)
    table[wanted >> np.uint64(44)] = True
    mask: Bool = table[hashes >> np.uint64(44)]
    if len(wanted):
        at = np.flatnonzero(mask)
        some = hashes[at]
        mask[at] = wanted[np.minimum(np.searchsorted(wanted, some), len(wanted) - 1)] == some
    return mask
