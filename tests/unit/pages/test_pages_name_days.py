"""A name's page says once what holds for most of its days, and each day that differs says so."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from news_archive.catalogue import Catalogue
from news_archive.chronology import UNDATED, Day
from news_archive.pelican_plugin.name_days import NameDays, days_of_page
from news_archive.pelican_plugin.wording import Wording

COLLECTED, PUBLISHED, OF_A_YEAR = (
    Day("2015-07-20", bound=True),
    Day("2015-07-21", bound=False),
    Day("2015", bound=False),
)
WORDS = Wording("arab", "arab")


@dataclass
class Listed:
    """What the page asks of a catalogue."""

    days: list[Day]
    papers: list[str]

    def head(self, story: int) -> Any:
        return SimpleNamespace(paper=self.papers[story])

    def called(self, paper: str) -> str:
        return f"جريدة {paper}"


def page_of(*stories: tuple[Day, str]) -> NameDays:
    listed = Listed([day for day, _ in stories], [paper for _, paper in stories])
    return days_of_page(cast(Catalogue, listed), WORDS, range(len(stories)))


def test_days_of_collection_are_told_once_above_the_list() -> None:
    page = page_of((COLLECTED, "ا"), (COLLECTED, "ب"), (UNDATED, "ب"))
    assert page.note.striptags() == "الأيام أيام الجمع: نُشر كلّ خبر في يومه أو قبله."
    assert [page.label(n) for n in range(3)] == ["٢٠ يوليو ٢٠١٥", "٢٠ يوليو ٢٠١٥", "بلا تاريخ"]
    assert [page.label_in_year(n) for n in (0, 2)] == ["٢٠ يوليو", ""]


def test_newspapers_whose_days_are_known_are_named_there() -> None:
    page = page_of((COLLECTED, "ا"), (COLLECTED, "ا"), (PUBLISHED, "ب"))
    assert page.note.striptags().endswith(" ويوم النشر معروف في: جريدة ب.")
    assert page.label(2) == "٢١ يوليو ٢٠١٥"


def test_a_newspaper_that_has_both_says_which_a_day_is() -> None:
    page = page_of((COLLECTED, "ا"), (COLLECTED, "ا"), (PUBLISHED, "ا"))
    assert "إلا ما قيل إنه يوم النشر" in page.note
    assert (page.label(2), page.label_in_year(2)) == ("٢١ يوليو ٢٠١٥، يوم النشر", "٢١ يوليو، يوم النشر")
    assert page.label(0) == "٢٠ يوليو ٢٠١٥"


def test_where_most_days_are_of_publication_those_of_collection_are_told() -> None:
    page = page_of((COLLECTED, "ا"), (PUBLISHED, "ا"), (OF_A_YEAR, "ا"))
    assert page.note == ""
    assert [page.label_in_year(n) for n in range(3)] == ["٢٠ يوليو أو قبله", "٢١ يوليو", ""]
    page = page_of((COLLECTED, "ا"), (PUBLISHED, "ب"))
    assert "إلا هذه فأيام الجمع" in page.note and "جريدة ا" in page.note
    assert page.label(0) == "٢٠ يوليو ٢٠١٥"
