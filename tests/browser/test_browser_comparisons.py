"""A page of many comparisons is short at first: the first pairs lie open, a link to another unfolds it, scripts or not nothing is lost."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from site_builder import Site

pytestmark = pytest.mark.browser


def words(seed: int, count: int) -> str:
    return " ".join(random.Random(seed).choices([f"كلمة{n}" for n in range(300)], k=count))


def versions() -> str:
    """Return four texts of which each two are versions of each other, and so six pairs."""
    rows = [
        {
            "url": f"http://example.org/{n}", "title": f"عنوان {n}", "source": f"صحيفة {n}",
            "content": f"{words(1, 70)}.\n{words(2, 30)} {words(20 + n, 18)}.",
        }
        for n in range(4)
    ]  # fmt: skip
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_pairs_beyond_the_first_are_folded_and_open_by_button_and_by_link(
    make_site: Callable[..., Site], open_page: Callable[..., Any]
) -> None:
    site = make_site({"news.jsonl": versions()})
    (path,) = [path for path in site.files() if path.startswith("c/")]
    base = f"{site.output.as_uri()}/{path}"
    bare = open_page(base, java_script_enabled=False)
    assert bare.locator(".pair").count() == 6
    assert bare.locator(".pair del").first.is_visible() and bare.locator(".pair del").last.is_visible()
    page = open_page(base)
    assert page.locator(".pair.folded").count() == 3
    last = page.locator(".pair").last
    assert not last.locator("del").first.is_visible() and last.locator(".heads").is_visible()
    last.get_by_role("button").click()
    assert last.locator("del").first.is_visible()
    assert last.get_by_role("button").get_attribute("aria-expanded") == "true"
    fourth = page.locator(".pair").nth(3)
    page.goto(f"{base}#{fourth.get_attribute('id')}")
    assert fourth.locator("del").first.is_visible()
    assert page.faults == []


def test_words_that_both_have_are_counted_with_their_noun(
    make_site: Callable[..., Site], open_page: Callable[..., Any]
) -> None:
    site = make_site({"news.jsonl": versions()})
    (path,) = [path for path in site.files() if path.startswith("c/")]
    url = f"{site.output.as_uri()}/{path}"
    bare, page = open_page(url, java_script_enabled=False), open_page(url)
    assert bare.locator(".pair > p", has_text="…").first.inner_text().split()[2] == "…"
    assert "كلمة" in page.locator(".pair > p", has_text="…").first.inner_text()
