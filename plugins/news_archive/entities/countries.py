"""Country names from CLDR (Babel), so that no list of them is kept by hand."""

from __future__ import annotations

import unicodedata
from typing import Final

from ..models import Entity, EntityType

_NOT_COUNTRIES: Final = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}
_AMBIGUOUS: Final[dict[str, tuple[str, ...]]] = {
    "ML": ("باماكو", "دولة مالي", "جمهورية مالي", "شمال مالي", "الماليين"),
    "OM": ("مسقط", "سلطنة عمان", "العماني", "العمانية"),
    "TD": ("نجامينا", "جمهورية تشاد"),
    "BJ": ("كوتونو", "جمهورية بنين"),
    "NE": ("نيامي", "جمهورية النيجر"),
    "AN": (),
}
"""Names that are also common words: linked only with one of these cues in the article."""


def read_countries() -> list[Entity]:
    """Return the countries and territories of CLDR with their Arabic names, by code."""
    from babel import Locale

    names = Locale("ar").territories
    english = Locale("en").territories
    found = []
    for code in sorted(names):
        if len(code) != 2 or not code.isalpha() or code in _NOT_COUNTRIES:
            continue
        name = names[code].replace("\u200f", "")
        plain = unicodedata.normalize("NFKD", english[code].lower()).encode("ascii", "ignore").decode()
        slug = "".join(c if c.isalnum() else "-" for c in plain)
        slug = "-".join(part for part in slug.split("-") if part)
        if code in _AMBIGUOUS:
            entity = Entity(slug, EntityType.PLACE, name, weak=(name,), cues=_AMBIGUOUS[code], origin="cldr")
        else:
            entity = Entity(slug, EntityType.PLACE, name, origin="cldr")
        found.append(entity)
    return found
