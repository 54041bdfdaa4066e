"""What a word can be in a name or beside one, as bits: the word lists, and how a word begins and ends.

Guards and candidates ask for bits of whole arrays of words at a time. Each distinct form is looked at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np

from ..models import Bool, EntityType, Int32, Int64
from .authority import STOP_WORDS
from .forms import name_form
from .letters import Letters
from .words import (
    BEARERS,
    COMMON_GIVEN,
    FIRMS,
    GIVEN,
    KINDS,
    LEARNERS,
    NAMED_AFTER,
    NAMED_ORGS,
    NATIONS,
    NO_SURNAME,
    PARTS,
    PERSONAL_TITLES,
    PLACE_KINDS,
    PLACE_TRIGGERS,
    ROLES,
    SAID,
    SURE_GIVEN,
    TITLES,
    WEAK_GIVEN,
)

_BITS: Final = iter(1 << place for place in range(62))

IS_WORD: Final = next(_BITS)
"""Any form that is not empty; what stands beside nothing has no bit."""
IS_NUMBER: Final = next(_BITS)
IS_STOP_WORD: Final = next(_BITS)
IS_GIVEN: Final = next(_BITS)
IS_WEAK_GIVEN: Final = next(_BITS)
IS_PART: Final = next(_BITS)
IS_TITLE: Final = next(_BITS)
IS_ROLE: Final = next(_BITS)
IS_NATION: Final = next(_BITS)
IS_ORDINAL: Final = next(_BITS)
IS_FATHER: Final = next(_BITS)
"""بن، ابن، بنت"""
IS_DESCENT: Final = next(_BITS)
"""بن، بنت: a name stands before it."""
IS_KUNYA: Final = next(_BITS)
"""أبو، أبي"""
IS_JOINED: Final = next(_BITS)
"""و and a given name: the next person's."""
IS_SERVANT: Final = next(_BITS)
"""عبد: the first half of a name."""
IS_FIRST_NAME: Final = next(_BITS)
"""Before one word that is a person's name, it makes it another's."""
IS_SURE_FIRST_NAME: Final = next(_BITS)
"""... and before any person's name."""
IS_NAMED_AFTER: Final = next(_BITS)
"""A thing that bears a person's name: جامعة، بحديقة. With the article it bears none: «مديرة المكتبة سلمى الحداد»."""
IS_BEARER: Final = next(_BITS)
IS_FIRM: Final = next(_BITS)
IS_PLACE_KIND: Final = next(_BITS)
IS_TROPHY: Final = next(_BITS)
HAS_ASKED: Final = next(_BITS)
"""What stands after it is a newspaper: قال ل«…», علمت «…»."""
SAYS_PLACE: Final = next(_BITS)
"""The first of two words of a place's name only says what the other names: بمدينة مشهد."""
SAYS_ORGANISATION: Final = next(_BITS)
TAKES_FEMININE: Final = next(_BITS)
"""An adjective in ية may follow."""
HAS_ARTICLE: Final = next(_BITS)
HAS_ANY_ARTICLE: Final = next(_BITS)
"""... perhaps after a clitic."""
ENDS_IN_ALEF: Final = next(_BITS)
ENDS_IN_YEH: Final = next(_BITS)
ENDS_IN_YEH_HEH: Final = next(_BITS)
IS_LONG: Final = next(_BITS)
"""More than three letters."""
IS_PERSONAL: Final = next(_BITS)
"""A single unknown word after it is a name."""
IS_NO_LAST_NAME: Final = next(_BITS)
MAY_BE_VERB: Final = next(_BITS)
ENDS_AS_WORD: Final = next(_BITS)
"""An ending of common words that name neither a place nor an organisation by themselves."""
BEGINS_NAME: Final = next(_BITS)
"""A given name, perhaps after a clitic."""
TITLE_BEFORE: Final = next(_BITS)
"""A title, perhaps after a clitic."""
NATION_BEFORE: Final = next(_BITS)
PLACE_BEFORE: Final = next(_BITS)
ORGANISATION_BEFORE: Final = next(_BITS)
SAYS: Final = next(_BITS)
"""A verb of saying."""
IS_GIVEN_KIND: Final = next(_BITS)
"""Inside an unknown person's name: a given name, also one with عبدال that no list holds."""
IS_NEVER: Final = next(_BITS)
"""Inside an unknown name: never."""

TRIGGERS: Final = BEGINS_NAME | TITLE_BEFORE | NATION_BEFORE | PLACE_BEFORE | ORGANISATION_BEFORE

_CLITICS: Final = ("و", "ب", "ل", "ف", "ك")
_BEFORE_TRIGGERS: Final = ("و", "ل", "ب", "ف", "ك", "ول", "وب", "فل")
_ORDINALS: Final = ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن")
_SERVANTS: Final = ("عبد", "وعبد", "لعبد")
_ADJECTIVES_FOLLOW: Final = ("اراض", "اراضي", "قوي", "مصادر", "اطراف")
"""Plurals without a feminine ending that an adjective in ية follows."""
_ANY_ARTICLE: Final = ("ال", "وال", "بال", "لل", "كال", "فال")
_CLITIC_ARTICLE: Final = ("وال", "بال", "فال", "كال", "لل", "ولل")
_FOREIGN_WAW: Final = ("وي", "وو", "وا")
"""Beginnings of foreign names; another و is a conjunction."""
_VERBAL_STARTS: Final = ("يست", "تست", "سي", "ست", "است", "ليت", "لي")
_VERBAL_ENDS: Final = ("هم", "ها", "هما", "ونه", "ات", "ونها")
_VERB_PREFIXES: Final = ("ي", "ت")
_WORD_ENDS: Final = ("ه", "ات", "ون", "ين")
_FIRST_LETTER: Final = 0x620
_LAST_LETTER: Final = 0x64A
_SHORT: Final = 3
"""Letters below which an unknown word is no part of a name."""


def _with_clitics(words: Iterable[str]) -> list[str]:
    return [clitic + word for word in words for clitic in ("", *_CLITICS)]


def _with_duals(words: frozenset[str]) -> frozenset[str]:
    """Return words with what two of them are before a name: مركزي محمد بن نايف, جامعتا …"""
    pairs = {word[:-1] + "ت" if word.endswith("ه") else word for word in words}
    return words | {pair + ending for pair in pairs for ending in ("ا", "ي")}


def _after_clitic(words: Iterable[str]) -> list[str]:
    """Return words as they stand in a sentence: محمد، ومحمد، لمحمد؛ المدرب، للمدرب."""
    forms = []
    for word in words:
        forms += [word, *(clitic + word for clitic in _BEFORE_TRIGGERS if len(word) > 2)]
        if word.startswith("ال"):
            forms.append("لل" + word[2:])
    return forms


@cache
def _table() -> dict[str, int]:
    """Return the bits of every listed word, with the clitics under which it is known."""
    sure = [form for word in (*SURE_GIVEN, *PARTS, *_SERVANTS) for form in (word, f"و{word}")]
    lists: list[tuple[int, Iterable[str]]] = [
        (IS_STOP_WORD, STOP_WORDS),
        (IS_GIVEN | IS_GIVEN_KIND, GIVEN),
        (IS_WEAK_GIVEN, WEAK_GIVEN),
        (IS_PART, PARTS),
        (IS_TITLE | IS_NEVER, TITLES),
        (IS_ROLE | IS_NEVER, ROLES),
        (IS_NATION | IS_NEVER, NATIONS),
        (IS_NEVER, (*PLACE_TRIGGERS, *NAMED_ORGS, *NAMED_AFTER)),
        (IS_ORDINAL, map(name_form, _ORDINALS)),
        (IS_FATHER, ("بن", "ابن", "بنت")),
        (IS_DESCENT, ("بن", "بنت")),
        (IS_KUNYA, ("ابو", "ابي")),
        (IS_JOINED, ("و" + word for word in GIVEN if "و" + word not in GIVEN)),
        (IS_SERVANT, _SERVANTS),
        (IS_SURE_FIRST_NAME | IS_FIRST_NAME, sure),
        (IS_FIRST_NAME, (form for word in GIVEN for form in (word, f"و{word}"))),
        (IS_NAMED_AFTER, _with_clitics(_with_duals(NAMED_AFTER))),
        (IS_BEARER, _with_clitics(_with_duals(BEARERS))),
        (IS_FIRM, _with_clitics(FIRMS)),
        (IS_PLACE_KIND, _with_clitics(PLACE_KINDS)),
        (IS_TROPHY, ("كاس", "جايزه")),
        (HAS_ASKED, ("ل", "ب", *_with_clitics(LEARNERS))),
        (SAYS_PLACE, _with_clitics(KINDS[EntityType.PLACE])),
        (SAYS_ORGANISATION, _with_clitics(KINDS[EntityType.ORGANISATION])),
        (TAKES_FEMININE, _ADJECTIVES_FOLLOW),
        (IS_PERSONAL, _with_clitics(PERSONAL_TITLES)),
        (IS_NO_LAST_NAME, COMMON_GIVEN | NO_SURNAME),
        (BEGINS_NAME, _after_clitic(GIVEN)),
        (TITLE_BEFORE, _after_clitic(TITLES)),
        (PLACE_BEFORE, _after_clitic(PLACE_TRIGGERS)),
        (ORGANISATION_BEFORE, _after_clitic(NAMED_ORGS)),
        (NATION_BEFORE, (word for word in NATIONS if word.startswith("ال"))),
        (SAYS, (clitic + word for word in SAID for clitic in ("", "و", "ف"))),
    ]
    table: defaultdict[str, int] = defaultdict(int)
    for bits, words in lists:
        for word in words:
            table[word] |= bits
    return dict(table)


def describe_forms(forms: Sequence[str], index: Mapping[str, int]) -> Int64:
    """Return the bits of each form; ``index`` gives the place of a form among them."""
    bits = np.zeros(len(forms), np.int64)
    table = _table()
    listed = [(place, found) for form, found in table.items() if (place := index.get(form)) is not None]
    if listed:
        places, found = np.array(listed, np.int64).T
        bits[places] = found
    letters = Letters(forms)
    lengths = letters.lengths
    rules: tuple[tuple[int, Bool], ...] = (
        (IS_WORD, lengths > 0),
        (IS_LONG, lengths > 3),
        (HAS_ARTICLE, letters.begin_with("ال")),
        (HAS_ANY_ARTICLE, letters.begin_with(*_ANY_ARTICLE)),
        (ENDS_IN_ALEF, letters.end_with("ا")),
        (ENDS_IN_YEH, letters.end_with("ي")),
        (ENDS_IN_YEH_HEH, letters.end_with("يه")),
        (TAKES_FEMININE, letters.end_with("ه", "ات")),
        (MAY_BE_VERB, letters.begin_with(*_VERB_PREFIXES)),
        (ENDS_AS_WORD, letters.end_with(*_WORD_ENDS)),
        (IS_GIVEN_KIND, letters.begin_with("عبدال") & (lengths > 6)),
        (IS_NEVER, lengths < _SHORT),
        (IS_NEVER, letters.begin_with("و") & ~letters.begin_with(*_FOREIGN_WAW)),
        (IS_NEVER, letters.begin_with(*_CLITIC_ARTICLE, *_VERBAL_STARTS) | letters.end_with(*_VERBAL_ENDS)),
    )
    for bit, holds in rules:
        bits |= np.where(holds, bit, 0)
    for place in letters.hold((letters.points < _FIRST_LETTER) | (letters.points > _LAST_LETTER)).tolist():
        form = forms[place]
        if not form.isalpha() or form.isascii():
            bits[place] |= IS_NEVER | (IS_NUMBER if form.isdigit() else 0)
    return bits


class Asked:
    """What is true of which forms, found out when somebody asks."""

    def __init__(self, forms: Sequence[str], test: Callable[[str], bool]) -> None:
        self._forms, self._test = forms, test
        self._known = np.zeros(len(forms), np.bool_)
        self._holds = np.zeros(len(forms), np.bool_)

    def of(self, places: Int32 | Int64) -> Bool:
        """Say of which of the forms at ``places`` it is true."""
        for place in set(places[~self._known[places]].tolist()):
            self._holds[place] = self._test(self._forms[place])
        self._known[places] = True
        found: Bool = self._holds[places]
        return found
