"""Find the input records: files in folders, lines of JSON Lines, rows of CSV.

The order and the names depend on nothing but the folders' contents. What cannot be an article (a directory named
``x.txt``, a pipe, a link that leads out of the folder, a file that cannot be read) is a rejection, never silence.
"""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from ..errors import UsageError
from ..models import RawRecord, Rejection
from ..settings import Settings

_KINDS: Final = {".txt": "txt", ".md": "md", ".html": "html", ".htm": "html"}
_CONTAINERS: Final = (".jsonl", ".jsonl.gz", ".csv")
_NOT_ARTICLES: Final = {"readme.md", "readme.txt"}


def find_records(paths: Sequence[Path], settings: Settings) -> Iterator[RawRecord | Rejection]:
    """Yield every record under ``paths`` in a stable order.

    Names are relative to the folder given; where two folders hold the same name, the later one's starts with its
    folder's name. Raises UsageError for a path that does not exist or a single file of an unknown form.
    """
    taken: set[str] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"--source {path} does not exist")
        root = path if path.is_dir() else path.parent
        if not path.is_dir() and not _form(path.name):
            raise UsageError(f"--source {path}: only .txt, .md, .html, .jsonl, .jsonl.gz and .csv can be read")
        for file in _files(path) if path.is_dir() else [path]:
            relative = file.relative_to(root).as_posix()
            name = relative
            count = 2
            while name in taken:
                name = f"{root.name}/{relative}" if count == 2 else f"{root.name}/{relative}~{count}"
                count += 1
            taken.add(name)
            sample = "samples" in file.relative_to(root).parts[:-1] or (root.name == "samples" and path.is_dir())
            if sample and not settings.source.samples:
                continue
            yield from _read(file, root, _printable(name), sample, settings.source.max_bytes)


def _form(name: str) -> str:
    lower = name.lower()
    return next((form for form in (*_CONTAINERS, *_KINDS) if lower.endswith(form)), "")


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that look like articles, sorted by name, links to folders not followed."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    for entry in ordered:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False) and not _form(entry.name):
            yield from _files(path)
        elif _form(entry.name) and entry.name.lower() not in _NOT_ARTICLES:
            yield path


def _printable(name: str) -> str:
    """Escape what cannot stand in a report or a UTF-8 file: control characters, direction marks, broken bytes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _refuse(name: str, reason: str, detail: str, data: bytes = b"") -> Rejection:
    return Rejection(source=name, sha256=sha256(data).hexdigest(), reason=reason, detail=detail)


def _read(file: Path, root: Path, name: str, sample: bool, limit: int) -> Iterator[RawRecord | Rejection]:
    try:
        status = file.lstat()
        if stat.S_ISLNK(status.st_mode):
            if not file.resolve(strict=True).is_relative_to(root.resolve()):
                yield _refuse(name, "not_a_file", "a link that leads out of the source folder; copy the file instead")
                return
            status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            yield _refuse(name, "not_a_file", f"this is {kind}, although it is named like an article")
            return
        form = _form(file.name)
        if form in (".jsonl", ".jsonl.gz"):
            yield from _read_lines(file, name, sample, limit, gz=form.endswith("gz"))
            return
        if status.st_size > limit:
            yield _refuse(name, "too_large", f"{status.st_size:,} bytes; the limit is {limit:,} (source.max_bytes)")
            return
        data = file.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links
        yield _refuse(name, "unreadable", f"the file cannot be read: {getattr(error, 'strerror', None) or error}")
        return
    if form == ".csv":
        yield from _read_rows(data, name, str(file), sample)
        return
    yield RawRecord(name, _KINDS[form], data, file.stem if form != ".txt" else "", str(file), sample)  # type: ignore[arg-type]


def _read_lines(file: Path, name: str, sample: bool, limit: int, *, gz: bool) -> Iterator[RawRecord | Rejection]:
    number = 0
    try:
        with gzip.open(file, "rb") if gz else open(file, "rb") as handle:
            for number, line in enumerate(handle, 1):
                data = line.rstrip(b"\r\n")
                if number == 1 and data.startswith(b"\xef\xbb\xbf"):
                    data = data[3:]
                if len(data) > limit:
                    yield _refuse(
                        f"{name}#{number}", "too_large", f"a line of {len(data):,} bytes; the limit is {limit:,}"
                    )
                elif data.strip():
                    yield RawRecord(f"{name}#{number}", "jsonl", data, "", str(file), sample)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield _refuse(
            f"{name}#{number + 1}", "damaged", f"the compressed file ends or breaks after line {number}: {error}"
        )


def _read_rows(data: bytes, name: str, path: str, sample: bool) -> Iterator[RawRecord | Rejection]:
    """Yield the rows of a CSV file with their exact bytes; a row may hold line breaks between quotes."""
    encoding = ""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data, encoding = data.decode("utf-16").encode(), "utf-16"
        except UnicodeDecodeError:
            yield _refuse(name, "undecodable", "the file begins like UTF-16 but is not", data)
            return
    rows = _split_rows(data.removeprefix(b"\xef\xbb\xbf"))
    header = next(rows, b"")
    for number, row in enumerate(rows, 1):
        if row.strip():
            yield RawRecord(f"{name}#{number}", "csv", row, f"{encoding}\n{header.decode('latin-1')}", path, sample)


def _split_rows(data: bytes) -> Iterator[bytes]:
    pending: list[bytes] = []
    quotes = 0
    for line in data.split(b"\n"):
        pending.append(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            yield b"\n".join(pending).rstrip(b"\r")
            pending, quotes = [], 0
    if pending:
        yield b"\n".join(pending)
