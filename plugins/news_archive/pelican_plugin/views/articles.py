"""The page of an article."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from ..version_views import SharedView, StationView, VersionsView


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
