"""A name's page says once what holds for most of its days, and each day that differs says so."""

from __future__ import annotations

from news_archive.chronology import UNDATED, Day
from news_archive.pelican_plugin.name_days import days_of_page
from news_archive.pelican_plugin.wording import Wording

COLLECTED, PUBLISHED, OF_A_YEAR = (
    Day("2015-07-20", bound=True),
    Day("2015-07-21", bound=False),
    Day("2015", bound=False),
)
WORDS = Wording("arab", "arab")


def test_days_of_collection_are_told_once_above_the_list() -> None:
    page = days_of_page([COLLECTED, COLLECTED, UNDATED], WORDS, [0, 1, 2])
    assert page.note == "الأيام أيام الجمع: نُشر كلّ خبر في يومه أو قبله."
    assert [page.label(n) for n in range(3)] == ["٢٠ يوليو ٢٠١٥", "٢٠ يوليو ٢٠١٥", "بلا تاريخ"]
    assert [page.label_in_year(n) for n in (0, 2)] == ["٢٠ يوليو", ""]


def test_a_day_of_publication_among_them_says_that_it_is_one() -> None:
    page = days_of_page([COLLECTED, COLLECTED, PUBLISHED], WORDS, [0, 1, 2])
    assert "إلا ما قيل إنه يوم النشر" in page.note
    assert (page.label(2), page.label_in_year(2)) == ("٢١ يوليو ٢٠١٥، يوم النشر", "٢١ يوليو، يوم النشر")


def test_where_most_days_are_of_publication_those_of_collection_are_marked() -> None:
    page = days_of_page([COLLECTED, PUBLISHED, OF_A_YEAR], WORDS, [0, 1, 2])
    assert page.note == ""
    assert [page.label_in_year(n) for n in range(3)] == ["٢٠ يوليو أو قبله", "٢١ يوليو", ""]
