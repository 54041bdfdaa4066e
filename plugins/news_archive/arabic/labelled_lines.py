"""Labelled lines of a plain text: «المصدر: جريدة المرفأ» or ``Date: 2015-07-20``, each a field of the article.

They stand first, or behind the title and before anything else, and end at the first line that is none. A line is one only if
its label is known and its value can be what the label says: a day is read, an address is one, a name is short and no sentence.
Prose looks like that, too («المصدر: لا صفقة قريبة» is a headline, «الكاتب: بدأتُ من الصفر» an answer): so a head has two lines, or one
behind the title that a blank line follows or that gives a newspaper, a day or an address; and nobody speaks behind it. A
last line «المصدر: …» that nothing stands behind names the newspaper, too. Whatever is none of these stays text. Where nothing
stands below the labelled lines there is no text, and the record is rejected for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .dates import FOLD
from .field_dates import read_field_date

LABELS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("العنوان", "عنوان", "عنوان الخبر", "عنوان المقال", "title", "headline"),
    "author": ("الكاتب", "كاتب", "اسم الكاتب", "المؤلف", "بقلم", "المحرر", "المراسل", "الكاتبة", "كاتبة", "المؤلفة", "المحررة", "المراسلة",
        "author", "by", "byline", "writer"),
    "paper": (
        "المصدر", "الصحيفة", "صحيفة", "اسم الصحيفة", "الجريدة", "جريدة", "الناشر", "source", "newspaper", "paper", "publisher",
    ),
    "date": (
        "التاريخ", "تاريخ", "تاريخ النشر", "تاريخ الخبر", "تاريخ الصدور", "تاريخ العدد", "يوم النشر", "نشر في", "نشر بتاريخ",
        "date", "published", "date published", "publication date",
    ),
    "url": ("الرابط", "رابط", "رابط الخبر", "رابط المقال", "url", "link"),
    "collected": ("تاريخ الجمع", "تاريخ السحب", "collected", "retrieved"),
    "tags": ("الوسوم", "وسوم", "الكلمات المفتاحية", "الكلمات الدلالية", "tags", "keywords"),
}  # fmt: skip
"""Field -> its labels: fewer than a table's columns, since a word with a colon says more things than the head of a column."""
_FIELD_OF: Final = {label.translate(FOLD): field for field, labels in LABELS.items() for label in labels}
_LINE: Final = re.compile(
    r"[\s\u200e\u200f*•-]*(?P<label>[^:：\r\n]{2,40}?)[\s\u200e\u200f*]*[:：][\s\u200e\u200f*]*(?P<value>\S.*)"
)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"[\d\s/.:\-]+")
_SENTENCE: Final = re.compile(r"[؟!?؛…]|[.:،]\s*\Z")
_SURE: Final = ("paper", "date", "url")
"""Fields of which one line behind the title is a head, whatever follows."""
_NAME_WORDS: Final = 6
_LABEL_WORDS: Final = 2
_HEAD_LINES: Final = 8
"""Lines behind the title among which labels are looked for."""
_DATE_WORDS: Final = 10
_TITLE: Final = 200
"""Code points; a longer line below the labelled ones is the text's first paragraph."""
_VALUE: Final = 300
"""Code points; a longer line is prose."""


@dataclass(frozen=True, slots=True)
class LabelledHead:
    """What the labelled lines at the head of a text say, and which stretches of it they are."""

    fields: tuple[tuple[str, str], ...]
    title: tuple[int, int, str] | None
    """The stretch of the first line that goes, and what stands there instead; None where that line is the title."""
    body: tuple[int, int]
    """The stretch of the rest that goes."""


def find_labelled_head(first: str, rest: str) -> LabelledHead | None:
    """Return the labelled lines of a text whose first line is ``first``, None if it has none.

    >>> find_labelled_head("افتتاح المكتبة", "المصدر: جريدة المرفأ\\nالتاريخ: 20 تموز 2015\\n\\nافتتحت البلدية").fields
    (('paper', 'جريدة المرفأ'), ('date', '20 تموز 2015'))
    >>> find_labelled_head("المصدر: لا صفقة قريبة", "قال المصدر إن المفاوضات مستمرة.") is None
    True
    """
    opening = _read_line(first)
    found = {opening[0]: opening[1]} if opening else {}
    begin = end = 0 if opening else _skip_blank(rest, 0)
    while label := _read_line(_line_at(rest, end)):
        if label[0] in found or (label[0] == "title" and not opening):
            break
        found[label[0]] = label[1]
        end = _next_line(rest, end)
    behind = _skip_blank(rest, end)
    if not _is_head(found, opened=opening is not None, blank=behind > end) or _speaks(_line_at(rest, behind)):
        return None
    title = None
    if opening and opening[0] == "title":
        title = (0, opening[2], "")
    elif opening and "title" in found:
        title = (0, len(first), found["title"])
    elif opening:
        under = _next_line(rest, behind)
        line = rest[behind:under].strip()
        is_title = len(line) <= _TITLE and _skip_blank(rest, under) < len(rest)
        title, behind = ((0, len(first), line), under) if is_title else ((0, len(first), ""), behind)
    return LabelledHead(tuple(found.items()), title, (begin, behind))


def strange_labels(first: str, rest: str) -> tuple[str, ...]:
    """Return what stands before the colon of lines among the labelled ones at the head of a text, and is no label.

    >>> strange_labels("المصدر: صوت الجبل", "الكاتبب: منى البستاني\\nالتاريخ: 2015-09-06\\n\\nافتتحت البلدية المكتبة")
    ('الكاتبب',)
    >>> strange_labels("الرئيس: لا صفقة قريبة", "قال المصدر: لا")
    ()
    """
    known, strange = False, []
    for line in (first, *rest[: _HEAD_LINES * _VALUE].split("\n")[:_HEAD_LINES]):
        m = _LINE.match(line) if len(line) <= _VALUE and (":" in line or "：" in line) else None
        if m is None:
            if line.strip() and line is not first:
                break
            continue
        label = m["label"].strip(" *")
        if _label_of(line)[0]:
            known = True
        elif len(label.split()) <= _LABEL_WORDS:
            strange.append(label)
    return tuple(strange) if known else ()


def find_source_at_end(body: str, after: int = 0) -> tuple[str, int, int] | None:
    """Return the newspaper that a last line «المصدر: …» names, with the stretch of that line and the break before it.

    Text must stand between it and ``after``, where the labelled lines of the head end.

    >>> find_source_at_end("افتتحت البلدية المكتبة.\\n\\nالمصدر: جريدة المرفأ\\n")
    ('جريدة المرفأ', 23, 46)
    """
    text = body.rstrip()
    start = text.rfind("\n") + 1
    label = _read_line(_line_at(text, start)) if start else None
    if label is None or label[0] != "paper" or not text[after:start].strip():
        return None
    return label[1], len(text[:start].rstrip()), len(body)


def _is_head(found: dict[str, str], *, opened: bool, blank: bool) -> bool:
    if len(found) != 1:
        return bool(found)
    return not opened and (blank or next(iter(found)) in _SURE)


def _speaks(line: str) -> bool:
    """Say whether a line is what a writer or editor says: behind another one it is a conversation."""
    return _label_of(line)[0] == "author"


def _label_of(line: str) -> tuple[str, str, int]:
    """Return the field that a line's label names, '' where it has none, what stands behind it and where that begins."""
    m = _LINE.match(line) if len(line) <= _VALUE and (":" in line or "：" in line) else None
    if m is None:
        return "", "", 0
    field = _FIELD_OF.get(" ".join(m["label"].translate(FOLD).lower().split()), "")
    return field, m["value"].strip(" \t\r\u200e\u200f*"), m.start("value")


def _read_line(line: str) -> tuple[str, str, int] | None:
    """Return field, value and where the value begins; None where the value is not what the label says."""
    field, value, start = _label_of(line)
    if not field or not value:
        return None
    if field == "paper" and _ADDRESS.fullmatch(value):
        field = "url"
    words = len(value.split())
    fits = {
        "url": lambda: _ADDRESS.fullmatch(value) is not None,
        "date": lambda: _is_date(value, words),
        "collected": lambda: _is_date(value, words),
        "author": lambda: words <= _NAME_WORDS and not _SENTENCE.search(value),
        "paper": lambda: words <= _NAME_WORDS and not _SENTENCE.search(value),
    }.get(field)
    if fits is not None and not fits():
        return None
    return field, _unquote(value) if field == "paper" else value, start


def _unquote(name: str) -> str:
    """Return the name of a newspaper without the marks around it."""
    return name[1:-1].strip() if name[0] + name[-1] in ("«»", '""', "“”", "()") else name


def _is_date(value: str, words: int) -> bool:
    """Say whether a value is a date, or at least numbers: one that is not understood is told as those of tables are."""
    return words <= _DATE_WORDS and (bool(_NUMBERS.fullmatch(value)) or read_field_date(value) is not None)


def _line_at(text: str, start: int) -> str:
    """Return the line that begins at an offset, of a long one as much as tells that it is none."""
    end = text.find("\n", start, start + _VALUE + 2)
    return text[start:end] if end >= 0 else text[start : start + _VALUE + 2]


def _next_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end + 1


def _skip_blank(text: str, start: int) -> int:
    """Return where the first line that is not blank begins."""
    while start < len(text):
        end = _next_line(text, start)
        if text[start:end].strip():
            return start
        start = end
    return start
