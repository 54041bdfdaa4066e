"""The calendar, and the days that are silent."""

from __future__ import annotations

import msgspec


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
    span: int = 1
    """Columns that it stands for: those outside a source's life are one cell."""


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
