"""Dates as Arabic papers write them: five sets of month names, Hijri, three digit families.

A date is read only where the text or a field dates the article itself; a day that the story is about dates nothing.
The result is an EDTF date with the words it was read from, or nothing: an archive never guesses today.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, Literal

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

_FOLD: Final = str.maketrans("أإآى", "اااي", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")
_MONTH_OF: Final = {name.translate(_FOLD): number for name, number in MONTHS.items()}
_HIJRI_OF: Final = {name.translate(_FOLD): number for name, number in HIJRI_MONTHS.items()}


def _alternatives(names: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_M: Final = _alternatives(_MONTH_OF)
_H: Final = _alternatives(_HIJRI_OF)
_MONTH_DAY_YEAR: Final = re.compile(rf"(?<!\w)({_M})\s+(\d{{1,2}})\s*[,،]\s*((?:1[89]|20)\d\d)(?!\d)")
_DAY_MONTH_YEAR: Final = re.compile(
    rf"(?<![\d/])(\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?({_M})(?:\s*[/(]\s*(?:{_M})\s*\)?)?(?:،)?\s+(?:عام\s+|سنة\s+)?((?:1[89]|20)\d\d)(?!\d)"
)
_MONTH_YEAR: Final = re.compile(rf"(?<!\w)(?<!\d\s)({_M})(?:\s*[/(]\s*(?:{_M})\s*\)?)?\s+((?:1[89]|20)\d\d)(?!\d)")
_RANGE: Final = re.compile(
    rf"(?<![\d/])(\d{{1,2}})(?:\s+({_M}))?\s*(?:-|–|—|و|إلى|الى|الي|حتى|حتي)\s*(\d{{1,2}})\s+(?:من\s+)?({_M})(?:\s*[/(]\s*(?:{_M})\s*\)?)?(?:،)?\s+(?:عام\s+|سنة\s+)?((?:1[89]|20)\d\d)(?!\d)"
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
_YEAR_MONTH: Final = re.compile(r"\A\s*((?:1[89]|20)\d\d)-(\d{1,2})\s*\Z")
_YEAR: Final = re.compile(r"\A\s*((?:1[89]|20)\d\d)\s*\Z")
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
_DAY_MONTH: Final = re.compile(rf"(?<![\d/])(\d{{1,2}})\s+({_M})(?!\s*[/\d]|\s*\(\s*(?:{_M}))(?!\w)")
WEEKDAYS: Final[dict[str, int]] = {
    name: number for number, name in enumerate("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split())
} | {"الإثنين": 0, "الاربعاء": 2, "الاحد": 6}
"""Day of the week -> its number, Monday 0."""
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
    dropped = {point for point, to in _FOLD.items() if to is None}
    return [i for i, c in enumerate(text) if ord(c) not in dropped] + [len(text)]


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _from_names(m: re.Match[str]) -> str | None:
    return _day(int(m[3]), _MONTH_OF[m[2]], int(m[1]))


def _from_month_day(m: re.Match[str]) -> str | None:
    return _day(int(m[3]), _MONTH_OF[m[1]], int(m[2]))


def _from_iso(m: re.Match[str]) -> str | None:
    return _day(int(m[1]), int(m[2]), int(m[3]))


def _from_dmy(m: re.Match[str]) -> str | None:
    return _day(int(m[3]), int(m[2]), int(m[1]))


def _from_month(m: re.Match[str]) -> str:
    return f"{m[2]}-{_MONTH_OF[m[1]]:02d}"


def _from_range(m: re.Match[str]) -> str | None:
    first = _day(int(m[5]), _MONTH_OF[m[2] or m[4]], int(m[1]))
    last = _day(int(m[5]), _MONTH_OF[m[4]], int(m[3]))
    return f"{first}/{last}" if first and last and first < last else None


def _from_hijri(m: re.Match[str]) -> str | None:
    return _hijri_day(int(m[3]), _HIJRI_OF[m[2]], int(m[1]))


def _from_hijri_numbers(m: re.Match[str]) -> str | None:
    day, month, year = (m[1], m[2], m[3]) if m[1] else (m[6], m[5], m[4])
    return _hijri_day(int(year), int(month), int(day))


def _from_hijri_month(m: re.Match[str]) -> str | None:
    """Return the days from the first of a Hijri month to its last, which no Gregorian month is."""
    year, month = int(m[2]), _HIJRI_OF[m[1]]
    first = _hijri_day(year, month, 1)
    last = _hijri_day(year, month, 30) or _hijri_day(year, month, 29)
    return f"{first}/{last}" if first and last else None


def _hijri_day(year: int, month: int, day: int) -> str | None:
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


def find_issue_date(body: str, *, date_field: str, collected: str) -> DateEvidence | None:
    """Return the date of issue: from a date field, from the text where it dates itself, else an upper bound or None.

    The text dates itself in its dateline (a few words, the day, then a dash or colon) and in a line of its own that says
    when it was published. A day in a sentence is what the story is about, and dates nothing.
    """
    if date_field:
        found = read_date(date_field)
        if found is None:
            short = _YEAR_MONTH.match(to_ascii(date_field)) or _YEAR.match(to_ascii(date_field))
            found = ("-".join(part.zfill(2) for part in short.groups()), date_field) if short else None
        if found:
            exact = _narrow(found[0], body)
            if exact:
                return DateEvidence(exact[0], "day", f"{date_field}؛ {exact[1]}", "field")
            return DateEvidence(found[0], precision_of(found[0]), date_field, "field")
    found = _date_in_text(body)
    if found:
        return DateEvidence(found[0], precision_of(found[0]), found[1], "text")
    if collected:
        bound = _ISO.search(to_ascii(collected))
        edtf_bound = _from_iso(bound) if bound else None
        if edtf_bound:
            return DateEvidence(f"../{edtf_bound}", "upper_bound", collected, "collected")
    return None


def issued_when_collected(bound: DateEvidence) -> DateEvidence:
    """Return the day of collection as the day of issue, which only an editor can say.

    >>> issued_when_collected(DateEvidence("../2015-07-21", "upper_bound", "2015-07-21 04:00:00", "collected"))
    DateEvidence(edtf='2015-07-21', precision='day', evidence='2015-07-21 04:00:00', origin='collected')
    """
    day = bound.edtf.removeprefix("../")
    return DateEvidence(day, precision_of(day), bound.evidence, bound.origin)


def _narrow(known: str, body: str) -> tuple[str, str] | None:
    """Return the day of the dateline («دمشق 20 تموز - قال») within the month or year that a field gives."""
    lead = body[:_DATELINE].partition("\n")[0]
    if len(known) > 7 or not _DIGIT.search(lead):
        return None
    at = _DAY_MONTH.search(to_ascii(lead).translate(_FOLD))
    if at is None or not _AFTER_DATELINE.match(at.string, at.end()) or not _is_place(at.string[: at.start()]):
        return None
    day = _day(int(known[:4]), _MONTH_OF[at[2]], int(at[1]))
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
