"""Which of the places where a name stands are mentions, of whom, and why: what only looks like a name is left alone.

Every mention that is taken says why. Ambiguous without a cue: not taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from ..models import Bool, EntityType, Int64
from .guards import Readings, find_guarded, look_beside
from .lexicon import SAYS_ORGANISATION, SAYS_PLACE
from .marked import Marked
from .text import Stretch
from .trie import ALIAS, LAST_NAME, OTHER, WEAK

RULES: Final = ("alias", "clitic", "last_name", "weak_after_full", "weak_cue")
_ALIAS, _CLITIC, _LAST_NAME, _WEAK_AFTER_FULL, _WEAK_CUE = range(5)
_NONE: Final = -1
_SAYS: Final = {EntityType.PLACE: SAYS_PLACE, EntityType.ORGANISATION: SAYS_ORGANISATION}


@dataclass(frozen=True, slots=True)
class Found:
    """Mentions, in reading order."""

    first: Int64
    """Token."""
    last: Int64
    """Token, inclusive."""
    entity: Int64
    """Number in ``Gazetteer.entities``."""
    rule: Int64
    """Place in ``RULES``."""


def judge(stretch: Stretch, marked: Marked, readings: Readings) -> Found:
    """Return the readings that are mentions, with their entity and the reason; the others are left unlinked.

    Of a match, the first reading that is certain counts, unless one before it is something that is none of the entities.
    """
    entity, rule = _choose(stretch, marked, readings)
    decided = np.flatnonzero((entity >= 0) | marked.gazetteer.other[readings.node])
    _, earliest = np.unique(readings.match[decided], return_index=True)
    rows = decided[earliest]
    rows = rows[entity[rows] >= 0]
    mains = np.flatnonzero(np.diff(readings.match, prepend=-1))[readings.match[rows]]
    return _leave_kind(stretch, marked, Found(readings.first[mains], readings.last[mains], entity[rows], rule[rows]))


def _leave_kind(stretch: Stretch, marked: Marked, found: Found) -> Found:
    """Leave out the first of two words where it only says what the other names: صحيفة «التايمز», بمدينة مشهد."""
    says = np.array([_SAYS.get(kind, 0) for kind in EntityType], np.int64)[marked.gazetteer.types[found.entity]]
    only = (found.last == found.first + 1) & ((stretch.bits[found.first] & says) != 0)
    rule = np.where(only & (found.rule == _CLITIC), _ALIAS, found.rule)
    return Found(np.where(only, found.last, found.first), found.last, found.entity, rule)


class _Names:
    """The names that readings may be, one to a row: those of entities, and not those that a guard forbids."""

    def __init__(self, stretch: Stretch, marked: Marked, readings: Readings) -> None:
        gazetteer = marked.gazetteer
        first = gazetteer.first[readings.node]
        sizes = gazetteer.first[readings.node + 1] - first
        reading = np.repeat(np.arange(len(sizes)), sizes)
        name = np.arange(len(reading)) + np.repeat(first - (np.cumsum(sizes) - sizes), sizes)
        known = np.flatnonzero(gazetteer.kind[name] != OTHER)
        reading, name = reading[known], name[known]
        beside = look_beside(stretch, readings)
        types = gazetteer.types[gazetteer.entity[name]]
        open_ = np.ones(len(name), np.bool_)
        for number, kind in enumerate(EntityType):
            rows = np.flatnonzero(types == number)
            open_[rows] = ~find_guarded(beside.take(reading[rows]), kind, marked.forms.common)
        self.reading: Int64 = reading[open_]
        """Place in the readings."""
        self.name: Int64 = name[open_]
        """Place in the gazetteer's names."""
        self.entity: Int64 = gazetteer.entity[self.name]
        self.kind: Int64 = gazetteer.kind[self.name]
        self.first: Int64 = readings.first[self.reading]
        """Token."""
        self.article: Int64 = stretch.find_articles(self.first)
        self.owner: Int64 = self.article * len(gazetteer.entities) + self.entity
        """Stands for the article and the entity together."""


class _Earliest:
    """The first token at which each owner stands."""

    def __init__(self, owners: Int64, tokens: Int64) -> None:
        self._owners, places = np.unique(owners, return_index=True)
        self._tokens = tokens[places]

    def stand_before(self, owners: Int64, tokens: Int64) -> Bool:
        """Say which owners stand already before a token."""
        if not len(self._owners):
            return np.zeros(len(owners), np.bool_)
        places = np.minimum(np.searchsorted(self._owners, owners), len(self._owners) - 1)
        earlier: Bool = (self._owners[places] == owners) & (self._tokens[places] < tokens)
        return earlier

    @cached_property
    def find(self) -> Callable[[int], int | None]:
        """Gives the first token of an owner, or None."""
        return dict(zip(self._owners.tolist(), self._tokens.tolist(), strict=True)).get


def _choose(stretch: Stretch, marked: Marked, readings: Readings) -> tuple[Int64, Int64]:
    """Return for each reading the entity that it means and why, or -1 where that is not certain."""
    names = _Names(stretch, marked, readings)
    gazetteer = marked.gazetteer
    mains = np.diff(readings.match, prepend=-1) != 0
    alone = gazetteer.alone[readings.node]
    beyond = np.flatnonzero(mains[names.reading] & alone[names.reading] & (names.kind == ALIAS))
    sure = _Earliest(names.owner[beyond], names.first[beyond])
    single = readings.first == readings.last
    longer = beyond[~single[names.reading[beyond]]]
    whole = _Earliest(names.owner[longer], names.first[longer])
    rule = _find_reasons(stretch, marked, names, sure, alone[names.reading])
    last = stretch.ids[readings.last]
    rule[(single & marked.tanwin[last])[names.reading]] = _NONE
    rule[gazetteer.closed[names.name] & marked.heh[last][names.reading]] = _NONE
    entity, reason = np.full(len(single), _NONE), np.full(len(single), _NONE)
    chosen = np.flatnonzero(rule >= 0)
    entity[names.reading[chosen]] = names.entity[chosen]
    reason[names.reading[chosen]] = rule[chosen]
    counts = np.bincount(names.reading[chosen], minlength=len(single))
    several = np.flatnonzero(counts > 1)
    starts = np.searchsorted(names.reading[chosen], several)
    for row, start, count in zip(several.tolist(), starts.tolist(), counts[several].tolist(), strict=True):
        rows = chosen[start : start + count]
        entity[row], reason[row] = _prefer(names, rows, rule[rows].tolist(), whole, single=bool(single[row]))
    reason[(reason == _ALIAS) & readings.clitic] = _CLITIC
    return entity, reason


def _prefer(names: _Names, rows: Int64, rule: list[int], whole: _Earliest, *, single: bool) -> tuple[int, int]:
    """Return the one of several entities that a reading means, by the reasons for each; -1 if that is not certain.

    بوش is George W. Bush, but in an article that has named Jeb Bush and no other it is he.
    """
    entities, first = names.entity[rows].tolist(), int(names.first[rows[0]])
    chosen = [*zip(entities, rule, strict=True)]
    strong = [c for c in chosen if c[1] == _ALIAS] or chosen
    if single:
        met = [whole.find(owner) for owner in names.owner[rows].tolist()]
        if met[chosen.index(strong[0])] is None:
            strong = [c for c, at in zip(chosen, met, strict=True) if at is not None and at < first] or strong
    return strong[0] if len({entity for entity, _ in strong}) == 1 else (_NONE, _NONE)


def _find_reasons(stretch: Stretch, marked: Marked, names: _Names, sure: _Earliest, alone: Bool) -> Int64:
    """Return why each name is a mention, or -1 where it is none."""
    gazetteer, kind = marked.gazetteer, names.kind
    after = sure.stand_before(names.owner, names.first)
    gated = gazetteer.has_cues[names.entity]
    rule = np.full(len(kind), _NONE)
    rule[(kind == ALIAS) & (alone | ~gated)] = _ALIAS
    rule[(kind == LAST_NAME) & after] = _LAST_NAME
    rule[(kind == WEAK) & after] = _WEAK_AFTER_FULL
    asked = np.flatnonzero((rule == _NONE) & gated & (kind != LAST_NAME))
    cued = asked[_hold_cues(stretch, marked, names, asked, gazetteer.cues)]
    rule[cued] = np.where(kind[cued] == ALIAS, _ALIAS, _WEAK_CUE)
    asked = np.flatnonzero((rule != _NONE) & gazetteer.has_anticues[names.entity])
    rule[asked[_hold_cues(stretch, marked, names, asked, gazetteer.anticues)]] = _NONE
    return rule


def _hold_cues(stretch: Stretch, marked: Marked, names: _Names, rows: Int64, cues: tuple[Int64, Int64]) -> Bool:
    """Say of which rows the article holds one of the entity's cues, word for word."""
    first, nodes = cues
    sizes = first[names.entity[rows] + 1] - first[names.entity[rows]]
    found = np.zeros(len(rows), np.bool_)
    of = np.repeat(np.arange(len(rows)), sizes)
    if not len(of):
        return found
    node = nodes[np.arange(len(of)) + np.repeat(first[names.entity[rows]] - (np.cumsum(sizes) - sizes), sizes)]
    article = names.article[rows[of]]
    width = marked.gazetteer.cue_paths.nodes
    held = _find_cues(stretch, marked, article)
    found[of[np.isin(article * width + node, held)]] = True
    return found


def _find_cues(stretch: Stretch, marked: Marked, articles: Int64) -> Int64:
    """Return which cues stand in some articles, article and node of the cue in one number."""
    paths, edges = marked.gazetteer.cue_paths, stretch.articles
    wanted = np.zeros(len(edges) - 1, np.bool_)
    wanted[articles] = True
    tokens = np.flatnonzero((marked.cues > 0)[stretch.forms])
    tokens = tokens[wanted[stretch.find_articles(tokens)]]
    follows = np.ones(len(stretch.forms) + 1, np.bool_)
    follows[edges] = False
    keys = [
        stretch.find_articles(at) * paths.nodes + nodes
        for _, at, nodes in paths.walk(stretch.forms, follows, tokens, marked.cues[stretch.forms[tokens]])
    ]
    return np.unique(np.concatenate(keys)) if keys else np.empty(0, np.int64)
