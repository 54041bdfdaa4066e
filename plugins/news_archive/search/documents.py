"""What the index knows of a published page, and the rows that results show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from ..excerpts import plain_markdown
from ..models import CleanArticle
from .letters import exchange

DOCUMENTS: Final = 25
"""Documents in a d shard."""
LEAD: Final = 80
"""Code points of the first words that a result shows."""


@dataclass(frozen=True, slots=True)
class IndexedCopy:
    """A record that was merged into a page: what another newspaper carried of it."""

    title: str
    source: str
    day: str
    bound: bool


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
    """What was merged into the page, where several newspapers carried it."""

    @property
    def shown(self) -> tuple[Any, ...]:
        """Return everything that a result's row depends on."""
        return (self.id, self.key, self.title, self.source, self.day, self.bound, self.carriers)


def make_row(story: IndexedStory, source: int, article: CleanArticle) -> list[Any]:
    """Return what results show of a story; ``source`` is its number among the sources."""
    carried = 2 * story.carriers + story.bound
    return [story.id, exchange(story.title), source, story.day, carried, exchange(find_lead(article))]


def make_copies(stories: Sequence[IndexedStory]) -> dict[str, Any]:
    """Return what was merged into the pages; loaded only by who wants to see it."""
    holders = [number for number, story in enumerate(stories) if story.copies]
    copies = [
        [[exchange(copy.title), copy.source, copy.day, int(copy.bound)] for copy in stories[number].copies]
        for number in holders
    ]
    return {"d": _gaps(holders), "c": copies}


def _gaps(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *numbers])]


def find_lead(article: CleanArticle) -> str:
    text = plain_markdown("\n".join(article.paragraphs)) if article.markdown else " ".join(article.paragraphs[:3])
    words = text[: LEAD * 2]
    if len(words) <= LEAD:
        return words
    cut = words.rfind(" ", 0, LEAD)
    return words[: cut if cut > 0 else LEAD] + " …"


def make_days(stories: Sequence[IndexedStory]) -> dict[str, Any]:
    """Return the day of every document; loaded alone where answers are equally good, for the newest comes first."""
    days = sorted({story.day for story in stories})
    day_of = {day: i for i, day in enumerate(days)}
    return {"days": days, "d": [day_of[story.day] for story in stories]}


def make_facets(
    stories: Sequence[IndexedStory], sources: Sequence[str], labels: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    """Return what filters and counts need of every document beside its day; loaded only when one is used."""
    source_of = {name: i for i, name in enumerate(sources)}
    papers: dict[str, set[str]] = {name: set() for name in sources}
    holders: dict[str, list[int]] = {}
    for number, story in enumerate(stories):
        if story.paper:
            papers[story.source].add(story.paper)
        for slug in story.names:
            holders.setdefault(slug, []).append(number)

    return {
        "s": [source_of[story.source] for story in stories],
        "ids": [" ".join(sorted(papers[name])) for name in sources],
        "b": _gaps([number for number, story in enumerate(stories) if story.bound]),
        "c": _gaps([number for number, story in enumerate(stories) if story.carriers > 1]),
        "v": _gaps([number for number, story in enumerate(stories) if story.versions]),
        "names": [[slug, labels[slug][0], _gaps(holders[slug]), *labels[slug][1:]] for slug in sorted(holders)],
    }
