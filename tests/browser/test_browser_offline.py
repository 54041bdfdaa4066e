"""Reading without a connection, in a real Chromium: the server is stopped, and what was used is still there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from serving import serve
from site_builder import ROOT, Site

pytestmark = pytest.mark.browser

KEPT = """async root => {
  await navigator.serviceWorker.ready;
  const names = (await caches.keys()).filter(name => name.startsWith("news-archive " + root + " "));
  const urls = [];
  for (const name of names) for (const request of await (await caches.open(name)).keys()) urls.push(request.url.slice(root.length));
  return urls;
}"""
"""What the worker keeps, as paths of the site."""


def wait_until_kept(page: Any, root: str, *wanted: str) -> list[str]:
    """Wait until the worker keeps a path that starts with each of ``wanted``."""
    for _ in range(100):
        kept: list[str] = page.evaluate(KEPT, root)
        if all(any(path.startswith(start) for path in kept) for start in wanted):
            return kept
        page.wait_for_timeout(200)
    raise AssertionError(f"{wanted} not among {kept}")


@contextmanager
def serve_apart(site: Site, prefix: str = "/") -> Iterator[str]:
    """Serve a site in a process of its own, whose end cuts every connection."""
    command = [sys.executable, "-m", "invoke", "--search-root", str(ROOT), "serve", "--port", "0", "--prefix", prefix]
    process = subprocess.Popen([*command, "--output", str(site.output)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[0]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("prefix", ["/", "/repo/"])
def test_a_visited_article_is_read_without_a_connection_and_another_says_that_it_needs_one(
    samples_site: Site, open_page: Callable[..., Any], prefix: str
) -> None:
    first, other = (row["id"] for row in samples_site.data("articles")[:2])
    with serve_apart(samples_site, prefix) as root:
        page = open_page(f"{root}a/{first}.html")
        wait_until_kept(page, root, f"a/{first}.html", "s-", "search-", "offline.html", "fonts/")
    page.goto(f"{root}a/{first}.html")
    assert page.locator("[data-part=body] p").count() > 0
    page.goto(f"{root}a/{other}.html")
    assert page.url.startswith(f"{root}offline.html")
    assert page.locator("h1").inner_text() == "بلا اتصال"
    page.locator(f"#kept a[href$='a/{first}.html']").wait_for()
    assert page.locator("#asked a").last.get_attribute("href") == f"{root}a/{other}.html"
    page.goto(root)
    assert page.locator(".masthead").count() == 1


def test_a_page_that_is_left_after_two_seconds_is_kept(samples_site: Site, open_page: Callable[..., Any]) -> None:
    first = samples_site.data("articles")[0]["id"]
    with serve_apart(samples_site) as root:
        page = open_page(f"{root}a/{first}.html")
        page.wait_for_timeout(2000)
        page.goto("about:blank")
        page.wait_for_timeout(500)
    page.goto(f"{root}a/{first}.html")
    assert page.locator("[data-part=body] p").count() > 0


def test_a_search_that_was_made_is_made_again_without_a_connection(
    seed_site: Site, open_page: Callable[..., Any]
) -> None:
    with serve_apart(seed_site) as root:
        page = open_page(root + "search.html")
        before = page.evaluate("() => window.NewsArchive.search('لافروف', {})")
        assert before["total"] == 1
        wait_until_kept(page, root, "search-", "search/t", "search/d", "search.html")
    page.goto(f"{root}search.html?q=%D9%84%D8%A7%D9%81%D8%B1%D9%88%D9%81")
    assert page.evaluate("() => window.NewsArchive.search('لافروف', {})") == before


def test_the_worker_keeps_nothing_of_other_archives_on_the_same_host(
    seed_site: Site, open_page: Callable[..., Any]
) -> None:
    with serve(seed_site.output, prefix="/one/") as server:
        page = open_page(server.url + "search.html")
        page.evaluate("() => caches.open('news-archive http://other.example/two/ kept')")
        wait_until_kept(page, server.url, "search.html")
        names = page.evaluate("() => caches.keys()")
        assert "news-archive http://other.example/two/ kept" in names
        assert all(server.url in name or "other.example" in name for name in names)
        assert page.faults == []


def test_from_a_disk_no_worker_is_asked_for(seed_site: Site, open_page: Callable[..., Any]) -> None:
    page = open_page((seed_site.output / "index.html").as_uri())
    page.wait_for_timeout(2500)
    assert page.faults == []
