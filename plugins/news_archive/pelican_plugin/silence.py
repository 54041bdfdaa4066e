"""The map of silence: where the archive holds nothing of a source that lived, so that a gap is not read as an event.

Copies count: a text that another paper's page carries did come.

A short archive is shown day by day, a longer one month by month, a long one year by year; a year in which a source was
silent for whole months says for how many. A few stray articles far from all others do not stretch the map.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from ..catalogue import Catalogue
from .charts import dense_months, months_between
from .links import NO_SOURCE
from .views import Silence, SilenceCell, SilenceRow
from .wording import Wording

_FEW_MONTHS: Final = 3
"""Months up to which the map goes by days."""
_MOST_DAYS: Final = 62
_MOST_MONTHS: Final = 30
"""Months from which the map goes by years: more columns than a wide screen holds."""
_STRAY: Final = 0.005
"""Share of all articles that may be left out at the ends, as few and far from the others."""
_UNITS: Final = {
    10: "ما وصل من كل مصدر يوماً بيوم، ومنه النسخ المضمومة",
    7: "ما وصل من كل مصدر شهراً بشهر، ومنه النسخ المضمومة",
    4: "ما وصل من كل مصدر عاماً بعام، ومنه النسخ المضمومة",
}
"""Characters of an ISO date -> what the map shows."""


def silence_map(catalogue: Catalogue, words: Wording) -> Silence | None:
    """Return the map of what living sources gave, None for an archive without two days to compare."""
    known = dense_months(catalogue.months, _STRAY)
    if not known:
        return None
    span = len(months_between(known[0], known[-1]))
    size = 10 if span <= _FEW_MONTHS else 7 if span <= _MOST_MONTHS else 4
    units = _units(catalogue, known, size)
    if len(units) < 2:
        return None
    rows = []
    for source in catalogue.sources:
        days = [day for day in catalogue.received[source.name] if len(day) >= size]
        counts = Counter(day[:size] for day in days if day[:size] in units)
        if counts:
            silent = _silent_months(days, units) if size == 4 and source.name else {}
            cells = _cells(units, counts, silent, words, lives=bool(source.name))
            rows.append(SilenceRow(source.label or NO_SOURCE, f"s/{source.slug}.html", cells))
    labels = [_label(unit, place, words) for place, unit in enumerate(units)]
    return Silence(labels, rows, _UNITS[size]) if rows else None


def _units(catalogue: Catalogue, months: Sequence[str], size: int) -> list[str]:
    if size == 7:
        return months_between(months[0], months[-1])
    if size == 4:
        return [str(year) for year in range(int(months[0][:4]), int(months[-1][:4]) + 1)]
    received = {day for days in catalogue.received.values() for day in days if len(day) == 10}
    known = sorted(day for day in received if months[0] <= day[:7] <= months[-1])
    if not known:
        return []
    first, last = (dt.date.fromisoformat(day) for day in (known[0], known[-1]))
    return [(first + dt.timedelta(n)).isoformat() for n in range((last - first).days + 1)][-_MOST_DAYS:]


def _label(unit: str, place: int, words: Wording) -> str:
    """Return the head of a column; a day names its month where one begins."""
    if len(unit) < 10:
        return words.date(unit)
    day = words.number(int(unit[8:]))
    return f"{day} {words.month(int(unit[5:7]))}" if place == 0 or unit.endswith("-01") else day


def _silent_months(days: Sequence[str], years: Sequence[str]) -> dict[str, int]:
    """Return for each year of a source's life how many of its months in it gave nothing."""
    given = {day[:7] for day in days if len(day) >= 7 and day[:4] in years}
    if not given:
        return {}
    return Counter(month[:4] for month in months_between(min(given), max(given)) if month not in given)


def _cells(
    units: Sequence[str], counts: Mapping[str, int], silent: Mapping[str, int], words: Wording, *, lives: bool
) -> list[SilenceCell]:
    """Return one source's cells: its count, «صمت» between its first and last, one empty cell on either side of them.

    Articles without a source are no source that ``lives``: where they are none, nobody was silent.
    """
    first, last, top = min(counts), max(counts), max(counts.values())

    def cell(unit: str) -> SilenceCell:
        count = counts.get(unit, 0)
        if not count:
            return SilenceCell("صمت", "mute") if lives else SilenceCell("", "out")
        level = 1 if count * 12 < top else 2 if count * 4 < top else 3
        gap = f"صمت {words.counted(silent[unit], 'silent_month')}" if silent.get(unit) else ""
        return SilenceCell(words.number(count), f"l{level}", gap)

    before, after = sum(unit < first for unit in units), sum(unit > last for unit in units)
    outside = [[SilenceCell("", "out", span=many)] if many else [] for many in (before, after)]
    return [*outside[0], *map(cell, units[before : len(units) - after]), *outside[1]]
