"""Find every pair of articles at J >= .5 or containment >= .8, without comparing all with all.

Both bounds mean that the pair shares at least two thirds of the shorter one's shingles. So of any third of an
article's shingles plus one, a partner must share one; the third is chosen from those that stand in fewest articles, and
only articles that share two thirds of their shingles with anyone are looked at. This is exact, with one exception that
is meant: a stretch that stands in more than ``max_shared`` different texts is a formula or a frame, not a copy, and
finds no partners. Equal texts are one text here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..models import Bool, Int64
from .shingles import Shingles, UInt64


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


def find_frames(shingles: Shingles, articles: Int64, *, more_than: int) -> UInt64:
    """Return the hashes, sorted, of the shingles that stand in more than so many of ``articles`` (ascending)."""
    lengths = np.diff(shingles.offsets)
    chosen = np.zeros(len(lengths), np.bool_)
    chosen[articles] = True
    hashes = shingles.hashes[np.repeat(chosen, lengths)]
    # count by 20 of the bits first: few hashes can reach the bound, and only these are counted one by one
    bucket = (hashes >> np.uint64(44)).astype(np.int32)
    hashes_of_many = (np.bincount(bucket, minlength=1 << 20) > more_than)[bucket]
    owner = np.repeat(articles, lengths[articles])[hashes_of_many]
    hashes = hashes[hashes_of_many]
    order = np.lexsort((owner, hashes))
    hashes, owner = hashes[order], owner[order]
    once = np.ones(len(hashes), np.bool_)
    once[1:] = (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
    values, counts = np.unique(hashes[once], return_counts=True)
    return values[counts > more_than]


def find_overlaps(
    shingles: Shingles, articles: Int64, *, jaccard: float, containment: float, max_shared: int
) -> list[Overlap]:
    """Return the overlaps among ``articles`` (numbers, ascending) that reach one of the two bounds, sorted."""
    lengths = np.diff(shingles.offsets)[articles]
    if int(lengths.sum()) == 0:
        return []
    owner = np.repeat(np.arange(len(articles), dtype=np.int32), lengths)
    whole = len(articles) == len(shingles.offsets) - 1
    starts = shingles.offsets[articles]
    parts = [shingles.hashes[a : a + n] for a, n in zip(starts.tolist(), lengths.tolist(), strict=True)]
    hashes = shingles.hashes if whole else np.concatenate(parts)
    order = np.argsort(hashes, kind="stable")
    hashes, owner = hashes[order], owner[order]
    distinct = np.ones(len(hashes), np.bool_)  # a set: a shingle counts once an article
    distinct[1:] = (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
    hashes, owner = hashes[distinct], owner[distinct].astype(np.int64)
    sizes: Int64 = np.bincount(owner, minlength=len(articles)).astype(np.int64)
    edges = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1], [True]]))
    counts = np.diff(edges).astype(np.int64)
    group = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    shared = counts[group] > 1
    group, holder = group[shared], owner[shared].astype(np.int64)
    least = min(2 * jaccard / (1 + jaccard), containment)  # share of the shorter set that a pair must have in common
    known = np.bincount(holder, minlength=len(articles)).astype(np.int64)
    active = known >= least * sizes - 1e-9
    candidates = _candidates(group, holder, counts, active, known, sizes, least, max_shared)
    return _verify(candidates, group, holder, articles, sizes, jaccard, containment)


def _candidates(
    group: Int64,
    owner: Int64,
    counts: Int64,
    active: Bool,
    known: Int64,
    sizes: Int64,
    least: float,
    max_shared: int,
) -> list[tuple[int, int]]:
    """Return the pairs (i, j) that share one of the rarest shingles of i."""
    mine = active[owner]
    own_group, own = group[mine], owner[mine]
    order = np.lexsort((own_group, counts[own_group], own))
    own_group, own = own_group[order], own[order]
    start = np.searchsorted(own, np.arange(len(sizes)))
    rank = np.arange(len(own)) - start[own]
    may_miss = sizes - np.ceil(least * sizes - 1e-9).astype(np.int64) - (sizes - known)
    chosen = (rank <= may_miss[own]) & (counts[own_group] <= max_shared)
    own_group, own = own_group[chosen], own[chosen]
    # expand each chosen shingle to all articles that hold it
    group_start = np.searchsorted(group, own_group)
    repeat = counts[own_group]
    left = np.repeat(own, repeat)
    ends = np.cumsum(repeat)
    right = owner[np.repeat(group_start, repeat) + np.arange(int(repeat.sum())) - np.repeat(ends - repeat, repeat)]
    keep = left != right
    low, high = np.minimum(left, right)[keep], np.maximum(left, right)[keep]
    keys = np.unique(low * len(sizes) + high)
    return list(zip((keys // len(sizes)).tolist(), (keys % len(sizes)).tolist(), strict=True))


def _verify(
    candidates: list[tuple[int, int]],
    group: Int64,
    owner: Int64,
    articles: Int64,
    sizes: Int64,
    jaccard: float,
    containment: float,
) -> list[Overlap]:
    order = np.argsort(owner, kind="stable")
    by_owner = group[order]
    start = np.searchsorted(owner[order], np.arange(len(sizes) + 1)).tolist()
    sets: dict[int, frozenset[int]] = {}

    def shared_set(number: int) -> frozenset[int]:
        found = sets.get(number)
        if found is None:
            found = sets[number] = frozenset(by_owner[start[number] : start[number + 1]].tolist())
        return found

    names, size = articles.tolist(), sizes.tolist()
    overlaps = []
    for i, j in candidates:
        overlap = Overlap(names[i], names[j], len(shared_set(i) & shared_set(j)), size[i], size[j])
        if overlap.shared and (overlap.jaccard >= jaccard or overlap.containment >= containment):
            overlaps.append(overlap)
    return overlaps
