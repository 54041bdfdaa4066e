"""How stems are dealt out to shards: a trie over the bits of their hashes, cut where the shards become small enough.

Extendible hashing (Fagin et al. 1979) with weights. Frequent words are asked for most and are the heaviest; dealt out
modulo a number, each would come with an average shard of other words besides. In a trie a heavy one is soon alone: at
equal numbers of files a query loads two thirds of the bytes. A shard is split when it grows beyond the limit, and only
that one, so an archive that grows is not dealt out anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ..models import Int64
from .letters import ALPHABET

DEEPEST: Final = 24
"""Bits of a hash that are looked at; hashes have 32."""


@dataclass(frozen=True, slots=True)
class Partition:
    shape: str
    """The trie in preorder, 1 for a node with two branches (the bit 0 first), 0 for a shard."""
    nodes: tuple[int, ...]
    """Each shard's path from the root as binary digits after a leading 1, in order of the hashes."""

    @property
    def edges(self) -> Int64:
        """Return the lowest hash of each shard."""
        widths = [node.bit_length() - 1 for node in self.nodes]
        starts = [(node - (1 << w)) << 32 - w for node, w in zip(self.nodes, widths, strict=True)]
        return np.array(starts, np.int64)

    def find(self, hashes: Int64) -> Int64:
        """Return the place of each hash's shard among the shards."""
        return np.searchsorted(self.edges, hashes, side="right") - 1

    @property
    def written(self) -> str:
        """Return the shape, six bits a character."""
        bits = self.shape + "0" * (-len(self.shape) % 6)
        return "".join(ALPHABET[int(bits[i : i + 6], 2)] for i in range(0, len(bits), 6))


def cut(hashes: Int64, weights: Int64, limit: int) -> Partition:
    """Split until no shard weighs more than ``limit``; what has one hash stays together.

    >>> cut(np.array([0, 1 << 31, 3 << 30]), np.array([9, 5, 5]), 9)
    Partition(shape='10100', nodes=(2, 6, 7))
    """
    order = np.argsort(hashes, kind="stable")
    ranked, sums = hashes[order], np.append(0, np.cumsum(weights[order]))
    shape, nodes = [], []
    waiting = [1]
    while waiting:
        node = waiting.pop()
        depth = node.bit_length() - 1
        first = (node - (1 << depth)) << 32 - depth
        low, high = np.searchsorted(ranked, [first, first + (1 << 32 - depth)])
        alone = low == high or ranked[low] == ranked[high - 1]
        if alone or depth == DEEPEST or sums[high] - sums[low] <= limit:
            shape.append("0")
            nodes.append(node)
        else:
            shape.append("1")
            waiting += [2 * node + 1, 2 * node]
    return Partition("".join(shape), tuple(nodes))
