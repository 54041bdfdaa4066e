"""From the corpus to its relations and stories: what is compared, what is remembered, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal

import numpy as np

from ..models import Corpus, Decided, Duplicates, Head, Int64, Passage, RelatedPair, Relation, Story
from ..settings import DedupeSettings
from .decisions import Decision, Decisions
from .frames import Frames
from .increment import find_afresh, is_under, update
from .judge import Judge
from .pairs import Bounds
from .sentences import find_passages
from .stories import Carriers, find_revisions, make_stories
from .texts import State, Texts, read_all, read_texts

SPREAD = 400
"""Pairs between two sets of equal texts up to which each pair is stated; beyond it, only the first against the first."""


def find_duplicates(
    corpus: Corpus,
    settings: DedupeSettings,
    *,
    is_name: Callable[[str], bool] | None = None,
    decisions: Decisions | None = None,
    previous: State | None = None,
    names: bytes = b"",
) -> tuple[Duplicates, State]:
    """Return the relations and stories of a corpus, and what to give as ``previous`` next time.

    ``is_name`` knows names and numbers, and ``names`` stands for what it knows: under others pairs are judged again. The
    result is the same with and without ``previous``.
    """
    decisions = decisions or Decisions()
    known = previous if is_under(previous, settings) else None
    texts = read_texts(corpus, known)
    representative, equal = _collapse(corpus.heads, texts, settings.min_words)
    distinct = np.flatnonzero((representative == np.arange(len(representative))) & (texts.words >= settings.min_words))
    found = update(texts, distinct, known, settings) if known is not None else None
    if found is None:
        texts, shingles = read_all(texts)
        found = find_afresh(texts, shingles, distinct, known, settings)
    judged = known if known is not None and known.get("names", np.empty(0)).tobytes() == names else None
    judge = Judge(corpus, texts.text, settings, is_name, judged)
    frames = Frames(found.framed, bounds=Bounds(settings.version, settings.contained), same=settings.same)
    carriers = Carriers(representative.tolist(), judge(found.overlaps), frames, judge)
    revisions = find_revisions(corpus.heads)
    stories = make_stories(corpus.heads, texts.words, carriers, revisions, decisions)
    compare = _Comparison(texts, known)
    pairs = _spread([*carriers.pairs, *carriers.link()], equal)
    if equal or revisions:
        pairs += _state_members(pairs, stories, revisions, carriers, compare)
    pairs.sort(key=attrgetter("a", "b"))
    passages = find_passages(
        corpus,
        np.array([story.main for story in stories], np.int64),
        _Related(pairs, stories),
        max_shared=settings.max_shared,
        sentences=texts.sentences,
    )
    passage_pairs = compare.relate(_pair_passages(passages), Relation.PASSAGE)
    decided, warnings = _account(corpus.heads, decisions)
    state = found.state | texts.remember() | judge.remember() | compare.remember()
    state["names"] = np.frombuffer(names, np.uint8)
    return Duplicates(pairs, stories, passages, passage_pairs, decided, warnings), state


def _collapse(heads: list[Head], texts: Texts, min_words: int) -> tuple[Int64, list[tuple[int, int]]]:
    """Return each article's first equal text (itself if none), and the pairs (first, other).

    Texts below ``min_words`` are equal only as whole records: short bodies repeat under different titles.
    """
    first: dict[object, int] = {}
    representative = np.arange(len(heads))
    equal = []
    for number, (words, text) in enumerate(zip(texts.words.tolist(), texts.text.tolist(), strict=True)):
        key: object = text if words >= min_words else heads[number].sha256
        at = first.setdefault(key, number)
        if at != number:
            representative[number] = at
            equal.append((at, number))
    return representative, equal


def _spread(pairs: list[RelatedPair], equal: list[tuple[int, int]]) -> list[RelatedPair]:
    """Return the pairs for every record of equal text, not only for the first; in a large set, for the first only."""
    if not equal:
        return pairs
    copies: dict[int, list[int]] = {}
    for first, other in equal:
        copies.setdefault(first, []).append(other)
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


class _Comparison:
    """Measures the likeness of articles that no join compared; what was measured is remembered by the texts' hashes."""

    def __init__(self, texts: Texts, previous: State | None) -> None:
        self._texts = texts
        self._known: dict[tuple[int, int], tuple[float, float]] = {}
        self._used: dict[tuple[int, int], tuple[float, float]] = {}
        if previous is not None and "compared" in previous:
            keys = map(tuple, previous["compared"].tolist())
            self._known = dict(zip(keys, map(tuple, previous["likeness"].tolist()), strict=True))

    def relate(self, pairs: Iterable[tuple[int, int]], relation: Relation) -> list[RelatedPair]:
        """Return pairs of articles with their likeness."""
        return [RelatedPair(a, b, relation, *self._measure(a, b)) for a, b in pairs]

    def _measure(self, a: int, b: int) -> tuple[float, float]:
        one, other = sorted((int(self._texts.text[a]), int(self._texts.text[b])))
        found = self._known.get((one, other))
        if found is None:
            found = self._known[one, other] = _compare(self._texts, a, b)
        self._used[one, other] = found
        return found

    def remember(self) -> dict[str, Any]:
        return {
            "compared": np.array(list(self._used), np.uint64).reshape(-1, 2),
            "likeness": np.array(list(self._used.values()), np.float64).reshape(-1, 2),
        }


def _compare(texts: Texts, a: int, b: int) -> tuple[float, float]:
    first, second = texts.set_of(a), texts.set_of(b)
    if not len(first) or not len(second):
        return 0.0, 0.0
    both = np.sort(np.concatenate([first, second]))
    shared = int(np.count_nonzero(both[1:] == both[:-1]))
    return shared / (len(first) + len(second) - shared), shared / min(len(first), len(second))


def _state_members(
    pairs: list[RelatedPair],
    stories: list[Story],
    revisions: list[list[int]],
    carriers: Carriers,
    compare: _Comparison,
) -> list[RelatedPair]:
    """Return the pairs of a page's text and the records merged into it that ``pairs`` leave unsaid.

    Where no two texts are equal and none is a revision, there are none.
    """
    revised = [(min(group[0], other), max(group[0], other)) for group in revisions for other in group[1:]]
    merged = [(story.main, member) for story in stories for member in story.members]
    known = {(pair.a, pair.b) for pair in pairs}
    found = compare.relate([pair for pair in dict.fromkeys(revised) if pair not in known], Relation.VERSION)
    known.update(revised)
    for main, member in merged:
        pair = carriers.find_pair(main, member)
        if pair and (pair.a, pair.b) not in known:
            found.append(pair)
    return found


class _Related:
    """The pairs of pages, by their main articles, that some pair of their records links; made when it is asked."""

    def __init__(self, pairs: list[RelatedPair], stories: list[Story]) -> None:
        self._pairs, self._stories = pairs, stories

    @cached_property
    def _mains(self) -> set[tuple[int, int]]:
        page = {member: story.main for story in self._stories for member in story.members}
        mains = ((page.get(pair.a, pair.a), page.get(pair.b, pair.b)) for pair in self._pairs)
        return {(a, b) if a < b else (b, a) for a, b in mains if a != b}

    def __contains__(self, pair: object) -> bool:
        return pair in self._mains


def _pair_passages(passages: list[Passage]) -> list[tuple[int, int]]:
    """Return the pairs that share a passage; of a sentence in very many articles only the first with each other."""
    found: set[tuple[int, int]] = set()
    for passage in passages:
        others = [other for other, _ in passage.others]
        if len(others) ** 2 > SPREAD:
            others = others[:1] if others[0] < passage.article else []
        found.update((min(passage.article, other), max(passage.article, other)) for other in others)
    return sorted(found)


def _account(heads: list[Head], decisions: Decisions) -> tuple[list[Decided], list[str]]:
    """Return the decisions about articles that are here, and a warning for each id that no article has."""
    decided: list[Decided] = []
    warnings: list[str] = []
    kinds: tuple[tuple[Literal["merge", "split"], tuple[Decision, ...]], ...] = (
        ("merge", decisions.merge),
        ("split", decisions.split),
    )
    if not any(some for _, some in kinds):
        return decided, warnings
    number: dict[str, int] = {}
    for place, head in enumerate(heads):
        number.setdefault(head.id, place)
    for kind, some in kinds:
        for decision in some:
            here = [i for i in decision.ids if i in number]
            effect = f"the {kind} holds for the others" if len(here) > 1 else f"the {kind} has no effect"
            missing = [i for i in decision.ids if i not in number]
            warnings += [f"{decision.origin}: no article has the id {i}; {effect}" for i in missing]
            if len(here) > 1:
                decided.append(Decided(kind, tuple(number[i] for i in here), decision.reason))
    return decided, warnings
