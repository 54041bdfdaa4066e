"""Which articles hold which shingles: the shingles that stand in more than one article, brought together by sorting.

They are joined in portions of their hashes, so that a large archive needs little more memory than its shingles; the
portions change nothing in what is found. Shingles that stand in the very same articles are one *group* with a weight:
where texts repeat each other, nearly all of a stretch is such a group, and what is then counted is stretches, not words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from ..models import Bool, Int32, Int64
from .shingles import Shingles, UInt64

HEAVIEST: Final = (1 << 16) - 1
"""Shingles of one group, at most: a weight takes 16 bits."""
_LOW: Final = np.uint64(0xFFFFFFFF)
_HALF: Final = np.uint64(32)


@dataclass(frozen=True)
class Holdings:
    """Groups of shingles by the articles that hold them; articles are numbered by their place."""

    holders: Int32
    """Articles of each group, group after group, ascending in each."""
    starts: Int64
    """Group g has ``holders[starts[g]:starts[g + 1]]``, two articles or more."""
    weights: Int64
    """Shingles that each group stands for."""
    sizes: Int64
    """Different shingles of each article, also those that nobody else has."""

    @property
    def spread(self) -> Int64:
        """Articles of each group."""
        return np.diff(self.starts)

    @cached_property
    def group_of(self) -> Int32:
        """Group of each place in ``holders``."""
        return np.repeat(np.arange(len(self.weights), dtype=np.int32), self.spread)

    @cached_property
    def by_article(self) -> tuple[Int32, Int64]:
        """The places in ``holders`` article after article, and where each article's begin."""
        packed = self.holders.astype(np.uint64) << _HALF
        packed |= np.arange(len(packed), dtype=np.uint64)
        packed.sort()
        first = np.searchsorted(packed, np.arange(len(self.sizes) + 1, dtype=np.uint64) << _HALF)
        return (packed & _LOW).astype(np.int32), first

    @cached_property
    def held(self) -> Int64:
        """How many of the shingles each article holds."""
        weight = np.repeat(self.weights.astype(np.float64), self.spread)
        return np.bincount(self.holders, weights=weight, minlength=len(self.sizes)).astype(np.int64)

    def split(self, max_shared: int) -> tuple[Holdings, Holdings]:
        """Return the groups of at most so many articles, and the others: frames."""
        framed = self.spread > max_shared
        return self.only(~framed), self.only(framed)

    def only(self, groups: Bool) -> Holdings:
        """Return the holdings of some groups."""
        if groups.all():
            return self
        counts = self.spread[groups]
        none = not len(counts)
        return Holdings(
            holders=self.holders[:0] if none else self.holders[groups[self.group_of]],
            starts=np.append(0, np.cumsum(counts)),
            weights=self.weights[groups],
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
        Holdings(holders, np.append(0, np.cumsum(counts)), weights, sizes),
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
    part_of = (hashes >> np.uint64(64 - bits)).astype(np.uint16 if bits <= 16 else np.uint32)
    for part in range(1 << bits):
        mine = part_of == part
        if not whole:
            mine &= wanted
        at = np.flatnonzero(mine)  # taken by place: several times faster than by mask
        yield hashes[at], owner[at]


def _join_portion(hashes: UInt64, owner: Int32) -> tuple[Int32, Int64, UInt64, Int32]:
    """Return holders, their number for each shared shingle, its hash, and an owner for each repetition in an article."""
    at = find_repeated(hashes)
    hashes, owner = hashes[at], owner[at]
    if not len(at):
        return owner, np.empty(0, np.int64), hashes, owner
    new = hashes[1:] != hashes[:-1]
    again = np.append(False, (owner[1:] == owner[:-1]) & ~new)
    new = np.append(True, new)
    repeated = owner[again]
    if len(repeated):
        hashes, owner, new = hashes[~again], owner[~again], new[~again]
    edges = np.append(np.flatnonzero(new), len(new))
    counts = np.diff(edges)
    several = counts > 1
    if several.all():
        return owner, counts, hashes[edges[:-1]], repeated
    return owner[np.repeat(several, counts)], counts[several], hashes[edges[:-1][several]], repeated


def find_repeated(hashes: UInt64) -> Int64:
    """Return the places of hashes that occur more than once, by hash; those of one hash ascend.

    What is sorted is the first bits of each with its place: several times faster than to sort places by hashes, and only
    what has a neighbour with the same bits is looked at again. Where different hashes share those bits, which chance
    hardly ever brings, these few are sorted whole.
    """
    if len(hashes) < 2:
        return np.empty(0, np.int64)
    bits = np.uint64(len(hashes).bit_length())
    shared = np.bitwise_and.reduce(hashes) ^ np.bitwise_or.reduce(hashes)
    free = np.uint64(64 - int(shared).bit_length())  # a portion's hashes begin alike
    keys = hashes << free
    keys >>= bits
    keys <<= bits
    keys |= np.arange(len(hashes), dtype=np.uint64)
    keys.sort()
    low = np.uint64((1 << int(bits)) - 1)
    alike = keys[1:] ^ keys[:-1] <= low
    member = np.append(alike, False)
    member[1:] |= alike
    at = (keys[np.flatnonzero(member)] & low).astype(np.int64)
    del keys, member
    ordered = hashes[at]
    same = ordered[1:] == ordered[:-1]
    if np.count_nonzero(same) == np.count_nonzero(alike):
        return at
    at = at[np.lexsort((at, ordered))]
    ordered = hashes[at]
    same = ordered[1:] == ordered[:-1]
    found: Int64 = at[np.append(same, False) | np.append(False, same)]
    return found


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
    edges = np.append(0, np.cumsum(counts))
    sums_to = np.zeros(len(holders) + 1, np.uint64)
    np.cumsum(keys[holders], out=sums_to[1:])
    prints = sums_to[edges[1:]] - sums_to[edges[:-1]]
    at = find_repeated(prints)  # the groups whose holders are those of another one, the first of each before the others
    if not len(at):
        return holders, counts, weights
    ours, sizes = prints[at], counts[at]
    heads = np.flatnonzero(np.append(True, (ours[1:] != ours[:-1]) | (sizes[1:] != sizes[:-1])))
    sums = np.add.reduceat(weights[at], heads)
    if sums.max() > HEAVIEST:
        return holders, counts, weights
    chosen = np.ones(len(counts), np.bool_)
    chosen[at] = False
    chosen[at[heads]] = True
    weights = weights.copy()
    weights[at[heads]] = sums
    return holders[np.repeat(chosen, counts)], counts[chosen], weights[chosen]
