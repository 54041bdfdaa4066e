"""The contact sheet shows those pages that strain a layout most, each once."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser.screenshots import STATES, choose_pages, take_screenshots
from news_archive.errors import UsageError


def write_site(folder: Path, pages: dict[str, str]) -> Path:
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_each_article_is_chosen_for_what_it_has_most_of(tmp_path: Path) -> None:
    names = "<a data-entity=p href=../e/x.html>اسم</a>" * 3
    site = write_site(tmp_path, {
        "index.html": "", "names.html": "", "e/x.html": "name", "e/p_1.html": "rare names",
        "a/1.html": "<h1>خبر</h1>" + "نصّ طويل " * 200,
        "a/2.html": "<h1>عنوان أطول من سائر العناوين كلها</h1>",
        "a/3.html": "<h1>OpenStreetMap GPS</h1>",
        "a/4.html": f"<h1>خبر</h1>{names}",
        "a/5.html": "<h1>خبر</h1>[محجوب]",
    })  # fmt: skip
    chosen = choose_pages(site)
    assert {name: chosen.get(name) for name in ("article", "headline", "mixed", "most-names", "redacted", "entity", "rare")} == {
        "article": "a/1.html", "headline": "a/2.html", "mixed": "a/3.html", "most-names": "a/4.html",
        "redacted": "a/5.html", "entity": "e/x.html", "rare": "e/p_1.html",
    }  # fmt: skip
    assert "withdrawn" not in chosen
    assert len(set(chosen.values())) == len(chosen)


def test_every_state_is_one_of_pages_that_a_site_has() -> None:
    pages = {"front", "article", "entity", "sources", "calendar", "day", "search", "sections", "stories"}
    assert {page for state in STATES for page in state.pages} <= pages


def test_no_site_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="invoke build"):
        take_screenshots([tmp_path], tmp_path / "pictures")
