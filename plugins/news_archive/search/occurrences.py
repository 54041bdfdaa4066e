"""Where every stem stands: the tokens of the indexed documents, sorted by stem, in a few linear passes and one sort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..models import Bool, Corpus, Int32, Int64, Tokens, Vocabulary
from .beside import gather
from .documents import IndexedStory


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Tokens in order of stem, document and place, and the postings that they make. Documents as they were given."""

    order: Int64 | Int32
    """Number of each token among those of all documents in reading order; what is known of it is looked up when asked."""
    norms: Int32
    """Normal form of each token, by that number."""
    places: Int32
    """Token within the document, one more for each block before it, so that no phrase runs from block to block."""
    starts: Int64
    """Posting p has tokens ``starts[p]:starts[p + 1]``."""
    stem: Int32
    """Stem of each posting."""
    document: Int32
    """Document of each posting."""
    titled: Bool
    """The document's title, or a copy's, holds the stem."""
    lengths: Int64
    """Tokens of each document's text, those of the title counted ``title_weight`` times."""
    headlines: Int64
    """Tokens of each document's title."""
    spread: Int64
    """Postings of each stem."""
    written: Int32
    """The surface that each normal form is most often written as, or -1 where the documents do not hold it."""

    def norm(self, tokens: Int64) -> Int32:
        """Return the normal forms of some tokens."""
        found: Int32 = self.norms[self.order[tokens]]
        return found

    def place(self, tokens: Int64) -> Int32:
        """Return the places of some tokens."""
        found: Int32 = self.places[self.order[tokens]]
        return found


def sort_occurrences(
    corpus: Corpus, stories: Sequence[IndexedStory], title_weight: int, own: int | None = None
) -> Occurrences:
    """Sort the words of the stories; of the corpus' surfaces the first ``own``, or all, are sorted, as its texts have them."""
    tokens, vocabulary = corpus.tokens, corpus.vocabulary
    articles = np.array([story.article for story in stories], np.int64)
    blocks = tokens.articles[articles]
    first, last = tokens.blocks[blocks], tokens.blocks[tokens.articles[articles + 1]]
    counts = last - first
    headline = tokens.blocks[blocks + 1] - first if len(articles) else counts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    at = _number_within(counts, first)
    surface = tokens.ids[at]
    place, titled = _place(tokens, at, blocks, counts, first, headline)
    del at
    lengths = counts + (title_weight - 1) * headline
    beside = gather(corpus, stories, len(vocabulary.surfaces) if own is None else own)
    if len(beside.surfaces):
        after = np.repeat(ends, beside.counts)
        behind = (counts + tokens.articles[articles + 1] - tokens.articles[articles]).repeat(beside.counts)
        surface = np.insert(surface, after, beside.surfaces)
        place = np.insert(place, after, behind + beside.steps)
        titled = np.insert(titled, after, beside.titled)
        counts = counts + beside.counts
        total = len(surface)
    written = _commonest(np.bincount(surface, minlength=len(vocabulary.surfaces)), vocabulary)
    norm = vocabulary.norm_of[surface]
    del surface
    bits = max(1, total.bit_length())
    keys = vocabulary.stem_of[norm].astype(np.int64)
    keys <<= bits
    keys |= np.arange(total, dtype=np.int64)
    keys.sort()
    order: Int64 | Int32 = keys & ((np.int64(1) << bits) - 1)
    if bits < 32:
        order = order.astype(np.int32)
    keys >>= bits
    stem = keys.astype(np.int32)
    del keys
    owner = np.repeat(np.arange(len(articles), dtype=np.int32), counts)[order]
    begins = find_runs(stem, owner)
    stem, owner = stem[begins], owner[begins]
    return Occurrences(
        order=order,
        norms=norm,
        places=place,
        starts=np.append(begins, total),
        stem=stem,
        document=owner,
        titled=np.logical_or.reduceat(titled[order], begins) if len(begins) else titled[begins],
        lengths=lengths,
        headlines=np.asarray(headline, np.int64),
        spread=np.bincount(stem, minlength=len(vocabulary.stems)).astype(np.int64),
        written=written,
    )


def _number_within(counts: Int64, first: Int64) -> Int32:
    """Return ``first``, and on from there, as often as ``counts`` says, one after the other."""
    numbers = np.arange(int(counts.sum()), dtype=np.int32)
    numbers += np.repeat((first - (np.cumsum(counts) - counts)).astype(np.int32), counts)
    return numbers


def _place(
    tokens: Tokens, at: Int32, blocks: Int64, counts: Int64, first: Int64, headline: Int64
) -> tuple[Int32, Bool]:
    """Return the place of each token in its document, and whether it is in the title."""
    block = np.repeat(np.arange(len(tokens.blocks) - 1, dtype=np.int32), np.diff(tokens.blocks))[at]
    block -= np.repeat(blocks.astype(np.int32), counts)
    block += at
    block -= np.repeat(first.astype(np.int32), counts)
    return block, at < np.repeat((first + headline).astype(np.int32), counts)


def _commonest(counts: Int64, vocabulary: Vocabulary) -> Int32:
    """Return the commonest surface of each normal form; of equally common ones the first."""
    used = np.flatnonzero(counts)
    order = used[np.lexsort((-used, counts[used]))]
    best = np.full(len(vocabulary.norms), -1, np.int32)
    best[vocabulary.norm_of[order]] = order  # the last one written stays
    return best


def take_documents(postings: Occurrences, chosen: Int64) -> Occurrences:
    """Return what of ``postings`` stands in the chosen documents, which are numbered anew in this order."""
    number = np.full(len(postings.lengths), -1, np.int32)
    number[chosen] = np.arange(len(chosen))
    kept = number[postings.document] >= 0
    sizes = np.diff(postings.starts)
    inside = np.repeat(kept, sizes)
    stem = postings.stem[kept]
    return Occurrences(
        order=postings.order[inside],
        norms=postings.norms,
        places=postings.places,
        starts=np.append(0, np.cumsum(sizes[kept])),
        stem=stem,
        document=number[postings.document[kept]],
        titled=postings.titled[kept],
        lengths=postings.lengths[chosen],
        headlines=postings.headlines[chosen],
        spread=np.bincount(stem, minlength=len(postings.spread)).astype(np.int64),
        written=postings.written,
    )


def find_runs(*keys: npt.NDArray[np.integer]) -> Int64:
    """Return where a run of equal keys begins."""
    if not len(keys[0]):
        return np.empty(0, np.int64)
    new = np.ones(len(keys[0]), np.bool_)
    new[1:] = False
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def spread_ranges(starts: Int64, counts: Int64) -> Int64:
    """Return the numbers of all ranges, one after the other.

    >>> spread_ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - counts), counts), np.int64)
