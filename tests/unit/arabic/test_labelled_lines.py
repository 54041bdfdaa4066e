"""Labelled lines at the head or end of a plain text are fields; what only looks like one is text."""

from __future__ import annotations

import pytest
from news_archive.arabic.labelled_lines import find_labelled_head, find_source_at_end

TEXT = "افتتحت البلدية مكتبة جديدة في وسط المدينة.\nوتضم المكتبة قاعة للمطالعة."
TITLE = "افتتاح المكتبة"


def read(text: str) -> tuple[str, dict[str, str], str]:
    """Return the title, the fields and the text that are left of a file."""
    first, _, rest = text.partition("\n")
    head = find_labelled_head(first, rest)
    if head is None:
        return first, {}, rest
    if head.title:
        start, end, put = head.title
        first = first[:start] + put + first[end:]
    return first, dict(head.fields), rest[: head.body[0]] + rest[head.body[1] :]


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        ("المصدر: جريدة المرفأ\nالتاريخ: 20 تموز 2015\nالكاتب: سلمى الحداد", "paper date author"),
        ("Source: Al Marfa\nDATE: July 20, 2015\nBy: Salma Haddad\nURL: http://marfa.example.org/17", "paper date author url"),
        ("المصدر : «المرفأ»\n* التاريخ: 20/07/2015\nالوسوم: مكتبات، كتب", "paper date tags"),
        ("نُشر في: 4 شوال 1436هـ\nالـمـصـدر: المرفأ", "date paper"),
        ("المصدر: http://marfa.example.org/17", "url"),
        ("التاريخ: 20 تموز 2015", "date"),
        ("المصدر: المرفأ", "paper"),
        ("التاريخ: 20/7/15", "date"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("between", ["", "\n"])
def test_lines_under_the_title_are_fields(head: str, fields: str, between: str) -> None:
    title, found, text = read(f"{TITLE}\n{between}{head}\n{between}{TEXT}")
    assert (title, " ".join(found), text.strip()) == (TITLE, fields, TEXT)


@pytest.mark.parametrize(
    "text",
    [
        f"العنوان: {TITLE}\nالمصدر: المرفأ\n{TEXT}",
        f"المصدر: المرفأ\nالعنوان: {TITLE}\n\n{TEXT}",
        f"المصدر: المرفأ\r\nالتاريخ: 20 تموز 2015\r\n\r\n{TITLE}\r\n{TEXT}",
    ],
)
def test_lines_above_the_title_are_fields_too(text: str) -> None:
    title, found, body = read(text)
    assert (title.strip(), found["paper"], body) == (TITLE, "المرفأ", TEXT)


def test_a_text_without_a_title_under_its_lines_has_none() -> None:
    long = "افتتحت البلدية مكتبة جديدة في وسط المدينة، " * 6
    assert read(f"المصدر: المرفأ\nالتاريخ: 20 تموز 2015\n\n{long}\nآخر")[::2] == ("", f"{long}\nآخر")
    assert read("المصدر: المرفأ\nالتاريخ: 20 تموز 2015\n\nسطر واحد")[::2] == ("", "سطر واحد")


@pytest.mark.parametrize(
    "text",
    [
        f"المصدر: لا صفقة قريبة\n{TEXT}",  # a headline
        f"مصدر: لا صفقة قريبة\nالتاريخ: يعيد نفسه\n{TEXT}",
        f"{TITLE}\nالملحق: ثالث\n{TEXT}",
        f"{TITLE}\nالمصدر:\n{TEXT}",
        f"{TITLE}\nالمصدر: قال مسؤول في الوزارة إن المفاوضات ما زالت مستمرة\n{TEXT}",
        f"{TITLE}\nالتاريخ: علم لا رواية\n\n{TEXT}",
        f"{TITLE}\nالرابط: بين المدينتين\n\n{TEXT}",
        f"{TITLE}\nالكاتب: بدأتُ من الصفر\n{TEXT}",
        f"{TITLE}\nالكاتب: بدأتُ من الصفر\n\nالمحرر: ومتى انتهت؟\n\n{TEXT}",
        f"{TITLE}\nالمحرر: كيف بدأت؟\nالكاتب: من الصفر\n{TEXT}",
        f"{TITLE}\nالعنوان: شارع المرفأ، بناء ثالث\n\n{TEXT}",
        f"{TITLE}\n{TEXT}\nالكاتب: سلمى الحداد\nالتاريخ: 20 تموز 2015\n\nبقية",
        TITLE,
        "",
    ],
)
def test_what_only_looks_like_a_labelled_line_stays_text(text: str) -> None:
    title, found, body = read(text)
    assert (found, f"{title}\n{body}" if "\n" in text else title) == ({}, text)


def test_where_there_are_labelled_lines_alone_no_text_is_left() -> None:
    assert read(f"{TITLE}\nالمصدر: المرفأ\nالتاريخ: 20 تموز 2015\n")[::2] == (TITLE, "")
    assert read("المصدر: المرفأ\nالتاريخ: 20 تموز 2015")[::2] == ("", "")


@pytest.mark.parametrize("end", ["", "\n", "\n\n "])
def test_a_last_line_names_the_newspaper(end: str) -> None:
    found = find_source_at_end(f"{TEXT}\n\nالمصدر: جريدة المرفأ{end}")
    assert found is not None and found[0] == "جريدة المرفأ"
    assert f"{TEXT}\n\nالمصدر: جريدة المرفأ{end}"[: found[1]] == TEXT


@pytest.mark.parametrize(
    "body",
    [
        f"{TEXT}\nالمصدر: جريدة المرفأ\nتابعونا",
        f"{TEXT}\nالمصدر: قال مسؤول في الوزارة إن المفاوضات ما زالت مستمرة.",
        f"{TEXT}\nالكاتب: سلمى الحداد",
        "المصدر: جريدة المرفأ",
        f"{TEXT} المصدر: جريدة المرفأ",
    ],
)
def test_a_last_line_that_is_prose_or_no_source_or_all_there_is_stays(body: str) -> None:
    assert find_source_at_end(body) is None


@pytest.mark.parametrize("line", [" " * 1_000_000, "المصدر: " * 100_000, "\n" * 500_000, "المصدر: المرفأ\n" * 50_000])
def test_a_million_of_anything_is_looked_at_once(line: str) -> None:
    find_labelled_head(line[:200_000], line)
    find_source_at_end(line)
