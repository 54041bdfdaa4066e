"""Bytes to text: right, or not at all.

In this order: a byte order mark; UTF-16 without one (where there are NULs); UTF-8, repaired if it is UTF-8 or
windows-1256 that was once read as windows-1252 or latin-1; windows-1256 or ISO-8859-6, whichever is plainly Arabic.
A text that none of them turns into Arabic or plain Latin is not decoded: mojibake is never published.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from .eight_bit import decode_eight_bit

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMON: Final = re.compile(r"(?<![ء-ي])(?:ال[ء-ي]|في|من|على|إلى|عن|أن|هذا|التي|الذي|مع|و[ء-ي])")
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_SHARE: Final = 80
"""Arabic text has at least one of the common words in so many letters; real text has one in ten."""
_HIGH_WORD: Final = re.compile("(?<![A-Za-z\u00c0-\u00ff])[\u00c0-\u00ff]{2,}(?![A-Za-z\u00c0-\u00ff])")
_MIXED_WORD: Final = re.compile("[A-Za-z][\u00c0-\u00ff]|[\u00c0-\u00ff][A-Za-z]")
_UTF8_AS_8BIT: Final = re.compile("[ØÙ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_UTF8_AS_1256: Final = ("ط§", "ظ„")
"""Alef and lam, the commonest letters, as UTF-8 that was read as windows-1256."""
_FEW: Final = 3
_MANY: Final = 10
"""Words of mojibake that prove it, repairable or not."""


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str


def decode(data: bytes) -> Decoded | None:
    """Return the text of ``data`` and how it was read; None where no reading makes sense.

    >>> decode("نصّ من المدينة".encode("windows-1256")).encoding
    'windows-1256'
    >>> decode(bytes(range(128, 256))) is None
    True
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decode_as(data[len(bom) :], name, f"{name} (with BOM)")
    if b"\x00" in data:
        return _decode_utf16(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        read = decode_eight_bit(data)
        return Decoded(*read) if read else None
    if not may_be_mojibake(data):
        return Decoded(text, "utf-8")
    return repair(text)


def may_be_mojibake(data: bytes) -> bool:
    """Say whether UTF-8 holds any of the letters that wrongly decoded Arabic is made of; costs next to nothing."""
    return b"\xc3" in data or b"\xd8\xb7\xc2\xa7" in data


def _decode_as(data: bytes, name: str, label: str) -> Decoded | None:
    try:
        return Decoded(data.decode(name), label)
    except UnicodeDecodeError:
        return None


def _decode_utf16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark, by the bytes that Arabic and Latin text must have; a stray NUL is not UTF-16."""
    for name in ("utf-16-le", "utf-16-be"):
        high = data[1::2] if name == "utf-16-le" else data[0::2]
        usual = high.count(6) + high.count(0) + high.count(0x20)
        if len(high) and usual >= 0.95 * len(high) and high.count(0) < len(high) and len(data) % 2 == 0:
            decoded = _decode_as(data, name, name)
            if decoded is not None and _ARABIC.search(decoded.text):
                return decoded
    if data.count(0) <= max(3, len(data) // 1000):  # a control character among text, for the cleaning rules
        decoded = decode(data.replace(b"\x00", b"\x1a"))
        if decoded is not None:
            return decoded
    return None


def repair(text: str) -> Decoded | None:
    """Undo one wrong decoding, or two; None where the text is plainly mojibake that cannot be undone.

    >>> repair("نص".encode().decode("latin-1") * 4 + " في".encode().decode("latin-1")).text
    'نصنصنصنص في'
    >>> repair("Déjà vu à l'été").encoding
    'utf-8'
    """
    found = Decoded(text, "utf-8")
    for _ in range(2):
        once = _undo_one(found.text)
        if once is None:
            return None
        if once.text == found.text:
            break
        found = once
    return Decoded(found.text.removeprefix("\ufeff"), found.encoding)


def reread_as(text: str, how: str) -> Decoded | None:
    """Undo a wrong decoding that is known from a longer text (``how`` is its label); None where this one is not of it."""
    right, _, wrong = how.removesuffix(")").partition(" (repaired from ")
    try:
        fixed = text.encode(wrong).decode(right) if wrong == "windows-1256" else _reread(text, right)
    except UnicodeError:
        return None
    if fixed is None or len(_ARABIC.findall(fixed)) <= len(_ARABIC.findall(text)) // 2:
        return None
    return Decoded(fixed, how) if _ARABIC.search(fixed) else None


def _undo_one(text: str) -> Decoded | None:
    proof = 0
    pairs = len(_UTF8_AS_8BIT.findall(text)) if "Ø" in text or "Ù" in text else 0
    if pairs > _FEW:
        fixed = _reread(text, "utf-8")
        if fixed is not None and _is_arabic(fixed, pairs // 2):
            return Decoded(fixed, "utf-8 (repaired from windows-1252)")
        proof = pairs
    high = len(_HIGH_WORD.findall(text))
    if high >= _FEW and high > 4 * len(_MIXED_WORD.findall(text)):
        fixed = _reread(text, "windows-1256")
        if fixed is not None and _is_arabic(fixed, high):
            return Decoded(fixed, "windows-1256 (repaired from latin-1)")
        proof = max(proof, high)
    if all(sign in text for sign in _UTF8_AS_1256):
        try:
            fixed = text.encode("windows-1256").decode("utf-8")
        except UnicodeError:
            fixed = ""
        if _is_arabic(fixed, _FEW):
            return Decoded(fixed, "utf-8 (repaired from windows-1256)")
        if sum(map(text.count, _UTF8_AS_1256)) > _MANY:
            return None
    return None if proof >= _MANY and proof > len(_ARABIC.findall(text)) // 20 else Decoded(text, "utf-8")


def _reread(text: str, encoding: str) -> str | None:
    try:
        return b"".join(map(_byte_cp1252, text)).decode(encoding)
    except UnicodeError:
        return None


def _is_arabic(text: str, letters: int) -> bool:
    """Say whether the text holds at least so many Arabic letters and the words that Arabic cannot do without."""
    count = len(_ARABIC.findall(text))
    return count >= letters and len(_COMMON.findall(text)) >= max(1, count // _SHARE)


def _byte_cp1252(character: str) -> bytes:
    """Return the byte that was read as this character, by windows-1252 or, where that has none, by latin-1."""
    try:
        return character.encode("windows-1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")
