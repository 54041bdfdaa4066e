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

    def groups_of(self, article: int, *, often: bool) -> Int32:
        """Return the groups that an article holds; ``often``: it pays to put all in order first."""
        if not often:
            return self.group_of[np.flatnonzero(self.holders == article)]
        places, first = self.by_article
        return self.group_of[places[first[article] : first[article + 1]]]

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
    found: list[_Groups] = []
    common: list[UInt64] = []
    over: list[UInt64] = []
    for hashes, owners in _portions(shingles.hashes, owner, bits):
        held, size, values, repeated = _join_portion(hashes, owners)
        sizes -= np.bincount(repeated, minlength=len(sizes))
        found.append(_Groups(held, size, np.ones(len(size), np.int64), _print(held, size, keys)).merged())
        common.append(values[size > common_from])
        over.append(values[size > max_shared])
    groups = found[0] if len(found) == 1 else _Groups.of(found).merged()
    return Joined(
        Holdings(groups.holders, np.append(0, np.cumsum(groups.counts)), groups.weights, sizes),
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
    at, hashes = find_repeated(hashes)
    owner = owner[at]
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


def find_repeated(hashes: UInt64) -> tuple[Int64, UInt64]:
    """Return the places of hashes that occur more than once, by hash, those of one hash ascending; and the hashes there.

    What is sorted is the first bits of each with its place: several times faster than to sort places by hashes, and only
    what has a neighbour with the same bits is looked at again. Where different hashes share those bits, which chance
    hardly ever brings, these few are sorted whole.
    """
    if len(hashes) < 2:
        return np.empty(0, np.int64), hashes[:0]
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
    if not member.all():
        keys = keys[member.nonzero()[0]]
    keys &= low
    at = keys.view(np.int64)
    del member
    ordered = hashes[at]
    same = ordered[1:] == ordered[:-1]
    if np.count_nonzero(same) == np.count_nonzero(alike):
        return at, ordered
    at = at[np.lexsort((at, ordered))]
    ordered = hashes[at]
    same = ordered[1:] == ordered[:-1]
    several = np.append(same, False) | np.append(False, same)
    return at[several], ordered[several]


def _number(count: int) -> UInt64:
    """Return a number of 64 well-mixed bits for each article; sums of them tell sets of articles apart (splitmix64)."""
    with np.errstate(over="ignore"):
        mixed = (np.arange(1, count + 1, dtype=np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    found: UInt64 = mixed ^ mixed >> np.uint64(31)
    return found


def _print(holders: Int32, counts: Int64, keys: UInt64) -> UInt64:
    """Return the sum of the numbers of each group's holders."""
    edges = np.append(0, np.cumsum(counts))
    upto = np.zeros(len(holders) + 1, np.uint64)
    np.cumsum(keys[holders], out=upto[1:])
    found: UInt64 = upto[edges[1:]] - upto[edges[:-1]]
    return found


@dataclass(frozen=True, slots=True)
class _Groups:
    """Shingles that stand in the very same articles."""

    holders: Int32
    """Articles of each group, group after group."""
    counts: Int64
    """Articles of each."""
    weights: Int64
    """Shingles of each."""
    prints: UInt64
    """Equal for groups of the same articles."""

    @classmethod
    def of(cls, some: list[_Groups]) -> _Groups:
        """Return several lists of groups as one."""
        columns = zip(*((own.holders, own.counts, own.weights, own.prints) for own in some), strict=True)
        return cls(*map(np.concatenate, columns))

    def merged(self) -> _Groups:
        """Make one group of those with the same holders: what they weigh is added up."""
        at, prints = find_repeated(self.prints)  # the first group of certain holders before the others
        if not len(at):
            return self
        counts = self.counts[at]
        heads = np.flatnonzero(np.append(True, (prints[1:] != prints[:-1]) | (counts[1:] != counts[:-1])))
        sums = np.add.reduceat(self.weights[at], heads)
        if sums.max() > HEAVIEST:
            return self
        kept = np.ones(len(self.counts), np.bool_)
        kept[at] = False
        kept[at[heads]] = True
        weights = self.weights.copy()
        weights[at[heads]] = sums
        holders = self.holders[np.repeat(kept, self.counts)]
        return _Groups(holders, self.counts[kept], weights[kept], self.prints[kept])
