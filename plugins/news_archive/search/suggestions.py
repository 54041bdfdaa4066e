"""What the search box offers while a reader types, and what a misspelt word is compared with: one small file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from ..models import Corpus, Int64
from .documents import IndexedStory
from .occurrences import Occurrences
from .rules import ASKING

WORDS: Final = 3000
"""Words, the most frequent first."""
TITLES: Final = 120
"""Titles: of the stories that most newspapers carried."""
SHORTEST: Final = 3
"""Letters of a word that is worth offering."""


def make_suggestions(
    corpus: Corpus, postings: Occurrences, stories: Sequence[IndexedStory], everywhere: int
) -> dict[str, Any]:
    """Return frequent words as they are most often written, and titles. Words that are everywhere are left out."""
    return {"w": " ".join(_frequent_words(corpus, postings, everywhere)), "t": _titles(stories)}


def _frequent_words(corpus: Corpus, postings: Occurrences, everywhere: int) -> list[str]:
    vocabulary = corpus.vocabulary
    frequency = np.bincount(postings.norms, minlength=len(vocabulary.norms)).astype(np.int64)
    frequency[postings.spread[vocabulary.stem_of] >= everywhere] = 0
    most = min(len(frequency), 2 * WORDS)
    least = np.partition(frequency, -most)[-most] if most else 0
    enough = np.flatnonzero(frequency >= least)
    order = enough[np.lexsort((enough, -frequency[enough]))][:most]
    chosen = [norm for norm in order.tolist() if frequency[norm] > 1 and _is_worth(vocabulary.norms[norm])][:WORDS]
    spelling = _spellings(corpus, np.array(chosen, np.int64))
    return [spelling[norm] for norm in chosen]


def _is_worth(norm: str) -> bool:
    return len(norm) >= SHORTEST and norm not in ASKING and not norm[0].isdigit()


def _spellings(corpus: Corpus, norms: Int64) -> dict[int, str]:
    """Return the commonest surface of each normal form."""
    vocabulary = corpus.vocabulary
    wanted = np.zeros(len(vocabulary.norms), np.bool_)
    wanted[norms] = True
    surfaces = np.flatnonzero(wanted[vocabulary.norm_of])
    counts = np.bincount(corpus.tokens.ids, minlength=len(vocabulary.surfaces))[surfaces]
    best: dict[int, str] = {}
    for i in np.lexsort((surfaces, -counts)).tolist():
        best.setdefault(int(vocabulary.norm_of[surfaces[i]]), vocabulary.surfaces[surfaces[i]])
    return best


def _titles(stories: Sequence[IndexedStory]) -> list[str]:
    carried = sorted((s for s in stories if s.carriers > 1), key=lambda s: (-s.carriers, s.id))
    return [story.title for story in carried[:TITLES]]
