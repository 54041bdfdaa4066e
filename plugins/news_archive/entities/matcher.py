"""Find the names of the authority file in token arrays: longest match first, left to right, then the guards."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Final

import numpy as np
from msgspec.structs import replace

from ..models import Corpus, Int32, Mention
from .authority import Authority
from .forms import name_form, name_tokens, readings
from .guards import Match, judge, says_kind
from .text import Forms, Run, Text, find_surfaces
from .trie import ALONE, CUE, END, TAIL, Entry, Matcher

TOGETHER: Final = 250
"""Articles whose places are found in one step."""
_HALF: Final = 32
_LOW: Final = (1 << _HALF) - 1


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
    for first, last in _runs(numbers):
        found += _find_in_run(Run(corpus, marked.forms, marked.marks, first, last), marked, corpus, first)
    return found


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last (exclusive) number of runs without gaps, of at most TOGETHER articles."""
    begin = 0
    for place in range(1, len(numbers) + 1):
        if place == len(numbers) or numbers[place] != numbers[place - 1] + 1 or place - begin == TOGETHER:
            yield numbers[begin], numbers[place - 1] + 1
            begin = place


class Marked:
    """What each surface token of some articles can be in a name, computed once."""

    def __init__(self, corpus: Corpus, authority: Authority, numbers: Sequence[int]) -> None:
        surfaces = corpus.vocabulary.surfaces
        occurring = find_surfaces(corpus, numbers)
        self.matcher = matcher = Matcher(authority)
        self.forms = Forms(surfaces, occurring)
        forms = [*self.forms.values()]
        self.marks = np.zeros(len(surfaces), np.uint8)
        """ALONE: a name of one word, CUE: in some cue."""
        self.following = np.zeros(len(surfaces), np.uint64)
        """Bits of what may follow in a name. One of several words begins only where they meet those of the next token:"""
        self.second = np.zeros(len(surfaces), np.uint64)
        entries = matcher.find_entries(forms)
        self.entries = {occurring[place]: found for place, found in entries.items()}
        """The ways into the trie from each surface token that has any."""
        begun = [*self.entries]
        self.marks[begun] = [ALONE if any(entry.ends for entry in found) else 0 for found in entries.values()]
        self.following[begun] = np.array([_join_bits(found) for found in entries.values()], np.uint64)
        self.marks[[occurring[place] for place in matcher.find_cues(forms)]] |= CUE
        seconds = matcher.find_seconds(forms)
        self.second[[occurring[place] for place in seconds]] = np.array([*seconds.values()], np.uint64)
        self.begin_name = _Pairs(self.entries, self.forms)


def _join_bits(entries: tuple[Entry, ...]) -> int:
    return entries[0].following if len(entries) == 1 else reduce(or_, (entry.following for entry in entries))


class _Pairs(dict[int, bool]):
    """Whether two surface tokens, one after the other, begin some name; each pair, packed in one number, is asked once."""

    def __init__(self, entries: Mapping[int, tuple[Entry, ...]], forms: Forms) -> None:
        super().__init__()
        self._entries, self._forms = entries, forms

    def __missing__(self, pair: int) -> bool:
        form = self._forms[pair & _LOW]
        nodes = [entry.node for entry in self._entries[pair >> _HALF]]
        found = self[pair] = any(isinstance(node, dict) and form in node for node in nodes)
        return found


def _find_in_run(run: Run, marked: Marked, corpus: Corpus, first: int) -> Iterator[Mention]:
    """Yield the mentions in the articles of a run; ``first`` is the first one's number."""
    authority = marked.matcher.authority
    matches = _walk(marked.entries, run, _find_places(marked, run.array))
    blocks = (corpus.tokens.articles[first : first + len(run.articles)] - corpus.tokens.articles[first]).tolist()
    at = 0
    for place, (begin, end) in enumerate(pairwise(run.articles)):
        after = at
        while after < len(matches) and matches[after].first < end:
            after += 1
        if after == at:
            continue
        text = Text(run, begin, end)
        for match, slug, rule in judge(authority, text, matches[at:after]):
            block = bisect_right(run.edges, match.first) - 1 - blocks[place]
            token, kind = match.first, authority.entities[slug].type
            if match.last == token + 1 and says_kind(text.form(token), kind):
                token, rule = match.last, "alias" if rule == "clitic" else rule
            start, stop = run.starts[token], text.end(match.last)
            yield Mention(first + place, block, start, stop, slug, kind, rule)
        at = after


def _find_places(marked: Marked, ids: Int32) -> list[int]:
    """Return the tokens at which a name may begin."""
    begins = (marked.marks[ids] & ALONE) > 0
    pairs = np.flatnonzero(~begins[:-1] & ((marked.following[ids[:-1]] & marked.second[ids[1:]]) > 0))
    packed = (ids[pairs].astype(np.int64) << _HALF | ids[pairs + 1]).tolist()
    begins[pairs[np.fromiter(map(marked.begin_name.__getitem__, packed), np.bool_, len(packed))]] = True
    found: list[int] = np.flatnonzero(begins).tolist()
    return found


def _walk(entries: Mapping[int, tuple[Entry, ...]], run: Run, places: list[int]) -> list[Match]:
    """Return the longest match at each place, left to right, none inside another.

    Where two names of one entity overlap («الملك سلمان», «سلمان بن عبدالعزيز»), both together are the match.
    """
    found: list[Match] = []
    free = 0
    for place in places:
        best = _longest(entries[run.ids[place]], run, place)
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


def _longest(entries: tuple[Entry, ...], run: Run, place: int) -> Match | None:
    """Return the longest name that begins at a place, with all readings of its tokens."""
    joined, ids, forms = run.joined, run.ids, run.forms
    limit = run.edges[bisect_right(run.edges, place)]
    best: Match | None = None
    for entry in entries:
        node, token, patterns = entry.node, place, entry.ends
        while True:
            if patterns:
                if best is None or token > best.last:
                    best = Match(place, token, entry.clitic, patterns)
                elif token == best.last:
                    best = replace(best, also=(*best.also, Match(place, token, entry.clitic, patterns)))
            token += 1
            if token >= limit or not joined[token] or not isinstance(node, dict):
                break
            node = node.get(forms[ids[token]])
            if node is None:
                break
            patterns = node.get(END, ()) if isinstance(node, dict) else node
    return best


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
        known = form[-TAIL:] in self._ends or form[1 - TAIL :] in self._ends
        if known and any(word in self._words for word, _ in readings(form)):
            return True
        return form[:1].isdigit()
