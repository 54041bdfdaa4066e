"""Bars for articles a month; no text inside the picture, the numbers in a table behind it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from .views import Bar, Chart, ChartRow, Tick
from .wording import Wording

_STEP: Final = 10
"""Units of the picture for one month or day."""
_GAP: Final = 1.1
_WIDEST: Final = 0.03
"""Share of the picture's width that a bar takes at most: a few bars are thin and stand at the beginning of their time."""
_MOST_YEARS: Final = 6
_MOST_LABELS: Final = 4
"""Labels under the bars; more, or longer ones, do not fit a screen of 320 px."""
_NARROW: Final = 0.115
"""Share of the picture's width; a year that has less goes without its number."""
_FEW_MONTHS: Final = 3
"""Months up to which a chart of days goes by days."""
_LONG: Final = 12
"""Months; only a longer chart may lose thin ends."""
_THIN: Final = 0.005
"""Share of all articles that may be left of the chart, if that shortens it to half."""
_SHARES: Final = 12
"""Widths that a label under the bars may have."""


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


def dense_months(counts: Mapping[str, int], thin: float) -> list[str]:
    """Return the months that hold anything, without those at the ends that hold few and only make the time long.

    >>> dense_months({"1990-05": 1, "2015-07": 800, "2015-08": 90, "2018-05": 1}, 0.005)
    ['2015-07', '2015-08']
    """
    known = sorted(month for month, count in counts.items() if count)
    if len(known) < 3 or (span := len(months_between(known[0], known[-1]))) <= _LONG:
        return known
    allowed = thin * sum(counts.values())
    best = (span // 2 + 1, 0, len(known))
    before = 0
    for first in range(len(known) - 1):
        left, last = before, len(known)
        while last - first > 2 and left + counts[known[last - 1]] <= allowed:
            last -= 1
            left += counts[known[last]]
        best = min(best, (len(months_between(known[first], known[last - 1])), first, last))
        before += counts[known[first]]
        if before > allowed:
            break
    return known[best[1] : best[2]]


def month_chart(title: str, note: str, counts: Mapping[str, int], wording: Wording) -> Chart | None:
    """Return the chart of articles a month, the earliest at the right; None for fewer than two months.

    A few articles long before or after all others would leave the rest no width: the chart then leaves them out and
    says so; the table has them all.
    """
    dense = dense_months(counts, _THIN)
    if len(dense) < 2:
        return None
    months = months_between(dense[0], dense[-1])
    if len(months) > 600:
        return None
    year = wording.digits(months[0][:4]) if len(months) > 2 and months[0][:4] == months[-1][:4] else ""
    note = "؛ ".join(filter(None, (note, *_left_out(dense, counts, wording), year)))
    return _draw(title, note, months, counts, wording)


def time_chart(titles: tuple[str, str], note: str, days: Mapping[str, int], wording: Wording) -> Chart | None:
    """Return the chart of articles a month or, of a short time, a day; ``titles`` name the one and the other.

    ``days`` counts articles by all that is known of their day: an ISO day, month or year.
    """
    months: Counter[str] = Counter()
    for day, count in days.items():
        if len(day) >= 7:
            months[day[:7]] += count
    dense = dense_months(months, _THIN)
    known = sorted(day for day in days if dense and len(day) == 10 and dense[0] <= day[:7] <= dense[-1])
    if len(known) < 2 or len(months_between(dense[0], dense[-1])) > _FEW_MONTHS:
        return month_chart(titles[0], note, months, wording)
    first, last = (dt.date.fromisoformat(day) for day in (known[0], known[-1]))
    units = [(first + dt.timedelta(n)).isoformat() for n in range((last - first).days + 1)]
    year = "" if first.year != last.year else wording.digits(str(first.year))
    loose = sum(count for day, count in days.items() if dense[0] <= day <= dense[-1] and len(day) == 7)
    loosely = f"و{wording.counted(loose, 'article')} يُعرف شهرها وحده" if loose else ""
    note = "؛ ".join(filter(None, (note, *_left_out(dense, months, wording), loosely, year)))
    return _draw(titles[1], note, units, days, wording)


def _left_out(dense: Sequence[str], counts: Mapping[str, int], wording: Wording) -> list[str]:
    """Return what a chart says of the months that it does not show."""
    early = sum(count for month, count in counts.items() if month < dense[0])
    late = sum(count for month, count in counts.items() if month > dense[-1])
    said = []
    if early:
        said.append(f"وقبل {wording.date(dense[0])}: {wording.counted(early, 'article')} في الجدول")
    if late:
        said.append(f"وبعد {wording.date(dense[-1])}: {wording.counted(late, 'article')} في الجدول")
    return said


def _draw(title: str, note: str, units: Sequence[str], counts: Mapping[str, int], wording: Wording) -> Chart:
    top = max(counts.get(unit, 0) for unit in units)
    width = _STEP * len(units)
    thick = min(_STEP - 2 * _GAP, width * _WIDEST)
    gap = _GAP if thick == _STEP - 2 * _GAP else 0
    bars = []
    for place, unit in enumerate(units):
        height = round(100 * counts.get(unit, 0) / top, 1)
        x = width - _STEP * place - thick - gap
        bars.append(Bar(round(x, 1), round(100 - height, 1), round(thick, 1), height))
    outside = (unit for unit, count in counts.items() if count and not units[0] <= unit <= units[-1])
    of_a_year = len(units[0]) == 10 and units[0][:4] == units[-1][:4]  # the note says which
    rows = [
        ChartRow(
            _day(unit, wording) if of_a_year and unit in units else wording.date(unit),
            wording.number(counts.get(unit, 0)),
        )
        for unit in sorted({*outside, *units})
    ]
    ticks = _day_ticks(units, wording) if len(units[0]) == 10 else _ticks(units, wording)
    return Chart(title, note, width, bars, wording.number(top), ticks, rows)


def _day_ticks(days: Sequence[str], wording: Wording) -> list[Tick]:
    """Return the labels under bars of days.

    >>> [(tick.label, tick.months) for tick in _day_ticks([f"2015-07-{n}" for n in range(20, 30)], Wording("arab", "latn"))]
    [('20 يوليو', 12), ('23 يوليو', 12), ('26 يوليو', 12), ('', 4)]
    """
    step = -(-len(days) // _MOST_LABELS)
    ticks = []
    for at in range(0, len(days), step):
        rest = min(step, len(days) - at)
        shares = max(1, round(_SHARES * rest / step))
        ticks.append(Tick(_day(days[at], wording) if 2 * rest > step or rest == step else "", shares))
    return ticks


def _day(day: str, wording: Wording) -> str:
    return f"{wording.number(int(day[8:]))} {wording.month(int(day[5:7]))}"


def _ticks(months: Sequence[str], wording: Wording) -> list[Tick]:
    """Return the labels under the bars, each as wide as the months that it names.

    >>> [(tick.label, tick.months) for tick in _ticks(months_between("2013-05", "2015-02"), Wording("arab", "latn"))]
    [('2013', 8), ('2014', 12), ('', 2)]
    """
    years = [int(month[:4]) for month in months]
    if len(months) == 2:
        return [Tick(wording.date(month), 1) for month in months]
    if years[0] == years[-1]:
        step = -(-len(months) // _MOST_LABELS)
        starts = range(0, len(months), step)
        return [Tick(wording.month(int(months[at][5:])), min(step, len(months) - at)) for at in starts]
    step = -(-(years[-1] - years[0] + 1) // _MOST_YEARS)
    ticks = []
    for first in range(years[0], years[-1] + 1, step):
        covered = sum(first <= year < first + step for year in years)
        readable = covered >= _NARROW * len(months)
        ticks.append(Tick(wording.digits(str(first)) if readable else "", -(-covered // step)))
    return ticks
