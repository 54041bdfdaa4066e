"""The archive put in order for reading: stories by day, source and name, neighbours, relations, counts.

Everything here is a look-up over what the stages found; nothing is decided and nothing is worded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Final

import numpy as np

from .chronology import Day, find_day, newest_first
from .crockford import DIGITS
from .mentions import MentionTable
from .models import Decided, Duplicates, Head, Int32, Int64, Passage, RelatedPair, Story

UNKNOWN_SOURCE: Final = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A newspaper or site and its stories."""

    name: str
    """As the articles give it; '' for articles without one."""
    label: str
    """What pages call it; '' for articles without one."""
    slug: str
    """ASCII; the page is ``s/<slug>.html``."""
    stories: list[int]
    """Story numbers, newest first."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another story whose text overlaps with this one."""

    story: int
    pair: RelatedPair
    carrier: int
    """Article number, in this story, that the pair was found with."""
    other: int
    """Article number in the other story."""


def source_slug(name: str) -> str:
    """Return an ASCII file name for a source: its own name where that is plain ASCII, else a digest of it.

    >>> source_slug("alriyadh"), source_slug("جريدة المرفأ")
    ('alriyadh', 's-hcr3d5hw')
    """
    plain = "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-")
    if plain and plain.isascii() and len(plain) <= 40:
        return plain
    if not name:
        return "unknown"
    number = int.from_bytes(sha256(name.encode("utf-8", "surrogatepass")).digest()[:5], "big")
    return "s-" + "".join(DIGITS[number >> shift & 31] for shift in range(35, -1, -5))


class Catalogue:
    """Look-ups over one archive. Stories are named by their number in ``duplicates.stories``."""

    def __init__(
        self,
        heads: Sequence[Head],
        duplicates: Duplicates,
        ids: Sequence[str],
        mentions: MentionTable,
        labels: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """``labels`` gives what pages call a source, where that is not the name that its articles give."""
        self._labels = labels
        self.heads = heads
        self.stories: list[Story] = duplicates.stories
        self.pairs = duplicates.pairs
        self.passages = duplicates.passages
        self.decided = duplicates.decided
        self.ids = ids
        self.mentions = mentions
        self.spellings: dict[str, list[tuple[str, int]]] = {}

    def give_spellings(self, spellings: dict[str, list[tuple[str, int]]]) -> None:
        """Take the written forms of each entity with their counts, most first."""
        self.spellings = spellings

    def papers(self, story: int) -> int:
        """Return how many papers carried a story; records without a paper count as one."""
        record = self.stories[story]
        return len({self.heads[number].paper for number in (record.main, *record.members)})

    def called(self, paper: str) -> str:
        """Return what pages call a source."""
        return self._labels.get(paper, paper)

    def head(self, story: int) -> Head:
        return self.heads[self.stories[story].main]

    @cached_property
    def days(self) -> list[Day]:
        return [find_day(self.heads[story.main].date) for story in self.stories]

    @cached_property
    def newest_first(self) -> list[int]:
        return newest_first(self.stories, self.heads, self.ids)

    @cached_property
    def undated(self) -> list[int]:
        return [n for n in self.newest_first if not self.days[n].day]

    @cached_property
    def by_day(self) -> dict[str, list[int]]:
        """Stories of each day, month or year that is all that is known of them, latest first."""
        found: dict[str, list[int]] = defaultdict(list)
        for number in self.newest_first:
            if self.days[number].day:
                found[self.days[number].day].append(number)
        return dict(found)

    @cached_property
    def in_a_day(self) -> dict[str, list[int]]:
        """The same in the order in which a day is read: paper by paper, those without one last."""
        papers = {paper: (not paper, self.called(paper), paper) for paper in {head.paper for head in self.heads}}
        return {day: sorted(these, key=lambda n: papers[self.head(n).paper]) for day, these in self.by_day.items()}

    @cached_property
    def months(self) -> dict[str, int]:
        """Stories of each month that has any, earliest first."""
        return dict(sorted(Counter(day.month for day in self.days if day.month).items()))

    @cached_property
    def sources(self) -> list[Source]:
        """The sources, most stories first."""
        found: dict[str, list[int]] = defaultdict(list)
        for number in self.newest_first:
            found[self.head(number).paper].append(number)
        taken: set[str] = set()
        sources: list[Source] = []
        for name, stories in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
            slug = source_slug(name)
            if slug in taken:
                slug += "-" + sha256(name.encode()).hexdigest()[:8]
            taken.add(slug)
            sources.append(Source(name, self.called(name), slug, stories))
        return sources

    @cached_property
    def received(self) -> dict[str, list[str]]:
        """For each source the days, months or years of all that came from it, copies included, earliest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for number, story in enumerate(self.stories):
            found[self.heads[story.main].paper].append(self.days[number].day)
            for member in story.members:
                found[self.heads[member].paper].append(find_day(self.heads[member].date).day)
        return {paper: sorted(filter(None, days)) for paper, days in found.items()}

    @cached_property
    def copies(self) -> Counter[str]:
        """For each source how many of its records another record's page carries."""
        return Counter(self.heads[member].paper for story in self.stories for member in story.members)

    @cached_property
    def source_of(self) -> dict[str, Source]:
        return {source.name: source for source in self.sources}

    @cached_property
    def named_sources(self) -> int:
        """How many newspapers and sites the articles name; what has no source is none."""
        return sum(1 for source in self.sources if source.name)

    @cached_property
    def neighbours(self) -> dict[int, tuple[int | None, int | None]]:
        """For each story the earlier and the later one of its source (None at the ends)."""
        found: dict[int, tuple[int | None, int | None]] = {}
        for source in self.sources:
            padded = [None, *source.stories, None]
            for later, number, earlier in zip(padded, source.stories, padded[2:], strict=False):
                found[number] = (earlier, later)
        return found

    @cached_property
    def story_of(self) -> Int32:
        """Story of each article, shape (D,)."""
        found = np.full(len(self.heads), -1, np.int32)
        for number, story in enumerate(self.stories):
            found[story.main] = number
            found[list(story.members)] = number
        return found

    @cached_property
    def related(self) -> dict[int, list[Related]]:
        """For each story the other stories that overlap with it, strongest first, each once."""
        best: dict[tuple[int, int], Related] = {}
        story_of = self.story_of.tolist()
        for pair in self.pairs:
            for mine, theirs in ((pair.a, pair.b), (pair.b, pair.a)):
                here, there = story_of[mine], story_of[theirs]
                if here == there:
                    continue
                known = best.get((here, there))
                if known is None or _strength(pair) > _strength(known.pair):
                    best[here, there] = Related(there, pair, mine, theirs)
        found: dict[int, list[Related]] = defaultdict(list)
        for (here, _), related in sorted(best.items()):
            found[here].append(related)
        for related_ in found.values():
            related_.sort(key=lambda r: (tuple(-x for x in _strength(r.pair)), self.ids[r.story]))
        return dict(found)

    @cached_property
    def pair_of(self) -> dict[tuple[int, int], RelatedPair]:
        """The pair of two articles (smaller number first), where there is one."""
        return {(pair.a, pair.b): pair for pair in self.pairs}

    @cached_property
    def passages_of(self) -> dict[int, list[Passage]]:
        """For each article the sentences of it that stand elsewhere, in reading order."""
        found: dict[int, list[Passage]] = defaultdict(list)
        for passage in self.passages:
            found[passage.article].append(passage)
        return dict(found)

    def merge_reason(self, article: int) -> str:
        """Return the editor's reasons for a story that he merged, by its main article."""
        story = self.story_of[article]
        reasons = (d.reason for d in self.decided if d.kind == "merge" and self.story_of[d.articles[0]] == story)
        return "؛ ".join(dict.fromkeys(reasons))

    def split_reason(self, one: int, other: int) -> str:
        """Return why the editor keeps the stories of two articles apart, '' where he did not say so."""
        for decided in self._splits:
            here = {int(self.story_of[n]) for n in decided.articles}
            if (
                self.story_of[one] != self.story_of[other]
                and {int(self.story_of[one]), int(self.story_of[other])} <= here
            ):
                return decided.reason
        return ""

    @cached_property
    def _splits(self) -> list[Decided]:
        return [decided for decided in self.decided if decided.kind == "split"]

    # --- names ----------------------------------------------------------------------------------------------------

    @cached_property
    def mention_rows(self) -> Int32:
        """Mentions in all stories, copies left out; the columns of ``Mentions.rows``."""
        rows = self.mentions.rows
        is_main = np.zeros(len(self.heads), np.bool_)
        is_main[[story.main for story in self.stories]] = True
        return rows[is_main[rows[:, 0]]] if len(rows) else rows

    @cached_property
    def entity_story(self) -> tuple[Int64, Int64, Int64]:
        """Distinct (entity, story) pairs with their mentions, copies left out: entity, story, count; sorted."""
        rows = self.mention_rows
        width = max(1, len(self.stories))
        keys, counts = np.unique(rows[:, 4].astype(np.int64) * width + self.story_of[rows[:, 0]], return_counts=True)
        return keys // width, keys % width, counts.astype(np.int64)

    @cached_property
    def stories_of_entity(self) -> dict[str, list[int]]:
        """Stories that mention each entity, newest first."""
        entity, story, _ = self.entity_story
        place = np.empty(len(self.stories), np.int64)
        place[self.newest_first] = np.arange(len(self.stories))
        order = np.lexsort((place[story], entity))
        cuts = np.searchsorted(entity[order], np.arange(len(self.mentions.slugs) + 1))
        ordered = story[order].tolist()
        return {
            slug: ordered[a:b]
            for slug, a, b in zip(self.mentions.slugs, cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)
            if b > a
        }

    @cached_property
    def mention_counts(self) -> dict[str, int]:
        """Mentions of each entity in all stories, copies left out."""
        entity, _, counts = self.entity_story
        totals = np.bincount(entity, weights=counts, minlength=len(self.mentions.slugs)).astype(int)
        return dict(zip(self.mentions.slugs, totals.tolist(), strict=True))

    @cached_property
    def most_named(self) -> list[tuple[str, int]]:
        """Entities by the number of stories that mention them, most first."""
        counts = {slug: len(stories) for slug, stories in self.stories_of_entity.items()}
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _strength(pair: RelatedPair) -> tuple[float, float, int, int]:
    return (pair.jaccard5, pair.containment5, -pair.a, -pair.b)
