"""Dates as a field of a record gives them: what a text may not say, since there it would mean something else.

Besides everything that ``dates.read_date`` reads: a year or a month alone, digits without strokes (``20150720``), English
and French month names, as feeds and editing systems write them, and Hijri days without their «هـ». Not read, because two
days are meant by the same words: ``07/08/15``, and seconds since 1970, which are one day here and another one there.
"""

from __future__ import annotations

import re
from typing import Final

from .dates import day_of, hijri_day, hijri_days, read_date
from .digits import to_ascii

_MONTHS: Final = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv fevrier mars avr mai juin juil aout sept oct nov decembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_M: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR: Final = r"((?:1[89]|20)\d\d)(?!\d)"
_HIJRI_YEAR: Final = r"(1[34]\d\d)(?!\d)"
_DAY_FIRST: Final = re.compile(rf"(?<![\w/])(\d{{1,2}})(?:st|nd|rd|th|er)?[\s\-]+({_M})\.?,?[\s\-]+{_YEAR}")
_MONTH_FIRST: Final = re.compile(rf"(?<!\w)({_M})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+{_YEAR}")
_MONTH_ALONE: Final = re.compile(rf"({_M})\.?,?\s+{_YEAR}")
_SHORT: Final = re.compile(rf"{_YEAR}(?:[-/.](\d{{1,2}}))?")
_DIGITS: Final = re.compile(r"((?:1[89]|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_HIJRI: Final = re.compile(
    rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.]{_HIJRI_YEAR}|{_HIJRI_YEAR}(?:[-/.](\d{{1,2}})[-/.](\d{{1,2}}))?"
)


def read_field_date(text: str) -> str | None:
    """Return the EDTF of the date that a field gives, or None.

    >>> [read_field_date(date) for date in ("Mon, 20 Jul 2015 23:00:00 GMT", "July 20, 2015", "20150720", "2015-7")]
    ['2015-07-20', '2015-07-20', '2015-07-20', '2015-07']
    >>> read_field_date("4/10/1436"), read_field_date("1436"), read_field_date("20/7/15")
    ('2015-07-20', '2014-10-25/2015-10-13', None)
    """
    found = read_date(text)
    if found:
        return found[0]
    plain = to_ascii(text).strip().lower()
    return _read_short(plain) or _read_latin(plain) or _read_hijri(plain)


def _read_short(plain: str) -> str | None:
    short = _SHORT.fullmatch(plain)
    if short:
        month = int(short[2] or 1)
        return f"{short[1]}-{month:02d}" if short[2] and 1 <= month <= 12 else None if short[2] else short[1]
    digits = _DIGITS.fullmatch(plain)
    return day_of(int(digits[1]), int(digits[2]), int(digits[3])) if digits else None


def _read_latin(plain: str) -> str | None:
    day_first, month_first = _DAY_FIRST.search(plain), _MONTH_FIRST.search(plain)
    if day_first:
        return day_of(int(day_first[3]), _MONTHS[day_first[2]], int(day_first[1]))
    if month_first:
        return day_of(int(month_first[3]), _MONTHS[month_first[1]], int(month_first[2]))
    month = _MONTH_ALONE.fullmatch(plain)
    return f"{month[2]}-{_MONTHS[month[1]]:02d}" if month else None


def _read_hijri(plain: str) -> str | None:
    found = _HIJRI.fullmatch(plain)
    if found is None:
        return None
    if found[3]:
        return hijri_day(int(found[3]), int(found[2]), int(found[1]))
    if found[5]:
        return hijri_day(int(found[4]), int(found[5]), int(found[6]))
    return hijri_days(int(found[4]), 1, 12)
