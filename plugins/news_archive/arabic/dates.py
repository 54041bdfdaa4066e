"""Dates as Arabic papers write them: five sets of month names, Hijri, three digit families.

A date is read only where the text or a field dates the article itself; a day that the story is about dates nothing.
The result is an EDTF date with the words it was read from, or nothing: an archive never guesses today.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from ..models import DateEvidence
from .digits import to_ascii

MONTHS: Final[dict[str, int]] = {
    name.replace("_", " "): number
    for names in (
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
        "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
        "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
        "يناير فبراير مارس إبريل مايو يونيو يوليو أغشت شتمبر أكتوبر نوفمبر دجمبر",
    )
    for number, name in enumerate(names.split(), 1)
}
"""Gregorian month names: pan-Arab, Levantine, Maghrebi, Moroccan, Mauritanian."""

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

_FOLD: Final = str.maketrans("أإآى", "اااي", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")
_MONTH_OF: Final = {name.translate(_FOLD): number for name, number in MONTHS.items()}
_HIJRI_OF: Final = {name.translate(_FOLD): number for name, number in HIJRI_MONTHS.items()}


def _alternatives(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_M: Final = _alternatives(_MONTH_OF)
_H: Final = _alternatives(_HIJRI_OF)
_DAY_MONTH_YEAR: Final = re.compile(
    rf"(?<![\d/])(\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?({_M})(?:\s*[/(]\s*(?:{_M})\s*\)?)?(?:،)?\s+(?:عام\s+|سنة\s+)?((?:1[89]|20)\d\d)(?!\d)"
)
_MONTH_YEAR: Final = re.compile(rf"(?<!\w)({_M})(?:\s*[/(]\s*(?:{_M})\s*\)?)?\s+((?:1[89]|20)\d\d)(?!\d)")
_HIJRI: Final = re.compile(
    rf"(?<![\d/])(\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?({_H})(?:\s+المبارك|\s+الحرام)?\s+(?:عام\s+)?(1[34]\d\d)\s*(?:هـ|ه)?(?!\d)"
)
_ISO: Final = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DMY: Final = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.]((?:1[89]|20)\d\d)(?!\d)")
_YEAR_MONTH: Final = re.compile(r"\A\s*((?:1[89]|20)\d\d)-(\d{1,2})\s*\Z")
_YEAR: Final = re.compile(r"\A\s*((?:1[89]|20)\d\d)\s*\Z")
_DATELINE_WORDS: Final = 5
"""Words that may stand before the date of a dateline: a city of three words, an agency."""
_PREPOSITIONS: Final = frozenset(("في", "منذ", "يوم", "حتى", "من", "إلى", "بتاريخ", "قبل", "بعد"))
"""A date after one of these stands in a sentence."""
_AFTER_DATELINE: Final = re.compile(r"\s*[-–—:ـ]")
_DATE_LABEL: Final = re.compile(r"\A\s*(?:التاريخ|تاريخ النشر|نشر في|نُشر في|بتاريخ|نشر بتاريخ|صدر في)\s*:?\s*")
_LABEL_LINE: Final = 90
"""Code points; a line that only says when the article was published is not longer."""


def read_date(text: str) -> tuple[str, str] | None:
    """Return the EDTF of the first date in ``text`` and the words it was read from.

    >>> read_date("دمشق ٢٠ كانون الثاني/يناير ٢٠١٥")
    ('2015-01-20', '٢٠ كانون الثاني/يناير ٢٠١٥')
    >>> read_date("الاثنين 4 شوال 1436هـ الموافق 20 يوليو 2015")[0], read_date("15 غشت 2014")[0]
    ('2015-07-20', '2014-08-15')
    >>> read_date("4 شوال 1436هـ")[0]
    '2015-07-20'
    """
    flat = to_ascii(text).translate(_FOLD)
    table = _places(text)
    for pattern, reader in (
        (_DAY_MONTH_YEAR, _from_names),
        (_ISO, _from_iso),
        (_DMY, _from_dmy),
        (_HIJRI, _from_hijri),
        (_MONTH_YEAR, _from_month),
    ):
        for m in pattern.finditer(flat):
            edtf = reader(m)
            if edtf:
                return edtf, text[table[m.start()] : table[m.end()]].strip()
    return None


def _places(text: str) -> list[int]:
    """Return, for each code point of the folded text, its place in ``text``, and the end."""
    dropped = {point for point, to in _FOLD.items() if to is None}
    return [i for i, c in enumerate(text) if ord(c) not in dropped] + [len(text)]


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _from_names(m: re.Match[str]) -> str | None:
    return _day(int(m[3]), _MONTH_OF[m[2]], int(m[1]))


def _from_iso(m: re.Match[str]) -> str | None:
    return _day(int(m[1]), int(m[2]), int(m[3]))


def _from_dmy(m: re.Match[str]) -> str | None:
    return _day(int(m[3]), int(m[2]), int(m[1]))


def _from_month(m: re.Match[str]) -> str:
    return f"{m[2]}-{_MONTH_OF[m[1]]:02d}"


def _from_hijri(m: re.Match[str]) -> str | None:
    from hijridate import Hijri  # loaded only where a Hijri date stands alone

    try:
        return str(Hijri(int(m[3]), _HIJRI_OF[m[2]], int(m[1])).to_gregorian().isoformat())
    except (ValueError, OverflowError):
        return None


def find_issue_date(body: str, *, date_field: str, collected: str) -> DateEvidence | None:
    """Return the date of issue: from a date field, from the text where it dates itself, else an upper bound or None.

    The text dates itself in its dateline (a few words, the day, then a dash or colon) and in a line of its own that says
    when it was published. A day in a sentence is what the story is about, and dates nothing.
    """
    if date_field:
        found = read_date(date_field)
        if found:
            return DateEvidence(found[0], "day" if len(found[0]) == 10 else "month", date_field, "field")
        short = _YEAR_MONTH.match(to_ascii(date_field)) or _YEAR.match(to_ascii(date_field))
        if short:
            edtf = "-".join(part.zfill(2) for part in short.groups())
            return DateEvidence(edtf, "month" if "-" in edtf else "year", date_field, "field")
    found = _date_in_text(body)
    if found:
        return DateEvidence(found[0], "day" if len(found[0]) == 10 else "month", found[1], "text")
    if collected:
        bound = _ISO.search(to_ascii(collected))
        edtf_bound = _from_iso(bound) if bound else None
        if edtf_bound:
            return DateEvidence(f"../{edtf_bound}", "upper_bound", collected, "collected")
    return None


def _date_in_text(body: str) -> tuple[str, str] | None:
    lead = body[:90].partition("\n")[0]
    if any(c.isdigit() for c in lead):
        found = read_date(lead)
        if found and len(found[0]) == 10:
            at = lead.find(found[1])
            before = lead[:at]
            words = before.split()
            place = 0 < len(words) <= _DATELINE_WORDS and words[-1] not in _PREPOSITIONS
            if (
                place
                and not any(mark in before for mark in ".:؟!*•")
                and _AFTER_DATELINE.match(lead, at + len(found[1]))
            ):
                return found
    for line in (body.partition("\n")[0], body.rpartition("\n")[2]):
        if len(line) > _LABEL_LINE or not any(c.isdigit() for c in line):
            continue
        label = _DATE_LABEL.match(line)
        found = read_date(line[label.end() :] if label else line)
        if found and (label or found[1] == line.strip(" .()")):  # a line that is nothing but a date
            return found
    return None
