"""Find every pair of articles at J >= .5 or containment >= .8, without comparing all with all.

Both bounds mean that a pair shares at least two thirds of the shorter one's shingles. So only articles that share two
thirds of their shingles with anyone are looked at, and for these what they share with each other article is counted
group by group (``join``). This is exact.

A shingle that stands in more than ``max_shared`` different texts is a *frame*: counting it for all its pairs would cost
the square of its texts. Pairs that share anything besides frames are found here, and their frames are counted, too. What
is left, texts whose only common words are frames, is the business of ``frames``. Equal texts are one text here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from ..models import Bool, Float64, Int32, Int64
from .join import HEAVIEST, Holdings
from .shingles import UInt64

BATCH: Final = 1 << 20
"""Pairs of an article and a holder of one of its groups that are counted at a time; also articles, at most."""
FEW: Final = 10
"""Pairs whose frames are looked for one by one."""
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
class Overlaps:
    """Many overlaps as columns, sorted by ``a`` and ``b``; shape (P,) each."""

    a: Int64
    b: Int64
    shared: Int64
    size_a: Int64
    size_b: Int64

    @classmethod
    def of(cls, rows: Iterable[Overlap]) -> Overlaps:
        """Return some overlaps, sorted."""
        return cls.in_order(*np.array(list(rows), np.int64).reshape(-1, 5).T)

    @classmethod
    def in_order(cls, left: Int64, right: Int64, shared: Int64, size_left: Int64, size_right: Int64) -> Overlaps:
        """Return overlaps whose articles stand in any order."""
        turned = left > right
        a, b = np.where(turned, right, left), np.where(turned, left, right)
        size_a, size_b = np.where(turned, size_right, size_left), np.where(turned, size_left, size_right)
        order = np.lexsort((b, a))
        return cls(a[order], b[order], shared[order], size_a[order], size_b[order])

    @property
    def jaccard(self) -> Float64:
        return self.shared / (self.size_a + self.size_b - self.shared)

    @property
    def containment(self) -> Float64:
        return self.shared / np.minimum(self.size_a, self.size_b)

    def rows(self) -> list[Overlap]:
        """Return them one by one."""
        columns = (self.a, self.b, self.shared, self.size_a, self.size_b)
        return list(map(Overlap, *(column.tolist() for column in columns)))


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


def find_overlaps(held: Holdings, articles: Int64, *, bounds: Bounds, max_shared: int) -> Overlaps:
    """Return the overlaps among ``articles`` that reach a bound and share more than frames."""
    return count_overlaps(*held.split(max_shared), articles, bounds)


def count_overlaps(plain: Holdings, frames: Holdings, articles: Int64, bounds: Bounds) -> Overlaps:
    """Return them from holdings without frames and those of frames."""
    sizes, frames_of = plain.sizes, frames.held
    active = (plain.held + frames_of >= bounds.least * sizes - 1e-9) & (sizes > 0)
    idle_before = np.zeros(len(plain.holders) + 1, np.int32)
    np.cumsum(~active[plain.holders], out=idle_before[1:])
    found = [(np.empty(0, np.int64),) * 3]
    for part in _batches(np.flatnonzero(active), plain):
        left, right, shared = _count(part, plain, active, idle_before)
        most = shared + np.minimum(frames_of[left], frames_of[right])
        hopeful = bounds.reached(most, sizes[left], sizes[right])
        left, right, shared = left[hopeful], right[hopeful], shared[hopeful]
        framed = np.flatnonzero(np.minimum(frames_of[left], frames_of[right])).tolist()
        for place in framed:
            pair = int(left[place]), int(right[place])
            ours, theirs = (frames.groups_of(n, often=len(framed) > FEW) for n in pair)
            shared[place] += int(frames.weights[np.intersect1d(ours, theirs, assume_unique=True)].sum())
        near = bounds.reached(shared, sizes[left], sizes[right])
        found.append((left[near], right[near], shared[near]))
    left, right, shared = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return Overlaps.in_order(articles[left], articles[right], shared, sizes[left], sizes[right])


def _batches(active: Int64, held: Holdings) -> Iterator[Int64]:
    """Cut the active articles into runs that hold about BATCH pairs each."""
    places, first = held.by_article
    load = np.zeros(len(places) + 1, np.int64)
    np.cumsum(held.spread[held.group_of[places]], out=load[1:])
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(load[first[active + 1]] - load[first[active]])])
    del load
    cuts = [0]
    while cuts[-1] < len(active):
        upto = int(np.searchsorted(total, total[cuts[-1]] + BATCH, side="right")) - 1
        cuts.append(max(min(upto, cuts[-1] + BATCH), cuts[-1] + 1))
    for a, b in pairwise(cuts):
        yield active[a:b]


def _count(part: Int64, held: Holdings, active: Bool, idle_before: Int32) -> tuple[Int64, Int64, Int64]:
    """Return what the articles of ``part`` share with each other one; a pair of two active ones once.

    The holders of a group ascend, so those behind an article's own place are its partners, and before it only those
    that are not active themselves.
    """
    by_article, first = held.by_article
    lengths = first[part + 1] - first[part]
    places = by_article[np.repeat(first[part], lengths) + _ramp(lengths)].astype(np.int64)
    left = np.repeat(np.arange(len(part), dtype=np.uint64) << (_RIGHT + _WEIGHT), lengths)
    groups = held.group_of[places]
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


def _ramp(counts: Int64) -> Int64:
    """Return 0..n-1 for each n, end to end."""
    ends = np.cumsum(counts)
    return np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64) - np.repeat(ends - counts, counts)
