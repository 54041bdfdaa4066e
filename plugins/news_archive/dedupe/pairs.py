"""Find every pair of articles at J >= .5 or containment >= .8, without comparing all with all.

Both bounds mean that a pair shares at least two thirds of the shorter one's shingles. So only articles that share two
thirds of their shingles with anyone are looked at, and for these what they share with each other article is counted
group by group (``join``). This is exact.

A shingle that stands in more than ``max_shared`` different texts is a *frame*: counting it for all its pairs would cost
the square of its texts. Pairs that share anything besides frames are found here, and their frames are counted, too. What
is left, texts whose only common words are frames, is the business of ``frames``. Equal texts are one text here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from ..models import Bool, Int32, Int64
from .join import HEAVIEST, Holdings
from .shingles import UInt64

BATCH: Final = 1 << 20
"""Pairs of an article and a holder of one of its groups that are counted at a time; also articles, at most."""
_WEIGHT: Final = np.uint64(HEAVIEST.bit_length())
_RIGHT: Final = np.uint64(28)
"""Bits of an article's number; with those of a weight and of a place in a batch they fill a key of 64."""


class Overlap(NamedTuple):
    """Two articles and the sizes of their shingle sets and of what they share."""

    a: int
    b: int
    shared: int
    size_a: int
    size_b: int

    @property
    def jaccard(self) -> float:
        return self.shared / (self.size_a + self.size_b - self.shared)

    @property
    def containment(self) -> float:
        return self.shared / min(self.size_a, self.size_b)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What two articles must reach, one of the two."""

    jaccard: float
    containment: float

    @property
    def least(self) -> float:
        """The share of the shorter set that a pair must have in common."""
        return min(2 * self.jaccard / (1 + self.jaccard), self.containment)

    def reached(self, shared: Int64, a: Int64, b: Int64) -> Bool:
        """Say for each pair whether it reaches a bound, by what it shares and the sizes of its sets."""
        near: Bool = shared >= self.jaccard * (a + b - shared) - 1e-9
        near |= shared >= self.containment * np.minimum(a, b) - 1e-9
        return near


def find_overlaps(held: Holdings, articles: Int64, *, bounds: Bounds, max_shared: int) -> list[Overlap]:
    """Return the overlaps among ``articles`` that reach a bound and share more than frames, sorted."""
    framed, sizes = held.spread > max_shared, held.sizes
    frames_of = held.weigh(framed)
    known = held.weigh(~framed) + frames_of
    active = (known >= bounds.least * sizes - 1e-9) & (sizes > 0)
    idle_before = np.zeros(len(held.holders) + 1, np.int32)
    np.cumsum(~active[held.holders], out=idle_before[1:])
    found: list[Overlap] = []
    for part in _batches(np.flatnonzero(active), held, framed):
        left, right, shared = _count(part, held, framed, active, idle_before)
        most = shared + np.minimum(frames_of[left], frames_of[right])
        hopeful = bounds.reached(most, sizes[left], sizes[right])
        left, right, shared = left[hopeful], right[hopeful], shared[hopeful]
        for place in np.flatnonzero(np.minimum(frames_of[left], frames_of[right])).tolist():
            shared[place] += _count_frames(held, framed, int(left[place]), int(right[place]))
        near = bounds.reached(shared, sizes[left], sizes[right])
        found += _overlaps(left[near], right[near], shared[near], articles, sizes)
    return sorted(found)


def _batches(active: Int64, held: Holdings, framed: Bool) -> Iterator[Int64]:
    """Cut the active articles into runs that hold about BATCH pairs each."""
    weight = np.where(framed, 0, held.spread)
    load = np.zeros(len(held.places) + 1, np.int64)
    np.cumsum(weight[held.group_of[held.places]], out=load[1:])
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(load[held.first[active + 1]] - load[held.first[active]])])
    del load
    cuts = [0]
    while cuts[-1] < len(active):
        upto = int(np.searchsorted(total, total[cuts[-1]] + BATCH, side="right")) - 1
        cuts.append(max(min(upto, cuts[-1] + BATCH), cuts[-1] + 1))
    for a, b in pairwise(cuts):
        yield active[a:b]


def _count(part: Int64, held: Holdings, framed: Bool, active: Bool, idle_before: Int32) -> tuple[Int64, Int64, Int64]:
    """Return what the articles of ``part`` share with each other one, frames left out; a pair of two active ones once.

    The holders of a group ascend, so those behind an article's own place are its partners, and before it only those
    that are not active themselves.
    """
    lengths = held.first[part + 1] - held.first[part]
    places = held.places[np.repeat(held.first[part], lengths) + _ramp(lengths)].astype(np.int64)
    left = np.repeat(np.arange(len(part), dtype=np.uint64) << (_RIGHT + _WEIGHT), lengths)
    groups = held.group_of[places]
    kept = ~framed[groups]
    places, groups, left = places[kept], groups[kept], left[kept]
    left |= held.weights[groups].astype(np.uint64)
    keys = _pair_up(left, held.holders, places + 1, held.starts[groups + 1])
    before = np.flatnonzero(idle_before[places] > idle_before[held.starts[groups]])
    if len(before):
        early = _pair_up(left[before], held.holders, held.starts[groups[before]], places[before])
        keys = np.concatenate([keys, early[~active[_right_of(early)]]])
    keys.sort()
    pairs = keys >> _WEIGHT
    heads = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])) if len(keys) else np.zeros(0, np.int64)
    shared = np.add.reduceat((keys & np.uint64(HEAVIEST)).astype(np.int64), heads) if len(keys) else heads
    return part[(keys[heads] >> (_RIGHT + _WEIGHT)).astype(np.int64)], _right_of(keys[heads]), shared


def _pair_up(left: UInt64, holders: Int32, first: Int64, after: Int64) -> UInt64:
    """Return each key with each holder in its range of places laid into it."""
    sizes = after - first
    right = holders[np.repeat(first, sizes) + _ramp(sizes)]
    packed: UInt64 = np.repeat(left, sizes) | right.astype(np.uint64) << _WEIGHT
    return packed


def _right_of(keys: UInt64) -> Int64:
    found: Int64 = (keys >> _WEIGHT & np.uint64((1 << int(_RIGHT)) - 1)).astype(np.int64)
    return found


def _count_frames(held: Holdings, framed: Bool, one: int, other: int) -> int:
    """Return how many frames two articles share."""
    ours, theirs = (held.group_of[held.places[held.first[n] : held.first[n + 1]]] for n in (one, other))
    both = np.intersect1d(ours[framed[ours]], theirs[framed[theirs]], assume_unique=True)
    return int(held.weights[both].sum())


def _ramp(counts: Int64) -> Int64:
    """Return 0..n-1 for each n, end to end."""
    ends = np.cumsum(counts)
    return np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64) - np.repeat(ends - counts, counts)


def _overlaps(left: Int64, right: Int64, shared: Int64, articles: Int64, sizes: Int64) -> list[Overlap]:
    low, high = np.minimum(left, right), np.maximum(left, right)
    columns = (articles[low], articles[high], shared, sizes[low], sizes[high])
    return [Overlap(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
