"""Mentions as columns: compact to keep between builds, cheap to slice by article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
import xxhash

from .models import Bool, EntityType, Int32, Int64, Mention

T = TypeVar("T", str, tuple[str, EntityType])


@dataclass(frozen=True, slots=True)
class MentionTable:
    """All mentions of the corpus, sorted by article, block and start."""

    rows: Int32
    """Shape (M, 6): article, block, start, end, entity (index in ``slugs``), rule (index in ``rules``)."""
    offsets: Int64
    """Mentions of article d are ``rows[offsets[d]:offsets[d + 1]]``, shape (D + 1,)."""
    slugs: list[str]
    types: list[EntityType]
    """Type of each slug."""
    rules: list[str]

    def of(self, article: int) -> Int32:
        """Return the rows of one article, shape (m, 6)."""
        return self.rows[self.offsets[article] : self.offsets[article + 1]]

    def mentions(self, rows: slice = slice(None)) -> Iterator[Mention]:
        """Yield the mentions, or some of them, one by one."""
        for article, block, start, end, entity, rule in self.rows[rows].tolist():
            yield Mention(article, block, start, end, self.slugs[entity], self.types[entity], self.rules[rule])

    def only(self, kept: Bool) -> MentionTable:
        """Return the table of some of the rows."""
        named = [*zip(self.slugs, self.types, strict=True)]
        return lay_out(self.rows[kept].astype(np.int64), named.__getitem__, self.rules, len(self.offsets) - 1)

    def keys(self, called: Callable[[str], str] = str) -> list[bytes]:
        """Return a digest of each article's mentions that does not depend on other articles or on any numbering.

        ``called`` gives what a page shows of an entity, by its slug.
        """
        entities = [
            xxhash.xxh3_64_intdigest(f"{slug} {kind} {called(slug)}".encode())
            for slug, kind in zip(self.slugs, self.types, strict=True)
        ]
        rules = [xxhash.xxh3_64_intdigest(rule.encode()) for rule in self.rules]
        lines = np.empty((len(self.rows), 5), np.uint64)
        lines[:, :3] = self.rows[:, 1:4]
        lines[:, 3] = np.array(entities, np.uint64)[self.rows[:, 4]] if entities else 0
        lines[:, 4] = np.array(rules, np.uint64)[self.rows[:, 5]] if rules else 0
        data, bounds = lines.tobytes(), (self.offsets * lines.strides[0]).tolist()
        return [xxhash.xxh3_128_digest(data[a:b]) for a, b in pairwise(bounds)]


def tabulate(mentions: Sequence[Mention], articles: int) -> MentionTable:
    """Lay out ``mentions`` of a corpus of so many articles as a table."""
    named = list(dict.fromkeys((m.entity, m.type) for m in mentions))
    rules = list(dict.fromkeys(m.rule for m in mentions))
    number_of = {name: i for i, name in enumerate(named)}
    rule_of = {rule: i for i, rule in enumerate(rules)}
    rows = [(m.article, m.block, m.start, m.end, number_of[m.entity, m.type], rule_of[m.rule]) for m in mentions]
    laid = np.array(rows, np.int64).reshape(-1, 6)
    order = np.lexsort((laid[:, 3], laid[:, 2], laid[:, 1], laid[:, 0]))
    return lay_out(laid[order], named.__getitem__, rules, articles)


def lay_out(
    rows: Int64, entity: Callable[[int], tuple[str, EntityType]], rules: Sequence[str], articles: int
) -> MentionTable:
    """Return the table of ``rows`` in their order, for a corpus of so many articles.

    ``entity`` gives the slug and type that a number in their fifth column stands for, ``rules`` the last one's.
    """
    laid = rows.astype(np.int32)
    named, laid[:, 4] = _renumber(laid[:, 4], entity)
    said, laid[:, 5] = _renumber(laid[:, 5], rules.__getitem__)
    return MentionTable(laid, _offsets(laid[:, 0], articles), [slug for slug, _ in named], [k for _, k in named], said)


def _renumber(numbers: Int32, meaning: Callable[[int], T]) -> tuple[list[T], Int64]:
    """Return what the numbers that occur mean, sorted, and the place there of each number."""
    occurring, places = np.unique(numbers, return_inverse=True)
    meant = [meaning(number) for number in occurring.tolist()]
    order = sorted(range(len(meant)), key=lambda place: meant[place])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return [meant[place] for place in order], rank[places.reshape(-1)]


def _offsets(article: Int32, articles: int) -> Int64:
    return np.searchsorted(article, np.arange(articles + 1)).astype(np.int64)


def join_tables(tables: Sequence[MentionTable], articles: int) -> MentionTable:
    """Return the table of a corpus of so many articles; ``tables`` hold the mentions of some each, earlier ones first.

    Equal to tabulating all mentions at once; the offsets of the ``tables`` are not looked at.
    """
    known = sorted({named for table in tables for named in zip(table.slugs, table.types, strict=True)})
    rules = sorted({rule for table in tables for rule in table.rules})
    slugs = [slug for slug, _ in known]
    rows = np.concatenate([np.empty((0, 6), np.int32), *(_rename(table.rows, table, slugs, rules) for table in tables)])
    return MentionTable(rows, _offsets(rows[:, 0], articles), slugs, [kind for _, kind in known], rules)


def carry_over(old: MentionTable, previous_number: Int32, new: MentionTable) -> MentionTable:
    """Return the table of a corpus in which article d was ``previous_number[d]`` (-1: its mentions are in ``new``).

    Equal to tabulating all mentions afresh, at the cost of the difference.
    """
    articles = len(previous_number)
    place = np.full(len(old.offsets) - 1, -1, np.int32)
    kept = previous_number >= 0
    place[previous_number[kept]] = np.flatnonzero(kept)
    carried = old.rows.copy()
    carried[:, 0] = place[old.rows[:, 0]]
    carried = carried[carried[:, 0] >= 0]
    known = sorted(
        {(old.slugs[i], old.types[i]) for i in _occurring(carried[:, 4])} | set(zip(new.slugs, new.types, strict=True))
    )
    rules = sorted({old.rules[i] for i in _occurring(carried[:, 5])} | set(new.rules))
    slugs = [slug for slug, _ in known]
    rows = np.concatenate([_rename(carried, old, slugs, rules), _rename(new.rows, new, slugs, rules)])
    rows = rows[np.argsort(rows[:, 0], kind="stable")]  # those of an article come from one table, in their order
    return MentionTable(rows, _offsets(rows[:, 0], articles), slugs, [kind for _, kind in known], rules)


def _occurring(numbers: Int32) -> list[int]:
    return np.flatnonzero(np.bincount(numbers)).tolist()


def _rename(rows: Int32, table: MentionTable, slugs: list[str], rules: list[str]) -> Int32:
    slug_of = {slug: i for i, slug in enumerate(slugs)}
    rule_of = {rule: i for i, rule in enumerate(rules)}
    renamed = rows.copy()
    if len(rows):
        renamed[:, 4] = np.array([slug_of.get(s, -1) for s in table.slugs], np.int32)[rows[:, 4]]
        renamed[:, 5] = np.array([rule_of.get(r, -1) for r in table.rules], np.int32)[rows[:, 5]]
    return renamed
