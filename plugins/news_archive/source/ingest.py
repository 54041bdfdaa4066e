"""``invoke ingest``: copy files into the archive under names that every system can hold, their bytes untouched.

The form is read from the name, or from the first bytes where the name says nothing. Nothing is ever overwritten: the
same bytes under the same name are there already, other bytes get a number.
"""

from __future__ import annotations

import gzip
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import UsageError
from .decode import decode
from .find import find_form

_LONGEST: Final = 120
"""Bytes of a name in UTF-8; file systems end at 255, archives and sticks sooner."""
_UNSAFE: Final = re.compile(r'[\x00-\x20\x7f"*/:<>?\\|]+')
_OTHER_NAMES: Final = {
    ".tsv": ".csv",
    ".pq": ".parquet",
    ".parq": ".parquet",
    ".ndjson": ".jsonl",
    ".jsonlines": ".jsonl",
    ".text": ".txt",
    ".markdown": ".md",
    ".xhtml": ".html",
}
_LOOK: Final = 65536
"""Bytes that the form of a file without a telling name is read from."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file."""

    name: str
    """As it was given, control and direction characters escaped."""
    kept_as: str
    """Its name in the archive, '' if it was refused."""
    note: str
    """What it is, or why it was refused."""


def ingest_files(paths: Sequence[Path], target: Path) -> Iterator[Ingested]:
    """Copy each file, and each file below a folder, into ``target``; raise UsageError for a path that is not there."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist")
    target.mkdir(parents=True, exist_ok=True)
    for path in paths:
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file() and not p.is_symlink())
        for file in files:
            if target.resolve() in file.resolve().parents or file.name.startswith("."):
                continue
            yield _ingest(file, target)


def _ingest(file: Path, target: Path) -> Ingested:
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in file.name)
    try:
        form, fault = _form_of(file)
        if fault:
            return Ingested(shown, "", fault)
        stem = _stem(file.name)
        name = f"{safe_name(stem)}{form}"
        count = 1
        while not _copy(file, target / name):
            if (target / name).is_file() and _same_bytes(file, target / name):
                return Ingested(shown, name, "is there already")
            count += 1
            name = f"{safe_name(stem)}-{count}{form}"
    except OSError as error:
        return Ingested(shown, "", f"cannot be read: {error.strerror or error}")
    return Ingested(shown, name, f"{file.stat().st_size:,} bytes")


def safe_name(stem: str) -> str:
    """Return a file name without its ending: letters of any script stay, what a shell or a stick cannot hold goes.

    >>> safe_name("خبر: عاجل؟"), safe_name("../\\u202eevil\\n"), safe_name("...")
    ('خبر_عاجل؟', 'evil', 'article')
    """
    plain = unicodedata.normalize("NFC", stem.encode("utf-8", "replace").decode())
    plain = "".join(c for c in plain if c.isprintable() or c.isspace())
    plain = _UNSAFE.sub("_", plain).strip("._- ")
    while len(plain.encode()) > _LONGEST:
        plain = plain[:-1]
    return plain or "article"


def _stem(name: str) -> str:
    form = find_form(name)
    ending = name[-len(form) :] if form else Path(name).suffix
    return name[: -len(ending)] if ending else name


def _form_of(file: Path) -> tuple[str, str]:
    """Return the ending that says what a file is, and why it is refused where there is none."""
    form = find_form(file.name) or _OTHER_NAMES.get(file.suffix.lower(), "")
    if form:
        return form, ""
    with open(file, "rb") as handle:
        head = handle.read(_LOOK)
    ending = ""
    if head.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(file, "rb") as handle:
                head, ending = handle.read(_LOOK), ".gz"
        except (OSError, EOFError):
            return "", "is compressed and cannot be opened"
    if head.startswith(b"PAR1"):
        return ".parquet", ""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith(b"["):
        return "", "is one JSON list; write it as JSON Lines, one object a line, and ingest that"
    if start.startswith(b"{"):
        return f".jsonl{ending}", ""
    if ending:
        return "", "is compressed, and only .jsonl.gz can be"
    if start.startswith((b"<!doctype html", b"<html")):
        return ".html", ""
    cut = head if len(head) < _LOOK else head[: head.rfind(b"\n") + 1] or head
    if cut.strip() and decode(cut) is not None:
        return ".txt", ""
    return "", "is no text in UTF-8, UTF-16, windows-1256 or ISO-8859-6"


def _copy(file: Path, target: Path) -> bool:
    """Copy the bytes to a name that is not taken; False if it is. What a copy that fails leaves behind is removed."""
    try:
        out = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return False
    try:
        with open(file, "rb") as source, os.fdopen(out, "wb") as copy:
            while piece := source.read(1 << 20):
                copy.write(piece)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return True


def _same_bytes(a: Path, b: Path) -> bool:
    if a.stat().st_size != b.stat().st_size:
        return False
    with open(a, "rb") as first, open(b, "rb") as second:
        while piece := first.read(1 << 20):
            if piece != second.read(1 << 20):
                return False
    return True
