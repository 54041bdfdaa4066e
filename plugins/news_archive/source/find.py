"""Find the input records: files in folders, lines of JSON Lines, rows of CSV and Parquet.

The order and the names depend on nothing but the folders' contents. What cannot be an article (a directory named
``x.txt``, a pipe, a link that leads out of the folder, a file that cannot be read) is a rejection, never silence.
"""

from __future__ import annotations

import dataclasses
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..errors import UsageError
from ..models import RawRecord, Rejection
from ..settings import Settings
from .containers import read_lines, read_rows, refuse
from .parquet import read_parquet
from .tables import Table, encode_table

_KINDS: Final = {".txt": "txt", ".md": "md", ".html": "html", ".htm": "html"}
_READERS: Final = {".jsonl": read_lines, ".jsonl.gz": read_lines, ".csv": read_rows, ".parquet": read_parquet}
_PARTS: Final = ("_files", "_fichiers", "_ملفات", ".files")
"""How the folder that a browser lays beside a saved page ends, after the page's name."""
_OTHERS: Final = {
    "docx doc odt rtf pages wpd": "a text of a word processor: save it as plain text (.txt)",
    "pdf djvu ps epub": "a printed page: save its text as plain text (.txt)",
    "xlsx xls ods numbers": "a spreadsheet: save it as .csv",
    "zip rar 7z tar tgz gz bz2 xz": "packed: unpack it here",
    "json xml rss": "data of another form: make it .jsonl (an object a line) or .csv",
    "tsv ndjson pq parq": "data under another name: invoke ingest takes it",
    "avro orc feather arrow": "data of another form: make it .parquet or .jsonl (an object a line)",
    "eml msg mht mhtml warc": "mail or a web archive: save the page or the text (.html, .txt)",
    "png jpg jpeg gif svg webp tif tiff bmp heic ico mp3 mp4 wav mov avi webm": "a picture, sound or film",
    "css js woff woff2 ttf map": "a part of a web page",
}
"""Endings of what is no article -> why, and what to do."""
_NOT_ARTICLES: Final = {"readme.md", "readme.txt"}


def find_records(
    paths: Sequence[Path], settings: Settings, tables: Sequence[Table] = ()
) -> Iterator[RawRecord | Rejection]:
    """Yield every record under ``paths`` in a stable order.

    Names are relative to the folder given; where two folders hold the same name, the later one's starts with its
    folder's name. Raises UsageError for a path that does not exist or a single file of an unknown form.
    """
    taken: set[str] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"--source {path} does not exist")
        root = path if path.is_dir() else path.parent
        if not path.is_dir() and not find_form(path.name):
            raise UsageError(
                f"--source {path}: only .txt, .md, .html, .jsonl, .jsonl.gz, .csv and .parquet can be read"
            )
        for file in _files(path) if path.is_dir() else [path]:
            if isinstance(file, _PassedOver):
                name = _printable(file.path.relative_to(root).as_posix())
                yield dataclasses.replace(refuse(name, "passed_over", file.why), sha256="")
                continue
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
            table = next((table for table in tables if table.holds_for(relative)), None)
            yield from _read(_Place(file, root, _printable(name), sample, table), settings.source.max_bytes)


def find_form(name: str) -> str:
    """Return the ending by which a file is known, in lower case; '' for a file of no known form."""
    lower = name.lower()
    return next((form for form in (*_READERS, *_KINDS) if lower.endswith(form)), "")


@dataclass(frozen=True, slots=True)
class _PassedOver:
    """A file that is no article, or a folder of such files."""

    path: Path
    why: str


def _files(folder: Path) -> Iterator[Path | _PassedOver]:
    """Yield the files below a folder that look like articles, sorted by name; and folders that cannot be entered.

    Links to folders are not followed. What no parser reads is passed over, and said; so is, as one, the folder of parts
    that a browser lays beside a saved page (``page.html``, ``page_files/``).
    """
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError:
        yield folder
        return
    pages = {entry.name.rpartition(".")[0] for entry in ordered if find_form(entry.name) in (".html", ".htm")}
    for entry in ordered:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False) and not find_form(entry.name):
            of_page = next((page for mark in _PARTS if (page := entry.name.removesuffix(mark)) in pages), None)
            if of_page is None:
                yield from _files(path)
            else:
                yield _PassedOver(path, f"the pictures and scripts of the saved page {_printable(of_page)}")
        elif (find_form(entry.name) and entry.name.lower() not in _NOT_ARTICLES) or (
            entry.is_symlink() and path.is_dir()
        ):
            yield path
        elif entry.name.lower() not in _NOT_ARTICLES:
            yield _PassedOver(path, why_passed_over(entry.name))


def why_passed_over(name: str) -> str:
    """Return why a file of this name holds no article, and what to do about it.

    >>> why_passed_over("خبر.docx")
    'a text of a word processor: save it as plain text (.txt)'
    """
    ending = name.lower().rpartition(".")[2] if "." in name else ""
    known = next((why for endings, why in _OTHERS.items() if ending in endings.split()), "")
    return known or "no article by its name: only .txt, .md, .html, .jsonl, .jsonl.gz, .csv and .parquet are read"


def _printable(name: str) -> str:
    """Escape what cannot stand in a report or a UTF-8 file: control characters, direction marks, broken bytes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


@dataclass(frozen=True, slots=True)
class _Place:
    """A file and what it is called."""

    file: Path
    root: Path
    name: str
    sample: bool
    table: Table | None


def _read(place: _Place, limit: int) -> Iterator[RawRecord | Rejection]:
    try:
        fault = _fault_of(place)
        if fault:
            yield refuse(place.name, *fault)
            return
        form = find_form(place.file.name)
        reader = _READERS.get(form)
        if reader is not None:
            empty = True
            for record in reader(place.file, place.name, place.sample, limit, place.table):
                empty = False
                yield record
            if empty:
                yield refuse(place.name, "empty_file", "there is no record in it")
            return
        size = place.file.stat().st_size
        if size > limit:
            yield refuse(place.name, "too_large", f"{size:,} bytes; the limit is {limit:,} (source.max_bytes)")
            return
        with open(place.file, "rb") as handle:
            data = handle.read(limit + 1)  # it may have grown since
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links
        reason = getattr(error, "strerror", None) or str(error)
        yield refuse(place.name, "unreadable", f"the file cannot be read: {reason}")
        return
    context = encode_table(place.table)
    yield RawRecord(place.name, _KINDS[form], data, context, str(place.file), place.sample)  # type: ignore[arg-type]


def _fault_of(place: _Place) -> tuple[str, str] | None:
    """Return why a path cannot hold articles, as reason and detail; raises OSError where it cannot even be looked at."""
    status = place.file.lstat()
    if stat.S_ISLNK(status.st_mode):
        target = place.file.resolve(strict=True)
        if not target.is_relative_to(place.root.resolve()):
            return "not_a_file", "a link that leads out of the source folder; copy the file instead"
        if target.is_dir():
            return "not_a_file", "a link to a folder; its files are read where they are, not a second time here"
        status = place.file.stat()
    if stat.S_ISDIR(status.st_mode) and not find_form(place.file.name):
        os.scandir(place.file).close()  # raises what made it unreadable
        return "unreadable", "the folder could not be entered"
    if not stat.S_ISREG(status.st_mode):
        kind = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
        return "not_a_file", f"this is {kind}, although it is named like an article"
    return None
