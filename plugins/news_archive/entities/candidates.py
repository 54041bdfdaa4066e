"""Find names that the authority file does not hold: proposals for the editor, never links.

Rules over triggers, in the manner of the first Arabic recognisers: a given name and what follows it, a title or a
nationality after an office and the name that comes next, a place after مدينة, an organisation after صحيفة; then the
last name of a person found, wherever it stands again in the article. Only the article itself and the word lists of
``words`` are asked, so an article's candidates change with nothing else.

``entity`` of a candidate is its type; the data file writes it as ''.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from ..models import Corpus, EntityType, Int32, Mention
from .common_words import is_common
from .forms import name_form
from .guards import is_named_after
from .text import find_surfaces
from .words import (
    COMMON_GIVEN,
    GIVEN,
    NAMED_AFTER,
    NAMED_ORGS,
    NATIONS,
    NO_SURNAME,
    PARTS,
    PERSONAL_TITLES,
    PLACE_TRIGGERS,
    ROLES,
    TITLES,
    WEAK_GIVEN,
)

_GIVEN, _TITLE, _NATION, _PLACE, _ORG = 1, 2, 4, 8, 16
_CLITICS: Final = ("و", "ل", "ب", "ف", "ك", "ول", "وب", "فل")
_FOREIGN_WAW: Final = ("وي", "وو", "وا")
"""Beginnings of foreign names; another و is a conjunction."""
_VERBAL_STARTS: Final = ("يست", "تست", "سي", "ست", "است", "ليت", "لي")
_VERBAL_ENDS: Final = ("هم", "ها", "هما", "ونه", "ات", "ونها")
_VERB_PREFIXES: Final = ("ي", "ت")
_NO_NAME_ENDS: Final = ("ه", "ات", "ون", "ين")
"""Endings of common words that name neither a place nor an organisation by themselves."""
_CLITIC_LETTERS: Final = frozenset("ولبفك")
_LONGEST: Final = 6
"""Tokens of a person's name."""
_REACH: Final = 5
"""Tokens between an office and the nationality that ends its description."""


def find_candidates(
    corpus: Corpus, mentions: Sequence[Mention], articles: Iterable[int] | None = None, words: Words | None = None
) -> list[Mention]:
    """Return the candidates in the given articles (all by default), none of them touching one of ``mentions``.

    ``words`` are those of the articles, and perhaps of others.
    """
    numbers = range(len(corpus.heads)) if articles is None else sorted(articles)
    taken: dict[int, list[Mention]] = {}
    for mention in mentions:
        taken.setdefault(mention.article, []).append(mention)
    words = words or Words(corpus, numbers)
    found: list[Mention] = []
    for number in numbers:
        found += _Article(corpus, words, number, taken.get(number, [])).candidates()
    return found


class Words:
    """What each surface token of some articles is, computed once; ``known`` are their forms where they are made."""

    def __init__(self, corpus: Corpus, numbers: Sequence[int], known: Mapping[int, str] | None = None) -> None:
        self.surfaces = corpus.vocabulary.surfaces
        self.lengths: Int32 = np.fromiter(map(len, self.surfaces), np.int32, len(self.surfaces))
        self.marks = np.zeros(len(self.surfaces), np.uint8)
        self.forms: list[str] = [""] * len(self.surfaces)
        self._kinds: dict[str, str] = {}
        self._wanted = np.zeros(len(self.surfaces), np.bool_)
        for surface in find_surfaces(corpus, numbers):
            form = self.forms[surface] = known[surface] if known is not None else name_form(self.surfaces[surface])
            if form[-3:] in _ENDS and (mark := _mark(form)):
                self.marks[surface] = mark

    @cached_property
    def _surfaces_of(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for surface, form in enumerate(self.forms):
            if form:
                found.setdefault(form, []).append(surface)
        return found

    def find(self, ids: Int32, forms: Iterable[str]) -> list[int]:
        """Return the places in ``ids`` of the surfaces that have one of the ``forms``."""
        wanted = [surface for form in forms for surface in self._surfaces_of.get(form, ())]
        self._wanted[wanted] = True
        places: list[int] = np.flatnonzero(self._wanted[ids]).tolist()
        self._wanted[wanted] = False
        return places

    def kind(self, form: str) -> str:
        """Return what a word can be inside a name: ``given``, ``part``, ``family`` (with ال), ``other`` or ``stop``."""
        kind = self._kinds.get(form)
        if kind is None:
            kind = self._kinds[form] = _kind(form)
        return kind


def _mark(form: str) -> int:
    bare = [form]
    if form[0] in _CLITIC_LETTERS:
        bare += [form[len(c) :] for c in _CLITICS if form.startswith(c) and len(form) - len(c) > 2]
        if form.startswith("لل"):
            bare.append("ال" + form[2:])
    mark = 0
    for word in bare:
        if word in GIVEN:
            mark |= _GIVEN
        if word in TITLES:
            mark |= _TITLE
        if word in PLACE_TRIGGERS:
            mark |= _PLACE
        if word in NAMED_ORGS:
            mark |= _ORG
    if form in NATIONS and form.startswith("ال"):
        mark |= _NATION
    return mark


_ENDS: Final = frozenset(word[-3:] for word in GIVEN | TITLES | PLACE_TRIGGERS | NAMED_ORGS | NATIONS)


def _kind(form: str) -> str:
    if form in PARTS:
        return "part"
    if form in GIVEN:
        return "given"
    if form.startswith("عبدال") and len(form) > 6:
        return "given"
    if len(form) < 3 or not form.isalpha() or form.isascii() or form in NATIONS or form in TITLES or form in ROLES:
        return "stop"
    if form in PLACE_TRIGGERS or form in NAMED_ORGS or form in NAMED_AFTER or is_common(form):
        return "stop"
    if form.startswith(("وال", "بال", "فال", "كال", "لل", "ولل")):
        return "stop"
    if form.startswith("و") and not form.startswith(_FOREIGN_WAW):
        return "stop"
    if form.endswith(_VERBAL_ENDS) or form.startswith(_VERBAL_STARTS):
        return "stop"
    return "family" if form.startswith("ال") else "other"


class _Article:
    """One article's tokens, and which of them are taken."""

    def __init__(self, corpus: Corpus, words: Words, number: int, mentions: Sequence[Mention]) -> None:
        tokens = corpus.tokens
        self.words, self.number = words, number
        self._forms = words.forms
        first, last = int(tokens.articles[number]), int(tokens.articles[number + 1])
        self.begin, end = int(tokens.blocks[first]), int(tokens.blocks[last])
        self.ids: Int32 = tokens.ids[self.begin : end]
        self._ids: list[int] = self.ids.tolist()
        starts = tokens.starts[self.begin : end]
        self._starts: list[int] = starts.tolist()
        self._gaps: list[int] = [0, *(starts[1:] - starts[:-1] - words.lengths[self.ids[:-1]]).tolist()]
        self.edges = [edge - self.begin for edge in tokens.blocks[first : last + 1].tolist()]
        self.free = bytearray(b"\1") * len(self._ids)
        self._found: list[Mention] = []
        self._surnames: dict[str, None] = {}
        self._occupy(mentions)

    def _occupy(self, mentions: Sequence[Mention]) -> None:
        for mention in mentions:
            start, end = self.edges[mention.block], self.edges[mention.block + 1]
            token = bisect_left(self._starts, mention.start, start, end)
            while token < end and self._starts[token] < mention.end:
                self.free[token] = 0
                token += 1

    # --- look-ups -------------------------------------------------------------------------------------------------

    def form(self, token: int) -> str:
        return self._forms[self._ids[token]]

    def kind(self, token: int) -> str:
        return self.words.kind(self.form(token)) if self.free[token] else "stop"

    def gap(self, token: int) -> int:
        """Return the code points between a token and the one before it, in the same block."""
        return self._gaps[token]

    # --- rules ----------------------------------------------------------------------------------------------------

    def candidates(self) -> list[Mention]:
        marks = self.words.marks[self.ids]
        block = 0
        for token, mark in zip(np.flatnonzero(marks).tolist(), marks[marks > 0].tolist(), strict=True):
            while self.edges[block + 1] <= token:
                block += 1
            self._try(token, mark, block)
        self._repeat_surnames()
        self._found.sort(key=lambda m: (m.block, m.start))
        return self._found

    def _try(self, token: int, mark: int, block: int) -> None:
        start, end = self.edges[block], self.edges[block + 1]
        if mark & _GIVEN and self.free[token]:
            before = self.form(token - 1) if token > start and self.gap(token) == 1 else ""
            if not is_named_after(before):
                self._person(token, end, block, "given_name", sure=before in TITLES or before in NATIONS)
        following = token + 1
        if following >= end or self.gap(following) > 2 or not self.free[following]:
            return
        if mark & _TITLE and self.gap(following) == 1:
            self._person(following, end, block, "title", sure=True)
        elif mark & _NATION and self.gap(following) == 1 and self._has_office(token, start):
            self._person(following, end, block, "nationality", sure=True)
        elif mark & _PLACE:
            self._single(following, end, block, EntityType.PLACE, "place_trigger")
        elif mark & _ORG:
            self._single(following, end, block, EntityType.ORGANISATION, "organisation_trigger")

    def _has_office(self, token: int, start: int) -> bool:
        for place in range(token - 1, max(start, token - _REACH) - 1, -1):
            form = self.form(place)
            if form in ROLES or form in TITLES or form[1:] in ROLES:
                return True
            if self.gap(place + 1) != 1:
                return False
        return False

    def _person(self, token: int, end: int, block: int, rule: str, *, sure: bool) -> None:
        first = self.kind(token)
        begins_given = bool(self.words.marks[self._ids[token]] & _GIVEN)
        if not begins_given and first != "other":
            return
        last, names, kinds = token, 1, ["given" if begins_given else first]
        place = token + 1
        while place < end and names < _LONGEST and self.gap(place) == 1:
            kind = self.kind(place)
            if kind == "part":
                after = place + 1
                while after < end and self.gap(after) == 1 and self.kind(after) == "part":
                    after += 1
                if after >= end or self.gap(after) != 1 or self.kind(after) == "stop":
                    break
                last, place = after, after + 1
                kinds.append("part")
            elif kind == "given":
                last, place = place, place + 1
                kinds.append("given")
            elif kind == "family" and kinds[-1] != "family":
                last, place = place, place + 1
                kinds.append("family")
            elif (
                kind == "other"
                and kinds.count("other") < (2 if sure and not begins_given else 1)
                and "family" not in kinds
            ):
                last, place = place, place + 1
                kinds.append("other")
            else:
                break
            names += 1
        if names == 1:
            if first == "other" and len(self.form(token)) > 3 and self._is_addressed(token, rule):
                self._add(token, token, block, EntityType.PERSON, rule)
            return
        form = self.form(token)
        if not sure and (form in WEAK_GIVEN or form not in GIVEN) and not _looks_like_name(kinds, self.form(last)):
            return
        self._add(token, last, block, EntityType.PERSON, rule)
        surname = self.form(last)
        if len(surname) > 3 and surname not in COMMON_GIVEN and surname not in NO_SURNAME and kinds[-1] != "part":
            self._surnames[surname] = None

    def _is_addressed(self, token: int, rule: str) -> bool:
        before = self.form(token - 1)
        return rule == "title" and (before in PERSONAL_TITLES or before[1:] in PERSONAL_TITLES)

    def _single(self, token: int, end: int, block: int, kind: EntityType, rule: str) -> None:
        found = self.kind(token)
        form = self.form(token)
        if found not in ("other", "family") or len(form) < 4 or (found == "other" and form.endswith(_NO_NAME_ENDS)):
            return
        last = token
        if kind is EntityType.ORGANISATION:
            if found == "family" or form.startswith(_VERB_PREFIXES):
                return
            while last - token < 2 and last + 1 < end and self.gap(last + 1) == 1 and self.kind(last + 1) == "other":
                last += 1
        elif form.startswith(_VERB_PREFIXES):
            return
        self._add(token, last, block, kind, rule)

    def _repeat_surnames(self) -> None:
        if not self._surnames:
            return
        wanted = [clitic + name for name in self._surnames for clitic in ("", "و", "ل", "ب", "ف")]
        free = self.free
        for token in self.words.find(self.ids, wanted):
            if free[token]:
                block = bisect_right(self.edges, token) - 1
                before = self.form(token - 1) if token > self.edges[block] and self.gap(token) == 1 else ""
                if before not in GIVEN and not is_named_after(before) and before not in PARTS:
                    self._add(token, token, block, EntityType.PERSON, "last_name")

    def _add(self, first: int, last: int, block: int, kind: EntityType, rule: str) -> None:
        stop = self._starts[last] + len(self.words.surfaces[self._ids[last]])
        self._found.append(Mention(self.number, block, self._starts[first], stop, kind.value, kind, rule))
        self.free[first : last + 1] = bytes(last + 1 - first)


def _looks_like_name(kinds: list[str], last: str) -> bool:
    """Say whether what follows a given name that is also a word makes it a name."""
    return "given" in kinds[1:] or "part" in kinds or (kinds[-1] == "family" and last.endswith("ي"))
