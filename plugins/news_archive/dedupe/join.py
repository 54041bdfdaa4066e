"""Which articles hold which shingles: the shingles that stand in more than one article, brought together by sorting.

They are joined in portions of their hashes, so that a large archive needs little more memory than its shingles; the
portions change nothing in what is found. Shingles that stand in the very same articles are one *group* with a weight:
where texts repeat each other, nearly all of a stretch is such a group, and what is then counted is stretches, not words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..models import Bool, Int32, Int64
from .shingles import Shingles, UInt64

HEAVIEST: Final = (1 << 16) - 1
"""Shingles of one group, at most: a weight takes 16 bits."""
_LOW: Final = np.uint64(0xFFFFFFFF)
_HALF: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Holdings:
    """Groups of shingles by the articles that hold them, and the reverse; articles are numbered by their place."""

    holders: Int32
    """Articles of each group, group after group, ascending in each."""
    starts: Int64
    """Group g has ``holders[starts[g]:starts[g + 1]]``, two articles or more."""
    weights: Int64
    """Shingles that each group stands for."""
    places: Int32
    """The same places in ``holders``, article after article."""
    first: Int64
    """Article i has ``places[first[i]:first[i + 1]]``."""
    group_of: Int32
    """Group of each place in ``holders``."""
    sizes: Int64
    """Different shingles of each article, also those that nobody else has."""

    @property
    def spread(self) -> Int64:
        """Articles of each group."""
        return np.diff(self.starts)

    def weigh(self, groups: Bool) -> Int64:
        """Return how many shingles of some groups each article holds."""
        if not groups.any():
            return np.zeros(len(self.sizes), np.int64)
        weight = np.repeat(np.where(groups, self.weights, 0).astype(np.float64), self.spread)
        return np.bincount(self.holders, weights=weight, minlength=len(self.sizes)).astype(np.int64)

    def only(self, groups: Bool) -> Holdings:
        """Return the holdings of some groups."""
        kept = groups[self.group_of]
        mine = kept[self.places]
        rank = np.cumsum(kept, dtype=np.int32) - np.int32(1)
        counts = self.spread[groups]
        return Holdings(
            holders=self.holders[kept],
            starts=np.append(0, np.cumsum(counts)),
            weights=self.weights[groups],
            places=rank[self.places[mine]],
            first=np.append(0, np.cumsum(mine))[self.first],
            group_of=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
            sizes=self.sizes,
        )


@dataclass(frozen=True, slots=True)
class Joined:
    """What a join found."""

    holdings: Holdings
    common: UInt64
    """Hashes of shingles in more than ``common_from`` articles, sorted."""
    over: UInt64
    """Hashes of those in more than ``max_shared`` articles, sorted: the frames."""


def join(shingles: Shingles, articles: Int64, *, max_shared: int, common_from: int, portion: int) -> Joined:
    """Bring together the articles (numbers, ascending) that hold the same shingle, ``portion`` shingles at a time."""
    lengths = np.diff(shingles.offsets)
    place = np.full(len(lengths), -1, np.int32)
    place[articles] = np.arange(len(articles), dtype=np.int32)
    owner = np.repeat(place, lengths)
    bits = max(0, int(len(owner) // max(1, portion))).bit_length()
    sizes = lengths[articles].astype(np.int64)
    keys = _number(len(articles))
    found: list[tuple[Int32, Int64, Int64]] = []
    common: list[UInt64] = []
    over: list[UInt64] = []
    for hashes, owners in _portions(shingles.hashes, owner, bits):
        held, size, values, repeated = _join_portion(hashes, owners)
        sizes -= np.bincount(repeated, minlength=len(sizes))
        found.append(_merge(held, size, np.ones(len(size), np.int64), keys))
        common.append(values[size > common_from])
        over.append(values[size > max_shared])
    holders = np.concatenate([np.empty(0, np.int32), *(held for held, _, _ in found)])
    counts = np.concatenate([np.empty(0, np.int64), *(size for _, size, _ in found)])
    weights = np.concatenate([np.empty(0, np.int64), *(weight for _, _, weight in found)])
    if len(found) > 1:
        holders, counts, weights = _merge(holders, counts, weights, keys)
    return Joined(
        _arrange(holders, counts, weights, sizes),
        np.sort(np.concatenate([np.empty(0, np.uint64), *common])),
        np.sort(np.concatenate([np.empty(0, np.uint64), *over])),
    )


def hold(articles: Int64, groups: Int64, sizes: Int64) -> Holdings:
    """Return holdings from pairs of an article (by its place, ascending) and a group that it holds, each pair once."""
    packed = groups.astype(np.uint64) << _HALF | articles.astype(np.uint64)
    packed.sort()
    counts = np.bincount(groups).astype(np.int64) if len(groups) else np.empty(0, np.int64)
    return _arrange((packed & _LOW).astype(np.int32), counts, np.ones(len(counts), np.int64), sizes)


def _arrange(holders: Int32, counts: Int64, weights: Int64, sizes: Int64) -> Holdings:
    """Return the holdings of groups whose holders stand one group after the other."""
    packed = holders.astype(np.uint64) << _HALF
    packed |= np.arange(len(packed), dtype=np.uint64)
    packed.sort()
    first = np.searchsorted(packed, np.arange(len(sizes) + 1, dtype=np.uint64) << _HALF)
    return Holdings(
        holders=holders,
        starts=np.append(0, np.cumsum(counts)),
        weights=weights,
        places=(packed & _LOW).astype(np.int32),
        first=first,
        group_of=np.repeat(np.arange(len(counts), dtype=np.int32), counts),
        sizes=sizes,
    )


def _portions(hashes: UInt64, owner: Int32, bits: int) -> Iterator[tuple[UInt64, Int32]]:
    """Yield the shingles of the wanted articles, those with the same first ``bits`` of their hashes together."""
    wanted = owner >= 0
    whole = bool(wanted.all())
    if bits == 0:
        yield (hashes, owner) if whole else (hashes[wanted], owner[wanted])
        return
    part_of = (hashes >> np.uint64(64 - bits)).astype(np.uint16 if bits <= 16 else np.uint32)
    for part in range(1 << bits):
        mine = part_of == part
        if not whole:
            mine &= wanted
        at = np.flatnonzero(mine)  # taken by place: several times faster than by mask
        yield hashes[at], owner[at]


def _join_portion(hashes: UInt64, owner: Int32) -> tuple[Int32, Int64, UInt64, Int32]:
    """Return holders, their number for each shared shingle, its hash, and an owner for each repetition in an article."""
    if not len(hashes):
        return np.empty(0, np.int32), np.empty(0, np.int64), hashes, owner
    order = _order(hashes)
    hashes, owner = hashes[order], owner[order]
    del order
    new = np.append(True, hashes[1:] != hashes[:-1])
    again = np.append(False, (owner[1:] == owner[:-1]) & ~new[1:])
    repeated = owner[again]
    if len(repeated):
        hashes, owner, new = hashes[~again], owner[~again], new[~again]
    edges = np.append(np.flatnonzero(new), len(new))
    counts = np.diff(edges)
    several = counts > 1
    return owner[np.repeat(several, counts)], counts[several], hashes[edges[:-1][several]], repeated


def _order(hashes: UInt64) -> Int64:
    """Return the order of hashes; equal ones stay in their order.

    What is sorted is the first bits of each with its place: several times faster than to sort places by hashes. Where
    two different hashes share those bits, which chance hardly ever brings, it is done the slow way.
    """
    bits = np.uint64(len(hashes).bit_length())
    shared = np.bitwise_and.reduce(hashes) ^ np.bitwise_or.reduce(hashes)
    free = np.uint64(64 - int(shared).bit_length())  # a portion's hashes begin alike
    keys = hashes << free >> bits << bits
    keys |= np.arange(len(hashes), dtype=np.uint64)
    keys.sort()
    order = (keys & np.uint64((1 << int(bits)) - 1)).astype(np.int64)
    keys >>= bits
    ordered = hashes[order]
    if ((keys[1:] == keys[:-1]) & (ordered[1:] != ordered[:-1])).any():
        return np.argsort(hashes, kind="stable")
    return order


def _number(count: int) -> UInt64:
    """Return a number of 64 well-mixed bits for each article; sums of them tell sets of articles apart (splitmix64)."""
    with np.errstate(over="ignore"):
        mixed = (np.arange(1, count + 1, dtype=np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    found: UInt64 = mixed ^ mixed >> np.uint64(31)
    return found


def _merge(holders: Int32, counts: Int64, weights: Int64, keys: UInt64) -> tuple[Int32, Int64, Int64]:
    """Make one group of those with the same holders: what they weigh is added up."""
    if len(counts) < 2:
        return holders, counts, weights
    starts = np.cumsum(counts) - counts
    with np.errstate(over="ignore"):
        prints = np.add.reduceat(keys[holders], starts)
    order = np.argsort(prints)
    same = (prints[order][1:] == prints[order][:-1]) & (counts[order][1:] == counts[order][:-1])
    if not same.any():
        return holders, counts, weights
    heads = np.flatnonzero(np.append(True, ~same))
    kept, sums = order[heads], np.add.reduceat(weights[order], heads)
    if sums.max() > HEAVIEST:
        return holders, counts, weights
    ascending = np.argsort(kept)
    kept, sums = kept[ascending], sums[ascending]
    chosen = np.zeros(len(counts), np.bool_)
    chosen[kept] = True
    return holders[np.repeat(chosen, counts)], counts[kept], sums
