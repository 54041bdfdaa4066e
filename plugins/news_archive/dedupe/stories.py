"""Relations to stories: which records are one page, and whose text it is.

Records of one address are revisions: the latest is the page. Texts at J >= .8 are one story: the longest, then
earliest text becomes the page and takes every record that is that close to *it*; so no chain of small steps joins two
different texts. Containment and lesser likeness link pages and never merge them. Where the words that differ are other
names or other numbers (telegrams, weather, relief plane 5 and 6), the texts are a form filled in twice: linked, not
merged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import permutations

from ..errors import ConfigurationError
from ..models import Head, Int32, RelatedPair, Relation, Story
from .decisions import Decisions
from .frames import Frames
from .judge import Judge


class Carriers:
    """Which records carry one text, and which texts are one: what stories are made of, whatever the pairs state."""

    def __init__(self, representative: list[int], pairs: list[RelatedPair], frames: Frames, judge: Judge) -> None:
        """``pairs`` are those between the first records of different texts."""
        self.pairs = pairs
        self._representative = representative
        self._frames = frames
        self._judge = judge
        self._copies: dict[int, list[int]] = defaultdict(list)
        for number, first in enumerate(representative):
            if number != first:
                self._copies[first].append(number)
        self._close = {(pair.a, pair.b): pair for pair in pairs if pair.relation is Relation.SAME}
        self._near: dict[int, list[int]] = defaultdict(list)
        for a, b in self._close:
            self._near[a].append(b)
            self._near[b].append(a)

    def copied(self) -> list[int]:
        """Return the records that another record is the same as, and those that may be."""
        framed = set(self._frames.articles.tolist())
        return [
            n
            for n, first in enumerate(self._representative)
            if first in self._near or first in self._copies or first in framed
        ]

    def copies(self, number: int) -> list[int]:
        """Return the records that are the same as this one, ascending, for a record whose turn it is to lead."""
        first = self._representative[number]
        for pair in self._judge.judge_rows(self._frames.take(first, {*self._near.get(first, ())})):
            self.pairs.append(pair)
            if pair.relation is Relation.SAME:
                self._close[pair.a, pair.b] = pair
                self._near[pair.a].append(pair.b)
                self._near[pair.b].append(pair.a)
        texts = (first, *self._near.get(first, ()))
        return sorted(n for text in texts for n in (text, *self._copies.get(text, ())) if n != number)

    def link(self) -> list[RelatedPair]:
        """Return pairs that link the texts of frames which no other pair does."""
        if not len(self._frames.articles):
            return []
        return self._judge.judge_rows(self._frames.link({n for pair in self.pairs for n in (pair.a, pair.b)}))

    def find_pair(self, one: int, other: int) -> RelatedPair | None:
        """Return how two records are the same, or None if they are not."""
        a, b = sorted((one, other))
        first, second = sorted((self._representative[a], self._representative[b]))
        if first == second:
            return RelatedPair(a, b, Relation.SAME, 1.0, 1.0)
        pair = self._close.get((first, second))
        return RelatedPair(a, b, Relation.SAME, pair.jaccard5, pair.containment5) if pair else None


def _date_key(head: Head) -> str:
    return head.date.edtf.rsplit("/", 1)[-1] if head.date else ""


def _collected(head: Head) -> str:
    return head.date.collected if head.date else ""


def find_revisions(heads: list[Head]) -> list[list[int]]:
    """Return the groups of records of one address, latest first (by date, then collection, then order in the source)."""
    often = {name for name, count in Counter([head.id for head in heads]).items() if count > 1}
    by_id: dict[str, list[int]] = defaultdict(list)
    for number in [n for n, head in enumerate(heads) if head.id in often and head.url] if often else ():
        by_id[heads[number].id].append(number)
    groups = [group for group in by_id.values() if len(group) > 1]
    for group in groups:
        group.sort(key=lambda n: (_date_key(heads[n]), _collected(heads[n]), _record(heads[n].source)), reverse=True)
    return groups


def _record(source: str) -> tuple[str, int]:
    name, _, number = source.rpartition("#")
    return (name, int(number)) if number.isdecimal() else (source, 0)


def make_stories(
    heads: list[Head],
    words: Int32,
    carriers: Carriers,
    revisions: list[list[int]],
    decisions: Decisions,
) -> list[Story]:
    """Give every article to exactly one story; raise ConfigurationError if the decisions contradict each other."""
    apart = _forbidden(heads, decisions)
    members: dict[int, list[int]] = {}
    owner: dict[int, int] = {}
    reasons: dict[int, str] = {}

    def join(main: int, other: int, reason: str) -> None:
        """Bring ``other`` and all that it already holds under ``main``."""
        for number in (other, *members.pop(other, [])):
            owner[number] = main
            members.setdefault(main, []).append(number)
        reasons[main] = reason if reasons.get(main, reason) == reason else "same"
        reasons.pop(other, None)

    for group in revisions:
        for other in group[1:]:
            join(group[0], other, "revision")
    lengths = words.tolist()
    for main in sorted(
        carriers.copied(), key=lambda n: (-lengths[n], _date_key(heads[n]) or "9", heads[n].id, heads[n].source)
    ):
        if main in owner:
            continue
        for other in carriers.copies(main):
            free = other not in owner and (other not in members or reasons.get(other) == "revision")
            enemies = apart.get(heads[other].id)
            if free and not (enemies and any(heads[n].id in enemies for n in (main, *members.get(main, [])))):
                join(main, other, "same")
    by_id: dict[str, int] = {}
    if decisions.merge:
        for number, head in enumerate(heads):
            by_id.setdefault(head.id, number)
        by_id.update((heads[group[0]].id, group[0]) for group in revisions)  # a page is its latest revision
    for decision in decisions.merge:
        present = [by_id[i] for i in decision.ids if i in by_id]
        if len(present) < 2:
            continue
        wanted = by_id.get(decision.main, owner.get(present[0], present[0]))
        if wanted in owner:
            _make_main(wanted, owner, members, reasons)
        for root in dict.fromkeys(owner.get(number, number) for number in present):
            if root != wanted:
                join(wanted, root, "editor")
        reasons[wanted] = "editor"
    stories = []
    for number in range(len(heads)):
        if number not in owner:
            if number not in members:
                stories.append(Story(number, ()))
                continue
            rest = sorted(members[number], key=lambda n: (_date_key(heads[n]) or "9", heads[n].id, heads[n].source))
            stories.append(Story(number, tuple(rest), reasons[number]))  # type: ignore[arg-type]
    if decisions.split:
        _refuse_contradiction(stories, heads, decisions)
    return stories


def _refuse_contradiction(stories: list[Story], heads: list[Head], decisions: Decisions) -> None:
    where = {heads[n].id: story.main for story in stories for n in (story.main, *story.members)}
    for split in decisions.split:
        seen: dict[int, str] = {}
        for name in (i for i in split.ids if i in where):
            if where[name] in seen:
                raise ConfigurationError(
                    f"{split.origin}: a merge brings {seen[where[name]]} and {name} together, which a split keeps apart"
                )
            seen[where[name]] = name


def _make_main(wanted: int, owner: dict[int, int], members: dict[int, list[int]], reasons: dict[int, str]) -> None:
    """Let a member of a story become its main text."""
    old = owner.pop(wanted)
    rest = [number for number in members.pop(old) if number != wanted]
    members[wanted] = [old, *rest]
    for number in members[wanted]:
        owner[number] = wanted
    reasons[wanted] = reasons.pop(old)


def _forbidden(heads: list[Head], decisions: Decisions) -> dict[str, set[str]]:
    """Return for each id those that it may not meet: what a split names, and what the editor merged with that."""
    known = {head.id for head in heads}
    merged: dict[str, set[str]] = {}
    for merge in decisions.merge:
        group = set[str]().union(*(merged.get(i, {i}) for i in merge.ids))
        merged.update(dict.fromkeys(group, group))
    apart: dict[str, set[str]] = defaultdict(set)
    for split in decisions.split:
        for a, b in permutations([i for i in dict.fromkeys(split.ids) if i in known], 2):
            for name in merged.get(a, {a}):
                apart[name] |= merged.get(b, {b})
    return dict(apart)
