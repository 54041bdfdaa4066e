"""One article's tokens as names see them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

import numpy as np

from ..models import Corpus, Int32, UInt8
from .forms import name_form
from .trie import CUE

_GAP: Final = 2
"""Code points between two tokens of one name, at most: a space, a space and a quotation mark."""


class Forms(dict[int, str]):
    """Name forms by surface id, each made once."""

    def __init__(self, surfaces: list[str]) -> None:
        super().__init__()
        self.surfaces = surfaces
        self.lengths: Int32 = np.fromiter(map(len, surfaces), np.int32, len(surfaces))

    def __missing__(self, surface: int) -> str:
        form = self[surface] = name_form(self.surfaces[surface])
        return form


def find_surfaces(corpus: Corpus, numbers: Iterable[int]) -> list[int]:
    """Return the ids of the surfaces that occur in some articles, ascending."""
    tokens = corpus.tokens
    occurs = np.zeros(len(corpus.vocabulary.surfaces), np.bool_)
    bounds = tokens.blocks[tokens.articles]
    for number in numbers:
        occurs[tokens.ids[bounds[number] : bounds[number + 1]]] = True
    found: list[int] = np.flatnonzero(occurs).tolist()
    return found


class Text:
    """The tokens of one article, numbered from 0, in all its blocks."""

    def __init__(self, corpus: Corpus, forms: Forms, marks: UInt8, begin: int, end: int) -> None:
        ids, starts = corpus.tokens.ids[begin:end], corpus.tokens.starts[begin:end]
        self._forms = forms
        self._marks = marks
        self.ids: list[int] = ids.tolist()
        self.starts: list[int] = starts.tolist()
        gaps = starts[1:] - starts[:-1] - forms.lengths[ids[:-1]]
        self.joined: list[bool] = [False, *((gaps >= 0) & (gaps <= _GAP)).tolist()]
        """Whether a token stands right after the one before it, but for a space or quotation mark."""

    def surface(self, token: int) -> str:
        return self._forms.surfaces[self.ids[token]]

    def form(self, token: int) -> str:
        return self._forms[self.ids[token]]

    def end(self, token: int) -> int:
        return self.starts[token] + len(self.surface(token))

    @cached_property
    def cue_words(self) -> str:
        """The forms that stand in some cue, between spaces; a bar where other words come between."""
        parts = [" "]
        last = -1
        for token in np.flatnonzero(self._marks & CUE).tolist():
            if token != last + 1:
                parts.append("| ")
            parts.append(self.form(token) + " ")
            last = token
        return "".join(parts)
