"""The day in the address of the original, as newspapers file their pages: ``/2015/07/24/``, ``/2015/20150724/``.

Of 3,094 such addresses among 10,000 articles of six papers none gives a day after that of collection, 94 in a hundred give
that very day, and the farthest lies 20 days before it; 302 of the 312 whose first lines name a weekday («أمس الاثنين») agree with
it, the others are a day off. So a day after collection is refused, and eight digits that nothing
else marks as a day (``/20150724/sport``) are one only within a month before it: an article's number may look like that. What
ends an address is the article's own number or name and no day, nor is a day within a name (``/2001-09-11-remembered``).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from .dates import day_of

_YEAR: Final = r"((?:1[89]|20)\d\d)"
_MAY: Final = re.compile(r"/(?:1[89]|20)\d\d[-/_.\d]")
_PARTS: Final = re.compile(rf"(?<=/){_YEAR}/(\d\d?)/(\d\d?)(?=/[^/])")
_MARKED: Final = re.compile(rf"(?<=/){_YEAR}([-_.])(\d\d?)\2(\d\d?)(?![^/])")
_DIGITS: Final = re.compile(rf"(?<=/)(?:(\d{{4}})/)?{_YEAR}(\d\d)(\d\d)(?=/[^/])")
_NEAR: Final = dt.timedelta(31)
"""How long before collection eight digits alone are a day."""


def read_address_date(address: str, collected: str) -> tuple[str, str] | None:
    """Return the day that an address gives, with its words, None where it gives none or two; ``collected`` is a day or ''.

    >>> read_address_date("http://example.org/2015/20150724/sp13.htm", "2015-07-24")
    ('2015-07-24', '2015/20150724')
    >>> read_address_date("http://example.org/news/2015/7/24/rain", "")
    ('2015-07-24', '2015/7/24')
    >>> read_address_date("http://example.org/2015/07/24/rain", "2015-07-23")
    """
    if not _MAY.search(address):
        return None
    path = address.partition("?")[0].partition("#")[0]
    found = {(day_of(int(m[1]), int(m[2]), int(m[3])), m[0]) for m in _PARTS.finditer(path)}
    found |= {(day_of(int(m[1]), int(m[3]), int(m[4])), m[0]) for m in _MARKED.finditer(path)}
    for m in _DIGITS.finditer(path):
        day = day_of(int(m[2]), int(m[3]), int(m[4]))
        if m[1] == m[2] or (m[1] is None and _is_shortly_before(day, collected)):
            found.add((day, m[0]))
    days = {day for day, _ in found}
    day = days.pop() if len(days) == 1 else None
    if day is None or (collected and day > collected):
        return None
    return day, min(words for _, words in found)


def _is_shortly_before(day: str | None, collected: str) -> bool:
    if not day or not collected:
        return False
    return dt.timedelta(0) <= dt.date.fromisoformat(collected) - dt.date.fromisoformat(day) <= _NEAR
