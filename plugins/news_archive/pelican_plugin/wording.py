"""Arabic words around numbers and dates: counted nouns agree, months are named as the setting says.

The six plural categories are those of CLDR for Arabic: zero, one, two, few (3-10), many (11-99), other.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ..arabic.digits import to_arabic
from ..chronology import Day

NOUNS: Final[dict[str, tuple[str, str, str, str, str]]] = {
    "article": ("مادة واحدة", "مادتان", "مواد", "مادة", "مادة"),
    "word": ("كلمة واحدة", "كلمتان", "كلمات", "كلمة", "كلمة"),
    "paragraph": ("فقرة واحدة", "فقرتان", "فقرات", "فقرة", "فقرة"),
    "source": ("مصدر واحد", "مصدران", "مصادر", "مصدراً", "مصدر"),
    "name": ("اسم واحد", "اسمان", "أسماء", "اسماً", "اسم"),
    "carrier": ("صحيفة واحدة", "صحيفتان", "صحف", "صحيفة", "صحيفة"),
    "change": ("تغيير واحد", "تغييران", "تغييرات", "تغييراً", "تغيير"),
    "record": ("سجلّ واحد", "سجلّان", "سجلّات", "سجلّاً", "سجلّ"),
    "place_change": ("موضع واحد", "موضعان", "مواضع", "موضعاً", "موضع"),
    "byte": ("بايت واحد", "بايتان", "بايتات", "بايتاً", "بايت"),
    "section": ("قسم واحد", "قسمان", "أقسام", "قسماً", "قسم"),
    "silent_month": ("شهراً واحداً", "شهرين", "أشهر", "شهراً", "شهر"),
    "minute": ("دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"),
    "quotation": ("اقتباس واحد", "اقتباسان", "اقتباسات", "اقتباساً", "اقتباس"),
    "mention": ("مرة واحدة", "مرتان", "مرات", "مرة", "مرة"),
    "row": ("سطر واحد", "سطران", "أسطر", "سطراً", "سطر"),
    "carrying": ("نصّ واحد", "نصّان", "نصوص", "نصّاً", "نصّ"),
    "file": ("ملف واحد", "ملفان", "ملفات", "ملفاً", "ملف"),
}
"""Noun -> its form for 1, for 2, after 3-10, after 11-99, after 100 and more."""

NONE: Final = {"article": "لا مواد", "change": "لا تغييرات", "record": "لا سجلّات", "name": "لا أسماء"}

LEVANT_MONTHS: Final = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
ARAB_MONTHS: Final = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
WEEKDAYS: Final = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_KINDS: Final = {"person": "شخص", "place": "مكان", "organisation": "هيئة"}
KINDS: Final = {"person": "أشخاص", "place": "أماكن", "organisation": "هيئات"}


class Wording:
    """Words under the reader-facing settings: which month names, which digits."""

    def __init__(self, months: str, digits: str) -> None:
        self._names = LEVANT_MONTHS if months == "levant" else ARAB_MONTHS
        self._other = ARAB_MONTHS if months == "levant" else LEVANT_MONTHS
        self._arab_digits = digits == "arab"

    def digits(self, text: str) -> str:
        return to_arabic(text) if self._arab_digits else text

    @lru_cache(maxsize=100_000)  # noqa: B019  one Wording lives as long as a build
    def number(self, value: int) -> str:
        """Return a number with its thousands apart.

        >>> Wording("levant", "arab").number(10432)
        '١٠٬٤٣٢'
        """
        return self.digits(f"{value:,}".replace(",", "٬" if self._arab_digits else ","))

    def counted(self, value: int, noun: str) -> str:
        """Return a number with its noun.

        >>> [Wording("levant", "arab").counted(n, "article") for n in (1, 2, 3, 11, 100)]
        ['مادة واحدة', 'مادتان', '٣ مواد', '١١ مادة', '١٠٠ مادة']
        """
        one, two, few, many, other = NOUNS[noun]
        if value == 0:
            return NONE.get(noun, f"{self.number(0)} {other}")
        if value == 1:
            return one
        if value == 2:
            return two
        form = few if 3 <= value % 100 <= 10 else many if value % 100 >= 11 else other
        return f"{self.number(value)} {form}"

    def month(self, number: int) -> str:
        return self._names[number - 1]

    def other_month(self, number: int) -> str:
        """Return the month's name in the other set."""
        return self._other[number - 1]

    @lru_cache(maxsize=20_000)  # noqa: B019
    def date(self, day: str) -> str:
        """Return an ISO day, month or year in words.

        >>> Wording("levant", "arab").date("2015-07-20"), Wording("arab", "latn").date("2015-07")
        ('٢٠ تموز ٢٠١٥', 'يوليو 2015')
        """
        parts = day.split("-")
        words = [self.digits(parts[0])]
        if len(parts) > 1:
            words.insert(0, self.month(int(parts[1])))
        if len(parts) > 2:
            words.insert(0, self.digits(str(int(parts[2]))))
        return " ".join(words)

    def long_date(self, day: str) -> str:
        """As ``date``, with the month's other name.

        >>> Wording("levant", "arab").long_date("2015-07-20")
        '٢٠ تموز (يوليو) ٢٠١٥'
        """
        parts = day.split("-")
        if len(parts) == 1:
            return self.date(day)
        number = int(parts[1])
        return self.date(day).replace(self.month(number), f"{self.month(number)} ({self.other_month(number)})", 1)

    def day_label(self, day: Day) -> str:
        """Return what a list says of an article's day."""
        if not day.day:
            return "بلا تاريخ"
        return f"{self.date(day.day)} أو قبله" if day.bound else self.date(day.day)

    def percent(self, share: float) -> str:
        return f"{self.digits(str(round(100 * share)))}٪" if self._arab_digits else f"{round(100 * share)}%"

    @staticmethod
    def kind(kind: str) -> str:
        return _KINDS[kind]
