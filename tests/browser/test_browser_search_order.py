"""What comes first: the order of the answers to ordinary questions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from site_builder import ROOT, Site, build_site

pytestmark = pytest.mark.browser
EXPECTED = ROOT / "tests" / "fixtures" / "search" / "first_answers.txt"
ASK = "q => NewsArchive.search(q).then(a => a.hits.map(h => h.title))"


def test_ordinary_questions_find_what_they_are_about_first(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    page = open_page(f"{serve_site(samples_site.output)}search.html")
    lines = EXPECTED.read_text(encoding="utf-8").splitlines()
    wrong = {}
    for line in lines[1:]:
        query, title, place = line.split(" | ")
        found = page.evaluate(ASK, query)
        if title not in found[: int(place)]:
            wrong[query] = found[:3]
    assert wrong == {}
    assert page.faults == []


def test_a_word_asked_alone_finds_its_own_spelling_before_others_of_its_stem(
    tmp_path: Path, serve_site: Callable[..., str], open_page: Callable[..., Any]
) -> None:
    texts = {
        "نادٍ رياضي يفوز في مباراة رياضية": "فاز النادي الرياضي في المباراة الرياضية، وقال الرياضيون إن الرياضة تجمعهم.",
        "الرياضة في المدارس": "الرياضة درس في المدارس، والرياضيون يدرّسون الرياضة كل يوم.",
        "أمطار غزيرة": "هطلت على مدينة الرياض أمطار غزيرة مساء أمس، وفاضت شوارع كثيرة، ثم عاد الهدوء إليها بعد ساعات.",
        "طريق جديد إلى العاصمة": "يصل الطريق الجديد بين الميناء والعاصمة، ويقصّر السفر للرياض ساعة كاملة كما قال المهندسون أمس.",
    }
    rows = [{"url": f"https://example.org/{n}", "title": t, "content": c} for n, (t, c) in enumerate(texts.items())]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    page = open_page(f"{serve_site(build_site(tmp_path, [tmp_path / 'rows.jsonl']).output)}search.html")
    titles = list(texts)
    assert set(page.evaluate(ASK, "الرياض")[:2]) == {titles[2], titles[3]}
    assert set(page.evaluate(ASK, "بالرياض")[:2]) == {titles[2], titles[3]}
    assert page.evaluate(ASK, "الرياضة")[0] == titles[1]
    assert page.evaluate(ASK, "رياضية")[0] == titles[0]
