"""Normal forms and stems of packed words: by arithmetic what ``normal`` and ``stems`` say letter by letter.

The tables are theirs; a test holds both ways against each other.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ..models import Bool, Int64
from .normal import FOLD
from .packed import BYTE, HALF, KEPT, Packed, UInt64, from_letters, letters_of, tabulate
from .stems import CONJUNCTION, FAR, FINALS, FUTURE, HAMZA, NEAR, PERSONS, PREFIXES, ROUNDS, SUFFIXES


def _fold_letter(letter: str) -> int:
    folded = FOLD.get(ord(letter), letter)
    return BYTE[folded] if folded else 0


_FOLDED: Final = tabulate({number: _fold_letter(letter) for letter, number in BYTE.items()}, 256)


def fold(words: Packed) -> Packed:
    """Return the normal forms of words.

    >>> from news_archive.arabic.packed import pack_words, unpack
    >>> unpack(fold(pack_words(["الأُمّة", "TASS", "٢٠١٥"])[0]))
    ['الامه', 'tass', '2015']
    """
    letters = _FOLDED[letters_of(words)]
    gaps = np.flatnonzero(((letters[:, :-1] == 0) & (letters[:, 1:] != 0)).any(axis=1))
    if len(gaps):
        behind = np.argsort(letters[gaps] == 0, axis=1, kind="stable")
        letters[gaps] = np.take_along_axis(letters[gaps], behind, axis=1)
    return from_letters(letters)


def _number_of(letters: str) -> np.uint64:
    return np.uint64(int.from_bytes(bytes(BYTE[letter] for letter in letters)))


_NO_HAMZA: Final = np.arange(256, dtype=np.uint8)
_NO_HAMZA[[BYTE[chr(point)] for point in HAMZA]] = [BYTE[to] for to in HAMZA.values()]


class _Stemmed:
    """Words that lose letters at both ends."""

    def __init__(self, words: Packed) -> None:
        letters = _NO_HAMZA[letters_of(words)]
        self.size: Int64 = np.count_nonzero(letters, axis=1)
        packed = from_letters(letters)
        self.head, self.tail = packed.head, packed.tail
        last = np.take_along_axis(letters, np.maximum(np.arange(-HALF, 0) + self.size[:, None], -1), axis=1)
        self.end: UInt64 = np.ascontiguousarray(last).view(">u8").astype(np.uint64)[:, 0]
        """The last eight letters; nothing of worth where there are fewer."""

    def begins(self, letters: str) -> Bool:
        found: Bool = self.head >> np.uint64(8 * (HALF - len(letters))) == _number_of(letters)
        return found

    def begins_with_any(self, letters: str) -> Bool:
        return np.isin(self.head >> np.uint64(8 * (HALF - 1)), [BYTE[letter] for letter in letters])

    def ends(self, letters: str) -> Bool:
        found: Bool = self.end & np.uint64((1 << 8 * len(letters)) - 1) == _number_of(letters)
        return found

    def cut_first(self, where: Bool, count: int) -> None:
        """Take so many letters off the front."""
        at = np.flatnonzero(where)
        shift = np.uint64(8 * count)
        self.head[at] = (self.head[at] << shift) | (self.tail[at] >> (np.uint64(64) - shift))
        self.tail[at] <<= shift
        self.size[at] -= count

    def cut_last(self, where: Bool, count: int) -> None:
        at = np.flatnonzero(where)
        self.end[at] >>= np.uint64(8 * count)
        self.size[at] -= count

    def result(self) -> Packed:
        return Packed(
            self.head & KEPT.take(self.size, mode="clip"),
            self.tail & KEPT.take(np.maximum(self.size, HALF) - HALF),
        )


def stem(words: Packed) -> Packed:
    """Return the stems of normal forms; word by word what ``stems.stem`` gives.

    >>> from news_archive.arabic.packed import pack_words, unpack
    >>> unpack(stem(pack_words(["والسوريين", "سوريا", "tass"])[0]))
    ['سور', 'سور', 'tass']
    """
    found = _Stemmed(words)
    first = found.head >> np.uint64(8 * (HALF - 1))
    open_ = (found.size > 3) & (first >= BYTE["ء"]) & (first <= BYTE["ي"])
    persons = np.isin(found.head >> np.uint64(8 * (HALF - 3)) & np.uint64(255), [BYTE[letter] for letter in PERSONS])
    future = open_ & (found.size > 4) & persons & (found.begins(FUTURE[0]) | found.begins(FUTURE[1]))
    waiting = open_ & ~future
    found.cut_first(future, 2)
    for prefix in PREFIXES:
        at = waiting & (found.size >= len(prefix) + 3) & found.begins(prefix)
        waiting &= ~at
        found.cut_first(at, len(prefix))
    waiting = open_.copy()
    for suffix in SUFFIXES:
        at = waiting & (found.size >= len(suffix) + 3) & found.ends(suffix)
        waiting &= ~at
        found.cut_last(at, len(suffix))
    finals = np.isin(found.end & np.uint64(255), [BYTE[letter] for letter in FINALS])
    found.cut_last(open_ & (found.size > 3) & finals, 1)
    for _ in range(ROUNDS):
        found.cut_first(open_ & (found.size > 3) & found.begins(CONJUNCTION), 1)
        near = (found.size > 3) & found.begins_with_any(NEAR)
        far = (found.size > 4) & found.begins_with_any(FAR)
        found.cut_first(open_ & (near | far), 1)
    return found.result()
