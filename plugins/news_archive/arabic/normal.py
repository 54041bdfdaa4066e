"""The normal form under which two spellings of one word are the same word.

One table, ``FOLD``, is the whole rule (harakat, tatweel and zero-width signs dropped; presentation forms, alef with
hamza or madda, alef maksura, teh marbuta, Persian yeh and kaf, the three digit families folded; Latin lower-cased).
The search script in the page is generated from the same table. Display text is never normalised; only keys are.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_DROPPED: Final = (
    *range(0x0610, 0x061B),  # honorific signs
    0x061C,  # Arabic letter mark
    0x0640,  # tatweel
    *range(0x064B, 0x0660),  # harakat, combining madda and hamza
    0x0670,  # superscript alef
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5),
    0x06E7,
    0x06E8,
    *range(0x06EA, 0x06EE),
    *range(0x200B, 0x2010),  # zero width and direction marks
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
    0xFEFF,
)

_LETTERS: Final = {
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH}",
}


COMPATIBLE: Final = ((0xFB50, 0xFDFB), (0xFE70, 0xFEFC))
"""Presentation forms: NFKC without its spaces, then folded."""
CASED: Final = ((0x41, 0x5A), (0xC0, 0x24F), (0x386, 0x52F))
"""Latin, Greek and Cyrillic: the lower-case letter where it is one letter."""


def _build_fold() -> dict[int, str]:
    table: dict[int, str] = {}
    for point in (point for first, last in COMPATIBLE for point in range(first, last + 1)):
        folded = unicodedata.normalize("NFKC", chr(point))
        if folded != chr(point):
            table[point] = "".join(c for c in folded if c != " ")
    table.update({ord(letter): base for letter, base in _LETTERS.items()})
    for zero in (0x0660, 0x06F0):
        table.update({zero + digit: str(digit) for digit in range(10)})
    for point in (point for first, last in CASED for point in range(first, last + 1)):
        lower = chr(point).lower()
        if lower != chr(point) and len(lower) == 1:
            table[point] = lower
    table.update(dict.fromkeys(_DROPPED, ""))
    # a presentation form may fold to a letter that folds again
    return {point: "".join(table.get(ord(c), c) for c in folded) for point, folded in table.items()}


FOLD: Final[dict[int, str]] = _build_fold()
"""Code point -> what stands for it in a normal form; ``str.translate`` takes it as it is."""


def normalise(text: str) -> str:
    """Return the normal form of ``text``.

    >>> normalise("الأُمّــة") == normalise("الامه")
    True
    """
    return text.translate(FOLD)
