"""Tokens as names see them: their forms, numbered, and some articles laid end to end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ..models import Bool, Corpus, Int32, Int64, Vocabulary
from .common_words import is_common
from .forms import name_form
from .letters import Letters, UInt32
from .lexicon import Asked, describe_forms
from .words import ROLES, TITLES

_GAP: Final = 2
"""Code points between two tokens of one name, at most: a space, a space and a quotation mark."""
_MAKSURA: Final = (0x649, 0xFEEF, 0xFEF0)
"""Names keep them apart where the normal form of search does not."""
_ALONE: Final = ("", "و", "ل", "ب", "ف")
"""What may be written before a last name that stands alone."""
TOGETHER: Final = 300_000
"""Tokens that are laid end to end, about; a thousand articles have as many."""


def find_surfaces(corpus: Corpus, numbers: Iterable[int]) -> Int64:
    """Return the ids of the surfaces that occur in some articles, ascending."""
    tokens = corpus.tokens
    occurs = np.zeros(len(corpus.vocabulary.surfaces), np.bool_)
    if isinstance(numbers, range) and numbers == range(len(corpus.heads)):
        occurs[tokens.ids] = True
    else:
        bounds = tokens.blocks[tokens.articles]
        for number in numbers:
            occurs[tokens.ids[bounds[number] : bounds[number + 1]]] = True
    return np.flatnonzero(occurs)


class Forms:
    """The name forms of the surface tokens of some articles. What is known of a form is kept under its number."""

    def __init__(self, vocabulary: Vocabulary, wanted: Int64) -> None:
        """``wanted`` are the ids of the surfaces, ascending."""
        surfaces = vocabulary.surfaces
        words = surfaces if len(wanted) == len(surfaces) else [surfaces[surface] for surface in wanted.tolist()]
        letters = Letters(words)
        occurs = np.zeros(len(vocabulary.norms), np.bool_)
        occurs[vocabulary.norm_of[wanted]] = True
        norms = np.flatnonzero(occurs)
        self.forms: list[str] = [vocabulary.norms[norm] for norm in norms.tolist()]
        self.index: dict[str, int] = dict(zip(self.forms, range(len(self.forms)), strict=True))
        """Form -> its number."""
        numbers = (np.cumsum(occurs, dtype=np.int32) - 1)[vocabulary.norm_of[wanted]]
        for place in letters.hold(_any_of(letters.points, _MAKSURA)).tolist():
            form = name_form(words[place])
            number = self.index.get(form)
            if number is None:
                number = self.index[form] = len(self.forms)
                self.forms.append(form)
            numbers[place] = number
        self.surfaces = surfaces
        self.of_surface: Int32 = np.zeros(len(surfaces), np.int32)
        """Surface id -> number of its form; without meaning for those that are not wanted."""
        self.of_surface[wanted] = numbers
        self.lengths: Int32 = np.zeros(len(surfaces), np.int32)
        """Code points of each surface."""
        self.lengths[wanted] = letters.lengths
        self.bits: Int64 = describe_forms(self.forms, self.index)
        """What each form can be; see ``lexicon``."""
        self._wanted, self._letters = wanted, letters

    def mark_surfaces(self, *, endings: Sequence[str] = (), beginnings: Sequence[str] = ()) -> Bool:
        """Say of each surface whether it ends or begins so, as it is written."""
        found = np.zeros(len(self.surfaces), np.bool_)
        found[self._wanted] = self._letters.end_with(*endings) | self._letters.begin_with(*beginnings)
        return found

    def with_clitics(self, numbers: Int64) -> Int32:
        """Return the numbers of forms as they stand alone and with each clitic, -1 where that occurs nowhere."""
        for number in set(numbers[self._written[numbers, 0] < 0].tolist()):
            form = self.forms[number]
            self._written[number] = [self.index.get(clitic + form, -1) for clitic in _ALONE]
        found: Int32 = self._written[numbers]
        return found

    @cached_property
    def _written(self) -> Int32:
        return np.full((len(self.forms), len(_ALONE)), -1, np.int32)

    @cached_property
    def common(self) -> Asked:
        """Says which are everyday words."""
        return Asked(self.forms, is_common)

    @cached_property
    def offices(self) -> Asked:
        """Says which are roles or titles, also after another letter."""
        return Asked(self.forms, _is_office)


def _is_office(form: str) -> bool:
    return form in ROLES or form in TITLES or form[1:] in ROLES


class Stretch:
    """The tokens of some articles end to end, numbered from 0, in all their blocks."""

    def __init__(self, corpus: Corpus, forms: Forms, numbers: npt.NDArray[np.int64]) -> None:
        """``numbers`` are the articles, ascending."""
        tokens = corpus.tokens
        self.numbers = numbers
        """Articles by their place in the stretch."""
        blocks, self.blocks_of = _gather(tokens.articles, numbers)
        all_blocks = np.arange(blocks.start, blocks.stop) if isinstance(blocks, slice) else blocks
        places, self.edges = _gather(tokens.blocks, all_blocks)
        self.ids: Int32 = tokens.ids[places]
        """Surface ids."""
        self.starts: Int32 = tokens.starts[places]
        self.forms: Int32 = forms.of_surface[self.ids]
        """Numbers of their forms."""
        self.bits: Int64 = forms.bits[self.forms]
        self.ends: Int32 = self.starts + forms.lengths[self.ids]
        self.gaps: Int32 = np.full(len(self.ids) + 1, -1, np.int32)
        """Code points between each token and the one before it; negative before a block's first, and behind the last."""
        self.gaps[1:-1] = self.starts[1:] - self.ends[:-1]

    @cached_property
    def joined(self) -> Bool:
        """Whether a token stands right after the one before it, but for a space or quotation mark."""
        return (self.gaps >= 0) & (self.gaps <= _GAP)

    @cached_property
    def articles(self) -> Int64:
        """Where each article begins, and the last ends; shape (A + 1,)."""
        return self.edges[self.blocks_of]

    def find_articles(self, places: Int64) -> Int64:
        """Return the articles of tokens, by their place in the stretch."""
        return np.searchsorted(self.articles, places, side="right") - 1

    def find_blocks(self, places: Int64) -> Int64:
        """Return the blocks of tokens, numbered through the stretch."""
        return np.searchsorted(self.edges, places, side="right") - 1

    def find_tokens(self, blocks: Int64, offsets: Int32) -> Int64:
        """Return the first token of each block, numbered through the stretch, that begins at or behind an offset."""
        return np.searchsorted(self._positions, self._bases[blocks] + offsets)

    @cached_property
    def _bases(self) -> Int64:
        """What is added to the offsets of each block, so that all tokens of the stretch ascend."""
        widths = np.zeros(len(self.edges), np.int64)
        filled = np.flatnonzero(np.diff(self.edges))
        widths[filled + 1] = self.ends[self.edges[filled + 1] - 1]
        return np.cumsum(widths)

    @cached_property
    def _positions(self) -> Int64:
        return np.repeat(self._bases[:-1], np.diff(self.edges)) + self.starts


def cut_stretches(corpus: Corpus, forms: Forms, numbers: Sequence[int]) -> Iterator[Stretch]:
    """Yield the articles, some at a time; ``numbers`` ascend."""
    wanted = np.array(numbers, np.int64)
    bounds = corpus.tokens.blocks[corpus.tokens.articles]
    part = np.cumsum(bounds[wanted + 1] - bounds[wanted]) // TOGETHER
    for some in np.split(wanted, np.flatnonzero(np.diff(part)) + 1):
        if len(some):
            yield Stretch(corpus, forms, some)


def _gather(offsets: Int64, items: Int64) -> tuple[Int64 | slice, Int64]:
    """Return what lies in some items, one after the other, and where each item begins in it, and the last ends."""
    first, last = offsets[items], offsets[items + 1]
    edges = np.zeros(len(items) + 1, np.int64)
    np.cumsum(last - first, out=edges[1:])
    if len(items) and bool((first[1:] == last[:-1]).all()):
        return slice(int(first[0]), int(last[-1])), edges
    return np.arange(int(edges[-1])) + np.repeat(first - edges[:-1], last - first), edges


def _any_of(points: UInt32, wanted: Sequence[int]) -> Bool:
    found: Bool = points == wanted[0]
    for point in wanted[1:]:
        found |= points == point
    return found
