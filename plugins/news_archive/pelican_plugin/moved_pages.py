"""What becomes of an address that was published: pages that lead on, and what the editor is told of those that went.

Only the editor's ``content/moved.toml`` makes a page lead on, so that the same inputs give the same site. What a build
finds gone is remembered for ``invoke suggest --only moved``, which prints the entries.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from ..moves import FILE, Move, load_moves
from ..publish import key_of
from ..store import Store
from .facts import Facts
from .frame import Note
from .views import SiteView

_PAGE: Final = re.compile(r"(?:parts/[^/]+/)?([ae]/[0-9a-z-]+)\.html")
_MEMORY: Final = "departed"
_TOLD: Final = 5
"""Pages of a kind that a report names."""


class MovedPages:
    """Draws the pages at old addresses."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._moves = facts.archive.moves
        self._targets = {old: found for old, move in self._moves.items() if (found := self._find(move))}

    @property
    def signposts(self) -> set[str]:
        """Paths of the pages that only lead on."""
        return {f"{old}.html" for old in self._targets}

    @property
    def warnings(self) -> list[str]:
        """What entries do nothing, and why."""
        return [
            f"{move.origin}: {old} is a page of this build and leads nowhere else"
            if self._stands(old)
            else f"{move.origin}: {old} leads to {move.new}, which is no page of this build"
            for old, move in self._moves.items()
            if old not in self._targets
        ]

    def note_all(
        self, note: Note, get_template: Callable[[str], Any], view: SiteView, render: Callable[..., bytes]
    ) -> None:
        for old, (target, title) in sorted(self._targets.items()):
            folder = old.partition("/")[0]
            to = target.removeprefix(f"{folder}/") if target.startswith(f"{folder}/") else f"../{target}"
            at_once = self._facts.layout is None  # in parts the place of a page is known to its links alone
            page = render(get_template("forward"), view, root="../", to=to, title=title, old=old, at_once=at_once)
            note(f"{old}.html", key_of(page), partial(bytes, page))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return _numbers(self._facts)

    @cached_property
    def _pages(self) -> set[str]:
        """Ids of articles whose address has a page already."""
        facts = self._facts
        return {*facts.catalogue.ids, *facts.archive.corrections.hidden, *facts.moved()}

    def _find(self, move: Move) -> tuple[str, str] | None:
        """Return path and title of the page that an old address leads to; None where nothing can lead there."""
        if self._stands(move.old):
            return None
        facts, (kind, _, name) = self._facts, move.new.partition("/")
        if kind == "e":
            known = name in facts.catalogue.stories_of_entity
            return (facts.addresses.path(name), facts.archive.authority.name(name)) if known else None
        number = self._numbers.get(name)
        if number is None:
            return None
        page = facts.page_of(number)
        return f"a/{page}.html", facts.main_head(int(facts.catalogue.story_of[number])).title

    def _stands(self, old: str) -> bool:
        facts, (kind, _, name) = self._facts, old.partition("/")
        if kind == "e":
            return name in facts.catalogue.stories_of_entity and not facts.addresses.stem(name)
        return name in self._pages


def _numbers(facts: Facts) -> dict[str, int]:
    """Return the number of each record, under its id and under that of its page."""
    found = {head.id: number for number, head in enumerate(facts.corpus.heads)}
    return found | {name: story.main for name, story in zip(facts.catalogue.ids, facts.catalogue.stories, strict=True)}


def tell_departed(removed: Sequence[str], facts: Facts, store: Store) -> list[str]:
    """Return a warning for each page that was published and is gone, and remember which one stands for it."""
    gone = [found[1] for path in removed if (found := _PAGE.fullmatch(path))]
    if not gone:
        return []
    kept = set(facts.catalogue.ids)
    articles = [name for address in gone if (name := address.removeprefix("a/")) != address and name not in kept]
    lines, successors = _tell_articles(articles, facts) if articles else ([], {})
    known = facts.archive.authority.entities
    names = [
        address for address in gone if address.startswith("e/") and address[2:] not in known and "_" not in address
    ]
    lines += _cut(
        [
            f"the page {address}.html is gone: no [[entity]] has this id any longer; if it has another one now, a [[moved]]"
            f" in content/{FILE} leads on"
            for address in names
        ]
    )
    if successors:
        remembered = _recall(store) | successors
        store.write(_MEMORY, b"", {}, {"json": json.dumps(remembered, ensure_ascii=False).encode()})
    return lines


def _tell_articles(articles: Sequence[str], facts: Facts) -> tuple[list[str], dict[str, list[str]]]:
    intake = facts.archive.intake
    heads = facts.corpus.heads
    numbers = _numbers(facts)
    source_of = dict(intake.departed)
    changed = intake.successors
    lines: list[str] = []
    lost: list[str] = []
    successors: dict[str, list[str]] = {}
    for name in articles:
        number, source = numbers.get(name), source_of.get(name, "")
        what = f"{source} was changed, and its page is"
        if number is not None:
            what = f"{heads[number].source} is merged into"
        elif name in changed:
            number = changed[name]
        else:
            lost.append(f"a/{name}.html" + (f" ({source})" if source else ""))
            continue
        page = f"a/{facts.page_of(number)}"
        successors[f"a/{name}"] = [page, source or heads[number].source]
        lines.append(f"the page a/{name}.html is gone: {what} {page}.html; invoke suggest --only moved leads on")
    told = _cut(lines)
    if lost:
        more = f" and {len(lost) - _TOLD:,} more" if len(lost) > _TOLD else ""
        one = len(lost) == 1
        pages = f"page{' is' if one else 's are'} gone, for no record has {'its id' if one else 'their ids'} any longer"
        told.append(f"{len(lost):,} {pages}: {', '.join(lost[:_TOLD])}{more}")
    return told, successors


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - _TOLD
    return lines if more <= 0 else [*lines[:_TOLD], f"... and {more:,} more pages"]


def _recall(store: Store) -> dict[str, list[str]]:
    found = store.read(_MEMORY, b"")
    known: dict[str, list[str]] = json.loads(bytes(found[1]["json"])) if found else {}
    return known


def suggest_moves(output: Path, content: Path, store: Store) -> Iterator[str]:
    """Yield, as TOML, the entries that lead on from pages that builds of ``output`` found gone."""
    known = _recall(store)
    decided = load_moves(content / FILE)
    left = {old: to for old, to in known.items() if old not in decided and not _is_published(output, old)}
    if not left:
        return
    yield "# Addresses that were published and are gone; what is pasted into content/moved.toml leads on."
    for old, (_, source) in sorted(left.items()):
        yield f"\n[[moved]]                          # {''.join(c for c in source if c.isprintable())}"
        yield f'from = "{old}"\nto = "{_last(old, known)}"'


def _is_published(output: Path, address: str) -> bool:
    return (output / f"{address}.html").is_file() or any(output.glob(f"parts/*/{address}.html"))


def _last(old: str, known: Mapping[str, Sequence[str]]) -> str:
    """Return where an address leads when what it led to is gone as well."""
    seen = {old}
    new = known[old][0]
    while new in known and new not in seen:
        seen.add(new)
        new = known[new][0]
    return new
