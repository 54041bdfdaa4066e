"""When an article was issued, as a field of its record, the text itself or its address says; a day in a sentence dates nothing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from ..models import DateEvidence
from .address_dates import read_address_date
from .dates import FOLD, MONTH_NAMES, MONTH_OF, WEEKDAYS, DateOrder, day_of, find_other_reading, precision_of, read_date
from .digits import to_ascii
from .field_dates import read_field_date

_DATELINE_WORDS: Final = 5
"""Words that may stand before the date of a dateline: a city of three words, an agency."""
_PREPOSITIONS: Final = frozenset(("في", "منذ", "يوم", "حتى", "من", "إلى", "بتاريخ", "قبل", "بعد"))
"""A date after one of these stands in a sentence."""
_AFTER_DATELINE: Final = re.compile(r"\s*(?:\([^()\n]{2,20}\)\s*)?[-–—:ـ]")
_DATE_LABEL: Final = re.compile(r"\A\s*(?:التاريخ|تاريخ النشر|نشر في|نُشر في|بتاريخ|نشر بتاريخ|صدر في)\s*:?\s*")
_AROUND_DATE: Final = " .()،-–—|:"
_PAPERS: Final = ("جريدة", "صحيفة", "مجلة", "وكالة", "موقع", "شبكة")
"""What the name of a paper begins with, in a line of name and date."""
_DATELINE: Final = 90
"""Code points of the first paragraph in which a dateline stands."""
_DIGIT: Final = re.compile(r"\d")
_DAY_MONTH: Final = re.compile(rf"(?<![\d/])(\d{{1,2}})\s+({MONTH_NAMES})(?!\s*[/\d]|\s*\(\s*(?:{MONTH_NAMES}))(?!\w)")
_NET: Final = dt.timedelta(1)
"""How far the day of an address may lie from that of the text and mean the same issue."""
_STAMP: Final = re.compile(r"((?:1[89]|20)\d\d)-(\d\d)-(\d\d)(?:[T ][\d:.]+(?:Z|[+-][\d:]+)?)?")
"""A time of collection as programs write it, by far the commonest form: read at once."""
_LABEL_LINE: Final = 90
"""Code points; a line that only says when the article was published is not longer."""


def find_issue_date(
    body: str, *, date_field: str, collected: str, address: str = "", order: DateOrder = ""
) -> DateEvidence | None:
    """Return the date of issue by the best evidence there is, else an upper bound or None.

    First a date field; then the text, in its dateline (a few words, the day, then a dash or colon) or in a line of its own
    that says when it was published; then the address of the original; then the day of collection, as a bound. A month, a
    year or an interval is made exact by a dateline or an address whose day lies in it; what «03/04/2015» means is said by
    ``order``, else by an address that gives one of its two days, else it is day before month, unless that day comes after
    collection. A day in a sentence is what the story is about, and dates nothing.
    """
    said = _from_field(date_field, body) if date_field else None
    if said is None:
        found = _date_in_text(body)
        said = DateEvidence(found[0], precision_of(found[0]), found[1], "text") if found else None
    other = find_other_reading(said.evidence, said.edtf) if said is not None and said.precision == "day" else None
    if said is not None and said.precision == "day" and (other is None or order == "dmy"):
        return said
    bound = _read_bound(collected)
    filed = read_address_date(address, bound)
    if said is not None and other is not None:
        return _settle(said, other, order, filed, bound)
    if said is not None:
        return _narrow_by(said, filed)
    if filed is not None:
        return DateEvidence(filed[0], "day", filed[1], "address", bound)
    return DateEvidence(f"../{bound}", "upper_bound", collected, "collected") if bound else None


def find_other_day(date: DateEvidence | None, *, collected: str, address: str) -> str:
    """Return the day that the address gives where a date field or the text gives another one, else ''.

    A paper that is on the net the evening before, or the day after, contradicts nothing.
    """
    if date is None or date.origin not in ("field", "text") or not address:
        return ""
    filed = read_address_date(address, _read_bound(collected))
    if filed is None or (date.precision == "day" and _apart(filed[0], date.edtf) <= _NET):
        return ""
    return filed[0]


def is_of_two_readings(date: DateEvidence | None, *, collected: str, address: str) -> bool:
    """Say whether a date of numbers could be another day as well, and neither the address nor collection says which."""
    if date is None or date.origin not in ("field", "text") or date.precision != "day":
        return False
    other = find_other_reading(date.evidence, date.edtf)
    if other is None:
        return False
    bound = _read_bound(collected)
    filed = read_address_date(address, bound)
    return not (filed and filed[0] == date.edtf) and not (bound and other > bound)


def _settle(
    said: DateEvidence, other: str, order: DateOrder, filed: tuple[str, str] | None, bound: str
) -> DateEvidence:
    """Return the reading of a date of numbers that the editor, the address or the day of collection asks for."""
    if order == "mdy":
        return DateEvidence(other, "day", said.evidence, said.origin)
    if filed and filed[0] in (said.edtf, other):
        return DateEvidence(filed[0], "day", f"{said.evidence}؛ {filed[1]}", said.origin)
    if bound and said.edtf > bound >= other:
        return DateEvidence(other, "day", said.evidence, said.origin)
    return said


def _apart(day: str, other: str) -> dt.timedelta:
    return abs(dt.date.fromisoformat(day) - dt.date.fromisoformat(other))


def _from_field(date_field: str, body: str) -> DateEvidence | None:
    given = read_field_date(date_field)
    if not given:
        return None
    exact = _narrow(given, body)
    if exact:
        return DateEvidence(exact[0], "day", f"{date_field}؛ {exact[1]}", "field")
    return DateEvidence(given, precision_of(given), date_field, "field")


def _read_bound(collected: str) -> str:
    """Return the day of collection, '' where it is no whole day."""
    stamp = _STAMP.fullmatch(collected)
    if stamp:
        return day_of(int(stamp[1]), int(stamp[2]), int(stamp[3])) or ""
    bound = read_field_date(collected) if collected else None
    return bound if bound and precision_of(bound) == "day" else ""


def _narrow_by(said: DateEvidence, filed: tuple[str, str] | None) -> DateEvidence:
    """Return the day of an address that lies within the month, year or interval that a field or the text gives."""
    if filed is None:
        return said
    first, _, last = said.edtf.partition("/")
    if not (first <= filed[0] <= last if last else filed[0].startswith(first)):
        return said
    return DateEvidence(filed[0], "day", f"{said.evidence}؛ {filed[1]}", said.origin)


def issued_when_collected(bound: DateEvidence) -> DateEvidence:
    """Return the day of collection as the day of issue, which only an editor can say.

    >>> issued_when_collected(DateEvidence("../2015-07-21", "upper_bound", "2015-07-21 04:00:00", "collected"))
    DateEvidence(edtf='2015-07-21', precision='day', evidence='2015-07-21 04:00:00', origin='collected', collected='')
    """
    day = bound.edtf.removeprefix("../")
    return DateEvidence(day, precision_of(day), bound.evidence, bound.origin)


def _narrow(known: str, body: str) -> tuple[str, str] | None:
    """Return the day of the dateline («دمشق 20 تموز - قال») within the month or year that a field gives."""
    lead = body[:_DATELINE].partition("\n")[0]
    if len(known) > 7 or not _DIGIT.search(lead):
        return None
    at = _DAY_MONTH.search(to_ascii(lead).translate(FOLD))
    if at is None or not _AFTER_DATELINE.match(at.string, at.end()) or not _is_place(at.string[: at.start()]):
        return None
    day = day_of(int(known[:4]), MONTH_OF[at[2]], int(at[1]))
    return (day, at[0]) if day and day.startswith(known) else None


def find_dateline(lead: str) -> tuple[str, str, str] | None:
    """Return the day that the dateline of a first paragraph gives, its words, and the place before it.

    >>> find_dateline("ميناء الزهراء 21 حزيران 2018 - تُفتح حديقة المنارة")
    ('2018-06-21', '21 حزيران 2018', 'ميناء الزهراء')
    """
    lead = lead[:_DATELINE]
    digit = _DIGIT.search(lead)
    if digit is None or lead.count(" ", 0, digit.start()) > _DATELINE_WORDS:
        return None
    found = read_date(lead)
    if not found or len(found[0]) != 10:
        return None
    at = lead.find(found[1])
    before = lead[:at]
    if not _is_place(before) or not _AFTER_DATELINE.match(lead, at + len(found[1])):
        return None
    words = before.strip(" (،").split()
    while words and words[-1].strip("،") in WEEKDAYS:
        words.pop()
    return found[0], found[1], " ".join(words)


def _is_place(before: str) -> bool:
    words = before.split()
    short = 0 < len(words) <= _DATELINE_WORDS and words[-1] not in _PREPOSITIONS
    return short and not any(mark in before for mark in ".:؟!*•")


def is_date_line(line: str) -> bool:
    """Say whether a line only tells when the article was published, or begins as such a line does.

    >>> is_date_line("التاريخ: 20 تموز 2015"), is_date_line("التاريخ:"), is_date_line("قال في 20 تموز 2015 إنه")
    (True, True, False)
    """
    found = read_date(line) if len(line) <= _LABEL_LINE and _DIGIT.search(line) else None
    return bool(_DATE_LABEL.match(line)) or bool(found and _is_all_date(line, found[1]))


def _date_in_text(body: str) -> tuple[str, str] | None:
    dateline = find_dateline(body[:_DATELINE].partition("\n")[0])
    if dateline:
        return dateline[0], dateline[1]
    for line in (body[: _LABEL_LINE + 1].partition("\n")[0], body[-_LABEL_LINE - 1 :].rpartition("\n")[2]):
        if len(line) > _LABEL_LINE or not _DIGIT.search(line):
            continue
        label = _DATE_LABEL.match(line)
        found = read_date(line[label.end() :] if label else line)
        if found and (label or _is_all_date(line, found[1])):
            return found
    return None


def _is_all_date(line: str, date: str) -> bool:
    """Say whether a line is nothing but a date, with its weekday, or behind the name of a paper.

    >>> _is_all_date("السبت 12 تشرين الأول 2019", "12 تشرين الأول 2019")
    True
    >>> _is_all_date("جريدة السنابل - 12 تشرين الأول 2019", "12 تشرين الأول 2019")
    True
    >>> _is_all_date("وُلد في 12 تشرين الأول 2019", "12 تشرين الأول 2019")
    False
    """
    before, _, after = line.partition(date)
    words = before.strip(_AROUND_DATE).split()
    if after.strip(_AROUND_DATE):
        return False
    while words and words[-1].strip(_AROUND_DATE) in (*WEEKDAYS, "يوم", ""):
        words.pop()
    return not words or (words[0] in _PAPERS and len(words) <= _DATELINE_WORDS)
