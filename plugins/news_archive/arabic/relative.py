"""Days that a text names by their distance from its own: مساء أمس، الثلاثاء الماضي، الأسبوع المقبل، الاثنين 20 تموز.

They mean nothing by themselves. ``resolve_dates`` needs the day of issue and gives, for each, an EDTF date or interval
and the words it was read from; without a day of issue there is no result, and a day of collection is none. What could
mean two days is left out: «اليوم» without a weekday or a part of the day («العالم اليوم»), a month or year beside a Hijri
date, a bare weekday anywhere but in the first clause of a sentence that begins with what happened.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from .dates import HIJRI_MONTHS, MONTHS, WEEKDAYS, precision_of
from .digits import to_ascii

_PAST: Final = "الماضي|الماضية|الفائت|الفائتة|المنصرم|المنصرمة"
_NEXT: Final = "المقبل|المقبلة|القادم|القادمة"
_THIS: Final = "الحالي|الجاري"
_HOUR: Final = "صباح|مساء|فجر|ظهر|عصر|مغرب|ليل|ليلة|منتصف ليل"
_DAYS: Final = {
    "أول من أمس": -2, "أول من امس": -2, "أول أمس": -2, "أمس الأول": -2, "أمس الاول": -2, "امس الاول": -2, "البارحة الأولى": -2,
    "أمس": -1, "امس": -1, "البارحة": -1, "بعد غد": 2, "بعد غدٍ": 2, "غداً": 1, "غدًا": 1, "غدا": 1, "غدٍ": 1, "غد": 1, "اليوم": 0,
}  # fmt: skip
"""Words for a day -> days from the day of issue."""
_DOUBTFUL: Final = frozenset(("اليوم", "غدا", "غد"))
"""Also «nowadays», «became» and «the morrow»: a weekday or a part of the day must stand beside them."""
_TRIGGER: Final = re.compile(
    "[أا]مس|البارحة|غد|اليوم|الماضي|الفائت|المنصرم|المقبل|القادم|الحالي|الجاري|(?:يوم|" + _HOUR + ") ال|[0-9٠-٩] "
)
"""What every such word holds; most texts are done with after this test."""
_WEEKS: Final = (calendar.SATURDAY, calendar.SUNDAY, calendar.MONDAY)
"""Days on which a week begins: a paper in the Levant, one in the Gulf, an agency in Europe. None says which it means."""
_HAPPENED: Final = re.compile(
    "(?:قال|قالت|أعلن|أعلنت|اعلن|اعلنت|ذكر|ذكرت|أكد|أكدت|اكد|اكدت|صرح|أفاد|أفادت|قتل|قُتل|قتلت|أصيب|اصيب|أصيبت|توفي|لقي|وصل|وصلت"
    "|غادر|غادرت|شهد|شهدت|أقام|أقامت|افتتح|افتتحت|اختتم|اختتمت|انطلق|انطلقت|بدأ|بدأت|انتهى|انتهت|أحيا|ضبط|ضبطت|اعتقل|اعتقلت|أوقفت"
    "|اندلع|اندلعت|وقع|وقعت|أسفر|أسفرت|فتح|فتحت|شن|شنت|أقر|التقى|التقت|استقبل|بحث|ترأس|زار|أدان|أدانت|دان|كشف|كشفت|سجل|سجلت|فاز"
    r"|خسر|تعادل|تغلب|أطلق|أطلقت|وافق|وافقت|رفض|رفضت|طالب|طالبت|دعا|دعت|عاد|توجه|هز|هزت|تعرض|تعرضت)\s[^.؟!؛،:«»\"()\n]{0,90}"
)
"""The first clause of a sentence that tells what happened."""
_AHEAD: Final = re.compile(
    r"(?<!\w)(?:[أإا]ن|ب[أا]ن|[أإ]ن[هها]+ا?|الذي|التي|الذين|ل?لن|سوف|س[يت]\w{3,}|المقرر|المزمع|موعد|من|منذ|حتى|قبل|بعد|إلى)(?!\w)"
)
"""Words after which another day than that of the report may stand."""


def _words(names: object) -> str:
    return "|".join(re.escape(name) for name in sorted(map(str, names), key=len, reverse=True))  # type: ignore[call-overload]


_W: Final = _words(WEEKDAYS)
_RELATIVE: Final = re.compile(
    rf"(?<!\w)(?P<hour>(?:{_HOUR})\s+)?(?:"
    rf"(?P<on>يوم\s+)?(?P<day>{_words(_DAYS)})(?!\s+(?:التالي|الأول|الاول|السابق|نفسه|ذاته|الواحد))(?:\s+[(\"]?(?P<named>{_W})[)\"]?)?"
    rf"|(?:يوم\s+)?(?P<weekday>{_W})\s+(?:(?P<before>{_PAST})|(?P<after>{_NEXT}))"
    rf"|(?P<unit>الأسبوع|الاسبوع|الشهر|العام)\s+(?:(?P<past>{_PAST})|(?P<next>{_NEXT})|(?P<this>{_THIS}))"
    rf"|(?:يوم\s+)?(?P<stated>{_W})\s+(?P<date>[0-9\u0660-\u0669\u06f0-\u06f9]{{1,2}})\s+(?P<month>{_words(MONTHS)})(?!\s*[-/(،]?\s*[0-9\u0660-\u0669\u06f0-\u06f9])"
    rf"|(?P<at>يوم\s+)?(?P<bare>{_W})(?!\s+(?:{_W}|الموافق|\d|ال\w+\s+(?:عشر\s+)?من\s))"
    rf")(?!\w)"
)
_HIJRI: Final = re.compile(rf"\d\s*هـ|هجري|(?<!\w)(?:{_words(HIJRI_MONTHS)})(?!\w)")


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A day, week, month or year that a text names relative to its own date."""

    start: int
    """First code point of the words."""
    end: int
    words: str
    edtf: str
    precision: str


class _ContradictionError(Exception):
    """A weekday is not that of the day it is said of."""


def resolve_dates(text: str, issue: str) -> list[ResolvedDate]:
    """Return the relative dates of ``text`` as seen from the ISO day ``issue``; nothing where that is no day.

    Where a weekday contradicts its word («أمس الثلاثاء», and yesterday was a Monday), the day of issue is in doubt, and
    nothing of the text is resolved.

    >>> [(d.words, d.edtf) for d in resolve_dates("قال مساء أمس إن الجسر يُفتح الأسبوع المقبل", "2015-07-20")]
    [('مساء أمس', '2015-07-19'), ('الأسبوع المقبل', '2015-07-25/2015-08-02')]
    >>> resolve_dates("قال أمس", "../2015-07-21"), resolve_dates("قال أمس الثلاثاء", "2015-07-20")
    ([], [])
    """
    if not _TRIGGER.search(text):
        return []
    try:
        day = dt.date.fromisoformat(issue)
    except ValueError:
        return []
    resolved = []
    try:
        for m in _RELATIVE.finditer(text):
            edtf = _resolve(m, day)
            if edtf:
                resolved.append(ResolvedDate(m.start(), m.end(), m.group().rstrip(), edtf, precision_of(edtf)))
    except _ContradictionError:
        return []
    return resolved


def _resolve(m: re.Match[str], issue: dt.date) -> str | None:
    try:
        if m["day"]:
            return _word_for_a_day(m, issue)
        if m["weekday"]:
            return _near_weekday(issue, WEEKDAYS[m["weekday"]], back=bool(m["before"])).isoformat()
        if m["unit"]:
            return _near_unit(m, issue)
        if m["stated"]:
            return _near_day(issue, MONTHS[m["month"]], int(to_ascii(m["date"])), WEEKDAYS[m["stated"]])
        return _bare_weekday(m, issue)
    except (ValueError, OverflowError):  # the edge of the calendar
        return None


def _word_for_a_day(m: re.Match[str], issue: dt.date) -> str | None:
    day = issue + dt.timedelta(days=_DAYS[m["day"]])
    if m["named"] and day.weekday() != WEEKDAYS[m["named"]]:
        raise _ContradictionError
    sure = m["named"] or m["hour"] or (m["on"] and m["day"] != "اليوم")
    return day.isoformat() if sure or m["day"] not in _DOUBTFUL else None


def _near_weekday(issue: dt.date, weekday: int, *, back: bool) -> dt.date:
    ahead = (weekday - issue.weekday()) % 7
    return issue + dt.timedelta(days=(ahead - 7) if back else (ahead or 7))


def _bare_weekday(m: re.Match[str], issue: dt.date) -> str | None:
    """Return the last such day before the issue, where the sentence tells what happened on it; its own weekday is two."""
    if not (m["hour"] or m["at"]) or WEEKDAYS[m["bare"]] == issue.weekday():
        return None
    begin = max(m.string.rfind(mark, 0, m.start()) for mark in ".؟!\n") + 1
    clause = m.string[begin : m.start()].lstrip()
    if not _HAPPENED.fullmatch(clause or " ") or _AHEAD.search(clause):
        return None
    return _near_weekday(issue, WEEKDAYS[m["bare"]], back=True).isoformat()


def _near_unit(m: re.Match[str], issue: dt.date) -> str | None:
    step = -1 if m["past"] else 1 if m["next"] else 0
    if m["unit"] in ("العام", "الشهر"):
        before = m.string[: m.start()].split()
        if _HIJRI.search(m.string) or (m["unit"] == "العام" and before and before[-1].startswith("ال")):
            return None  # «الأمين العام الحالي» is no year
        months = issue.year * 12 + issue.month - 1 + step
        return f"{issue.year + step:04d}" if m["unit"] == "العام" else f"{months // 12:04d}-{months % 12 + 1:02d}"
    firsts = [issue - dt.timedelta(days=(issue.weekday() - first) % 7) + dt.timedelta(weeks=step) for first in _WEEKS]
    return f"{min(firsts).isoformat()}/{(max(firsts) + dt.timedelta(days=6)).isoformat()}"


def _near_day(issue: dt.date, month: int, day: int, weekday: int) -> str | None:
    """Return the day of that name that is nearest to the day of issue, where it falls on the weekday."""
    years = [
        dt.date(year, month, day)
        for year in (issue.year - 1, issue.year, issue.year + 1)
        if day <= calendar.monthrange(year, month)[1]
    ]
    found = min(years, key=lambda near: abs((near - issue).days)) if years else None
    return found.isoformat() if found and found.weekday() == weekday else None
