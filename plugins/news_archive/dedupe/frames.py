"""Texts whose common words are frames: stretches that stand in more than ``max_shared`` different texts.

Two hundred papers may carry one text, each with a word of its own: then all that they share is frames. To compare all of
them with each other costs the square of their number, and to state all those pairs as well; but a story asks only who is
the same as *its* text. So each text that would lead a story is compared with all of them at once, when its turn comes,
and takes those that are the same; what it took does not lead again. A form filled in very often (weather, telegrams) is
recognised at its first text, and not tried for the others. Lesser likeness is stated with the first text of such a set,
not for each two of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from ..models import Bool, Int32, Int64
from .join import Holdings
from .pairs import Bounds, Overlap
from .shingles import UInt64

IDLE: Final = 100
"""Texts that may be compared in vain before frames bring no more texts together: a mixture, not a set of copies."""
FIRST: Final = 8
"""Texts whose frames are looked for one by one, before an index of all is worth making."""
STARS: Final = 50
"""Texts with which the others of their set are stated to be alike, at most."""


@dataclass(frozen=True, slots=True)
class Framed:
    """The texts that consist of frames for the most part, and which of them hold which frames."""

    articles: Int64
    """Their numbers, ascending, shape (T,)."""
    sizes: Int64
    """Different shingles of each."""
    held: Int64
    """... and how many of them are frames."""
    holders: Int32
    """Texts (by place in ``articles``) of each group of frames, group after group."""
    starts: Int64
    """Group g has ``holders[starts[g]:starts[g + 1]]``."""
    weights: Int64
    """Frames that each group stands for."""

    @classmethod
    def among(cls, held: Holdings, articles: Int64, *, bounds: Bounds) -> Framed:
        """Return those of the different texts ``articles``; ``held`` tells which frames they hold."""
        count = held.held
        heavy = (count >= bounds.least * held.sizes - 1e-9) & (count > 0)
        holders, starts = held.holders, held.starts
        if not heavy.all():
            inside = heavy[holders]
            starts = np.append(0, np.cumsum(inside))[starts]
            holders = (np.cumsum(heavy, dtype=np.int32) - np.int32(1))[holders[inside]]
        return cls(articles[heavy], held.sizes[heavy], count[heavy], holders, starts, held.weights)

    def renumbered(self, articles: Int64) -> Framed:
        """Return the same texts under other numbers, given in their order."""
        order = np.argsort(articles)
        place = np.empty(len(order), np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        return Framed(
            articles[order], self.sizes[order], self.held[order], place[self.holders], self.starts, self.weights
        )


class Frames:
    """Brings framed texts together."""

    def __init__(self, framed: Framed, *, bounds: Bounds, same: float) -> None:
        self._bounds = bounds
        self._same = same
        self._idle = self._asked = 0
        self.articles = framed.articles
        """Numbers of the texts, ascending."""
        self._size, self._held = framed.sizes, framed.held
        self._weights = framed.weights.tolist()
        self._holders = framed.holders
        self._starts = framed.starts.tolist()
        self._free = np.ones(len(framed.articles), np.bool_)
        self._place = {number: at for at, number in enumerate(self.articles.tolist())}
        kinds, self._kind = np.unique(np.stack([self._size, self._held]), axis=1, return_inverse=True)
        self._kind_size, self._kind_held = kinds
        self._kind_free = np.bincount(self._kind, minlength=kinds.shape[1])
        """Texts of one size that hold as many frames, and how many of them are free."""

    def _frames_of(self, place: int) -> list[int]:
        """Return the groups of frames that a text holds: looked for at first, looked up where many are asked for."""
        self._asked += 1
        if self._asked <= FIRST:
            at = np.flatnonzero(self._holders == place)
            found: list[int] = (np.searchsorted(self._starts, at, side="right") - 1).tolist()
            return found
        groups, places = self._index
        held: list[int] = groups[places[place] : places[place + 1]].tolist()
        return held

    @cached_property
    def _index(self) -> tuple[Int32, list[int]]:
        """Groups of frames by the texts that hold them: text i has those from the i-th place to the next."""
        spread = np.diff(self._starts)
        order = np.argsort(self._holders, kind="stable")
        groups = np.repeat(np.arange(len(spread), dtype=np.int32), spread)[order]
        places = np.append(0, np.cumsum(np.bincount(self._holders, minlength=len(self.articles))))
        return groups, places.tolist()

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
        for frame in self._frames_of(place):
            shared[self._holders[self._starts[frame] : self._starts[frame + 1]]] += self._weights[frame]
        return shared

    def _overlap(self, one: int, other: int, shared: int) -> Overlap:
        a, b = (one, other) if self.articles[one] < self.articles[other] else (other, one)
        return Overlap(int(self.articles[a]), int(self.articles[b]), shared, int(self._size[a]), int(self._size[b]))


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
