"""analyse: cleaned text -> token arrays, one pass, each distinct surface token analysed once.

``tokenise`` cuts a batch of articles into surface tokens with ids of its own; ``vocabulary.build_vocabulary`` puts the
tokens of all batches under one canonical numbering (sorted by code point), so that no later stage can see in which order,
in how many processes or in how many builds the articles came. Everything after this stage works on integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .arabic.packed import code_points, pack
from .arabic.tokens import BASE_RANGES, MARK_RANGES
from .arabic.word_numbers import WordNumbers
from .models import Bool, Int32, Int64, Tokens

SENTENCE_MARKS: Final = ".!?…\N{ARABIC QUESTION MARK}\N{ARABIC FULL STOP}"
"""End a sentence where no letter or digit follows at once; a point behind a single letter (د. ب. أ) does not."""
WHITE: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What ``str.split`` splits at."""
_END: Final = -1
_BLANK: Final = -2


def _class_table() -> npt.NDArray[np.int8]:
    """Return the class of each code point: 2 begins a token, 1 may follow, -1 ends a sentence, -2 is white, 0 is none."""
    table = np.zeros(0x10001, dtype=np.int8)  # the last entry stands for all that lie beyond
    table[[ord(mark) for mark in SENTENCE_MARKS]] = _END
    table[[ord(blank) for blank in WHITE]] = _BLANK
    for first, last in MARK_RANGES:
        table[first : last + 1] = 1
    for first, last in BASE_RANGES:
        table[first : last + 1] = 2
    return table


_CLASS: Final = _class_table()


@dataclass(frozen=True, slots=True)
class Batch:
    """The tokens of some articles under a numbering of their own."""

    surfaces: list[str]
    """Distinct surface tokens in order of first appearance; index = local id. Only those that were not known before."""
    tokens: Tokens
    """As in ``models.Tokens``, with local ids."""
    words: Int64
    """Words of each article, its first block apart, as white space parts them, shape (D,)."""


class SurfaceNumbers:
    """Local ids that several batches share, so that a word which comes back in many of them is named once."""

    __slots__ = ("_others", "_words")

    def __init__(self) -> None:
        self._words = WordNumbers()
        self._others: dict[str, int] = {}
        """Words that cannot be packed, each with a number that no packed word's head is: its first byte is 0."""

    def number(self, text: str, points: npt.NDArray[np.uint32], starts: Int64, ends: Int64) -> tuple[Int32, list[str]]:
        """Return the ids of the tokens of a text, and the surfaces that are new, in the order of their ids."""
        words, fits = pack(points, starts, ends - starts)
        for place in np.flatnonzero(~fits).tolist():
            word = text[starts[place] : ends[place]]
            words.head[place] = self._others.setdefault(word, len(self._others))
            words.tail[place] = 0
        ids, new = self._words.number(words)
        return ids, [text[a:b] for a, b in zip(starts[new].tolist(), ends[new].tolist(), strict=True)]


def tokenise(articles: Sequence[Sequence[str]], numbers: SurfaceNumbers | None = None) -> Batch:
    """Cut articles, each a sequence of blocks (title first, then paragraphs), into tokens.

    A block holds no newline: the cleaning stage has split the text there. What ``TOKEN`` matches is found by tables over
    the whole text, and told apart as integers: only a surface that is new becomes a string.

    >>> batch = tokenise([["روسيا وروسيا", "قال: روسيا"]])
    >>> [batch.surfaces[i] for i in batch.tokens.ids]
    ['روسيا', 'وروسيا', 'قال', 'روسيا']
    >>> batch.tokens.starts.tolist(), batch.tokens.blocks.tolist(), batch.tokens.articles.tolist()
    ([0, 6, 0, 5], [0, 2, 4], [0, 2])
    >>> tokenise([["نعم. قال (د. ب. أ) لا؟ «ثم 5.5"]]).tokens.ends.tolist()
    [True, False, False, False, False, True, False, False, True]
    >>> tokenise([["ـ ـنعم ـ"]]).surfaces
    ['نعم']
    """
    numbers = numbers or SurfaceNumbers()
    counts = np.fromiter((len(blocks) for blocks in articles), dtype=np.int64, count=len(articles))
    blocks_of = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    lines = [block for blocks in articles for block in blocks]
    text = "\n".join(lines)
    points = code_points(text)
    kind = _CLASS.take(points, mode="clip")
    starts, run_ends = _find_words(kind)
    ids, surfaces = numbers.number(text, points, starts, run_ends)
    line_starts = np.zeros(len(lines) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, lines), dtype=np.int64, count=len(lines)) + 1, out=line_starts[1:])
    offsets = np.searchsorted(starts, line_starts)
    sizes = np.diff(offsets)
    ends = _find_ends(kind, starts, run_ends)
    ends[offsets[1:][sizes > 0] - 1] = True
    in_line = (starts - np.repeat(line_starts[:-1], sizes)).astype(np.int32)
    return Batch(
        surfaces,
        Tokens(ids, in_line, offsets.astype(np.int64), blocks_of, ends),
        _count_words(kind, line_starts[np.minimum(blocks_of[:-1] + 1, blocks_of[1:])], line_starts[blocks_of[1:]]),
    )


def _count_words(kind: npt.NDArray[np.int8], starts: Int64, ends: Int64) -> Int64:
    """Return how many words begin in each stretch; ``kind`` is the class of each code point."""
    dark = kind != _BLANK
    begins = np.flatnonzero(dark[1:] & ~dark[:-1]) + 1
    if len(dark) and dark[0]:
        begins = np.concatenate([np.zeros(1, np.int64), begins])
    return np.searchsorted(begins, ends) - np.searchsorted(begins, starts)


def _find_words(kind: npt.NDArray[np.int8]) -> tuple[Int64, Int64]:
    """Return where tokens begin and end; ``kind`` is the class of each code point."""
    edges = np.diff((kind > 0).view(np.int8), prepend=np.int8(0), append=np.int8(0))
    starts, ends = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
    marked = np.flatnonzero(kind[starts] == 1)
    if not len(marked):
        return starts, ends
    letters = np.append(np.flatnonzero(kind == 2), len(kind))  # a run that begins with marks has its token behind them
    starts[marked] = np.minimum(letters[np.searchsorted(letters, starts[marked])], ends[marked])
    whole = starts < ends
    return starts[whole], ends[whole]


def _find_ends(kind: npt.NDArray[np.int8], starts: Int64, run_ends: Int64) -> Bool:
    """Return which tokens are followed by a mark that ends a sentence; ``kind`` is the class of each code point."""
    ends = np.zeros(len(starts), np.bool_)
    marks = np.flatnonzero(kind[:-1] == _END)
    marks = marks[kind[marks + 1] <= 0]
    token = np.searchsorted(starts, marks, side="right") - 1
    token = token[token >= 0]
    ends[token[run_ends[token] - starts[token] > 1]] = True
    return ends
