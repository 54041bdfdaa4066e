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
from .increment import DRIFT, remember, update_overlaps
from .pairs import Overlap, find_frames, find_overlaps
from .sentences import find_passages
from .shingles import Shingles, hash_words, make_shingles

SPREAD = 400
"""Pairs between two sets of equal texts up to which each pair is stated; beyond it, only the first against the first."""
LEAD = 8
"""Words at the start of a text in which a place or agency may differ between carriers: the dateline."""


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
    overlaps, state = update_overlaps(previous, shingles, distinct, settings) or _find_afresh(
        shingles, distinct, settings
    )
    pairs = [_judge(overlap, corpus, settings, is_name) for overlap in overlaps]
    texts = _Texts(representative.tolist(), pairs)
    pairs = _spread(pairs, equal)
    revisions = _revisions(corpus.heads)
    known = {(pair.a, pair.b) for pair in pairs}
    for group in revisions:
        pairs += [
            RelatedPair(
                min(group[0], other), max(group[0], other), Relation.VERSION, *_compare(shingles, group[0], other)
            )
            for other in group[1:]
            if (min(group[0], other), max(group[0], other)) not in known
        ]
    stories = _make_stories(corpus.heads, shingles, texts, revisions, decisions or Decisions())
    known |= {(pair.a, pair.b) for pair in pairs}
    pairs += [
        pair
        for story in stories
        for member in story.members
        if (pair := texts.find_pair(story.main, member)) and (pair.a, pair.b) not in known
    ]
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


def _find_afresh(shingles: Shingles, distinct: Int64, settings: DedupeSettings) -> tuple[list[Overlap], dict[str, Any]]:
    overlaps = find_overlaps(
        shingles,
        distinct,
        jaccard=settings.version,
        containment=settings.contained,
        max_shared=settings.max_shared,
    )
    frames = find_frames(shingles, distinct, more_than=max(0, settings.max_shared - DRIFT))
    return overlaps, remember(overlaps, shingles, distinct, frames, settings)


class _Texts:
    """Which records carry one text, and which texts are one: what stories are made of, whatever the pairs state."""

    def __init__(self, representative: list[int], pairs: list[RelatedPair]) -> None:
        """``pairs`` are those between the first records of different texts."""
        self._representative = representative
        self._carriers: dict[int, list[int]] = defaultdict(list)
        for number, first in enumerate(representative):
            self._carriers[first].append(number)
        self._close = {(pair.a, pair.b): pair for pair in pairs if pair.relation is Relation.SAME}
        self._near: dict[int, list[int]] = defaultdict(list)
        for a, b in self._close:
            self._near[a].append(b)
            self._near[b].append(a)

    def copied(self) -> list[int]:
        """Return the records that another record is the same as."""
        return [
            n for n, first in enumerate(self._representative) if first in self._near or len(self._carriers[first]) > 1
        ]

    def copies(self, number: int) -> list[int]:
        """Return the records that are the same as this one, ascending."""
        first = self._representative[number]
        return sorted(n for text in (first, *self._near.get(first, [])) for n in self._carriers[text] if n != number)

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


def _judge(
    overlap: Overlap, corpus: Corpus, settings: DedupeSettings, is_name: Callable[[str], bool] | None
) -> RelatedPair:
    if overlap.jaccard >= settings.same:
        if is_name is not None and _is_form(corpus, overlap.a, overlap.b, is_name):
            return RelatedPair(
                overlap.a, overlap.b, Relation.VERSION, overlap.jaccard, overlap.containment, guarded=True
            )
        relation = Relation.SAME
    else:
        relation = Relation.VERSION if overlap.jaccard >= settings.version else Relation.CONTAINED
    return RelatedPair(overlap.a, overlap.b, relation, overlap.jaccard, overlap.containment)


def _body_ids(corpus: Corpus, number: int) -> np.ndarray:
    tokens = corpus.tokens
    return tokens.ids[tokens.blocks[tokens.articles[number] + 1] : tokens.blocks[tokens.articles[number + 1]]]


def _is_form(corpus: Corpus, a: int, b: int, is_name: Callable[[str], bool]) -> bool:
    """Say whether two texts differ, both ways and after the dateline, in names or numbers only."""
    vocabulary = corpus.vocabulary
    norm_of = vocabulary.norm_of
    first, second = _body_ids(corpus, a), _body_ids(corpus, b)
    both = np.intersect1d(norm_of[first], norm_of[second])
    differences = [own[LEAD:][~np.isin(norm_of[own[LEAD:]], both)].tolist() for own in (first, second)]
    for i in {i for side in differences for i in side}:  # most pairs are told apart here, by any one plain word
        if not _digits(vocabulary.norms[norm_of[i]]) and not is_name(vocabulary.surfaces[i]):
            return False
    sides = []
    for different, other in zip(differences, (second, first), strict=True):
        numbers = {_digits(vocabulary.norms[n]) for n in np.unique(norm_of[other]).tolist()}
        sides.append(
            {
                vocabulary.surfaces[i]
                for i in different
                if not (digits := _digits(vocabulary.norms[norm_of[i]])) or digits not in numbers
            }  # «2015م» and «2015» are one number
        )
    return bool(sides[0]) and bool(sides[1]) and all(map(is_name, sides[0] | sides[1]))


def _digits(norm: str) -> str:
    """Return the digits that a word begins with, or ''."""
    return norm[: len(norm) - len(norm.lstrip("0123456789"))]


def _compare(shingles: Shingles, a: int, b: int) -> tuple[float, float]:
    first = np.unique(shingles.hashes[shingles.offsets[a] : shingles.offsets[a + 1]])
    second = np.unique(shingles.hashes[shingles.offsets[b] : shingles.offsets[b + 1]])
    shared = len(np.intersect1d(first, second, assume_unique=True))
    if not len(first) or not len(second):
        return 0.0, 0.0
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
