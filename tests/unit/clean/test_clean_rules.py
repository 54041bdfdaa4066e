"""Each rule changes what it is for and leaves alone what only looks like it; every change can be undone."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news_archive.clean import RULE_NAMES, clean_article, load_rules, replay, undo
from news_archive.models import CleanArticle, Rejection, SourceArticle
from news_archive.settings import Settings

RULES = load_rules(Path("/nowhere"), Settings())
LONG = "وقال رئيس البلدية إن العمل في الجسر القديم انتهى بعد عامين كاملين من الترميم المتواصل ليلاً ونهاراً"
CODE = (
    "#poll ul { margin: 0; padding: 0; } .poll-box h4, .poll-box li:hover { color: #333; font: bold 12px Arial; } "
    "$(document).ready(function () { var chosen = {a: 1}, all = [2, 3]; $('#poll').submit(function () { "
    "if (chosen) { send({answer: chosen}); } else { $('#poll').text('اختر جواباً؛ ثم أرسل'); } return false; }); });"
)
"""What a vote's form leaves in a text, of our own making."""


def article(body: str, title: str = "عنوان من أربع كلمات هنا", author: str = "", **values: object) -> SourceArticle:
    base = SourceArticle(
        "x.jsonl#1", "0" * 64, "0123456789", title, body, author, None, "", "", "", "utf-8", len(body.encode()), "jsonl"
    )
    return msgspec.structs.replace(base, **values)


def cleaned(body: str, **values: object) -> CleanArticle:
    outcome = clean_article(article(body, **values), RULES)
    assert isinstance(outcome, CleanArticle)
    return outcome


def fired(outcome: CleanArticle) -> set[str]:
    return {span.rule for span in outcome.spans}


@pytest.mark.parametrize(
    ("rule", "body", "text"),
    [
        ("counter_line", f"{LONG}\nViews: 5", LONG),
        ("counter_line", f"{LONG}\nعدد القراءات: ٤٥", LONG),
        ("embedded_code", f"{LONG} {CODE} نعم أم لا؟", f"{LONG}\nنعم أم لا؟"),
        ("embedded_code", f"{LONG} SEMC\n{CODE}", f"{LONG} SEMC"),
        ("embedded_code", f"{CODE}\n\n{LONG}", LONG),
        (
            "embedded_code",
            f"{LONG} {CODE} نعم {CODE.replace(' .poll', chr(10) + '.poll')} لا",
            f"{LONG}\nنعم\nلا",
        ),
        ("repeated_run", f"{LONG}\n{LONG} اليوم\n{LONG}\n{LONG} اليوم", f"{LONG}\n{LONG} اليوم"),
        ("repeated_adjacent", f"أول\n{LONG}\n{LONG}\nآخر", f"أول\n{LONG}\nآخر"),
        ("title_repeated", f"عنوان من أربع كلمات هنا\n{LONG}\nأخرى", f"{LONG}\nأخرى"),
        ("control_characters", "نص\x1a في سطر", "نص في سطر"),
        ("html_entities", "نص &quot;مقتبس&quot; &amp;amp;", 'نص "مقتبس" &amp;'),
        ("invisible_characters", "نص\u200f في\u200b سطر", "نص في سطر"),
        ("presentation_forms", "\ufe8d\ufedf\ufee8\ufeba هنا", "النص هنا"),
        ("persian_letters", "ترکیا والعراق", "تركيا والعراق"),
        ("tatweel", "العـــربية", "العربية"),
        ("spaces", "نص  في\u00a0سطر ", "نص في سطر"),
        ("line_breaks", "أول\r\n\r\nثان", "أول\nثان"),
        ("punctuation", "جاء الرجل ,ثم ذهب", "جاء الرجل، ثم ذهب"),
        ("punctuation", "جاء ،ثم ذهب", "جاء، ثم ذهب"),
        ("punctuation", "انتهى العمل .وقال المدير .", "انتهى العمل. وقال المدير."),
        ("punctuation", "انتهى العمل.وقال", "انتهى العمل. وقال"),
        ("punctuation", "بلغ العدد 15 % . وقال في عام 1436هـ .", "بلغ العدد 15 %. وقال في عام 1436هـ."),
        ("punctuation", "في ( مرج الورد ) و(عين الصفصاف )", "في (مرج الورد) و(عين الصفصاف)"),
        ("punctuation", "بعنوان « حكاية نهر » و«حكاية جسر »", "بعنوان «حكاية نهر» و«حكاية جسر»"),
        ("punctuation", "عمره 19عاماً وطوله ٢٥متراً وكلفته 2.5مليون", "عمره 19 عاماً وطوله ٢٥ متراً وكلفته 2.5 مليون"),
        ("punctuation", f"{LONG}\n.", LONG),
    ],
)
def test_a_rule_changes_what_it_is_for(rule: str, body: str, text: str) -> None:
    outcome = cleaned(body)
    assert "\n".join(outcome.paragraphs) == text
    assert rule in fired(outcome)
    assert rule in RULE_NAMES


def test_labelled_lines_are_moved_out_of_a_plain_text_and_no_other() -> None:
    body = f"المصدر: المرفأ\nالكاتب: سلمى الحداد\n\n{LONG}\nالمصدر: القلعة"
    outcome = cleaned(body, kind="txt", paper="المرفأ")
    assert outcome.paragraphs == (LONG, "المصدر: القلعة")  # a last line that names another paper is not its label
    assert [(span.rule, span.action, span.start) for span in outcome.spans] == [("labelled_line", "move", 0)]
    assert undo("\n".join(outcome.paragraphs), outcome.spans) == body
    assert "labelled_line" not in fired(cleaned(body, kind="jsonl"))


@pytest.mark.parametrize(
    "body",
    [
        "قرأ الشيخ القراءات العشر: 10 منها متواترة",
        "يا ساقية الوادي دوري\nدوري فالليل على السور\nبيت\nيا ساقية الوادي دوري\nدوري فالليل على السور",
        "عام 1436هـ وبلغ بـ0.5% في مشاورات روسية ـ أميركية",
        "كَتَبَ الطالبُ نصّاً",
        "نائب پرویز گلستانی",
        "موقع المرفأ.نت وكتاب أ.د.نادر الزين . . وص. ب",
        "مدرسة إم.آي.تي ووكالة د.ب.أ .. ثم 1,200 و3.5",
        "قال: ﴿بسم الله﴾ … ثم سكت",
        "AT&T وشركة R&D",
        "عنوان من أربع كلمات هنا\nثم يأتي الشطر الثاني\nوتتلوه أبيات أخرى كثيرة",
        "قال سالم الحداد: لن نغلق المكتبة - مهما حدث",
        "رويترز: خبر عاجل",
        "اليوم - قال الوزير: يبدأ العمل",
        "نقلت «رويترز»",
        "د . سالم و م . نادر . . ثم",
        "شركة «المنارة « عن أرباحها، وشركة «البئر»",
        "شبكة 4جي و1436هـ و17م وF16والطريق «1ماليزيا» وفي 12/3عند",
        "ما بين ( وبين",
        f"{LONG}\n***\n{LONG}ا",
        "اكتب في الصفحة body { color: red; margin: 0; } ثم احفظها",
        f"{LONG} {CODE[:-4]} {LONG}",  # a bracket stays open: where the code ends nobody knows
        f"{LONG} {CODE.replace('return false', 'عاد الرجل')} {LONG}",
        "جدول {أول؛ ثان} و{see also; and so on; ...; ...; ...; ...; ...} في الحاشية. " * 5 + "انتهى",
    ],
)
def test_what_only_looks_like_dirt_stays(body: str) -> None:
    outcome = cleaned(body)
    assert "\n".join(outcome.paragraphs) == body
    assert not outcome.spans


def test_a_counter_in_the_middle_is_prose() -> None:
    body = "\n".join(["Views: 5", *(f"{LONG} {n}" for n in range(5))])
    assert "counter_line" not in fired(cleaned(body))


def test_the_text_is_never_lost_without_a_span() -> None:
    body = f" {LONG}\r\n\n{LONG}\u200b \u00a0 x\nViews: 3"
    outcome = cleaned(body, title="  عنـوان &amp;  آخر ", author="بواسطة : فلان a@example.org")
    for field, raw, published in (
        ("title", "  عنـوان &amp;  آخر ", outcome.title),
        ("body", body, "\n".join(outcome.paragraphs)),
        ("author", "بواسطة : فلان a@example.org", outcome.author),
    ):
        spans = [span for span in outcome.spans if span.field == field]
        assert replay(raw, spans) == published
        assert undo(published, spans) == raw
    assert outcome.author == "فلان"


def test_an_article_without_text_is_rejected_and_one_without_title_gets_its_first_sentence() -> None:
    empty = clean_article(article(" \n\u200b\n"), RULES)
    assert isinstance(empty, Rejection) and empty.reason == "empty_body"
    titled = cleaned("وصل الوفد إلى المدينة. ثم عاد.", title="")
    assert (titled.title, titled.generated_title) == ("وصل الوفد إلى المدينة", True)


DIRT = st.text(
    alphabet=st.sampled_from(
        "ابتثنمي ىةءأ  \n\n\r\t\u00a0ـ\u200b\u200f\x1a&;,،؛؟.«»()3:5٥\ufefb\u064e\u0651یکپ-<>\"'x"
    ),
    max_size=120,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(DIRT, DIRT)
def test_any_text_replays_undoes_and_is_clean_after_one_pass(title: str, body: str) -> None:
    outcome = clean_article(article(body, title=title), RULES)
    if isinstance(outcome, Rejection):
        return
    text = "\n".join(outcome.paragraphs)
    spans = [span for span in outcome.spans if span.field == "body"]
    assert replay(body, spans) == text
    assert undo(text, spans) == body
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(paragraph.strip() for paragraph in outcome.paragraphs)


@pytest.mark.parametrize(
    ("author", "body"),
    [
        (" " * 10**6 + "@", LONG),
        ("a" * 10**6 + "@", LONG),
        ("- " * 10**5, LONG),
        ("", "- " * 10**5 + "ا"),
        ("", "واس - " * 10**5 + ": ا"),
        ("", f"{LONG}\n" + "«رويترز» " * 10**5),
        ("", f"{LONG}\n" + "a@" * 10**5),
        ("", " ." * 10**5 + "ا"),
        ("", "ا.ا" * 10**5),
        ("", "1 يناير " * 10**5),
    ],
)
def test_a_megabyte_in_any_field_is_cleaned(author: str, body: str) -> None:
    assert isinstance(clean_article(article(body, author=author), RULES), CleanArticle)


@pytest.mark.parametrize(
    "body",
    [
        " " * 10**6 + "ا",
        "ا" * 10**6,
        "ا" + "؟" * 10**6,
        "«" * 10**5 + "ا",
        "Views: \n" * 10**5,
        "ا," * 10**5,
        "ا" + " \u00a0" * 10**5 + "ب",
        "ا\n" * 10**5,
        "&" * 10**6 + "ا",
        f"{LONG}\n" * 10**4,
    ],
    ids=[
        "spaces",
        "one word",
        "question marks",
        "quotation marks",
        "counters",
        "commas",
        "no-break spaces",
        "lines",
        "ampersands",
        "one paragraph again and again",
    ],
)
def test_a_megabyte_of_anything_is_cleaned(body: str) -> None:
    assert isinstance(clean_article(article(body), RULES), CleanArticle)


@pytest.mark.parametrize(
    ("body", "edtf"),
    [
        ("دمشق 20 تموز 2015 - قال مصدر", "2015-07-20"),
        ("دمشق ٢٠ كانون الثاني/يناير ٢٠١٥ – وكالة الضفاف: قال", "2015-01-20"),
        ("الرباط 15 غشت 2017: قال", "2017-08-15"),
        ("التاريخ: 4 شوال 1436هـ الموافق 20 يوليو 2015\nنص", "2015-07-20"),
        ("نص\nنشر بتاريخ 12/3/2014", "2014-03-12"),
        ("7 آذار 2014", "2014-03-07"),
        ("في أيار 1990، أُعلنت الوحدة", None),
        ("وُلد في 3 آذار 1950 - وهو كاتب - في حلب", None),
        ("قال الوزير في 20 تموز 2015 إن العمل انتهى", None),
        ("اجتمع المجلس أمس الثلاثاء", None),
    ],
)
def test_only_a_text_that_dates_itself_is_dated(body: str, edtf: str | None) -> None:
    date = cleaned(f"{body}\n{LONG}" if not body.startswith("نص") else f"{LONG}\n{body.partition(chr(10))[2]}").date
    assert (date.edtf if date else None) == edtf


def test_a_date_of_collection_is_only_an_upper_bound() -> None:
    outcome = cleaned(LONG, date_collected="2015-07-21 02:39:09")
    assert outcome.date is not None
    assert (outcome.date.edtf, outcome.date.precision) == ("../2015-07-21", "upper_bound")
