"""One article's tokens as names see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from ..models import Corpus, Int32, UInt8
from .forms import name_form, name_forms
from .trie import CUE

_GAP: Final = 2
"""Code points between two tokens of one name, at most: a space, a space and a quotation mark."""


class Forms(dict[int, str]):
    """Name forms by surface id, each made once."""

    def __init__(self, surfaces: list[str], wanted: Sequence[int] = ()) -> None:
        """``wanted`` are made at once, the others when somebody asks."""
        super().__init__(zip(wanted, name_forms(surfaces[i] for i in wanted), strict=True) if wanted else ())
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


class Run:
    """The tokens of some articles that follow one another, numbered from 0, in all their blocks."""

    def __init__(self, corpus: Corpus, forms: Forms, marks: UInt8, first: int, last: int) -> None:
        """``first`` and ``last`` (exclusive) are articles, ``marks`` those of all surfaces."""
        tokens = corpus.tokens
        edges = tokens.blocks[tokens.articles[first] : tokens.articles[last] + 1]
        begin, end = int(edges[0]), int(edges[-1])
        ids, starts = tokens.ids[begin:end], tokens.starts[begin:end]
        self.forms = forms
        self.array = ids
        """Surface ids."""
        self.ids: list[int] = ids.tolist()
        self.starts: list[int] = starts.tolist()
        self.edges: list[int] = (edges - begin).tolist()
        """Where each block begins; last, where the last ends."""
        self.articles: list[int] = (tokens.blocks[tokens.articles[first : last + 1]] - begin).tolist()
        """Where each article begins, and the last ends."""
        gaps = starts[1:] - starts[:-1] - forms.lengths[ids[:-1]]
        near = np.append(np.zeros(min(1, len(ids)), np.bool_), (gaps >= 0) & (gaps <= _GAP))
        near[[edge for edge in self.articles if edge < len(ids)]] = False
        self.joined: list[bool] = near.tolist()
        """Whether a token stands right after the one before it, but for a space or quotation mark."""
        self._marks = marks

    def find_cues(self, begin: int, end: int) -> list[int]:
        """Return the tokens of a stretch that stand in some cue."""
        found: list[int] = (np.flatnonzero(self._marks[self.array[begin:end]] & CUE) + begin).tolist()
        return found


class Text:
    """One article of a run; its tokens keep their numbers."""

    def __init__(self, run: Run, begin: int, end: int) -> None:
        self._run = run
        self.begin, self.end_token = begin, end
        self.forms, self.ids, self.starts, self.joined = run.forms, run.ids, run.starts, run.joined

    def surface(self, token: int) -> str:
        return self.forms.surfaces[self.ids[token]]

    def form(self, token: int) -> str:
        return self.forms[self.ids[token]]

    def end(self, token: int) -> int:
        return self.starts[token] + len(self.surface(token))

    @cached_property
    def cue_words(self) -> str:
        """The forms that stand in some cue, between spaces; a bar where other words come between."""
        parts = [" "]
        last = -1
        for token in self._run.find_cues(self.begin, self.end_token):
            if token != last + 1:
                parts.append("| ")
            parts.append(self.form(token) + " ")
            last = token
        return "".join(parts)
