"""Near articles: stories that share rare words and names, without being copies of each other.

Read from the token arrays, like everything after cleaning. What a word is worth is quantised (one step for each
doubling of the articles that hold it) and each article is known by a fixed number of its words, so that one changed
article moves what few others show. Left out on purpose: tags, sources, dates; a reader has lists for these.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Sequence
from typing import Final

import numpy as np

from .mentions import MentionTable
from .models import Corpus, Int32, Int64

SHOWN: Final = 2
"""Near articles shown of each; each costs its page about 120 bytes."""
_WORDS: Final = 18
"""Rare words that an article is known by."""
_RARE_BITS: Final = 6
"""A word in fewer than 2 ** 6 articles is rare."""
_NAME_BITS: Final = 8
"""A name tells more than a word as frequent: it counts up to 2 ** 8 articles."""
_LEAST: Final = 10
"""Worth of shared words from which articles are near: about two words of three articles each, or five of twenty."""


def find_near(corpus: Corpus, mentions: MentionTable, stories: Sequence[int], ids: Sequence[str]) -> Int32:
    """Return for each story the numbers of up to ``SHOWN`` near ones, nearest first, -1 where there are fewer.

    ``stories`` are the article numbers of the stories' texts, ``ids`` their ids, which decide between equals. Shape
    (S, SHOWN). The answer does not depend on any numbering.
    """
    count = len(stories)
    near = np.full((count, SHOWN), -1, np.int32)
    place = np.full(len(corpus.heads), -1, np.int64)
    place[np.asarray(stories, np.int64)] = np.arange(count)
    story, feature, worth = _join(_words(corpus, place), _names(mentions, place))
    if not len(story):
        return near
    first, second, shared = _pairs(story, feature, worth, count)
    rank = np.empty(count, np.int64)
    rank[np.argsort(np.array(ids))] = np.arange(count)
    here, there = np.concatenate([first, second]), np.concatenate([second, first])
    score = np.concatenate([shared, shared])
    order = np.lexsort((rank[there], -score, here))
    here, there = here[order], there[order]
    nth = np.arange(len(here)) - np.searchsorted(here, here)
    shown = nth < SHOWN
    near[here[shown], nth[shown]] = there[shown]
    return near


def _words(corpus: Corpus, place: Int64) -> tuple[Int64, Int64, Int64]:
    """Return (story, stem, worth) of the rare words that each story is known by."""
    tokens, vocabulary = corpus.tokens, corpus.vocabulary
    stem = vocabulary.stem_of[vocabulary.norm_of][tokens.ids]
    often = np.bincount(stem, minlength=len(vocabulary.stems))
    is_word = np.fromiter((len(s) > 2 and not s[0].isdigit() for s in vocabulary.stems), np.bool_, len(often))
    candidate = (often > 1) & (often < 4 << _RARE_BITS) & is_word
    at = np.flatnonzero(candidate[stem])
    block = np.searchsorted(tokens.blocks, at, side="right") - 1
    article = np.searchsorted(tokens.articles, block, side="right") - 1
    titled = tokens.articles[article] == block
    known = place[article] >= 0
    story, stem, titled = place[article][known], stem[at][known].astype(np.int64), titled[known]
    width = np.int64(len(often) or 1)
    keys, inverse = np.unique(story * width + stem, return_inverse=True)
    in_title = np.zeros(len(keys), np.int64)
    np.maximum.at(in_title, inverse, titled)
    story, stem = keys // width, keys % width
    worth = _worth(stem, _RARE_BITS, len(often))
    used = worth > 0
    story, stem, worth = story[used], stem[used], worth[used] + in_title[used]
    marks = np.fromiter((crc32(s.encode("utf-8", "surrogatepass")) for s in vocabulary.stems), np.int64, len(often))
    order = np.lexsort((marks[stem], -worth, story))
    story, stem, worth = story[order], stem[order], worth[order]
    top = np.arange(len(story)) - np.searchsorted(story, story) < _WORDS
    return story[top], stem[top], worth[top]


def _names(mentions: MentionTable, place: Int64) -> tuple[Int64, Int64, Int64]:
    """Return (story, name, worth) of the names that tell articles apart."""
    story = place[mentions.rows[:, 0]]
    width = np.int64(len(mentions.slugs) or 1)
    keys = np.unique((story * width + mentions.rows[:, 4])[story >= 0])
    story, name = keys // width, keys % width
    worth = _worth(name, _NAME_BITS, int(width))
    used = worth > 0
    return story[used], name[used], worth[used]


def _worth(feature: Int64, bits: int, features: int) -> Int64:
    """Return what each (story, feature) is worth: ``bits`` less one for each doubling of the feature's stories."""
    held = np.bincount(feature, minlength=features)
    steps = np.frexp(held)[1].astype(np.int64)  # bit length
    worth = np.maximum(bits + 1 - steps, 0)
    worth[held < 2] = 0
    return worth[feature]


def _join(words: tuple[Int64, Int64, Int64], names: tuple[Int64, Int64, Int64]) -> tuple[Int64, Int64, Int64]:
    """Lay both kinds of features under one numbering, sorted by feature and story."""
    story, worth = np.concatenate([words[0], names[0]]), np.concatenate([words[2], names[2]])
    feature = np.concatenate([words[1] * 2, names[1] * 2 + 1])
    order = np.lexsort((story, feature))
    return story[order], feature[order], worth[order]


def _pairs(story: Int64, feature: Int64, worth: Int64, count: int) -> tuple[Int64, Int64, Int64]:
    """Return (story, later story, shared worth) of all pairs of stories that share enough; input sorted by feature."""
    keys: list[Int64] = []
    values: list[Int64] = []
    for step in range(1, 1 << _NAME_BITS):
        same = np.flatnonzero(feature[step:] == feature[:-step])
        if not len(same):
            break
        keys.append(story[same] * count + story[same + step])
        values.append(np.minimum(worth[same], worth[same + step]))
    if not keys:
        empty = np.empty(0, np.int64)
        return empty, empty, empty
    key, value = np.concatenate(keys), np.concatenate(values)
    order = np.argsort(key, kind="stable")
    key, value = key[order], value[order]
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    shared = np.add.reduceat(value, starts)
    enough = shared >= _LEAST
    key = key[starts][enough]
    return key // count, key % count, shared[enough]
