"""The forms under which names are compared.

As the normal form of search, but ى stays apart from ي: folded, على (on) would be علي (Ali), the largest single error
(the measured facts, "Names"). Proclitics are tried only after the word as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ..arabic.normal import FOLD
from ..arabic.tokens import find_tokens

_MAKSURA: Final = 0x0649
NAME_FOLD: Final = {point: to for point, to in FOLD.items() if point != _MAKSURA} | {0xFEEF: "ى", 0xFEF0: "ى"}

PROCLITICS: Final = (
    "وبال",
    "وكال",
    "فبال",
    "فكال",
    "ولل",
    "فلل",
    "وال",
    "بال",
    "كال",
    "فال",
    "لل",
    "وب",
    "ول",
    "وك",
    "فب",
    "فل",
    "ال",
    "و",
    "ف",
    "ب",
    "ك",
    "ل",
)
"""Longest first; where the proclitic holds the article, the bare word and the word with it are both readings."""

LONGEST_CLITIC: Final = max(map(len, PROCLITICS))
_PLAIN: Final = re.compile(
    "[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER GHAIN}\N{ARABIC LETTER FEH}-\N{ARABIC LETTER YEH} ]*"
)
"""Letters and spaces, as nearly all names are: their tokens are what stands between the spaces."""
_SHORTEST: Final = 3
"""Letters that must be left after a single-letter proclitic."""


def name_form(text: str) -> str:
    """Return one token's form for names.

    >>> name_form("إيران"), name_form("على") == name_form("علي")
    ('ايران', False)
    """
    return text.translate(NAME_FOLD)


def name_forms(words: Iterable[str]) -> list[str]:
    """Return the forms of many tokens; at once, which is several times faster.

    >>> name_forms(["إيران", "على"])
    ['ايران', 'على']
    """
    return "\n".join(words).translate(NAME_FOLD).split("\n")


def name_tokens(text: str) -> tuple[str, ...]:
    """Return the name forms of the tokens of ``text``.

    >>> name_tokens("«جبهة النصرة»"), name_tokens("جبهة النصرة")
    (('جبهه', 'النصره'), ('جبهه', 'النصره'))
    """
    if _PLAIN.fullmatch(text):
        return tuple(text.translate(NAME_FOLD).split())
    return tuple(form for token in find_tokens(text) if (form := name_form(token)))


def readings(form: str) -> list[tuple[str, str]]:
    """Return what a word may be, likeliest first, each with its proclitic ('' for the word as it stands).

    >>> readings("للمجموعه")
    [('للمجموعه', ''), ('المجموعه', 'لل'), ('مجموعه', 'لل'), ('لمجموعه', 'ل')]
    >>> readings("وواشنطن")
    [('وواشنطن', ''), ('واشنطن', 'و')]
    """
    found = [(form, "")]
    for clitic in PROCLITICS:
        if not form.startswith(clitic):
            continue
        rest = form[len(clitic) :]
        if len(rest) < _SHORTEST:
            continue
        if clitic == "ال":
            found.append((rest, clitic))
        elif clitic.endswith(("ال", "لل")):
            found += [("ال" + rest, clitic), (rest, clitic)]
        else:
            found.append((rest, clitic))
    seen: set[str] = set()
    return [pair for pair in found if not (pair[0] in seen or seen.add(pair[0]))]  # type: ignore[func-returns-value]
