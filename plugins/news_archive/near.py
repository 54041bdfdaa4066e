"""Near articles: stories that share rare words and names, without being copies of each other.

Read from the token arrays, like everything after cleaning. What a word is worth is quantised (one step for each
doubling of the articles that hold it) and each article is known by a fixed number of its words, so that one changed
article moves what few others show. Left out on purpose: tags, sources, dates; a reader has lists for these.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from xxhash import xxh3_64_intdigest

from .arrays import distinct_numbers
from .mentions import MentionTable
from .models import Bool, Corpus, Int32, Int64

UInt64 = npt.NDArray[np.uint64]

SHOWN: Final = 2
"""Near articles shown of each; each costs its page about 120 bytes."""
_WORDS: Final = 18
"""Rare words that an article is known by."""
_RARE_BITS: Final = 6
"""A word in fewer than 2 ** 6 articles is rare."""
_NAME_BITS: Final = 8
"""A name tells more than a word as frequent: it counts up to 2 ** 8 articles."""
_SMALL_BITS: Final = 3
"""In an archive of fewer than 2 ** (6 + 3) stories less is rare: what an eighth to a quarter of them hold tells nothing of
any, and what two share is worth less, since two of few stories share an everyday word by chance."""
_MANY: Final = 8
"""Where more than one story in so many changed, all are compared afresh."""
_PORTION: Final = 50_000
"""Features that are paired at a time."""
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_STEM_BITS: Final = 33
"""Bits of a stem and of whether the title holds it; the numbers of stories stand above them."""
_WORTH_BITS: Final = 4
_MOST: Final = (1 << _WORTH_BITS) - 1
"""More than anything is worth."""
_LEAST: Final = 10
"""Worth of shared words from which articles are near: about two words of three articles each, or five of twenty."""


@dataclass(frozen=True, slots=True)
class NearMemory:
    """What one build knew, by ids instead of numbers, so that the next one compares only what changed."""

    ids: UInt64
    """Hash of each story's id, sorted, shape (S,)."""
    features: UInt64
    """Digest of what each story is known by, shape (S,)."""
    near: UInt64
    """Hashes of the ids of each story's near ones, 0 where there are fewer, shape (S, SHOWN)."""


def find_near(
    corpus: Corpus,
    mentions: MentionTable,
    stories: Sequence[int],
    ids: Sequence[str],
    previous: NearMemory | None = None,
) -> tuple[Int32, NearMemory]:
    """Return for each story the numbers of up to ``SHOWN`` near ones, nearest first, -1 where there are fewer.

    ``stories`` are the article numbers of the stories' texts, ``ids`` their ids, which decide between equals. Shape
    (S, SHOWN). The answer does not depend on any numbering, nor on ``previous``, which only saves comparisons. The
    second value is what to give as ``previous`` next time.
    """
    count = len(stories)
    place = np.full(len(corpus.heads), -1, np.int64)
    place[np.asarray(stories, np.int64)] = np.arange(count)
    features = _join(_words(corpus, place), _names(mentions, place), corpus, mentions)
    rank = np.empty(count, np.int64)
    rank[np.argsort(np.array(ids))] = np.arange(count)
    marks = np.fromiter((xxh3_64_intdigest(name.encode()) for name in ids), np.uint64, count)
    digests = _digest(features, count)
    near = None if previous is None else _update(previous, features, marks, digests, rank)
    if near is None:
        near = _nearest(*_pairs(features, np.ones(count, np.bool_)), rank)
    order = np.argsort(marks)
    known = np.append(marks, np.uint64(0))[near]
    return near, NearMemory(marks[order], digests[order], known[order])


def _nearest(first: Int64, second: Int64, shared: Int64, rank: Int64) -> Int32:
    """Return the nearest ones of each story from pairs given both ways round."""
    near = np.full((len(rank), SHOWN), -1, np.int32)
    order = np.lexsort((rank[second], -shared, first))
    first, second = first[order], second[order]
    nth = np.arange(len(first)) - np.searchsorted(first, first)
    shown = nth < SHOWN
    near[first[shown], nth[shown]] = second[shown]
    return near


def _update(previous: NearMemory, features: Features, marks: UInt64, digests: UInt64, rank: Int64) -> Int32 | None:
    """Return the near ones from the remembered, or None where too much changed (or two ids share a hash).

    A story is looked at again if it is known by other features than before, if a near one of it is (or is gone), or if
    it is near to such a story now. All other pairs are what they were.
    """
    count = len(marks)
    at = np.minimum(np.searchsorted(previous.ids, marks), max(0, len(previous.ids) - 1))
    if not count or not len(previous.ids) or len(distinct_numbers(marks)) < count:
        return None
    known = previous.ids[at] == marks
    changed = ~(known & (previous.features[at] == digests))
    if changed.sum() * _MANY > count:
        return None
    order = np.argsort(marks)
    where = np.minimum(np.searchsorted(marks[order], previous.near), count - 1)
    near = order[where].astype(np.int32)
    near[marks[near] != previous.near] = -1
    lost = ((near < 0) & (previous.near != 0)).any(axis=1) | (np.append(changed, False)[near].any(axis=1))
    again = changed | lost[at] & known
    again[_pairs(features, changed)[1]] = True
    if again.sum() * _MANY > count:
        return None
    found = near[at]
    found[again] = _nearest(*_pairs(features, again), rank)[again]
    return found


def _words(corpus: Corpus, place: Int64) -> tuple[Int64, Int64, Int64]:
    """Return (story, stem, worth) of the rare words that each story is known by."""
    tokens, vocabulary = corpus.tokens, corpus.vocabulary
    stem_of = vocabulary.stem_of[vocabulary.norm_of].astype(np.int64)
    written = np.bincount(tokens.ids, minlength=len(stem_of))
    often = np.bincount(stem_of, weights=written, minlength=len(vocabulary.stems)).astype(np.int64)
    candidate = (often > 1) & (often < 4 << _RARE_BITS)
    numbers = np.flatnonzero(candidate)
    words = [vocabulary.stems[number] for number in numbers.tolist()]
    candidate[numbers] = [len(word) > 2 and not word[0].isdigit() for word in words]
    at = np.flatnonzero(candidate[stem_of][tokens.ids])
    found = np.diff(np.searchsorted(at, tokens.blocks[tokens.articles]))
    article = np.repeat(np.arange(len(found), dtype=np.int32), found)
    body = tokens.blocks[tokens.articles[:-1] + 1] if len(found) else np.empty(0, np.int64)
    known = place[article] >= 0
    at, article = at[known], article[known]
    keys: Int64 = place[article] << _STEM_BITS | stem_of[tokens.ids[at]] << 1 | (at < body[article])
    keys.sort()
    last = np.ones(len(keys), np.bool_)  # a title's sorts after the others of the same story and stem
    last[:-1] = keys[1:] >> 1 != keys[:-1] >> 1
    keys = keys[last]
    in_title, story = keys & 1, keys >> _STEM_BITS
    stem: Int64 = keys >> 1 & (1 << (_STEM_BITS - 1)) - 1
    worth = _worth(stem, _bits(_RARE_BITS, int((place >= 0).sum())), len(often))
    used = worth > 0
    story, stem, worth = story[used], stem[used], worth[used] + in_title[used]
    held = np.flatnonzero(np.bincount(stem, minlength=len(often)))
    spelt = (vocabulary.stems[number].encode("utf-8", "surrogatepass") for number in held.tolist())
    by_mark = held[np.argsort(np.fromiter(map(crc32, spelt), np.int64, len(held)), kind="stable")]
    rank = np.zeros(len(often), np.int64)
    rank[by_mark] = np.arange(len(held))
    bits = len(held).bit_length()  # story, worth from the greatest down, rank: packed, since no two are alike
    keys = story << (_WORTH_BITS + bits) | (_MOST - worth) << bits | rank[stem]
    keys.sort()
    story = keys >> (_WORTH_BITS + bits)
    begins = np.searchsorted(story, np.arange(len(place) + 1))
    top = np.arange(len(story)) - np.repeat(begins[:-1], np.diff(begins)) < _WORDS
    keys, story = keys[top], story[top]
    return story, by_mark[keys & ((1 << bits) - 1)], _MOST - (keys >> bits & _MOST)


def _names(mentions: MentionTable, place: Int64) -> tuple[Int64, Int64, Int64]:
    """Return (story, name, worth) of the names that tell articles apart."""
    story = place[mentions.rows[:, 0]]
    width = np.int64(len(mentions.slugs) or 1)
    keys = distinct_numbers((story * width + mentions.rows[:, 4])[story >= 0])
    story, name = keys // width, keys % width
    worth = _worth(name, _bits(_NAME_BITS, int((place >= 0).sum())), int(width))
    used = worth > 0
    return story[used], name[used], worth[used]


def _bits(most: int, stories: int) -> int:
    """Return for how many doublings of its stories a feature still tells something, in an archive of so many.

    >>> _bits(6, 60), _bits(6, 500), _bits(6, 10_000)
    (3, 6, 6)
    """
    return max(0, min(most, stories.bit_length() - _SMALL_BITS))


def _worth(feature: Int64, bits: int, features: int) -> Int64:
    """Return what each (story, feature) is worth: ``bits`` less one for each doubling of the feature's stories."""
    held = np.bincount(feature, minlength=features)
    steps = np.frexp(held)[1].astype(np.int64)  # bit length
    worth = np.maximum(bits + 1 - steps, 0)
    worth[held < 2] = 0
    return worth[feature]


@dataclass(frozen=True, slots=True)
class Features:
    """What stories are known by, sorted by feature and story; columns of one length."""

    story: Int64
    feature: Int64
    worth: Int64
    mark: UInt64
    """Hash of the feature itself, which no numbering touches."""


def _join(
    words: tuple[Int64, Int64, Int64], names: tuple[Int64, Int64, Int64], corpus: Corpus, mentions: MentionTable
) -> Features:
    """Lay both kinds of features under one numbering."""
    story, worth = np.concatenate([words[0], names[0]]), np.concatenate([words[2], names[2]])
    feature = np.concatenate([words[1] * 2, names[1] * 2 + 1])
    bits = int(story.max(initial=0)).bit_length()
    keys = (feature << bits | story) << _WORTH_BITS | worth  # packed, since no two are alike
    keys.sort()
    worth, keys = keys & _MOST, keys >> _WORTH_BITS
    story, feature = keys & ((1 << bits) - 1), keys >> bits
    first = np.ones(len(feature), np.bool_)
    first[1:] = feature[1:] != feature[:-1]
    distinct, inverse = feature[first], np.cumsum(first) - 1
    stems, slugs = corpus.vocabulary.stems, mentions.slugs
    texts = (f"name {slugs[f >> 1]}" if f & 1 else stems[f >> 1] for f in distinct.tolist())
    hashes = (xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) for text in texts)
    return Features(story, feature, worth, np.fromiter(hashes, np.uint64, len(distinct))[inverse])


def _digest(features: Features, count: int) -> UInt64:
    """Return a digest of each story's features: the sum of their hashes, each mixed with its worth."""
    digests = np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        mixed = (features.mark ^ features.worth.astype(np.uint64)) * _MIX
        mixed ^= mixed >> np.uint64(29)
        mixed *= _MIX
        np.add.at(digests, features.story, mixed)
    return digests


def _pairs(features: Features, wanted: Bool) -> tuple[Int64, Int64, Int64]:
    """Return (story, other story, shared worth) of all pairs that share enough and whose first is ``wanted``."""
    count = np.int64(len(wanted) or 1)
    story, feature, worth = features.story, features.feature, features.worth
    rows = np.flatnonzero(wanted[story])
    every = bool(wanted.all())  # then each pair is counted once, and given both ways round at the end
    keys: list[Int64] = []
    values: list[Int64] = []
    for portion in range(0, len(rows), _PORTION):
        mine = rows[portion : portion + _PORTION]
        begin = mine + 1 if every else np.searchsorted(feature, feature[mine])
        sizes = np.searchsorted(feature, feature[mine], side="right") - begin
        left = np.repeat(mine, sizes)
        right = np.repeat(begin - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
        keys.append(story[left] * count + story[right])
        values.append(np.minimum(worth[left], worth[right]).astype(np.int8))
    if not keys:
        empty = np.empty(0, np.int64)
        return empty, empty, empty
    key, value = np.concatenate(keys), np.concatenate(values)
    order = np.argsort(key, kind="stable")
    key, value = key[order], value[order]
    starts = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    shared = np.add.reduceat(value, starts, dtype=np.int64)
    first, second = np.divmod(key[starts], count)
    enough = (shared >= _LEAST) & (first != second)
    first, second, shared = first[enough], second[enough], shared[enough]
    if every:
        return np.concatenate([first, second]), np.concatenate([second, first]), np.concatenate([shared, shared])
    return first, second, shared
