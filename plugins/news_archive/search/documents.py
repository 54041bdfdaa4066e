"""What the index knows of a published page, and the rows that results show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..crockford import DIGITS
from ..excerpts import plain_markdown
from ..models import CleanArticle
from .bits import chain, fixed, gamma, pack

DOCUMENTS: Final = 36
"""Documents in a d shard."""
BREAK: Final = "\x7f"
"""Stands between the texts of a d shard: one byte that no text has."""
ID_LENGTH: Final = 10
"""Characters of an id, or more."""
_DIGIT_BITS: Final = 5
_DIGIT: Final = np.zeros(128, np.int64)
_DIGIT[np.frombuffer(DIGITS.encode(), np.uint8)] = np.arange(len(DIGITS))
LEAD: Final = 72
"""Code points of the first words that a result shows."""


@dataclass(frozen=True, slots=True)
class IndexedCopy:
    """A record that was merged into a page: what another newspaper carried of it."""

    title: str
    source: str
    day: str
    bound: bool
    same: bool = False
    """An earlier revision, or the same newspaper's: no other carried it."""


@dataclass(frozen=True, slots=True)
class IndexedStory:
    article: int
    """Article number in the corpus whose text is the page."""
    id: str
    key: str
    """Digest of the article's record: equal keys are equal texts."""
    title: str
    source: str
    """Name of the newspaper or site, or ''."""
    day: str
    """ISO day, month or year, or '' for an undated page."""
    bound: bool
    """``day`` is only the latest possible one."""
    carriers: int
    versions: int
    """Other pages that tell the story in another version."""
    names: tuple[str, ...]
    """Slugs of the entities on the page, sorted."""
    paper: str = ""
    """Id of the newspaper or site, as its articles give it, where it is not its name."""
    copies: tuple[IndexedCopy, ...] = ()
    """What was merged into the page."""
    merged: tuple[int, ...] = ()
    """Article numbers of what was merged under a headline of its own, which finds the page, too."""
    writers: tuple[str, ...] = ()
    """Who wrote it or what was merged into it, each once."""

    @property
    def shown(self) -> tuple[Any, ...]:
        """Return everything that a result's row depends on."""
        return (self.id, self.key, self.title, self.source, self.day, self.bound, self.carriers)

    @property
    def found_by(self) -> tuple[Any, ...]:
        """Return everything that the words of its postings depend on."""
        return (*self.shown, tuple(copy.title for copy in self.copies), len(self.merged), self.writers)

    @property
    def other_days(self) -> list[str]:
        """Return the days of what was merged into the page, without its own."""
        return sorted({copy.day for copy in self.copies} - {"", self.day})


def make_rows(stories: Sequence[IndexedStory], sources: Mapping[str, int], leads: Sequence[str]) -> tuple[str, bytes]:
    """Return text and bits of a d shard, which is what results show of some stories: see the package's docstring.

    ``sources`` gives the number of each source.
    """
    texts = [
        text.replace(BREAK, " ") for story, lead in zip(stories, leads, strict=True) for text in (story.title, lead)
    ]
    ids = np.frombuffer("".join(story.id for story in stories).encode("ascii"), np.uint8)
    lengths = np.array([len(story.id) for story in stories], np.int64)
    carriers = [story.carriers for story in stories]
    origins = np.array([2 * sources[story.source] + story.bound for story in stories], np.int64)
    days = np.array([number_day(story.day) for story in stories], np.int64)
    first = int(days[days > 0].min(initial=days.max(initial=1)))
    since = np.where(days > 0, days - first + 1, 0)
    width = int(since.max()).bit_length()
    bits = chain(
        gamma(np.concatenate([lengths - ID_LENGTH + 1, carriers, [first, width + 1]])),
        fixed(_DIGIT[ids], _DIGIT_BITS),
        fixed(origins, (2 * len(sources) - 1).bit_length()),
        fixed(since, width),
    )
    return BREAK.join(texts), pack(bits, [len(bits[0])])[0]


def number_day(day: str) -> int:
    """Return an ISO day, month or year as one number, 0 for none.

    >>> number_day("2015-07-21") == (2015 * 13 + 7) * 32 + 21, number_day("")
    (True, 0)
    """
    year, month, date = (*map(int, filter(None, day.split("-"))), 0, 0, 0)[:3]
    return (year * 13 + month) * 32 + date


Lists = list[list[int]]
"""Lists of documents, each rising."""


def make_copies(stories: Sequence[IndexedStory]) -> tuple[dict[str, Any], Lists]:
    """Return what was merged into the pages and who wrote them, and the pages; loaded only by who wants to see it."""
    holders = [number for number, story in enumerate(stories) if story.copies]
    copies = [
        [[copy.title, copy.source, copy.day, copy.bound + 2 * copy.same] for copy in stories[number].copies]
        for number in holders
    ]
    written: dict[str, list[int]] = {}
    for number, story in enumerate(stories):
        for name in story.writers:
            written.setdefault(name, []).append(number)
    names = sorted(written)
    return {"c": copies, "w": names}, [holders, *(written[name] for name in names)]


def find_lead(article: CleanArticle) -> str:
    text = plain_markdown("\n".join(article.paragraphs)) if article.markdown else " ".join(article.paragraphs[:3])
    words = text[: LEAD * 2]
    if len(words) <= LEAD:
        return words
    cut = words.rfind(" ", 0, LEAD)
    return words[: cut if cut > 0 else LEAD] + " …"


def make_days(stories: Sequence[IndexedStory]) -> dict[str, Any]:
    """Return the day of every document; loaded alone where answers are equally good, for the newest comes first."""
    days = _number_days(stories)
    return {"days": [*days], "d": [days[story.day] for story in stories]}


def _number_days(stories: Sequence[IndexedStory]) -> dict[str, int]:
    found = {story.day for story in stories}.union(*(story.other_days for story in stories if story.copies))
    return {day: number for number, day in enumerate(sorted(found))}


def make_facets(
    stories: Sequence[IndexedStory], sources: Sequence[str], labels: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, Any], Lists]:
    """Return what filters and counts need of every document beside its day; loaded only when one is used."""
    source_of = {name: i for i, name in enumerate(sources)}
    days = _number_days(stories)
    elsewhere = [number for number, story in enumerate(stories) if story.other_days]
    papers: dict[str, set[str]] = {name: set() for name in sources}
    holders: dict[str, list[int]] = {}
    for number, story in enumerate(stories):
        if story.paper:
            papers[story.source].add(story.paper)
        for slug in story.names:
            holders.setdefault(slug, []).append(number)
    slugs = sorted(holders)
    value = {
        "s": [source_of[story.source] for story in stories],
        "ids": [" ".join(sorted(papers[name])) for name in sources],
        "t": [[days[day] for day in stories[number].other_days] for number in elsewhere],
        "names": [[slug, *labels[slug]] for slug in slugs],
    }
    bound = [number for number, story in enumerate(stories) if story.bound]
    carried = [number for number, story in enumerate(stories) if story.carriers > 1]
    versions = [number for number, story in enumerate(stories) if story.versions]
    return value, [bound, carried, versions, elsewhere, *(holders[slug] for slug in slugs)]
