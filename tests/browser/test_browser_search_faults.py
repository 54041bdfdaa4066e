"""A question that finds nothing is told what is wrong with it; what was meant is offered; a date in a question counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from browser_fixtures import wait_until
from site_builder import Site, build_site

pytestmark = pytest.mark.browser

TEXTS = (
    ("جريدة الساحل", "كاميرا جديدة في سوق عدن", "2015-07-25"),
    ("جريدة الساحل", "وزارة الصحة تفتتح مستشفى الملك", "2015-07-25"),
    ("صحيفة الميناء", "ضابط المرور يشرح القانون في عدن", "2015-07-26"),
    ("صحيفة الميناء", "مسؤولين حضروا وشاركوا الأهالي في الاحتفال", "2015-07-26"),
)
COPIES = 6
"""Articles on each, with other words behind: a word must be in several articles to be offered."""


def words_of(rng: Random) -> str:
    return " ".join("".join(rng.choices("دذرزسشصطعغقنه", k=5)) for _ in range(40))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("faults")
    rng = Random(7)
    rows = [
        {
            "url": f"https://example.org/{place}-{n}",
            "title": f"{title} {n}",
            "source": source,
            "date": day,
            "content": f"{title} في هذا اليوم. {words_of(rng)}",
        }
        for place, (source, title, day) in enumerate(TEXTS)
        for n in range(COPIES)
    ]
    source = folder / "rows.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    built = build_site(folder, [source])
    assert built.exit_code == 0, built.err
    return built


@pytest.fixture
def asked(site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]) -> Callable[..., Any]:
    def opened(query: str, *, served: bool = True, **options: Any) -> Any:
        root = serve_site(site.output) if served else site.output.as_uri() + "/"
        page = open_page(f"{root}search.html?q={quote(query)}", **options)
        page.locator("main .state h2, main .count").first.wait_for()
        return page

    return opened


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("-مطر", "ليس في ما كتبت إلا ما يُستثنى"),
        ("تاريخ:2015-99", "لا يوم كهذا في التقويم: 2015-99"),
        ("2015-13-45", "لا يوم كهذا في التقويم: 2015-13-45"),
        ("تاريخ:«31 شباط 2014»", "لا يوم كهذا في التقويم: 2014-02-31"),
        ("اسم:", "ليس بعد النقطتين شيء: اسم:"),
        ("مصدر:السهل", "لا مصدر في الأرشيف اسمه السهل"),
        ("مصدر:مجلة الساحل", "لا مصدر في الأرشيف اسمه مجلة الساحل"),
        ("كاتب:فلان", "لا كاتب في الأرشيف اسمه فلان"),
        ("غيرموجودة", "لا نتائج لما كتبت"),
    ],
)
def test_an_empty_answer_says_what_is_wrong_with_the_question(asked: Callable[..., Any], query: str, told: str) -> None:
    page = asked(query)
    wait_until(page, "told => document.querySelector('.state h2').textContent.startsWith(told)", told)
    assert page.faults == []


@pytest.mark.parametrize("served", [True, False], ids=["http", "file"])
def test_an_unknown_newspaper_is_told_with_the_nearest_one(asked: Callable[..., Any], served: bool) -> None:
    page = asked("عدن مصدر:الساحلل", served=served)
    link = page.locator(".meant a").first
    link.wait_for()
    assert link.inner_text() == "جريدة الساحل"
    link.click()
    page.locator(".hit").first.wait_for()
    assert page.locator("#q").input_value() == "عدن مصدر:«جريدة الساحل»"
    wait_until(page, "n => document.querySelectorAll('.hit').length === n", COPIES)
    assert page.faults == []


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("وزارةالصحة", "وزارة الصحة"),
        ("مستشفىالملك", "مستشفى الملك"),
        ("فيعدن", "في عدن"),
        ("ظابط", "ضابط"),
        ("مسؤلين", "مسؤولين"),
        ("كامرا", "كاميرا"),
        ("ظابط المرور", "ضابط المرور"),
    ],
)
def test_words_run_together_and_slips_are_offered_as_they_were_meant(
    asked: Callable[..., Any], query: str, meant: str
) -> None:
    page = asked(query)
    page.locator(".meant a").first.wait_for()
    assert page.locator(".meant a").first.inner_text() == meant
    assert page.faults == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("عدن 25 تموز 2015", COPIES),
        ("في عدن 25 تموز 2015", COPIES),
        ("عدن يوم 25 تموز 2015", COPIES),
        ("ماذا حدث يوم 25 يوليو 2015 في عدن؟", COPIES),
        ("ماذا حدث في عدن بتاريخ 2015/7/26", COPIES),
        ("في 25 تموز 2015", 2 * COPIES),
    ],
)
def test_a_date_in_a_question_narrows_it(asked: Callable[..., Any], query: str, found: int) -> None:
    answer = asked("عدن").evaluate("q => NewsArchive.search(q, {limit: 100})", query)
    assert answer["total"] == found
    assert answer["dateless"] is False
    assert answer["all"] in (None, found)


def test_a_day_without_what_was_asked_is_told(asked: Callable[..., Any]) -> None:
    page = asked("ماذا حدث في عدن يوم 27 تموز 2015")
    page.get_by_text("لا مادة بهذا التاريخ فيها ما طلبته.").wait_for()
    assert page.locator(".hit").count() > 0


def test_one_link_leads_the_keyboard_to_the_answers(asked: Callable[..., Any]) -> None:
    page = asked("عدن")
    page.locator(".below .tools").wait_for()
    page.locator(".find button").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.hit-list li:first-child h2 a')")
    assert page.faults == []
