"""What the templates render: every word and link ready, nothing left to compute.

Strings are plain text and are escaped by the template; ``Markup`` is HTML made here. Hrefs are relative to the page
unless a comment says that they are relative to the site's root.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from .version_views import CopyView, MatrixView, SharedView, StationView, VersionsView


@dataclass(frozen=True, slots=True)
class StoryLink:
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


@dataclass(frozen=True, slots=True)
class RankItem:
    """A row of a ranking."""

    name: str
    href: str
    count: str
    kind: str = ""
    share: int = 0
    """Length of its line in per cent of the first row's, in steps of five; 0 draws none."""
    note: str = ""
    """A line under the name."""


@dataclass(frozen=True, slots=True)
class PageLink:
    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a page of a list stands among the others."""

    count: int
    previous: str
    next: str
    links: list[PageLink]


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    """0 for a silent month."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    label: str
    count: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the bars."""

    label: str
    months: int
    """Its width, from 1 to 12 shares."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Articles a month: bars without text, the earliest at the right; an axis and a table in HTML."""

    title: str
    note: str
    width: int
    bars: list[Bar]
    top: str
    axis: list[Tick]
    rows: list[ChartRow]


@dataclass(frozen=True, slots=True)
class NameCount:
    slug: str
    name: str
    count: str


@dataclass(frozen=True, slots=True)
class MarkedName:
    path: str
    """Relative to the root."""
    name: str
    mark: str
    """What the page's script makes the list of names of; see ``prose.name_mark``."""


@dataclass(frozen=True, slots=True)
class RelatedView:
    """Another page whose text overlaps."""

    id: str
    title: str
    kind: str
    likeness: str
    compare: str
    """Where the two are compared, relative to the root."""
    decision: str = ""
    """The editor's reason where he keeps the two apart, or ''."""


@dataclass(frozen=True, slots=True)
class NearView:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ChangedView:
    """A small change."""

    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RemovedView:
    """A stretch that was taken out."""

    name: str
    size: str
    lines: list[str]
    at: str = ""
    """Where it stood: ``7`` after the seventh paragraph, ``7.120`` in it behind 120 code points; see ``change_views``."""


@dataclass(frozen=True, slots=True)
class DecisionView:
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


@dataclass(frozen=True, slots=True)
class ArticleView:
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
    url_label: str
    raw: str
    """Relative to the root; '' where the record is a line of a container file."""
    earlier: str
    """Id of the article above an undated one on its list, or ''; where a dated one goes on, ``days/`` knows."""
    later: str
    corrections: tuple[DecisionView, ...] = ()
    """What the editor decided about it."""
    redacted: bool = False
    """Something was taken out of it, and of its raw file."""
    said_day: tuple[str, str, str] | None = None
    """The first day, month or year that the lead names relative to its own: its words, ISO, and the date in words."""


@dataclass(frozen=True, slots=True)
class YearView:
    """The sentences that give a name in a year's articles."""

    label: str
    lines: Markup
    """``dt`` of day and source, ``dd`` of each sentence."""


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Words that somebody said."""

    text: str
    id: str
    source: str
    date: str
    carrier: str
    """Through whom they came, as the text says; or ''."""


@dataclass(frozen=True, slots=True)
class Identifier:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class EntityView:
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


@dataclass(frozen=True, slots=True)
class NameSection:
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


@dataclass(frozen=True, slots=True)
class SharedNamesView:
    title: str
    note: str
    names: list[PageLink]
    sections: list[NameSection]
    json_ld: Markup


@dataclass(frozen=True, slots=True)
class LetterCount:
    """A name in the index of names."""

    href: str
    name: str
    count: str


@dataclass(frozen=True, slots=True)
class NameGroup:
    key: str
    title: str
    count: str
    letters: list[tuple[str, str, list[str], list[LetterCount]]]
    """Letter, how many names in words, the most mentioned ones, all of them."""


@dataclass(frozen=True, slots=True)
class NamesView:
    note: str
    top: list[RankItem]
    groups: list[NameGroup]
    folded: bool
    """Too many to lie open."""


@dataclass(frozen=True, slots=True)
class ListGroup:
    """Rows of a list under one heading; what the heading or the list says, they leave out."""

    label: str
    """The day or the source that they have in common, or '' where the list needs no heading."""
    stories: list[StoryLink]


@dataclass(frozen=True, slots=True)
class ListView:
    title: str
    note: str
    groups: list[ListGroup]
    pages: Pages
    chart: Chart | None = None
    beside: list[RankItem] = field(default_factory=list)
    """Other sources that carried the same stories."""
    matrices: list[MatrixView] = field(default_factory=list)

    @property
    def copied(self) -> bool:
        """Some story here has other carriers to show."""
        return any(story.copies for group in self.groups for story in group.stories)


@dataclass(frozen=True, slots=True)
class FrontView:
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


@dataclass(frozen=True, slots=True)
class DayCell:
    label: str
    href: str = ""
    level: int = 1
    """1, 2 or 3: how many articles, drawn as the thickness of its line."""
    aria: str = ""


@dataclass(frozen=True, slots=True)
class Weekday:
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    key: str
    label: str
    other: str
    count: str
    weeks: list[list[DayCell]]
    loose: str = ""
    """Articles of which only the month is known, in words."""
    loose_href: str = ""


@dataclass(frozen=True, slots=True)
class CalendarYear:
    year: str
    label: str
    count: str
    months: list[CalendarMonth]
    loose: str = ""
    loose_href: str = ""
    open: bool = False
    """Shown without a click: the year with the most articles."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    note: str
    weekdays: list[Weekday]
    years: list[CalendarYear]


@dataclass(frozen=True, slots=True)
class SilenceCell:
    label: str
    style: str
    gap: str = ""
    """How much of a year with articles had none."""


@dataclass(frozen=True, slots=True)
class SilenceRow:
    name: str
    href: str
    cells: list[SilenceCell]


@dataclass(frozen=True, slots=True)
class Silence:
    units: list[str]
    """Years, months, or days of a short archive."""
    rows: list[SilenceRow]
    note: str
    """What the columns are."""


@dataclass(frozen=True, slots=True)
class SectionGroup:
    """The stories of one section of the newspapers, or with one tag."""

    anchor: str
    name: str
    count: str
    stories: list[StoryLink]
    going_on: bool
    """It began on the page before."""


@dataclass(frozen=True, slots=True)
class SectionsView:
    note: str
    jumps: list[tuple[str, str]]
    """(href, name) of every section."""
    groups: list[SectionGroup]
    pages: Pages


@dataclass(frozen=True, slots=True)
class SourcesView:
    note: str
    sources: list[RankItem]
    silence: Silence | None
    sections: str = ""
    """How many sections and tags the articles have, '' for none."""


@dataclass(frozen=True, slots=True)
class RuleRow:
    name: str
    rule: str
    note: str
    spans: str
    articles: str
    examples: list[RuleExample]


@dataclass(frozen=True, slots=True)
class RuleExample:
    """One change of a rule."""

    before: str
    after: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A rule's articles in each source; '' for none."""

    name: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class MuchRemovedRow:
    id: str
    title: str
    rules: str


@dataclass(frozen=True, slots=True)
class RejectedRow:
    source: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class CleaningView:
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


@dataclass(frozen=True, slots=True)
class DataField:
    name: str
    kind: str
    """Its type in words."""
    note: str


@dataclass(frozen=True, slots=True)
class DataResource:
    file: str
    note: str
    rows: str
    """How many, in words."""
    fields: list[DataField]
    files: list[DataFile]
    """One, or one of each part."""
    parquet: list[DataFile]
    """The same as Parquet, where there is such."""


@dataclass(frozen=True, slots=True)
class DataFile:
    name: str
    href: str
    """Relative to the page."""


@dataclass(frozen=True, slots=True)
class DataView:
    resources: list[DataResource]
    zip: str
    """The file of the whole site, relative to the page, or ''."""
    parts: list[DataFile]
    """The page of each part of an archive in parts."""


@dataclass(frozen=True, slots=True)
class PartView:
    """The page of one part: what stands at the top of its folder."""

    name: str
    label: str
    count: str
    """Its articles, in words."""
    files: list[DataFile]


@dataclass(frozen=True, slots=True)
class Assets:
    """Published names of styles, scripts and fonts, relative to the root."""

    style: str
    script: str
    """Theme, frame and reading tools, on every page."""
    icon: str
    evidence: str
    """Of the page that makes the evidence of an article."""


@dataclass(frozen=True, slots=True)
class SiteView:
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
