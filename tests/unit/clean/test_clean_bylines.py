"""Place, person, agency and paper are told apart; what is no byline stays where it is."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from news_archive.clean import clean_article, load_rules, replay, undo
from news_archive.errors import ConfigurationError
from news_archive.models import CleanArticle, SourceArticle
from news_archive.settings import Settings

SOURCES = """
places = ["عين الصفصاف", "مرج الورد"]

[[source]]
id = "marfa"
name = "المرفأ"
credits = ["بريد المرفأ"]

[[source]]
id = "riyadh"
name = "الرياض"

[[rule]]
source = "marfa"
position = "last"
from = "...المزيد"

[[rule]]
source = "*"
position = "last"
starts = "وسوم:"
field = "tags"
"""
LONG = "أقامت البلدية حفلاً في الساحة القديمة حضره المئات من أهل الحيّ وزوّاره."


def cleaned(tmp_path: Path, body: str = LONG, author: str = "", paper: str = "marfa", **values: object) -> CleanArticle:
    (tmp_path / "sources.toml").write_text(SOURCES, encoding="utf-8")
    article = SourceArticle(
        "x", "0" * 64, "0123456789", "عنوان", body, author, None, paper, "", "", "utf-8", 1, "jsonl"
    )
    article = msgspec.structs.replace(article, **values)
    outcome = clean_article(article, load_rules(tmp_path, Settings()))
    assert isinstance(outcome, CleanArticle)
    for field, raw, published in (("body", body, "\n".join(outcome.paragraphs)), ("author", author, outcome.author)):
        spans = [span for span in outcome.spans if span.field == field]
        assert replay(raw, spans) == published
        assert undo(published, spans) == raw
    return outcome


@pytest.mark.parametrize(
    ("author", "persons", "place", "agency"),
    [
        ("الجبيل - سالم الحداد", "سالم الحداد", "الجبيل", ()),
        ("سالم الحداد - المرفأ - عين الصفصاف:", "سالم الحداد", "عين الصفصاف", ()),
        ("لندن: «المرفأ أونلاين»", "", "لندن", ()),
        ("سالم الحداد من جدة", "سالم الحداد", "جدة", ()),
        ("«المرفأ» من الرياض", "", "الرياض", ()),
        ("واس - الرياض", "", "الرياض", ("واس",)),
        ("بوجمبورا - أ. ف. ب", "", "بوجمبورا", ("أ ف ب",)),
        ("باريس - لندن: «المرفأ»", "", "باريس، لندن", ()),
        ("بروكسل: هالة الرافعي - واشنطن: سالم الحداد", "هالة الرافعي، سالم الحداد", "بروكسل، واشنطن", ()),
        ("المرفأ - وكالات", "", "", ("وكالات",)),
        ("المكلا (اليمن): سالم الحداد", "سالم الحداد", "المكلا (اليمن)", ()),
        ("تحقيق - سالم الحداد", "سالم الحداد", "", ()),
        ("سالم الحداد، (تصوير: نادر الزين)- المرفأ- عدن:", "سالم الحداد، (تصوير: نادر الزين)", "عدن", ()),
    ],
)
def test_a_byline_is_split_into_fields(
    tmp_path: Path, author: str, persons: str, place: str, agency: tuple[str, ...]
) -> None:
    outcome = cleaned(tmp_path, author=author)
    assert (outcome.author, outcome.place, outcome.agency) == (persons, place, agency)
    assert {span.action for span in outcome.spans if span.rule == "byline"} == {"move"}


@pytest.mark.parametrize(
    "author", ["نجيب الراوي", "د. هالة الرافعي", "سعادة رئيس التحرير - المحترم", "مكتبة الحيّ - لجنة القراءة"]
)
def test_an_author_field_without_a_known_part_stays(tmp_path: Path, author: str) -> None:
    outcome = cleaned(tmp_path, author=author)
    assert outcome.author == author
    assert not outcome.spans


def test_a_city_that_is_also_the_paper_is_told_by_its_place(tmp_path: Path) -> None:
    assert cleaned(tmp_path, author="الرياض - سالم الحداد", paper="riyadh").place == "الرياض"
    assert cleaned(tmp_path, author="دبي - الرياض", paper="riyadh").place == "دبي"
    assert cleaned(tmp_path, author="دبي - «الرياض»", paper="riyadh").place == "دبي"


def test_a_dateline_moves_into_fields_and_its_person_into_the_empty_author_field(tmp_path: Path) -> None:
    outcome = cleaned(tmp_path, f"سالم الحداد- المرفأ- عين الصفصاف: {LONG}")
    assert outcome.paragraphs == (LONG,)
    assert (outcome.author, outcome.persons, outcome.place) == ("سالم الحداد", ("سالم الحداد",), "عين الصفصاف")
    dated = cleaned(tmp_path, f"مرج الورد 14 أيار 2016 - وكالة الضفاف: {LONG}")
    assert dated.date is not None
    assert (dated.paragraphs, dated.place, dated.agency, dated.date.edtf) == (
        (LONG,),
        "مرج الورد",
        ("وكالة الضفاف",),
        "2016-05-14",
    )


@pytest.mark.parametrize(
    ("lead", "place", "day"),
    [
        ("تلّة الريحان 30 كانون الثاني/يناير 2016 - وكالة الضفاف: ", "تلّة الريحان", "2016-01-30"),
        ("دمشق الأربعاء 20 كانون الثاني 2016 (سانا) - ", "دمشق", "2016-01-20"),
        ("بيروت - وكالات - 3/5/2014: ", "بيروت", "2014-05-03"),
        ("موسكو (رويترز) - ", "موسكو", None),
    ],
)
def test_a_dateline_may_hold_its_day(tmp_path: Path, lead: str, place: str, day: str | None) -> None:
    outcome = cleaned(tmp_path, lead + LONG)
    assert (outcome.paragraphs, outcome.place) == ((LONG,), place)
    assert (outcome.date.edtf if outcome.date else None) == day


@pytest.mark.parametrize(
    "lead",
    [
        "قال سالم الحداد: ",
        "في عين الصفصاف: ",
        "سؤال إلى المرفأ: ",
        "المرفأ تقول للمسؤول: ",
        "المرفأ: ",
        "الجسر - كما يقول أهله: ",
    ],
)
def test_a_sentence_with_a_colon_is_no_dateline(tmp_path: Path, lead: str) -> None:
    outcome = cleaned(tmp_path, lead + LONG)
    assert outcome.paragraphs == (lead + LONG,)
    assert not outcome.spans


def test_a_dateline_without_a_credit_stays_in_the_text_and_its_place_is_noted(tmp_path: Path) -> None:
    outcome = cleaned(tmp_path, f"عين الصفصاف 3 آذار 2017 - {LONG}")
    assert outcome.paragraphs == (f"عين الصفصاف 3 آذار 2017 - {LONG}",)
    assert outcome.place == "عين الصفصاف"


def test_an_agency_after_the_last_sentence_moves_and_one_inside_it_stays(tmp_path: Path) -> None:
    moved = cleaned(tmp_path, f"{LONG}\n{LONG} «رويترز»")
    assert (moved.paragraphs[-1], moved.agency) == (LONG, ("رويترز",))
    assert cleaned(tmp_path, f"{LONG}\n{LONG}\n* خدمة «نيويورك تايمز»").agency == ("نيويورك تايمز",)
    special = cleaned(tmp_path, f"{LONG}\n{LONG} اليوم\n* خدمة {{واشنطن بوست}}.\nـ خاص بـ «المرفأ»")
    assert (special.paragraphs[-1], special.agency, special.desk) == (f"{LONG} اليوم", ("واشنطن بوست",), "خاص")
    other = cleaned(tmp_path, f"{LONG}\n{LONG} اليوم\n* خدمة «واشنطن بوست» خاص بـ«جريدة أخرى»")
    assert len(other.paragraphs) == 3
    kept = cleaned(tmp_path, f"{LONG}\n{LONG[:-1]} كما قالت «رويترز»")
    assert kept.paragraphs[-1].endswith("كما قالت «رويترز»")


def test_an_address_under_the_text_and_in_the_author_field_moves(tmp_path: Path) -> None:
    outcome = cleaned(tmp_path, f"{LONG}\nلمراسلة الكاتب: nader@example.org", author="نادر الزين nader@example.org")
    assert (outcome.paragraphs, outcome.author, outcome.mails) == ((LONG,), "نادر الزين", ("nader@example.org",))
    kept = cleaned(tmp_path, f"{LONG}\nترسل الطلبات إلى nader@example.org قبل الخميس")
    assert len(kept.paragraphs) == 2


def test_a_tag_tail_moves_into_the_tags(tmp_path: Path) -> None:
    outcome = cleaned(tmp_path, f"{LONG}\nوسوم: جسور، مرج الورد | صيف", tags=("نهر",))
    assert (outcome.paragraphs, outcome.tags) == ((LONG,), ("نهر", "جسور", "مرج الورد", "صيف"))


def test_a_rule_can_take_the_rest_of_a_line(tmp_path: Path) -> None:
    assert cleaned(tmp_path, f"{LONG} ...المزيد من الأخبار").paragraphs == (LONG,)
    assert cleaned(tmp_path, f"{LONG} ...المزيد", paper="riyadh").paragraphs == (f"{LONG} ...المزيد",)


@pytest.mark.parametrize(
    ("lead", "place"),
    [
        ("سالم الحداد- المرفأ- عين الصفصاف: ", "عين الصفصاف"),
        ("سالم الحداد : ", ""),
        ("سالم الحداد - عين الصفصاف: ", "عين الصفصاف"),
    ],
)
def test_the_author_said_again_at_the_head_of_the_text_is_taken(tmp_path: Path, lead: str, place: str) -> None:
    outcome = cleaned(tmp_path, f"{lead}{LONG}", author="سالم الحداد")
    assert (outcome.paragraphs, outcome.author, outcome.place) == ((LONG,), "سالم الحداد", place)


@pytest.mark.parametrize("lead", ["سالم الحداد قال: ", "سالم الحدادي: ", "سالم الحداد، وهو مهندس: ", "نادر الزين: "])
def test_a_sentence_that_begins_with_the_authors_name_stays(tmp_path: Path, lead: str) -> None:
    outcome = cleaned(tmp_path, f"{lead}{LONG}", author="سالم الحداد")
    assert outcome.paragraphs == (f"{lead}{LONG}",)


@pytest.mark.parametrize(
    ("author", "name", "desk"),
    [
        ("كتب - سالم الحداد", "سالم الحداد", ""),
        ("متابعة - سالم الحداد", "سالم الحداد", "متابعة"),
        ("إعداد: سالم الحداد *", "سالم الحداد", ""),
        ("سالم الحداد ، نادر الزين..", "سالم الحداد، نادر الزين", ""),
        ("و ا س", "", ""),
        ("د . سالم الحداد", "د . سالم الحداد", ""),
    ],
)
def test_an_author_field_keeps_names_and_nothing_around_them(tmp_path: Path, author: str, name: str, desk: str) -> None:
    outcome = cleaned(tmp_path, author=author)
    assert (outcome.author, outcome.desk) == (name, desk)


def test_a_date_in_the_author_field_dates_the_article(tmp_path: Path) -> None:
    outcome = cleaned(tmp_path, author="يوليو 27, 2015, 2:51 م")
    assert outcome.date is not None
    assert (outcome.author, outcome.date.edtf, outcome.date.origin) == ("", "2015-07-27", "field")


@pytest.mark.parametrize(
    "text",
    [
        "colour = 1",
        "[[source]]\nname = 'x'",
        "[[source]]\nid='a'\n[[source]]\nid='a'",
        "[[rule]]\nsource='a'",
        "places = 3",
    ],
)
def test_a_wrong_sources_file_stops_the_build(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError):
        load_rules(tmp_path, Settings())


@pytest.mark.parametrize("line", ["بقلم: نجيب الراوي", "كتبت / هدى الراوي", "كتب: سالم الحداد."])
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_line_that_only_names_the_writer_moves_into_the_empty_author_field(
    line: str, place: str, tmp_path: Path
) -> None:
    name = line.strip(".").rpartition("/" if "/" in line else ":")[2].strip()
    outcome = cleaned(tmp_path, f"{line}\n{LONG}" if place == "first" else f"{LONG}\n{line}")
    assert (outcome.paragraphs, outcome.author, outcome.persons) == ((LONG,), name, (name,))
    assert {span.rule for span in outcome.spans if span.action == "move"} == {"writer_line"}
    kept = cleaned(tmp_path, f"{line}\n{LONG}", author="سعاد المرجان")
    assert (kept.paragraphs, kept.author) == ((line, LONG), "سعاد المرجان")


@pytest.mark.parametrize(
    "line", ["كتب: جديد الروايات", "كتب سالم الحداد إلى أخيه", "بقلم: الرصاص والحبر", "كتبت: قال سالم الحداد"]
)
def test_a_line_that_may_say_more_than_a_name_stays(line: str, tmp_path: Path) -> None:
    assert cleaned(tmp_path, f"{line}\n{LONG}").paragraphs == (line, LONG)
    assert cleaned(tmp_path, line).paragraphs == (line,)
