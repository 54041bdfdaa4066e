"""What a reader takes away from an article's page: the article as JSON, and citations that TeX can read."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from site_builder import Site

pytestmark = pytest.mark.browser


def shown_as(page: Any, label: str) -> str:
    page.locator("[data-part=cite]").get_by_role("button", name=label, exact=True).click()
    text: str = page.locator("[data-part=cite] pre").inner_text()
    return text


def test_an_article_as_json_is_what_the_data_file_says(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    root = serve_site(samples_site.output)
    named: dict[str, set[str]] = {}
    for row in samples_site.data("mentions"):
        named.setdefault(row["article"], set()).add(row["entity"])
    for row in [row for row in samples_site.data("articles") if row["url"] or row["id"] in named][:6]:
        page = open_page(f"{root}a/{row['id']}.html")
        found = json.loads(shown_as(page, "JSON"))
        assert [found[key] for key in ("id", "url", "title", "paragraphs")] == [
            row[key] for key in ("id", "url", "title", "paragraphs")
        ]
        assert set(found["names"]) == named.get(row["id"], set())
        assert page.faults == []


def test_a_title_with_signs_of_tex_is_escaped_in_bibtex(
    make_site: Callable[..., Site], serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    site = make_site({"a.txt": "ارتفاع 5% في أسعار A&B_C #1 $\n\nنص الخبر كامل في سطر واحد."})
    page = open_page(f"{serve_site(site.output)}a/{site.data('articles')[0]['id']}.html")
    assert r"title = {ارتفاع 5\% في أسعار A\&B\_C \#1 \$}" in shown_as(page, "BibTeX")


def test_zotero_finds_the_author_in_the_open_page(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    row = next(row for row in samples_site.data("articles") if row["author"])
    page = open_page(f"{serve_site(samples_site.output)}a/{row['id']}.html")
    tags = page.locator("meta[name=citation_author]")
    assert [tags.count(), tags.first.get_attribute("content")] == [1, row["author"]]


def test_a_day_of_collection_is_cited_as_one_that_programs_read(
    make_site: Callable[..., Site], serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    record = {"title": "عنوان الخبر", "content": "نص الخبر كامل في سطر واحد.", "date_extracted": "2015-07-25 04:00:00"}
    site = make_site({"a.jsonl": json.dumps(record, ensure_ascii=False)})
    (row,) = site.data("articles")
    page = open_page(f"{serve_site(site.output)}a/{row['id']}.html")
    assert json.loads(shown_as(page, "JSON"))["date"] == row["date"] == "../2015-07-25"
    assert "date = {../2015-07-25}" in shown_as(page, "BibTeX")
    assert json.loads(shown_as(page, "CSL-JSON"))[0]["issued"]["raw"] == row["date"]
    assert "N1  - ../2015-07-25" in shown_as(page, "RIS")
