"""Numbers agree with their nouns as CLDR says, and months are named as CLDR names them."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date
from news_archive.chronology import Day
from news_archive.pelican_plugin.wording import NOUNS, Wording

_PLACE = {"one": 0, "two": 1, "few": 2, "many": 3, "other": 4}


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_a_counted_noun_takes_the_form_of_its_plural_category(noun: str) -> None:
    words = Wording("levant", "latn")
    category = Locale("ar").plural_form
    for number in (*range(1, 130), 200, 203, 211, 1000, 1003, 9454, 10_000):
        form = NOUNS[noun][_PLACE[category(number)]]
        assert words.counted(number, noun) == (form if number < 3 else f"{number:,} {form}")


def test_nothing_is_never_one_or_many() -> None:
    words = Wording("levant", "arab")
    assert words.counted(0, "article") == "لا مواد"
    assert words.counted(0, "word") == "٠ كلمة"


@pytest.mark.parametrize(("months", "place"), [("levant", "ar_LB"), ("arab", "ar_EG")])
def test_months_are_named_as_in_their_countries(months: str, place: str) -> None:
    words = Wording(months, "latn")
    for number in range(1, 13):
        assert words.month(number) == format_date(date(2015, number, 1), "LLLL", locale=place)


def test_a_date_says_no_more_than_is_known() -> None:
    words = Wording("levant", "arab")
    assert [words.date(day) for day in ("2015", "2015-07", "2015-07-05")] == ["٢٠١٥", "تموز ٢٠١٥", "٥ تموز ٢٠١٥"]
    assert words.long_date("2015-07-05") == "٥ تموز (يوليو) ٢٠١٥"
    assert words.long_date("2015") == "٢٠١٥"


def test_a_day_of_collection_is_called_a_bound() -> None:
    words = Wording("arab", "arab")
    assert words.day_label(Day("2015-07-20", True)) == "٢٠ يوليو ٢٠١٥ أو قبله"
    assert words.day_label(Day("2015-07-20", False)) == "٢٠ يوليو ٢٠١٥"
    assert words.day_label(Day("", False)) == "بلا تاريخ"


def test_digits_follow_the_setting() -> None:
    assert Wording("levant", "arab").number(1_234_567) == "١٬٢٣٤٬٥٦٧"
    assert Wording("levant", "latn").number(1_234_567) == "1,234,567"
    assert (Wording("levant", "arab").percent(0.876), Wording("levant", "latn").percent(0.876)) == ("٨٨٪", "88%")
