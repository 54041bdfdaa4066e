"""Links to stories, names and pages."""

from __future__ import annotations

import msgspec

from ..version_views import CopyView


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
