"""Where an article stands in time, as far as its evidence goes.

A date of collection is an upper bound: it orders lists and fills the calendar, marked as such, and is never printed
as the article's date. An article without evidence has no day at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .models import DateEvidence, Head, Story


@dataclass(frozen=True, slots=True)
class Day:
    """A place in the calendar."""

    day: str
    """``2015-07-20``, ``2015-07``, ``2015`` or '' (undated): the latest day that the evidence allows, as far as known."""
    bound: bool
    """The day is only the latest possible one (a date of collection)."""

    @property
    def month(self) -> str:
        """``2015-07`` or ''."""
        return self.day[:7] if len(self.day) >= 7 else ""

    @property
    def year(self) -> str:
        return self.day[:4]


UNDATED = Day("", bound=False)


def find_day(date: DateEvidence | None) -> Day:
    """Return the calendar place of a date.

    >>> find_day(DateEvidence("../2015-07-21", "upper_bound", "date_extracted", "collected"))
    Day(day='2015-07-21', bound=True)
    >>> find_day(DateEvidence("2015-07-01/2015-07-03", "interval", "", "text")).day
    '2015-07-03'
    """
    return UNDATED if date is None else _find_day(date.edtf, date.precision == "upper_bound")


@lru_cache(maxsize=1 << 16)
def _find_day(edtf: str, bound: bool) -> Day:
    """Tell the same day once: many articles are of it."""
    last = edtf.rsplit("/", 1)[-1]
    return Day(last if last[:4].isdigit() else "", bound=bound)


def newest_first(stories: Sequence[Story], heads: Sequence[Head], ids: Sequence[str]) -> list[int]:
    """Return the story numbers, latest day first, undated last, equal days by id (a total order)."""
    days = [find_day(heads[story.main].date).day for story in stories]
    dated = sorted((n for n in range(len(stories)) if days[n]), key=lambda n: ids[n])
    dated.sort(key=lambda n: days[n], reverse=True)
    return dated + sorted((n for n in range(len(stories)) if not days[n]), key=lambda n: ids[n])
