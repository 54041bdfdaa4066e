"""Bars for articles a month; no text inside the picture, the numbers in a table behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from .views import Bar, Chart, ChartRow, Tick
from .wording import Wording

_STEP: Final = 10
"""Units of the picture for one month."""
_GAP: Final = 1.1
_MOST_YEARS: Final = 6
_MOST_MONTHS: Final = 4
"""Labels under the bars; more, or longer ones, do not fit a screen of 320 px."""
_NARROW: Final = 0.115
"""Share of the picture's width; a year that has less goes without its number."""
_FEW: Final = 6
"""Months; so few bars are thin and stand at the beginning of their month, over its label."""
_LONG: Final = 36
"""Months; only a longer chart may lose its thin beginning."""
_THIN: Final = 0.005
"""Share of all articles that may be left of the chart, if that shortens it to half."""


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
    """Return the chart of articles a month, the earliest at the right; None for fewer than two months.

    A few early articles long before all others would leave the rest no width: the chart then begins after them and
    says so; the table has them all.
    """
    known = sorted(month for month, count in counts.items() if count)
    if len(known) < 2:
        return None
    start = _dense_start(known, counts)
    early = sum(counts[month] for month in known[:start])
    if early:
        words = f"وقبل {wording.date(known[start])}: {wording.counted(early, 'article')} في الجدول"
        note = "؛ ".join(filter(None, (note, words)))
    months = months_between(known[start], known[-1])
    if len(months) > 2 and months[0][:4] == months[-1][:4]:
        note = "؛ ".join(filter(None, (note, wording.digits(months[0][:4]))))
    if len(months) > 600:
        return None
    top = max(counts[month] for month in known[start:])
    width = _STEP * len(months)
    thick = _STEP - 2 * _GAP if len(months) > _FEW else _STEP / 3
    bars = []
    for place, month in enumerate(months):
        height = round(100 * counts.get(month, 0) / top, 1)
        x = width - _STEP * place - thick - (_GAP if len(months) > _FEW else 0)
        bars.append(Bar(round(x, 1), round(100 - height, 1), round(thick, 1), height))
    rows = [ChartRow(wording.date(month), wording.number(counts.get(month, 0))) for month in (*known[:start], *months)]
    return Chart(title, note, width, bars, wording.number(top), _ticks(months, wording), rows)


def _dense_start(known: Sequence[str], counts: Mapping[str, int]) -> int:
    """Return the place in ``known`` from which a chart shows the archive and not the void before it."""
    span = len(months_between(known[0], known[-1]))
    if span <= _LONG:
        return 0
    allowed = _THIN * sum(counts.values())
    left = 0
    for place, month in enumerate(known[:-2]):
        left += counts[month]
        if left > allowed:
            break
        if len(months_between(known[place + 1], known[-1])) <= span // 2:
            return place + 1
    return 0


def _ticks(months: Sequence[str], wording: Wording) -> list[Tick]:
    """Return the labels under the bars, each as wide as the months that it names.

    >>> [(tick.label, tick.months) for tick in _ticks(months_between("2013-05", "2015-02"), Wording("arab", "latn"))]
    [('2013', 8), ('2014', 12), ('', 2)]
    """
    years = [int(month[:4]) for month in months]
    if len(months) == 2:
        return [Tick(wording.date(month), 1) for month in months]
    if years[0] == years[-1]:
        step = -(-len(months) // _MOST_MONTHS)
        starts = range(0, len(months), step)
        return [Tick(wording.month(int(months[at][5:])), min(step, len(months) - at)) for at in starts]
    step = -(-(years[-1] - years[0] + 1) // _MOST_YEARS)
    ticks = []
    for first in range(years[0], years[-1] + 1, step):
        covered = sum(first <= year < first + step for year in years)
        readable = covered >= _NARROW * len(months)
        ticks.append(Tick(wording.digits(str(first)) if readable else "", -(-covered // step)))
    return ticks
