"""Many sorted words as they lie in memory, each decoded when it is asked for.

A build that finds one article changed needs a few hundred of the two hundred thousand words that it remembers. Made to
strings they would be forty megabytes, which every worker shares by copying.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, overload

import numpy as np

from .models import Bool, Int32, Int64

_PATIENCE: Final = 20_000
"""After so many words that were asked for one by one, all are decoded at once."""
_FEW: Final = 5_000
"""Up to so many words taken out and put in, the others are moved as they lie."""


class Words(Sequence[str]):
    """Words, none with a newline, UTF-8, a newline between each two."""

    def __init__(self, data: bytes | memoryview) -> None:
        self.data = data
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
        self._ends: Int64 = np.append(ends, len(data)) if len(data) else ends
        self._bounds = self._ends.data
        self._all: list[str] | None = None
        self._known: dict[int, str] = {}
        """Words that were asked for: who looks for a word in sorted ones asks for the same first ones each time."""

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        if self._all is None:
            if isinstance(place, slice) or len(self._known) > _PATIENCE:
                self._all = str(self.data, "utf-8").split("\n") if len(self) else []
            else:
                word = self._known.get(place)
                if word is None:
                    bounds = self._bounds
                    end = bounds[place]
                    at = place % len(bounds)
                    word = self._known[place] = str(self.data[bounds[at - 1] + 1 if at else 0 : end], "utf-8")
                return word
        return self._all[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self[:] == list(other)

    __hash__ = None  # type: ignore[assignment]

    def starts(self, place: int) -> int:
        """Return the first byte of a word, or where the next one would begin."""
        return int(self._ends[place - 1]) + 1 if place else 0


def join_words(words: Sequence[str]) -> bytes | memoryview:
    """Return words as ``Words`` has them."""
    return words.data if isinstance(words, Words) else "\n".join(words).encode()


def add_words(words: Sequence[str], more: Sequence[str]) -> Sequence[str]:
    """Return words and more of them, in this order."""
    if not isinstance(words, Words) or not len(words) or not more:
        return [*words, *more]
    return Words(b"\n".join((words.data, "\n".join(more).encode())))


def find_word(words: Sequence[str], word: str, end: int | None = None) -> int:
    """Return the place of a word among sorted ones, the first ``end`` of a list or all, -1 where it is not.

    >>> find_word(["a", "c", "b"], "c", 2), find_word(["a", "c", "b"], "b", 2)
    (1, -1)
    """
    last = len(words) if end is None else end
    place = bisect_left(words, word, 0, last)
    return place if place < last and words[place] == word else -1


def merge_words(old: Words, used: Bool, new: Sequence[str]) -> tuple[Words, Int32, Int32] | None:
    """Merge the used ones of sorted words with others; return them and both maps (-1: unused), None where much changes."""
    known = [find_word(old, word) for word in new]
    fresh = [j for j, place in enumerate(known) if place < 0 or not used[place]]
    gone = np.flatnonzero(~used)
    if len(gone) + len(fresh) > _FEW or not len(old):
        return None
    rank = np.cumsum(used, dtype=np.int64)
    rank -= used
    cuts = [bisect_left(old, new[j]) for j in fresh]
    from_old = np.full(len(old), -1, np.int32)
    kept = np.flatnonzero(used)
    from_old[kept] = rank[kept] + np.searchsorted(np.array(cuts, np.int64), kept, side="right")
    places = [int(rank[cut]) if cut < len(old) else len(kept) for cut in cuts]
    put = {j: place + nth for nth, (j, place) in enumerate(zip(fresh, places, strict=True))}
    from_new = np.array([put[j] if j in put else from_old[place] for j, place in enumerate(known)], np.int32)
    return (
        Words(_splice(old, gone.tolist(), [(cut, new[j]) for cut, j in zip(cuts, fresh, strict=True)])),
        from_old,
        from_new,
    )


def _splice(old: Words, gone: Sequence[int], put: Sequence[tuple[int, str]]) -> bytes:
    """Return the data without some words, ascending, and with others, each before the word at its place."""
    events = sorted([*((place, 0, word) for place, word in put), *((place, 1, "") for place in gone)])
    pieces: list[bytes | memoryview] = []
    data, at = memoryview(old.data), 0

    def keep(until: int) -> None:
        if until > at:
            pieces.append(data[old.starts(at) : old.starts(until) - 1])

    for place, is_gone, word in events:
        keep(place)
        if is_gone:
            at = place + 1
        else:
            pieces.append(word.encode())
            at = max(at, place)
    keep(len(old))
    return b"\n".join(pieces)
