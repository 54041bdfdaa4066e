"""How far an unknown person's name goes: from many first words at a time, a word at a step.

A name is made of given names, family names (with ال), parts with what follows them (بن خالد) and at most one or two
other words; everyday words, known names and what stands further off than a space end it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ..models import Bool, Int32, Int64
from .lexicon import HAS_ARTICLE, IS_GIVEN_KIND, IS_JOINED, IS_NEVER, IS_PART
from .text import Forms, Stretch

STOP, PART, GIVEN, FAMILY, OTHER = range(5)
"""What a word can be inside a name."""
_LONGEST: Final = 6
"""Words of a person's name, a part and what follows it counted as one."""


class Kinds:
    """What each token of a stretch can be inside a name; nothing where a known name stands."""

    def __init__(self, stretch: Stretch, forms: Forms, free: Bool) -> None:
        self._stretch, self._common, self._free = stretch, forms.common, free
        self.gaps: Int32 = stretch.gaps

    def of(self, tokens: Int64) -> Int64:
        """Return the kinds of some tokens; of one behind the last, STOP."""
        stretch = self._stretch
        inside = np.minimum(tokens, len(stretch.bits) - 1)
        bits, forms = stretch.bits[inside], stretch.forms[inside]
        kinds = np.where(bits & HAS_ARTICLE, FAMILY, OTHER)
        kinds[(bits & (IS_NEVER | IS_JOINED)) != 0] = STOP
        kinds[(bits & IS_GIVEN_KIND) != 0] = GIVEN
        kinds[(bits & IS_PART) != 0] = PART
        kinds[~self._free[tokens]] = STOP
        asked = np.flatnonzero(kinds >= FAMILY)
        kinds[asked[self._common.of(forms[asked])]] = STOP
        return kinds


@dataclass(frozen=True, slots=True)
class Spans:
    """Names, one to a row."""

    last: Int64
    """Token, inclusive."""
    words: Int64
    """As ``_LONGEST`` counts them."""
    final: Int64
    """Kind of the last word, PART where it follows one."""
    surely: Bool
    """A given name or a part stands behind the first word."""


def follow_names(kinds: Kinds, first: Int64, others: Int64, most: Int64) -> Spans:
    """Return the names that begin at the tokens ``first``.

    ``others`` of its first word count among the words that are none of the kinds of names, of which there may be ``most``.
    """
    count = len(first)
    spans = Spans(first.copy(), np.ones(count, np.int64), np.full(count, GIVEN), np.zeros(count, np.bool_))
    family = np.zeros(count, np.bool_)
    others = others.copy()
    place = first + 1
    rows = np.arange(count)
    for _ in range(_LONGEST - 1):
        rows = rows[kinds.gaps[place[rows]] == 1]
        kind = kinds.of(place[rows])
        goes_on = kind == GIVEN
        goes_on |= (kind == FAMILY) & (spans.final[rows] != FAMILY)
        goes_on |= (kind == OTHER) & (others[rows] < most[rows]) & ~family[rows]
        last = place[rows]
        parts = np.flatnonzero(kind == PART)
        last[parts], goes_on[parts] = _pass_parts(kinds, last[parts])
        rows, last, kind = rows[goes_on], last[goes_on], kind[goes_on]
        spans.last[rows], spans.final[rows] = last, kind
        spans.words[rows] += 1
        spans.surely[rows] |= (kind == GIVEN) | (kind == PART)
        family[rows] |= kind == FAMILY
        others[rows] += kind == OTHER
        place[rows] = last + 1
    return spans


def _pass_parts(kinds: Kinds, tokens: Int64) -> tuple[Int64, Bool]:
    """Return what follows the parts of names at some tokens, one or several of them, and whether it is a name."""
    after = tokens + 1
    rows = np.arange(len(tokens))
    while len(rows):
        rows = rows[(kinds.gaps[after[rows]] == 1) & (kinds.of(after[rows]) == PART)]
        after[rows] += 1
    return after, (kinds.gaps[after] == 1) & (kinds.of(after) != STOP)
