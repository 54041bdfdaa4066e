"""The numbers of words that come in one batch after the other."""

from __future__ import annotations

import numpy as np

from ..models import Int32, Int64
from .packed import Packed, find_first, join, mix


class WordNumbers:
    """Numbers words in the order in which they first come: a hash table that grows."""

    __slots__ = ("_count", "_slots", "_words")

    def __init__(self) -> None:
        self._count = 0
        self._words = Packed(np.zeros(1, np.uint64), np.zeros(1, np.uint64))
        self._slots = np.full(1 << 12, -1, np.int32)

    def number(self, words: Packed) -> tuple[Int32, Int64]:
        """Return the number of each word, and the places of those that are new, each where it stands first.

        >>> from news_archive.arabic.packed import pack_words
        >>> numbers = WordNumbers()
        >>> [found.tolist() for found in numbers.number(pack_words(["من", "إلى", "من"])[0])]
        [[0, 1, 0], [0, 1]]
        >>> [found.tolist() for found in numbers.number(pack_words(["عن", "إلى"])[0])]
        [[2, 1], [0]]
        """
        numbers = self._look_up(words)
        unknown = np.flatnonzero(numbers < 0)
        if not len(unknown):
            return numbers, unknown
        new = words.take(unknown)
        first = find_first(new)
        places = np.flatnonzero(first == np.arange(len(new)))
        given = np.empty(len(new), np.int32)
        given[places] = np.arange(self._count, self._count + len(places))
        numbers[unknown] = given[first]
        self._add(new.take(places))
        return numbers, unknown[places]

    def _home(self, words: Packed) -> Int64:
        return (mix(words) >> np.uint64(65 - len(self._slots).bit_length())).astype(np.int64)

    def _look_up(self, words: Packed) -> Int32:
        """Return the number of each word, -1 where it has none."""
        numbers = np.full(len(words), -1, np.int32)
        rest, left, slots = np.arange(len(words)), words, self._home(words)
        while len(rest):
            found = self._slots[slots]
            same = (self._words.head[found] == left.head) & (self._words.tail[found] == left.tail) & (found >= 0)
            numbers[rest[same]] = found[same]
            on = (found >= 0) & ~same
            rest, left, slots = rest[on], left.take(on), (slots[on] + 1) & (len(self._slots) - 1)
        return numbers

    def _add(self, words: Packed) -> None:
        """Give distinct new words the next numbers."""
        count = self._count + len(words)
        self._words = join([self._words.take(np.arange(self._count)), words])
        added = np.arange(self._count, count, dtype=np.int32)
        if 2 * count > len(self._slots):
            self._slots = np.full(1 << (4 * count).bit_length(), -1, np.int32)
            added = np.arange(count, dtype=np.int32)
        slots = self._home(self._words.take(added))
        while len(added):
            free = self._slots[slots] < 0
            self._slots[slots[free]] = added[free]
            left = self._slots[slots] != added
            added, slots = added[left], (slots[left] + 1) & (len(self._slots) - 1)
        self._count = count
