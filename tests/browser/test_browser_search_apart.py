"""A word that begins with a letter of its own is found without the other words of its stem, in the page and by whoosh."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from news_archive.search.reference import build_reference, read_documents, search_reference
from site_builder import Site, build_site

pytestmark = pytest.mark.browser

TITLES = (
    "الأمير يزور المدينة القديمة",
    "أمير المنطقة يستقبل الأهالي",
    "لأمير المنطقة كلمة في الحفل",
    "كاميرا جديدة في سوق البلدة",
    "تركيب الكاميرا الأولى قرب الأمير",
    "صور من كاميرات المراقبة",
    "وكاميرون يعلن برنامجه",
    "بكاميرا هاتفه صوّر الموكب",
)
QUERIES = (
    "كاميرا",
    "لكاميرا",
    "كاميرون",
    "أمير",
    "كأمير",
    "كاميرا أمير",
    "كاميرا AND الأمير",
    "أمير -كاميرا",
    "«كاميرا جديدة»",
    "«أمير المنطقة»",
    "«قرب الأمير» أو كاميرات",
)
CAMERA, PRINCE = {3, 4, 5, 6, 7}, {0, 1, 2, 4}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("apart")
    rows = [
        {"url": f"https://example.org/{i}", "title": title, "source": "x", "content": f"خبر قصير رقمه {i} لا غير."}
        for i, title in enumerate(TITLES)
    ]
    source = folder / "rows.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    built = build_site(folder, [source])
    assert built.exit_code == 0, built.err
    return built


@pytest.mark.parametrize("served", [True, False], ids=["http", "file"])
def test_words_that_share_a_stem_by_their_first_letter_are_told_apart(
    site: Site, served: bool, serve_site: Callable[..., str], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = open_page((serve_site(site.output) if served else site.output.as_uri() + "/") + "search.html")
    place = {row["id"]: TITLES.index(row["title"]) for row in site.data("articles")}
    build_reference(read_documents(site.output / "data" / "articles.jsonl.gz"), tmp_path / "index")
    found, differ = {}, {}
    for query in QUERIES:
        answer = page.evaluate("q => NewsArchive.search(q, {limit: 50, relatives: false})", query)
        found[query] = {place[hit["id"]] for hit in answer["hits"]}
        theirs = {place[hit.id] for hit in search_reference(query, tmp_path / "index", limit=None).hits}
        if found[query] != theirs:
            differ[query] = found[query], theirs
    assert differ == {}
    assert found["كاميرا"] == found["لكاميرا"] == found["كاميرون"] == CAMERA
    assert found["أمير"] == found["كأمير"] == PRINCE
    assert found["أمير -كاميرا"] == PRINCE - CAMERA
    assert found["كاميرا AND الأمير"] == {4}
    assert found["«أمير المنطقة»"] == {1, 2}
    assert page.faults == []


def test_only_the_words_that_were_meant_are_marked_and_told(
    site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(serve_site(site.output) + "search.html?q=كاميرا")
    page.locator(".hit").first.wait_for()
    assert page.locator(".hit").count() == len(CAMERA)
    assert not [mark for mark in page.locator(".hit mark").all_inner_texts() if "أمير" in mark]
    answer = page.evaluate("NewsArchive.search('كاميرا')")
    assert all("كامير" in form["form"] for form in answer["forms"])
