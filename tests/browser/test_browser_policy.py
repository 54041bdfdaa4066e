"""A reader's whole visit breaks no policy, asks no one else and writes no error: every page, and fifty searches."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from news_archive.arabic.tokens import find_tokens
from site_builder import Site

pytestmark = pytest.mark.browser
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


def watched(open_page: Callable[..., Any], url: str) -> Any:
    """Open a page that keeps every violation of its policy."""
    page = open_page("about:blank")
    page.add_init_script(WATCH)
    origin = url.split("/")[0] if url.startswith("file:") else "/".join(url.split("/")[:3])
    page.strangers = []
    page.on(
        "request",
        lambda r: None if r.url.startswith((origin, "data:", "blob:", "about:")) else page.strangers.append(r.url),
    )
    page.goto(url)
    return page


def faults_of(page: Any) -> list[str]:
    """Return what went wrong since the page was opened; requests to its own site are no fault."""
    own = [fault for fault in page.faults if not fault.startswith(("http://127.0.0.1", "file:"))]
    return [*own, *page.strangers, *page.evaluate("window.violations || []")]


@pytest.mark.parametrize("way", ["server", "disk"])
def test_no_page_breaks_its_policy_or_asks_anyone_else(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any], way: str
) -> None:
    base = serve_site(samples_site.output, "/repo/") if way == "server" else f"{samples_site.output.as_uri()}/"
    paths = sorted(path for path in samples_site.files() if path.endswith(".html"))
    page = watched(open_page, f"{base}index.html")
    for path in paths if way == "server" else paths[::3]:
        page.goto(base + path)
        if path == "404.html":  # it asks for its frame at several depths, of which one is there
            page.faults[:] = [
                fault for fault in page.faults if not re.search(r"failed: |Failed to load|NOT_FOUND|MIME type", fault)
            ]
        assert faults_of(page) == [], path


def test_fifty_searches_break_no_policy(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    rng = random.Random(50)
    words = [word for row in samples_site.data("articles") for word in find_tokens(" ".join(row["paragraphs"]))]
    queries = [rng.choice(words) for _ in range(20)]
    queries += [f"{rng.choice(words)} {rng.choice(words)}" for _ in range(10)]
    queries += [f'"{rng.choice(words)} {rng.choice(words)}"' for _ in range(5)]
    queries += [f"{rng.choice(words)} -{rng.choice(words)}" for _ in range(5)]
    queries += ["<img src=x onerror=alert(1)>", '"><script>1</script>', "{{7*7}}", "\u202eنص", "javascript:1"]
    queries += ["", " ", "((((", 'OR AND "', "كلمةلاوجودلهاأبداً"]
    assert len(queries) == 50
    page = watched(open_page, f"{serve_site(samples_site.output, '/repo/')}search.html")
    field = page.locator("input[type=search]").first
    for query in queries:
        field.fill(query)
        field.press("Enter")
        page.wait_for_timeout(30)
        assert page.locator("script:not([src])").count() == 0, query
        assert page.locator("#search-app img").count() == 0, query
    page.wait_for_timeout(500)
    assert faults_of(page) == []


def test_the_watch_sees_a_violation_and_a_stranger(
    seed_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = watched(open_page, f"{serve_site(seed_site.output)}index.html")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('img'), {src: 'http://stranger.example/x'}))"
    )
    page.wait_for_timeout(200)
    assert faults_of(page)
