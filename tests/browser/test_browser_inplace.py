"""What cleaning took out can be seen in its place, and the record as it came is two clicks from its article."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from news_archive.clean import undo
from news_archive.models import Action, Span
from news_archive.pelican_plugin.change_views import is_shown
from site_builder import Site

pytestmark = pytest.mark.browser

BODY = "[data-part=body]"
READ = """body => { const copy = body.cloneNode(true);
  copy.querySelectorAll("small, .pl").forEach(label => label.remove()); return copy.textContent; }"""


def spans_of(site: Site, row: dict[str, Any], field: str) -> list[Span]:
    return [
        Span(s["field"], s["start"], s["end"], s["rule"], Action(s["action"]), s["text"], s["replacement"])
        for s in site.data("spans")
        if s["source"] == row["record"] and s["field"] == field
    ]


def restore_shown(published: str, spans: Sequence[Span]) -> str:
    """Return the published text with every shown stretch before what stands there now."""
    parts, at, raw = [], 0, 0
    for span in spans:
        kept = span.start - raw
        parts += [published[at : at + kept], span.text if is_shown(span) else "", span.replacement]
        at += kept + len(span.replacement)
        raw = span.end
    return "".join((*parts, published[at:]))


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_switch_shows_everything_that_was_taken_out_where_it_stood_and_leaves_the_text_exact(
    samples_site: Site, open_page: Callable[..., Any]
) -> None:
    seen = 0
    for row in samples_site.data("articles"):
        path = samples_site.output / "a" / f"{row['id']}.html"
        if "data-at=" not in path.read_text(encoding="utf-8"):
            continue
        page = open_page(path.resolve().as_uri())
        body, button = page.locator(BODY), page.locator("[data-part=changes] > button")
        before = body.inner_html()
        button.click()
        spans = spans_of(samples_site, row, "body")
        assert letters(body.evaluate(READ)) == letters(restore_shown("\n".join(row["paragraphs"]), spans)), row[
            "record"
        ]
        shown = [span for span in spans if is_shown(span)]
        assert page.locator(f"{BODY} del.was").count() == len(shown) == page.locator(f"{BODY} del.was small").count()
        assert button.get_attribute("aria-pressed") == "true"
        exported = page.evaluate(
            "[...document.querySelectorAll('[data-part=body] > p[id]')].map(NewsArchive.published)"
        )
        assert exported == row["paragraphs"]
        button.click()
        assert body.inner_html() == before
        assert page.faults == []
        seen += 1
    assert seen > 5


def test_the_record_of_a_container_is_read_and_downloaded_in_two_clicks_from_its_article(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    row = next(r for r in samples_site.data("articles") if r["record"] == "samples/agency_stories.jsonl#9")
    (line,) = [entry for entry in samples_site.data("ledger") if entry["source"] == row["record"]]
    page = open_page(f"{serve_site(samples_site.output, '/repo/')}a/{row['id']}.html")
    page.locator("[data-part=provenance] a", has_text="النصّ الخام").click()
    raw = page.locator(".raw").first
    raw.wait_for()
    facts = raw.locator("dd").all_inner_texts()
    assert facts[0] == row["record"] and facts[1] == row["encoding"] and facts[3] == line["sha256"]
    body = undo("\n".join(row["paragraphs"]), spans_of(samples_site, row, "body"))
    assert raw.locator("pre").last.text_content() == body
    with page.expect_download() as download:
        raw.locator("a[download]").click()
    assert Path(download.value.path()).read_text(encoding="utf-8").endswith(body + "\n")
    assert page.faults == []


def test_from_a_disk_the_page_says_where_the_raw_text_is(samples_site: Site, open_page: Callable[..., Any]) -> None:
    page = open_page((samples_site.output / "evidence.html").resolve().as_uri() + "#h92vjfds0t")
    assert "spans.jsonl.gz" in page.locator("#evidence").inner_text()
    seed = open_page((samples_site.output / "a" / "h92vjfds0t.html").resolve().as_uri())
    assert seed.locator("[data-part=provenance] a[download]").get_attribute("href").startswith("../raw/h92vjfds0t-")


def test_what_was_merged_into_an_article_is_read_as_it_came_in_two_clicks_from_it(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    row = next(r for r in samples_site.data("articles") if len(r["members"]) > 1)
    copies = [copy for copy in samples_site.data("copies") if copy["page"] == row["id"]]
    page = open_page(f"{serve_site(samples_site.output, '/repo/')}a/{row['id']}.html")
    page.locator("[data-part=versions] a", has_text="نصّ كل منها كما وصل").click()
    page.locator("#copies").wait_for()
    folded = page.locator("#copies details")
    assert folded.count() == len(copies) == len(row["members"])
    lines = {line["source"]: line["sha256"] for line in samples_site.data("ledger")}
    for number, copy in enumerate(copies):
        one = folded.nth(number)
        one.locator("summary").click()
        facts = one.locator("dd").all_inner_texts()
        assert facts[0] == copy["record"] and facts[3] == lines[copy["record"]]
        body = undo("\n".join(copy["paragraphs"]), spans_of(samples_site, copy, "body"))
        assert one.locator("pre").last.text_content() == body
    with page.expect_download() as download:
        folded.first.locator("a[download$='.json']").click()
    held = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert held["clean"] == copies[0] and held["ledger"]["source"] == copies[0]["record"]
    assert page.faults == []
