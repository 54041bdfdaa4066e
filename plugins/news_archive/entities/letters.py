"""Many words at once as code points: how they begin, how they end, which hold what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ..models import Bool, Int64

UInt32 = npt.NDArray[np.uint32]
_PAD: Final = 5
"""Newlines around all words: so many letters at either end of a word can be asked for."""


class Letters:
    """The letters of many words, none of which holds a newline.

    >>> letters = Letters(["باريس", "و", "كتابات"])
    >>> letters.begin_with("ب", "و").tolist(), letters.end_with("ات").tolist(), letters.lengths.tolist()
    ([True, True, False], [False, False, True], [5, 1, 6])
    """

    def __init__(self, words: Sequence[str]) -> None:
        text = "\n" * _PAD + "\n".join(words) + "\n" * _PAD
        self.points: UInt32 = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        breaks = np.flatnonzero(self.points == ord("\n"))[_PAD - 1 : _PAD + len(words)]
        self.starts: Int64 = breaks[:-1] + 1
        self.ends: Int64 = breaks[1:]

    @property
    def lengths(self) -> Int64:
        """Code points of each word."""
        return self.ends - self.starts

    @cached_property
    def _first(self) -> list[UInt32]:
        return [self.points[self.starts + place] for place in range(_PAD)]

    @cached_property
    def _last(self) -> list[UInt32]:
        return [self.points[self.ends - 1 - place] for place in range(_PAD)]

    def begin_with(self, *beginnings: str) -> Bool:
        """Say which words begin with one of some texts of at most five letters."""
        return self._meet(self._first, beginnings)

    def end_with(self, *endings: str) -> Bool:
        """Say which words end with one of some texts of at most five letters."""
        return self._meet(self._last, [ending[::-1] for ending in endings])

    def _meet(self, letters: list[UInt32], texts: Sequence[str]) -> Bool:
        found = np.zeros(len(self.starts), np.bool_)
        for text in texts:
            one = letters[0] == ord(text[0])
            for place, letter in enumerate(text[1:], 1):
                one &= letters[place] == ord(letter)
            found |= one
        return found

    def hold(self, points: Bool) -> Int64:
        """Return the words, ascending, that hold one of the marked ``points``; a newline is in no word."""
        places = np.flatnonzero(points & (self.points != ord("\n")))
        return np.unique(np.searchsorted(self.starts, places, side="right") - 1)
