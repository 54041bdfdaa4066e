"""The records of a container: lines of JSON Lines, rows of CSV, each with its exact bytes and never all at once."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import mmap
import re
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from ..models import RawRecord, Rejection
from .tables import Table, encode_table

_PIECE: Final = 1 << 20
"""Bytes that are read at a time from a line that is too long to keep."""
_DELIMITERS: Final = (b",", b";", b"\t")
_UTF16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def refuse(name: str, reason: str, detail: str, data: bytes = b"") -> Rejection:
    return Rejection(source=name, sha256=sha256(data).hexdigest(), reason=reason, detail=detail)


def read_lines(file: Path, name: str, sample: bool, limit: int, table: Table | None) -> Iterator[RawRecord | Rejection]:
    """Yield the lines of a JSON Lines file; one that is longer than ``limit`` is refused without being kept."""
    number = 0
    context = encode_table(table)
    opener = gzip.open if file.name.lower().endswith(".gz") else open
    try:
        with opener(file, "rb") as handle:
            mark = handle.peek(2)[:2]
            lines = _utf16_lines(handle, mark, limit) if mark in _UTF16 else _bounded_lines(handle, limit)
            for number, (line, size) in enumerate(lines, 1):
                data = line.rstrip(b"\r\n")
                if number == 1 and data.startswith(b"\xef\xbb\xbf"):
                    data = data[3:]
                if size > limit + 2:
                    detail = f"a line of {size:,} bytes; the limit is {limit:,} (source.max_bytes)"
                    yield refuse(f"{name}#{number}", "too_large", detail)
                elif data.strip():
                    yield RawRecord(f"{name}#{number}", "jsonl", data, context, str(file), sample)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        detail = f"the compressed file ends or breaks after line {number}: {error}"
        yield refuse(f"{name}#{number + 1}", "damaged", detail)
    except UnicodeDecodeError:
        yield refuse(f"{name}#{number + 1}", "undecodable", "the file begins as UTF-16 and goes on as something else")


def _bounded_lines(handle: BinaryIO | gzip.GzipFile, limit: int) -> Iterator[tuple[bytes, int]]:
    """Yield each line and its size; of one longer than ``limit`` only the beginning."""
    while line := handle.readline(limit + 3):
        size = len(line)
        if size > limit + 2 and not line.endswith(b"\n"):
            while piece := handle.readline(_PIECE):
                size += len(piece)
                if piece.endswith(b"\n"):
                    break
        yield line, size


def _utf16_lines(handle: BinaryIO | gzip.GzipFile, mark: bytes, limit: int) -> Iterator[tuple[bytes, int]]:
    """Yield each line with the mark before it, so that it can be read alone; a line feed is two bytes here."""
    encoding = _UTF16[mark]
    text = io.TextIOWrapper(handle, encoding, newline="\n")
    try:
        text.read(1)  # the mark
        while line := text.readline(limit):
            size = 2 * len(line)
            while not line.endswith("\n") and (piece := text.readline(_PIECE)):
                size += 2 * len(piece)
                if piece.endswith("\n"):
                    break
            data = line.rstrip("\r\n")
            yield (mark + data.encode(encoding) if data.strip() else b""), size
    finally:
        text.detach()  # whoever opened the file closes it


def read_rows(file: Path, name: str, sample: bool, limit: int, table: Table | None) -> Iterator[RawRecord | Rejection]:
    """Yield the rows of a CSV file with their exact bytes; a row may hold line breaks between quotes."""
    with open(file, "rb") as handle:
        size = handle.seek(0, 2)
        data: bytes | mmap.mmap = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        encoding = ""
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            try:
                data, encoding = data[:].decode("utf-16").encode(), "utf-16"
            except UnicodeDecodeError:
                yield refuse(name, "undecodable", "the file begins like UTF-16 but is not", data[:])
                return
        start = 3 if data[:3] == b"\xef\xbb\xbf" else 0
        feed = b"\r" if data.find(b"\n") < 0 and data.find(b"\r") >= 0 else b"\n"
        first = data[start : start + 65536].partition(feed)[0]
        delimiter = table.delimiter.encode() if table and table.delimiter else max(_DELIMITERS, key=first.count)
        rows = split_rows(data, start, delimiter, feed)
        header = next(rows, b"")
        context = json.dumps([header.decode("latin-1"), delimiter.decode(), encoding, encode_table(table)])
        for number, row in enumerate(rows, 1):
            if len(row) > limit:
                detail = f"a row of {len(row):,} bytes; the limit is {limit:,} (source.max_bytes)"
                yield refuse(f"{name}#{number}", "too_large", detail)
            elif row.strip():
                yield RawRecord(f"{name}#{number}", "csv", row, context, str(file), sample)


def split_rows(data: bytes | mmap.mmap, start: int, delimiter: bytes, feed: bytes = b"\n") -> Iterator[bytes]:
    """Yield the rows of ``data`` from ``start``; a quotation mark that is never closed costs its own line only.

    ``feed`` ends a row: a line feed, or the carriage return that stands alone in old tables of a Mac.
    """
    mark = re.escape(delimiter)
    opened = re.compile(b"(?:^|(?<=" + feed + b")|(?<=" + mark + b'))[ \t]*"|' + feed)
    quote = re.compile(rb'(?P<twice>"")|(?P<close>"[ \t\r]*(?=' + mark + b"|" + feed + rb'|\Z))|(?P<lone>")')
    position, row, size = start, start, len(data)
    unclosed = False
    while position < size:
        found = opened.search(data, position)
        if found is None:
            break
        if found.group() == feed:
            yield data[row : found.start()].rstrip(b"\r")
            row = position = found.end()
            continue
        position = found.end()
        if not unclosed:
            end = _find_close(data, position, quote)
            unclosed = end == size + 1
            position = end if 0 < end <= size else position
    if row < size:
        yield data[row:size].rstrip(b"\r\n")


def _find_close(data: bytes | mmap.mmap, position: int, quote: re.Pattern[bytes]) -> int:
    """Return the place after the mark that closes a cell; 0 where one stands alone inside it, past the end if none does."""
    while found := quote.search(data, position):
        if found.lastgroup != "twice":
            return found.end() if found.lastgroup == "close" else 0
        position = found.end()
    return len(data) + 1
