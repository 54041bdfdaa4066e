"""News agencies that an article credits, by their canonical names."""

from __future__ import annotations

import re
from typing import Final

AGENCIES: Final[dict[str, tuple[str, ...]]] = {
    "واس": ("واس", "وكالة الأنباء السعودية"),
    "سانا": ("سانا",),
    "تاس": ("تاس", "ايتار تاس", "إيتار تاس"),
    "سبوتنيك": ("سبوتنيك",),
    "رويترز": ("رويترز",),
    "د ب أ": ("د ب أ", "د.ب.أ", "د. ب. أ", "(د ب ا)"),
    "أ ف ب": ("أ ف ب", "أ.ف.ب", "أ. ف. ب", "فرانس برس"),
    "أ ب": ("أسوشيتد برس", "اسوشيتد برس"),
    "بترا": ("بترا",),
    "كونا": ("كونا",),
    "وام": ("وام",),
    "قنا": ("قنا",),
    "شينخوا": ("شينخوا",),
    "الأناضول": ("وكالة الأناضول",),
    "وكالة الضفاف": ("وكالة الضفاف", "الضفاف للأنباء"),
}
"""Canonical name -> forms as they stand in author fields and leads."""

_FORMS: Final = {form: name for name, forms in AGENCIES.items() for form in forms}
_PATTERN: Final = re.compile(
    r"(?<![\w\u064b-\u0652])(?:"
    + "|".join(re.escape(f) for f in sorted(_FORMS, key=len, reverse=True))
    + r")(?![\w\u064b-\u0652])"
)
_LEAD: Final = 60
"""Code points of the lead in which an agency is a credit; the measured facts, Dirt."""


def find_agencies(author: str, body: str) -> tuple[str, ...]:
    """Return the agencies credited in the author field, or before a dash or colon in the lead.

    >>> find_agencies("دمشق - سانا", ""), find_agencies("", "موسكو (رويترز) - قال مصدر"), find_agencies("", "قال سانا")
    (('سانا',), ('رويترز',), ())
    """
    found = [_FORMS[m.group()] for m in _PATTERN.finditer(author)]
    head = body[:_LEAD]
    cut = max(head.rfind(mark) for mark in (" - ", "- ", " – ", ": ", "ـ ", ":"))
    if cut > 0:
        found += [_FORMS[m.group()] for m in _PATTERN.finditer(head[:cut])]
    return tuple(dict.fromkeys(found))
