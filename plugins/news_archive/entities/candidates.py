"""Find names that the authority file does not hold: proposals for the editor, never links.

Rules over triggers, in the manner of the first Arabic recognisers: a given name and what follows it, a title or a
nationality after an office and the name that comes next, a place after مدينة, an organisation after صحيفة; then the
last name of a person found, wherever it stands again in the article. Only the article itself and the word lists of
``words`` are asked, so an article's candidates change with nothing else. All places of a stretch go through each rule
at once, as the bits of ``lexicon``.

``entity`` of a candidate is its type; the data file writes it as ''.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..mentions import MentionTable, join_tables, lay_out
from ..models import Bool, Corpus, EntityType, Int64
from .lexicon import (
    BEGINS_NAME,
    ENDS_AS_WORD,
    ENDS_IN_YEH,
    IS_DESCENT,
    IS_GIVEN,
    IS_KUNYA,
    IS_LONG,
    IS_NAMED_AFTER,
    IS_NATION,
    IS_NO_LAST_NAME,
    IS_PART,
    IS_PERSONAL,
    IS_SERVANT,
    IS_TITLE,
    IS_WEAK_GIVEN,
    MAY_BE_VERB,
    NATION_BEFORE,
    ORGANISATION_BEFORE,
    PLACE_BEFORE,
    TITLE_BEFORE,
    TRIGGERS,
)
from .spans import FAMILY, OTHER, PART, Kinds, follow_names
from .text import Forms, Stretch, cut_stretches, find_surfaces

_RULES: Final = ("given_name", "title", "nationality", "place_trigger", "organisation_trigger", "last_name")
_GIVEN_NAME, _TITLE, _NATIONALITY, _PLACE, _ORGANISATION, _LAST_NAME = range(6)
_TYPES: Final = (*EntityType,)
_TYPE_OF: Final = np.array(
    [_TYPES.index(EntityType.PERSON)] * 3
    + [_TYPES.index(EntityType.PLACE), _TYPES.index(EntityType.ORGANISATION), _TYPES.index(EntityType.PERSON)]
)
"""Place in ``EntityType`` of what each rule finds."""
_REACH: Final = 5
"""Tokens between an office and the nationality that ends its description."""
_ORGANISATION_WORDS: Final = 3
"""Tokens of an organisation's name."""


def find_candidates(
    corpus: Corpus, mentions: MentionTable, articles: Sequence[int] | None = None, forms: Forms | None = None
) -> MentionTable:
    """Return the candidates in the given articles (all by default), none of them touching one of ``mentions``.

    ``forms`` are those of the articles, and perhaps of others.
    """
    numbers = range(len(corpus.heads)) if articles is None else sorted(articles)
    forms = forms or Forms(corpus.vocabulary, find_surfaces(corpus, numbers))
    found = [
        propose_names(stretch, forms, find_free(stretch, mentions)) for stretch in cut_stretches(corpus, forms, numbers)
    ]
    return join_tables(found, len(corpus.heads))


def find_free(stretch: Stretch, mentions: MentionTable) -> Bool:
    """Say which tokens stand in no mention; one more, behind the last, is not free."""
    free = np.ones(len(stretch.ids) + 1, np.bool_)
    free[-1] = False
    rows = mentions.rows
    articles = np.searchsorted(stretch.numbers, rows[:, 0])
    here = np.flatnonzero(stretch.numbers[np.minimum(articles, len(stretch.numbers) - 1)] == rows[:, 0])
    rows, blocks = rows[here], stretch.blocks_of[articles[here]] + rows[here, 1]
    edges = np.zeros(len(free) + 1, np.int64)
    np.add.at(edges, stretch.find_tokens(blocks, rows[:, 2]), 1)
    np.add.at(edges, stretch.find_tokens(blocks, rows[:, 3]), -1)
    free &= np.cumsum(edges)[:-1] == 0
    return free


@dataclass(frozen=True, slots=True)
class _Places:
    """Where names may begin, one to a row."""

    begin: Int64
    """Token; before the given name may stand what belongs to it: أبو خليل, سهيل بن عمرو."""
    first: Int64
    """Token of the word by which the name shows."""
    rule: Int64
    """Place in ``_RULES``."""
    sure: Bool
    """What stands before says that it is a person."""
    order: Int64
    """The order in which the rules come to them: a token's own, then what it says of the next."""


def propose_names(stretch: Stretch, forms: Forms, free: Bool) -> MentionTable:
    """Return the candidates in some articles, under their numbers; ``free`` says which tokens are in no known name."""
    kinds = Kinds(stretch, forms, free)
    places = _find_places(stretch, forms, kinds, free)
    last, named, surnamed = _find_ends(stretch, kinds, places)
    taken = _take_in_turn(places, last, np.flatnonzero(named))
    first, rule, last, surnamed = places.begin[taken], places.rule[taken], last[taken], surnamed[taken]
    for begin, end in zip(first.tolist(), last.tolist(), strict=True):
        free[begin : end + 1] = False
    again = _repeat_surnames(stretch, forms, free, last[surnamed])
    order = np.argsort(np.concatenate([first, again]), kind="stable")
    first, last = np.concatenate([first, again])[order], np.concatenate([last, again])[order]
    rule = np.concatenate([rule, np.full(len(again), _LAST_NAME)])[order]
    blocks = stretch.find_blocks(first)
    articles = np.searchsorted(stretch.blocks_of, blocks, side="right") - 1
    columns = (
        stretch.numbers[articles],
        blocks - stretch.blocks_of[articles],
        stretch.starts[first],
        stretch.ends[last],
        _TYPE_OF[rule],
        rule,
    )
    return lay_out(np.stack(columns, axis=1), lambda number: (_TYPES[number].value, _TYPES[number]), _RULES, 0)


def _find_places(stretch: Stretch, forms: Forms, kinds: Kinds, free: Bool) -> _Places:
    bits, gaps = stretch.bits, stretch.gaps
    token = np.flatnonzero(bits & TRIGGERS)
    mark, gap = bits[token], gaps[token + 1]
    begin = _look_back(stretch, kinds, free, token)
    before = np.where(gaps[begin] == 1, bits[begin - 1], 0)
    given = ((mark & BEGINS_NAME) != 0) & free[token] & ((before & IS_NAMED_AFTER) == 0)
    sure = (before & (IS_TITLE | IS_NATION)) != 0
    rule = np.full(len(token), -1)
    rule[(mark & ORGANISATION_BEFORE) != 0] = _ORGANISATION
    rule[(mark & PLACE_BEFORE) != 0] = _PLACE
    nation = np.flatnonzero(((mark & NATION_BEFORE) != 0) & (gap == 1))
    rule[nation[_have_office(stretch, forms, token[nation])]] = _NATIONALITY
    rule[((mark & TITLE_BEFORE) != 0) & (gap == 1)] = _TITLE
    follows = (rule >= 0) & (gap >= 0) & (gap <= 2) & free[token + 1]
    return _Places(
        np.concatenate([begin[given], token[follows] + 1]),
        np.concatenate([token[given], token[follows] + 1]),
        np.concatenate([np.full(int(given.sum()), _GIVEN_NAME), rule[follows]]),
        np.concatenate([sure[given], rule[follows] <= _NATIONALITY]),
        np.concatenate([token[given] * 2, token[follows] * 2 + 1]),
    )


def _look_back(stretch: Stretch, kinds: Kinds, free: Bool, tokens: Int64) -> Int64:
    """Return where the names begin whose given names stand at some tokens: at أبو before it, at the name before بن."""
    begin = tokens.copy()
    kunya = _stand_before(stretch, free, begin, IS_KUNYA)
    begin[kunya] -= 1
    father = _stand_before(stretch, free, begin, IS_DESCENT)
    word = begin[father] - 2
    father = father[(stretch.gaps[word + 1] == 1) & (word >= 0)]
    father = father[kinds.of(begin[father] - 2) > PART]
    begin[father] -= 2
    halves = _stand_before(stretch, free, begin[father], IS_KUNYA | IS_SERVANT)  # عبد العزيز بن محمد
    begin[father[halves]] -= 1
    return begin


def _stand_before(stretch: Stretch, free: Bool, tokens: Int64, bit: int) -> Int64:
    """Return the rows of the tokens right before which a word stands that has a bit."""
    found: Int64 = np.flatnonzero(
        (stretch.gaps[tokens] == 1) & ((stretch.bits[tokens - 1] & bit) != 0) & free[tokens - 1]
    )
    return found


def _have_office(stretch: Stretch, forms: Forms, tokens: Int64) -> Bool:
    """Say before which nationalities an office stands: وزير الزراعة النمساوي."""
    found = np.zeros(len(tokens), np.bool_)
    rows = np.arange(len(tokens))
    for back in range(1, _REACH + 1):
        gaps = stretch.gaps[tokens[rows] - back + 1]
        rows, gaps = rows[gaps >= 0], gaps[gaps >= 0]
        office = forms.offices.of(stretch.forms[tokens[rows] - back])
        found[rows[office]] = True
        rows = rows[~office & (gaps == 1)]
    return found


def _find_ends(stretch: Stretch, kinds: Kinds, places: _Places) -> tuple[Int64, Bool, Bool]:
    """Return where the names at some places end, which of them are names, and which end in a last name."""
    last, named = places.first.copy(), np.zeros(len(places.first), np.bool_)
    surnamed = named.copy()
    persons = np.flatnonzero(places.rule <= _NATIONALITY)
    last[persons], named[persons], surnamed[persons] = _find_persons(stretch, kinds, places, persons)
    singles = np.flatnonzero((places.rule == _PLACE) | (places.rule == _ORGANISATION))
    last[singles], named[singles] = _find_singles(stretch, kinds, places, singles)
    return last, named, surnamed


def _find_persons(stretch: Stretch, kinds: Kinds, places: _Places, rows: Int64) -> tuple[Int64, Bool, Bool]:
    first, sure, rule = places.first[rows], places.sure[rows], places.rule[rows]
    bits = stretch.bits[first]
    given = (bits & BEGINS_NAME) != 0
    kind = kinds.of(first)
    begun = given | (kind == OTHER)
    spans = follow_names(kinds, first, np.where(given, 0, 1), np.where(sure & ~given, 2, 1))
    final = stretch.bits[spans.last]
    known = ((bits & IS_GIVEN) != 0) & ((bits & IS_WEAK_GIVEN) == 0)
    surely = spans.surely | (places.begin[rows] < first)
    looks = surely | ((spans.final == FAMILY) & ((final & ENDS_IN_YEH) != 0))
    named = begun & ((spans.words > 1) | (places.begin[rows] < first)) & (sure | known | looks)
    surnamed = (
        named & (spans.words > 1) & ((final & IS_LONG) != 0) & ((final & IS_NO_LAST_NAME) == 0) & (spans.final != PART)
    )
    title = stretch.bits[first - 1] * (rule == _TITLE)
    addressed = (kind == OTHER) & ((bits & IS_LONG) != 0) & ((title & IS_PERSONAL) != 0)
    return spans.last, named | ((spans.words == 1) & addressed), surnamed


def _find_singles(stretch: Stretch, kinds: Kinds, places: _Places, rows: Int64) -> tuple[Int64, Bool]:
    """Return the names of places and organisations: of one word, of an organisation up to three."""
    first, organisation = places.first[rows], places.rule[rows] == _ORGANISATION
    bits, kind = stretch.bits[first], kinds.of(first)
    named = ((kind == OTHER) & ((bits & ENDS_AS_WORD) == 0)) | ((kind == FAMILY) & ~organisation)
    named &= ((bits & IS_LONG) != 0) & ((bits & MAY_BE_VERB) == 0)
    last = first.copy()
    longer = np.flatnonzero(named & organisation)
    for _ in range(_ORGANISATION_WORDS - 1):
        after = last[longer] + 1
        longer = longer[(stretch.gaps[after] == 1) & (kinds.of(after) == OTHER)]
        last[longer] += 1
    return last, named


def _take_in_turn(places: _Places, last: Int64, rows: Int64) -> list[int]:
    """Return the rows whose names are taken: what a name before has taken begins none."""
    taken, free = [], 0
    rows = rows[np.argsort(places.order[rows])]
    for row, begin, end in zip(rows.tolist(), places.begin[rows].tolist(), last[rows].tolist(), strict=True):
        if begin >= free:
            taken.append(row)
            free = end + 1
    return taken


def _repeat_surnames(stretch: Stretch, forms: Forms, free: Bool, last: Int64) -> Int64:
    """Return where the last names of persons stand again in their articles; ``last`` are the tokens of the names."""
    count = len(forms.forms)
    names = np.unique(stretch.find_articles(last) * count + stretch.forms[last])
    written = forms.with_clitics(names % count)
    rows, which = np.nonzero(written >= 0)
    keys = names[rows] // count * count + written[rows, which]
    listed = np.zeros(count, np.bool_)
    listed[written[rows, which]] = True
    tokens = np.flatnonzero(listed[stretch.forms] & free[:-1])
    tokens = tokens[np.isin(stretch.find_articles(tokens) * count + stretch.forms[tokens], keys)]
    before = np.where(stretch.gaps[tokens] == 1, stretch.bits[tokens - 1], 0)
    found: Int64 = tokens[(before & (IS_GIVEN | IS_NAMED_AFTER | IS_PART)) == 0]
    return found
