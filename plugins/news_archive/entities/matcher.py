"""Find the names of the authority file in token arrays.

A trie over name forms, entered only at tokens that can begin a name (one look-up per distinct surface), longest match
first; then the guards: what only looks like a name is left alone, and every mention that is taken says why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

import numpy as np

from ..models import Bool, Corpus, Entity, EntityType, Mention
from .authority import STOP_WORDS, Authority
from .forms import LONGEST_CLITIC, name_form, name_tokens, readings

NAMED_AFTER: Final = frozenset(
    name_form(word)
    for word in "مدينة جامعة مطار شارع جائزة كأس دوري مستشفى ميدان ساحة مسجد جامع مدرسة ثانوية كلية مركز معهد حي طريق"
    " ملعب استاد قاعة متحف مؤسسة قصر برج جسر مجمع مؤسسه سد نفق".split()
)
"""After one of these a person's name names the thing, not the person."""
_END: Final = ""
_GAP: Final = 2
"""Code points between two tokens of one name, at most: a space, a space and a quotation mark."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One name of one entity."""

    slug: str
    """'' for a longer string that is something else."""
    kind: str
    """``alias``, ``weak``, ``last_name`` or ``other``."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place where some name stands, not yet judged."""

    first: int
    """Token."""
    last: int
    """Token, inclusive."""
    clitic: str
    patterns: tuple[Pattern, ...]


class Matcher:
    """The authority file made ready for matching."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self._starts: dict[str, tuple[tuple[str, str], ...]] = {}

    @cached_property
    def trie(self) -> dict[str, Any]:
        root: dict[str, Any] = {}
        for tokens, pattern in self._patterns():
            node = root
            for token in tokens:
                node = node.setdefault(token, {})
            found = node.get(_END, ())
            if pattern not in found:
                node[_END] = (*found, pattern)
        return root

    def _patterns(self) -> Iterator[tuple[tuple[str, ...], Pattern]]:
        for entity in self.authority.entities.values():
            full = name_tokens(entity.name)
            for text in (entity.name, *entity.aliases):
                if text in entity.weak:
                    continue
                yield name_tokens(text), Pattern(entity.slug, "alias")
            for text in entity.weak:
                yield name_tokens(text), Pattern(entity.slug, "weak")
            for text in entity.longer:
                yield name_tokens(text), Pattern("", "other")
            if entity.type is EntityType.PERSON and len(full) > 1 and len(full[-1]) > 2 and full[-1] not in STOP_WORDS:
                yield full[-1:], Pattern(entity.slug, "last_name")

    def starts(self, surface: str) -> tuple[tuple[str, str], ...]:
        """Return the readings of a surface token that begin some name, as (form, clitic)."""
        found = self._starts.get(surface)
        if found is None:
            trie, form = self.trie, name_form(surface)
            may = (
                form in trie
                or any(form[cut:] in trie for cut in range(1, min(LONGEST_CLITIC, len(form) - 1) + 1))
                or ("ل" in form[:3] and any("ال" + form[cut:] in trie for cut in (2, 3)))
            )
            found = self._starts[surface] = tuple(r for r in readings(form) if r[0] in trie) if may else ()
        return found


def find_mentions(corpus: Corpus, authority: Authority, articles: Iterable[int] | None = None) -> list[Mention]:
    """Return the mentions in the given articles (all by default), sorted by article, block and start.

    An article's mentions depend on nothing but its tokens and the authority file, so any split of the articles over
    workers gives the same mentions.
    """
    matcher = Matcher(authority)
    numbers = range(len(corpus.heads)) if articles is None else sorted(articles)
    can_start = _mark_starts(corpus, matcher, numbers)
    forms = _Forms(corpus.vocabulary.surfaces)
    found: list[Mention] = []
    for number in numbers:
        found += _find_in_article(corpus, matcher, forms, can_start, number)
    return found


def _mark_starts(corpus: Corpus, matcher: Matcher, numbers: Sequence[int]) -> Bool:
    """Return, for each surface id that occurs in the articles, whether it can begin a name."""
    tokens, surfaces = corpus.tokens, corpus.vocabulary.surfaces
    occurs = np.zeros(len(surfaces), np.bool_)
    bounds = tokens.blocks[tokens.articles]
    for number in numbers:
        occurs[tokens.ids[bounds[number] : bounds[number + 1]]] = True
    marks = np.zeros(len(surfaces), np.bool_)
    for i in np.flatnonzero(occurs).tolist():
        if matcher.starts(surfaces[i]):
            marks[i] = True
    return marks


def _find_in_article(corpus: Corpus, matcher: Matcher, forms: _Forms, can_start: Bool, number: int) -> list[Mention]:
    tokens = corpus.tokens
    first_block, last_block = int(tokens.articles[number]), int(tokens.articles[number + 1])
    begin, end = int(tokens.blocks[first_block]), int(tokens.blocks[last_block])
    places = np.flatnonzero(can_start[tokens.ids[begin:end]]) + begin
    if not len(places):
        return []
    text = _Text(corpus, forms, begin, end)
    edges = tokens.blocks[first_block : last_block + 1].tolist()
    matches = _walk(matcher, text, places.tolist(), edges)
    mentions = []
    for match, slug, rule in _judge(matcher.authority, text, matches):
        block = _block(edges, match.first)
        start = text.start(match.first)
        stop = text.start(match.last) + len(text.surface(match.last))
        kind = matcher.authority.entities[slug].type
        mentions.append(Mention(number, block, start, stop, slug, kind, rule))
    return mentions


def _block(edges: list[int], token: int) -> int:
    return bisect_right(edges, token) - 1


@cache
def _cue_form(cue: str) -> str:
    """Return a cue as it stands in ``_Text.words``; one without letters never does."""
    return f" {' '.join(name_tokens(cue)) or '?'} "


class _Forms(dict[int, str]):
    """Name forms by surface id, each made once."""

    def __init__(self, surfaces: list[str]) -> None:
        super().__init__()
        self._surfaces = surfaces

    def __missing__(self, surface: int) -> str:
        form = self[surface] = name_form(self._surfaces[surface])
        return form


class _Text:
    """One article's tokens as names see them."""

    def __init__(self, corpus: Corpus, forms: _Forms, begin: int, end: int) -> None:
        self.begin, self.end = begin, end
        self._surfaces = corpus.vocabulary.surfaces
        self._forms = forms
        self._ids: list[int] = corpus.tokens.ids[begin:end].tolist()
        self._starts: list[int] = corpus.tokens.starts[begin:end].tolist()

    def surface(self, token: int) -> str:
        return self._surfaces[self._ids[token - self.begin]]

    def start(self, token: int) -> int:
        return self._starts[token - self.begin]

    def form(self, token: int) -> str:
        return self._forms[self._ids[token - self.begin]]

    def follows(self, token: int) -> bool:
        """Say whether a token stands right after the one before it, but for a space or quotation mark."""
        before = token - 1
        return 0 <= self.start(token) - self.start(before) - len(self.surface(before)) <= _GAP

    @cached_property
    def words(self) -> str:
        """All forms of the article between spaces, for cues."""
        return f" {' '.join(map(self._forms.__getitem__, self._ids))} "

    def has(self, cue: str) -> bool:
        return _cue_form(cue) in self.words


def _walk(matcher: Matcher, text: _Text, places: list[int], edges: list[int]) -> list[Match]:
    """Return the longest match at each place, left to right, none inside another."""
    found: list[Match] = []
    free = 0
    trie = matcher.trie
    for place in places:
        if place < free:
            continue
        limit = edges[_block(edges, place) + 1]
        best: Match | None = None
        for form, clitic in matcher.starts(text.surface(place)):
            node = trie[form]
            token = place
            while True:
                patterns = node.get(_END)
                if patterns and (best is None or token > best.last):
                    best = Match(place, token, clitic, patterns)
                token += 1
                if token >= limit or not text.follows(token):
                    break
                node = node.get(text.form(token))
                if node is None:
                    break
        if best is not None:
            found.append(best)
            free = best.last + 1
    return found


def _judge(authority: Authority, text: _Text, matches: list[Match]) -> Iterator[tuple[Match, str, str]]:
    """Yield the matches that are mentions, with their entity and the reason; the others are left unlinked."""
    entities = authority.entities
    sure: dict[str, int] = {}  # slug -> first token where it stands beyond doubt
    for match in matches:
        for pattern in match.patterns:
            if (
                pattern.kind == "alias"
                and len(match.patterns) == 1
                and not _is_guarded(entities[pattern.slug], match, text)
            ):
                sure.setdefault(pattern.slug, match.first)
    for match in matches:
        if any(pattern.kind == "other" for pattern in match.patterns):
            continue
        chosen: list[tuple[str, str]] = []
        for pattern in match.patterns:
            entity = entities[pattern.slug]
            if _is_guarded(entity, match, text) or any(text.has(cue) for cue in entity.anticues):
                continue
            rule = _reason(pattern, entity, match, text, sure, alone=len(match.patterns) == 1)
            if rule:
                chosen.append((pattern.slug, rule))
        strong = [c for c in chosen if c[1] == "alias"] or chosen
        if len({slug for slug, _ in strong}) == 1:
            slug, rule = strong[0]
            yield match, slug, "clitic" if rule == "alias" and match.clitic else rule


def _reason(
    pattern: Pattern, entity: Entity, match: Match, text: _Text, sure: dict[str, int], *, alone: bool
) -> str | None:
    if pattern.kind == "alias" and (alone or not entity.cues or any(text.has(cue) for cue in entity.cues)):
        return "alias"
    if pattern.kind == "last_name":
        return "last_name" if sure.get(entity.slug, match.first) < match.first else None
    if pattern.kind == "weak":
        if sure.get(entity.slug, match.first) < match.first:
            return "weak_after_full"
        if any(text.has(cue) for cue in entity.cues):
            return "weak_cue"
    return None


def _is_guarded(entity: Entity, match: Match, text: _Text) -> bool:
    """Say whether what stands before the match makes it something else."""
    before = text.form(match.first - 1) if match.first > text.begin and text.follows(match.first) else ""
    if entity.type is EntityType.PERSON:
        return before in NAMED_AFTER or before.removeprefix("ال") in NAMED_AFTER
    last = text.form(match.last)
    if entity.type is EntityType.PLACE and match.first == match.last and last.endswith("يه") and before:
        if last.startswith("ال") or match.clitic.endswith("ال"):  # «المملكة السعودية», «الصحف السعودية»
            return before.startswith(("ال", "وال", "بال", "لل", "كال", "فال")) and not match.clitic
        return not match.clitic and (
            before.endswith(("ه", "ات")) or before in ("اراض", "اراضي", "قوي", "مصادر", "اطراف")
        )
    return False


class NameTest:
    """Says whether a surface token is a number or stands in some name of the authority file."""

    def __init__(self, authority: Authority) -> None:
        self._words = {
            token
            for entity in authority.entities.values()
            for text in (entity.name, *entity.aliases, *entity.weak, *entity.adjectives)
            for token in name_tokens(text)
        }
        self._known: dict[str, bool] = {}

    def __call__(self, surface: str) -> bool:
        found = self._known.get(surface)
        if found is None:
            form = name_form(surface)
            found = form[:1].isdigit() or any(word in self._words for word, _ in readings(form))
            self._known[surface] = found
        return found
