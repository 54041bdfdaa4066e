"""Bytes to text: right, or not at all.

In this order: a byte order mark; UTF-16 without one (where there are NULs); UTF-8, repaired if it is UTF-8 or
windows-1256 that was once read as windows-1252 or latin-1; windows-1256 or ISO-8859-6, whichever gives Arabic words.
A text that none of them turns into Arabic or plain Latin is not decoded: mojibake is never published.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMON: Final = re.compile(r"(?<![ء-ي])(?:ال[ء-ي]|في|من|على|إلى|عن|أن|هذا|التي|الذي|مع|و[ء-ي])")
_ARABIC: Final = re.compile("[\u0621-\u064a]")
_UTF8_AS_8BIT: Final = re.compile("[ØÙÚÛ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_CP1256_AS_LATIN: Final = re.compile("[ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßáãäåæìí]")
_LETTER: Final = re.compile(r"[^\W\d_]")


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
        return _decode_8bit(data)
    return _repair(text) or Decoded(text, "utf-8")


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


def _repair(text: str) -> Decoded | None:
    """Undo one wrong decoding, if the text is plainly the product of one."""
    pairs = len(_UTF8_AS_8BIT.findall(text))
    latin = len(_CP1256_AS_LATIN.findall(text))
    if pairs <= 3 and latin <= 8:
        return None
    arabic = len(_ARABIC.findall(text))
    if pairs > 3 and pairs > arabic:
        try:
            fixed = b"".join(_byte_cp1252(c) for c in text).decode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError):
            return None
        if len(_ARABIC.findall(fixed)) >= pairs // 2:
            return Decoded(fixed, "utf-8 (repaired from windows-1252)")
    if latin > 8 and latin > 4 * arabic and latin > 0.5 * len(_LETTER.findall(text)):
        try:
            fixed = b"".join(_byte_cp1252(c) for c in text).decode("windows-1256")
        except (UnicodeDecodeError, UnicodeEncodeError):
            return None
        if len(_COMMON.findall(fixed)) >= max(1, len(fixed) // 60):
            return Decoded(fixed, "windows-1256 (repaired from latin-1)")
    return None


def _byte_cp1252(character: str) -> bytes:
    """Return the byte that was read as this character, by windows-1252 or, where that has none, by latin-1."""
    try:
        return character.encode("windows-1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _decode_8bit(data: bytes) -> Decoded | None:
    best: tuple[int, Decoded] | None = None
    for name in ("windows-1256", "iso8859-6"):
        decoded = _decode_as(data, name, "iso-8859-6" if name == "iso8859-6" else name)
        if decoded is None:
            continue
        score = len(_COMMON.findall(decoded.text))
        if best is None or score > best[0]:
            best = (score, decoded)
    if best is None or best[0] < max(1, len(best[1].text) // 80):
        return None
    high = sum(byte > 127 for byte in data)
    return best[1] if len(_ARABIC.findall(best[1].text)) >= 0.8 * high else None
