"""Charts."""

from __future__ import annotations

import msgspec


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
