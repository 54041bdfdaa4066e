"""The page that says what cleaning did."""

from __future__ import annotations

import msgspec


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


class MergedRow(msgspec.Struct, frozen=True, gc=False):
    """A record that became part of a story."""

    source: str
    id: str
    """Of the story's page."""
    title: str
    reason: str


class RejectedRow(msgspec.Struct, frozen=True, gc=False):
    source: str
    reason: str
    detail: str
    english: str
    """The detail in English; '' where there is none in Arabic."""


class CleaningView(msgspec.Struct, frozen=True, gc=False):
    note: str
    rules: list[RuleRow]
    columns: list[str]
    """Names of the sources."""
    sources: list[SourceRow]
    much: list[MuchRemovedRow]
    """Articles that one rule took a large share of."""
    merged: list[MergedRow]
    merged_count: str
    merged_more: str
    rejected: list[RejectedRow]
    rejected_count: str
    rejected_more: str
