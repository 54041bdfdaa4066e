"""Sets of 5-word shingles over normal forms, as 64-bit hashes.

A shingle's hash is a polynomial over the hashes of its words (XXH3 of the normal form), so it does not depend on any
numbering. Titles are left out: title equality is no evidence (the measured facts, "Duplicates").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import xxhash

from ..models import Corpus, Int32, Int64, Vocabulary

WIDTH: Final = 5
PORTION: Final = 1 << 19
"""Tokens that are rolled at a time, so that only the shingles themselves are held whole."""
UInt64 = npt.NDArray[np.uint64]
MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)


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

    def set_of(self, number: int) -> UInt64:
        """Return an article's different shingles, sorted; as ``np.unique`` does, which hashes and is slow for few."""
        own = np.sort(self.hashes[self.offsets[number] : self.offsets[number + 1]])
        return own[np.append(True, own[1:] != own[:-1])] if len(own) else own


@dataclass(frozen=True, slots=True)
class Run:
    """Some articles whose tokens are hashed."""

    articles: slice
    base: int
    """Their first token."""
    hashes: UInt64
    """Hash of the normal form of each token, those of titles included."""


def hash_words(vocabulary: Vocabulary) -> UInt64:
    """Return the hash of each normal form, whatever its number."""
    return np.fromiter(
        (xxhash.xxh3_64_intdigest(norm.encode("utf-8", "surrogatepass")) for norm in vocabulary.norms),
        dtype=np.uint64,
        count=len(vocabulary.norms),
    )


def hash_norms(corpus: Corpus) -> UInt64:
    """Return the hash of each normal form that occurs in a corpus; 0 for the others of its vocabulary."""
    words, found = corpus.vocabulary.norms, np.zeros(len(corpus.vocabulary.norms), np.uint64)
    for norm in set(corpus.vocabulary.norm_of[corpus.tokens.ids].tolist()):
        found[norm] = xxhash.xxh3_64_intdigest(words[norm].encode("utf-8", "surrogatepass"))
    return found


def hash_tokens(corpus: Corpus, word_hash: UInt64) -> Iterator[Run]:
    """Yield all articles, some at a time."""
    tokens = corpus.tokens
    by_surface = word_hash[corpus.vocabulary.norm_of]
    bounds = tokens.blocks[tokens.articles]
    first = 0
    while first < len(bounds) - 1:
        after = max(first + 1, int(np.searchsorted(bounds, bounds[first] + PORTION, side="right")) - 1)
        base = int(bounds[first])
        yield Run(slice(first, after), base, by_surface[tokens.ids[base : int(bounds[after])]])
        first = after


class ShingleMaker:
    """Takes the articles of a corpus run by run."""

    def __init__(self, corpus: Corpus) -> None:
        tokens = corpus.tokens
        self._starts: Int64 = tokens.blocks[tokens.articles[:-1] + 1]  # after the title
        self._ends: Int64 = tokens.blocks[tokens.articles[1:]]
        self._words = (self._ends - self._starts).astype(np.int32)
        counts = np.maximum(self._words - (WIDTH - 1), 0)
        self._offsets = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=self._offsets[1:])
        self._found = np.empty(int(self._offsets[-1]), np.uint64)
        self._text = np.empty(len(counts), np.uint64)

    def add(self, run: Run) -> None:
        some, base = run.articles, run.base
        rolled = _roll(run.hashes)
        starts, ends = (self._starts[some] - base).tolist(), (self._ends[some] - base).tolist()
        offsets = self._offsets[some.start : some.stop + 1].tolist()
        for start, place, after in zip(starts, offsets, offsets[1:], strict=False):
            self._found[place:after] = rolled[start : start + after - place]
        bytes_of = run.hashes.view(np.uint8).data
        self._text[some] = [
            xxhash.xxh3_64_intdigest(bytes_of[8 * start : 8 * end]) for start, end in zip(starts, ends, strict=True)
        ]

    def finish(self) -> Shingles:
        return Shingles(self._found, self._offsets, self._words, self._text)


def make_shingles(corpus: Corpus, word_hash: UInt64 | None = None) -> Shingles:
    """Return the shingle sets of a corpus's bodies, made some articles at a time."""
    maker = ShingleMaker(corpus)
    for run in hash_tokens(corpus, hash_words(corpus.vocabulary) if word_hash is None else word_hash):
        maker.add(run)
    return maker.finish()


def _roll(hashes: UInt64) -> UInt64:
    """Return the hash of the WIDTH words that begin at each place (the last few are meaningless)."""
    rolled = hashes.copy()
    for step in range(1, min(WIDTH, len(hashes))):
        part = rolled[: len(hashes) - step]
        part *= MULTIPLIER
        part += hashes[step:]
    return finish_hashes(rolled)


def finish_hashes(rolled: UInt64) -> UInt64:
    """Mix the bits of rolled hashes, in place."""
    rolled ^= rolled >> np.uint64(29)
    return rolled
