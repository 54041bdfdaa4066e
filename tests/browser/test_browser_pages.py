"""Every kind of page, as a reader meets it: no fault, nothing from elsewhere, nothing wider than the screen."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from html_tree import parse_page
from site_builder import Site

pytestmark = pytest.mark.browser


def reachable(site: Site) -> set[str]:
    """Return the pages that links lead to from the front page; a dead link is an error."""
    seen = {"index.html"}
    waiting = deque(seen)
    while waiting:
        path = waiting.popleft()
        tree = parse_page(site.page(path))
        for element in tree.find("a", href=True):
            target, anchor = urldefrag(element.attributes["href"])
            if urlsplit(target).scheme or target.startswith("//"):
                continue
            found = unquote(urljoin(f"/{path}", target)).split("?")[0].lstrip("/") if target else path
            found = found + "index.html" if found == "" or found.endswith("/") else found
            assert (site.output / found).is_file(), f"{path} links to {element.attributes['href']}"
            if found.endswith(".html"):
                if anchor and "=" not in anchor:
                    assert parse_page(site.page(found)).find(id=unquote(anchor)), f"{path}: no {found}#{anchor}"
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)
    return seen


def test_every_page_is_reached_by_links_and_no_link_is_dead(samples_site: Site) -> None:
    pages = {path for path in samples_site.files() if path.endswith(".html")}
    assert pages - reachable(samples_site) <= {"404.html"}


def test_every_article_is_marked_in_its_parts(samples_site: Site) -> None:
    markdown = {line["id"] for line in samples_site.data("ledger") if line["source"].endswith(".md")}
    for row in samples_site.data("articles"):
        if row["id"] in markdown:  # shown as what the editor's marks mean
            continue
        page = parse_page(samples_site.page(f"a/{row['id']}.html"))
        assert page.one("article", data_article_id=True).attributes["data-article-id"] == row["id"]
        shown = [" ".join(p.text().split()) for p in page.one(data_part="body").find("p", id=True)]
        assert shown == [" ".join(paragraph.split()) for paragraph in row["paragraphs"]]


def test_no_page_causes_a_fault_or_asks_anyone_else(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    base = serve_site(samples_site.output, "/repo/")
    # 404.html asks for its frame at several depths, of which one is there; it has a test of its own
    pages = sorted(path for path in samples_site.files() if path.endswith(".html") and path != "404.html")
    articles = [path for path in pages if path.startswith("a/")]
    page = open_page(base)
    for path in [path for path in pages if path not in articles][:40] + articles[::4]:
        page.goto(base + path)
        assert page.faults == [], path


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(
    samples_site: Site, open_page: Callable[..., Any], width: int, scheme: str
) -> None:
    first = samples_site.data("articles")[0]["id"]
    entity = min((samples_site.output / "e").glob("*.html")).name
    base = samples_site.output.as_uri()
    page = open_page(f"{base}/index.html", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in ("index.html", f"a/{first}.html", f"e/{entity}", "search.html", "about.html", "404.html"):
        page.goto(f"{base}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate("document.documentElement.dir") == "rtl"
        assert page.evaluate("document.documentElement.lang") == "ar"


def test_a_word_without_end_makes_no_page_wider(make_site: Callable[..., Site], open_page: Callable[..., Any]) -> None:
    words = ("م" * 2000, "x" * 1500, "https://example.org/" + "a/b" * 300)
    text = "زرع الأهالي في الأردن مئة شجرة زيتون على طول الطريق المؤدي إلى المدرسة القديمة عند النهر وفي الساحة قرب السوق والمكتبة"
    rows = [
        {
            "title": f"{long} خبر",
            "content": f"{text} {long}",
            "source": paper,
            "author": long[:600],
            "date": "2015-07-20",
        }
        for long in words
        for paper in (long[:600], "المرفأ")
    ]
    site = make_site({"a.jsonl": "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)})
    base = site.output.as_uri()
    assert any(path.startswith("e/") for path in site.files()), "a name's page"
    for width in (360, 1280):
        page = open_page(f"{base}/search.html?q=زيتون", viewport={"width": width, "height": 800})
        page.wait_for_selector("[data-found] a, .hit a, main ol a")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "search"
        for path in sorted(path for path in site.files() if path.endswith(".html") and path != "404.html"):
            page.goto(f"{base}/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_page_reads_without_scripts(samples_site: Site, open_page: Callable[..., Any]) -> None:
    first = samples_site.data("articles")[0]
    page = open_page(f"{samples_site.output.as_uri()}/a/{first['id']}.html", java_script_enabled=False)
    assert page.locator("[data-part=body] p").count() == len(first["paragraphs"])


@pytest.mark.parametrize("prefix", ["/", "/repo/"])
@pytest.mark.parametrize("missing", ["nothing.html", "a/nothing.html", "parts/x/a/nothing.html"])
def test_the_page_of_what_is_missing_leads_back_from_any_depth(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any], prefix: str, missing: str
) -> None:
    base = serve_site(samples_site.output, prefix)
    page = open_page(base + missing)
    page.wait_for_selector("body > footer .ledger")
    assert page.evaluate("getComputedStyle(document.querySelector('.find')).display") == "grid"
    assert page.locator("main a", has_text="الصفحة الأولى").evaluate("link => link.href") == f"{base}index.html"
    assert page.locator("body > header nav a").first.evaluate("link => link.href") == f"{base}search.html"
    assert page.locator("main form").evaluate("form => form.action") == f"{base}search.html"
    assert page.locator("body > header nav").count() == 1


@pytest.mark.parametrize(
    ("language", "shown", "heading"), [("ar", "arabic", "عن الأرشيف"), ("en", "english", "About the archive")]
)
def test_a_page_of_the_editors_in_two_languages_shows_the_one_of_the_interface(
    samples_site: Site, open_page: Callable[..., Any], language: str, shown: str, heading: str
) -> None:
    page = open_page(f"{samples_site.output.as_uri()}/about.html?lang={language}")
    page.wait_for_selector(f"html[lang={language}]")
    assert page.locator("h1").inner_text() == heading
    assert [page.locator(f".body-page.in-{one}").is_visible() for one in ("arabic", "english")] == [
        shown == "arabic",
        shown == "english",
    ]
    assert page.title() == f"{heading} | خزانة الأخبار"


def test_without_scripts_both_languages_of_a_page_are_there(samples_site: Site, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{samples_site.output.as_uri()}/about.html", java_script_enabled=False)
    assert page.locator(".body-page:visible").count() == 2
