"""Two texts word by word: which stretches they share and which only one of them has.

Python's difflib finds the longest stretches that two texts share, which reads better than the shortest edit script;
stretches of a word or two that stand by chance between two rewritten ones are then taken into the change. Words are
compared in their normal form, so that a hamza, a haraka or a mark of punctuation is no difference.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final

from ..arabic.normal import normalise
from ..arabic.tokens import TOKEN

_form: Final = lru_cache(maxsize=1 << 16)(normalise)
"""Texts that are compared share most of their words."""
LONG: Final = 3000
"""Words from which the commonest words begin no shared stretch (difflib's junk): long texts stay fast."""
CHANCE: Final = 3
"""Shared stretches of fewer words are dissolved where both neighbours are longer changes."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words."""

    text: str
    """Paragraphs joined by newlines."""
    forms: tuple[str, ...]
    """Normal form of each word."""
    bounds: tuple[tuple[int, int], ...]
    """First and last (exclusive) code point of each word in ``text``."""

    def piece(self, first: int, last: int) -> str:
        """Return the text of words ``first`` to ``last`` (exclusive), with the punctuation that follows each.

        >>> cut_words(["قال: «نعم»، ثم ذهب."]).piece(0, 2)
        'قال: «نعم»،'
        """
        if first >= last:
            return ""
        begin = self._begin(first)
        end = self._begin(last) if last < len(self.bounds) else len(self.text)
        return self.text[begin:end].strip()

    def pieces(self, first: int, last: int) -> list[str]:
        """Return the same word by word, each with what stands behind it up to the next, the last one's space left out.

        >>> cut_words(["قال: «نعم»، ثم ذهب."]).pieces(0, 2)
        ['قال: ', '«نعم»،']
        """
        if first >= last:
            return []
        begins = [self._begin(word) for word in range(first, last)]
        begins.append(self._begin(last) if last < len(self.bounds) else len(self.text))
        parts = [self.text[start:end].replace("\n", " ") for start, end in pairwise(begins)]
        parts[-1] = parts[-1].rstrip()
        return parts

    def sentences(self) -> list[tuple[int, int]]:
        """Return the first and last (exclusive) word of each sentence; a line's end ends one, too."""
        cuts = [0]
        for word in range(1, len(self.bounds)):
            between = self.text[self.bounds[word - 1][1] : self.bounds[word][0]]
            if "\n" in between or (any(mark in between for mark in ".!?؟…") and " " in between):
                cuts.append(word)
        return list(pairwise([*cuts, len(self.bounds)]))

    def _begin(self, word: int) -> int:
        """Return where a word begins, an opening mark before it included."""
        start = self.bounds[word][0]
        floor = self.bounds[word - 1][1] if word else 0
        while start > floor and not self.text[start - 1].isspace():
            start -= 1
        return start if start == 0 or self.text[start - 1].isspace() else self.bounds[word][0]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words ``a1:a2`` of one text against ``b1:b2`` of the other."""

    same: bool
    a1: int
    a2: int
    b1: int
    b2: int

    @property
    def longer(self) -> int:
        return max(self.a2 - self.a1, self.b2 - self.b1)


def cut_words(paragraphs: Sequence[str]) -> Words:
    """Return a text's words.

    >>> cut_words(["قال: «نعم»"]).forms
    ('قال', 'نعم')
    """
    text = "\n".join(paragraphs)
    bounds = tuple([match.span() for match in TOKEN.finditer(text)])
    return Words(text, tuple(map(_form, TOKEN.findall(text))), bounds)


def align(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Stretch]:
    """Return the stretches of two texts in order; together they cover both.

    >>> [(s.same, a[s.a1:s.a2], b[s.b1:s.b2]) for a, b in [("خ د ر ز".split(), "خ د س ز".split())] for s in align(a, b)]
    [(True, ['خ', 'د'], ['خ', 'د']), (False, ['ر'], ['س']), (True, ['ز'], ['ز'])]
    """
    matcher = SequenceMatcher(None, a, b, autojunk=max(len(a), len(b)) > LONG)
    found = [Stretch(tag == "equal", a1, a2, b1, b2) for tag, a1, a2, b1, b2 in matcher.get_opcodes()]
    return _join(_dissolve(found))


def _dissolve(stretches: list[Stretch]) -> list[Stretch]:
    """Make shared stretches that stand by chance between two longer changes part of the change."""
    last = len(stretches) - 1
    return [
        Stretch(False, s.a1, s.a2, s.b1, s.b2)
        if s.same
        and s.longer < CHANCE
        and 0 < place < last
        and min(stretches[place - 1].longer, stretches[place + 1].longer) > s.longer
        else s
        for place, s in enumerate(stretches)
    ]


def _join(stretches: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for s in stretches:
        if joined and joined[-1].same == s.same:
            joined[-1] = Stretch(s.same, joined[-1].a1, s.a2, joined[-1].b1, s.b2)
        else:
            joined.append(s)
    return joined
