"""The search page narrows, corrects, remembers and explains; nothing that is typed or broken makes it fail."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from browser_fixtures import wait_until
from site_builder import Site, build_archive, build_site

HOSTILE = (
    "ا" * 10_000,
    '+ - ( ) OR AND NOT "',
    "\N{GRINNING FACE} \N{RIGHT-TO-LEFT OVERRIDE}سلام\0",
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "((((((((((" * 30,
    "__proto__ constructor toString",
    "تاريخ:9999-99..0000 مصدر: عنوان:",
)


@pytest.fixture
def page_of(serve_site: Callable[..., str], open_page: Callable[..., Any]) -> Callable[..., Any]:
    def opened(site: Site, query: str, **options: Any) -> Any:
        page = open_page(f"{serve_site(site.output)}search.html?q={quote(query)}", **options)
        page.locator("main .state h2, main .count").first.wait_for()
        return page

    return opened


def count_of(page: Any) -> str:
    return str(page.locator(".count").inner_text())


def test_a_filter_narrows_the_answers_and_stands_in_the_address(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "البلدية")
    before = count_of(page)
    first = page.locator(".filters .facet:has(summary:text('المصدر')) label").first
    first.click()
    page.wait_for_url(re.compile("source="))
    wait_until(page, "before => document.querySelector('.count').innerText !== before", before)
    narrowed = count_of(page)
    page.reload()
    page.locator(".count").wait_for()
    assert count_of(page) == narrowed
    page.go_back()
    wait_until(page, "before => document.querySelector('.count').innerText === before", before)
    assert page.faults == []


@pytest.mark.parametrize("width", [1280, 360])
def test_the_knobs_under_the_chart_narrow_the_time_and_keep_the_focus(
    samples_site: Site, page_of: Callable[..., Any], width: int
) -> None:
    page = page_of(samples_site, "البلدية", viewport={"width": width, "height": 900})
    fold = page.locator("details:has(> .when) > summary")
    fold.wait_for()
    if not page.locator("#slide-from").is_visible():
        fold.click()
    before = count_of(page)
    knob = page.locator("#slide-from")
    knob.focus()
    first = knob.get_attribute("aria-valuetext")
    page.keyboard.press("End")
    page.wait_for_url(re.compile(r"from=(\d{4}-\d\d(?:-\d\d)?)&to=\1"))
    wait_until(page, "before => document.querySelector('.count').innerText !== before", before)
    wait_until(page, "document.activeElement.id === 'slide-from'")
    assert knob.get_attribute("aria-valuetext") != first
    page.keyboard.press("Home")
    wait_until(page, "before => document.querySelector('.count').innerText === before", before)
    assert "from=" not in page.url
    assert page.faults == []


def test_what_was_chosen_with_the_keyboard_keeps_the_focus(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "البلدية")
    page.locator(".filters .facet:has(summary:text('المصدر')) input").first.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("source="))
    wait_until(page, "document.activeElement.matches('.filters input:checked')")
    assert page.faults == []


def test_a_form_that_was_found_can_be_switched_off(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "سوريا")
    chips = page.locator(".forms .chip")
    chips.first.wait_for(state="attached")
    assert chips.count() > 1
    page.locator(".fold:has(.forms)").evaluate("e => e.open = true")
    chips.first.click()
    page.wait_for_url(re.compile("off="))
    page.locator(".forms .chip.off").wait_for(state="attached")
    assert page.locator(".forms .chip.off").get_attribute("aria-pressed") == "false"


def test_a_date_in_the_query_narrows_and_a_year_that_holds_nothing_is_a_word(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "البلدية")
    ask = "([q, o]) => NewsArchive.search(q, o).then(a => a.hits.map(h => h.date))"
    dates = [d for d in page.evaluate(ask, ["البلدية", {"limit": 500}]) if d]
    year = min(dates)[:4]
    found = page.evaluate(ask, [f"البلدية {year}..{year}", {"limit": 500}])
    assert found
    assert all(date.startswith(year) for date in found)
    filters = {"limit": 500, "filters": {"from": year, "to": year}}
    assert sorted(page.evaluate(ask, ["البلدية", filters])) == sorted(found)
    assert "" in page.evaluate(ask, ["بلا تاريخ", {"limit": 500}])
    assert page.evaluate(ask, ["البلدية تموز 1850", {"limit": 500}])


@pytest.mark.parametrize("name", ["source", "entity"])
def test_every_filter_of_the_contract_keeps_what_it_names(
    samples_site: Site, page_of: Callable[..., Any], name: str
) -> None:
    page = page_of(samples_site, "البلدية")
    facet = page.evaluate(
        "([q, name]) => NewsArchive.search(q, {facets: true}).then(a => a.facets[name][0])", ["البلدية", name]
    )
    value = facet["slug"] if name == "entity" else facet["value"]
    total = page.evaluate(
        "([q, name, value]) => NewsArchive.search(q, {filters: {[name]: [value]}}).then(a => a.total)",
        ["البلدية", name, value],
    )
    assert total == facet["count"]


def test_a_field_looks_only_where_it_says(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "عنوان:مكتبة")
    ask = "q => NewsArchive.search(q, {limit: 500}).then(a => a.hits)"
    titled = page.evaluate(ask, "عنوان:مكتبة")
    assert titled
    assert all("مكتب" in hit["title"] for hit in titled)
    source = next(hit["source"] for hit in page.evaluate(ask, "البلدية") if hit["source"])
    assert {hit["source"] for hit in page.evaluate(ask, f'البلدية مصدر:"{source}"')} == {source}


def test_the_wrong_keyboard_and_a_slip_are_offered_as_corrections(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "hgfg]dm")
    page.locator(".meant a", has_text="البلدية").click()
    page.locator(".hit-list li").first.wait_for()
    assert page.locator("#q").input_value() == "البلدية"
    assert page.faults == []


def test_a_word_written_as_it_is_heard_is_offered_as_it_is_spelt(tmp_path: Path, page_of: Callable[..., Any]) -> None:
    def text(seed: int, word: str) -> str:
        return f"خبر {seed}\nقال {word} الحيّ إن الطريق {seed} مفتوحة، وإن العمل في الجسر رقم {seed} ينتهي قريباً."

    words = {"رابط": 9, "ضابط": 3, "مسؤولين": 4, "مسؤولية": 9, "شاركوا": 3}
    files = {
        f"{place}{n}.txt": text(100 * place + n, word)
        for place, (word, count) in enumerate(words.items())
        for n in range(count)
    }
    built = build_archive(tmp_path, {}, files)
    for typed, meant in (("ظابط", "ضابط"), ("مسؤلين", "مسؤولين"), ("شاركو", "شاركوا")):
        page = page_of(built, typed)
        page.locator(".meant a").first.wait_for()
        assert [link.strip() for link in page.locator(".meant a").all_inner_texts()] == [meant]
        assert page.faults == []


@pytest.mark.parametrize(
    ("query", "name"),
    [("Lavrof", "سيرغي لافروف"), ("John Kerry", "جون كيري"), ("municipal library marj", "المكتبة البلدية")],
)
def test_latin_words_are_offered_the_name_that_holds_most_of_them(
    samples_site: Site, page_of: Callable[..., Any], query: str, name: str
) -> None:
    page = page_of(samples_site, query)
    page.locator(".meant a", has_text=name).wait_for()
    assert [link.strip() for link in page.locator(".meant a").all_inner_texts()][:1] == [name]


def test_a_name_has_a_card_above_its_answers(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "سوريا")
    page.locator(".cards a").first.wait_for()
    assert page.locator(".cards a").first.get_attribute("href").startswith("e/")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("query", "line"), [("سوريا", ".cards"), ("البلدية", ".among"), ("2015-07", ".among")])
def test_answers_stay_where_they_are_when_names_and_filters_come(
    samples_site: Site, page_of: Callable[..., Any], query: str, line: str, width: int
) -> None:
    page = page_of(samples_site, query, viewport={"width": width, "height": 800})
    first = page.locator(".hit-list li").first
    first.wait_for()
    before = first.bounding_box()
    page.locator(f".lead {line}").wait_for()
    page.locator(".tools").wait_for(state="attached")
    assert first.bounding_box()["y"] == before["y"]
    assert page.locator(".lead").bounding_box()["height"] <= 48


def test_names_that_begin_as_what_is_typed_are_suggested_first(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "البلدية")
    page.locator(".tools").wait_for(state="attached")
    page.locator("#q").fill("مر")
    wait_until(page, "document.querySelectorAll('#suggestions option').length > 1")
    shown = page.evaluate("[...document.querySelectorAll('#suggestions option')].map(o => o.value)")
    assert shown[0] == "مرج الورد"


def test_a_name_in_the_line_above_the_answers_narrows_them(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "البلدية")
    page.locator(".among a").first.click()
    page.wait_for_url(re.compile("entity="))
    assert page.faults == []


def test_half_a_word_is_not_told_to_find_nothing_at_once(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "البلدية")
    page.locator(".tools").wait_for(state="attached")
    page.locator("#q").fill("البلديةككك")
    page.wait_for_url(re.compile("%D9%83$"))
    page.wait_for_timeout(200)
    assert page.locator(".hit-list li").count() > 0
    page.locator("main .state h2", has_text="لا نتائج").wait_for()


def test_the_keyboard_leads_from_the_box_to_the_answers_and_back(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "البلدية")
    page.locator(".hit-list h2 a").first.wait_for()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.locator("#q").evaluate("e => e.removeAttribute('list')")  # the browser's own list takes arrows, too
    page.keyboard.press("ArrowDown")
    assert page.evaluate("Boolean(document.activeElement.closest('.hit-list'))")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")  # from an answer back into the box, which keeps its words
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.locator("#q").input_value() == "البلدية"
    page.keyboard.press("Escape")
    assert page.locator("#q").input_value() == ""


def test_the_words_are_marked_on_the_page_that_opens(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "البلدية")
    page.locator(".hit-list h2 a").first.click()
    page.locator("article[data-article-id] mark").first.wait_for()
    assert page.faults == []


def test_an_article_opens_at_its_headline_and_a_button_leads_to_the_first_word_that_was_found(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "البلدية", viewport={"width": 360, "height": 300})
    page.locator(".hit-list h2 a").first.evaluate("a => location.assign(a.href)")
    button = page.get_by_role("button", name="إلى أول ما بحثت عنه")
    button.wait_for()
    assert page.evaluate("scrollY") == 0
    button.click()
    first = page.locator("[data-part=body] mark").first
    wait_until(page, "scrollY > 0")
    assert 0 <= first.bounding_box()["y"] < 300
    assert first.evaluate("mark => mark === document.activeElement")
    page.goto(page.url.partition("#")[0] + "?again#:" + quote("قققققق"))
    page.locator(".tools button").first.wait_for()
    assert button.count() == 0
    assert page.faults == []


def test_how_many_newspapers_carried_an_answer_leads_to_their_list(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "جسر المشاة على نهر السدير", viewport={"width": 360, "height": 600})
    page.locator(".hit a.carried").first.click()
    page.wait_for_url("**/a/*#versions")
    target = page.locator(":target")
    target.wait_for()
    assert target.get_attribute("data-part") == "versions"
    assert page.evaluate("scrollY") > 0
    assert 0 <= target.bounding_box()["y"] < 600
    assert page.faults == []


def test_a_search_can_be_cited_and_taken_away(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "البلدية")
    button = page.get_by_role("button", name="اقتبس هذا البحث")
    button.click()
    root = json.loads((samples_site.output / "data" / "release.json").read_text(encoding="utf-8"))["root"]
    page.locator(".below .ref").wait_for()
    assert f"بصمة هذا الإصدار {root}. " in page.locator(".below .ref").inner_text()
    assert root in (samples_site.output / "index.html").read_text(encoding="utf-8")
    for name in ("CSV", "BibTeX"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert "a/" in text
        assert "all_words" not in text


def test_an_export_says_which_articles_hold_all_words(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "البلدية المدينة")
    answer = page.evaluate("NewsArchive.search('البلدية المدينة', {limit: 1000})")
    whole = {hit["id"] for hit in answer["hits"] if hit["all"]}
    assert 0 < len(whole) == answer["all"] < answer["total"]
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert {row["id"] for row in rows if row["all_words"] == "1"} == whole
    assert len(rows) == answer["total"]
    with page.expect_download() as download:
        page.get_by_role("button", name="BibTeX").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").count("keywords = {all words}") == len(whole)


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_breaks_the_page(samples_site: Site, page_of: Callable[..., Any], query: str) -> None:
    page = page_of(samples_site, query[:3000])
    page.locator("#q").fill(query)
    page.locator("#q").press("Enter")
    page.wait_for_timeout(500)
    assert page.locator("main img, main script").count() == 0
    assert page.locator("main *").count() < 1500
    assert page.faults == []


def test_an_address_of_another_time_is_read_as_far_as_it_makes_sense(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    query = f"q={quote('البلدية')}&page=900&from=x&to=2999&sort=up&source=&entity=nobody&off=%00&more=1"
    page = open_page(f"{serve_site(samples_site.output)}search.html?{query}")
    page.locator("main .state h2").wait_for()
    page.get_by_text("ابحث عنها بلا تضييق").click()
    page.locator(".hit-list li").first.wait_for()
    assert page.faults == []


@pytest.mark.parametrize("damage", ["missing", "cut", "changed"])
def test_a_damaged_shard_is_said_and_what_can_be_found_is_shown(
    samples_site: Site, tmp_path: Path, serve_site: Callable[..., str], open_page: Callable[..., Any], damage: str
) -> None:
    shutil.copytree(samples_site.output, tmp_path / "site")
    for shard in (tmp_path / "site" / "search").glob("d*.js"):
        content = shard.read_bytes()
        if damage == "missing":
            shard.unlink()
        else:
            shard.write_bytes(content[: len(content) // 2] if damage == "cut" else content.replace(b'","', b'"," ', 1))
        break
    page = open_page(f"{serve_site(tmp_path / 'site')}search.html?q={quote('البلدية')}")
    page.get_by_text("تعذّر تحميل جزء من الفهرس").wait_for()
    assert page.locator(".hit-list li").count() > 0
    assert page.locator(".found > .state:first-child").count() == 1, "it is said before the count"


def test_a_missing_part_of_the_words_is_not_told_as_no_results(
    samples_site: Site, tmp_path: Path, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    shutil.copytree(samples_site.output, tmp_path / "site")
    for shard in (tmp_path / "site" / "search").glob("t*.js"):
        shard.unlink()
    page = open_page(f"{serve_site(tmp_path / 'site')}search.html?q={quote('البلدية')}")
    page.get_by_text("تعذّر تحميل جزء من الفهرس").wait_for()
    assert page.get_by_text("لا نتائج لما كتبت").count() == 0


def test_a_story_is_shown_once_and_its_copies_when_they_are_asked_for(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "جسر المشاة على نهر السدير")
    copy = page.locator(".hit .copies li", has_text="مرج الورد تستعيد جسرها الحجري")
    assert copy.count() == 0
    page.get_by_label("أظهر النسخ كلها").check()
    page.wait_for_url(re.compile("copies=1"))
    copy.wait_for()
    assert "صوت الساحل" in copy.inner_text()
    page.reload()
    copy.wait_for()


def test_an_article_is_found_by_its_title_before_those_that_say_more_of_it(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "البلدية")
    ask = "q => NewsArchive.search(q, {limit: 1}).then(a => a.hits.map(h => h.title))"
    for row in samples_site.data("articles"):
        title = re.sub(r"[^\w\s]", " ", row["title"])
        if len(title.split()) > 1:
            assert page.evaluate(ask, title) == [row["title"]]


def test_of_answers_that_are_equally_good_the_newest_comes_first(
    tmp_path: Path, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    rows = [
        {"url": f"https://example.org/{day}", "title": "خبر قصير", "source": "x", "date": f"2015-07-{day:02}",
         "content": f"نص رقم {day} عن القنطرة القديمة في بلدة بعيدة"}
        for day in range(1, 16)
    ]  # fmt: skip
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    site = build_site(tmp_path, [tmp_path / "rows.jsonl"])
    page = open_page(serve_site(site.output) + "search.html")
    wait_until(page, "() => Boolean(window.NewsArchive?.search)")
    ask = "o => NewsArchive.search('القنطرة', o).then(a => a.hits.map(h => [h.date, h.score]))"
    dates = [date for date, _ in page.evaluate(ask, {"limit": 5}) + page.evaluate(ask, {"limit": 10, "offset": 5})]
    assert len(dates) == 15
    assert dates == sorted(dates, reverse=True)


def test_without_scripts_the_page_says_where_to_browse(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(f"{serve_site(samples_site.output)}search.html", java_script_enabled=False)
    assert page.locator("#search-app a[href='calendar.html']").is_visible()


def test_on_a_phone_the_first_answer_stands_in_the_first_view(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "البلدية", viewport={"width": 360, "height": 720})
    page.locator(".filters").wait_for()
    page.wait_for_timeout(300)
    assert page.locator(".hit-list h2").first.bounding_box()["y"] < 560
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_word_that_is_hardly_there_is_not_answered_with_its_relatives_in_silence(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "المكتبه")
    ask = "q => NewsArchive.search(q).then(a => [a.total > 0, a.kin])"
    assert page.evaluate(ask, "المكتبه") == [True, False]
    assert "تقاربها" not in page.locator(".count").inner_text()
    assert page.evaluate(ask, "مكاتيب") == [True, True]
    page = page_of(samples_site, "مكاتيب")
    assert "تقاربها" in page.locator(".count").inner_text()


@pytest.mark.parametrize("query", ["جون كيري", "«الجسر الحجري»", "اسم:لافروف"])
def test_what_finds_all_its_words_is_not_corrected(samples_site: Site, page_of: Callable[..., Any], query: str) -> None:
    page = page_of(samples_site, query)
    page.locator(".tools button").first.wait_for()
    page.wait_for_load_state("networkidle")  # corrections come last, with the list of words that they are made from
    assert page.locator(".hit-list li").count() > 0
    assert page.locator(".meant").all_inner_texts() == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("1 كانون الثاني 1999", True),
        ("14 أيار 2016", False),
        ("14/5/2016", False),
        ("2016-05-14", False),
        ("٢٠١٦/٠٥/١٤", False),
    ],
)
def test_a_day_without_articles_is_told_before_its_words_are_looked_for(
    samples_site: Site, page_of: Callable[..., Any], query: str, told: bool
) -> None:
    page = page_of(samples_site, query)
    page.locator(".hit-list li").first.wait_for()
    said = page.get_by_text("لا مادة بهذا التاريخ فيها ما طلبته. هذه مواد ترد فيها كلمات من سؤالك.")
    assert said.count() == int(told)
    if not told:
        assert all("١٤ أيار ٢٠١٦" in text for text in page.locator(".hit-list .meta").all_inner_texts())


def test_a_phrase_with_a_common_word_says_that_its_place_is_not_checked(
    tmp_path: Path, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    letters = Random(7)
    rows = []
    for n in range(1000):
        words = " ".join("".join(letters.choices("بتجدرسعفقلمنهي", k=5)) for _ in range(12))
        rows.append({"url": f"https://example.org/{n}", "title": f"خبر {words[:11]}", "source": "x",
                     "content": f"مدينة {words} {'قنطرة' if n % 50 == 0 else ''} {words[::-1]}."})  # fmt: skip
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    base = serve_site(build_site(tmp_path, [tmp_path / "rows.jsonl"]).output)
    page = open_page(f"{base}search.html?q={quote('«قنطرة المدينة»')}")
    page.locator(".hit-list li").first.wait_for()
    assert "كلمات شائعة لا يُنظر إلى موضعها في العبارة: المدينة. يكفي" in page.locator(".loose").inner_text()
    assert page.evaluate("q => NewsArchive.search(q).then(a => a.loose)", "قنطرة المدينة") == []
    page.locator(".hit-list .meta .apart").first.wait_for()
    together = next(row["content"].split()[1] for row in rows if "قنطرة" in row["content"])
    page.goto(f"{base}search.html?q={quote(f'«مدينة {together}»')}")
    page.locator(".hit-list .tools, .tools").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    assert page.locator(".hit-list li").count() > 0
    assert page.locator(".hit-list li").first.locator(".apart").count() == 0
    page.goto(f"{base}search.html?q={quote('«قنطرة المدينة»')}&lang=en")
    page.get_by_text("Common words whose place in the phrase is not checked").wait_for()
    assert page.evaluate("NewsArchive.missing") == []
    page.goto(f"{base}search.html?q={quote('قنطرة المدينة')}&lang=ar")
    page.locator(".hit-list li").first.wait_for()
    assert page.locator(".loose").count() == 0
    assert page.faults == []


def test_counts_have_their_thousands_apart_and_years_have_not(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "المكتبة")
    assert page.evaluate("[999, 2190, 1234567].map(NewsArchive.number)") == ["٩٩٩", "٢٬١٩٠", "١٬٢٣٤٬٥٦٧"]
    assert page.evaluate("NewsArchive.counted(2190, 'article')").startswith("٢٬١٩٠ ")
    assert page.evaluate("NewsArchive.digits(2015)") == "٢٠١٥"


def test_a_slash_leads_into_the_search_field_of_any_page(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "المكتبة")
    page.goto(page.url.split("search.html")[0] + "names.html")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("مكتبة")
    assert page.locator("header input[name=q]").input_value() == "مكتبة"
    page.goto(page.url.replace("names.html", "index.html"))
    page.keyboard.press("/")
    page.keyboard.type("البلدية")
    assert page.locator("main #q").input_value() == "البلدية"
    page.keyboard.press("Enter")
    page.locator(".hit-list li").first.wait_for()
    page.keyboard.press("ArrowDown")  # from nowhere to the first answer, on to the second
    assert page.evaluate("document.activeElement === document.querySelector('.hit-list h2 a')")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.hit-list h2 a')[1]")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.faults == []


def late_word(site: Site) -> tuple[str, str]:
    """Return an article and a word that it alone holds, once, far from its beginning."""
    articles = site.data("articles")
    texts = {row["id"]: "\n".join([row["title"], *row["paragraphs"]]) for row in articles}
    for id_, text in texts.items():
        for word in re.findall(r"[ء-ي]{5,}", text[300:]):
            if sum(other.count(word[:4]) for other in texts.values()) == 1:
                return id_, word
    raise AssertionError("no article of the samples is long enough")


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_an_excerpt_is_from_where_the_words_stand_and_first_words_where_no_page_can_be_read(
    scheme: str, samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    id_, word = late_word(samples_site)
    root = serve_site(samples_site.output) if scheme == "http" else samples_site.output.as_uri() + "/"
    page = open_page(f"{root}search.html?q={quote(word)}")
    hit = page.locator(f".hit:has(a[href*='a/{id_}.html'])")
    hit.wait_for()
    height = hit.evaluate("hit => hit.offsetHeight")
    page.locator(".below .tools").wait_for()  # all that comes after the answers
    if scheme == "http":
        hit.locator(".ex mark").wait_for()
        assert hit.locator(".ex mark").inner_text() == word
        assert hit.evaluate("hit => hit.offsetHeight") == height
    else:
        lead = next(row["paragraphs"][0] for row in samples_site.data("articles") if row["id"] == id_)
        assert lead.startswith(hit.locator(".ex").inner_text()[:40])
    assert page.faults == []
