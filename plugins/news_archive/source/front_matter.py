"""The head of an editor's Markdown: lines of fields, English or Arabic, between two ``---`` or above the text.

title: كيف نحفظ صحيفة قديمة
المصدر: مجلة البيادر
date: 2018-05-12

The names are those of columns (``tables.FIELDS``). Nothing is lost: a line whose name nobody knows, or whose field stands
already, stays at the beginning of the body, from where cleaning takes it out as a change that can be seen and undone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from ..models import UNKNOWN_FIELD
from .tables import FIELDS

_FENCE: Final = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)(?:\r?\n)?^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD: Final = re.compile(r"(\w[\w '-]{0,39}?)[ \t]*[:\uff1a](?!//)[ \t]*(.*)")
_NAME: Final = re.compile(r"\w+(?:[ -]\w+){0,2}")
_HEADING: Final = re.compile(r"\s*#[ \t]+(\S[^\n]*)(?:\n|\Z)")
_FIELD_OF: Final = {name: field for field, names in FIELDS.items() for name in names}
_OTHERS: Final = frozenset(("الصفحة", "صفحة", "رقم الصفحة", "العدد", "القسم", "الباب"))
"""What newspapers have and an article here has not: «الصفحة» is no slip for «الصحيفة»."""
_NEAR: Final = 0.8
"""Likeness (difflib) from which a name may be meant for a known one."""
_HEADLINE: Final = 100
"""Code points, and"""
_PARAGRAPH: Final = 20
"""... words from which a single paragraph is a text without a title."""
_FILES: Final = 10
"""Files that are named in warnings."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the head of a file says, and what is left."""

    fields: dict[str, str]
    body: str
    """The text, below the lines of the head that gave no field."""
    kept: int = 0
    """How many lines those are."""
    unknown: tuple[str, ...] = ()
    """Names of fields that nobody knows, as they were written."""


@dataclass(slots=True)
class _Line:
    """A line of a head, with those that go on from it."""

    text: str
    name: str = ""
    value: str = ""

    @property
    def field(self) -> str:
        return _FIELD_OF.get(plain_name(self.name), "")


def plain_name(name: str) -> str:
    """Return a name of a field or column as it is compared.

    >>> plain_name("Date_Published")
    'date published'
    """
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())


def near_name(name: str) -> str:
    """Return the known name that is most like one that nobody knows, '' where none is.

    >>> near_name("titel"), near_name("العنوات"), near_name("layout")
    ('title', 'العنوان', '')
    """
    plain = plain_name(name)
    return "" if plain in _OTHERS else next(iter(get_close_matches(plain, _FIELD_OF, 1, _NEAR)), "")


def near_field(name: str) -> str:
    """Return the field that the known name most like this one means, '' where none is.

    >>> near_field("titel"), near_field("layout")
    ('title', '')
    """
    return _FIELD_OF.get(near_name(name), "")


def split_text(text: str) -> tuple[str, str]:
    """Return title and body of a text without fields: its first line, and the rest; a single paragraph is no title.

    >>> split_text("خبر\\nنصّ"), split_text("خبر قصير"), split_text("كلمة " * 30)[0]
    (('خبر', 'نصّ'), ('خبر قصير', ''), '')
    """
    title, _, body = text.partition("\n")
    if len(title) > _HEADLINE and len(title.split()) >= _PARAGRAPH and not body.strip():
        return "", text
    return title, body


def read_front_matter(text: str) -> FrontMatter:
    """Split an editor's Markdown into fields and body; values are plain data, whatever they are named.

    >>> read_front_matter("العنوان: خبر\\nالمصدر: المرفأ\\nخبر عن المرفأ").fields
    {'title': 'خبر', 'paper': 'المرفأ'}
    >>> read_front_matter("titel: خبر\\ndate: 2015\\n\\nنصّ").unknown
    ('titel',)
    >>> read_front_matter("دمشق: أمطار غزيرة\\n\\nهطلت الأمطار").fields
    {'title': 'دمشق: أمطار غزيرة'}
    """
    fenced = _FENCE.match(text)
    if fenced:
        return _read(_fenced_lines(fenced[1]), text[fenced.end() :])
    lines, end, closed = _first_lines(text)
    known = [number for number, line in enumerate(lines) if line.field]
    if not closed and known:
        lines = lines[: known[-1] + 1]
        end = sum(len(line.text) for line in lines)
    if known and _is_head(lines, closed):
        return _read(lines, text[end:])
    if closed and not known and len(lines) > 1 and 2 * sum(map(_is_mistyped, lines)) >= len(lines):
        return _read(lines, text[end:])
    title, body = split_text(text)
    latin = closed and len(lines) == 1 and lines[0].name.isascii() and _is_mistyped(lines[0])
    return FrontMatter({"title": title.lstrip("# ")} if title else {}, body, 0, (lines[0].name,) if latin else ())


def _first_lines(text: str) -> tuple[list[_Line], int, bool]:
    """Return the lines above the text that look like fields, where they end, and whether an empty line ends them."""
    lines: list[_Line] = []
    position = len(text) - len(text.lstrip("\ufeff\r\n \t"))
    while position < len(text):
        end = text.find("\n", position) + 1 or len(text)
        line = text[position:end]
        if not line.strip():
            return lines, end, True
        found = _FIELD.match(line.rstrip())
        if not found or not _NAME.fullmatch(found[1]):
            return lines, position, False
        if _FIELD_OF.get(plain_name(found[1])) == "body":  # the text begins here
            return lines, position + found.start(2), len(lines) > 0
        lines.append(_Line(text[:end] if not lines else line, found[1], found[2]))
        position = end
    return lines, position, True


def _is_head(lines: Sequence[_Line], closed: bool) -> bool:
    """Say whether lines with a known field are a head; one line alone may be a headline («اليوم: أمطار»)."""
    if len(lines) > 1:
        return True
    only = lines[0]
    return only.field == "title" or (
        closed and (only.field not in ("date", "collected") or any(c.isdecimal() for c in only.value))
    )


def _is_mistyped(line: _Line) -> bool:
    return bool(near_name(line.name))


def _fenced_lines(head: str) -> list[_Line]:
    """Return the lines between two fences; an indented line, or an item of a list, goes on from the one above."""
    lines: list[_Line] = []
    for line in head.splitlines():
        found = _FIELD.match(line)
        if lines and lines[-1].name and line.strip() and (line[0].isspace() or line.startswith("-")):
            item = line.strip().removeprefix("-").strip().strip("\"'")
            lines[-1].text += f"\n{line}"
            lines[-1].value += f", {item}" if lines[-1].value else item
        elif found:
            lines.append(_Line(line, found[1], found[2]))
        elif line.strip():
            lines.append(_Line(line))
    return lines


def _read(lines: Iterable[_Line], body: str) -> FrontMatter:
    fields: dict[str, str] = {}
    kept: list[str] = []
    unknown: list[str] = []
    for line in lines:
        field, value = line.field, line.value.strip().strip("\"'")
        if field == "body":
            body = f"{value}\n\n{body}"
        elif field and field not in fields and value:
            fields[field] = value.strip("[]") if field == "tags" else value
        elif not field or value:
            kept += line.text.strip("\ufeff\r\n").splitlines()
            unknown += [line.name] if line.name else []
    if "title" not in fields and (heading := _HEADING.match(body)):
        fields["title"], body = heading[1].strip(), body[heading.end() :]
    return FrontMatter(fields, "\n".join((*kept, body)), len(kept), tuple(unknown))


def tell_unknown_fields(articles: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Return a warning for each file that has fields which nobody knows, from the names and flags of all articles.

    >>> tell_unknown_fields([("a.md", ("field_unknown:titel", "field_unknown:layout")), ("b.md", ())])
    ['a.md: fields that nobody knows: titel (meant: title?), layout; they stand in the changes of the page or in its text']
    >>> tell_unknown_fields([("a.csv#1", ("field_unknown:auther",)), ("a.csv#2", ("field_unknown:auther",))])
    ['a.csv: columns or keys that nobody knows: auther (meant: author?); a [[table]] of content/sources.toml says what they are']
    """
    files: dict[str, dict[str, None]] = {}
    for source, flags in articles:
        names = [flag.removeprefix(UNKNOWN_FIELD) for flag in flags if flag.startswith(UNKNOWN_FIELD)]
        if names:
            file, row, _ = source.partition("#")
            files.setdefault(file + row, {}).update(dict.fromkeys(names))
    lines = []
    for file, known in files.items():
        told = ", ".join(map(tell_name, known))
        if file.endswith("#"):
            lines.append(
                f"{file[:-1]}: columns or keys that nobody knows: {told}; a [[table]] of content/sources.toml says what they are"
            )
        else:
            lines.append(
                f"{file}: fields that nobody knows: {told}; they stand in the changes of the page or in its text"
            )
    more = len(lines) - _FILES
    return lines if more <= 0 else [*lines[:_FILES], f"... and {more:,} more files with fields that nobody knows"]


def tell_name(name: str) -> str:
    """Return a name that nobody knows, with the known one that may be meant.

    >>> tell_name("boddy"), tell_name("picture")
    ('boddy (meant: body?)', 'picture')
    """
    near = near_name(name)
    if near == plain_name(name):
        return f"{name} (said twice)"
    return f"{name} (meant: {near}?)" if near else name
