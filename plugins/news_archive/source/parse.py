"""One record to one SourceArticle: which words are the title, the text, the date, the paper."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

import msgspec

from ..arabic.labelled_lines import find_labelled_head, find_source_at_end, strange_labels
from ..models import NEEDS_EXTRA, RawRecord, Rejection, SourceArticle
from .decode import Decoded, decode, may_be_mojibake, repair, reread_as
from .front_matter import near_field, near_name, plain_name, read_front_matter, split_text, tell_name
from .identity import article_id, read_url
from .pages import NEEDS, extract_page
from .tables import FIELDS, decode_values

_TAG_MARKS: Final = re.compile("[,،|;؛\n]")
_TABULAR: Final = ("jsonl", "csv")
"""Kinds of record to which ``pick_fields`` gives the values of their table."""
_TOLD: Final = 300
"""Code points of the unknown names that a rejection tells."""
_decode_json = msgspec.json.Decoder().decode


def parse_record(record: RawRecord) -> SourceArticle | Rejection:
    """Decode and parse one record; return it with raw fields, or the reason why it cannot be read."""
    if record.kind == "jsonl":
        return _parse_json(record)
    if not record.data.strip(b" \t\r\n\x00"):
        return _refuse(record, "empty_file", "there is nothing in it")
    if record.kind == "csv":
        return _parse_row(record)
    decoded = decode(record.data)
    if decoded is None:
        binary = record.data.count(0) > len(record.data) // 100
        reason = "binary" if binary else "undecodable"
        return _refuse(record, reason, "these bytes are no text in UTF-8, UTF-16, windows-1256 or ISO-8859-6")
    if record.kind == "html":
        return _parse_html(record, decoded.text, decoded.encoding)
    if record.kind == "md":
        head = read_front_matter(decoded.text)
        article = _article(record, {**head.fields, "body": head.body}, decoded.encoding)
        return msgspec.structs.replace(article, markdown=True, head_lines=head.kept, unknown_fields=head.unknown)
    title, body = split_text(decoded.text)
    article = _article(record, {**_read_labels(title, body), "title": title, "body": body}, decoded.encoding)
    strange = tuple(label for label in strange_labels(title, body) if near_name(label))
    return msgspec.structs.replace(article, unknown_fields=strange) if strange else article


def _read_labels(title: str, body: str) -> dict[str, str]:
    """Return what labelled lines of a plain text say; cleaning takes them out of it, so that each is a change to be seen."""
    head = find_labelled_head(title, body)
    fields = dict(head.fields) if head else {}
    if "paper" not in fields:
        last = find_source_at_end(body, head.body[1] if head else 0)
        fields |= {"paper": last[0]} if last else {}
    return fields


def _refuse(record: RawRecord, reason: str, detail: str) -> Rejection:
    return Rejection(
        source=record.source,
        sha256=sha256(record.data).hexdigest(),
        reason=reason,
        detail=detail,
        id=article_id(None, record.data),
    )


def _article(record: RawRecord, fields: Mapping[str, str], encoding: str) -> SourceArticle:
    if record.context and record.kind not in _TABULAR:
        fields = {**decode_values(record.context), **{name: text for name, text in fields.items() if text}}
    given = fields.get
    address = given("url")
    url = read_url(address) if address else None
    tags = given("tags")
    return SourceArticle(
        source=record.source,
        sha256=sha256(record.data).hexdigest(),
        id=article_id(url, record.data),
        title=given("title", ""),
        body=given("body", ""),
        author=given("author", ""),
        url=url,
        paper=_visible(given("paper", "")),
        date_field=_visible(given("date", "")),
        date_collected=_visible(given("collected", "")),
        encoding=encoding,
        size=len(record.data),
        kind=record.kind,
        sample=record.sample,
        tags=tuple(tag for part in _TAG_MARKS.split(tags) if (tag := _visible(part))) if tags else (),
    )


def _tabular(
    record: RawRecord, fields: Mapping[str, str], encoding: str, names: Iterable[str], table: str
) -> SourceArticle | Rejection:
    """Return the article of a line or row; where it has no text because no name of it is known as that, say so."""
    article = _article(record, fields, encoding)
    names = tuple(names)
    if article.body:
        strange = _misspelt_columns(names, table)
        return msgspec.structs.replace(article, unknown_fields=strange) if strange else article
    known = {field for field, _, _ in _columns(names, table)}
    unknown = [name for name in names if name not in known_columns(names, table)]
    if "body" in known or not unknown:
        return _empty_row(record) if record.kind == "csv" and "title" in known and not article.title else article
    told = ", ".join(map(tell_name, unknown))[:_TOLD]
    what = "the text" if "title" in known else "title or text"
    one = "column" if record.kind == "csv" else "key"
    detail = f"no {one} is known as {what}: {told}; say which in a [[table]] of content/sources.toml"
    size = len(article.title)
    return dataclasses.replace(_refuse(record, "no_fields", detail), id=article.id, characters_in=size)


def _empty_row(record: RawRecord) -> Rejection:
    return _refuse(record, "no_fields", "title and text of this row are empty")


def _visible(text: str) -> str:
    """Return a label on one line, without characters that cannot be seen or that change the direction of others.

    >>> _visible("جريدة  \\u202eالمرفأ ")
    'جريدة المرفأ'
    """
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return " ".join("".join(c for c in line if c.isprintable() or c in "\u200c\u200d").split())


@lru_cache(maxsize=1024)
def _columns(names: tuple[str, ...], table: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """Return, for each field, the columns that may hold it, and whether all of them do (first match wins otherwise)."""
    mapped = dict(json.loads(table)[0]) if table else {}
    by_name: dict[str, str] = {}
    for name in names:
        by_name.setdefault(plain_name(name), name)
    found = []
    for field, known in FIELDS.items():
        if field in mapped:
            columns = tuple(by_name[plain_name(c)] for c in mapped[field] if plain_name(c) in by_name)
        else:
            columns = tuple(by_name[name] for name in known if name in by_name)
        if columns:
            found.append((field, columns, field in mapped))
    return tuple(found)


@lru_cache(maxsize=1024)
def _misspelt_columns(names: tuple[str, ...], table: str) -> tuple[str, ...]:
    """Return the columns that are nearly called as a field is of which nothing is known."""
    held = {field for field, _, _ in _columns(names, table)}
    known = known_columns(names, table)
    return tuple(name for name in names if name not in known and (near := near_field(name)) and near not in held)


def known_columns(names: tuple[str, ...], table: str = "") -> list[str]:
    """Return the columns from which ``pick_fields`` may take a field.

    >>> known_columns(("Headline", "picture", "Full_Text"))
    ['Headline', 'Full_Text']
    """
    return [column for _, columns, _ in _columns(names, table) for column in columns]


def pick_fields(values: Mapping[str, Any], table: str = "") -> dict[str, str]:
    """Return the known fields of a record by the names in ``FIELDS`` or the editor's table; what is not text is made text.

    >>> pick_fields({"Headline": "خبر", "authors": [{"name": "سالم"}, "هالة"], "date_extracted": None})
    {'title': 'خبر', 'author': 'سالم, هالة'}
    """
    found: dict[str, str] = {}
    for field, columns, every in _columns(tuple(values), table):
        mark = "\n" if field == "body" else ", "
        parts = []
        for column in columns:
            value = values[column]
            text = value if isinstance(value, str) else _as_text(value, mark)
            if text:
                parts.append(text)
                if not every:
                    break
        if parts:
            found[field] = parts[0] if len(parts) == 1 else mark.join(parts)
    if table:
        for field, value in json.loads(table)[1]:
            found.setdefault(field, value)
    return found


def _as_text(value: object, mark: str) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return mark.join(filter(None, (item if isinstance(item, str) else _as_text(item, mark) for item in value)))
    if isinstance(value, dict):
        named = next((value[key] for key in ("name", "title", "text", "url", "$date") if value.get(key)), "")
        return named if isinstance(named, str) else ""
    if isinstance(value, float):  # of a table of numbers: whole ones were no fractions, and NaN is an empty cell
        return str(int(value)) if value.is_integer() else str(value) if math.isfinite(value) else ""
    return str(value)


def _parse_json(record: RawRecord) -> SourceArticle | Rejection:
    data = record.data
    doubtful = may_be_mojibake(data) or b"\\u00" in data or data[:1] != b"{"
    if not doubtful:
        try:
            values = _decode_json(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            doubtful = True
        else:
            return _tabular(record, pick_fields(values, record.context), "utf-8", values, record.context)
    try:
        read: Decoded | None = Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        read = decode(data)
    if read is None:
        return _refuse(record, "undecodable", "this line is no text in UTF-8 or windows-1256")
    try:
        values = json.loads(read.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        read = decode(data)  # UTF-16, and lines with control characters in place of NUL
        try:
            values = json.loads(read.text) if read else None
        except (ValueError, RecursionError):
            values = None
        if values is None or read is None:
            return _refuse(record, "not_json", f"this line is not JSON: {error}")
    if not isinstance(values, dict):
        return _refuse(record, "not_json", "this line is JSON but not an object with named fields")
    fields = {name: _mend_surrogates(value) for name, value in pick_fields(values, record.context).items()}
    mended = _mend_fields(fields)
    if mended is None:
        return _refuse(record, "undecodable", "the text of this line was once decoded wrongly and cannot be restored")
    return _tabular(record, mended[0], mended[1] or read.encoding, values, record.context)


def _mend_fields(fields: dict[str, str]) -> tuple[dict[str, str], str] | None:
    """Undo a wrong decoding of fields, and how it was done; None where one is mojibake for good.

    A short field proves nothing by itself; where the body was read wrongly, the others were read the same way.
    """
    mended: dict[str, str] = {}
    how = ""
    for name in sorted(fields, key=lambda field: (field != "body", field)):
        text = fields[name]
        found = repair(text) if may_be_mojibake(text.encode("utf-8", "surrogatepass")) else Decoded(text, "utf-8")
        if found is None:
            return None
        if found.encoding != "utf-8":
            how = how or found.encoding
        elif how:
            found = reread_as(text, how) or found
        mended[name] = found.text
    return mended, how


def _mend_surrogates(text: str) -> str:
    """Return ``text`` with lone surrogates (JSON escapes allow them, UTF-8 does not) as U+001A, which cleaning reports."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\x1a" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _parse_row(record: RawRecord) -> SourceArticle | Rejection:
    header, delimiter, encoding, table = json.loads(record.context)
    joined = header.encode("latin-1") + b"\n" + record.data
    decoded = decode(joined)
    if decoded is None:
        return _refuse(record, "undecodable", "this row is no text in UTF-8 or windows-1256")
    try:
        csv.field_size_limit(2**31 - 1)
        text = io.StringIO(decoded.text, newline="")
        rows = list(csv.reader(text, delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error as error:
        return _refuse(record, "not_csv", f"this row is not CSV: {error}")
    names, values = rows[0], rows[1] if len(rows) > 1 else []
    if len(values) != len(names) or len(rows) > 2:
        cells = f"{len(values)} cells under {len(names)} column names"
        return _refuse(record, "not_csv", f"{cells}; look for a quotation mark that is not closed")
    fields = pick_fields(dict(zip(names, values, strict=True)), table)
    if not any(value.strip() for value in values):
        return _empty_row(record)
    return _tabular(record, fields, encoding or decoded.encoding, names, table)


def _parse_html(record: RawRecord, text: str, encoding: str) -> SourceArticle | Rejection:
    try:
        fields = extract_page(text)
    except ImportError as error:
        return _refuse(record, NEEDS_EXTRA, f"{NEEDS} (missing: {error.name or error})")
    if fields is None:
        return _refuse(record, "no_main_text", "no main text was found on this page; save its text as .txt")
    return _article(record, fields, f"{encoding} (main text by trafilatura)")
