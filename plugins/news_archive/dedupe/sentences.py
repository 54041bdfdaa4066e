"""Sentences of 15 words and more that stand in more than one story: a hash for each, compared by one sort.

Only the texts that are pages count (a carrier's copy repeats its page), and pages that are already linked as versions
or as one within the other are left to their comparison. Sentences are compared in normal form, so punctuation, harakat
and hamza make no difference; what ends one is in ``Tokens.ends``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from ..models import Bool, Corpus, Int64, Passage
from .shingles import UInt64, hash_words

LEAST: Final = 15
"""Words of a sentence that is no chance likeness; the measured facts, Duplicates."""
CHUNK: Final = 1 << 19
"""Tokens that are hashed at a time."""
_MULTIPLIER: Final = 0x9E3779B97F4A7C15


def find_passages(
    corpus: Corpus, mains: Int64, related: set[tuple[int, int]], *, max_shared: int, word_hash: UInt64 | None = None
) -> list[Passage]:
    """Return the sentences of the articles ``mains`` (ascending) that stand in others of them, in reading order.

    ``related`` are the pairs (smaller number first) that are linked already. A sentence in more than ``max_shared``
    articles is a formula.
    """
    first, last, article = _find_sentences(corpus, mains)
    hashes = _hash_sentences(corpus, first, last, hash_words(corpus.vocabulary) if word_hash is None else word_hash)
    order = np.lexsort((first, hashes))
    first, last, article, hashes = first[order], last[order], article[order], hashes[order]
    edges = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1], [True]])) if len(hashes) else first
    sizes = np.diff(edges)
    several = np.flatnonzero((sizes > 1) & (sizes <= max_shared))
    found: list[Passage] = []
    for a, b in zip(edges[several].tolist(), edges[several + 1].tolist(), strict=True):
        group = list(zip(article[a:b].tolist(), first[a:b].tolist(), last[a:b].tolist(), strict=True))
        found += _tell_apart(corpus, group, related)
    return sorted(found, key=lambda p: (p.article, p.block, p.start))


def _find_sentences(corpus: Corpus, mains: Int64) -> tuple[Int64, Int64, Int64]:
    """Return the long sentences of bodies: first token, one past the last, article."""
    tokens = corpus.tokens
    after = np.flatnonzero(tokens.ends) + 1
    first = np.concatenate([np.zeros(min(1, len(after)), np.int64), after[:-1]])
    long = after - first >= LEAST
    first, after = first[long], after[long]
    bounds = tokens.blocks[tokens.articles]
    article = np.searchsorted(bounds, first, side="right") - 1
    chosen: Bool = np.zeros(len(corpus.heads), np.bool_)
    chosen[mains] = True
    body = first >= tokens.blocks[tokens.articles[article] + 1]
    keep = chosen[article] & body
    return first[keep], after[keep], article[keep]


def _hash_sentences(corpus: Corpus, first: Int64, last: Int64, word_hash: UInt64) -> UInt64:
    """Return the hash of each stretch of tokens: a polynomial over its words, the first word's power lowest."""
    powers = np.array([pow(_MULTIPLIER, n, 1 << 64) for n in range(int((last - first).max(initial=0)))], np.uint64)
    found = np.empty(len(first), np.uint64)
    lengths = last - first
    ends = np.cumsum(lengths)
    ids, norm_of = corpus.tokens.ids, corpus.vocabulary.norm_of
    at = 0
    while at < len(first):
        upto = max(at + 1, int(np.searchsorted(ends, (ends[at - 1] if at else 0) + CHUNK, side="right")))
        sizes = lengths[at:upto]
        begin = np.cumsum(sizes) - sizes
        rank = np.arange(int(sizes.sum()), dtype=np.int64) - np.repeat(begin, sizes)
        place = np.repeat(first[at:upto], sizes) + rank
        with np.errstate(over="ignore"):
            found[at:upto] = np.add.reduceat(word_hash[norm_of[ids[place]]] * powers[rank], begin)
        at = upto
    return found


def _tell_apart(corpus: Corpus, group: list[tuple[int, int, int]], related: set[tuple[int, int]]) -> Iterable[Passage]:
    """Yield the places of one sentence, each with the others that lie in articles not linked with its own."""
    places = [(article, *_locate(corpus, article, first, last)) for article, first, last in group]
    for article, block, start, end in places:
        others = tuple(
            (other, its_block)
            for other, its_block, _, _ in places
            if other != article and (min(article, other), max(article, other)) not in related
        )
        if others:
            yield Passage(article, block, start, end, tuple(dict.fromkeys(others)))


def _locate(corpus: Corpus, article: int, first: int, last: int) -> tuple[int, int, int]:
    """Return the block of an article's sentence and its first and last (exclusive) code point there."""
    tokens, surfaces = corpus.tokens, corpus.vocabulary.surfaces
    block = int(np.searchsorted(tokens.blocks, first, side="right")) - 1
    end = int(tokens.starts[last - 1]) + len(surfaces[tokens.ids[last - 1]])
    return block - int(tokens.articles[article]), int(tokens.starts[first]), end
