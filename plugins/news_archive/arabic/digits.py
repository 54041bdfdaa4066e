"""The three digit families that Arabic text uses."""

from __future__ import annotations

from typing import Final

_TO_ASCII: Final = {base + d: str(d) for base in (0x0660, 0x06F0) for d in range(10)}
_TO_ARABIC: Final = {0x30 + d: chr(0x0660 + d) for d in range(10)}


def to_ascii(text: str) -> str:
    """Return ``text`` with ASCII digits.

    >>> to_ascii("٢٠١٥ و۲۰۱۶")
    '2015 و2016'
    """
    return text if text.isascii() else text.translate(_TO_ASCII)


def to_arabic(text: str) -> str:
    """Return ``text`` with Arabic-Indic digits.

    >>> to_arabic("2015")
    '٢٠١٥'
    """
    return text.translate(_TO_ARABIC)
