"""The English interface is whole: no page, no state leaves a word of the archive's own in Arabic; names stay as they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from site_builder import Site, build_archive

pytestmark = pytest.mark.browser

BODY = (
    "فتحت {} في دمشق أبوابها صباح اليوم بعد ترميم دام عامين كاملين، وحضر الافتتاح جمع من القرّاء والأدباء في القاعة رقم {}.\n"
    "وقال أمين المكتبة سليم إن القاعة الجديدة تتسع لمئتي قارئ، وإن فيها ركناً للأطفال وآخر للخرائط القديمة رقم {}."
)


def pages_of(site: Site, each: int) -> list[str]:
    """Return every page at the root, some of each folder, and the states that are asked for by an address."""
    found = sorted(path.name for path in site.output.glob("*.html"))
    for folder in ("a", "c", "d", "e", "s"):
        pages = sorted(path.relative_to(site.output).as_posix() for path in (site.output / folder).glob("*.html"))
        found += pages[:: max(1, len(pages) // each)]
    ids = [row["id"] for row in site.data("articles")]
    return [*found, "search.html?q=المكتبة", "search.html?q=قققققق&from=2015-07", f"evidence.html#{ids[0]}"]


def read_in_english(site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any], each: int) -> None:
    base = serve_site(site.output)
    page = open_page(f"{base}?lang=en")
    left: dict[str, str] = {}
    for path in pages_of(site, each):
        page.goto(base + path)
        page.wait_for_selector("html[lang=en]")
        if path.startswith("search.html?"):
            page.wait_for_selector(".hit-list, .state h2:not(:text('…'))")
        for text in page.evaluate("NewsArchive.missing"):
            left.setdefault(text, path)
    assert left == {}, "add each to theme/locale/en.po, or mark it as the newspapers' own (OWN in language.js)"


def test_no_page_of_the_samples_keeps_a_label_in_arabic(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    read_in_english(samples_site, serve_site, open_page, 5)


def test_no_page_about_the_editors_decisions_keeps_a_label_in_arabic(
    tmp_path: Path, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    rows = [
        {"title": f"خبر رقم {n} عن {word}", "text": BODY.format(word, n, 3 * n), "source": "اليوم", "date": f"2015-07-{n + 10}",
         "url": f"https://a.example/{n}"}
        for n, word in enumerate(("المدرسة", "المتحف", "الحديقة", "البلدية", "المطبعة"))
    ]  # fmt: skip
    articles = {"a.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)}
    first = build_archive(tmp_path, {}, articles)
    ids = [row["id"] for row in first.data("articles")]
    decided = 'reason = "بطلب"\ndate = 2026-01-31\nauthor = "المحرّرون"\n'
    corrections = (
        f'[[correct]]\nid = "{ids[0]}"\nfield = "title"\nvalue = "عنوان آخر"\n{decided}'
        f'[[hide]]\nids = ["{ids[1]}"]\n{decided}[[redact]]\ntext = "سليم"\n{decided}'
    )
    merge = f'[[merge]]\nids = ["{ids[2]}", "{ids[3]}"]\nreason = "خبر واحد"\n'
    site = build_archive(tmp_path, {"corrections/a.toml": corrections, "duplicates.toml": merge}, articles)
    assert site.exit_code == 0, site.err
    read_in_english(site, serve_site, open_page, 3)
    page = open_page(serve_site(site.output) + "sources.html?lang=en")
    page.wait_for_selector("html[lang=en]")
    assert page.locator("main .rank bdi").all_inner_texts() == ["اليوم"], "a paper's name is no word of the interface"
