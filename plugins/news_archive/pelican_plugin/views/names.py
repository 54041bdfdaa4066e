"""The pages of names and their index."""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from .articles import NameCount
from .charts import Chart
from .links import Pages, RankItem


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
    days_note: Markup = Markup()
    """What holds for all its days, or ''."""


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
    sections: list[NameSection]
    days_note: Markup = Markup()
    """What holds for the days of all its sections, or ''."""


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
