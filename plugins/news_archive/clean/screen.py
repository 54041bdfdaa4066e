"""Which rules can have anything to do in a text: found for many texts at once, before any rule looks at one.

Most rules touch few articles, and a search for something that is not there costs as much as the reading of the text. Here
each code point of all texts is looked up once in a table, and each pair of neighbours in another; what is left of a text are
a few bits. A bit may be set for nothing, since the rules look for themselves; where it is not set, the rule would find
nothing: a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from . import characters, layout


class May:
    """What may be in a text, a bit each."""

    ENTITIES: Final = 1 << 4
    CONTROLS: Final = 1 << 5
    INVISIBLE: Final = 1 << 6
    PRESENTATION_FORMS: Final = 1 << 7
    PERSIAN: Final = 1 << 8
    TATWEEL: Final = 1 << 9
    DECOMPOSED: Final = 1 << 10
    NBSP_BREAKS: Final = 1 << 11
    BREAKS: Final = 1 << 12
    SPACES: Final = 1 << 13
    MARKS: Final = 1 << 14
    BRACKETS: Final = 1 << 15
    NUMBERS: Final = 1 << 16


_CLASSES: Final = 0b1111
"""The bits below: the class of a code point, which matters in a pair."""
ALL: Final = 0x1FFFF & ~_CLASSES
CHARACTERS: Final = (
    May.ENTITIES | May.CONTROLS | May.INVISIBLE | May.PRESENTATION_FORMS | May.PERSIAN | May.TATWEEL | May.DECOMPOSED
)
(
    _OTHER,
    _EDGE,
    _LETTER,
    _DIGIT,
    _SPACE,
    _NBSP,
    _RARE_SPACE,
    _NEWLINE,
    _RARE_BREAK,
    _STOP,
    _MARK,
    _COMMA,
    _OPENS,
    _CLOSES,
    _HARAKA,
) = range(15)
_BREAKS: Final = (_NEWLINE, _RARE_BREAK)
_BLANKS: Final = (_SPACE, _NBSP, _RARE_SPACE)
_WHITE: Final = (*_BLANKS, *_BREAKS)
_ANY: Final = tuple(range(16))


def _points(characters: str) -> list[int]:
    """Return the code points of a set as regular expressions write it.

    >>> _points("a-ce")
    [97, 98, 99, 101]
    """
    points: list[int] = []
    at = 0
    while at < len(characters):
        last = at + 2 if characters[at + 1 : at + 2] == "-" else at
        points += range(ord(characters[at]), ord(characters[last]) + 1)
        at = last + 1
    return points


@cache
def _tables() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return code point -> class and bits, and pair of classes -> bits."""
    table = np.zeros(0x10001, np.uint32)  # the last entry stands for all that lie beyond
    for number, members in (
        (_LETTER, layout.LETTERS),
        (_DIGIT, layout.DIGITS),
        (_SPACE, " "),
        (_NBSP, "\u00a0"),
        (_RARE_SPACE, layout.RARE_SPACES),
        (_NEWLINE, "\n"),
        (_RARE_BREAK, layout.RARE_BREAKS),
        (_STOP, "."),
        (_MARK, layout.MARKS),
        (_COMMA, ","),
        (_OPENS, "(«"),
        (_CLOSES, ")»"),
        (_HARAKA, characters.HARAKAT),
    ):
        table[_points(members)] = number
    for bit, members in (
        (May.ENTITIES, "&"),
        (May.CONTROLS, characters.CONTROLS),
        (May.INVISIBLE, characters.INVISIBLE),
        (May.PRESENTATION_FORMS, characters.PRESENTATION_FORMS),
        (May.PERSIAN, characters.PERSIAN),
        (May.TATWEEL, characters.TATWEEL),
        (May.DECOMPOSED, characters.MARKS + characters.COMPOSED),
    ):
        table[_points(members)] |= np.uint32(bit)
    table[_points(characters.HARAKAT)] &= np.uint32(_CLASSES)  # one alone is never composed
    pairs = np.zeros((16, 16), np.uint32)
    for bit, first, second in (
        (May.DECOMPOSED, (_HARAKA,), (_HARAKA,)),
        (May.NBSP_BREAKS, (_SPACE,), (_NBSP,)),
        (May.BREAKS, _ANY, (_RARE_BREAK,)),
        (May.BREAKS, (*_WHITE, _EDGE), (_NEWLINE,)),
        (May.BREAKS, (_NEWLINE,), (*_WHITE, _EDGE)),
        (May.SPACES, _ANY, (_NBSP, _RARE_SPACE)),
        (May.SPACES, (_SPACE, _EDGE), (_SPACE,)),
        (May.SPACES, (_SPACE,), (_EDGE,)),
        (May.MARKS, _ANY, (_COMMA,)),
        (May.MARKS, _WHITE, (_STOP, _MARK)),
        (May.MARKS, (_STOP,), (_LETTER,)),
        (May.MARKS | May.NUMBERS, (_DIGIT,), (_LETTER,)),
        (May.MARKS, (_MARK,), tuple(set(_ANY) - {*_WHITE, _EDGE})),
        (May.BRACKETS, (_OPENS,), _WHITE),
        (May.BRACKETS, _WHITE, (_CLOSES,)),
    ):
        pairs[np.ix_(first, second)] |= np.uint32(bit)
    return table, pairs.ravel()


def screen(texts: Sequence[str]) -> list[int]:
    """Return for each text the bits of ``May`` for what may be in it.

    >>> [found == May.SPACES for found in screen(["قال الرجل", "قال  الرجل", "قال."])]
    [False, True, False]
    """
    if not texts:
        return []
    table, pairs = _tables()
    joined = "\n".join(("", *texts, ""))  # what stands between two texts is an edge of both
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    found = table.take(points, mode="clip")
    ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1)
    found[0] = _EDGE
    found[ends] = _EDGE
    classes = (found & _CLASSES).astype(np.uint8)
    found[:-1] |= pairs[(classes[:-1] << 4) | classes[1:]]
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    bits: list[int] = (np.bitwise_or.reduceat(found[:-1], starts) & ~np.uint32(_CLASSES)).tolist()
    return bits
