"""Find every pair of articles at J >= .5 or containment >= .8, without comparing all with all.

Both bounds mean that a pair shares at least two thirds of the shorter one's shingles. So only articles that share two
thirds of their shingles with anyone are looked at, and for these what they share with each other article is counted
shingle by shingle. This is exact. The shingles are joined in portions of their hashes, so that a large archive needs
little more memory than its shingles; the portions change nothing in the result.

A shingle that stands in more than ``max_shared`` different texts is a *frame*: counting it for all its pairs would cost
the square of its texts. Pairs that share anything besides frames are found here, and their frames are counted, too. What
is left, texts whose only common words are frames, is the business of ``frames``. Equal texts are one text here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from ..models import Bool, Int32, Int64
from .shingles import Shingles, UInt64

BATCH: Final = 1 << 20
"""Pairs of an article and a holder of one of its shingles that are counted at a time."""
_LOW: Final = np.uint64(0xFFFFFFFF)
_HALF: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Overlap:
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
class Joined:
    """The shingles that stand in more than one article; articles are numbered by their place among those given."""

    holders: Int32
    """Articles of each shared shingle, shingle after shingle, ascending in each."""
    starts: Int64
    """Shingle g has ``holders[starts[g]:starts[g + 1]]``."""
    sizes: Int64
    """Different shingles of each article."""
    common: UInt64
    """Hashes of those in more than ``common_from`` articles, sorted."""
    over: UInt64
    """Hashes of the frames, sorted."""


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


def join(shingles: Shingles, articles: Int64, *, max_shared: int, common_from: int, portion: int) -> Joined:
    """Bring together the articles (numbers, ascending) that hold the same shingle, ``portion`` shingles at a time."""
    lengths = np.diff(shingles.offsets)
    place = np.full(len(lengths), -1, np.int32)
    place[articles] = np.arange(len(articles), dtype=np.int32)
    owner = np.repeat(place, lengths)
    bits = max(0, int(len(owner) // max(1, portion))).bit_length()
    sizes = lengths[articles].astype(np.int64)
    holders: list[Int32] = []
    counts: list[Int64] = []
    common: list[UInt64] = []
    over: list[UInt64] = []
    for hashes, owners in _portions(shingles.hashes, owner, bits):
        held, size, values, repeated = _join_portion(hashes, owners)
        sizes -= np.bincount(repeated, minlength=len(sizes))
        holders.append(held)
        counts.append(size)
        common.append(values[size > common_from])
        over.append(values[size > max_shared])
    every = np.concatenate([np.zeros(1, np.int64), *counts])
    return Joined(
        np.concatenate([np.empty(0, np.int32), *holders]),
        np.cumsum(every),
        sizes,
        np.sort(np.concatenate([np.empty(0, np.uint64), *common])),
        np.sort(np.concatenate([np.empty(0, np.uint64), *over])),
    )


def _portions(hashes: UInt64, owner: Int32, bits: int) -> Iterator[tuple[UInt64, Int32]]:
    """Yield the shingles of the wanted articles, those with the same first ``bits`` of their hashes together."""
    wanted = owner >= 0
    whole = bool(wanted.all())
    if bits == 0:
        yield (hashes, owner) if whole else (hashes[wanted], owner[wanted])
        return
    shift = np.uint64(64 - bits)
    for part in range(1 << bits):
        mine = hashes >> shift == np.uint64(part)
        if not whole:
            mine &= wanted
        yield hashes[mine], owner[mine]


def _join_portion(hashes: UInt64, owner: Int32) -> tuple[Int32, Int64, UInt64, Int32]:
    """Return holders, their number for each shared shingle, its hash, and an owner for each repetition in an article."""
    if not len(hashes):
        return np.empty(0, np.int32), np.empty(0, np.int64), hashes, owner
    order = np.argsort(hashes)
    hashes, owner = hashes[order], owner[order]
    del order
    edges = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1], [True]]))
    raw = np.diff(edges)
    several = raw > 1
    inside = np.repeat(several, raw)
    values, raw = hashes[edges[:-1][several]], raw[several]
    packed = np.repeat(np.arange(len(raw), dtype=np.uint64), raw) << _HALF | owner[inside].astype(np.uint64)
    packed.sort()
    again = np.zeros(len(packed), np.bool_)
    again[1:] = packed[1:] == packed[:-1]
    repeated = (packed[again] & _LOW).astype(np.int32)
    packed = packed[~again]
    group = (packed >> _HALF).astype(np.int64)
    counts = np.bincount(group, minlength=len(values)).astype(np.int64)
    kept = counts > 1
    return (packed & _LOW).astype(np.int32)[kept[group]], counts[kept], values[kept], repeated


def find_overlaps(joined: Joined, articles: Int64, *, bounds: Bounds, max_shared: int) -> list[Overlap]:
    """Return the overlaps among ``articles`` that reach a bound and share more than frames, sorted."""
    held = _by_article(joined, len(articles), max_shared)
    known = np.diff(held.first)
    active = (known >= bounds.least * joined.sizes - 1e-9) & (joined.sizes > 0)
    idle_before = np.zeros(len(joined.holders) + 1, np.int32)
    np.cumsum(~active[joined.holders], out=idle_before[1:])
    group_of, framed, own, first = held.group_of, held.framed, held.places, held.first
    frames_of = np.add.reduceat(np.append(framed[group_of[own]], False), first[:-1], dtype=np.int64) * (known > 0)
    found: list[Overlap] = []
    for part in _batches(np.flatnonzero(active), held, joined):
        left, right, shared = _count(part, held, joined, active, idle_before)
        most = shared + np.minimum(frames_of[left], frames_of[right])
        hopeful = bounds.reached(most, joined.sizes[left], joined.sizes[right])
        left, right, shared = left[hopeful], right[hopeful], shared[hopeful]
        for place in np.flatnonzero(np.minimum(frames_of[left], frames_of[right])).tolist():
            a, b = int(left[place]), int(right[place])
            one, two = group_of[own[first[a] : first[a + 1]]], group_of[own[first[b] : first[b + 1]]]
            shared[place] += len(np.intersect1d(one[framed[one]], two[framed[two]], assume_unique=True))
        near = bounds.reached(shared, joined.sizes[left], joined.sizes[right])
        found += _overlaps(left[near], right[near], shared[near], articles, joined.sizes)
    return sorted(found, key=lambda overlap: (overlap.a, overlap.b))


@dataclass(frozen=True, slots=True)
class _Held:
    """The same shared shingles, article by article."""

    places: Int32
    """Places in ``Joined.holders``, article after article."""
    first: Int64
    """Article i has ``places[first[i]:first[i + 1]]``."""
    group_of: Int32
    """Shingle of each place in ``Joined.holders``."""
    framed: Bool
    """Which shingles are frames."""


def _by_article(joined: Joined, articles: int, max_shared: int) -> _Held:
    counts = np.diff(joined.starts)
    packed = joined.holders.astype(np.uint64) << _HALF
    packed |= np.arange(len(packed), dtype=np.uint64)
    packed.sort()
    first = np.searchsorted(packed, np.arange(articles + 1, dtype=np.uint64) << _HALF)
    group_of = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    return _Held((packed & _LOW).astype(np.int32), first, group_of, counts > max_shared)


def _batches(active: Int64, held: _Held, joined: Joined) -> Iterator[Int64]:
    """Cut the active articles into runs that hold about BATCH pairs each."""
    weight = np.where(held.framed, 0, np.diff(joined.starts))
    load = np.zeros(len(held.places) + 1, np.int64)
    np.cumsum(weight[held.group_of[held.places]], out=load[1:])
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(load[held.first[active + 1]] - load[held.first[active]])])
    del load
    cuts = [0]
    while cuts[-1] < len(active):
        upto = int(np.searchsorted(total, total[cuts[-1]] + BATCH, side="right")) - 1
        cuts.append(max(upto, cuts[-1] + 1))
    for a, b in pairwise(cuts):
        yield active[a:b]


def _count(part: Int64, held: _Held, joined: Joined, active: Bool, idle_before: Int32) -> tuple[Int64, Int64, Int64]:
    """Return what the articles of ``part`` share with each other one, frames left out; a pair of two active ones once.

    The holders of a shingle ascend, so those behind an article's own place are its partners, and before it only those
    that are not active themselves.
    """
    lengths = held.first[part + 1] - held.first[part]
    places = held.places[np.repeat(held.first[part], lengths) + _ramp(lengths)].astype(np.int64)
    left = np.repeat(part, lengths)
    groups = held.group_of[places]
    kept = ~held.framed[groups]
    places, groups, left = places[kept], groups[kept], left[kept]
    keys = _pair_up(left, joined.holders, places + 1, joined.starts[groups + 1])
    before = np.flatnonzero(idle_before[places] > idle_before[joined.starts[groups]])
    if len(before):
        early = _pair_up(left[before], joined.holders, joined.starts[groups[before]], places[before])
        keys = np.concatenate([keys, early[~active[(early & _LOW).astype(np.int64)]]])
    keys.sort()
    edges = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1], [True]])) if len(keys) else np.zeros(1, int)
    pairs = keys[edges[:-1]]
    return (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64), np.diff(edges).astype(np.int64)


def _pair_up(left: Int64, holders: Int32, first: Int64, after: Int64) -> UInt64:
    """Return each article with each holder in its range of places, packed in one number."""
    sizes = after - first
    right = holders[np.repeat(first, sizes) + _ramp(sizes)]
    packed: UInt64 = np.repeat(left.astype(np.uint64) << _HALF, sizes) | right.astype(np.uint64)
    return packed


def _ramp(counts: Int64) -> Int64:
    """Return 0..n-1 for each n, end to end."""
    ends = np.cumsum(counts)
    return np.arange(int(ends[-1]) if len(ends) else 0, dtype=np.int64) - np.repeat(ends - counts, counts)


def _overlaps(left: Int64, right: Int64, shared: Int64, articles: Int64, sizes: Int64) -> list[Overlap]:
    low, high = np.minimum(left, right), np.maximum(left, right)
    columns = (articles[low], articles[high], shared, sizes[low], sizes[high])
    return [Overlap(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
