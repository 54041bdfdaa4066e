"""The forms under which names are compared.

As the normal form of search, but ى stays apart from ي: folded, على (on) would be علي (Ali), the largest single error
(the measured facts, "Names"). Proclitics are tried only after the word as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

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


def tokenise_names(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the name forms of the tokens of many texts; at once, which is several times faster.

    >>> tokenise_names(["جبهة النصرة", "«على»"])
    [('جبهه', 'النصره'), ('على',)]
    """
    text = "\n".join(texts)
    points = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    lines = _letters()[points].tobytes().decode("utf-16-le", "surrogatepass").split("\n")
    if len(lines) != len(texts):  # a text that holds a newline
        return [name_tokens(text) for text in texts]
    return [
        tuple(line.split()) if "\0" not in line else name_tokens(text) for line, text in zip(lines, texts, strict=True)
    ]


@cache
def _letters() -> npt.NDArray[np.uint16]:
    """Return what stands for each code unit in a plain name: a letter, a space, a newline; 0 for what is none."""
    table = np.zeros(1 << 16, "<u2")
    for point in (ord("\n"), ord(" "), *range(0x621, 0x63B), *range(0x641, 0x64B)):
        table[point] = ord(NAME_FOLD.get(point, chr(point)))
    return table


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
