"""The days under which a name's page gives its sentences.

An article whose day is only that of its collection was published on it «أو قبله». A page says once, above its list, which of
the two its days are, and which newspapers' are the other; a day of a newspaper that has both says what it is where the
page's note does not. So each day is told, and few words stand ten thousand times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from ..catalogue import Catalogue
from ..chronology import Day
from .direction import isolate
from .wording import Wording

_COLLECTED: Final = Markup("<span>الأيام أيام الجمع: نُشر كلّ خبر في يومه أو قبله.</span>")
_COLLECTED_OF_MOST: Final = Markup(
    "<span>الأيام أيام الجمع، إلا ما قيل إنه يوم النشر: نُشر كلّ خبر في يومه أو قبله.</span>"
)
_PAPERS: Final = 5
"""Newspapers that a page's note names, at most; beyond, their days say it themselves."""


@dataclass(frozen=True, slots=True)
class NameDays:
    """Says the days of the articles that one page lists."""

    days: Sequence[Day]
    """Of every story of the archive, by its number."""
    words: Wording
    note: Markup
    """What holds for the days of the page, '' where they are days of publication."""
    marked: frozenset[int]
    """Stories whose day says itself what it is."""

    def label(self, story: int) -> str:
        """Return a story's day."""
        day = self.days[story]
        return self._marked(self.words.date(day.day), story) if day.day else "بلا تاريخ"

    def label_in_year(self, story: int) -> str:
        """Return a story's day under the heading of its year, '' where only the year is known."""
        day = self.days[story]
        if not day.day or len(day.day) == len(day.year):
            return ""
        return self._marked(self.words.date(day.day).removesuffix(self.words.digits(day.year)).rstrip(), story)

    def _marked(self, label: str, story: int) -> str:
        if story not in self.marked:
            return label
        return f"{label} أو قبله" if self.days[story].bound else f"{label}، يوم النشر"


def days_of_page(catalogue: Catalogue, words: Wording, stories: Iterable[int]) -> NameDays:
    """Return what says the days of a page that lists ``stories``."""
    days = catalogue.days
    dated = {story: catalogue.head(story).paper for story in stories if days[story].day}
    collected = Counter(paper for story, paper in dated.items() if days[story].bound)
    every = Counter(dated.values())
    is_bound = 2 * collected.total() > len(dated)  # what holds for most
    other = [paper for paper in every if collected[paper] == (0 if is_bound else every[paper])]
    if len(other) > _PAPERS or "" in other:
        other = []
    marked = frozenset(story for story, paper in dated.items() if days[story].bound != is_bound and paper not in other)
    names = Markup("، ").join(isolate(name) for name in sorted(map(catalogue.called, other)))
    return NameDays(days, words, _note(is_bound, names, some=bool(marked)), marked)


def _note(is_bound: bool, papers: Markup, *, some: bool) -> Markup:
    if not is_bound:
        text = Markup("<span>الأيام أيام النشر، إلا هذه فأيام الجمع، نُشر كلّ خبر في يومه أو قبله:</span> {}.")
        return text.format(papers) if papers else Markup("")
    note = _COLLECTED_OF_MOST if some else _COLLECTED
    return note + Markup(" <span>ويوم النشر معروف في:</span> {}.").format(papers) if papers else note
