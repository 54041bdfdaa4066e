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
from .words import COMMON_GIVEN, GIVEN, NAMED_AFTER, NATIONS, NO_SURNAME, PARTS, SURE_GIVEN

_SHORT: Final = 4
"""Letters up to which a name in ة is not read in a word that ends in ه."""
_BOLD: Final = 5
"""Letters that a name of one word needs after ك or ف, and after ل where it begins with another."""
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
    closed: bool = False
    """A short name that ends in ة: جدة (the city) is not جده (his grandfather)."""


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
        adjectives = {
            tokens[0]
            for entity in self.authority.entities.values()
            for tokens in map(name_tokens, entity.adjectives)
            if len(tokens) == 1
        }
        for entity in self.authority.entities.values():
            for text in entity.weak:
                yield (tokens := name_tokens(text)), Pattern(entity.slug, "weak", _is_closed(text, tokens))
            for text in (entity.name, *entity.aliases):
                if text in entity.weak:
                    continue
                tokens = name_tokens(text)
                yield tokens, Pattern(entity.slug, "alias", _is_closed(text, tokens))
                if entity.type is EntityType.PERSON and _has_last_name(tokens) and tokens[-1] not in adjectives:
                    yield tokens[-1:], Pattern(entity.slug, "last_name")
            for text in entity.longer:
                yield name_tokens(text), Pattern("", "other")

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


def _is_closed(text: str, tokens: tuple[str, ...]) -> bool:
    return len(tokens) == 1 and len(tokens[0]) <= _SHORT and text.endswith("\N{ARABIC LETTER TEH MARBUTA}")


def _has_last_name(tokens: tuple[str, ...]) -> bool:
    """Say whether the last word of a person's name stands for it once the whole has been said."""
    if len(tokens) < 2 or len(tokens[-1]) < 3 or tokens[-2] in PARTS:
        return False
    last = tokens[-1]
    return last not in STOP_WORDS and last not in COMMON_GIVEN and last not in NO_SURNAME and last not in NATIONS


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
            lone = _needs_more(form, clitic)
            while True:
                patterns = node.get(_END)
                if patterns and (best is None or token > best.last) and not (lone and token == place):
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


def _needs_more(form: str, clitic: str) -> bool:
    """Say whether a reading is too bold for a name of one word.

    الحماس (zeal) is not حماس, للحج not لحج, كسرت not سرت; but «للمجموعة الدولية» is the group.
    """
    if clitic.endswith(("ال", "لل")):
        return not form.startswith("ال")
    bold = clitic[-1:] in ("ك", "ف") or (clitic[-1:] == "ل" and form.startswith("ل"))
    return bold and len(form) < _BOLD


def _judge(authority: Authority, text: _Text, matches: list[Match]) -> Iterator[tuple[Match, str, str]]:
    """Yield the matches that are mentions, with their entity and the reason; the others are left unlinked."""
    entities = authority.entities
    sure: dict[str, int] = {}  # slug -> first token where it stands beyond doubt
    for match in matches:
        for pattern in match.patterns:
            if (
                pattern.kind == "alias"
                and _stands_alone(match)
                and not _is_guarded(entities[pattern.slug], match, text)
            ):
                sure.setdefault(pattern.slug, match.first)
    for match in matches:
        chosen: list[tuple[str, str]] = []
        closed = text.surface(match.last).endswith("\N{ARABIC LETTER HEH}")
        for pattern in match.patterns:
            if pattern.kind == "other" or (pattern.closed and closed):
                continue
            entity = entities[pattern.slug]
            if _is_guarded(entity, match, text) or any(text.has(cue) for cue in entity.anticues):
                continue
            rule = _reason(pattern, entity, match, text, sure, alone=_stands_alone(match))
            if rule:
                chosen.append((pattern.slug, rule))
        strong = [c for c in chosen if c[1] == "alias"] or chosen
        if len({slug for slug, _ in strong}) == 1:
            slug, rule = strong[0]
            yield match, slug, "clitic" if rule == "alias" and match.clitic else rule


def _stands_alone(match: Match) -> bool:
    """Say whether no other entity bears the name beyond doubt."""
    return len({pattern.slug for pattern in match.patterns if pattern.kind == "alias"}) <= 1


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
        if before in NAMED_AFTER or before.removeprefix("ال") in NAMED_AFTER:
            return True
        if match.clitic:
            return False
        first_names = GIVEN if match.first == match.last else SURE_GIVEN
        return before in first_names or before in PARTS
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
