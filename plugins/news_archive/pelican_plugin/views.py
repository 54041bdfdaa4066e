"""What the templates render: every word and link ready, nothing left to compute.

Strings are plain text and are escaped by the template; ``Markup`` is HTML made here. Hrefs are relative to the page
unless a comment says that they are relative to the site's root.
"""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from .version_views import CopyView, MatrixView, SharedView, StationView, VersionsView


class StoryLink(msgspec.Struct, frozen=True, gc=False):
    """A story in a list."""

    id: str
    title: str
    paper: str
    date: str
    carriers: str
    """«حملته ٣ صحف», or ''."""
    sample: bool
    excerpt: str = ""
    copies: tuple[CopyView, ...] = ()
    """Its other carriers."""


class RankItem(msgspec.Struct, frozen=True, gc=False):
    """A row of a ranking."""

    name: str
    href: str
    count: str
    kind: str = ""
    share: int = 0
    """Length of its line in per cent of the first row's, in steps of five; 0 draws none."""
    note: str = ""
    """A line under the name."""


class PageLink(msgspec.Struct, frozen=True, gc=False):
    label: str
    href: str
    current: bool


class Pages(msgspec.Struct, frozen=True, gc=False):
    """Where a page of a list stands among the others."""

    count: int
    previous: str
    next: str
    links: list[PageLink]


class Bar(msgspec.Struct, frozen=True, gc=False):
    x: float
    y: float
    width: float
    height: float
    """0 for a silent month."""


class ChartRow(msgspec.Struct, frozen=True, gc=False):
    label: str
    count: str


class Tick(msgspec.Struct, frozen=True, gc=False):
    """A label under the bars."""

    label: str
    months: int
    """Its width, from 1 to 12 shares."""


class Chart(msgspec.Struct, frozen=True, gc=False):
    """Articles a month: bars without text, the earliest at the right; an axis and a table in HTML."""

    title: str
    note: str
    width: int
    bars: list[Bar]
    top: str
    axis: list[Tick]
    rows: list[ChartRow]


class NameCount(msgspec.Struct, frozen=True, gc=False):
    slug: str
    name: str
    count: str


class MarkedName(msgspec.Struct, frozen=True, gc=False):
    path: str
    """Relative to the root."""
    name: str
    mark: str
    """What the page's script makes the list of names of; see ``prose.name_mark``."""


class RelatedView(msgspec.Struct, frozen=True, gc=False):
    """Another page whose text overlaps."""

    id: str
    title: str
    kind: str
    likeness: str
    compare: str
    """Where the two are compared, relative to the root."""
    decision: str = ""
    """The editor's reason where he keeps the two apart, or ''."""


class NearView(msgspec.Struct, frozen=True, gc=False):
    id: str
    title: str


class ChangedView(msgspec.Struct, frozen=True, gc=False):
    """A small change."""

    rule: str
    before: str
    after: str


class RemovedView(msgspec.Struct, frozen=True, gc=False):
    """A stretch that was taken out."""

    name: str
    size: str
    lines: list[str]
    at: str = ""
    """Where it stood: ``7`` after the seventh paragraph, ``7.120`` in it behind 120 code points; see ``change_views``."""


class DecisionView(msgspec.Struct, frozen=True, gc=False):
    """One entry of the log, or one line on a page."""

    what: str
    reason: str
    when: str
    author: str
    ids: tuple[str, ...] = ()
    """Pages that it is about; none for a redaction of all articles."""
    extent: str = ""
    """How many articles it changed."""
    gone: tuple[str, ...] = ()
    """Ids that this build has no article of."""


class ArticleView(msgspec.Struct, frozen=True, gc=False):
    id: str
    title: str
    tags: Markup
    """Meta elements for Zotero and link previews."""
    json_ld: Markup
    shelf_label: str
    shelf: str
    """Where it stands: its source, or the undated shelf; ``shelf_label`` says which of the two."""
    shelf_href: str
    """Relative to the root."""
    sample: bool
    date: str
    day_href: str
    """The list of its day, relative to the root; '' for an undated one."""
    date_why: str
    author: str
    place: str
    agencies: str
    desk: str
    desk_href: str
    """Relative to the root; '' where no list has it."""
    keywords: str
    """Tags of the source."""
    generated_title: bool
    body: Markup
    """Its paragraphs."""
    names: list[MarkedName]
    """Names that stand in the title alone; the others are linked in the text."""
    versions: VersionsView | None
    """Who carried it; None where nobody else did."""
    way: list[StationView]
    """The sources that the text names."""
    related: list[RelatedView]
    near: list[NearView]
    """Articles that share names and rare words."""
    shared: list[SharedView]
    """Pages that hold sentences of this one."""
    changes: str
    """How many changes, in words; '' for none."""
    removed: list[RemovedView]
    small: str
    """Small changes, counted by rule; '' where ``told`` says them all."""
    changed: list[ChangedView]
    """Those of them that can be seen."""
    told: Markup
    """``small``, each rule with its ``changed`` behind it."""
    source: str
    """Name of the record."""
    size: str
    """In words, with the encoding if it is not UTF-8; of files that are published raw, as is ``sha256``."""
    sha256: str
    url: str | None
    raw: str
    """Relative to the root; '' where the record is a line of a container file."""
    earlier: str
    """Id of the article above an undated one on its list, or ''; where a dated one goes on, ``days/`` knows."""
    later: str
    corrections: tuple[DecisionView, ...] = ()
    """What the editor decided about it."""
    redacted: bool = False
    alone: tuple[bool, bool] = (False, False)
    """Nothing else is of its day; of its source."""
    """Something was taken out of it, and of its raw file."""
    said_day: tuple[str, str, str] | None = None
    """The first day, month or year that the lead names relative to its own: its words, ISO, and the date in words."""


class YearView(msgspec.Struct, frozen=True, gc=False):
    """The sentences that give a name in a year's articles."""

    label: str
    lines: Markup
    """``dt`` of day and source, ``dd`` of each sentence."""


class QuoteView(msgspec.Struct, frozen=True, gc=False):
    """Words that somebody said."""

    text: str
    id: str
    source: str
    date: str
    carrier: str
    """Through whom they came, as the text says; or ''."""


class Identifier(msgspec.Struct, frozen=True, gc=False):
    label: str
    href: str


class EntityView(msgspec.Struct, frozen=True, gc=False):
    slug: str
    name: str
    kind: str
    note: str
    summary: str
    json_ld: Markup
    chart: Chart | None
    shown: str
    quoted: str
    """How many quotations there are, in words; '' for none."""
    quotes: list[QuoteView]
    more_quotes: list[QuoteView]
    years: list[YearView]
    spellings: list[NameCount]
    together: list[RankItem]
    sources: list[RankItem]
    identifiers: list[Identifier]
    pages: Pages
    folded: str = ""
    """How many sentences are folded, in words; '' for none."""
    more_years: list[YearView] = []


class NameSection(msgspec.Struct, frozen=True, gc=False):
    """A rare name on a page that it shares."""

    slug: str
    name: str
    note: str
    summary: str
    spellings: list[NameCount]
    """None where it is written in one way only."""
    quotes: list[QuoteView]
    lines: Markup
    """``dt`` of day and source, ``dd`` of each sentence."""
    together: list[RankItem]
    identifiers: list[Identifier]


class SharedNamesView(msgspec.Struct, frozen=True, gc=False):
    title: str
    note: str
    names: list[PageLink]
    sections: list[NameSection]


class LetterCount(msgspec.Struct, frozen=True, gc=False):
    """A name in the index of names."""

    href: str
    name: str
    count: str


class NameGroup(msgspec.Struct, frozen=True, gc=False):
    key: str
    title: str
    count: str
    letters: list[tuple[str, str, list[str], list[LetterCount]]]
    """Letter, how many names in words, the most mentioned ones, all of them."""


class NamesView(msgspec.Struct, frozen=True, gc=False):
    note: str
    top: list[RankItem]
    groups: list[NameGroup]
    folded: bool
    """Too many to lie open."""


class ListGroup(msgspec.Struct, frozen=True, gc=False):
    """Rows of a list under one heading; what the heading or the list says, they leave out."""

    label: str
    """The day or the source that they have in common, or '' where the list needs no heading."""
    stories: list[StoryLink]
    anchor: str = ""
    """Where a source's articles of a day stand, '' where nothing leads there."""


class DaysOfYear(msgspec.Struct, frozen=True, gc=False):
    """The days of a year on which a source has articles."""

    label: str
    rows: list[RankItem]


class DayWays(msgspec.Struct, frozen=True, gc=False):
    """Where a day's list leads: the day before, its month in the calendar, the day after; '' where there is none."""

    before: str
    before_label: str
    calendar: str
    after: str
    after_label: str


class ListView(msgspec.Struct, frozen=True, gc=False):
    title: str
    note: str
    groups: list[ListGroup]
    pages: Pages
    chart: Chart | None = None
    beside: list[RankItem] = msgspec.field(default_factory=list)
    """Other sources that carried the same stories."""
    matrices: list[MatrixView] = msgspec.field(default_factory=list)
    ways: DayWays | None = None
    days: list[DaysOfYear] = msgspec.field(default_factory=list)
    """All days of a source of which the page lists the newest articles alone."""

    @property
    def copied(self) -> bool:
        """Some story here has other carriers to show."""
        return any(story.copies for group in self.groups for story in group.stories)


class FrontView(msgspec.Struct, frozen=True, gc=False):
    ears: list[Markup]
    tries: list[str]
    chart: Chart | None
    lead_title: str
    lead: StoryLink | None
    spread_title: str
    spread: list[CopyView]
    """Who carried the lead; in the order of their days, where these are known."""
    stories: list[StoryLink]
    more_href: str
    more_label: str
    names_title: str
    names: list[RankItem]
    days: str
    """Days of the year that the archive has, ``07-20 07-21``; '' for none."""
    newest: list[StoryLink]
    undated: list[StoryLink]
    undated_count: str
    sources: list[RankItem]
    source_count: str
    ledger: str
    licence: str


class DayCell(msgspec.Struct, frozen=True, gc=False):
    label: str
    href: str = ""
    level: int = 1
    """1, 2 or 3: how many articles, drawn as the thickness of its line."""
    aria: str = ""


class Weekday(msgspec.Struct, frozen=True, gc=False):
    name: str
    short: str


class CalendarMonth(msgspec.Struct, frozen=True, gc=False):
    key: str
    label: str
    other: str
    count: str
    weeks: list[list[DayCell]]
    loose: str = ""
    """Articles of which only the month is known, in words."""
    loose_href: str = ""


class CalendarYear(msgspec.Struct, frozen=True, gc=False):
    year: str
    label: str
    count: str
    months: list[CalendarMonth]
    loose: str = ""
    loose_href: str = ""
    open: bool = False
    """Shown without a click: the year with the most articles."""


class CalendarView(msgspec.Struct, frozen=True, gc=False):
    note: str
    weekdays: list[Weekday]
    years: list[CalendarYear]
    undated: bool = True
    """Some article has no date."""


class SilenceCell(msgspec.Struct, frozen=True, gc=False):
    label: str
    style: str
    gap: str = ""
    """How much of a year with articles had none."""


class SilenceRow(msgspec.Struct, frozen=True, gc=False):
    name: str
    href: str
    cells: list[SilenceCell]


class Silence(msgspec.Struct, frozen=True, gc=False):
    units: list[str]
    """Years, months, or days of a short archive."""
    rows: list[SilenceRow]
    note: str
    """What the columns are."""


class SectionGroup(msgspec.Struct, frozen=True, gc=False):
    """The stories of one section of the newspapers, or with one tag."""

    anchor: str
    name: str
    count: str
    stories: list[StoryLink]
    going_on: bool
    """It began on the page before."""


class SectionsView(msgspec.Struct, frozen=True, gc=False):
    note: str
    jumps: list[tuple[str, str]]
    """(href, name) of every section."""
    groups: list[SectionGroup]
    pages: Pages


class SourcesView(msgspec.Struct, frozen=True, gc=False):
    note: str
    sources: list[RankItem]
    silence: Silence | None
    sections: str = ""
    """How many sections and tags the articles have, '' for none."""


class RuleRow(msgspec.Struct, frozen=True, gc=False):
    name: str
    rule: str
    note: str
    spans: str
    articles: str
    examples: list[RuleExample]


class RuleExample(msgspec.Struct, frozen=True, gc=False):
    """One change of a rule."""

    before: str
    after: str
    id: str
    title: str


class SourceRow(msgspec.Struct, frozen=True, gc=False):
    """A rule's articles in each source; '' for none."""

    name: str
    cells: list[str]


class MuchRemovedRow(msgspec.Struct, frozen=True, gc=False):
    id: str
    title: str
    rules: str


class RejectedRow(msgspec.Struct, frozen=True, gc=False):
    source: str
    reason: str
    detail: str


class CleaningView(msgspec.Struct, frozen=True, gc=False):
    note: str
    rules: list[RuleRow]
    columns: list[str]
    """Names of the sources."""
    sources: list[SourceRow]
    much: list[MuchRemovedRow]
    """Articles that one rule took a large share of."""
    rejected: list[RejectedRow]
    rejected_count: str
    rejected_more: str


class DataField(msgspec.Struct, frozen=True, gc=False):
    name: str
    kind: str
    """Its type in words."""
    note: str


class DataResource(msgspec.Struct, frozen=True, gc=False):
    file: str
    note: str
    rows: str
    """How many, in words."""
    fields: list[DataField]
    files: list[DataFile]
    """One, or one of each part."""
    parquet: list[DataFile]
    """The same as Parquet, where there is such."""


class DataFile(msgspec.Struct, frozen=True, gc=False):
    name: str
    href: str
    """Relative to the page."""


class DataView(msgspec.Struct, frozen=True, gc=False):
    resources: list[DataResource]
    zip: str
    """The file of the whole site, relative to the page, or ''."""
    parts: list[DataFile]
    """The page of each part of an archive in parts."""


class PartView(msgspec.Struct, frozen=True, gc=False):
    """The page of one part: what stands at the top of its folder."""

    name: str
    label: str
    count: str
    """Its articles, in words."""
    files: list[DataFile]


class Assets(msgspec.Struct, frozen=True, gc=False):
    """Published names of styles, scripts and fonts, relative to the root."""

    style: str
    script: str
    """Theme, frame and reading tools, on every page."""
    icon: str
    evidence: str
    """Of the page that makes the evidence of an article."""


class SiteView(msgspec.Struct, frozen=True, gc=False):
    """What every page knows of the site. Nothing here may change with the articles, or every page would."""

    name: str
    tagline: str
    policy: str
    article_policy: str
    """The same for an article's page, which needs less."""
    navigation: tuple[tuple[str, str, str], ...]
    """Section, page, label."""
    foot: tuple[tuple[str, str], ...]
    """Page, label."""
    assets: Assets
