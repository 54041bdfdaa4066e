"""Find the names of the authority file in token arrays: longest match first, left to right, then the guards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from msgspec.structs import replace

from ..models import Corpus, Mention
from .authority import Authority
from .forms import name_form, name_tokens, readings
from .guards import Match, judge
from .text import Forms, Text, find_surfaces
from .trie import ALONE, END, TAIL, Matcher

_BOLD: Final = 5
"""Letters that a name of one word needs after ك or ف, and after ل where it begins with another."""


def find_mentions(
    corpus: Corpus, authority: Authority, articles: Iterable[int] | None = None, marked: Marked | None = None
) -> list[Mention]:
    """Return the mentions in the given articles (all by default), sorted by article, block and start.

    An article's mentions depend on nothing but its tokens and the authority file, so any split of the articles over
    workers gives the same mentions. ``marked`` are the surfaces of the articles, and perhaps of others.
    """
    numbers = range(len(corpus.heads)) if articles is None else sorted(articles)
    marked = marked or Marked(corpus, authority, numbers)
    found: list[Mention] = []
    for number in numbers:
        found += _find_in_article(corpus, marked, number)
    return found


class Marked:
    """What ``Matcher.mark`` says of each surface token of some articles, computed once."""

    def __init__(self, corpus: Corpus, authority: Authority, numbers: Sequence[int]) -> None:
        surfaces = corpus.vocabulary.surfaces
        self.matcher = Matcher(authority)
        self.forms = Forms(surfaces)
        self.begin_name = _Pairs(self.matcher, self.forms)
        self.marks = np.zeros(len(surfaces), np.uint8)
        self.following = np.zeros(len(surfaces), np.uint64)
        self.second = np.zeros(len(surfaces), np.uint64)
        occurring = find_surfaces(corpus, numbers)
        if occurring:
            marks, following, second = zip(
                *(self.matcher.mark(surfaces[i], self.forms[i]) for i in occurring), strict=True
            )
            self.marks[occurring] = np.array(marks, np.uint8)
            self.following[occurring] = np.array(following, np.uint64)
            self.second[occurring] = np.array(second, np.uint64)


class _Pairs(dict[tuple[int, int], bool]):
    """Whether two surface tokens, one after the other, begin some name; each pair is looked up once."""

    def __init__(self, matcher: Matcher, forms: Forms) -> None:
        super().__init__()
        self._matcher, self._forms = matcher, forms

    def __missing__(self, pair: tuple[int, int]) -> bool:
        first, second = pair
        trie, form = self._matcher.trie, self._forms[second]
        nodes = (trie[reading] for reading, _ in self._matcher.starts(self._forms.surfaces[first]))
        found = self[pair] = any(isinstance(node, dict) and form in node for node in nodes)
        return found


def _find_in_article(corpus: Corpus, marked: Marked, number: int) -> list[Mention]:
    tokens, matcher, begin_name = corpus.tokens, marked.matcher, marked.begin_name
    first_block, last_block = int(tokens.articles[number]), int(tokens.articles[number + 1])
    begin, end = int(tokens.blocks[first_block]), int(tokens.blocks[last_block])
    ids = tokens.ids[begin:end]
    mark = marked.marks[ids]
    alone = (mark & ALONE) > 0
    pairs = np.flatnonzero(~alone[:-1] & ((marked.following[ids[:-1]] & marked.second[ids[1:]]) > 0))
    begun = [
        place
        for place, first, second in zip(pairs.tolist(), ids[pairs].tolist(), ids[pairs + 1].tolist(), strict=True)
        if begin_name[first, second]
    ]
    places = sorted([*np.flatnonzero(alone).tolist(), *begun])
    if not places:
        return []
    text = Text(corpus, marked.forms, mark, begin, end)
    edges = (tokens.blocks[first_block : last_block + 1] - begin).tolist()
    entities = matcher.authority.entities
    return [
        Mention(
            number,
            bisect_right(edges, match.first) - 1,
            text.starts[match.first],
            text.end(match.last),
            slug,
            entities[slug].type,
            rule,
        )
        for match, slug, rule in judge(matcher.authority, text, _walk(matcher, text, places, edges))
    ]


def _walk(matcher: Matcher, text: Text, places: list[int], edges: list[int]) -> list[Match]:
    """Return the longest match at each place, left to right, none inside another.

    Where two names of one entity overlap («الملك سلمان», «سلمان بن عبدالعزيز»), both together are the match.
    """
    found: list[Match] = []
    free = 0
    for place in places:
        best = _longest(matcher, text, place, edges[bisect_right(edges, place)])
        if best is None:
            continue
        if place >= free:
            found.append(best)
            free = best.last + 1
        elif best.last >= free and _slugs(best) & _slugs(found[-1]):
            found[-1] = replace(found[-1], last=best.last)
            free = best.last + 1
    return found


def _slugs(match: Match) -> set[str]:
    return {pattern.slug for pattern in match.patterns if pattern.slug}


def _longest(matcher: Matcher, text: Text, place: int, limit: int) -> Match | None:
    """Return the longest name that begins at a place, with all readings of its tokens."""
    trie, joined = matcher.trie, text.joined
    best: Match | None = None
    for form, clitic in matcher.starts(text.surface(place)):
        node = trie[form]
        token = place
        while True:
            leaf = not isinstance(node, dict)
            patterns = node if leaf else node.get(END)
            if patterns and not (token == place and _needs_more(form, clitic)):
                match = Match(place, token, clitic, patterns)
                if best is None or token > best.last:
                    best = match
                elif token == best.last:
                    best = replace(best, also=(*best.also, match))
            token += 1
            if leaf or token >= limit or not joined[token]:
                break
            node = node.get(text.form(token))
            if node is None:
                break
    return best


def _needs_more(form: str, clitic: str) -> bool:
    """Say whether a reading is too bold for a name of one word.

    الحماس (zeal) is not حماس, للحج not لحج, كسرت not سرت; but «للمجموعة الدولية» is the group.
    """
    if clitic.endswith(("ال", "لل")):
        return not form.startswith("ال")
    bold = clitic[-1:] in ("ك", "ف") or (clitic[-1:] == "ل" and form.startswith("ل"))
    return bold and len(form) < _BOLD


class NameTest:
    """Says whether a surface token is a number or stands in some name of the authority file."""

    def __init__(self, authority: Authority) -> None:
        self._words = {
            token
            for entity in authority.entities.values()
            for text in (entity.name, *entity.aliases, *entity.weak, *entity.adjectives)
            for token in name_tokens(text)
        }
        self._ends = {word[-TAIL:] for word in self._words}

    def __call__(self, surface: str) -> bool:
        form = name_form(surface)
        if form[-TAIL:] in self._ends and any(word in self._words for word, _ in readings(form)):
            return True
        return form[:1].isdigit()
