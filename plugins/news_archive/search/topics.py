"""The order of the documents: what a query finds lies together as far as one order can bring it.

Stems that stand in the same titles are brought together: each is placed among 128 directions by the titles that hold it
(random indexing, Sahlgren 2005: a title is the sum of the bits of its stems' digests), and those nearest to each other are
merged until one tree holds them all (average linkage, in rounds of mutual neighbours). Its leaves in order are the line
along which documents are filed, each under the stem that it says most about in the part of the tree that it says most
about. The tree depends on titles alone, so that a change in a text moves that document at most; all of its arithmetic is on
whole numbers that a float holds, so that every machine finds the same.

Measured on 400 queries of three words over 5,105 and over 9,454 articles: the ten best answers lie in 7.9 and 7.0 shards of
40, in 9.6 and 9.8 with no order at all, in 8.4 and 7.6 by the stem that each is most about, in the order of the alphabet.
With half the directions it is .2 and .1 more, with twice as many no less. A tree over whole texts comes to 7.8 and 6.8 and
moves many documents with every change; one over the documents themselves (Ward) to 7.4 and 6.2; an order trained on the
answers to other queries to 7.4 and 6.1 shards of 50.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import xxhash

from ..models import Int64
from .occurrences import Occurrences, find_runs

TITLES: Final = (5, 10)
"""A stem in at least five titles and at most one in ten is placed."""
MOST: Final = 2000
"""Stems that are placed at most, the commonest in titles: the work grows with the square of their number."""
DIRECTIONS: Final = 128
"""Bits of the digest of a stem."""
PARTS: Final = 400
"""Parts of the tree under which documents are filed, at most; fewer where they would hold less than ``LEAST`` documents."""
LEAST: Final = 25
_SCALE: Final = 500
"""Length of a direction; its square is well within what a 32-bit float holds exactly."""
_SAID: Final = 15
"""How often a document says a stem is counted up to here, the title three times."""
_BLOCK: Final = 20_000
"""Documents that are filed at a time."""
Marks = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Topics:
    """The stems that were placed, in order."""

    key: bytes
    """Digest of the titles that they were found in."""
    marks: Marks
    """Hash of each stem."""
    part: Int64
    """Number of the part of the tree that each is in, rising."""

    @classmethod
    def recall(cls, state: dict[str, Any]) -> Topics | None:
        """Return what ``state`` of an earlier index says, if anything."""
        if "topic_marks" not in state:
            return None
        return cls(state["topic_key"].tobytes(), state["topic_marks"], state["topic_part"].astype(np.int64))

    @property
    def state(self) -> dict[str, npt.NDArray[Any]]:
        return {"topic_key": np.frombuffer(self.key, np.uint8), "topic_marks": self.marks, "topic_part": self.part}


def find_topics(postings: Occurrences, marks: Marks, code: bytes, known: Topics | None) -> Topics:
    """Return the stems in their order; ``known`` where it is of the same titles and ``code``.

    ``marks`` are the hashes of all stems: that of a stem stays what it is when other stems come.
    """
    at = np.flatnonzero(postings.titled)
    stem, title = postings.stem[at], postings.document[at]
    told = (marks[stem].tobytes(), title.tobytes(), b"%d" % len(postings.lengths))
    key = xxhash.xxh3_128_digest(b"\0".join((code, *told)))
    if known is not None and known.key == key:
        return known
    placed, directions = _place_stems(stem, title, marks, len(postings.lengths))
    if not len(placed):
        return Topics(key, np.empty(0, np.uint64), np.empty(0, np.int64))
    tree = _grow_tree(directions)
    order, part = tree.lay_out(max(1, min(PARTS, len(postings.lengths) // LEAST)))
    return Topics(key, marks[placed[order]], part)


def _place_stems(stem: npt.NDArray[Any], title: npt.NDArray[Any], marks: Marks, titles: int) -> tuple[Int64, Int64]:
    """Return the stems that are placed, by their marks, and the direction of each."""
    spread = np.bincount(stem, minlength=len(marks))
    known = (spread >= TITLES[0]) & (spread <= max(TITLES[0], titles // TITLES[1]))
    if np.count_nonzero(known) > MOST:
        known &= spread > np.partition(spread[known], -MOST)[-MOST]
    placed = np.flatnonzero(known)
    placed = placed[np.argsort(marks[placed], kind="stable")]
    if not len(placed):
        return placed, np.empty((0, DIRECTIONS), np.int64)
    place = np.full(len(marks), -1, np.int64)
    place[placed] = np.arange(len(placed))
    kept = place[stem] >= 0
    stem, title = place[stem[kept]], title[kept]
    digests = b"".join(xxhash.xxh3_128_digest(mark.tobytes()) for mark in marks[placed].astype("<u8"))
    bits = np.unpackbits(np.frombuffer(digests, np.uint8).reshape(-1, DIRECTIONS // 8), axis=1).astype(np.int32) * 2 - 1
    worth = np.array([(titles // spread).bit_length() for spread in spread[placed].tolist()], np.int32)
    bits *= worth[:, None]
    order = np.argsort(title, kind="stable")
    at = find_runs(title[order])
    sums = np.zeros((titles, DIRECTIONS), np.int32)
    sums[title[order][at]] = np.add.reduceat(bits[stem[order]], at, axis=0)
    order = np.argsort(stem, kind="stable")
    return placed, _scale(np.add.reduceat(sums[title[order]], find_runs(stem[order]), axis=0).astype(np.int64))


def _scale(sums: Int64) -> Int64:
    """Return the sums as directions of one length."""
    length = np.sqrt((sums * sums).sum(axis=1))
    scaled: Int64 = np.round(sums / np.maximum(length, 1)[:, None] * _SCALE).astype(np.int64)
    return scaled


@dataclass(frozen=True, slots=True)
class _Tree:
    groups: list[list[int]]
    """The stems of each leaf: those of one direction."""
    branches: dict[int, tuple[int, int]]
    """The two nodes under each node, numbered on from the leaves in order of the merges."""
    means: list[Int64]
    """The mean direction of what is under each node."""

    def lay_out(self, parts: int) -> tuple[Int64, Int64]:
        """Return the stems from left to right and the part that each is in: those of the last merges undone are apart."""
        heap = [-(len(self.means) - 1)]
        while len(heap) < parts and -heap[0] in self.branches:
            heap += [-node for node in self.branches[-heapq.heappop(heap)]]
            heapq.heapify(heap)
        tops = {-node for node in heap}
        order: list[int] = []
        part_of: list[int] = []
        part = -1
        waiting: list[tuple[int, Int64 | None, Int64 | None]] = [(len(self.means) - 1, None, None)]
        while waiting:
            node, before, after = waiting.pop()
            part += node in tops
            if node not in self.branches:
                order += self.groups[node]
                part_of += [part] * len(self.groups[node])
                continue
            left, right = self.branches[node]
            a, b = self.means[left], self.means[right]
            gain = int((b - a) @ before) if before is not None else 0
            gain += int((a - b) @ after) if after is not None else 0
            if gain > 0:
                left, right, a, b = right, left, b, a
            waiting += [(right, a, after), (left, before, b)]
        return np.array(order, np.int64), np.array(part_of, np.int64)


def _grow_tree(directions: Int64) -> _Tree:
    """Merge the directions that are nearest to each other, all such pairs at a time, until one is left."""
    unique, group = np.unique(directions, axis=0, return_inverse=True)
    groups: list[list[int]] = [[] for _ in unique]
    for stem, leaf in enumerate(group.reshape(-1).tolist()):
        groups[leaf].append(stem)
    sums, counts = unique.copy(), np.array([len(own) for own in groups], np.int64)
    sums *= counts[:, None]
    means = list(unique)
    node = np.arange(len(unique))
    branches: dict[int, tuple[int, int]] = {}
    while len(node) > 1:
        mean = np.round(sums / counts[:, None])
        near = mean.astype(np.float32)
        likeness = near @ near.T  # exact, in whatever order it is added up
        np.fill_diagonal(likeness, -np.inf)
        best, own = likeness.argmax(axis=1), np.arange(len(node))
        first = np.flatnonzero((best[best] == own) & (own < best))
        second = best[first]
        for a, b in zip(node[first].tolist(), node[second].tolist(), strict=True):
            branches[len(means)] = (a, b)
            means.append(np.empty(0, np.int64))
        sums[first] += sums[second]
        counts[first] += counts[second]
        numbers = np.arange(len(means) - len(first), len(means))
        node[first] = numbers
        merged = np.round(sums[first] / counts[first][:, None]).astype(np.int64)
        for number, direction in zip(numbers.tolist(), merged, strict=True):
            means[number] = direction
        kept = np.ones(len(node), np.bool_)
        kept[second] = False
        sums, counts, node = sums[kept], counts[kept], node[kept]
    return _Tree(groups, branches, means)


def file_by_topic(postings: Occurrences, marks: Marks, topics: Topics) -> Int64:
    """Return the documents along the order of the stems, those that hold none first, then as they were."""
    documents = len(postings.lengths)
    if not len(topics.marks):
        return np.arange(documents)
    by_mark = np.argsort(topics.marks)
    at = by_mark[np.searchsorted(topics.marks, marks, sorter=by_mark).clip(max=len(by_mark) - 1)]
    place = np.where(topics.marks[at] == marks, at, -1)
    chosen = np.flatnonzero(place[postings.stem] >= 0)
    stem, document = place[postings.stem[chosen]], postings.document[chosen].astype(np.int64)
    spread = np.maximum(1, postings.spread)
    rare = np.floor(np.log2(max(1, documents) / spread)).astype(np.int64) + 1
    said = np.minimum(np.diff(postings.starts)[chosen] + 3 * postings.titled[chosen], _SAID)
    weight = said * rare[postings.stem[chosen]]
    part, parts = topics.part[stem], int(topics.part[-1]) + 1
    best = np.empty(documents, np.int64)
    for first in range(0, documents, _BLOCK):
        last = min(documents, first + _BLOCK)
        own = slice(None) if documents <= _BLOCK else np.flatnonzero((document >= first) & (document < last))
        sums = np.bincount((document[own] - first) * parts + part[own], weight[own], (last - first) * parts)
        best[first:last] = sums.reshape(-1, parts).argmax(axis=1)
    inside = np.flatnonzero(part == best[document])
    low, high = len(topics.marks).bit_length(), 16
    keys = (document[inside] << (low + high)) | (weight[inside] << low) | stem[inside]
    keys.sort()
    owner = keys >> (low + high)
    ends = np.flatnonzero(np.append(owner[1:] != owner[:-1], True)) if len(keys) else np.empty(0, np.int64)
    topic = np.full(documents, -1, np.int64)
    topic[owner[ends]] = keys[ends] & ((1 << low) - 1)
    return np.argsort(topic, kind="stable")
