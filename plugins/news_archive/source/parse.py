"""One record to one SourceArticle: which words are the title, the text, the date, the paper."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from ..models import RawRecord, Rejection, SourceArticle
from .decode import decode
from .identity import article_id, read_url

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "headline", "العنوان", "عنوان", "عنوان الخبر"),
    "body": ("content", "body", "text", "article", "النص", "نص", "المحتوى", "الخبر", "نص الخبر"),
    "author": ("author", "byline", "writer", "الكاتب", "كاتب", "المحرر"),
    "url": ("url", "link", "address", "الرابط", "رابط", "العنوان الإلكتروني"),
    "paper": ("source", "paper", "newspaper", "publisher", "المصدر", "الصحيفة", "صحيفة", "الجريدة"),
    "date": ("date", "published", "date_published", "publication_date", "pubdate", "التاريخ", "تاريخ", "تاريخ النشر"),
    "collected": ("date_extracted", "crawled", "retrieved", "collected", "تاريخ الجمع"),
    "tags": ("tags", "keywords", "الوسوم", "كلمات مفتاحية"),
}
"""Column and key names that are understood without a field map, SaudiNewsNet's among them; first match wins."""

_FENCE: Final = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def parse_record(record: RawRecord) -> SourceArticle | Rejection:
    """Decode and parse one record; return it with raw fields, or the reason why it cannot be read."""
    if not record.data.strip(b" \t\r\n\x00"):
        return _refuse(record, "empty_file", "there is nothing in it")
    if record.kind == "jsonl":
        return _parse_json(record)
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
        fields, body = _read_front_matter(decoded.text)
        return _article(record, {**fields, "body": body}, decoded.encoding, markdown=True)
    title, _, body = decoded.text.partition("\n")
    return _article(record, {"title": title, "body": body}, decoded.encoding)


def _refuse(record: RawRecord, reason: str, detail: str) -> Rejection:
    return Rejection(
        source=record.source,
        sha256=sha256(record.data).hexdigest(),
        reason=reason,
        detail=detail,
        id=article_id(None, record.data),
    )


def _article(record: RawRecord, fields: Mapping[str, str], encoding: str, *, markdown: bool = False) -> SourceArticle:
    url = read_url(fields.get("url", ""))
    return SourceArticle(
        source=record.source,
        sha256=sha256(record.data).hexdigest(),
        id=article_id(url, record.data),
        title=fields.get("title", ""),
        body=fields.get("body", ""),
        author=fields.get("author", ""),
        url=url,
        paper=_visible(fields.get("paper", "")),
        date_field=_visible(fields.get("date", "")),
        date_collected=_visible(fields.get("collected", "")),
        encoding=encoding,
        size=len(record.data),
        kind=record.kind,
        sample=record.sample,
        markdown=markdown,
        tags=tuple(tag for part in re.split("[,،|]", fields.get("tags", "")) if (tag := _visible(part))),
    )


def _visible(text: str) -> str:
    """Return a label on one line, without characters that cannot be seen or that change the direction of others.

    >>> _visible("جريدة  \\u202eالمرفأ ")
    'جريدة المرفأ'
    """
    line = " ".join(text.split())
    if line.isprintable():
        return line
    return " ".join("".join(c for c in line if c.isprintable() or c in "\u200c\u200d").split())


def pick_fields(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the known fields of a record by the names in ``FIELDS``; values that are not text are written as text."""
    lower = {str(key).strip().lower(): value for key, value in values.items()}
    found: dict[str, str] = {}
    for field, names in FIELDS.items():
        value = next((lower[name] for name in names if lower.get(name) not in (None, "")), "")
        if isinstance(value, list):
            value = "\n".join(map(str, value)) if field == "body" else ", ".join(map(str, value))
        found[field] = value if isinstance(value, str) else str(value)
    return found


def _parse_json(record: RawRecord) -> SourceArticle | Rejection:
    decoded = decode(record.data)
    if decoded is None:
        return _refuse(record, "undecodable", "this line is no text in UTF-8 or windows-1256")
    try:
        values = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        return _refuse(record, "not_json", f"this line is not JSON: {error}")
    if not isinstance(values, dict):
        return _refuse(record, "not_json", "this line is JSON but not an object with named fields")
    fields = {name: _mend_surrogates(value) for name, value in pick_fields(values).items()}
    return _article(record, fields, decoded.encoding)


def _mend_surrogates(text: str) -> str:
    """Return ``text`` with lone surrogates (JSON escapes allow them, UTF-8 does not) as U+001A, which cleaning reports."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\x1a" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text


def _parse_row(record: RawRecord) -> SourceArticle | Rejection:
    encoding, _, header = record.context.partition("\n")
    joined = header.encode("latin-1") + b"\n" + record.data
    decoded = decode(joined)
    if decoded is None:
        return _refuse(record, "undecodable", "this row is no text in UTF-8 or windows-1256")
    delimiter = max(",;\t", key=decoded.text.partition("\n")[0].count)
    try:
        csv.field_size_limit(2**31 - 1)
        rows = list(csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return _refuse(record, "not_csv", f"this row is not CSV: {error}")
    names, values = rows[0], rows[1] if len(rows) > 1 else []
    if len(values) != len(names):
        return _refuse(record, "not_csv", f"{len(values)} cells under {len(names)} column names")
    fields = pick_fields(dict(zip(names, values, strict=True)))
    if not fields["body"] and not fields["title"]:
        return _refuse(record, "no_fields", f"no column is known as title or text: {', '.join(names)[:200]}")
    return _article(record, fields, encoding or decoded.encoding)


def _read_front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split an editor's Markdown into fields and body; values are plain data, whatever they are named."""
    fenced = _FENCE.match(text)
    if fenced:
        head, body = fenced.group(1), text[fenced.end() :]
    else:
        head, _, body = text.partition("\n\n")
        if not all(re.match(r"\w[\w -]*:", line) for line in head.splitlines()):
            title, _, body = text.partition("\n")
            return {"title": title.lstrip("# ")}, body
    values = dict(line.split(":", 1) for line in head.splitlines() if ":" in line)
    fields = pick_fields({name: value.strip().strip("\"'") for name, value in values.items()})
    fields["tags"] = fields["tags"].strip("[]")
    return fields, body


def _parse_html(record: RawRecord, text: str, encoding: str) -> SourceArticle | Rejection:
    try:
        import trafilatura
    except ImportError:
        return _refuse(record, "needs_extra", "HTML needs the package trafilatura: pip install trafilatura")
    found = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False, favor_precision=True)
    if found is None or not (found.text or "").strip():
        return _refuse(record, "no_main_text", "no main text was found on this page")
    fields = {
        "title": found.title or "",
        "body": found.text or "",
        "author": found.author or "",
        "url": found.url or "",
        "paper": found.sitename or "",
        "date": found.date or "",
    }
    return _article(record, fields, f"{encoding} (main text by trafilatura)")
