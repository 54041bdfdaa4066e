"""Dates as Arabic papers write them: five sets of month names, Hijri, three digit families.

A date is read only where the text or a field dates the article itself; a day that the story is about dates nothing.
The result is an EDTF date with the words it was read from, or nothing: an archive never guesses today.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Literal

from .digits import to_ascii

MONTHS: Final[dict[str, int]] = {
    name.replace("_", " "): number
    for names in (
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
        "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
        "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
        "يناير فبراير مارس إبريل مايو يونيو يوليو أغشت شتمبر أكتوبر نوفمبر دجمبر",
        "يناير فبراير مارس أبريل مايو يونيه يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "كانون_ثاني شباط آذار نيسان مايس حزيران تموز آب أيلول تشرين_أول تشرين_ثاني كانون_أول",
    )
    for number, name in enumerate(names.split(), 1)
}
"""Gregorian month names: pan-Arab, Levantine, Maghrebi, Moroccan, Mauritanian; Egyptian and Iraqi spellings."""

HIJRI_MONTHS: Final[dict[str, int]] = {
    name.replace("_", " "): number
    for number, names in enumerate(
        (
            "محرم المحرم",
            "صفر",
            "ربيع_الأول",
            "ربيع_الآخر ربيع_الثاني",
            "جمادى_الأولى",
            "جمادى_الآخرة جمادى_الثانية",
            "رجب",
            "شعبان",
            "رمضان",
            "شوال",
            "ذو_القعدة ذي_القعدة",
            "ذو_الحجة ذي_الحجة",
        ),
        1,
    )
    for name in names.split()
}

FOLD: Final = str.maketrans("أإآى", "اااي", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")
MONTH_OF: Final = {name.translate(FOLD): number for name, number in MONTHS.items()}
_HIJRI_OF: Final = {name.translate(FOLD): number for name, number in HIJRI_MONTHS.items()}


def _alternatives(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


MONTH_NAMES: Final = _alternatives(MONTH_OF)
_H: Final = _alternatives(_HIJRI_OF)
_MONTH_DAY_YEAR: Final = re.compile(rf"(?<!\w)({MONTH_NAMES})\s+(\d{{1,2}})\s*[,،]\s*((?:1[89]|20)\d\d)(?!\d)")
_DAY_MONTH_YEAR: Final = re.compile(
    rf"(?<![\d/])(\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?({MONTH_NAMES})(?:\s*[/(]\s*(?:{MONTH_NAMES})\s*\)?)?(?:،)?\s+(?:عام\s+|سنة\s+)?((?:1[89]|20)\d\d)(?!\d)"
)
_MONTH_YEAR: Final = re.compile(
    rf"(?<!\w)(?<!\d\s)({MONTH_NAMES})(?:\s*[/(]\s*(?:{MONTH_NAMES})\s*\)?)?\s+((?:1[89]|20)\d\d)(?!\d)"
)
_RANGE: Final = re.compile(
    rf"(?<![\d/])(\d{{1,2}})(?:\s+({MONTH_NAMES}))?\s*(?:-|–|—|و|إلى|الى|الي|حتى|حتي)\s*(\d{{1,2}})\s+(?:من\s+)?({MONTH_NAMES})(?:\s*[/(]\s*(?:{MONTH_NAMES})\s*\)?)?(?:،)?\s+(?:عام\s+|سنة\s+)?((?:1[89]|20)\d\d)(?!\d)"
)
_HIJRI_NUMBERS: Final = re.compile(
    r"(?<![\d/\-])(?:(\d{1,2})\s*[-/]\s*(\d{1,2})\s*[-/]\s*(1[34]\d\d)|(1[34]\d\d)\s*[-/]\s*(\d{1,2})\s*[-/]\s*(\d{1,2}))\s*ه"
)
_HIJRI_MONTH: Final = re.compile(rf"(?<!\w)({_H})(?:\s+المبارك|\s+الحرام)?\s+(?:عام\s+)?(1[34]\d\d)\s*(?:هـ|ه)(?!\w)")
_HIJRI: Final = re.compile(
    rf"(?<![\d/])(\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?({_H})(?:\s+المبارك|\s+الحرام)?\s+(?:عام\s+)?(1[34]\d\d)\s*(?:هـ|ه)?(?!\d)"
)
_ISO: Final = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DMY: Final = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:1[89]|20)\d\d)(?!\d)")
WEEKDAYS: Final[dict[str, int]] = {
    name: number for number, name in enumerate("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split())
} | {"الإثنين": 0, "الاربعاء": 2, "الاحد": 6}
"""Day of the week -> its number, Monday 0."""


DateOrder = Literal["", "dmy", "mdy"]
"""Which of day and month stands first in a date of numbers; '' where nobody says."""


def read_date(text: str) -> tuple[str, str] | None:
    """Return the EDTF of the first date in ``text`` and the words it was read from.

    >>> read_date("دمشق ٢٠ كانون الثاني/يناير ٢٠١٥")
    ('2015-01-20', '٢٠ كانون الثاني/يناير ٢٠١٥')
    >>> read_date("الاثنين 4 شوال 1436هـ الموافق 20 يوليو 2015")[0], read_date("15 غشت 2014")[0]
    ('2015-07-20', '2014-08-15')
    >>> read_date("4 شوال 1436هـ")[0]
    '2015-07-20'
    """
    flat = to_ascii(text).translate(FOLD)
    table = _places(text)
    for pattern, reader in (
        (_RANGE, _from_range),
        (_DAY_MONTH_YEAR, _from_names),
        (_MONTH_DAY_YEAR, _from_month_day),
        (_ISO, _from_iso),
        (_DMY, _from_dmy),
        (_HIJRI, _from_hijri),
        (_HIJRI_NUMBERS, _from_hijri_numbers),
        (_MONTH_YEAR, _from_month),
        (_HIJRI_MONTH, _from_hijri_month),
    ):
        for m in pattern.finditer(flat):
            edtf = reader(m)
            if edtf:
                return edtf, text[table[m.start()] : table[m.end()]].strip()
    return None


def _places(text: str) -> list[int]:
    """Return, for each code point of the folded text, its place in ``text``, and the end."""
    dropped = {point for point, to in FOLD.items() if to is None}
    return [i for i, c in enumerate(text) if ord(c) not in dropped] + [len(text)]


def day_of(year: int, month: int, day: int) -> str | None:
    """Return the EDTF of a Gregorian day, None for one that there is not."""
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _from_names(m: re.Match[str]) -> str | None:
    return day_of(int(m[3]), MONTH_OF[m[2]], int(m[1]))


def _from_month_day(m: re.Match[str]) -> str | None:
    return day_of(int(m[3]), MONTH_OF[m[1]], int(m[2]))


def _from_iso(m: re.Match[str]) -> str | None:
    return day_of(int(m[1]), int(m[2]), int(m[3]))


def _from_dmy(m: re.Match[str]) -> str | None:
    """Return the day of ``03/04/2015`` with the day first, of ``03/25/2015`` with the month, as nothing else can be meant."""
    year, first, second = int(m[3]), int(m[1]), int(m[2])
    return day_of(year, second, first) or day_of(year, first, second)


def find_other_reading(words: str, edtf: str) -> str | None:
    """Return the day that numbers mean if day and month change places, None where they cannot mean both.

    >>> find_other_reading("03/04/2015", "2015-04-03"), find_other_reading("25/04/2015", "2015-04-25")
    ('2015-03-04', None)
    """
    m = _DMY.search(to_ascii(words))
    if m is None:
        return None
    year, first, second = int(m[3]), int(m[1]), int(m[2])
    days = {day_of(year, second, first), day_of(year, first, second)}
    return next(iter(days - {edtf}), None) if len(days) == 2 and edtf in days else None


def _from_month(m: re.Match[str]) -> str:
    return f"{m[2]}-{MONTH_OF[m[1]]:02d}"


def _from_range(m: re.Match[str]) -> str | None:
    first = day_of(int(m[5]), MONTH_OF[m[2] or m[4]], int(m[1]))
    last = day_of(int(m[5]), MONTH_OF[m[4]], int(m[3]))
    return f"{first}/{last}" if first and last and first < last else None


def _from_hijri(m: re.Match[str]) -> str | None:
    return hijri_day(int(m[3]), _HIJRI_OF[m[2]], int(m[1]))


def _from_hijri_numbers(m: re.Match[str]) -> str | None:
    day, month, year = (m[1], m[2], m[3]) if m[1] else (m[6], m[5], m[4])
    return hijri_day(int(year), int(month), int(day))


def _from_hijri_month(m: re.Match[str]) -> str | None:
    """Return the days from the first of a Hijri month to its last, which no Gregorian month is."""
    month = _HIJRI_OF[m[1]]
    return hijri_days(int(m[2]), month, month)


def hijri_days(year: int, first_month: int, last_month: int) -> str | None:
    """Return the interval from the first day of a Hijri month to the last one of another in the same year."""
    first = hijri_day(year, first_month, 1)
    last = hijri_day(year, last_month, 30) or hijri_day(year, last_month, 29)
    return f"{first}/{last}" if first and last else None


def hijri_day(year: int, month: int, day: int) -> str | None:
    """Return the Gregorian day of a Hijri one (Umm al-Qura), None for one that there is not."""
    from hijridate import Hijri  # loaded only where a Hijri date stands alone

    try:
        return str(Hijri(year, month, day).to_gregorian().isoformat())
    except (ValueError, OverflowError):
        return None


def precision_of(edtf: str) -> Literal["day", "month", "year", "interval"]:
    """Return how exact an EDTF date is.

    >>> [precision_of(date) for date in ("2015-07-20", "2015-07", "2015", "2015-07-17/2015-08-15")]
    ['day', 'month', 'year', 'interval']
    """
    if "/" in edtf:
        return "interval"
    return "day" if len(edtf) == 10 else "month" if len(edtf) == 7 else "year"
