"""Feeds, sitemaps, metadata and the OpenSearch description, made from hostile words and held against their standards."""

from __future__ import annotations

import gzip
import json
import xml.etree.ElementTree as ET
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from news_archive.check.machines import atom_faults, json_feed_faults, sitemap_addresses
from news_archive.datafiles import bucket_of, csv_header, csv_lines
from news_archive.models import CleanArticle, DateEvidence, Entity, EntityType
from news_archive.pelican_plugin import discovery, metadata
from news_archive.pelican_plugin.escaping import address, json_for_script, xml_text
from news_archive.pelican_plugin.feeds import UNDATED, Entry, Feed, atom, instant, json_feed, updated, urn

HOSTILE = 'خبر \x1a\x00]]>&amp;<script>alert("1")</script> 😀 \u202eمعكوس\ud800 \ufffe'
ENTRY = Entry(
    "h92vjfds0t", HOSTILE, "a/h92vjfds0t.html", "2015-07-20", True, HOSTILE, HOSTILE, "https://example.org/ا ب", HOSTILE
)
FEED = Feed(HOSTILE, "s/x", "s/x.html", HOSTILE, "", [ENTRY])
ARTICLE = CleanArticle(
    source="x", sha256="0" * 64, id="h92vjfds0t", title='قال "نعم" <b>', paragraphs=("نص",), author="سلمى", url=None,
    paper="المرفأ", agency=(), place="", date=None, spans=(), flags=(), encoding="utf-8", size=1, kind="txt", characters_in=9,
)  # fmt: skip
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("siteurl", ["", "https://example.org/repo"])
def test_feeds_of_hostile_titles_follow_their_standards(siteurl: str) -> None:
    feed = replace(FEED, siteurl=siteurl)
    assert list(atom_faults(atom(feed))) == []
    assert list(json_feed_faults(json_feed(feed))) == []


@given(st.text())
def test_any_text_can_stand_in_xml_and_in_a_script(text: str) -> None:
    ET.fromstring(f'<a b="{xml_text(text)}">{xml_text(text)}</a>')
    inside = str(json_for_script({"t": text}))
    assert json.loads(inside) == {"t": text}
    assert not set("<>&\u2028\u2029") & set(inside)


def test_a_title_is_read_back_from_a_feed_but_for_what_xml_cannot_hold() -> None:
    title = ET.fromstring(atom(FEED)).findtext(f"{ATOM}entry/{ATOM}title")
    assert title == 'خبر ��]]>&amp;<script>alert("1")</script> 😀 معكوس� �'


def test_links_of_a_feed_are_relative_to_it_or_whole() -> None:
    assert (FEED.href("a/x.html"), replace(FEED, stem="feed").href("a/x.html")) == ("../a/x.html", "a/x.html")
    assert replace(FEED, siteurl="https://example.org").href("a/x.html") == "https://example.org/a/x.html"


def test_a_feed_without_dates_says_the_documented_day_and_one_with_dates_the_latest() -> None:
    undated = replace(ENTRY, id="b1t6v0s3ke", day="", published=False)
    assert updated(replace(FEED, entries=[undated])) == UNDATED == instant("not a day")
    assert updated(replace(FEED, entries=[undated, ENTRY])) == "2015-07-20T00:00:00Z"
    assert b"<published>" not in atom(replace(FEED, entries=[undated]))


def test_ids_of_feeds_do_not_depend_on_where_the_site_stands() -> None:
    ids = [
        ET.fromstring(atom(replace(FEED, siteurl=u))).findtext(f"{ATOM}entry/{ATOM}id")
        for u in ("", "https://a.example")
    ]
    assert ids == [urn("article", "h92vjfds0t")] * 2


def test_the_check_of_feeds_sees_what_is_wrong() -> None:
    good = atom(FEED).decode()
    for wrong in (
        good.replace("<updated>2015-07-20T00:00:00Z", "<updated>20 July", 1),
        good.replace("<id>urn", "<id>no colon ", 1),
        good.replace("<title>", "<titel>", 1).replace("</title>", "</titel>", 1),
        good.replace("<summary>", "<summary><b/>", 1),
        good.replace("</feed>", ""),
        good.replace('<link href="', '<a href="', 1),
    ):
        assert list(atom_faults(wrong.encode())), wrong
    for wrong in (
        '{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[{"id":"1"}]}',
        "[",
        '{"title":"x"}',
    ):
        assert list(json_feed_faults(wrong.encode())), wrong


def test_a_sitemap_lists_every_page_in_parts_and_is_none_without_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "PART", 2)
    pages = ["a/1.html", "index.html", "s/خ ب.html"]
    files = discovery.sitemaps(pages, "https://example.org/repo")
    parts = sitemap_addresses(files["sitemap.xml"], "sitemapindex")
    assert parts == [f"https://example.org/repo/sitemap-{n}.xml.gz" for n in (1, 2)]
    listed = [
        a for part in (1, 2) for a in sitemap_addresses(gzip.decompress(files[f"sitemap-{part}.xml.gz"]), "urlset")
    ]
    assert listed == [
        "https://example.org/repo/a/1.html",
        "https://example.org/repo/",
        "https://example.org/repo/s/%D8%AE%20%D8%A8.html",
    ]
    assert discovery.sitemaps(pages, "") == {}


def test_the_opensearch_description_is_xml_with_a_short_name() -> None:
    root = ET.fromstring(discovery.opensearch(HOSTILE * 3, HOSTILE * 30, "https://example.org", "icon.svg"))
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert len(root.findtext(f"{space}ShortName") or "") <= 16
    assert len(root.findtext(f"{space}Description") or "") <= 1024
    assert root.find(f"{space}Url").get("template") == "https://example.org/search.html?q={searchTerms}"  # type: ignore[union-attr]


def test_robots_may_read_everything_and_learn_of_the_sitemap_where_there_is_one() -> None:
    assert discovery.robots("") == b"User-agent: *\nAllow: /\n"
    assert b"Sitemap: https://example.org/sitemap.xml" in discovery.robots("https://example.org")


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        (DateEvidence("2015-07-20", "day", "", "text"), "2015-07-20"),
        (DateEvidence("2015-07", "month", "", "text"), "2015-07"),
        (DateEvidence("../2015-07-21", "upper_bound", "", "collected"), ""),
        (DateEvidence("2015-07-01/2015-07-03", "interval", "", "text"), ""),
        (None, ""),
    ],
)
def test_only_a_known_day_month_or_year_is_a_date_of_publication(date: DateEvidence | None, wanted: str) -> None:
    data = metadata.news_article(msgspec.structs.replace(ARTICLE, date=date), [], str)
    assert data.get("datePublished", "") == wanted


def test_an_article_is_about_names_of_its_title_and_often_named_ones() -> None:
    data = metadata.news_article(ARTICLE, [(0, "a"), (1, "b"), (1, "c"), (1, "c"), (2, "c")], "e/{}.html".format)
    assert data["about"] == [{"@id": "../e/c.html"}, {"@id": "../e/a.html"}]
    assert "mentions" not in data  # the text links to them
    assert json.loads(str(json_for_script(data)))["headline"] == ARTICLE.title


def test_zotero_finds_the_newspaper_and_takes_the_title_of_the_page_and_the_author_of_its_script() -> None:
    article = msgspec.structs.replace(ARTICLE, author='سلمى "أم" <b>')
    tags = metadata.article_tags('المرفأ "<b>')
    assert '<meta property=og:site_name content="المرفأ &#34;&lt;b&gt;">' in tags
    assert "author" not in tags  # cite.js takes it from JSON-LD
    assert metadata.news_article(article, [], str)["author"] == {"name": article.author}
    assert "title" not in tags  # said once, by the page
    assert "citation_journal_title" not in tags  # it would be taken for a journal


def test_a_name_is_described_at_the_address_of_its_first_page() -> None:
    entity = Entity("salma-haddad", EntityType.PERSON, "سلمى الحداد", aliases=("سلمى يوسف الحداد",))
    data = metadata.entity(entity, ["https://viaf.org/viaf/1"], "salma-haddad.html")
    assert (data["@type"], data["@id"]) == ("Person", "salma-haddad.html")
    assert data["sameAs"] == ["https://viaf.org/viaf/1"]


def test_an_address_keeps_what_is_encoded_and_encodes_the_rest() -> None:
    assert address("https://example.org/%D8%A7?a=b&c=d#e") == "https://example.org/%D8%A7?a=b&c=d#e"
    assert address('https://example.org/"<ا>') == "https://example.org/%22%3C%D8%A7%3E"


def test_the_table_opens_in_a_spreadsheet_without_running_anything() -> None:
    assert csv_header().startswith("\ufeffid,url,title".encode())
    assert csv_lines([["=HYPERLINK(1)", "-", "@a", "خبر\nثان"]]).decode() == "'=HYPERLINK(1),'-,'@a,\"خبر\nثان\"\r\n"


def test_the_bucket_of_an_id_is_its_leading_bits() -> None:
    assert [bucket_of("zz", bits) for bits in (0, 1, 5, 10)] == [0, 1, 31, 1023]
