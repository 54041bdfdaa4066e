"""Dates as Arabic papers write them, and the days that a text names by their distance from its own."""

from __future__ import annotations

import pytest
from news_archive.arabic.address_dates import read_address_date
from news_archive.arabic.dates import DateOrder, read_date
from news_archive.arabic.field_dates import read_field_date
from news_archive.arabic.issue_dates import find_issue_date, find_other_day, is_of_two_readings
from news_archive.arabic.relative import resolve_dates

LONG = "وقال رئيس البلدية إن العمل في الجسر القديم انتهى بعد عامين كاملين من الترميم المتواصل."


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("20 يوليو 2015", "2015-07-20"),
        ("20 تموز 2015", "2015-07-20"),
        ("20 جويلية 2015", "2015-07-20"),
        ("20 يوليوز 2015", "2015-07-20"),
        ("4 شتمبر 2018", "2018-09-04"),
        ("20 يوليه 2015", "2015-07-20"),
        ("3 تشرين ثاني 2014", "2014-11-03"),
        ("20 تموز/يوليو 2015", "2015-07-20"),
        ("20 أغسطس (آب) 2015", "2015-08-20"),
        ("٢٠ كانون الثاني/يناير ٢٠١٥", "2015-01-20"),
        ("۲۰ مارس ۲۰۱۶", "2016-03-20"),
        ("20 ابريل 2015", "2015-04-20"),
        ("يوليو 27, 2015", "2015-07-27"),
        ("2015-07-20T09:00:00", "2015-07-20"),
        ("20/7/2015", "2015-07-20"),
        ("تموز 2015", "2015-07"),
        ("20-22 تموز 2015", "2015-07-20/2015-07-22"),
        ("من 28 حزيران إلى 3 تموز 2015", "2015-06-28/2015-07-03"),
        ("4 شوال 1436هـ", "2015-07-20"),
        ("4/10/1436هـ", "2015-07-20"),
        ("1436/10/4 هـ", "2015-07-20"),
        ("الاثنين 4 شوال 1436هـ الموافق 20 يوليو 2015", "2015-07-20"),
        ("شوال 1436هـ", "2015-07-17/2015-08-15"),
    ],
)
def test_a_date_is_read_in_every_form(text: str, edtf: str) -> None:
    found = read_date(text)
    assert found is not None and found[0] == edtf
    assert found[1] in text


@pytest.mark.parametrize(
    "text",
    ["31 شباط 2015", "40 تموز 2015", "13/13/2015", "أمس", "الثلاثاء", "20 تموز", "4 شوال", "1436 مشاركاً", "رقم 20-7"],
)
def test_what_is_no_date_or_not_a_whole_one_is_not_read(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("field", "body", "edtf", "precision"),
    [
        ("2015-07-20", LONG, "2015-07-20", "day"),
        ("2015", LONG, "2015", "year"),
        ("2015-7", LONG, "2015-07", "month"),
        ("تموز 2015", f"دمشق 20 تموز - {LONG}", "2015-07-20", "day"),
        ("2015", f"دمشق 20 تموز (سانا) - {LONG}", "2015-07-20", "day"),
        ("2015-06", f"دمشق 20 تموز - {LONG}", "2015-06", "month"),
        ("شوال 1436هـ", LONG, "2015-07-17/2015-08-15", "interval"),
    ],
)
def test_a_field_dates_an_article_and_the_dateline_makes_it_exact(
    field: str, body: str, edtf: str, precision: str
) -> None:
    date = find_issue_date(body, date_field=field, collected="2020-01-01")
    assert date is not None
    assert (date.edtf, date.precision, date.origin) == (edtf, precision, "field")
    assert field in date.evidence


@pytest.mark.parametrize(
    ("field", "edtf"),
    [
        ("Mon, 20 Jul 2015 23:00:00 +0300", "2015-07-20"),
        ("20-Jul-2015", "2015-07-20"),
        ("July 20th, 2015", "2015-07-20"),
        ("20 juillet 2015", "2015-07-20"),
        ("Sept. 2015", "2015-09"),
        ("20150720", "2015-07-20"),
        ("20150720103000", "2015-07-20"),
        ("4/10/1436", "2015-07-20"),
        ("1436-10-04", "2015-07-20"),
        ("1436", "2014-10-25/2015-10-13"),
    ],
)
def test_a_field_may_give_its_date_as_no_text_would(field: str, edtf: str) -> None:
    assert read_date(field) is None
    assert read_field_date(field) == edtf


@pytest.mark.parametrize(
    "field",
    ["2015-13", "30 Feb 2015", "20151301", "20/7/15", "07/08/15", "1437470400", "9999-12-31", "1 BC", "0000", "null"],
)
def test_a_field_that_could_mean_two_days_or_none_dates_nothing(field: str) -> None:
    assert read_field_date(field) is None


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("2015/07/20/article_974922.html", "2015/07/20"),
        ("news/2015/7/20/rain", "2015/7/20"),
        ("2015/20150720/fe10.htm", "2015/20150720"),
        ("sport/20150720/fe10.htm", "20150720"),
        ("2015-07-20/rain?page=2", "2015-07-20"),
        ("archive/2015_07_20", "2015_07_20"),
        ("2015/07/20/20150720/rain", "2015/07/20"),
    ],
)
def test_the_day_of_an_address_dates_an_article_that_does_not_say_its_date(path: str, words: str) -> None:
    date = find_issue_date(LONG, date_field="", collected="2015-07-21 02:39", address=f"http://example.org/{path}")
    assert date is not None
    assert (date.edtf, date.precision, date.origin, date.evidence) == ("2015-07-20", "day", "address", words)


@pytest.mark.parametrize(
    "path",
    [
        "article/20150720",  # the article's own number
        "2015/07/20",
        "20150720.html",
        "2015/07/20.html",
        "2015/07/22/rain",  # after collection
        "2015/20150722/fe1.htm",
        "article/20150301/rain",  # eight digits, long before collection
        "2014/20150720/fe1.htm",
        "2001-09-11-remembered",
        "rain-2015-07-20/1",
        "2015/07/20/2015/07/19/rain",
        "2015/13/20/rain",
        "2015/02/30/rain",
        "2015/07/rain",
        "120150720/rain",
        "search?day=/2015/07/20/x",
        "1436/10/04/rain",
    ],
)
def test_what_only_looks_like_a_day_in_an_address_dates_nothing(path: str) -> None:
    date = find_issue_date(LONG, date_field="", collected="2015-07-21 02:39", address=f"http://example.org/{path}")
    assert date is not None and (date.edtf, date.origin) == ("../2015-07-21", "collected")


def test_eight_digits_without_a_day_of_collection_are_a_number_and_three_parts_a_day() -> None:
    assert read_address_date("http://example.org/20150720/rain", "") is None
    assert read_address_date("http://example.org/1965/06/05/rain", "") == ("1965-06-05", "1965/06/05")


@pytest.mark.parametrize(
    ("field", "body", "wanted", "other"),
    [
        ("2015-07-18", LONG, ("2015-07-18", "field", "2015-07-18"), "2015-07-20"),
        ("2015-07-21", LONG, ("2015-07-21", "field", "2015-07-21"), ""),
        ("", f"دمشق 17 تموز 2015 - {LONG}", ("2015-07-17", "text", "17 تموز 2015"), "2015-07-20"),
        ("2015-07", LONG, ("2015-07-20", "field", "2015-07؛ 2015/07/20"), ""),
        ("شوال 1436هـ", LONG, ("2015-07-20", "field", "شوال 1436هـ؛ 2015/07/20"), ""),
        ("2015-06", LONG, ("2015-06", "field", "2015-06"), "2015-07-20"),
        ("", f"{LONG}\nتموز 2015", ("2015-07-20", "text", "تموز 2015؛ 2015/07/20"), ""),
        ("soon", LONG, ("2015-07-20", "address", "2015/07/20"), ""),
    ],
)
def test_a_field_and_the_text_go_before_the_address_which_makes_them_exact_or_contradicts_them(
    field: str, body: str, wanted: tuple[str, str, str], other: str
) -> None:
    address = "http://example.org/2015/07/20/rain"
    date = find_issue_date(body, date_field=field, collected="2015-07-25", address=address)
    assert date is not None and (date.edtf, date.origin, date.evidence) == wanted
    assert find_other_day(date, collected="2015-07-25", address=address) == other


@pytest.mark.parametrize(
    ("field", "order", "address", "collected", "edtf", "doubtful"),
    [
        ("03/04/2015", "", "", "", "2015-04-03", True),
        ("03/04/2015", "dmy", "", "", "2015-04-03", True),  # whether the editor said so is asked before
        ("03/04/2015", "mdy", "", "", "2015-03-04", True),
        ("03/04/2015", "", "2015/03/04/rain", "", "2015-03-04", False),
        ("03/04/2015", "", "2015/04/03/rain", "", "2015-04-03", False),
        ("03/04/2015", "", "2015/04/09/rain", "", "2015-04-03", True),
        ("03/12/2015", "", "", "2015-07-21", "2015-03-12", False),
        ("12/03/2015", "", "", "2015-07-21", "2015-03-12", False),
        ("03/12/2015", "dmy", "", "2015-07-21", "2015-12-03", True),
        ("25/03/2015", "mdy", "", "", "2015-03-25", False),
        ("03/25/2015", "", "", "", "2015-03-25", False),
        ("04/04/2015", "", "", "", "2015-04-04", False),
        ("2015-04-03", "", "", "", "2015-04-03", False),
        ("3 نيسان 2015", "", "", "", "2015-04-03", False),
    ],
)
def test_day_and_month_in_numbers_are_told_apart_where_anything_does(
    field: str, order: DateOrder, address: str, collected: str, edtf: str, doubtful: bool
) -> None:
    known = {"collected": collected, "address": f"http://example.org/{address}" if address else ""}
    date = find_issue_date(LONG, date_field=field, collected=collected, address=known["address"], order=order)
    assert date is not None and (date.edtf, date.origin) == (edtf, "field")
    assert is_of_two_readings(date, **known) is doubtful
    lead = find_issue_date(
        f"دمشق {field} - {LONG}", date_field="", collected=collected, address=known["address"], order=order
    )
    assert lead is not None and (lead.edtf, lead.origin) == (edtf, "text")


@pytest.mark.parametrize("words", ["أمس", "الثلاثاء", "الأسبوع الماضي", "20 تموز"])
def test_a_word_that_needs_a_day_of_issue_dates_nothing(words: str) -> None:
    assert find_issue_date(f"دمشق {words} - {LONG}", date_field=words, collected="") is None
    bound = find_issue_date(f"اجتمع المجلس {words}. {LONG}", date_field="", collected="2015-07-21 02:39")
    assert bound is not None and bound.edtf == "../2015-07-21"
    assert resolve_dates(f"اجتمع {words}", "") == []
    assert resolve_dates(f"اجتمع {words}", "../2015-07-21") == []


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("أمس", "2015-07-19"),
        ("مساء أمس", "2015-07-19"),
        ("أول من أمس", "2015-07-18"),
        ("أمس الأحد", "2015-07-19"),
        ("أمس (الأحد)", "2015-07-19"),
        ("اليوم الاثنين", "2015-07-20"),
        ("غداً", "2015-07-21"),
        ("الثلاثاء الماضي", "2015-07-14"),
        ("الاثنين الماضي", "2015-07-13"),
        ("الثلاثاء المقبل", "2015-07-21"),
        ("مساء اليوم", "2015-07-20"),
        ("فجر يوم أمس الأول", "2015-07-18"),
        ("يوم غد", "2015-07-21"),
        ("السبت الماضي", "2015-07-18"),
        ("الأسبوع الماضي", "2015-07-11/2015-07-19"),
        ("الأسبوع المقبل", "2015-07-25/2015-08-02"),
        ("الشهر الماضي", "2015-06"),
        ("العام المقبل", "2016"),
        ("الاثنين 13 تموز", "2015-07-13"),
        ("الجمعة ٢٥ كانون الأول", "2015-12-25"),
    ],
)
def test_relative_words_are_resolved_against_a_known_day(text: str, edtf: str) -> None:
    (found,) = resolve_dates(f"عُقد لقاء {text} في الساحة", "2015-07-20")  # a Monday
    assert (found.words, found.edtf) == (text, edtf)


@pytest.mark.parametrize(
    "text",
    [
        "الأمس القريب", "غدير", "اليومية", "20 تموز 2014", "صحيفة الثلاثاء", "مساء الثلاثاء المفتوح", "العالم اليوم", "اليوم",
        "في اليوم التالي", "غدا كبيراً", "20 تموز", "الأحد 20 تموز", "الأمين العام الحالي", "العام الماضي 1436هـ", "رمضان الشهر الماضي",
        "الأسبوع السابق", "صباح الثلاثاء الثامن والعشرين من شهر تموز",
    ],
)  # fmt: skip
def test_what_could_mean_two_days_or_only_looks_like_one_is_not_resolved(text: str) -> None:
    assert resolve_dates(f"بين {text} كلام", "2015-07-20") == []


def test_a_weekday_that_contradicts_its_word_puts_every_day_of_the_text_in_doubt() -> None:
    assert resolve_dates("زار الوفد المكتبة أمس الثلاثاء ويعود الأسبوع المقبل", "2015-07-20") == []
    assert len(resolve_dates("زار الوفد المكتبة أمس الأحد ويعود الأسبوع المقبل", "2015-07-20")) == 2


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("أعلنت البلدية مساء السبت أن الجسر جاهز", ["2015-07-18"]),
        ("قال المختار يوم الثلاثاء إن البئر نظيفة", ["2015-07-14"]),
        ("قال المختار إن البئر تُفتح يوم الثلاثاء", []),  # what he said is to come
        ("تعقد الجمعية يوم الثلاثاء اجتماعها", []),
        ("أعلنت البلدية مساء الاثنين أن الجسر جاهز", []),  # the day of issue is a Monday: today, or a week ago
        ("أعلنت البلدية الثلاثاء أن الجسر جاهز", []),
    ],
)
def test_a_bare_weekday_is_the_last_one_where_the_sentence_tells_what_happened_on_it(
    text: str, edtf: list[str]
) -> None:
    assert [found.edtf for found in resolve_dates(text, "2015-07-20")] == edtf
