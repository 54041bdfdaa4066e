"""Bars for articles a month; no text inside the picture, the numbers in a table behind it."""

from __future__ import annotations

from collections.abc import Mapping

from .views import Bar, Chart, ChartRow
from .wording import Wording

_STEP = 10
_GAP = 1.1


def months_between(first: str, last: str) -> list[str]:
    """Return all months from one to another, both included.

    >>> months_between("2014-11", "2015-02")
    ['2014-11', '2014-12', '2015-01', '2015-02']
    """
    year, month = map(int, first.split("-"))
    found = []
    while (current := f"{year:04d}-{month:02d}") <= last:
        found.append(current)
        month += 1
        if month > 12:
            year, month = year + 1, 1
    return found


def month_chart(title: str, note: str, counts: Mapping[str, int], wording: Wording) -> Chart | None:
    """Return the chart of articles a month, the earliest at the right; None for fewer than two months."""
    known = sorted(month for month, count in counts.items() if count)
    if len(known) < 2:
        return None
    months = months_between(known[0], known[-1])
    if len(months) > 600:
        return None
    top = max(counts.values())
    width = _STEP * len(months)
    bars = []
    for place, month in enumerate(months):
        height = round(100 * counts.get(month, 0) / top, 1)
        bars.append(
            Bar(
                round(width - _STEP * (place + 1) + _GAP, 1), round(100 - height, 1), round(_STEP - 2 * _GAP, 1), height
            )
        )
    years = list(dict.fromkeys(month[:4] for month in months))
    axis = (
        [wording.digits(year) for year in years]
        if len(years) > 1
        else [wording.date(months[0]), wording.date(months[-1])]
    )
    rows = [ChartRow(wording.date(month), wording.number(counts.get(month, 0))) for month in months]
    return Chart(title, note, width, bars, wording.number(top), axis, rows)
