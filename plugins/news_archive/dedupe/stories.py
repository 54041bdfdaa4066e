"""Relations to stories: which records are one page, and whose text it is.

Records of one address are revisions: the latest is the page. Texts at J >= .8 are one story: the longest, then
earliest text becomes the page and takes every record that is that close to *it*; so no chain of small steps joins two
different texts. Containment and lesser likeness link pages and never merge them. Where the words that differ are other
names or other numbers (telegrams, weather, relief plane 5 and 6), the texts are a form filled in twice: linked, not
merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import permutations
from typing import Any, Literal

import numpy as np

from ..errors import ConfigurationError
from ..models import Corpus, Decided, Duplicates, Head, Int64, Passage, RelatedPair, Relation, Story
from ..settings import DedupeSettings
from .decisions import Decision, Decisions
from .forms import FormTest
from .frames import Frames
from .increment import common_from, remember, update_overlaps
from .join import Holdings, join
from .pairs import Bounds, Overlap, find_overlaps
from .sentences import find_passages
from .shingles import Shingles, UInt64, hash_words, make_shingles

SPREAD = 400
"""Pairs between two sets of equal texts up to which each pair is stated; beyond it, only the first against the first."""


def find_duplicates(
    corpus: Corpus,
    settings: DedupeSettings,
    *,
    is_name: Callable[[str], bool] | None = None,
    decisions: Decisions | None = None,
    previous: dict[str, Any] | None = None,
) -> tuple[Duplicates, dict[str, Any]]:
    """Return the relations and stories of a corpus, and what to give as ``previous`` next time.

    ``is_name`` knows names and numbers. The result is the same with and without ``previous``.
    """
    word_hash = hash_words(corpus.vocabulary)
    shingles = make_shingles(corpus, word_hash)
    representative, equal = _collapse(corpus.heads, shingles, settings.min_words)
    distinct = np.flatnonzero(
        (representative == np.arange(len(representative))) & (shingles.words >= settings.min_words)
    )
    bounds = Bounds(settings.version, settings.contained)
    updated = update_overlaps(previous, shingles, distinct, settings)
    overlaps, state, held = updated or _find_afresh(shingles, distinct, bounds, settings)
    judge = _Judge(corpus, settings, is_name)
    frames = Frames(held, distinct, bounds=bounds, same=settings.same)
    texts = _Texts(representative.tolist(), judge.all(overlaps), frames, judge)
    revisions = _revisions(corpus.heads)
    stories = _make_stories(corpus.heads, shingles, texts, revisions, decisions or Decisions())
    pairs = _spread([*texts.pairs, *(judge(o) for o in frames.link(texts.linked()))], equal)
    known = {(pair.a, pair.b) for pair in pairs}
    for a, b in ((min(group[0], other), max(group[0], other)) for group in revisions for other in group[1:]):
        if (a, b) not in known:
            known.add((a, b))
            pairs.append(RelatedPair(a, b, Relation.VERSION, *_compare(shingles, a, b)))
    for story in stories:
        for member in story.members:
            pair = texts.find_pair(story.main, member)
            if pair and (pair.a, pair.b) not in known:
                pairs.append(pair)
    pairs.sort(key=lambda pair: (pair.a, pair.b, pair.relation))
    passages = find_passages(
        corpus,
        np.array([story.main for story in stories], np.int64),
        _related_mains(pairs, stories),
        max_shared=settings.max_shared,
        word_hash=word_hash,
    )
    decided, warnings = _account(corpus.heads, decisions or Decisions())
    return Duplicates(pairs, stories, passages, _pair_passages(passages, shingles), decided, warnings), state


def _related_mains(pairs: list[RelatedPair], stories: list[Story]) -> set[tuple[int, int]]:
    """Return the pairs of pages, by their main articles, that some pair of their records links."""
    page = {number: story.main for story in stories for number in (story.main, *story.members)}
    return {(min(a, b), max(a, b)) for a, b in ((page[pair.a], page[pair.b]) for pair in pairs) if a != b}


def _pair_passages(passages: list[Passage], shingles: Shingles) -> list[RelatedPair]:
    """Return the pairs that share a passage; of a sentence in very many articles only the first with each other."""
    found: set[tuple[int, int]] = set()
    for passage in passages:
        others = [other for other, _ in passage.others]
        if len(others) ** 2 > SPREAD:
            others = others[:1] if others[0] < passage.article else []
        found.update((min(passage.article, other), max(passage.article, other)) for other in others)
    return [RelatedPair(a, b, Relation.PASSAGE, *_compare(shingles, a, b)) for a, b in sorted(found)]


def _set_of(shingles: Shingles, number: int) -> UInt64:
    """Return an article's different shingles, sorted; as ``np.unique`` does, which hashes and is slow for few."""
    own = np.sort(shingles.hashes[shingles.offsets[number] : shingles.offsets[number + 1]])
    return own[np.append(True, own[1:] != own[:-1])] if len(own) else own


def _account(heads: list[Head], decisions: Decisions) -> tuple[list[Decided], list[str]]:
    """Return the decisions about articles that are here, and a warning for each id that no article has."""
    number: dict[str, int] = {}
    for place, head in enumerate(heads):
        number.setdefault(head.id, place)
    decided: list[Decided] = []
    warnings: list[str] = []
    kinds: tuple[tuple[Literal["merge", "split"], tuple[Decision, ...]], ...] = (
        ("merge", decisions.merge),
        ("split", decisions.split),
    )
    for kind, some in kinds:
        for decision in some:
            here = [i for i in decision.ids if i in number]
            effect = f"the {kind} holds for the others" if len(here) > 1 else f"the {kind} has no effect"
            missing = [i for i in decision.ids if i not in number]
            warnings += [f"{decision.origin}: no article has the id {i}; {effect}" for i in missing]
            if len(here) > 1:
                decided.append(Decided(kind, tuple(number[i] for i in here), decision.reason))
    return decided, warnings


def _find_afresh(
    shingles: Shingles, distinct: Int64, bounds: Bounds, settings: DedupeSettings
) -> tuple[list[Overlap], dict[str, Any], Holdings]:
    most, near = settings.max_shared, common_from(settings)
    joined = join(shingles, distinct, max_shared=most, common_from=near, portion=settings.portion)
    held = joined.holdings
    overlaps = find_overlaps(held, distinct, bounds=bounds, max_shared=most)
    return overlaps, remember(overlaps, shingles, distinct, joined, settings), held.only(held.spread > most)


class _Judge:
    """Says what an overlap makes of two texts."""

    def __init__(self, corpus: Corpus, settings: DedupeSettings, is_name: Callable[[str], bool] | None) -> None:
        self._settings = settings
        self._is_form = FormTest(corpus, is_name) if is_name is not None else None

    def all(self, overlaps: list[Overlap]) -> list[RelatedPair]:
        """Judge many overlaps."""
        if self._is_form is not None:
            same = [overlap for overlap in overlaps if overlap.jaccard >= self._settings.same]
            self._is_form.learn_texts(sorted({number for overlap in same for number in overlap[:2]}))
        return list(map(self, overlaps))

    def __call__(self, overlap: Overlap) -> RelatedPair:
        a, b, shared, size_a, size_b = overlap
        jaccard, containment = shared / (size_a + size_b - shared), shared / min(size_a, size_b)
        if jaccard >= self._settings.same:
            guarded = self._is_form is not None and self._is_form(a, b)
            return RelatedPair(a, b, Relation.VERSION if guarded else Relation.SAME, jaccard, containment, guarded)
        relation = Relation.VERSION if jaccard >= self._settings.version else Relation.CONTAINED
        return RelatedPair(a, b, relation, jaccard, containment)


class _Texts:
    """Which records carry one text, and which texts are one: what stories are made of, whatever the pairs state."""

    def __init__(self, representative: list[int], pairs: list[RelatedPair], frames: Frames, judge: _Judge) -> None:
        """``pairs`` are those between the first records of different texts."""
        self.pairs = pairs
        self._representative = representative
        self._frames = frames
        self._judge = judge
        self._carriers: dict[int, list[int]] = defaultdict(list)
        for number, first in enumerate(representative):
            self._carriers[first].append(number)
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
            if first in self._near or len(self._carriers[first]) > 1 or first in framed
        ]

    def copies(self, number: int) -> list[int]:
        """Return the records that are the same as this one, ascending, for a record whose turn it is to lead."""
        first = self._representative[number]
        for pair in self._judge.all(self._frames.take(first, {*self._near.get(first, ())})):
            self.pairs.append(pair)
            if pair.relation is Relation.SAME:
                self._close[pair.a, pair.b] = pair
                self._near[pair.a].append(pair.b)
                self._near[pair.b].append(pair.a)
        return sorted(n for text in (first, *self._near.get(first, [])) for n in self._carriers[text] if n != number)

    def linked(self) -> set[int]:
        """Return the texts that some pair links."""
        return {number for pair in self.pairs for number in (pair.a, pair.b)}

    def find_pair(self, one: int, other: int) -> RelatedPair | None:
        """Return how two records are the same, or None if they are not."""
        a, b = sorted((one, other))
        first, second = sorted((self._representative[a], self._representative[b]))
        if first == second:
            return RelatedPair(a, b, Relation.SAME, 1.0, 1.0)
        pair = self._close.get((first, second))
        return RelatedPair(a, b, Relation.SAME, pair.jaccard5, pair.containment5) if pair else None


def _collapse(heads: list[Head], shingles: Shingles, min_words: int) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Return each article's first equal text (itself if none), and the pairs (first, other).

    Texts below ``min_words`` are equal only as whole records: short bodies repeat under different titles.
    """
    first: dict[object, int] = {}
    representative = np.arange(len(heads))
    equal = []
    for number, (words, text) in enumerate(zip(shingles.words.tolist(), shingles.text.tolist(), strict=True)):
        key: object = text if words >= min_words else heads[number].sha256
        at = first.setdefault(key, number)
        if at != number:
            representative[number] = at
            equal.append((at, number))
    return representative, equal


def _spread(pairs: list[RelatedPair], equal: list[tuple[int, int]]) -> list[RelatedPair]:
    """Return the pairs for every record of equal text, not only for the first; in a large set, for the first only."""
    copies: dict[int, list[int]] = defaultdict(list)
    for first, other in equal:
        copies[first].append(other)
    spread = [RelatedPair(first, other, Relation.SAME, 1.0, 1.0) for first, other in equal]
    for pair in pairs:
        if pair.a not in copies and pair.b not in copies:
            spread.append(pair)
            continue
        left, right = [pair.a, *copies.get(pair.a, [])], [pair.b, *copies.get(pair.b, [])]
        if len(left) * len(right) > SPREAD:
            left, right = left[:1], right[:1]
        for a in left:
            for b in right:
                spread.append(
                    RelatedPair(min(a, b), max(a, b), pair.relation, pair.jaccard5, pair.containment5, pair.guarded)
                )
    for others in copies.values():
        if len(others) <= SPREAD**0.5:
            spread += [
                RelatedPair(a, b, Relation.SAME, 1.0, 1.0) for i, a in enumerate(others) for b in others[i + 1 :]
            ]
    return spread


def _compare(shingles: Shingles, a: int, b: int) -> tuple[float, float]:
    first, second = _set_of(shingles, a), _set_of(shingles, b)
    if not len(first) or not len(second):
        return 0.0, 0.0
    both = np.sort(np.concatenate([first, second]))
    shared = int(np.count_nonzero(both[1:] == both[:-1]))
    return shared / (len(first) + len(second) - shared), shared / min(len(first), len(second))


def _date_key(head: Head) -> str:
    return head.date.edtf.rsplit("/", 1)[-1] if head.date else ""


def _revisions(heads: list[Head]) -> list[list[int]]:
    """Return the groups of records of one address, latest first (by date, then by order in the source)."""
    by_id: dict[str, list[int]] = defaultdict(list)
    for number, head in enumerate(heads):
        if head.url:
            by_id[head.id].append(number)
    groups = [group for group in by_id.values() if len(group) > 1]
    for group in groups:
        group.sort(key=lambda n: (_date_key(heads[n]), _record(heads[n].source)), reverse=True)
    return groups


def _record(source: str) -> tuple[str, int]:
    name, _, number = source.rpartition("#")
    return (name, int(number)) if number.isdecimal() else (source, 0)


def _make_stories(
    heads: list[Head],
    shingles: Shingles,
    texts: _Texts,
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
    words = shingles.words.tolist()
    for main in sorted(
        texts.copied(), key=lambda n: (-words[n], _date_key(heads[n]) or "9", heads[n].id, heads[n].source)
    ):
        if main in owner:
            continue
        for other in texts.copies(main):
            free = other not in owner and (other not in members or reasons.get(other) == "revision")
            enemies = apart.get(heads[other].id)
            if free and not (enemies and any(heads[n].id in enemies for n in (main, *members.get(main, [])))):
                join(main, other, "same")
    by_id: dict[str, int] = {}
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
            rest = sorted(
                members.get(number, []), key=lambda n: (_date_key(heads[n]) or "9", heads[n].id, heads[n].source)
            )
            stories.append(Story(number, tuple(rest), reasons[number] if rest else "single"))  # type: ignore[arg-type]
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
