"""Names lead somewhere: links in the text, pages of names, quotations, data for other programs."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from html_tree import parse_page
from news_archive.search.files import read_file
from site_builder import Site, build_archive, run_invoke

NAMES = """
[[entity]]
id = "haddad"
type = "person"
name = "سلمى الحداد"
weak = ["الحداد"]
[[entity]]
id = "port-town"
type = "place"
name = "ميناء الريحان"
[entity.identifiers]
wikidata = {value = "Q1", verified = true}
"""
TEXT = (
    "افتتاح قاعة في ميناء الريحان\n"
    "وصلت سلمى الحداد صباح أمس إلى بميناء الريحان مع المهندس برند جوتشمان وعدد من الضيوف الذين حضروا الحفل.\n"
    "وقالت سلمى الحداد: «إن القاعة الجديدة مفتوحة للقراء كل يوم». وشكرت الحداد المتطوعين على ما بذلوه من جهد."
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("names")
    settings = 'NEWS_ARCHIVE = {"source": {"samples": False}, "entities": {"countries": False}}'
    built = build_archive(folder, {"entities/town.toml": NAMES}, {"a.txt": TEXT}, settings=settings)
    assert built.exit_code == 0, built.err
    return built


def test_the_first_mention_is_a_link_with_its_clitic_and_headings_hold_none(site: Site) -> None:
    row = site.data("articles")[0]
    page = parse_page(site.page(f"a/{row['id']}.html"))
    links = page.one(data_part="body").find("a", data_entity=True)
    assert [link.text() for link in links] == ["سلمى الحداد", "بميناء الريحان"]
    assert page.one("h1").find("a") == []


def test_who_said_what_stands_on_the_speakers_page_and_in_the_data(site: Site) -> None:
    assert "«إن القاعة الجديدة مفتوحة للقراء كل يوم»" in parse_page(site.page("e/haddad.html")).text()
    (row,) = site.data("quotations")
    assert (row["speaker"], row["surface"]) == ("haddad", "إن القاعة الجديدة مفتوحة للقراء كل يوم")


def test_a_name_that_no_file_holds_is_proposed_and_not_linked(site: Site) -> None:
    (row,) = site.data("candidates")
    assert (row["surface"], row["entity"], row["type"]) == ("برند جوتشمان", "", "person")


def test_entities_are_there_for_other_programs(site: Site) -> None:
    entities = {e["id"]: e for e in json.loads(site.page("data/entities.json"))["entities"]}
    assert set(entities) == {"haddad", "port-town"}
    assert entities["haddad"]["mentions"] == 3
    assert entities["port-town"]["identifiers"] == {"wikidata": "Q1"}
    turtle = gzip.decompress((site.output / "data/entities.ttl.gz").read_bytes()).decode()
    assert "skos:exactMatch <http://www.wikidata.org/entity/Q1>" in turtle
    assert re.search(r'skos:altLabel "الحداد"@ar', turtle)


def test_the_spellings_of_a_name_add_up_to_its_mentions_without_those_of_copies(tmp_path: Path) -> None:
    settings = 'NEWS_ARCHIVE = {"source": {"samples": False}, "entities": {"countries": False}}'
    sources = {"a.txt": TEXT, "b.txt": f"{TEXT} ثم عادت."}
    copied = build_archive(tmp_path, {"entities/town.toml": NAMES}, sources, settings=settings)
    assert "merged 1" in copied.out
    entities = {e["id"]: e for e in json.loads(copied.page("data/entities.json"))["entities"]}
    assert entities["haddad"]["spellings"] == [["سلمى الحداد", 2], ["الحداد", 1]]
    assert entities["haddad"]["mentions"] == 3


def test_rare_names_of_a_large_archive_share_a_page_until_they_are_well_known(tmp_path: Path) -> None:
    settings = 'NEWS_ARCHIVE = {"source": {"samples": False}, "entities": {"countries": False, "own_page": 2, "share_from": 1}}'
    rare = build_archive(tmp_path, {"entities/town.toml": NAMES}, {"a.txt": TEXT}, settings=settings)
    assert rare.exit_code == 0, rare.err
    row = rare.data("articles")[0]
    article = parse_page(rare.page(f"a/{row['id']}.html"))
    links = [a.attributes["href"] for a in article.one(data_part="body").find("a", data_entity=True)]
    assert links == ["../e/p_633.html#haddad", "../e/l_645.html#port-town"]
    section = parse_page(rare.page("e/l_645.html")).one("div", id="port-town")
    assert "اسم واحد مواده قليلة." in rare.page("e/l_645.html")
    assert parse_page(rare.page("e/l_645.html")).one("h2").text() == "ميناء الريحان"
    assert section.one("dl").one("a").text() == "بميناء الريحان"
    assert section.find("a", href="p_633.html#haddad")  # who stands with it
    entities = {e["id"]: e["page"] for e in json.loads(rare.page("data/entities.json"))["entities"]}
    assert entities == {"haddad": "e/p_633.html#haddad", "port-town": "e/l_645.html#port-town"}
    for page in ("names.html", "index.html"):
        assert parse_page(rare.page(page)).find("a", href="e/l_645.html#port-town")
    assert run_invoke("check", "--only", "machines", "--output", rare.output, cwd=tmp_path).returncode == 0
    assert run_invoke("check", "--only", "links", "--output", rare.output, cwd=tmp_path).returncode == 0
    broken = (rare.output / "e/l_645.html").read_text(encoding="utf-8")
    (rare.output / "e/l_645.html").write_text(broken.replace("id=port-town", "id=x"), encoding="utf-8")
    assert run_invoke("check", "--only", "machines", "--output", rare.output, cwd=tmp_path).returncode == 5
    (rare.output / "e/l_645.html").write_text(broken, encoding="utf-8")
    (facets,) = (rare.output / "search").glob("f0*.js")
    told = read_file(facets.read_bytes())
    assert told and '"place","l_645"' in told[0]

    more = {
        "a.txt": TEXT,
        "b.txt": TEXT.replace("سلمى الحداد", "ضيوف").replace("الحداد", "الضيوف") + "\n" + TEXT[:29] * 9,
    }
    stepped = build_archive(tmp_path, {}, more, settings=settings)
    assert {"e/p_633.html", "e/port-town.html"} <= stepped.files().keys()
    assert "e/l_645.html" not in stepped.files()
    assert "href=../e/port-town.html>" in stepped.page(f"a/{row['id']}.html")
    fresh = build_archive(tmp_path, {}, more, "--fresh", settings=settings, output="fresh")
    assert stepped.files() == fresh.files()


def test_a_poisoned_file_is_refused_with_its_line_before_any_output(tmp_path: Path) -> None:
    poisoned = '\n[[entity]]\nid = "alef"\ntype = "place"\nname = "ا"\n'
    built = build_archive(tmp_path, {"entities/bad.toml": poisoned}, {"a.txt": TEXT})
    assert built.exit_code == 2
    assert "bad.toml:2: alef: the name 'ا' is too short" in built.err + built.out
    assert not built.output.exists()


def test_a_site_after_a_changed_name_is_the_site_of_a_fresh_build(tmp_path: Path) -> None:
    bodies = ["زارت سلمى الحداد ميناء الريحان", "كتب نزيه البيدر عن مرسى الورد", *("لا اسم هنا" for _ in range(6))]
    articles = {
        f"{n}.txt": f"عنوان المادة {n}\n{body} صباح أمس، ثم عاد الجميع إلى البلدة {n}." for n, body in enumerate(bodies)
    }
    record = '[[entity]]\nid = "{}"\ntype = "{}"\nname = "{}"\n'
    settings = 'NEWS_ARCHIVE = {"source": {"samples": False}}'

    def build(rows: list[tuple[str, str, str]], *options: str, output: str = "out") -> Site:
        names = "".join(record.format(*row) for row in rows)
        built = build_archive(
            tmp_path, {"entities/mine.toml": names}, articles, *options, settings=settings, output=output
        )
        assert built.exit_code == 0, built.err
        return built

    salma, harbour = ("salma", "person", "سلمى الحداد"), ("harbour", "place", "مرسى الورد")
    build([salma])
    for rows in ([salma, harbour], [harbour], [harbour, ("nazih", "person", "نزيه البيدر")]):
        stepped = build(rows).files()
        assert stepped == build(rows, "--fresh", output="fresh").files(), rows


def test_a_sentence_that_several_print_stands_once_with_the_others_behind_it(tmp_path: Path) -> None:
    def row(paper: str, number: int, sentence: str) -> str:
        other = " ".join(f"كلمة{number * 50 + n}" for n in range(40))
        fields = {
            "source": paper,
            "title": f"خبر {number}",
            "date": f"2020-03-0{number}",
            "content": f"{sentence}\n{other}.",
        }
        return json.dumps(fields, ensure_ascii=False)

    said = "وصلت سلمى الحداد إلى القاعة الكبيرة."
    rows = [row("north", 3, said), row("south", 2, said), row("north", 1, said.replace("الكبيرة", "الصغيرة"))]
    settings = 'NEWS_ARCHIVE = {"source": {"samples": False}, "entities": {"countries": False}}'
    site = build_archive(
        tmp_path, {"entities/town.toml": NAMES}, {"a.jsonl": "\n".join(rows) + "\n"}, settings=settings
    )
    ids = {int(r["source"].rsplit("#", 1)[1]): r["id"] for r in site.data("ledger")}
    page = site.page("e/haddad.html")
    lines = re.findall(
        r"<dt>([^<]*)|<dd>|<a href=\.\./a/(\w+)\.html>([^<]*)</a>", page[page.index("<dl>") : page.index("</dl>")]
    )
    assert ["".join(line) for line in lines] == [
        *("٣ آذار", "north", "", f"{ids[1]}سلمى الحداد", f"{ids[2]}south"),
        *("١ آذار", "north", "", f"{ids[3]}سلمى الحداد"),
    ]


INVENTED = "مدير المركز نبيل الكرمي\nقال مدير المركز نبيل الكرمي إن القاعة التي جددت هذا العام تفتح أبوابها صباح غد للزوار جميعاً."


def test_an_invented_name_of_the_samples_is_a_name_in_no_other_article(tmp_path: Path) -> None:
    articles = {"real.txt": INVENTED, "samples/own.txt": INVENTED + " والدعوة عامة."}
    site = build_archive(tmp_path, {}, articles)
    assert site.exit_code == 0, site.err
    linked = {row["article"] for row in site.data("mentions") if row["entity"] == "nabil-karmi"}
    pages = {row["id"]: row for row in site.data("articles")}
    (own,) = [line["id"] for line in site.data("ledger") if line["source"] == "samples/own.txt"]
    assert own in pages
    assert linked == {own}


def test_an_archive_without_samples_holds_no_invented_name(tmp_path: Path) -> None:
    site = build_archive(tmp_path, {}, {"real.txt": INVENTED})
    assert site.exit_code == 0, site.err
    assert "nabil-karmi" not in {row["entity"] for row in site.data("mentions")}
    assert not (site.output / "e" / "nabil-karmi.html").exists()
    assert "نبيل الكرمي" in {row["surface"] for row in site.data("candidates")}  # proposed as any unknown name


def test_a_name_of_the_editors_takes_the_place_of_an_invented_one(tmp_path: Path) -> None:
    own = '[[entity]]\nid = "nabil-k"\ntype = "person"\nname = "نبيل الكرمي"\n'
    site = build_archive(tmp_path, {"entities/mine.toml": own}, {"real.txt": INVENTED, "samples/own.txt": INVENTED})
    assert site.exit_code == 0, site.err
    assert "nabil-k" in {row["entity"] for row in site.data("mentions")}
    assert "nabil-karmi" not in {row["entity"] for row in site.data("mentions")}
