"""Guards: which places where a name stands hold something else, by the words that stand beside it.

All readings of a stretch are asked at once; what stands beside each is known as the bits of ``lexicon``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from ..models import Bool, EntityType, Int32, Int64
from .lexicon import (
    ENDS_IN_ALEF,
    ENDS_IN_YEH_HEH,
    HAS_ANY_ARTICLE,
    HAS_ARTICLE,
    HAS_ASKED,
    IS_BEARER,
    IS_FATHER,
    IS_FIRM,
    IS_FIRST_NAME,
    IS_GIVEN,
    IS_NAMED_AFTER,
    IS_NATION,
    IS_NUMBER,
    IS_ORDINAL,
    IS_PART,
    IS_PLACE_KIND,
    IS_ROLE,
    IS_SERVANT,
    IS_STOP_WORD,
    IS_SURE_FIRST_NAME,
    IS_TITLE,
    IS_TROPHY,
    IS_WORD,
    TAKES_FEMININE,
    Asked,
)
from .text import Stretch


@dataclass(frozen=True, slots=True)
class Readings:
    """Places where some name stands, not yet judged: one row for each way to read its words."""

    match: Int64
    """Number of the place; rows of one place follow one another, the likeliest reading first."""
    first: Int64
    """Token."""
    last: Int64
    """Token, inclusive."""
    clitic: Bool
    """It is read without a clitic that its first word has."""
    node: Int64
    """Where in the trie the name ends."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What readings are and what stands beside each, as bits; 0 where nothing stands there."""

    single: Bool
    """It is one word."""
    clitic: Bool
    last: Int64
    """Its own last word."""
    before: Int64
    far: Int64
    """The word before that one."""
    after: Int64
    after_form: Int32
    """Number of the form that stands after it, wherever something does."""

    def take(self, rows: Int64) -> Beside:
        return Beside(*(getattr(self, field.name)[rows] for field in fields(self)))


def look_beside(stretch: Stretch, readings: Readings) -> Beside:
    """Return what stands beside each reading, in the same block and not apart from it."""
    bits, joined, first = stretch.bits, stretch.joined, readings.first
    after = np.minimum(readings.last + 1, len(bits) - 1)
    has_before = joined[first]
    has_far = has_before & joined[first - 1]
    return Beside(
        readings.first == readings.last,
        readings.clitic,
        bits[readings.last],
        np.where(has_before, bits[first - 1], 0),
        np.where(has_far, bits[first - 2], 0),
        np.where(joined[readings.last + 1], bits[after], 0),
        stretch.forms[after],
    )


def _has(bits: Int64, wanted: int) -> Bool:
    found: Bool = (bits & wanted) != 0
    return found


def find_guarded(beside: Beside, kind: EntityType, common: Asked) -> Bool:
    """Say of which readings, as names of entities of one kind, what stands beside them makes something else."""
    return _GUARDS[kind](beside, common)


def _is_someone_else(beside: Beside, common: Asked) -> Bool:
    """Say where a person's name names a thing (جامعة …) or is part of another's (يوسف …، … الصقيه)."""
    before, far = beside.before, beside.far
    guarded = _goes_on(beside, common)
    guarded |= _has(before, IS_NAMED_AFTER)
    guarded |= _has(before, IS_TITLE) & _has(far, IS_NAMED_AFTER)  # «مسجد الإمام علي»
    other = beside.single & _has(far, IS_FATHER)  # «منصور بن عيد المرزوقي»
    other |= _has(before, HAS_ARTICLE) & _has(far, IS_SERVANT)  # «عبد الله الفيصل»
    other |= _has(before, IS_SURE_FIRST_NAME) | (beside.single & _has(before, IS_FIRST_NAME))
    return guarded | (other & _has(before, IS_WORD) & ~beside.clitic)


def _goes_on(beside: Beside, common: Asked) -> Bool:
    """Say where the word after a person's name belongs to a longer name: «عبدالله بن عبدالعزيز الصقيه», «جيرارد فان …»."""
    given, after = _has(beside.last, IS_GIVEN), beside.after
    longer = beside.single & (_has(after, IS_PART | IS_ORDINAL) | (given & _has(after, IS_GIVEN)))
    family = given & _has(after, HAS_ARTICLE) & ~_has(after, IS_NATION | IS_TITLE | IS_ROLE)
    asked = np.flatnonzero(family & ~longer)
    longer[asked] = ~common.of(beside.after_form[asked])
    return longer


def _is_no_place(beside: Beside, _: Asked) -> Bool:
    before = beside.before
    guarded = _has(before, IS_NUMBER) & _has(beside.last, ENDS_IN_ALEF)  # «15 تركيا» are Turks, «15 كوبا» cups
    guarded |= _has(before, HAS_ASKED)  # «قال لـ«الشرق الأوسط»» is the newspaper
    return guarded | _is_borne(beside) | _is_adjective(beside)


def _is_borne(beside: Beside) -> Bool:
    """Say where a place is only part of what bears its name: «بنك الكويت الدولي», «شركة بترول أبوظبي»."""
    before = beside.before
    between = _has(before, IS_WORD) & ~_has(before, HAS_ARTICLE | IS_STOP_WORD | IS_NUMBER) & ~beside.clitic
    return _has(before, IS_BEARER) | (between & _has(beside.far, IS_FIRM))


def _is_adjective(beside: Beside) -> Bool:
    """Say where one word in ية is the adjective: «المملكة السعودية», «قوات سورية»."""
    before, last = beside.before, beside.last
    bare = beside.single & _has(last, ENDS_IN_YEH_HEH) & ~beside.clitic
    return bare & np.where(_has(last, HAS_ARTICLE), _has(before, HAS_ANY_ARTICLE), _has(before, TAKES_FEMININE))


def _is_no_organisation(beside: Beside, _: Asked) -> Bool:
    """Say where it is no organisation: «نهر التايمز» is no newspaper, «كأس الاتحاد الأفريقي» not its giver."""
    return _has(beside.before, IS_TROPHY) | (beside.single & _has(beside.before, IS_PLACE_KIND))


_GUARDS: Final[Mapping[EntityType, Callable[[Beside, Asked], Bool]]] = {
    EntityType.PERSON: _is_someone_else,
    EntityType.PLACE: _is_no_place,
    EntityType.ORGANISATION: _is_no_organisation,
}
