"""What the templates render: every word and link ready, nothing left to compute.

Strings are plain text and are escaped by the template; ``Markup`` is HTML made here. Hrefs are relative to the page
unless a comment says that they are relative to the site's root.
"""

from __future__ import annotations

from .articles import ArticleView, ChangedView, DecisionView, MarkedName, NameCount, NearView, RelatedView, RemovedView
from .charts import Bar, Chart, ChartRow, Tick
from .cleaning import CleaningView, MergedRow, MuchRemovedRow, RejectedRow, RuleExample, RuleRow, SourceRow
from .data import DataField, DataFile, DataResource, DataView, PartView
from .days import CalendarMonth, CalendarView, CalendarYear, DayCell, Silence, SilenceCell, SilenceRow, Weekday
from .frame import Assets, SiteView
from .links import PageLink, Pages, RankItem, StoryLink
from .lists import DaysOfYear, DayWays, FrontView, ListGroup, ListView, SectionGroup, SectionsView, SourcesView
from .names import (
    EntityView,
    Identifier,
    LetterCount,
    NameGroup,
    NameSection,
    NamesView,
    QuoteView,
    SharedNamesView,
    YearView,
)

__all__ = [
    "ArticleView",
    "Assets",
    "Bar",
    "CalendarMonth",
    "CalendarView",
    "CalendarYear",
    "ChangedView",
    "Chart",
    "ChartRow",
    "CleaningView",
    "DataField",
    "DataFile",
    "DataResource",
    "DataView",
    "DayCell",
    "DayWays",
    "DaysOfYear",
    "DecisionView",
    "EntityView",
    "FrontView",
    "Identifier",
    "LetterCount",
    "ListGroup",
    "ListView",
    "MarkedName",
    "MergedRow",
    "MuchRemovedRow",
    "NameCount",
    "NameGroup",
    "NameSection",
    "NamesView",
    "NearView",
    "PageLink",
    "Pages",
    "PartView",
    "QuoteView",
    "RankItem",
    "RejectedRow",
    "RelatedView",
    "RemovedView",
    "RuleExample",
    "RuleRow",
    "SectionGroup",
    "SectionsView",
    "SharedNamesView",
    "Silence",
    "SilenceCell",
    "SilenceRow",
    "SiteView",
    "SourceRow",
    "SourcesView",
    "StoryLink",
    "Tick",
    "Weekday",
    "YearView",
]
