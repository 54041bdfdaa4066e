"""Lists of articles: the front page, days, months, sources, sections."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from ..version_views import CopyView, MatrixView
from .charts import Chart
from .days import Silence
from .links import Pages, RankItem, StoryLink


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
