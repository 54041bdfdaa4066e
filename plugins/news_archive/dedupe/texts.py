"""What the stage knows of every text by itself: its length, a hash of it, its long sentences; and its shingles on demand.

An article's body depends on its record alone, so all this is remembered under the record's key. Of an archive in which a
few records are new, only these are read; shingles are then made for the few texts that are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import xxhash

from ..models import Corpus, Int32, Int64, Tokens
from .sentences import SentenceMaker, Sentences
from .shingles import ShingleMaker, Shingles, UInt64, hash_norms, hash_tokens, hash_words, make_shingles

State = dict[str, Any]
FEW: Final = 50
"""New texts up to which only these are read."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Every article's body."""

    corpus: Corpus
    keys: UInt64
    """Stands for each article's record, shape (D,)."""
    words: Int32
    """Tokens of each body, shape (D,)."""
    text: UInt64
    """Hash of each body as normal forms, shape (D,)."""
    sentences: Sentences
    shingles: Shingles | None
    """Those of every article, if every article was read."""

    def set_of(self, number: int) -> UInt64:
        """Return an article's different shingles, sorted."""
        if self.shingles is not None:
            return self.shingles.set_of(number)
        some = select(self.corpus, np.array([number]))
        return make_shingles(some, hash_norms(some)).set_of(0)

    def remember(self) -> State:
        """Return what ``read_texts`` needs next time."""
        order = np.argsort(self.keys)
        table = self.sentences.take(order)
        return {
            "key": self.keys[order],
            "words": self.words[order],
            "text": self.text[order],
            "sentence_counts": np.diff(table.offsets).astype(np.int32),
            "sentence_first": table.first,
            "sentence_length": table.length,
            "sentence_hash": table.hashes,
        }


def read_texts(corpus: Corpus, previous: State | None) -> Texts:
    """Return what is known of the bodies, reading only the new ones where they are few."""
    keys = np.array([xxhash.xxh3_64_intdigest(head.key.encode()) for head in corpus.heads], np.uint64)
    if previous is not None and len(previous.get("key", ())):
        old = previous["key"]
        at = np.minimum(np.searchsorted(old, keys), len(old) - 1)
        new = np.flatnonzero(old[at] != keys)
        if len(new) <= FEW:
            return _add(corpus, keys, previous, at, new)
    shingles, sentences = _read(corpus, hash_words(corpus.vocabulary))
    return Texts(corpus, keys, shingles.words, shingles.text, sentences, shingles)


def read_all(texts: Texts) -> tuple[Texts, Shingles]:
    """Return the same with the shingles of every article."""
    shingles = texts.shingles or make_shingles(texts.corpus)
    return Texts(texts.corpus, texts.keys, texts.words, texts.text, texts.sentences, shingles), shingles


def _read(corpus: Corpus, word_hash: UInt64) -> tuple[Shingles, Sentences]:
    shingles, sentences = ShingleMaker(corpus), SentenceMaker(corpus)
    for run in hash_tokens(corpus, word_hash):
        shingles.add(run)
        sentences.add(run)
    return shingles.finish(), sentences.finish()


def _add(corpus: Corpus, keys: UInt64, previous: State, at: Int64, new: Int64) -> Texts:
    """Put what is remembered (``at`` its place for each article) and the ``new`` articles together."""
    offsets = np.append(0, np.cumsum(previous["sentence_counts"], dtype=np.int64))
    known = Sentences(offsets, previous["sentence_first"], previous["sentence_length"], previous["sentence_hash"])
    words, text = previous["words"], previous["text"]
    if len(new):
        some = select(corpus, new)
        shingles, sentences = _read(some, hash_norms(some))
        at[new] = len(words) + np.arange(len(new))
        words, text = np.append(words, shingles.words), np.append(text, shingles.text)
        known = known.and_then(sentences)
    return Texts(corpus, keys, words[at], text[at], known.take(at), None)


def select(corpus: Corpus, articles: Int64) -> Corpus:
    """Return some articles as a corpus of their own, with the vocabulary of all."""
    tokens = corpus.tokens
    blocks = [tokens.blocks[tokens.articles[n] : tokens.articles[n + 1] + 1] for n in articles.tolist()]
    at = np.concatenate([np.empty(0, np.int64), *(np.arange(own[0], own[-1]) for own in blocks)])
    sizes = np.concatenate([np.empty(0, np.int64), *(np.diff(own) for own in blocks)])
    counts = np.array([len(own) - 1 for own in blocks], np.int64)
    chosen = Tokens(
        tokens.ids[at],
        tokens.starts[at],
        np.append(0, np.cumsum(sizes)),
        np.append(0, np.cumsum(counts)),
        tokens.ends[at],
    )
    return Corpus([corpus.heads[n] for n in articles.tolist()], chosen, corpus.vocabulary)
