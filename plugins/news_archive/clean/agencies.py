"""News agencies and syndicates that an article credits, by their canonical names."""

from __future__ import annotations

import re
from typing import Final

AGENCIES: Final[dict[str, tuple[str, ...]]] = {
    "واس": ("واس", "و ا س", "وكالة الأنباء السعودية"),
    "سانا": ("سانا", "وكالة سانا"),
    "تاس": ("تاس", "ايتار تاس", "إيتار تاس"),
    "سبوتنيك": ("سبوتنيك",),
    "إنترفاكس": ("إنترفاكس", "انترفاكس"),
    "رويترز": ("رويترز", "وكالة رويترز"),
    "د ب أ": ("د ب أ", "الألمانية", "وكالة الأنباء الألمانية", "دب أ"),
    "أ ف ب": ("أ ف ب", "فرانس برس", "الفرنسية", "وكالة الصحافة الفرنسية", "أف ب"),
    "أ ب": ("أ ب", "أسوشيتد برس", "اسوشيتد برس", "أسوشييتد برس"),
    "بلومبيرغ": ("بلومبيرغ", "بلومبرغ", "بلومبرج", "بلومبيرج"),
    "بترا": ("بترا",),
    "كونا": ("كونا",),
    "وام": ("وام",),
    "قنا": ("قنا", "ق ن ا"),
    "بنا": ("بنا", "وكالة أنباء البحرين"),
    "سبأ": ("سبأ", "سبأ نت"),
    "وفا": ("وفا",),
    "أ ش أ": ("أ ش أ", "وكالة أنباء الشرق الأوسط"),
    "شينخوا": ("شينخوا",),
    "الأناضول": ("الأناضول", "وكالة الأناضول", "وكالة الأناضول للأنباء"),
    "إرنا": ("إرنا", "ارنا"),
    "إفي": ("إفي", "إفى"),
    "آكي": ("آكي",),
    "نيويورك تايمز": ("نيويورك تايمز", "خدمة نيويورك تايمز"),
    "واشنطن بوست": ("واشنطن بوست", "خدمة واشنطن بوست"),
    "لوس أنجليس تايمز": ("لوس أنجليس تايمز", "خدمة لوس أنجليس تايمز"),
    "وكالة الضفاف": ("وكالة الضفاف", "الضفاف للأنباء"),
    "وكالات": ("وكالات", "الوكالات", "وكالات الأنباء"),
}
"""Canonical name -> forms as they stand in author fields and leads, without dots, brackets and quotation marks."""

_QUOTES: Final = re.compile('[«»"“”„(){}\\[\\]*]+')
_SPACES: Final = re.compile(r"\s+")
_INITIALS: Final = re.compile(r"(?<!\w)(\w)\s*\.\s*(?=\w(?:\W|\Z))")
_ALEF: Final = str.maketrans("أإآ", "ااا", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640.")


def credit_key(text: str) -> str:
    """Return the form under which two ways to write a credit are the same.

    >>> credit_key("(د.ب.أ)") == credit_key("د ب ا"), credit_key("«الشرق الأوسط»") == credit_key("الشرق الأوسط")
    (True, True)
    """
    plain = _QUOTES.sub(" ", text)
    if "." in plain:
        plain = _INITIALS.sub(r"\1 ", plain)
    return _SPACES.sub(" ", plain.translate(_ALEF)).strip()


_BY_KEY: Final = {credit_key(form): name for name, forms in AGENCIES.items() for form in forms}
_TAIL_KEYS: Final = "|".join(
    sorted(
        (
            re.escape(form).replace(r"\ ", r"[ .]{1,2}")
            for forms in AGENCIES.values()
            for form in forms
            if form != "بنا"
        ),
        key=len,
        reverse=True,
    )
)
_SPECIAL: Final = r"[*\-–ـ\s]*خاص\s+بـ?\s*[«{}](?P<paper>[^«»{}\n]{2,30})[»{}]"
TAIL: Final = re.compile(
    rf"(?:(?<=[.!؟…»\"”}}])|\n)\s*[*•\-–]?\s*(?:(?:خدمة|بالاتفاق مع)\s*:?\s*)?"
    rf"[«\"“(\[{{}}]\s*(?P<agency>{_TAIL_KEYS})\s*\.?\s*[»\"”)\]{{}}]\.?(?:{_SPECIAL})?\s*\Z"
)
"""An agency alone in brackets or quotation marks after the end of the last sentence; «* خدمة «واشنطن بوست» خاص بـ«المرفأ»»."""
TAIL_LENGTH: Final = 80
"""Code points of the end that can hold one."""
TAIL_AFTER: Final = 60
"""Code points of text that stand before it at least."""


def find_agency(text: str) -> str:
    """Return the canonical name of the agency that ``text`` is, '' if it is none.

    >>> find_agency("(رويترز)"), find_agency("أ. ف. ب."), find_agency("رويترز قالت")
    ('رويترز', 'أ ف ب', '')
    """
    return _BY_KEY.get(credit_key(text), "")
