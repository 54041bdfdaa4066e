"""Surface tokens: maximal runs of letters, digits and the marks that belong to them, as written.

The class is spelled out in code point ranges, so that Python and the script in the page cut every text alike whatever
Unicode version either was built with.
"""

from __future__ import annotations

import re
from typing import Final

BASE_RANGES: Final[tuple[tuple[int, int], ...]] = (
    (0x30, 0x39),
    (0x41, 0x5A),
    (0x61, 0x7A),
    (0xAA, 0xAA),
    (0xB5, 0xB5),
    (0xBA, 0xBA),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x24F),
    (0x370, 0x373),
    (0x376, 0x377),
    (0x37B, 0x37D),
    (0x37F, 0x37F),
    (0x386, 0x386),
    (0x388, 0x52F),  # Greek and Cyrillic
    (0x5D0, 0x5EA),  # Hebrew
    (0x620, 0x63F),  # Arabic letters
    (0x641, 0x64A),
    (0x660, 0x669),
    (0x66E, 0x66F),
    (0x671, 0x6D3),
    (0x6D5, 0x6D5),
    (0x6EE, 0x6FC),
    (0x6FF, 0x6FF),
    (0x750, 0x77F),
    (0x8A0, 0x8C7),
    (0x1E00, 0x1EFF),
    (0xFB50, 0xFBB1),  # presentation forms
    (0xFBD3, 0xFD3D),
    (0xFD50, 0xFDFB),
    (0xFE70, 0xFEFC),
)
"""Letters and digits: a token begins with one."""

MARK_RANGES: Final[tuple[tuple[int, int], ...]] = (
    (0x300, 0x36F),
    (0x610, 0x61A),
    (0x640, 0x640),  # tatweel; alone it is a dash
    (0x64B, 0x65F),  # harakat
    (0x670, 0x670),
    (0x6D6, 0x6DC),
    (0x6DF, 0x6E8),
    (0x6EA, 0x6ED),
    (0x8D3, 0x8FF),
    (0x200C, 0x200D),  # non-joiner and joiner
)
"""What may stand inside a token or end it."""


def _character_class(*ranges: tuple[int, int]) -> str:
    return "".join(f"{re.escape(chr(a))}-{re.escape(chr(b))}" for a, b in ranges)


TOKEN: Final = re.compile(f"[{_character_class(*BASE_RANGES)}][{_character_class(*BASE_RANGES, *MARK_RANGES)}]*")
"""Matches one surface token; linear in the text."""


def find_tokens(text: str) -> list[str]:
    """Return the surface tokens of ``text`` in reading order; a dash written as tatweel is none.

    >>> find_tokens("«سانا» ـ عن تاس، 5.5%")
    ['سانا', 'عن', 'تاس', '5', '5']
    """
    return TOKEN.findall(text)
