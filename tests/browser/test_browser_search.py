"""The search in the page finds what whoosh finds, from a server and from a disk, with nothing loaded from elsewhere."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from news_archive.arabic.tokens import TOKEN
from news_archive.search.reference import Document, build_reference, read_documents, search_reference
from site_builder import Site

pytestmark = pytest.mark.browser

SEED_QUERIES = ("سوريا", "روسيا", "لافروف", '"الخارجية الروسية"', "المشاورات")
FORMS = (
    "{0}",
    "{0} {1} {2}",
    "{0} AND {1}",
    "{0} OR {1}",
    "{0} NOT {1}",
    "{0} -{1}",
    "+{0} {1}",
    "({0} OR {1}) AND {2}",
    '"{3}"',
    "«{3}» {0}",
    "{0} AND NOT «{3}»",
    "{0} AND ({1} OR {2})",
    '"{3}" OR {1}',
    "+{0} +{1} -{2}",
    "({0} AND {1}) OR «{3}»",
    "{0} أو {1} -{2}",
    "+«{3}» {0} {1}",
    "في {0} على {1}",
    "ماذا حدث في {0}؟",
    "(في) {0} -{1}",
)
ROUNDS = 12
"""Of all forms: 240 queries."""


def trial_queries(documents: Sequence[Document]) -> list[str]:
    """Return queries in every form of the language, with words and phrases that stand in the articles."""
    rng = random.Random(7)

    def words() -> list[str]:
        block = rng.choice([block for d in documents for block in (d.title, *d.paragraphs) if " " in block])
        return [
            word for word in TOKEN.findall(block) if not word.endswith("هـ")
        ]  # a year: the page asks for days by it

    queries = []
    for form in FORMS * ROUNDS:
        phrase = words()
        start = rng.randrange(max(1, len(phrase) - 2))
        chosen = [rng.choice(words()) for _ in range(3)]
        queries.append(form.format(*chosen, " ".join(phrase[start : start + 3])))
    return queries


def ask(page: Any, query: str, **options: Any) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(
        "([query, options]) => window.NewsArchive.search(query, options)", [query, {"limit": 1000} | options]
    )
    return answer


@pytest.fixture(scope="module")
def reference(samples_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reference") / "index"
    build_reference(read_documents(samples_site.output / "data" / "articles.jsonl.gz"), folder)
    return folder


@pytest.fixture(scope="module")
def documents(samples_site: Site) -> list[Document]:
    return list(read_documents(samples_site.output / "data" / "articles.jsonl.gz"))


@pytest.fixture(params=["http", "http with a prefix", "file"])
def address(request: pytest.FixtureRequest, serve_site: Callable[..., str]) -> Iterator[Callable[[Site], str]]:
    """Where a site's front page is, in the three ways a reader may have it."""

    def of(site: Site) -> str:
        if request.param == "file":
            return site.output.as_uri() + "/"
        return serve_site(site.output, "/repo/" if "prefix" in request.param else "/")

    yield of


def test_the_seed_is_found_by_what_it_is_about(
    seed_site: Site, address: Callable[[Site], str], open_page: Callable[..., Any]
) -> None:
    page = open_page(address(seed_site) + "search.html")
    own = seed_site.data("articles")[0]["id"]
    for query in SEED_QUERIES:
        answer = ask(page, query, relatives=False)
        assert (answer["total"], [hit["id"] for hit in answer["hits"]]) == (1, [own]), query
        assert answer["hits"][0]["title"] == seed_site.data("articles")[0]["title"]
    assert page.faults == []


def test_the_page_finds_the_same_articles_as_whoosh(
    samples_site: Site,
    documents: list[Document],
    reference: Path,
    address: Callable[[Site], str],
    open_page: Callable[..., Any],
) -> None:
    page = open_page(address(samples_site) + "search.html")
    differ = {}
    for query in (*SEED_QUERIES, *trial_queries(documents)):
        ours = {hit["id"] for hit in ask(page, query, relatives=False)["hits"]}
        theirs = {hit.id for hit in search_reference(query, reference, limit=None).hits}
        if ours != theirs:
            differ[query] = (sorted(ours - theirs), sorted(theirs - ours))
    assert differ == {}
    assert page.faults == []


def test_most_of_the_trial_queries_find_something(documents: list[Document], reference: Path) -> None:
    queries = trial_queries(documents)
    found = [query for query in queries if search_reference(query, reference, limit=0).total]
    assert len(found) > 0.7 * len(queries)


def test_every_article_is_found_by_its_own_title(
    samples_site: Site, documents: list[Document], serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(serve_site(samples_site.output) + "search.html")
    lost = []
    for document in documents:
        found = [hit["id"] for hit in ask(page, document.title, limit=10)["hits"]]
        if document.id not in found:
            lost.append(document.title)
    assert lost == []


def test_typing_into_the_box_shows_results_that_lead_to_the_article(
    seed_site: Site, address: Callable[[Site], str], open_page: Callable[..., Any]
) -> None:
    page = open_page(address(seed_site) + "search.html")
    box = page.locator("input[type=search]").last
    box.fill("لافروف")
    box.press("Enter")
    link = page.locator("main a[href*='a/']").first
    link.wait_for()
    link.click()
    page.locator("[data-part=body]").wait_for()
    assert page.faults == []
