"""The user's own first article, alone: what was promised about it, sentence by sentence."""

from __future__ import annotations

import json
import tomllib

from html_tree import Element, parse_page
from site_builder import ROOT, SEED, Site

NAMES = {
    "سورية",
    "روسيا",
    "الولايات المتحدة",
    "موسكو",
    "واشنطن",
    "جنيف",
    "داعش",
    "جبهة النصرة",
    "سانا",
    "تاس",
    "سبوتنيك",
    "جون كيري",
    "فلاديمير بوتين",
    "سيرغي لافروف",
    "ماريا زاخاروفا",
    "وزارة الخارجية الروسية",
}


def article(site: Site) -> Element:
    pages = sorted((site.output / "a").glob("*.html"))
    assert len(pages) == 1
    return parse_page(pages[0].read_text(encoding="utf-8"))


def words(paragraphs: list[Element]) -> list[str]:
    return " ".join(paragraph.text() for paragraph in paragraphs).split()


def linked_entities(page: Element) -> list[str]:
    """Return the slugs of the names linked in an article's text, each link once."""
    links = page.one(data_part="body").find("a", data_entity=True)
    return [link.attributes["href"].removeprefix("../e/").removesuffix(".html") for link in links]


def test_the_body_is_the_seven_paragraphs_in_order(seed_site: Site) -> None:
    raw = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    body = article(seed_site).one(data_part="body")
    paragraphs = body.find("p", id=True)
    assert len(paragraphs) == 7
    assert len(words(paragraphs)) == 290
    assert [paragraph.text().split()[:4] for paragraph in paragraphs] == [line.split()[:4] for line in raw[1:8]]


def test_the_counter_is_gone_from_the_text_and_listed_among_the_changes(seed_site: Site) -> None:
    page = article(seed_site)
    assert "Views" not in page.one(data_part="body").text()
    changes = page.one(data_part="changes").text()
    assert "عدّاد" in changes
    assert "Views: 5" in [span["text"].strip() for span in seed_site.data("spans")]
    raw = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    for line in raw[8:14]:
        assert " ".join(line.split()[:6]) in " ".join(changes.split())


def test_it_is_undated_and_says_so_nowhere_as_a_date(seed_site: Site) -> None:
    row = seed_site.data("articles")[0]
    assert row["date"] is None
    page = article(seed_site)
    assert not page.one("article", data_article_id=True).find("time")
    facts = page.one("article", data_article_id=True).find("dl")[0].text()
    assert "المصدر" not in facts, "the shelf of the undated is no source"
    assert "الأسبق" not in facts and "الأحدث" not in facts
    for script in page.find("script", type="application/ld+json"):
        assert not {"datePublished", "dateModified", "dateCreated"} & set(str(json.loads(script.text())).split("'"))


def test_all_sixteen_names_are_linked_and_no_other(seed_site: Site) -> None:
    records: dict[str, str] = {}
    for file in sorted((ROOT / "content" / "entities").glob("*.toml")):
        for group in tomllib.loads(file.read_text(encoding="utf-8")).values():
            for record in group if isinstance(group, list) else ():
                records[record["id"]] = record["name"]
    slugs = linked_entities(article(seed_site))
    assert {records[slug] for slug in slugs} == NAMES
    assert len(slugs) == 16


def test_every_name_has_a_page_that_leads_back(seed_site: Site) -> None:
    home = article(seed_site)
    own = home.one("article", data_article_id=True).attributes["data-article-id"]
    for slug in linked_entities(home):
        entity = parse_page(seed_site.page(f"e/{slug}.html"))
        assert any(a.attributes.get("href", "").split("#")[0] == f"../a/{own}.html" for a in entity.find("a"))


def test_the_account_adds_up_to_the_character(seed_site: Site) -> None:
    (line,) = seed_site.data("ledger")
    assert line["status"] == "kept"
    row = seed_site.data("articles")[0]
    raw = SEED.read_text(encoding="utf-8")
    title, _, body = raw.partition("\n")
    for field, text in (("title", title), ("body", body)):
        spans = sorted((s for s in seed_site.data("spans") if s["field"] == field), key=lambda s: s["start"])
        published, place = "", 0
        for span in spans:
            assert text[span["start"] : span["end"]] == span["text"]
            published += text[place : span["start"]] + span["replacement"]
            place = span["end"]
        published += text[place:]
        assert published == (row["title"] if field == "title" else "\n".join(row["paragraphs"]))


def test_the_counter_and_the_six_paragraphs_are_shown_under_what_was_changed(seed_site: Site) -> None:
    row = seed_site.data("articles")[0]
    changes = parse_page(seed_site.page(f"a/{row['id']}.html")).one(data_part="changes").text()
    assert "Views: 5" in changes
    assert changes.count("واعتبرت زاخاروفا أنه من المبكر") == 1
    assert "سطر عدّاد" in changes and "كتلة مكرّرة" in changes
