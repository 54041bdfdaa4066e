"""What each word of some articles can be in a name of the authority file, known before any article is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from ..models import Bool, Corpus
from .authority import Authority
from .text import Forms, find_surfaces
from .trie import Gazetteer

_BITS: Final = 64


class Marked:
    """What each word of some articles can be in a name, computed once."""

    def __init__(self, corpus: Corpus, authority: Authority, numbers: Sequence[int]) -> None:
        self.forms = forms = Forms(corpus.vocabulary, find_surfaces(corpus, numbers))
        self.gazetteer = gazetteer = Gazetteer(authority, forms.index)
        self.entries = entries = gazetteer.find_entries(forms.forms)
        count = len(forms.forms)
        owners = np.repeat(np.arange(count), np.diff(entries.first))
        self.alone: Bool = np.zeros(count, np.bool_)
        """Forms that can be a name of one word."""
        self.named: Bool = np.diff(gazetteer.first) > 0
        """Nodes at which some name ends."""
        self.alone[owners[entries.whole & self.named[entries.node]]] = True
        nodes, seconds = gazetteer.paths.steps
        bit = np.left_shift(np.uint64(1), (seconds % _BITS).astype(np.uint64))
        beside = np.zeros(gazetteer.paths.nodes, np.uint64)
        np.bitwise_or.at(beside, nodes, bit)
        self.second = np.zeros(count, np.uint64)
        """Bits of the forms that go on in a name. One of several words begins only where they meet those of the one before:"""
        self.second[seconds] = bit
        self.following = np.zeros(count, np.uint64)
        """Bits of what may stand second in the names that a form begins."""
        np.bitwise_or.at(self.following, owners, beside[entries.node])
        self.stands_second: Bool = self.second > 0
        self.goes_on: Bool = self.following > 0
        self.tanwin = forms.mark_surfaces(endings=("\N{ARABIC FATHATAN}", "\N{ARABIC FATHATAN}\N{ARABIC LETTER ALEF}"))
        """Surfaces that end in an, and are no name then: درعاً is a shield."""
        self.heh = forms.mark_surfaces(endings=("\N{ARABIC LETTER HEH}",))
        """Surfaces that end in ه as it is written: جده is no جدة."""
        self.cues = np.zeros(count, np.int64)
        """Node at which each form begins a cue, or 0."""
        for form, node in gazetteer.cue_paths.first.items():
            number = forms.index.get(form)
            if number is not None:
                self.cues[number] = node
