"""The stage entities with its memory: names are looked for where an article or the authority file changed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator, Mapping
from functools import partial

import msgspec
import numpy as np

from .. import entities
from ..corpus import Intake
from ..entities import Authority
from ..mentions import MentionTable, carry_over, join_tables
from ..models import Corpus, Entity, EntityType, Int64
from ..parallel import fork_map
from ..settings import Settings
from ..store import Store, digest

_TABLES = ("mentions", "candidates", "quotations")
"""Names under which the tables of names are remembered."""
SHARE = 2500
"""Articles whose names a worker finds at a time."""
MANY = 1000
"""Articles from which a stage is worth spreading over workers."""
TOGETHER = 30_000
"""Articles up to which names are looked for while copies are; more would take more memory than both need in turn."""
_Tables = tuple[MentionTable, MentionTable, MentionTable]


@contextlib.contextmanager
def begin_names(
    intake: Intake,
    authority: Authority,
    withheld: Mapping[str, frozenset[str]],
    store: Store,
    fingerprint: bytes,
    fresh: bool,
    jobs: int,
) -> Iterator[Callable[[], _Tables]]:
    """Let workers begin to look for names; yield what gives mentions, candidates and quotations.

    ``withheld`` gives the slugs redacted in the article of an id. Where only the authority file changed, the articles
    that the change can touch are looked through.
    """
    corpus = intake.corpus
    previous = intake.previous_number
    old = None if fresh else _load_tables(store, digest(fingerprint, intake.previous_identity))
    if old is not None:
        touched = _find_touched(corpus, authority, store, digest(fingerprint, intake.previous_identity))
        if touched is None:
            old = None
        elif len(touched):
            previous = previous.copy()
            previous[touched] = -1
        elif intake.unchanged:
            known = old
            yield lambda: known
            return

    def admit(found: MentionTable) -> MentionTable:
        if not withheld:
            return found
        ids, slugs = [head.id for head in corpus.heads], found.slugs
        pairs = found.rows[:, [0, 4]].tolist()
        return found.only(np.array([slugs[s] not in withheld.get(ids[a], ()) for a, s in pairs], np.bool_))

    def remember(tables: _Tables) -> _Tables:
        _save_tables(store, digest(fingerprint, intake.identity), tables, authority)
        return tables

    def add(old: _Tables) -> _Tables:
        new = np.flatnonzero(previous < 0).tolist()
        names = entities.find_names(corpus, authority, partial(_blocks, intake), new)
        return (
            carry_over(old[0], previous, admit(names.mentions)),
            carry_over(old[1], previous, names.candidates),
            carry_over(old[2], previous, admit(names.quotations)),
        )

    if old is not None:
        yield lambda: remember(add(old))
        return
    count = len(corpus.heads)
    if count > TOGETHER:
        yield lambda: remember(_join(_find_all(intake, authority, admit, jobs), count))
        return
    parts = _find_all(intake, authority, admit, jobs)
    try:
        yield lambda: remember(_join(parts, count))
    finally:
        if isinstance(parts, Generator):
            parts.close()


def find_frequent_names(authority: Authority, mentions: MentionTable, count: int, settings: Settings) -> list[str]:
    sure = [place for place, rule in enumerate(mentions.rules) if rule in ("alias", "clitic")]
    rows = mentions.rows[np.isin(mentions.rows[:, 5], sure)][:, [0, 4]]
    return entities.find_frequent(authority, rows, mentions.slugs, count, settings.entities.frequent_share)


def _blocks(intake: Intake, number: int) -> tuple[str, ...]:
    """Return an article's texts by block."""
    return intake.blocks(number)


def _find_all(
    intake: Intake, authority: Authority, admit: Callable[[MentionTable], MentionTable], jobs: int
) -> Iterator[_Tables]:
    """Find the names in all articles, some at a time; what is found is laid out as arrays where it is found.

    Workers begin at once.
    """
    count = len(intake.corpus.heads)
    shares = max(jobs, -(-count // SHARE)) if count > MANY else 1
    parts = [range(count * i // shares, count * (i + 1) // shares) for i in range(shares)]
    finder = entities.NameFinder(intake.corpus, authority, partial(_blocks, intake))

    def find(part: range) -> _Tables:
        names = finder.find(part)
        return admit(names.mentions), names.candidates, admit(names.quotations)

    return fork_map(find, parts, jobs)


def _join(parts: Iterator[_Tables], count: int) -> _Tables:
    mentions, candidates, quotations = zip(*parts, strict=True)
    return join_tables(mentions, count), join_tables(candidates, count), join_tables(quotations, count)


def _find_touched(corpus: Corpus, authority: Authority, store: Store, fingerprint: bytes) -> Int64 | None:
    """Return the articles that the change of the authority file since the remembered names can touch; None for all."""
    found = store.read("names", fingerprint)
    if found is None:
        return None
    known = msgspec.msgpack.decode(found[1]["entities"], type=list[Entity])
    return entities.find_touched(corpus, Authority({entity.slug: entity for entity in known}), authority)


def _save_tables(store: Store, fingerprint: bytes, tables: _Tables, authority: Authority) -> None:
    store.write("names", fingerprint, {}, {"entities": msgspec.msgpack.encode([*authority.entities.values()])})
    for name, table in zip(_TABLES, tables, strict=True):
        names = msgspec.json.encode([table.slugs, table.types, table.rules])
        store.write(name, fingerprint, {"rows": table.rows, "offsets": table.offsets}, {"names": names})


def _load_tables(store: Store, fingerprint: bytes) -> _Tables | None:
    tables = []
    for name in _TABLES:
        found = store.read(name, fingerprint)
        if found is None:
            return None
        slugs, types, rules = msgspec.json.decode(found[1]["names"], type=tuple[list[str], list[EntityType], list[str]])
        tables.append(MentionTable(found[0]["rows"], found[0]["offsets"], slugs, types, rules))
    return tables[0], tables[1], tables[2]
