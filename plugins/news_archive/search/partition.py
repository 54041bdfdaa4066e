"""How stems are dealt out to shards: by the bits of their hashes, in a trie; what weighs much has a shard of its own.

Extendible hashing (Fagin et al. 1979) with weights. Stems whose hashes begin with the same ``GROUP_BITS`` stay together, so
that a word comes with those of its skeleton. A group that would fill a third of a shard stands alone, named in the manifest;
left in the trie, it would leave splinters beside it at every level: at equal numbers of files a query then loads a fifth
more. The others are dealt out by a trie, cut where shards become small enough. A shard is split when it grows beyond the
limit, and only that one, so an archive that grows is not dealt out anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..models import Int64
from .bits import chain, fixed, gamma, pack, rice

GROUP_BITS: Final = 20
"""Leading bits of a hash, of 32, that stems of one shard may share at most."""
ALONE: Final = 3
"""A group that weighs more than this part of a shard's limit has a shard of its own."""


@dataclass(frozen=True, slots=True)
class Partition:
    alone: tuple[int, ...]
    """The groups that have a shard each, ascending: the leading ``GROUP_BITS`` of their hashes."""
    shape: str
    """The trie of the others in preorder, 1 for a node with two branches (the bit 0 first), 0 for a shard."""
    leaves: tuple[int, ...]
    """Each of its shards' path from the root as binary digits after a leading 1, in order of the hashes."""

    @property
    def nodes(self) -> tuple[int, ...]:
        """Return what names each shard: the path to it, for those of one group that of all the group's bits."""
        return (*((1 << GROUP_BITS) + group for group in self.alone), *self.leaves)

    def find(self, hashes: Int64) -> Int64:
        """Return the place of each hash's shard among the shards."""
        group, alone = hashes >> (32 - GROUP_BITS), np.array(self.alone, np.int64)
        leaf = np.searchsorted(_starts(self.leaves), group, side="right") - 1 + len(alone)
        if not len(alone):
            return np.asarray(leaf, np.int64)
        at = np.searchsorted(alone, group).clip(max=len(alone) - 1)
        return np.where(alone[at] == group, at, leaf)

    @property
    def written(self) -> bytes:
        """Return the shape as bits."""
        return write_shape(self.shape)

    @property
    def written_alone(self) -> bytes:
        """Return the groups as bits: gamma(1 + how many), for each rice(more than the one before, less one)."""
        groups = np.array(self.alone, np.int64)
        gaps = np.diff(groups, prepend=-1) - 1
        k = int(np.log2(max(1.0, 0.7 * (1 << GROUP_BITS) / (len(groups) + 1))))
        bits = chain(gamma(np.array([len(groups) + 1])), rice(gaps, np.full(len(gaps), k, np.int64)))
        return pack(bits, [len(groups) + 1])[0]


@dataclass(frozen=True, slots=True)
class Grouping:
    """How the shards of a partition are put together in groups, by the trie cut nearer to its root."""

    shape: str
    members: dict[int, list[int]]
    """For each node where it is cut, the places of the shards under it: those that stand alone first."""

    @property
    def written(self) -> bytes:
        return write_shape(self.shape)


def cut(hashes: Int64, weights: Int64, limit: int) -> Partition:
    """Split until no shard weighs more than ``limit``; what has one hash, or one group of hashes, stays together.

    >>> cut(np.array([0, 1 << 31, 3 << 30]), np.array([2, 3, 3]), 9)
    Partition(alone=(), shape='0', leaves=(1,))
    >>> cut(np.array([0, 1 << 31, 3 << 30]), np.array([9, 3, 3]), 9)
    Partition(alone=(0,), shape='0', leaves=(1,))
    """
    groups, at = np.unique(hashes >> (32 - GROUP_BITS), return_inverse=True)
    sizes = np.zeros(len(groups), np.int64)
    np.add.at(sizes, at, weights)
    alone = sizes * ALONE > limit
    ranked, sums = groups[~alone], np.append(0, np.cumsum(sizes[~alone]))
    shape, leaves = [], []
    waiting = [1]
    while waiting:
        node = waiting.pop()
        low, high = np.searchsorted(ranked, _range(node))
        if high - low < 2 or sums[high] - sums[low] <= limit:
            shape.append("0")
            leaves.append(node)
        else:
            shape.append("1")
            waiting += [2 * node + 1, 2 * node]
    return Partition(tuple(groups[alone].tolist()), "".join(shape), tuple(leaves))


def group_shards(partition: Partition, weights: Int64, limit: int) -> Grouping:
    """Put shards of the given weights together, those under one node of the trie, while they weigh ``limit`` at most."""
    alone, starts = np.array(partition.alone, np.int64), _starts(partition.leaves)
    sums = (np.append(0, np.cumsum(weights[: len(alone)])), np.append(0, np.cumsum(weights[len(alone) :])))
    shape: list[str] = []
    members: dict[int, list[int]] = {}
    waiting = [1]
    while waiting:
        node = waiting.pop()
        a, b = np.searchsorted(alone, _range(node)).tolist()
        c, d = np.searchsorted(starts, _range(node)).tolist()
        if d - c < 2 or sums[0][b] - sums[0][a] + sums[1][d] - sums[1][c] <= limit:
            shape.append("0")
            members[node] = [*range(a, b), *range(len(alone) + c, len(alone) + d)]
        else:
            shape.append("1")
            waiting += [2 * node + 1, 2 * node]
    return Grouping("".join(shape), members)


def write_shape(shape: str) -> bytes:
    return pack(fixed(np.array(list(map(int, shape)), np.int64), 1), [len(shape)])[0]


def _starts(nodes: Sequence[int]) -> Int64:
    """Return the lowest group under each node."""
    return np.array([_range(node)[0] for node in nodes], np.int64)


def _range(node: int) -> tuple[int, int]:
    """Return the first group under a node and the first after those."""
    depth = node.bit_length() - 1
    first = (node - (1 << depth)) << (GROUP_BITS - depth)
    return first, first + (1 << (GROUP_BITS - depth))
