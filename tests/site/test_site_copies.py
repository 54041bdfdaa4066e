"""One story, one page: its carriers, what each has alone, what the editor decided, and what is left when one is gone."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from html_tree import Element, parse_page
from news_archive.clean import undo
from news_archive.models import Action, Span
from site_builder import Site, build_archive, build_site, write_files

SENTENCE = "وقالت أمينة المكتبة إن القراء الصغار طلبوا أن تبقى الأبواب مفتوحة حتى المساء في أيام العطلة كلها"


def words(seed: int, count: int) -> str:
    return " ".join(random.Random(seed).choices([f"كلمة{n}" for n in range(300)], k=count))


def record(number: int, body: str, **more: str) -> str:
    given = {
        "url": f"http://example.org/{number}",
        "title": f"عنوان {number}",
        "source": f"صحيفة {number}",
        "author": "",
    }
    return json.dumps(given | {"content": body} | more, ensure_ascii=False)


STORY = f"{words(1, 60)}.\n{words(2, 60)}."
RECORDS = [
    record(1, f"{STORY}\nوأضافت سلوى الفرزدقي أن العمل سيستمر في الصيف المقبل بعد انتهاء المدارس.", date="2016-05-15"),
    record(2, STORY, date="2016-05-14"),
    record(3, STORY.replace(words(2, 60), words(2, 59)), date="2016-05-17"),
    record(4, f"{words(1, 60)}.\n{words(2, 35)} {words(9, 25)}."),
    record(5, f"{words(11, 80)}. {SENTENCE}. {words(12, 20)}."),
    record(6, f"{words(13, 90)}.\n{SENTENCE}. {words(14, 20)}."),
]


def build(folder: Path, records: list[str], decisions: str = "", *, fresh: bool = False) -> Site:
    write_files(folder, {"news.jsonl": "\n".join(records) + "\n", "content/duplicates.toml": decisions})
    (folder / "pelicanconf.py").write_text(_settings(folder), encoding="utf-8")
    return build_site(
        folder, [folder / "news.jsonl"], "--settings", "pelicanconf.py", *(["--fresh"] if fresh else []),
        output="fresh" if fresh else "out",
    )  # fmt: skip


def _settings(folder: Path) -> str:
    from site_builder import ROOT

    text = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
    places = {'PATH = "content"': folder / "content", 'THEME = "theme"': ROOT / "theme"}
    for line, path in places.items():
        text = text.replace(line, f"{line.split(' =')[0]} = {str(path)!r}")
    return text.replace('PLUGIN_PATHS = ["plugins"]', f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]")


def ids(site: Site) -> dict[int, str]:
    """Return the page of each record, by the number in its name."""
    return {int(r["source"].rsplit("#", 1)[1]): r["merged_into"] or r["id"] for r in site.data("ledger")}


def article(site: Site, number: int) -> Element:
    return parse_page(site.page(f"a/{ids(site)[number]}.html"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    built = build(tmp_path_factory.mktemp("copies"), RECORDS)
    assert built.exit_code == 0, built.err
    return built


def test_every_carrier_stands_on_the_page_by_day_with_its_own_headline(site: Site) -> None:
    assert len({ids(site)[n] for n in (1, 2, 3)}) == 1
    carriers = article(site, 1).one(data_part="versions").find("li")
    assert [c.find("b")[0].text() for c in carriers] == ["صحيفة 2", "صحيفة 1", "صحيفة 3"]
    assert [f"عنوان {n}" in c.text() for n, c in zip((2, 1, 3), carriers, strict=True)] == [True] * 3
    assert "أول ظهور" in carriers[0].text() and "أول ظهور" not in carriers[1].text()
    assert "نصّ هذه الصفحة" in carriers[1].text()
    links = [a.attributes["href"] for c in carriers for a in c.find("a")]
    assert "http://example.org/2" in links and "http://example.org/3" in links


def test_a_paper_that_carried_a_story_twice_is_one_paper_and_two_articles(tmp_path: Path) -> None:
    again = [record(7, STORY, source="صحيفة 1"), record(8, STORY.replace("كلمة1 ", "كلمة2 "), source="صحيفة 1")]
    site = build(tmp_path, [*again, record(2, STORY)])
    versions = article(site, 1).one(data_part="versions")
    assert versions.find("h2")[0].text() == "حملته صحيفتان في ٣ مواد"


def test_a_sentence_that_one_carrier_has_alone_is_shown_with_it(site: Site) -> None:
    own = article(site, 1).one(data_part="versions").find("p", **{"class": "own"})
    assert len(own) == 1 and "الفرزدقي" in own[0].text()


def test_the_carriers_are_compared_on_the_page_and_versions_on_one_of_their_own(site: Site) -> None:
    page = article(site, 1)
    pairs = page.find("section", **{"class": "pair"})
    assert {p.attributes["id"] for p in pairs} >= {"v1", "v2"}
    assert any("الفرزدقي" in mark.text() for mark in page.find("del"))
    near = [a.attributes["href"] for a in page.find("a") if a.text() == "قارن" and "../c/" in a.attributes["href"]]
    assert len(near) == 1
    path, anchor = near[0].removeprefix("../").split("#")
    comparison = parse_page(site.page(path))
    assert comparison.one("section", id=anchor).find("ins")
    assert "لا يُعرف أيّ النصّين أسبق." in comparison.one("main").text()  # once, where it holds for all
    figure = next(kind.text() for kind in page.find("small") if "صيغة أخرى" in kind.text())
    assert figure.replace("صيغة أخرى ", "صيغة أخرى، ") in comparison.one("section", id=anchor).text()


def test_a_sentence_that_stands_elsewhere_leads_there_and_the_text_stays_as_it_is(site: Site) -> None:
    page = article(site, 5)
    mark = page.one("a", **{"class": "also"})
    assert mark.attributes["href"] == f"{ids(site)[6]}.html#p2" and mark.text() == ""
    assert page.one("span", **{"class": "shared"}).text() == f"{SENTENCE}."
    rows = [row for row in site.data("relations") if row["relation"] == "passage"]
    assert [(row["a"], row["b"]) for row in rows] in (
        [("news.jsonl#5", "news.jsonl#6")],
        [("news.jsonl#6", "news.jsonl#5")],
    )


def test_a_list_shows_a_story_once_and_its_copies_behind_a_switch(site: Site) -> None:
    page = parse_page(site.page("stories.html"))
    assert len(page.one("ol", **{"class": "titles"}).find("a")) == 1
    assert len(page.one("ul", **{"class": "copies"}).find("li")) == 2
    assert page.one("label", **{"class": "all"}).find("input", type="checkbox")
    table = page.find("table")[0]
    assert [c.text() for c in table.find("tr")[1].find("td")].count("1") + table.text().count("١") >= 2


def test_the_main_copy_gone_the_next_carrier_comes_up_and_nothing_of_it_is_left(tmp_path: Path) -> None:
    before = build(tmp_path, RECORDS)
    gone = ids(before)[1]
    after = build(tmp_path, RECORDS[1:])
    assert after.exit_code == 0
    assert not (after.output / f"a/{gone}.html").exists()
    assert {ids(after)[n] for n in (1, 2)} == {ids(after)[1]} and ids(after)[1] != gone
    for path in sorted(after.output.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            assert gone.encode() not in data and "الفرزدقي".encode() not in data, path
    fresh = build(tmp_path, RECORDS[1:], fresh=True)
    assert after.files() == fresh.files()


def test_a_change_in_a_carrier_redraws_what_shows_it(tmp_path: Path) -> None:
    build(tmp_path, RECORDS)
    changed = [
        *RECORDS[:2],
        record(3, STORY.replace("كلمة", "كلمة", 1) + "\nكلام جديد هنا.", date="2016-05-13"),
        *RECORDS[3:],
    ]
    changed[5] = record(6, f"{words(13, 90)}.\n\n{words(15, 9)}.\n{SENTENCE}. {words(14, 20)}.", title="عنوان آخر")
    stepped = build(tmp_path, changed)
    assert stepped.files() == build(tmp_path, changed, fresh=True).files()
    assert "كلام جديد" in stepped.page(f"a/{ids(stepped)[1]}.html")
    assert "#p3" in stepped.page(f"a/{ids(stepped)[5]}.html")


def test_what_the_editor_decided_stands_on_the_page_with_its_reason(tmp_path: Path) -> None:
    plain = build(tmp_path, RECORDS)
    own = {int(r["source"].rsplit("#", 1)[1]): r["id"] for r in plain.data("ledger")}
    decisions = (
        f'[[merge]]\nids = ["{own[5]}", "{own[6]}"]\nreason = "خبر المكتبة نفسه"\n'
        f'[[split]]\nids = ["{own[1]}", "{own[3]}"]\nreason = "خبران من يومين"\n'
        '[[merge]]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nreason = "قديم"\n'
    )
    decided = build(tmp_path, RECORDS, decisions)
    assert decided.exit_code == 0
    assert "جمعها المحرّر: خبر المكتبة نفسه" in article(decided, 5).one(data_part="versions").text()
    assert "ضُمّ بقرار المحرّر" in article(decided, 5).one(data_part="versions").text()
    assert ids(decided)[1] != ids(decided)[3]
    assert "فصلهما المحرّر: خبران من يومين" in article(decided, 1).text()
    assert "content/duplicates.toml:7: no article has the id aaaaaaaaaa; the merge has no effect" in decided.out
    other = build(tmp_path, RECORDS, decisions.replace("خبران من يومين", "سبب آخر"))
    assert "فصلهما المحرّر: سبب آخر" in article(other, 1).text()
    assert other.files() == build(tmp_path, RECORDS, decisions.replace("خبران من يومين", "سبب آخر"), fresh=True).files()


def test_comparisons_can_be_left_out_and_carriers_stay(tmp_path: Path) -> None:
    news = {"news.jsonl": "\n".join(RECORDS) + "\n"}
    off = 'NEWS_ARCHIVE = {**NEWS_ARCHIVE, "publish": {"comparisons": False}}'
    with_them, without = (
        build_archive(tmp_path / name, {}, news, settings=settings) for name, settings in (("on", ""), ("off", off))
    )
    assert without.exit_code == 0, without.err
    assert any(path.startswith("c/") for path in with_them.files())
    assert not any(path.startswith("c/") for path in without.files())
    pages = [
        "".join(site.page(path) for path in site.files() if path.startswith("a/")) for site in (with_them, without)
    ]
    assert ["كلمة بكلمة" in text for text in pages] == [True, False]
    assert [text.count('data-part="versions"') for text in pages] == [pages[0].count('data-part="versions"')] * 2
    assert "قارن" not in pages[1]
    assert "نصوص تشبهه" in pages[1]


def test_a_cell_of_the_table_leads_to_the_stories_that_one_paper_carried_of_another(site: Site) -> None:
    matrix = parse_page(site.page("stories.html")).one(id="matrix")
    assert [head.text() for head in matrix.one("ol", **{"class": "heads"}).find("li")] == [
        row.text() for row in matrix.one("ol", **{"class": "rows"}).find("li")
    ]
    table = matrix.find("table")[0]
    links = [a for a in table.find("a", href=True) if a.attributes["href"].startswith("carried.html#")]
    page = parse_page(site.page("carried.html"))
    assert links
    for link in links:
        assert page.one("ol", id=link.attributes["href"].partition("#")[2]).find("a", href=True)


def test_the_text_of_a_merged_record_is_in_the_data_and_its_changes_can_be_undone(tmp_path: Path) -> None:
    dirty = record(2, f"  {STORY}\u200b ", date="2016-05-14", title="")
    site = build(tmp_path, [RECORDS[0], dirty, *RECORDS[3:]])
    (row,) = site.data("copies")
    (main,) = [article for article in site.data("articles") if article["id"] == row["page"]]
    assert [member["source"] for member in main["members"]] == [row["record"]]
    assert (row["title_generated"], main["title_generated"]) == (True, False)
    spans = [
        Span(s["field"], s["start"], s["end"], s["rule"], Action(s["action"]), s["text"], s["replacement"])
        for s in site.data("spans")
        if s["source"] == row["record"] and s["field"] == "body"
    ]
    assert spans
    assert undo("\n".join(row["paragraphs"]), spans) == json.loads(dirty)["content"]
