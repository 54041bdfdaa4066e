"""Find the names of the authority file in token arrays: longest match first, left to right, then the guards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..mentions import MentionTable, join_tables, lay_out
from ..models import Bool, Corpus, Int64
from .authority import Authority
from .forms import name_form, name_tokens, readings
from .guards import Readings
from .judge import RULES, judge
from .marked import Marked
from .text import Stretch, cut_stretches
from .trie import TAIL, Gazetteer


def find_mentions(
    corpus: Corpus, authority: Authority, articles: Sequence[int] | None = None, marked: Marked | None = None
) -> MentionTable:
    """Return the mentions in the given articles (all by default).

    An article's mentions depend on nothing but its tokens and the authority file, so any split of the articles over
    workers gives the same mentions. ``marked`` are the words of the articles, and perhaps of others.
    """
    numbers = range(len(corpus.heads)) if articles is None else sorted(articles)
    marked = marked or Marked(corpus, authority, numbers)
    found = [find_in_stretch(stretch, marked) for stretch in cut_stretches(corpus, marked.forms, numbers)]
    return join_tables(found, len(corpus.heads))


def find_in_stretch(stretch: Stretch, marked: Marked) -> MentionTable:
    """Return the mentions in some articles, under their numbers."""
    entities = marked.gazetteer.entities
    found = judge(stretch, marked, _find_readings(stretch, marked))
    blocks = stretch.find_blocks(found.first)
    articles = np.searchsorted(stretch.blocks_of, blocks, side="right") - 1
    columns = (
        stretch.numbers[articles],
        blocks - stretch.blocks_of[articles],
        stretch.starts[found.first],
        stretch.ends[found.last],
        found.entity,
        found.rule,
    )
    return lay_out(np.stack(columns, axis=1), lambda number: (entities[number].slug, entities[number].type), RULES, 0)


def _find_readings(stretch: Stretch, marked: Marked) -> Readings:
    """Return the longest names that stand in a stretch, left to right and none inside another, each with its readings.

    Where two names of one entity overlap («الملك سلمان», «سلمان بن عبدالعزيز»), both together are the match.
    """
    found = _find_longest(stretch, marked)
    if not len(found.match):
        return found
    begins = np.flatnonzero(np.diff(found.match, prepend=-1))
    first, last = found.first[begins], found.last[begins].copy()
    reach = np.maximum.accumulate(last)
    alone = np.ones(len(begins), np.bool_)
    alone[1:] = first[1:] > reach[:-1]
    heads = np.flatnonzero(alone)
    ends = np.append(heads[1:], len(begins))
    kept = alone
    nodes = found.node[begins]
    for cluster in np.flatnonzero(reach[ends - 1] > last[heads]).tolist():
        _untangle(marked.gazetteer, nodes, first, last, kept, slice(heads[cluster], ends[cluster]))
    rows = np.flatnonzero(kept[found.match])
    lasts = found.last.copy()
    lasts[begins] = last
    numbers = np.cumsum(kept) - 1
    return Readings(numbers[found.match[rows]], found.first[rows], lasts[rows], found.clitic[rows], found.node[rows])


def _untangle(gazetteer: Gazetteer, nodes: Int64, first: Int64, last: Int64, kept: Bool, matches: slice) -> None:
    """Say which of some matches that overlap are ``kept``, and where each now ends."""
    ends = last[matches].tolist()
    held, free = 0, -1
    for match, (begin, end) in enumerate(zip(first[matches].tolist(), last[matches].tolist(), strict=True)):
        if begin >= free:
            kept[matches.start + match] = True
            held, free = match, end + 1
        elif end >= free and _share_owner(gazetteer, nodes[matches.start + match], nodes[matches.start + held]):
            ends[held], free = end, end + 1
    last[matches] = ends


def _share_owner(gazetteer: Gazetteer, *nodes: int) -> bool:
    """Say whether two names may be one entity's."""
    one, other = (gazetteer.entity[gazetteer.first[n] : gazetteer.first[n + 1]].tolist() for n in nodes)
    return any(owner in one for owner in other if owner < len(gazetteer.entities))


def _find_longest(stretch: Stretch, marked: Marked) -> Readings:
    """Return the longest names that begin at each token, overlapping or not, each with its readings."""
    forms, joined = stretch.forms, stretch.joined
    begins = marked.alone[forms]
    pairs = np.flatnonzero(marked.goes_on[forms[:-1]] & marked.stands_second[forms[1:]] & joined[1:-1])
    begins[pairs[(marked.following[forms[pairs]] & marked.second[forms[pairs + 1]]) > 0]] = True
    places = np.flatnonzero(begins)
    entries, named = marked.entries, marked.named
    first = entries.first[forms[places]]
    sizes = entries.first[forms[places] + 1] - first
    edges = np.cumsum(sizes) - sizes
    entry = np.arange(int(sizes.sum())) + np.repeat(first - edges, sizes)
    starts = np.repeat(places, sizes)
    last = np.full(len(entry), -1)
    node = np.zeros(len(entry), np.int64)
    whole = entries.whole[entry]
    for walks, tokens, nodes in marked.gazetteer.paths.walk(forms, joined, starts, entries.node[entry]):
        ends = named[nodes] & ((tokens > starts[walks]) | whole[walks])
        last[walks[ends]], node[walks[ends]] = tokens[ends], nodes[ends]
    longest = np.maximum.reduceat(last, edges) if len(edges) else last
    rows = np.flatnonzero((last >= 0) & (last == np.repeat(longest, sizes)))
    match = np.cumsum(np.diff(starts[rows], prepend=-1) != 0) - 1
    return Readings(match, starts[rows], last[rows], entries.clitic[entry[rows]], node[rows])


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
