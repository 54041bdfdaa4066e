"""How the editor's tables are read: which column or key is the title, the text, the date.

``[[table]]`` in ``content/sources.toml``, for files whose names are not understood by themselves, or that do not say what
holds for them all (``file = "1965-06-05/*.txt"`` with the paper and day of that issue in ``values``):

[[table]]
file = "export-*.csv"             # names that it holds for; * and ? as in the shell
fields = {title = "T1", body = ["lead", "text"], date = "day"}   # several columns are put one under the other
values = {paper = "المرفأ"}       # what holds for every row, unless the row says otherwise
delimiter = ";"                   # optional, for .csv; otherwise the commonest of , ; and tab in the first line
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from ..arabic.field_dates import read_field_date
from ..editor_file import read_editor_file, tell_unknown

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "headline", "العنوان", "عنوان", "عنوان الخبر", "عنوان المقال", "عنوان المادة", "عنوان رئيسي", "العنوان الرئيسي", "المانشيت"),
    "body": (
        "content", "body", "text", "article", "article body", "articlebody", "full text", "fulltext", "story",
        "النص", "نص", "نص المادة", "النص الكامل", "التفاصيل", "المحتوى", "محتوى", "الخبر", "نص الخبر", "نص المقال", "المتن", "متن", "متن الخبر",
        "متن المقال", "متن المادة",
    ),
    "author": ("author", "byline", "writer", "authors", "creator", "الكاتب", "كاتب", "المحرر", "المؤلف", "اسم الكاتب", "الكاتب الصحفي",
        "المراسل", "الصحفي", "بقلم", "الكاتبة", "كاتبة", "المؤلفة", "المحررة", "المراسلة", "الصحفية"),
    "url": ("url", "link", "address", "permalink", "الرابط", "رابط", "العنوان الإلكتروني", "رابط الخبر", "رابط المقال", "عنوان الصفحة", "uri", "href"),
    "paper": ("source", "paper", "newspaper", "publisher", "site", "المصدر", "الصحيفة", "صحيفة", "الجريدة", "جريدة", "الموقع", "اسم الجريدة",
        "اسم الصحيفة", "اسم المصدر", "اسم الموقع", "الناشر", "الوسيلة", "المجلة", "newspaper name", "source name", "outlet"),
    "date": (
        "date", "published", "date published", "publication date", "pubdate", "publish date", "datepublished", "day",
        "التاريخ", "تاريخ", "تاريخ النشر", "تاريخ الخبر", "يوم النشر", "تاريخ الصدور", "يوم الصدور", "تاريخ العدد", "تاريخ المقال", "تاريخ الإصدار",
        "التأريخ", "تأريخ", "اليوم", "issue date", "date of issue", "published at", "publishedat",
    ),
    "collected": ("date extracted", "crawled", "retrieved", "collected", "scraped", "تاريخ الجمع", "تاريخ السحب"),
    "tags": ("tags", "keywords", "الوسوم", "وسوم", "الكلمات المفتاحية", "كلمات مفتاحية", "الكلمات الدلالية", "التصنيفات"),
}  # fmt: skip
"""Column and key names that are understood without a table, SaudiNewsNet's among them; ``_`` and ``-`` are spaces."""

_NAMES: Final = frozenset(("file", "fields", "values", "delimiter", "note"))


@dataclass(frozen=True, slots=True)
class Table:
    """One ``[[table]]``."""

    file: str
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Field -> its columns."""
    values: tuple[tuple[str, str], ...] = ()
    delimiter: str = ""

    def holds_for(self, name: str) -> bool:
        return fnmatchcase(name, self.file) or fnmatchcase(name.rpartition("/")[2], self.file)


def load_tables(path: Path) -> tuple[Table, ...]:
    """Return the tables of the editor's file, none if there is no file; raise ConfigurationError for a wrong one."""
    if not path.exists():
        return ()
    file = read_editor_file(path)
    tables = []
    for number, (values, line) in enumerate(file.entries("table"), 1):
        wrong = _fault(values)
        if wrong:
            raise file.fault(f"table {number}: {wrong}", line)
        fields = tuple((f, (c,) if isinstance(c, str) else tuple(c)) for f, c in values.get("fields", {}).items())
        tables.append(
            Table(values["file"], fields, tuple(values.get("values", {}).items()), values.get("delimiter", ""))
        )
    return tuple(tables)


def _fault(table: Mapping[str, Any]) -> str:
    unknown = sorted(set(table) - _NAMES)
    if unknown:
        return tell_unknown(unknown[0], _NAMES)
    if not isinstance(table.get("file"), str) or not table["file"]:
        return "it needs a file, the names that it holds for"
    for part in ("fields", "values"):
        strange = sorted(set(table.get(part, {})) - set(FIELDS))
        if strange:
            return f"{part} has no {strange[0]!r}; it knows {', '.join(FIELDS)}"
    columns = [c for value in table.get("fields", {}).values() for c in (value if isinstance(value, list) else [value])]
    if not all(isinstance(text, str) for text in (*columns, *table.get("values", {}).values())):
        return "columns and values are text"
    day = table.get("values", {}).get("date", "")
    if day and read_field_date(day) is None:
        return f"date {day!r} is no day, month or year; write it as 1965-06-05"
    delimiter = table.get("delimiter", ",")
    return "" if isinstance(delimiter, str) and len(delimiter) == 1 else "delimiter is one character"


def find_idle_tables(tables: Sequence[Table], names: Iterable[str]) -> list[str]:
    """Return a warning for each table that holds for none of the records of these names."""
    files = {name.partition("#")[0] for name in names} if tables else set()
    below = {file.partition("/")[2] for file in files}  # a folder's name stands before what two folders have
    return [
        f"content/sources.toml: the [[table]] with file = {table.file!r} holds for no file of this build"
        for table in tables
        if not any(map(table.holds_for, files | below))
    ]


def encode_table(table: Table | None) -> str:
    """Return what the parser needs of a table, as text: it is part of the key of a record's outcome."""
    return json.dumps([table.fields, table.values], ensure_ascii=False) if table else ""


def decode_values(context: str) -> dict[str, str]:
    """Return what a table says holds for each of its records."""
    return dict(json.loads(context)[1]) if context else {}
