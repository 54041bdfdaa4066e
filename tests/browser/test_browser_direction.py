"""Titles of two scripts, where they really stand on the screen: an Arabic one that begins with a Latin name reads from
right to left wherever the archive shows it, a foreign one from left to right."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from site_builder import Site, build_site, write_files

pytestmark = pytest.mark.browser

MIXED = "TASS تنشر خريطة مكتبات المدينة iMap"
COPY = "UNESCO في المدينة"
LATIN = "OpenStreetMap opens a reading room!"
PAPER = "Hayat الحياة المحلية"
BODY = (
    "فتحت المكتبة البلدية في المدينة أبوابها صباح اليوم بعد ترميم دام عامين كاملين، وحضر الافتتاح جمع من القرّاء والأدباء.\n"
    "وقال أمين المكتبة إن القاعة الجديدة تتسع لمئتي قارئ، وإن فيها ركناً للأطفال وآخر للخرائط القديمة التي جُمعت من البيوت."
)
PLACES = """title => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const blocks = new Set();
  for (let node; (node = walker.nextNode());) {
    const holder = node.parentElement.closest("bdi, a, h1, h2, h3, p, b, q, span");
    if (!holder || blocks.has(holder) || node.parentElement.closest("script, pre, option")) continue;
    const text = holder.textContent, at = text.indexOf(title);
    if (at < 0) continue;
    blocks.add(holder);
    const words = title.split(" "), spots = [];
    for (const offset of [at, at + title.length - 1]) {
      const range = document.createRange(), inner = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
      let rest = offset;
      for (let part; (part = inner.nextNode()); rest -= part.length) {
        if (rest < part.length) { range.setStart(part, rest); range.setEnd(part, rest + 1); break; }
      }
      spots.push(range.getBoundingClientRect());
    }
    if (spots[0].width && Math.abs(spots[0].top - spots[1].top) < 4) found.push(spots[0].left > spots[1].left ? "rtl" : "ltr");
  }
  return found;
}"""


@pytest.fixture(scope="module")
def mixed_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("mixed")
    rows = [
        {"title": MIXED, "text": BODY, "source": PAPER, "date": "2015-07-20", "url": "https://a.example/1"},
        {"title": COPY, "text": BODY, "source": "المرفأ", "date": "2015-07-21", "url": "https://b.example/1"},
        {"title": LATIN, "text": BODY[::-1][:20] + " قاعة للقراءة على الساحل", "source": "Daily", "date": "2015-07-20",
         "url": "https://c.example/1"},
    ]  # fmt: skip
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    site = build_site(folder, [write_files(folder / "in", {"a.jsonl": lines})])
    assert site.exit_code == 0, site.err
    return site


def pages_of(site: Site) -> list[str]:
    ids = {row["title"]: f"a/{row['id']}.html" for row in site.data("articles")}
    lists = sorted(p.relative_to(site.output).as_posix() for p in (site.output / "s").glob("*.html"))
    return ["index.html", "d/2015-07-20.html", "search.html?q=المكتبة", *lists, *ids.values()]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_title_runs_as_its_letters_do_wherever_it_stands(
    mixed_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any], language: str
) -> None:
    base = serve_site(mixed_site.output)
    page = open_page(f"{base}?lang={language}")
    ways: dict[str, list[str]] = {MIXED: [], COPY: [], LATIN: [], PAPER: []}
    for path in pages_of(mixed_site):
        page.goto(base + path)
        page.wait_for_selector(f"html[lang={language}]")
        page.wait_for_selector(".hit-list" if path.startswith("search") else "footer ul")
        for title in ways:
            ways[title] += page.evaluate(PLACES, title)
    assert {title: set(found) for title, found in ways.items()} == {
        MIXED: {"rtl"}, COPY: {"rtl"}, LATIN: {"ltr"}, PAPER: {"rtl"},
    }  # fmt: skip
    assert [len(found) >= least for found, least in zip(ways.values(), (6, 1, 4, 6), strict=True)] == [True] * 4
    assert page.faults == []


def test_scripts_and_templates_agree_on_the_direction(mixed_site: Site, open_page: Callable[..., Any]) -> None:
    from news_archive.pelican_plugin.direction import is_foreign

    page = open_page((mixed_site.output / "index.html").as_uri())
    for text in ("TASS تعلن", "943 ثلاجة", "OpenStreetMap", "42", "", "ﷺ", "Ærø", "Москва", "٤٢ km"):
        assert (page.evaluate("text => NewsArchive.direction(text)", text) == "ltr") == is_foreign(text), text
