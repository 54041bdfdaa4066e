"""A reader without scripts, one with a keyboard alone, one who reads English: each finds the first article and its names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser_fixtures import wait_until
from site_builder import Site, build_archive

pytestmark = pytest.mark.browser

SEED = "موسكو: نعمل مع واشنطن"


def test_without_scripts_the_first_article_and_its_names_are_found_and_read(
    samples_site: Site, browser: Any, serve_site: Callable[..., str]
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ar")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(serve_site(samples_site.output))
    page.locator("footer a[href='undated.html']").click()
    page.locator(".titles a", has_text=SEED).first.click()
    assert page.locator("[data-part=body] > p[id]").count() == 7
    assert page.locator("a[data-entity]").count() == 16
    assert page.locator("[data-part=cite]").inner_text()
    page.locator("a[data-entity]", has_text="جنيف").first.click()
    assert "جنيف" in page.locator("h1").inner_text()
    assert page.locator("main dt", has_text=SEED[:20]).count() == 1
    assert page.locator("main dd a[href='../a/h92vjfds0t.html']").inner_text() == "جنيف"
    context.close()


def test_with_the_keyboard_alone_search_leads_to_the_first_article_and_a_name(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(serve_site(samples_site.output))
    press_until(page, "input[type=search]")
    page.keyboard.type("موسكو واشنطن")
    page.keyboard.press("Enter")
    page.wait_for_selector("main a[href*='a/h92vjfds0t']")
    press_until(page, "a[href*='a/h92vjfds0t']")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-part=body]")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    press_until(page, "a[data-entity]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/e/*.html")
    assert page.faults == []


def test_a_date_says_where_in_the_address_of_the_original_it_stands(
    tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    values = {
        "title": "حديقة المنارة",
        "content": "افتتحت البلدية حديقة المنارة أمس بحضور جمع من أهل الحي. " * 3,
        "source": "المرفأ",
        "url": "http://marfa.example.org/2015/20150704/fe1.htm",
    }
    built = build_archive(tmp_path, {}, {"a.jsonl": json.dumps(values, ensure_ascii=False)})
    (article,) = built.data("articles")
    for language, said in (("ar", "من عنوان الأصل: «2015/20150704»"), ("en", "From the address of the original: “")):
        page = open_page(f"{(built.output / 'a' / article['id']).as_uri()}.html?lang={language}")
        wait_until(page, "said => document.querySelector('dl dd').innerText.includes(said)", said)
        assert page.locator("meta[name=citation_date]").get_attribute("content") == "2015-07-04"
        assert page.faults == []


def press_until(page: Any, selector: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_in_english_the_frame_is_english_and_the_text_stays_arabic(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    base = serve_site(samples_site.output, "/repo/")
    page = open_page(base + "a/h92vjfds0t.html?lang=en")
    page.wait_for_selector("html[lang=en]")
    assert page.evaluate("document.documentElement.dir") == "ltr"
    assert page.locator("article dt").first.inner_text() == "Date"
    assert page.evaluate("getComputedStyle(document.querySelector('[data-part=body]')).direction") == "rtl"
    assert page.evaluate("document.querySelector('[data-part=body] p').closest('[lang]').lang") == "ar"
    assert page.locator("nav a").first.inner_text() == "Search"
    for path in ("calendar.html", "corrections.html", "sources.html"):  # the choice is kept
        page.goto(base + path)
        page.wait_for_selector("html[lang=en]")
        assert page.evaluate("NewsArchive.missing") == [], path
    page.goto(base + "stories.html")
    page.wait_for_selector("h1:text('Most carried stories')")
    page.goto(base + "d/2016-05-14.html")
    page.wait_for_selector("h1:text('14 May 2016')")
    page.locator("button", has_text="العربية").click()
    page.wait_for_selector("html[lang=ar]")
    assert page.faults == []


def test_the_list_of_names_is_made_of_the_links_in_the_text(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(serve_site(samples_site.output) + "a/h92vjfds0t.html")
    names = page.locator(".names a")
    assert names.count() == 16
    assert "واشنطن" in names.all_inner_texts()  # the text has «وواشنطن»
    assert page.locator(".names h3").all_inner_texts() == ["أشخاص", "أماكن", "هيئات"]


def test_a_reader_chooses_digits_hijri_dates_text_size_and_a_random_article(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    base = serve_site(samples_site.output)
    page = open_page(base + "d/2015-07-20.html")
    assert "٢٠ تموز" in page.locator("h1").inner_text()
    page.locator("footer button", has_text="123").click()
    page.locator("footer button", has_text="مع التقويم الهجري").click()
    page.wait_for_selector(".page-head .hijri")
    assert "1436" in page.locator(".page-head .hijri").inner_text()
    page.locator("footer button", has_text="مادة عشوائية").click()
    page.wait_for_selector("article[data-article-id]")
    before = page.evaluate("getComputedStyle(document.querySelector('[data-part=body]')).fontSize")
    page.locator(".tools button").first.click()
    assert page.evaluate("getComputedStyle(document.querySelector('[data-part=body]')).fontSize") > before
    assert page.faults == []


def test_an_article_says_its_hijri_day_beside_its_date_and_leads_nowhere_where_it_is_alone(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    days = [row["date"] for row in samples_site.data("articles") if row["date_precision"] == "day"]
    alone = next(
        row for row in samples_site.data("articles") if row["date_precision"] == "day" and days.count(row["date"]) == 1
    )
    page = open_page(f"{serve_site(samples_site.output)}a/{alone['id']}.html")
    page.evaluate("localStorage.setItem('hijri', 'on')")
    page.reload()
    page.wait_for_selector("article > dl dd:first-of-type > .hijri")
    assert page.locator("article > dl > .hijri").count() == 0
    assert page.locator(".tools").count() == 1
    assert page.locator("button", has_text="في يومها").count() == 0


def test_a_link_into_a_folded_list_unfolds_it(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(f"{serve_site(samples_site.output)}stories.html")
    place = page.locator("a[href^='carried.html#']").first.get_attribute("href").partition("#")[2]
    page.goto(f"{page.url.rpartition('/')[0]}/carried.html")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = false })")
    page.evaluate("place => { location.hash = place }", place)
    wait_until(page, "place => document.getElementById(place).closest('details').open", place)
    assert page.locator("details[open]").count() == 1


def test_a_reader_goes_on_in_the_day_until_its_end(
    tmp_path: Path, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    rows = [
        {"title": f"خبر {n}", "date": "2020-03-01", "content": " ".join(f"كلمة{n * 40 + word}" for word in range(40))}
        for n in range(3)
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    settings = 'NEWS_ARCHIVE = {"source": {"samples": False}}'
    site = build_archive(tmp_path, {}, {"a.jsonl": lines}, settings=settings)
    assert site.exit_code == 0, site.err
    base = serve_site(site.output, "/repo/")
    page = open_page(f"{base}d/2020-03-01.html")
    order = [
        link.split("/")[-1] for link in page.eval_on_selector_all(".titles > li > a", "links => links.map(a => a.href)")
    ]
    page.goto(f"{base}a/{order[0]}")
    for name in order[1:]:
        page.locator("button", has_text="التالية في يومها").click()
        page.wait_for_url(f"**/{name}")
    page.locator("button", has_text="التالية في يومها").click()
    page.wait_for_selector("button:disabled")
    assert page.locator("button:disabled").inner_text() == "هذه آخر اليوم"
    assert len(order) == 3
    assert page.faults == []


def test_a_reader_goes_on_in_a_source_over_the_months(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    by_source: dict[str, list[tuple[str, str]]] = {}
    for row in samples_site.data("articles"):
        if row["source"] and row["date_precision"] == "day":
            by_source.setdefault(row["source"], []).append((row["date"], row["id"]))
    found = sorted(max(by_source.values(), key=lambda rows: (len({day[:7] for day, _ in rows}), sorted(rows))))
    assert found[0][0][:7] != found[-1][0][:7]
    page = open_page(f"{serve_site(samples_site.output, '/repo/')}a/{found[0][1]}.html")
    seen = [found[0][1]]
    while not page.locator("button:disabled").count():
        page.locator("button", has_text="الأحدث").click()
        page.wait_for_selector(f"button:disabled, article[data-article-id]:not([data-article-id='{seen[-1]}'])")
        if not page.locator("button:disabled").count():
            seen.append(page.url.split("/")[-1].removesuffix(".html"))
    days = {name: day for day, name in found}
    assert [days[name] for name in seen if name in days] == [day for day, _ in found]
    assert page.locator("button:disabled").inner_text() == "هذه أحدثها"
    assert page.faults == []


def test_what_is_shared_from_a_disk_is_what_the_article_is_and_no_path_of_the_disk(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    def shared(address: str, row: dict[str, Any]) -> list[str]:
        page = open_page(f"{address}a/{row['id']}.html#p1")
        page.evaluate("""() => {
          Object.defineProperty(navigator, "share", { value: undefined });
          Object.defineProperty(navigator, "clipboard", { value: { writeText: text => Promise.resolve(window.copied = text) } });
        }""")
        page.get_by_role("button", name="شارك").click()
        return str(page.evaluate("window.copied")).split("\n")

    rows = [row for row in samples_site.data("articles") if row["source"] and row["date_precision"] == "day"]
    known, unknown = (next(row for row in rows if bool(row["url"]) is has) for has in (True, False))
    disk = samples_site.output.as_uri() + "/"
    lines = shared(disk, known)
    assert (lines[0], lines[2:]) == (known["title"], [known["url"]])
    assert lines[1].startswith(known["source"] + "، ")
    assert [shared(disk, unknown)[0], *shared(disk, unknown)[2:]] == [unknown["title"]]
    base = serve_site(samples_site.output)
    assert shared(base, known) == [known["title"], f"{base}a/{known['id']}.html"]


def test_a_citation_is_whole_in_every_format(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(serve_site(samples_site.output) + "a/h92vjfds0t.html")
    assert SEED in page.locator("[data-part=cite] .ref").inner_text()
    for name, mark in (
        ("BibTeX", "@misc{h92vjfds0t,"),
        ("RIS", "TY  - NEWS"),
        ("CSL-JSON", '"type": "article-newspaper"'),
    ):
        page.locator("[data-part=cite] button", has_text=name).click()
        shown = page.locator("[data-part=cite] pre").inner_text()
        assert mark in shown
        assert SEED in shown


def test_an_author_leads_to_what_he_wrote(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    row = next(row for row in samples_site.data("articles") if row["author"] and " " in row["author"])
    page = open_page(f"{serve_site(samples_site.output)}a/{row['id']}.html")
    page.locator("article > dl a", has_text=row["author"]).click()
    page.locator(f".hit-list a[href*='{row['id']}']").first.wait_for()
    assert page.faults == []


def test_print_shows_who_carried_an_article(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    row = next(row for row in samples_site.data("articles") if row["members"])
    page = open_page(f"{serve_site(samples_site.output)}a/{row['id']}.html")
    page.emulate_media(media="print")
    assert page.locator(".carriers > li").first.is_visible()
    assert page.locator("article > aside > :visible").count() == 1
