"""Prove that words are nowhere in a built site: over every byte of every file, packed ones opened, in every spelling.

A name may stand as it is, as HTML or JSON escapes, percent-encoded in an address, in UTF-16, or in another spelling of
the same word. What is looked for is never printed: a fault names the file and the number of the string.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from ..arabic.tokens import find_tokens
from ..corrections import compile_redaction, find_redacted
from ..errors import UsageError
from ..search.files import read_file

_DEEPEST: Final = 4
"""Archives within archives that are opened."""
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Sought:
    """One string, ready to be looked for."""

    number: int
    exact: tuple[bytes, ...]
    """Its encodings."""
    pattern: re.Pattern[str]
    """Its spellings."""


def read_strings(given: str) -> list[str]:
    """Return the strings of ``--absent``: the one given, or the lines of a file after ``@``.

    Raises UsageError, without naming the string, where there is nothing to look for.
    """
    if not given.startswith("@"):
        strings = [given.strip()]
    else:
        try:
            lines = Path(given[1:]).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"--absent {given}: the file cannot be read as UTF-8 text: {error}") from error
        strings = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not strings or any(sum(map(len, find_tokens(text))) < _SHORTEST for text in strings):
        raise UsageError(f"--absent needs strings of {_SHORTEST} letters or more; in a file, one a line")
    return strings


def seek(number: int, text: str) -> Sought:
    """Return a string in the forms in which a file may hold it."""
    escaped = json.dumps(text)[1:-1]
    decimal = "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in text)
    hexadecimal = "".join(f"&#x{ord(c):x};" if ord(c) > 127 else c for c in text)
    forms = (text, escaped, escaped.upper().replace("\\U", "\\u"), decimal, hexadecimal, hexadecimal.upper())
    exact = {form.encode() for form in forms}
    exact |= {quote(text).encode(), quote(text).lower().encode(), quote(text, safe="/:").replace("%20", "+").encode()}
    exact |= {html.escape(text).encode(), text.encode("utf-16-le"), text.encode("utf-16-be")}
    return Sought(number, tuple(sorted(exact)), compile_redaction(text, variants=True, whole_words=False))


def find_present(folder: Path, strings: Sequence[str]) -> Iterator[str]:
    """Yield a fault for each file that holds one of the strings, in its name or its bytes."""
    sought = [seek(number, text) for number, text in enumerate(strings, 1)]
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hits: dict[int, str] = {}
        _look(name.encode("utf-8", "surrogateescape"), sought, hits)
        if path.is_file() and not path.is_symlink():
            for data in layers(path.read_bytes()):
                _look(data, sought, hits)
        for number, how in sorted(hits.items()):
            which = "the string" if len(sought) == 1 else f"string {number}"
            safe = name if not hits or not _in_name(name, sought) else f"a file of {path.parent.name or 'the site'}/"
            yield f"{safe}: holds {which} {how}"


def find_patterns(folder: Path, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[tuple[str, str]]:
    """Yield (path, name of the pattern) for every file that holds a match of one of the named patterns."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        texts = [name, *(_readable(data) for data in layers(path.read_bytes()))]
        for label, pattern in patterns:
            if any(find_redacted(text, (pattern,)) for text in texts):
                yield name, label


def _in_name(name: str, sought: Sequence[Sought]) -> bool:
    hits: dict[int, str] = {}
    _look(name.encode("utf-8", "surrogateescape"), sought, hits)
    return bool(hits)


def _look(data: bytes, sought: Sequence[Sought], hits: dict[int, str]) -> None:
    text: str | None = None
    for one in sought:
        if one.number in hits:
            continue
        if any(form in data for form in one.exact):
            hits[one.number] = "as it stands"
            continue
        if text is None:
            text = _readable(data)
        if find_redacted(text, (one.pattern,)):
            hits[one.number] = "in another spelling or encoding"


def _readable(data: bytes) -> str:
    """Return the bytes as text with the escapes of JSON and of addresses undone; HTML's are seen by the search."""
    text = data.decode("utf-8", errors="replace")
    if "\\u" in text:
        text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    text = text.replace('\\"', '"').replace("\\n", "\n")
    return unquote(text) if "%" in text else text


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Yield the bytes and what they hold: those of gzip (of any number of members) and zip, the text of a file of the index."""
    yield data
    if depth >= _DEEPEST:
        return
    if data.startswith(b"NewsArchive.put("):
        file = read_file(data)
        if file is not None:
            yield file[0].encode()
    elif data.startswith(b"\x1f\x8b"):
        yield from layers(_gunzip(data), depth + 1)
    elif data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield from layers(archive.read(name), depth + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            return


def _gunzip(data: bytes) -> bytes:
    """Return what the gzip members hold, as far as they can be read."""
    parts: list[bytes] = []
    while data.startswith(b"\x1f\x8b"):
        member = zlib.decompressobj(wbits=31)
        try:
            parts.append(member.decompress(data))
        except zlib.error:
            break
        data = member.unused_data
    return b"".join(parts)
