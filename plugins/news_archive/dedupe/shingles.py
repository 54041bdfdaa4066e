"""Sets of 5-word shingles over normal forms, as 64-bit hashes.

A shingle's hash is a polynomial over the hashes of its words (XXH3 of the normal form), so it does not depend on any
numbering. Titles are left out: title equality is no evidence (the measured facts, "Duplicates").
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import xxhash

from ..models import Corpus, Int32, Int64, Vocabulary

WIDTH: Final = 5
PORTION: Final = 1 << 19
"""Tokens that are rolled at a time, so that only the shingles themselves are held whole."""
UInt64 = npt.NDArray[np.uint64]
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Shingles:
    """Every article's shingles, article by article."""

    hashes: UInt64
    """Shape (S,), in reading order; a shingle that comes back in an article stands here again."""
    offsets: Int64
    """Article d has ``hashes[offsets[d]:offsets[d + 1]]``, shape (D + 1,)."""
    words: Int32
    """Body tokens of each article, shape (D,)."""
    text: UInt64
    """Hash of each article's whole body as normal forms, shape (D,)."""


def hash_words(vocabulary: Vocabulary) -> UInt64:
    """Return the hash of each normal form, whatever its number."""
    return np.fromiter(
        (xxhash.xxh3_64_intdigest(norm.encode("utf-8", "surrogatepass")) for norm in vocabulary.norms),
        dtype=np.uint64,
        count=len(vocabulary.norms),
    )


def make_shingles(corpus: Corpus, word_hash: UInt64 | None = None) -> Shingles:
    """Return the shingle sets of a corpus's bodies, made some articles at a time."""
    tokens, vocabulary = corpus.tokens, corpus.vocabulary
    if word_hash is None:
        word_hash = hash_words(vocabulary)
    starts = tokens.blocks[tokens.articles[:-1] + 1]  # after the title
    ends = tokens.blocks[tokens.articles[1:]]
    words = (ends - starts).astype(np.int32)
    counts = np.maximum(words - (WIDTH - 1), 0)
    offsets = np.zeros(len(words) + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    found = np.empty(int(offsets[-1]), np.uint64)
    text = np.empty(len(words), np.uint64)
    for a, b in _portions(tokens.blocks[tokens.articles]):
        base, after = int(tokens.blocks[tokens.articles[a]]), int(ends[b - 1])
        hashes = word_hash[vocabulary.norm_of[tokens.ids[base:after]]]
        with np.errstate(over="ignore"):
            rolled = _roll(hashes)
        found[offsets[a] : offsets[b]] = rolled[np.repeat(starts[a:b] - base, counts[a:b]) + _ramp(counts[a:b])]
        text[a:b] = _hash_texts(hashes, starts[a:b] - base, ends[a:b] - base)
    return Shingles(found, offsets, words, text)


def _portions(bounds: Int64) -> list[tuple[int, int]]:
    """Cut articles, whose tokens begin at ``bounds``, into runs of about PORTION tokens."""
    cuts = [0]
    while cuts[-1] < len(bounds) - 1:
        upto = int(np.searchsorted(bounds, bounds[cuts[-1]] + PORTION, side="right")) - 1
        cuts.append(max(upto, cuts[-1] + 1))
    return list(pairwise(cuts))


def _roll(hashes: UInt64) -> UInt64:
    """Return the hash of the WIDTH words that begin at each place (the last few are meaningless)."""
    rolled = np.zeros(len(hashes), np.uint64)
    for step in range(min(WIDTH, len(hashes))):
        rolled[: len(hashes) - step] = rolled[: len(hashes) - step] * _MULTIPLIER + hashes[step:]
    rolled ^= rolled >> np.uint64(29)
    return rolled


def _ramp(counts: Int32) -> Int64:
    """Return 0..n-1 for each n, end to end."""
    total = int(counts.sum())
    ends = np.cumsum(counts, dtype=np.int64)
    return np.arange(total, dtype=np.int64) - np.repeat(ends - counts, counts)


def _hash_texts(hashes: UInt64, starts: Int64, ends: Int64) -> UInt64:
    return np.fromiter(
        (xxhash.xxh3_64_intdigest(hashes[a:b].data) for a, b in zip(starts.tolist(), ends.tolist(), strict=True)),
        dtype=np.uint64,
        count=len(starts),
    )
