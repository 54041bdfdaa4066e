"""A file of the index: a classic script that hands over a text and bits, in as few bytes as a script can hold them.

A string of JavaScript takes nearly every character of ASCII. 116 of them are used here, all but those that end a string
or a line, that terminals act upon or that editors change, because 116 ** 7 is just above 256 ** 6: six bytes are seven characters,
where base64 needs eight. A gzip of them is as small as one of the bytes. Texts are deflated before that, by libdeflate,
whose bytes are the same on every machine.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

import deflate
import numpy as np

from .letters import exchange

VERSION: Final = 9
"""Of the layout; see the package's docstring."""
CHARACTERS: Final = bytes(c for c in range(1, 128) if not 7 <= c <= 13 and chr(c) not in '\x1a\x1b"\\')
"""The digits that bytes are written in, by their value."""
_BLOCK: Final = 6
"""Bytes that are written as one number, ..."""
_DIGITS: Final = 7
"""... and the digits of it."""
_LEVEL: Final = 8
"""Of libdeflate, measured on the texts of 10,000 articles: level 10 takes a hundredth off for .15 CPU s more."""
_BASE: Final = np.uint64(len(CHARACTERS))
_WRITTEN: Final = CHARACTERS.ljust(256, b"\0")
_VALUE: Final = np.zeros(128, np.uint64)
_VALUE[np.frombuffer(CHARACTERS, np.uint8)] = np.arange(len(CHARACTERS))
_FILE: Final = re.compile(rb'NewsArchive\.put\("[a-z]\d+","([^"]*)",\[((?:"[^"]*",?)*)\],(\d+)\);\n')


def write_bytes(data: bytes) -> str:
    """Return bytes as characters: of each six the number in base 116, of fewer at the end as many digits and one.

    >>> [len(write_bytes(bytes(n))) for n in (0, 1, 5, 6, 7)]
    [0, 2, 6, 7, 9]
    """
    missing = -len(data) % _BLOCK
    given = np.frombuffer(data + bytes(missing), np.uint8).reshape(-1, _BLOCK)
    words = np.zeros((len(given), 8), np.uint8)
    words[:, -_BLOCK:] = given
    numbers = words.view(">u8")[:, 0].astype(np.uint64)
    digits = np.empty((len(numbers), _DIGITS), np.uint8)
    for place in reversed(range(_DIGITS)):
        rest = numbers // _BASE
        digits[:, place] = numbers - rest * _BASE  # much faster than a division for each
        numbers = rest
    return digits.tobytes()[: digits.size - missing].translate(_WRITTEN).decode()


def read_bytes(text: str) -> bytes:
    """Return the bytes that ``write_bytes`` was given.

    >>> [read_bytes(write_bytes(data)) for data in (b"", b"1", b"12345678")]
    [b'', b'1', b'12345678']
    """
    missing = -len(text) % _DIGITS
    whole = text.encode() + CHARACTERS[-1:] * missing
    digits = _VALUE[np.frombuffer(whole, np.uint8)].reshape(-1, _DIGITS)
    numbers = np.zeros(len(digits), np.uint64)
    for column in digits.T:
        numbers = numbers * _BASE + column
    data = numbers.astype(">u8").view(np.uint8).reshape(-1, 8)[:, -_BLOCK:].tobytes()
    return data[: len(data) - missing]


def write_text(text: str) -> str:
    """Return a text, its letters exchanged and deflated, as characters."""
    return write_bytes(bytes(deflate.deflate_compress(exchange(text).encode(), _LEVEL))) if text else ""


def write_file(name: str, text: str, bits: Sequence[bytes] = ()) -> bytes:
    """Return the script that hands over a text and bits; the number at its end proves them, and the version they have."""
    written, others = write_text(text), [write_bytes(data) for data in bits]
    told = ",".join(f'"{own}"' for own in others)
    return f'NewsArchive.put("{name}","{written}",[{told}],{_prove(written, others)});\n'.encode()


def write_value(name: str, value: Mapping[str, Any], bits: Sequence[bytes] = ()) -> bytes:
    """Return the script that hands over a value as JSON, and bits."""
    return write_file(name, dump(value), bits)


def read_file(content: bytes) -> tuple[str, list[bytes]] | None:
    """Return the text and the bits of a script, None for one that is no whole file of an index of this version."""
    match = _FILE.fullmatch(content)
    if match is None:
        return None
    written, others = match[1].decode(), re.findall(r'"([^"]*)"', match[2].decode())
    if _prove(written, others) != int(match[3]):
        return None
    text = zlib.decompress(read_bytes(written), -zlib.MAX_WBITS).decode() if written else ""
    return exchange(text), [read_bytes(own) for own in others]


def _prove(written: str, others: Sequence[str]) -> int:
    return zlib.crc32(f"{VERSION}{written}{''.join(others)}".encode())


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
