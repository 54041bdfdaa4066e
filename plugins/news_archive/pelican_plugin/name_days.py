"""The days under which a name's page gives its sentences.

An article whose day is only that of its collection was published on it «أو قبله». Where that holds for most of what a page
lists, the page says so once, above its list, and marks the days that are days of publication; else it marks those of
collection. Either way each day says what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..chronology import Day
from .wording import Wording

_NOTE: Final = "الأيام أيام الجمع: نُشر كلّ خبر في يومه أو قبله."
_NOTE_OF_MOST: Final = "الأيام أيام الجمع، إلا ما قيل إنه يوم النشر: نُشر كلّ خبر في يومه أو قبله."


@dataclass(frozen=True, slots=True)
class NameDays:
    """Says the days of the articles that one page lists."""

    days: Sequence[Day]
    """Of every story of the archive, by its number."""
    words: Wording
    note: str
    """What holds for the days of the page, '' where each says it."""

    def label(self, story: int) -> str:
        """Return a story's day."""
        day = self.days[story]
        return self._marked(self.words.date(day.day), day) if day.day else "بلا تاريخ"

    def label_in_year(self, story: int) -> str:
        """Return a story's day under the heading of its year, '' where only the year is known."""
        day = self.days[story]
        if not day.day or len(day.day) == len(day.year):
            return ""
        return self._marked(self.words.date(day.day).removesuffix(self.words.digits(day.year)).rstrip(), day)

    def _marked(self, label: str, day: Day) -> str:
        if not self.note:
            return f"{label} أو قبله" if day.bound else label
        return label if day.bound else f"{label}، يوم النشر"


def days_of_page(days: Sequence[Day], words: Wording, stories: Iterable[int]) -> NameDays:
    """Return what says the days of a page that lists ``stories``."""
    dated = [days[story].bound for story in stories if days[story].day]
    collected = sum(dated)
    note = "" if 2 * collected <= len(dated) else _NOTE if collected == len(dated) else _NOTE_OF_MOST
    return NameDays(days, words, note)
