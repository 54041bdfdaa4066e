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
from .join import Holdings, hold
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

    def __init__(self, held: Holdings, articles: Int64, *, bounds: Bounds, same: float) -> None:
        """``held`` tells which frames each of the different texts ``articles`` (ascending) holds."""
        self._bounds = bounds
        self._same = same
        self._idle = 0
        self._weights = held.weights
        every = held.weigh(np.ones(len(held.weights), np.bool_))
        heavy = np.flatnonzero((every >= bounds.least * held.sizes - 1e-9) & (every > 0))
        self.articles = articles[heavy]
        """Numbers of the texts, ascending."""
        self._size, self._held = held.sizes[heavy], every[heavy]
        self._free = np.ones(len(heavy), np.bool_)
        self._place = {number: at for at, number in enumerate(self.articles.tolist())}
        self._frames = [
            held.group_of[held.places[a:b]] for a, b in zip(held.first[heavy], held.first[heavy + 1], strict=True)
        ]
        at = np.full(len(articles), -1, np.int32)
        at[heavy] = np.arange(len(heavy), dtype=np.int32)
        holders = at[held.holders]
        inside = np.append(0, np.cumsum(holders >= 0))
        self._holders = holders[holders >= 0]
        self._starts = inside[held.starts].tolist()
        kinds, self._kind = np.unique(np.stack([self._size, self._held]), axis=1, return_inverse=True)
        self._kind_size, self._kind_held = kinds
        self._kind_free = np.bincount(self._kind, minlength=kinds.shape[1])
        """Texts of one size that hold as many frames, and how many of them are free."""

    def take(self, number: int, stated: set[int]) -> list[Overlap]:
        """Return the overlaps at J >= ``same`` of ``number`` with texts that led nothing yet, and let those not lead.

        ``stated`` are those whose overlap with it is known already.
        """
        place = self._place.get(number)
        if place is None or self._idle >= IDLE or not self._free[place] or not self._may_take(place):
            return []
        self._take_away(place)
        shared = self._count(place)
        near = shared >= self._same * (self._size[place] + self._size - shared) - 1e-9
        near[place] = False
        taken = []
        for other in np.flatnonzero(near & self._free).tolist():
            overlap = self._overlap(place, other, int(shared[other]))
            self._take_away(other)  # copy or form, it stands with this text
            if int(self.articles[other]) not in stated:
                taken.append(overlap)
        self._idle += not taken
        return taken

    def _take_away(self, place: int) -> None:
        self._free[place] = False
        self._kind_free[self._kind[place]] -= 1

    def _may_take(self, place: int) -> bool:
        """Say whether a text that is still free could be the same, by how many frames each of the two has."""
        most = np.minimum(self._held[place], self._kind_held)
        possible = most >= self._same * (self._size[place] + self._kind_size - most) - 1e-9
        others = self._kind_free > 0
        others[self._kind[place]] = self._kind_free[self._kind[place]] > 1
        return bool((possible & others).any())

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
        for frame in self._frames[place].tolist():
            shared[self._holders[self._starts[frame] : self._starts[frame + 1]]] += self._weights[frame]
        return shared

    def _overlap(self, one: int, other: int, shared: int) -> Overlap:
        a, b = (one, other) if self.articles[one] < self.articles[other] else (other, one)
        return Overlap(int(self.articles[a]), int(self.articles[b]), shared, int(self._size[a]), int(self._size[b]))


def find_held(shingles: Shingles, articles: Int64, over: UInt64, sizes: Int64) -> Holdings:
    """Return which of the frames ``over`` each text holds; ``sizes`` are those of the texts' sets of shingles."""
    if not len(over):
        return hold(np.empty(0, np.int64), np.empty(0, np.int64), sizes)
    lengths = np.diff(shingles.offsets)
    at = np.full(len(lengths), -1, np.int32)
    at[articles] = np.arange(len(articles), dtype=np.int32)
    hits = np.flatnonzero(is_in(shingles.hashes, over))
    owner = np.repeat(at, lengths)[hits]
    hits, owner = hits[owner >= 0], owner[owner >= 0]
    frames = np.searchsorted(over, shingles.hashes[hits]).astype(np.uint64)
    packed = owner.astype(np.uint64) << _HALF | frames
    packed.sort()  # np.unique hashes, and slowly
    if len(packed):
        packed = packed[np.append(True, packed[1:] != packed[:-1])]
    return hold((packed >> _HALF).astype(np.int64), (packed & _LOW).astype(np.int64), sizes)


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
