"""Days that a text names by their distance from its own: أمس، الثلاثاء الماضي، الأسبوع المقبل، 20 تموز without a year.

They mean nothing by themselves. ``resolve_dates`` needs the day of issue and gives, for each, an EDTF date or interval
and the words it was read from; without a day of issue there is no result, and a day of collection is none.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .dates import MONTHS, WEEKDAYS, precision_of
from .digits import to_ascii

_PAST: Final = "الماضي|الماضية|الفائت|الفائتة|المنصرم|المنصرمة|السابق"
_NEXT: Final = "المقبل|المقبلة|القادم|القادمة"
_THIS: Final = "الحالي|الحالية|الجاري|الجارية"
_PART_OF_DAY: Final = r"(?:(?:صباح|مساء|فجر|ظهر|عصر|ليل|ليلة|منتصف ليل)\s+)?"
_DAYS: Final = {
    "أول من أمس": -2, "أول أمس": -2, "أمس الأول": -2, "أمس": -1, "البارحة": -1, "بعد غد": 2, "بعد غدٍ": 2, "غداً": 1, "غدا": 1,
    "غد": 1, "اليوم": 0,
}  # fmt: skip
"""Words for a day -> days from the day of issue."""
_FIRST_DAY: Final = calendar.SATURDAY
"""Of the week, where the papers are."""


def _words(names: object) -> str:
    return "|".join(re.escape(name) for name in sorted(map(str, names), key=len, reverse=True))  # type: ignore[call-overload]


_RELATIVE: Final = re.compile(
    rf"(?<!\w){_PART_OF_DAY}(?:"
    rf"(?P<day>{_words(_DAYS)})(?:\s+\(?(?P<named>{_words(WEEKDAYS)})\)?)?"
    rf"|(?:يوم\s+)?(?P<weekday>{_words(WEEKDAYS)})\s+(?:(?P<before>{_PAST})|(?P<after>{_NEXT}))"
    rf"|(?P<unit>الأسبوع|الشهر|العام)\s+(?:(?P<past>{_PAST})|(?P<next>{_NEXT})|(?P<this>{_THIS}))"
    rf"|(?P<date>[0-9\u0660-\u0669\u06f0-\u06f9]{{1,2}})\s+(?P<month>{_words(MONTHS)})(?!\s*[/(،]?\s*[0-9\u0660-\u0669\u06f0-\u06f9])"
    rf")(?!\w)"
)


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A day, week, month or year that a text names relative to its own date."""

    start: int
    """First code point of the words."""
    end: int
    words: str
    edtf: str
    precision: str


def resolve_dates(text: str, issue: str) -> Iterator[ResolvedDate]:
    """Yield the relative dates of ``text`` as seen from the ISO day ``issue``; nothing where that is no day.

    A weekday that contradicts its word («أمس الثلاثاء», and yesterday was a Monday) is not resolved.

    >>> [(d.words, d.edtf) for d in resolve_dates("قال مساء أمس إن الجسر يُفتح الأسبوع المقبل", "2015-07-20")]
    [('مساء أمس', '2015-07-19'), ('الأسبوع المقبل', '2015-07-25/2015-07-31')]
    >>> list(resolve_dates("قال أمس", "../2015-07-21"))
    []
    """
    try:
        day = dt.date.fromisoformat(issue)
    except ValueError:
        return
    for m in _RELATIVE.finditer(text):
        edtf = _resolve(m, day)
        if edtf:
            yield ResolvedDate(m.start(), m.end(), m.group(), edtf, precision_of(edtf))


def _resolve(m: re.Match[str], issue: dt.date) -> str | None:
    try:
        if m["day"]:
            day = issue + dt.timedelta(days=_DAYS[m["day"]])
            return day.isoformat() if not m["named"] or day.weekday() == WEEKDAYS[m["named"]] else None
        if m["weekday"]:
            return _near_weekday(issue, WEEKDAYS[m["weekday"]], back=bool(m["before"])).isoformat()
        if m["unit"]:
            return _near_unit(issue, m["unit"], -1 if m["past"] else 1 if m["next"] else 0)
        return _near_day(issue, MONTHS[m["month"]], int(to_ascii(m["date"])))
    except (ValueError, OverflowError):  # the edge of the calendar
        return None


def _near_weekday(issue: dt.date, weekday: int, *, back: bool) -> dt.date:
    ahead = (weekday - issue.weekday()) % 7
    return issue + dt.timedelta(days=(ahead - 7) if back else (ahead or 7))


def _near_unit(issue: dt.date, unit: str, step: int) -> str:
    if unit == "العام":
        return f"{issue.year + step:04d}"
    if unit == "الشهر":
        months = issue.year * 12 + issue.month - 1 + step
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    first = issue - dt.timedelta(days=(issue.weekday() - _FIRST_DAY) % 7) + dt.timedelta(weeks=step)
    return f"{first.isoformat()}/{(first + dt.timedelta(days=6)).isoformat()}"


def _near_day(issue: dt.date, month: int, day: int) -> str:
    """Return the day of that name that is nearest to the day of issue."""
    years = []
    for year in (issue.year - 1, issue.year, issue.year + 1):
        if day <= calendar.monthrange(year, month)[1]:
            years.append(dt.date(year, month, day))
    return min(years, key=lambda found: abs((found - issue).days)).isoformat() if years else ""
