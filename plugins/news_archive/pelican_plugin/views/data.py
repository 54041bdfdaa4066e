"""The page of the data files, and the top of a part."""

from __future__ import annotations

import msgspec


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
    others: list[DataFile]
    """The same in other formats: as Parquet, where that was asked for; names as SKOS."""


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
    extent: str
    """How many articles there are and of which time, in words."""
    siteurl: str
    """The address of the published site, or ''."""


class PartView(msgspec.Struct, frozen=True, gc=False):
    """The page of one part: what stands at the top of its folder."""

    name: str
    label: str
    count: str
    """Its articles, in words."""
    files: list[DataFile]
