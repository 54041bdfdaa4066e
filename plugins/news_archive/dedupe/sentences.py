"""Sentences of 15 words and more that stand in more than one story: a hash for each, compared by one sort.

Only the texts that are pages count (a carrier's copy repeats its page), and pages that are already linked as versions
or as one within the other are left to their comparison. Sentences are compared in normal form, so punctuation, harakat
and hamza make no difference; what ends one is in ``Tokens.ends``.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from ..models import Corpus, Int32, Int64, Passage
from .join import find_repeated
from .shingles import Run, UInt64, hash_tokens, hash_words

LEAST: Final = 15
"""Words of a sentence that is no chance likeness; the measured facts, Duplicates."""
_MULTIPLIER: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_MULTIPLIER, -1, 1 << 64)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The long sentences of bodies, article by article."""

    offsets: Int64
    """Article d has sentences ``offsets[d]:offsets[d + 1]``, shape (D + 1,)."""
    first: Int32
    """First token of each, counted from the article's first."""
    length: Int32
    """Tokens of each."""
    hashes: UInt64
    """Hash of its words in normal form."""

    def take(self, articles: Int64) -> Sentences:
        """Return the sentences of some articles, in that order."""
        counts = np.diff(self.offsets)[articles]
        offsets = np.append(0, np.cumsum(counts))
        at = np.arange(int(offsets[-1])) + np.repeat(self.offsets[articles] - offsets[:-1], counts)
        return Sentences(offsets, self.first[at], self.length[at], self.hashes[at])

    def and_then(self, more: Sentences) -> Sentences:
        """Return these articles and others behind them."""
        return Sentences(
            np.append(self.offsets, more.offsets[1:] + self.offsets[-1]),
            np.concatenate([self.first, more.first]),
            np.concatenate([self.length, more.length]),
            np.concatenate([self.hashes, more.hashes]),
        )


class SentenceMaker:
    """Takes the articles of a corpus run by run."""

    def __init__(self, corpus: Corpus) -> None:
        tokens = corpus.tokens
        after = np.flatnonzero(tokens.ends) + 1
        first = np.append(0, after[:-1]) if len(after) else after
        long = np.flatnonzero(after - first >= LEAST)
        first, after = first[long], after[long]
        begins = tokens.blocks[tokens.articles]
        article = np.searchsorted(begins, first, side="right") - 1
        body = np.flatnonzero(first >= tokens.blocks[tokens.articles[article] + 1])
        self._first, self._after, article = first[body], after[body], article[body]
        counts = np.bincount(article, minlength=len(begins) - 1)
        self._offsets = np.append(0, np.cumsum(counts))
        self._begins = begins[article]
        self._hashes = np.empty(len(body), np.uint64)
        self._powers = self._inverses = np.empty(0, np.uint64)

    def add(self, run: Run) -> None:
        """Hash sentences: a polynomial over the words, the first word's power lowest."""
        some = slice(*self._offsets[[run.articles.start, run.articles.stop]].tolist())
        first, after = self._first[some] - run.base, self._after[some] - run.base
        count = len(run.hashes)
        if len(self._powers) < count:
            self._powers, self._inverses = _raise(_MULTIPLIER, count), _raise(_INVERSE, count)
        sums = np.zeros(count + 1, np.uint64)
        np.cumsum(run.hashes * self._powers[:count], out=sums[1:])
        self._hashes[some] = (sums[after] - sums[first]) * self._inverses[first]

    def finish(self) -> Sentences:
        length = (self._after - self._first).astype(np.int32)
        return Sentences(self._offsets, (self._first - self._begins).astype(np.int32), length, self._hashes)


def find_sentences(corpus: Corpus) -> Sentences:
    """Return the long sentences of a corpus."""
    maker = SentenceMaker(corpus)
    for run in hash_tokens(corpus, hash_words(corpus.vocabulary)):
        maker.add(run)
    return maker.finish()


def find_passages(
    corpus: Corpus,
    mains: Int64,
    related: Container[tuple[int, int]],
    *,
    max_shared: int,
    sentences: Sentences | None = None,
) -> list[Passage]:
    """Return the sentences of the articles ``mains`` (ascending) that stand in others of them, in reading order.

    ``related`` are the pairs (smaller number first) that are linked already. A sentence in more than ``max_shared``
    articles is a formula.
    """
    table = (find_sentences(corpus) if sentences is None else sentences).take(mains)
    article = np.repeat(mains, np.diff(table.offsets))
    at, hashes = find_repeated(table.hashes)
    edges = np.append(np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])), len(at)) if len(at) else at
    sizes = np.diff(edges)
    at = at[np.repeat(sizes <= max_shared, sizes)]
    sizes = sizes[sizes <= max_shared]
    article = article[at]
    first = corpus.tokens.blocks[corpus.tokens.articles[article]] + table.first[at]
    places = list(zip(article.tolist(), *_locate(corpus, article, first, first + table.length[at]), strict=True))
    found: list[Passage] = []
    for a, b in pairwise(np.append(0, np.cumsum(sizes)).tolist()):
        found += _tell_apart(places[a:b], related)
    return sorted(found, key=lambda p: (p.article, p.block, p.start))


def _tell_apart(places: list[tuple[int, int, int, int]], related: Container[tuple[int, int]]) -> Iterator[Passage]:
    """Yield the places of one sentence, each with the others that lie in articles not linked with its own."""
    for article, block, start, end in places:
        others = tuple(
            (other, its_block)
            for other, its_block, _, _ in places
            if other != article and (min(article, other), max(article, other)) not in related
        )
        if others:
            yield Passage(article, block, start, end, tuple(dict.fromkeys(others)))


def _locate(corpus: Corpus, article: Int64, first: Int64, last: Int64) -> tuple[list[int], list[int], list[int]]:
    """Return the block of each sentence within its article, and its first and last (exclusive) code point there."""
    tokens, surfaces = corpus.tokens, corpus.vocabulary.surfaces
    block = np.searchsorted(tokens.blocks, first, side="right") - 1 - tokens.articles[article]
    begins = tokens.starts[last - 1].tolist()
    ends = [
        start + len(surfaces[surface]) for start, surface in zip(begins, tokens.ids[last - 1].tolist(), strict=True)
    ]
    return block.tolist(), tokens.starts[first].tolist(), ends


def _raise(base: int, count: int) -> UInt64:
    """Return base ** 0, base ** 1, ... modulo 2 ** 64."""
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    found: UInt64 = np.cumprod(factors, dtype=np.uint64)
    return found
