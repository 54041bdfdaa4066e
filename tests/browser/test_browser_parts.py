"""An archive in parts is searched as one: the same answers in the same order, and it is said which part is silent."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser.test_browser_evidence import make_evidence, unpack, verify
from browser.test_browser_search import SEED_QUERIES, trial_queries
from news_archive.search.files import read_file, write_file
from news_archive.search.reference import read_documents
from site_builder import ROOT, Site, build_site

pytestmark = pytest.mark.browser

ASK = """([query, options]) => NewsArchive.search(query, options).then(found => [
  found.total, found.all, found.kin, found.incomplete, found.silent, found.facets,
  found.forms.map(form => [form.form, form.count]),
  found.hits.map(hit => [hit.id, hit.score, hit.title, hit.source, hit.date, hit.bound, hit.carriers, hit.excerpt, hit.matched, hit.copies, hit.writers])
])"""
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"facets": True},
    {"sort": "new"},
    {"exact": True},
    {"filters": {"from": "2014", "to": "2015-09"}},
    {"filters": {"carried": True}, "facets": True},
    {"copies": True},
    {"relatives": False, "offset": 2, "limit": 3},
)
WAYS = ("2", "4", "year", "source")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    folder = tmp_path_factory.mktemp("parts")
    built = {way: build_site(folder, [ROOT / "seeds"], "--parts", way, output=f"by-{way}") for way in WAYS}
    assert {site.exit_code for site in built.values()} == {0}, built
    return built


def ask(page: Any, query: str, options: dict[str, Any]) -> Any:
    return page.evaluate(ASK, [query, {"limit": 50} | options])


@pytest.mark.parametrize("way", WAYS)
def test_a_search_over_parts_is_the_search_of_the_whole(
    way: str,
    sites: dict[str, Site],
    samples_site: Site,
    serve_site: Callable[..., str],
    open_page: Callable[..., Any],
) -> None:
    site, file = sites[way], way in ("4", "source")
    whole = open_page(samples_site.output.as_uri() + "/search.html")
    parts = open_page((site.output.as_uri() + "/" if file else serve_site(site.output, "/repo/")) + "search.html")
    documents = list(read_documents(samples_site.output / "data" / "articles.jsonl.gz"))
    queries = [*SEED_QUERIES, *trial_queries(documents)]
    random.Random(11).shuffle(queries)
    found = 0
    fields = [
        "عنوان:المكتبة",
        "مصدر:المرفأ",
        "مصدر:صوت الساحل",
        "كاتب:الصواف",
        "2015",
        "17 أيار 2016",
        "بلا تاريخ",
        "المكتبه",
    ]
    for number, query in enumerate([*queries[:100], *fields]):
        options = OPTIONS[number % len(OPTIONS)]
        theirs = ask(whole, query, options)
        assert ask(parts, query, options) == theirs, (query, options)
        found += theirs[0] > 0
    assert found > 60
    suggested = "() => NewsArchive.index().then(index => index.suggestions())"
    assert parts.evaluate(suggested) == whole.evaluate(suggested)
    assert parts.faults == []


def test_a_result_leads_to_its_article_in_whatever_part(
    sites: dict[str, Site], serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(f"{serve_site(sites['year'].output, '/repo/')}search.html?q={quote('البلدية')}")
    link = page.locator(".hit-list h2 a").first
    title = link.inner_text()
    link.click()
    page.locator("[data-part=body]").wait_for()
    assert page.locator("h1").inner_text() == title
    assert "/parts/" in page.url
    page.get_by_role("button", name="مادة عشوائية").click()
    page.wait_for_url("**/parts/*/a/*.html")
    page.locator("[data-part=body]").wait_for()
    assert page.faults == []


@pytest.mark.parametrize("loss", ["manifest missing", "manifest of another release", "shards damaged"])
def test_a_part_that_does_not_answer_is_named_and_the_others_are_searched(
    loss: str, sites: dict[str, Site], tmp_path: Path, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    shutil.copytree(sites["year"].output, tmp_path / "site")
    search = tmp_path / "site" / "parts" / "2015" / "search"
    for path in search.glob("t*.js" if "shards" in loss else "m*.js"):
        content = path.read_bytes()
        path.unlink()
        if "release" in loss:
            told, _ = read_file(content) or ("", [])
            path.write_bytes(write_file("m0", told.replace('"documents":', '"documents":1')))
        elif "shards" in loss:
            path.write_bytes(content[:-30])
    page = open_page(f"{serve_site(tmp_path / 'site')}search.html?q={quote('البلدية')}")
    page.get_by_text("لم يُجب من أجزاء الأرشيف: ٢٠١٥؛").wait_for()
    urls = page.locator(".hit-list h2 a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert urls
    assert not [url for url in urls if url.startswith("parts/2015/")]
    for _ in range(2):  # asked again it is still said
        assert ask(page, "البلدية", {})[4] == [{"part": "2015", "label": "٢٠١٥"}]


def test_a_part_that_comes_back_answers_again(
    sites: dict[str, Site], serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(f"{serve_site(sites['year'].output)}search.html")
    whole = ask(page, "البلدية", {})
    page = open_page("about:blank")
    page.route("**/parts/2015/search/*", lambda route: route.abort())
    page.goto(f"{serve_site(sites['year'].output)}search.html")
    assert ask(page, "البلدية", {})[4] == [{"part": "2015", "label": "٢٠١٥"}]
    page.unroute("**/parts/2015/search/*")
    assert ask(page, "البلدية", {}) == whole


def test_what_only_a_silent_part_holds_is_told_as_missing_not_as_nothing(
    sites: dict[str, Site], tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    shutil.copytree(sites["2"].output, tmp_path / "site")
    for path in (tmp_path / "site").glob("parts/*/search/m*.js"):
        path.unlink()
    page = open_page(f"{(tmp_path / 'site').as_uri()}/search.html?q={quote('البلدية')}")
    page.get_by_text("لم يُجب من أجزاء الأرشيف: ١، ٢؛").wait_for()


def test_the_evidence_of_an_article_of_a_part_verifies(
    sites: dict[str, Site], serve_site: Callable[..., str], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    site = sites["year"]
    path = next(iter(sorted(site.output.glob("parts/2015/a/*.html"))))
    page = open_page(serve_site(site.output, "/repo/") + path.relative_to(site.output).as_posix())
    page.get_by_role("link", name="حزمة الإثبات").click()
    page.locator("#evidence a[download]").wait_for()
    assert page.url.endswith(f"#2015/{path.stem}")
    folder = unpack(make_evidence(page, f"2015/{path.stem}"), tmp_path / "evidence")
    done = verify(folder)
    assert done.returncode == 0, done.stdout
    root = json.loads((site.output / "data" / "release.json").read_text())["root"]
    assert root in (folder / "merkle.json").read_text()
    assert page.faults == []
