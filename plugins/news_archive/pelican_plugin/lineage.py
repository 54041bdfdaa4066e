"""What a text says of its own way: «نقلت سانا عن تاس».

Only what stands in the text is said, and the words that say it are kept. A source is a news agency by one of its known
forms, or a name in quotation marks behind «وكالة», «صحيفة», «قناة» and their like. What names nobody («مصدر مطلع») is
no station of the way. Where a sentence could be read in two ways, it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..clean.agencies import AGENCIES

_KIND: Final = r"(?:وكالة(?: الأنباء| أنباء)?|صحيفة|جريدة|مجلة|قناة|إذاعة|شبكة|موقع|تلفزيون)"
_VERB: Final = r"(?:نقلت|نقل|أوردت|أورد|ذكرت|ذكر|أفادت|أفاد|بثت|بث|نشرت|نشر|قالت|أعلنت)"
_FORMS: Final = {form: name for name, forms in AGENCIES.items() for form in forms if "(" not in form}
_NAMES: Final = "|".join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True))
_EDGE: Final = r"(?![\w\u064b-\u0652])"


def _source(group: str) -> str:
    """Return a pattern of a source, its name in group ``group`` (a known form) or ``group`` + ``q`` (quoted)."""
    quoted = rf"{_KIND}\s+(?:[^\W\d]+\s+){{0,2}}?[«\"“](?P<{group}q>[^»\"”\n]{{2,30}})[»\"”]"
    known = rf"(?:{_KIND}\s+)?[«\"“(]?(?P<{group}>{_NAMES})[»\"”)]?{_EDGE}"
    return rf"(?:{quoted}|{known})"


_WITHIN: Final = r"[^.!؟\n:]{0,60}?"
_CARRIED: Final = re.compile(
    rf"(?<!\w)[وف]?{_VERB}\s+{_source('a')}(?P<rest>{_WITHIN}\s(?:نقلاً |نقلا )?(?:عن|ل)\s?{_source('b')})?"
)
_AFTER: Final = re.compile(
    rf"(?<!\w)(?:نقلاً عن|نقلا عن|بحسب|حسب|وفق|وفقاً? ل|وفقا ل|حسبما ذكرت|حسبما أفادت|حسبما نقلت|بحسب ما ذكرت|وفق ما ذكرت"
    rf"|وفق ما نقلت|كما ذكرت|كما أفادت|في تصريح ل|في حديث ل|في مقابلة مع)\s?{_source('a')}"
)


@dataclass(frozen=True, slots=True)
class Station:
    """A source that the text names as its own, and whom that source names in turn."""

    name: str
    """Canonical name of an agency, or the name as quoted."""
    through: str
    """Who carried it to this text, or '' where the text took it from there itself."""
    paragraph: int
    """Where the text says so, from 1."""
    words: str
    """The words that say so."""


def find_way(paragraphs: Sequence[str]) -> list[Station]:
    """Return the stations that a text names, each once, in the order of its sentences.

    >>> [(s.name, s.through) for s in find_way(["ونقلت «سانا» عن مصدر مطلع قوله لوكالة «تاس» الروسية: نعم"])]
    [('تاس', 'سانا'), ('سانا', '')]
    >>> find_way(["قال مصدر مطلع إن سانا بعيدة"])
    []
    """
    found: dict[tuple[str, str], Station] = {}
    for number, paragraph in enumerate(paragraphs, 1):
        for match in _CARRIED.finditer(paragraph):
            near, far = _name(match, "a"), _name(match, "b")
            words = match.group().strip()
            if far and far != near:
                found.setdefault((far, near), Station(far, near, number, words))
            found.setdefault((near, ""), Station(near, "", number, words))
        for match in _AFTER.finditer(paragraph):
            near = _name(match, "a")
            found.setdefault((near, ""), Station(near, "", number, match.group().strip()))
    return list(found.values())


def _name(match: re.Match[str], group: str) -> str:
    known = match.group(group)
    return _FORMS[known] if known else (match.group(f"{group}q") or "").strip()
