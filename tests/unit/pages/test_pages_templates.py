"""Every template with full and with empty views: strict policy, nothing inline, hostile text stays text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from html_tree import Element, parse_page
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec.structs import replace
from news_archive.dedupe.align import cut_words
from news_archive.pelican_plugin.charts import month_chart
from news_archive.pelican_plugin.compare import compare
from news_archive.pelican_plugin.direction import FILTERS
from news_archive.pelican_plugin.escaping import json_for_script
from news_archive.pelican_plugin.frame import ARTICLE_POLICY, FOOT, NAVIGATION, POLICY, _shrink
from news_archive.pelican_plugin.method import method_view
from news_archive.pelican_plugin.site import render
from news_archive.pelican_plugin.version_views import (
    CarriedStory,
    CarriedView,
    CarrierView,
    ComparisonsView,
    CopyView,
    PairView,
    SharedView,
    SideView,
    StationView,
    VersionsView,
)
from news_archive.pelican_plugin.views import (
    ArticleView,
    Assets,
    CalendarMonth,
    CalendarView,
    CalendarYear,
    ChangedView,
    CleaningView,
    DataField,
    DataFile,
    DataResource,
    DataView,
    DayCell,
    DayWays,
    DecisionView,
    EntityView,
    FrontView,
    Identifier,
    LetterCount,
    ListGroup,
    ListView,
    MarkedName,
    MergedRow,
    MuchRemovedRow,
    NameCount,
    NameGroup,
    NameSection,
    NamesView,
    NearView,
    PageLink,
    Pages,
    PartView,
    QuoteView,
    RankItem,
    RejectedRow,
    RelatedView,
    RemovedView,
    RuleExample,
    RuleRow,
    SectionGroup,
    SectionsView,
    SharedNamesView,
    Silence,
    SilenceCell,
    SilenceRow,
    SiteView,
    SourceRow,
    SourcesView,
    StoryLink,
    Weekday,
    YearView,
)
from news_archive.pelican_plugin.wording import Wording
from news_archive.settings import DedupeSettings, Settings

THEME = Path(__file__).resolve().parents[3] / "theme"
HOSTILE = "</script><img src=x onerror=alert(1)> & \"قول\" 'x' \N{RIGHT-TO-LEFT OVERRIDE}<b>"
"""A title that ends elements, starts others, and turns the text round."""
ASSETS = Assets("s-1.css", "s-1.js", "icon-1.svg", "evidence-1.js")
SITE = SiteView("خزانة الأخبار", HOSTILE, POLICY, ARTICLE_POLICY, NAVIGATION, FOOT, ASSETS)
STORY = StoryLink("0123456789", HOSTILE, HOSTILE, "٥ تموز ٢٠١٥", "حملته ٣ صحف", True, HOSTILE)
BARE_STORY = replace(STORY, paper="", date="", carriers="")
ITEM = RankItem(HOSTILE, "e/x.html", "٥", "مكان", 40)
NAME = NameCount("x", HOSTILE, "٣")
LETTER = LetterCount("e/x.html", HOSTILE, "٣")
DECISION = DecisionView(HOSTILE, HOSTILE, "٥ تموز ٢٠١٥", HOSTILE, ("0123456789",), "مادتان")
PAGES = Pages(3, "x.html", "x-3.html", [PageLink("١", "x.html", False), PageLink("٢", "x-2.html", True)])
ONE_PAGE = Pages(1, "", "", [])
CHART = month_chart("شهراً بشهر", "", {"2015-06": 4, "2015-08": 2}, Wording("levant", "arab"))

SIDE = SideView(HOSTILE, HOSTILE, HOSTILE, "../a/abcdefghjk.html")
ROWS = compare(
    cut_words(["واحد اثنان ثلاثة", HOSTILE]), cut_words(["واحد أربعة ثلاثة"]), Wording("levant", "arab")
).rows
PAIR = PairView("v1", SIDE, SIDE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, ROWS)
VERSIONS = VersionsView(
    "حملته صحيفتان", HOSTILE, HOSTILE,
    [CarrierView(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "٢٠١٥", "أول ظهور", "https://example.org/?a=1&b=\"2\"", "raw/x.txt",
                 HOSTILE, "النصّ نفسه", False, "v1", [HOSTILE])],
    [PAIR], [replace(PAIR, anchor="v1-v2", rows=Markup(), decision="")], HOSTILE,
)  # fmt: skip
COMPARISONS = ComparisonsView(HOSTILE, HOSTILE, [PAIR])

ARTICLE = ArticleView(
    id="0123456789", title=HOSTILE, tags=Markup(""), json_ld=json_for_script({"@type": "NewsArticle", "headline": HOSTILE}),
    shelf_label="المصدر", shelf=HOSTILE, shelf_href="s/x.html",
    sample=True, date="بلا تاريخ", day_href="d/2015.html", date_why=HOSTILE,
    author=HOSTILE, place=HOSTILE, desk=HOSTILE, desk_href="sections.html#k-1", keywords=HOSTILE, agencies=HOSTILE, generated_title=True,
    body=Markup('<p id=p1>نص <a data-entity=l href=../e/x.html>اسم</a></p><p id=p2>{}</p>').format(HOSTILE),
    names=[MarkedName("e/x.html", HOSTILE, HOSTILE)], versions=VERSIONS, way=[StationView(HOSTILE, HOSTILE, "الفقرة ١", "#p1")],
    related=[RelatedView("abcdefghjk", HOSTILE, "صيغة أخرى", "٦٠٪", "c/abcdefghjk.html#a-b", HOSTILE)],
    shared=[SharedView("abcdefghjk", "p3", HOSTILE, HOSTILE)], near=[NearView("abcdefghjk", HOSTILE)], changes="تغيير واحد",
    removed=[RemovedView("كتلة", "٣ كلمات", [HOSTILE, "سطر"])], small=HOSTILE, changed=[ChangedView("ترقيم", HOSTILE, HOSTILE)],
    told=Markup.escape(HOSTILE),
    source=HOSTILE, size="٥ بايتات",
    sha256="0" * 64, url="https://example.org/<a>",
    raw="raw/x.txt", earlier="0123456789", later="0123456789",
)  # fmt: skip
BARE_ARTICLE = replace(
    ARTICLE, sample=False, day_href="", date_why="", author="", agencies="", place="", desk="", desk_href="", keywords="", generated_title=False,
    names=[], versions=None, way=[], shared=[], related=[], near=[], changes="", removed=[], small="", changed=[], told=Markup(""), url=None, raw="",
    earlier="", later="",
)  # fmt: skip
LINES = Markup("<dt>{}<dd>{}<a href=../a/0123456789.html>{}</a>").format(HOSTILE, HOSTILE, HOSTILE)
ENTITY = EntityView(
    "x", HOSTILE, "مكان", HOSTILE, "ورد مرتين.", json_for_script({"name": HOSTILE}), CHART, "مادتان",
    HOSTILE,
    [QuoteView(HOSTILE, "0123456789", HOSTILE, HOSTILE, HOSTILE)],
    [QuoteView(HOSTILE, "0123456789", HOSTILE, HOSTILE, "")],
    [YearView("٢٠١٥", LINES)],
    [NAME], [ITEM], [ITEM], [Identifier("Q1", "https://www.wikidata.org/wiki/Q1")], PAGES,
    "مادتان", [YearView("٢٠١٤", LINES)],
)  # fmt: skip
SECTION = NameSection(
    "x", HOSTILE, HOSTILE, "ورد مرتين.", [NAME], [QuoteView(HOSTILE, "0123456789", HOSTILE, HOSTILE, HOSTILE)],
    LINES, [ITEM],
    [Identifier("Q1", "https://www.wikidata.org/wiki/Q1")],
)  # fmt: skip
BARE_SECTION = replace(SECTION, slug="y", note="", spellings=[], quotes=[], together=[], identifiers=[])
LETTERS = NameGroup("person", "أشخاص", "١", [("ا", "اسم واحد", [HOSTILE], [LETTER])])
SHARED_NAMES = SharedNamesView(
    HOSTILE, HOSTILE, [SECTION, BARE_SECTION],
)  # fmt: skip
BARE_ENTITY = replace(
    ENTITY,
    folded="",
    more_years=[],
    chart=None,
    note="",
    years=[],
    together=[],
    sources=[],
    identifiers=[],
    pages=ONE_PAGE,
)
FRONT = FrontView(
    [Markup("<b>٣</b> مواد")], [HOSTILE], CHART, "أكثر ما تناقلته الصحف", STORY, "حملته", [CopyView("", HOSTILE, HOSTILE)], [STORY, STORY],
    "stories.html", "كلها", "الأسماء",
    [ITEM], "07-20", [STORY], [STORY], "مادة واحدة", [ITEM], "٣", HOSTILE, HOSTILE,
)  # fmt: skip
BARE_FRONT = replace(
    FRONT, tries=[], chart=None, lead=None, spread=[], stories=[], more_href="", names=[], days="", newest=[], undated=[], sources=[],
    licence="",
)  # fmt: skip
CALENDAR = CalendarView(
    "", [Weekday("السبت", "س")],
    [CalendarYear("2015", "٢٠١٥", "مادتان",
                  [CalendarMonth("2015-07", "تموز", "يوليو", "مادتان", [[DayCell("١", "d/2015-07-01.html", 3, "x"),
                                                                        DayCell("٢")]], "مادة", "d/2015-07.html")],
                  "مادة", "d/2015.html")],
)  # fmt: skip
SILENCE = Silence(["تموز ٢٠١٥"], [SilenceRow(HOSTILE, "s/x.html", [SilenceCell("صمت", "mute")])], "الشهر")

CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "article": ("article", "../", {"a": ARTICLE}),
    "bare article": ("article", "../", {"a": BARE_ARTICLE}),
    "entity": ("entity", "../", {"e": ENTITY}),
    "shared names": ("shared_names", "../", {"v": SHARED_NAMES}),
    "bare entity": ("entity", "../", {"e": BARE_ENTITY}),
    "front": ("index", "", {"f": FRONT, "front": True}),
    "empty front": ("index", "", {"f": BARE_FRONT, "front": True}),
    "list": ("list", "../", {"v": ListView(HOSTILE, HOSTILE, [ListGroup(HOSTILE, [STORY, BARE_STORY])], PAGES, CHART, [ITEM],
                                               ways=DayWays("x.html", HOSTILE, "y.html", "z.html", HOSTILE))}),
    "empty list": ("list", "", {"v": ListView("", "", [], ONE_PAGE)}),
    "names": ("names", "", {"v": NamesView("", [ITEM], [LETTERS], folded=False)}),
    "names by the hundred": ("names", "", {"v": NamesView("", [ITEM], [LETTERS], folded=True)}),
    "no names": ("names", "", {"v": NamesView("", [], [], folded=False)}),
    "sources": ("sources", "", {"v": SourcesView("", [ITEM], SILENCE)}),
    "sections": ("sections", "", {"v": SectionsView("قسمان", [("sections.html#k-1", HOSTILE)], [
        SectionGroup("k-1", HOSTILE, "مادة واحدة", [STORY], going_on=False), SectionGroup("k-2", HOSTILE, "مادتان", [STORY], going_on=True),
    ], PAGES)}),
    "no sources": ("sources", "", {"v": SourcesView("", [], None)}),
    "calendar": ("calendar", "", {"v": CALENDAR}),
    "no calendar": ("calendar", "", {"v": CalendarView("", [], [])}),
    "cleaning": ("cleaning", "", {"v": CleaningView("", [RuleRow("سطر", "counter_line", HOSTILE, "٣", "٢",
                                                    [RuleExample(HOSTILE, HOSTILE, "abcdefghjk", HOSTILE)])],
                                                    [HOSTILE], [SourceRow(HOSTILE, ["٣"])], [MuchRemovedRow("abcdefghjk", HOSTILE, "سطر")],
                                                    [MergedRow(HOSTILE, "0123456789", HOSTILE, HOSTILE)], "سجلّ واحد", "والبقية",
                                                    [RejectedRow(HOSTILE, "فارغ", HOSTILE, HOSTILE),
                                                     RejectedRow(HOSTILE, "فارغ", HOSTILE, "")], "سجلّ واحد", "والبقية")}),
    "carried": ("carried", "", {"v": [CarriedView("1-2", HOSTILE, HOSTILE, "٢", [CarriedStory("x", HOSTILE)], "ومادة أخرى")]}),
    "nothing carried": ("carried", "", {"v": []}),
    "nothing cleaned": ("cleaning", "", {"v": CleaningView("", [], [], [], [], [], "", "", [], "", "")}),
    "data": ("data", "", {"v": DataView([
        DataResource("ledger.jsonl.gz", HOSTILE, "سطران", [DataField("id", "نصّ", HOSTILE)], [DataFile(HOSTILE, "x")] * 2, []),
    ], "archive.zip", [DataFile(HOSTILE, "x")], HOSTILE, HOSTILE)}),
    "part": ("part", "", {"v": PartView("x", HOSTILE, "سطران", [DataFile(HOSTILE, "data/x")])}),
    "offline": ("offline", "", {}),
    "corrections": ("corrections", "", {"entries": [DECISION, replace(DECISION, ids=())]}),
    "nothing corrected": ("corrections", "", {"entries": []}),
    "evidence": ("evidence", "", {}),
    "moved article": ("moved", "../", {"id": "0123456789", "to": "abcdefghjk", "title": HOSTILE}),
    "page that moved": ("forward", "../", {"old": "a/0123456789", "to": "abcdefghjk.html", "title": HOSTILE, "at_once": True}),
    "hidden article": ("tombstone", "../", {"id": "0123456789", "entry": DECISION}),
    "comparisons": ("compare", "../", {"v": COMPARISONS}),
    "method": ("method", "", {"v": method_view(Settings(), Wording("levant", "arab"))}),
    "search": ("search", "", {"script": "search-1.js"}),
    "404": ("404", "/repo/", {}),
    "404 without an address": ("404", "", {}),
}  # fmt: skip


@pytest.fixture(scope="module")
def environment() -> Environment:
    """The templates as Pelican loads them, but a name that no view has is an error."""
    environment = Environment(
        loader=FileSystemLoader(THEME / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= FILTERS
    return environment


def draw(environment: Environment, case: str) -> str:
    template, root, values = CASES[case]
    return render(environment.get_template(f"{template}.html"), SITE, root=root, **{"front": False, **values}).decode()


def test_what_is_missing_has_its_style_also_from_a_disk_where_the_site_has_an_address(environment: Environment) -> None:
    styles = parse_page(draw(environment, "404")).find("link", rel="stylesheet")
    assert [style.attributes["href"] for style in styles] == [f"/repo/{SITE.assets.style}", SITE.assets.style]


@pytest.fixture(params=sorted(CASES))
def page(request: pytest.FixtureRequest, environment: Environment) -> Element:
    return parse_page(draw(environment, request.param))


def is_lean(page: Element) -> bool:
    """Say whether a page is one of very many, which leave navigation and foot to the script."""
    return not page.find("a", **{"class": "skip"})


def test_the_policy_is_the_first_thing_in_the_head(page: Element) -> None:
    lean = is_lean(page)  # whose head goes without a tag, as HTML allows
    first = next(child for child in page.one("html" if lean else "head").children if isinstance(child, Element))
    policy = ARTICLE_POLICY if lean else POLICY
    assert first.attributes == {"http-equiv": "Content-Security-Policy", "content": policy}


def test_nothing_is_inline(page: Element) -> None:
    for element in page.walk():
        assert element.tag != "style"
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
        if element.tag == "script" and element.attributes.get("type") != "application/ld+json":
            assert element.attributes.get("src")
            assert not element.text()


def test_hostile_text_stays_text(page: Element) -> None:
    assert not page.find("img")
    for script in page.find("script", type="application/ld+json"):
        data = json.loads(script.text())
        assert HOSTILE in (data.get("headline"), data.get("name"))


def test_ids_are_there_once_and_headings_begin_with_one_h1(page: Element) -> None:
    ids = [element.attributes["id"] for element in page.find(id=True)]
    assert len(ids) == len(set(ids))
    assert len(page.find("h1")) == 1
    assert page.one("main")
    if not is_lean(page):  # an article's page leaves its navigation to the script
        assert page.one("main").attributes["id"] == "main"
        assert page.one("a", **{"class": "skip"}).attributes["href"] == "#main"
        assert page.find("footer")


def test_every_link_of_the_site_is_relative_to_the_root_it_was_given(environment: Environment) -> None:
    for case, (_, root, _) in CASES.items():
        shell = parse_page(draw(environment, case))
        # a page of very many has but the link above all, of which the script makes its head
        found = shell.find("a", href=True)[:1] if is_lean(shell) else shell.one("footer").find("a", href=True)
        links = [a.attributes["href"] for a in found]
        assert links, case
        if root:
            assert all(link.startswith(root) for link in links), case
        else:
            assert not any(link.startswith(("/", "..")) for link in links), case


def test_every_template_is_drawn_here() -> None:
    drawn = {template for template, _, _ in CASES.values()} | {"base", "lean", "_list", "_names", "_versions", "page"}
    assert {path.stem for path in (THEME / "templates").glob("*.html")} == drawn


def test_an_article_marks_its_parts(environment: Environment) -> None:
    full = parse_page(draw(environment, "article"))
    assert full.one("article", data_article_id=True).attributes["data-article-id"] == ARTICLE.id
    body = full.one(data_part="body")
    assert [p.attributes["id"] for p in body.find("p")] == ["p1", "p2"]
    assert body.one("a", data_entity=True).attributes["href"] == "../e/x.html"
    assert body.find("p")[1].text() == HOSTILE
    for part in ("changes", "versions", "provenance", "cite"):
        full.one(data_part=part)
    bare = parse_page(draw(environment, "bare article"))
    assert not bare.find(data_part="changes")
    assert not bare.find(data_part="versions")
    assert bare.one(data_part="provenance")


def test_each_line_that_was_removed_stands_by_itself(environment: Environment) -> None:
    changes = parse_page(draw(environment, "article")).one(data_part="changes")
    assert [p.text() for p in changes.one("div").find("p")] == [HOSTILE, "سطر"]


def test_the_frame_of_an_article_is_lean(environment: Environment) -> None:
    """Bytes of a page around its own words; raising the number takes an explicit act."""
    short = replace(BARE_ARTICLE, title="", shelf="", json_ld=Markup(""), body=Markup(""), source="")
    template = environment.get_template("article.html")
    frame = render(template, replace(SITE, name="خزانة الأخبار", tagline=""), root="../", front=False, a=short)
    assert len(frame) < 1_150


def test_no_style_sheet_uses_a_physical_side_or_a_colour_of_its_own() -> None:
    for sheet in sorted((THEME / "static" / "css").glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"(?:margin|padding|border)-(?:left|right|top|bottom)\b|[;{ ](?:left|right)\s*:", text), (
            sheet
        )
        assert not re.search(r"letter-spacing|font-style\s*:\s*italic|text-align\s*:\s*justify", text), sheet
        if sheet.name not in ("10-tokens.css", "95-modes.css"):
            assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", text, re.IGNORECASE), sheet


def test_the_method_page_says_the_thresholds_in_force() -> None:
    words = Wording("levant", "arab")
    shown = " ".join(s for step in method_view(Settings(), words).steps for s in step.sentences)
    assert "٨٠٪" in shown
    strict = " ".join(
        s for step in method_view(Settings(dedupe=DedupeSettings(same=0.9)), words).steps for s in step.sentences
    )
    assert "٩٠٪" in strict


def test_a_style_sheet_loses_the_spaces_that_say_nothing_and_no_others() -> None:
    css = '/* x */\n  .a > b, .a :hover::before { content: "و: { , "; inset: calc(1px + 2px) 0; }\n'
    assert _shrink(css) == '.a>b,.a :hover::before{content:"و: { , ";inset:calc(1px + 2px) 0;}\n'
