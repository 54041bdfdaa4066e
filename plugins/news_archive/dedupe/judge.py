"""What an overlap makes of two texts: one text, a version, one within the other, or a form filled in twice.

Whether two texts are a form depends on their words and the authority file alone; so what was found is remembered under
the hashes of the two texts, in the order in which they were compared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..models import Corpus, Int64, RelatedPair, Relation
from ..settings import DedupeSettings
from .forms import FormTest
from .pairs import Overlap, Overlaps
from .shingles import UInt64

State = dict[str, Any]


class Judge:
    """Says what an overlap makes of two texts."""

    def __init__(
        self,
        corpus: Corpus,
        text: UInt64,
        settings: DedupeSettings,
        is_name: Callable[[str], bool] | None,
        previous: State | None = None,
    ) -> None:
        """``text`` is the hash of each article's body; ``previous`` is what ``remember`` gave."""
        self._settings = settings
        self._text = text
        self._is_form = FormTest(corpus, is_name) if is_name is not None else None
        self._known: dict[tuple[int, int], bool] = {}
        if previous is not None and "judged" in previous:
            pairs = zip(*previous["judged"].T.tolist(), strict=True)
            self._known = dict(zip(pairs, previous["guarded"].tolist(), strict=True))
        self._judged: list[tuple[Int64, Int64, list[bool]]] = []

    def __call__(self, overlaps: Overlaps) -> list[RelatedPair]:
        """Judge many overlaps."""
        jaccard = overlaps.jaccard
        same = jaccard >= self._settings.same
        guarded = np.zeros(len(same), np.bool_)
        at = np.flatnonzero(same)
        if len(at):
            guarded[at] = self._guard(overlaps.a[at], overlaps.b[at])
        kinds = np.where(jaccard >= self._settings.version, 1, 2)
        kinds[same & ~guarded] = 0
        relations = (Relation.SAME, Relation.VERSION, Relation.CONTAINED)
        columns = (overlaps.a, overlaps.b, kinds, jaccard, overlaps.containment, guarded)
        return [
            RelatedPair(a, b, relations[kind], j, c, g)
            for a, b, kind, j, c, g in zip(*(column.tolist() for column in columns), strict=True)
        ]

    def judge_rows(self, overlaps: list[Overlap]) -> list[RelatedPair]:
        """Judge a few."""
        return self(Overlaps.of(overlaps)) if overlaps else []

    def _guard(self, left: Int64, right: Int64) -> list[bool]:
        """Say of each pair of texts that are the same whether they are a form."""
        if self._is_form is None:
            return [False] * len(left)
        if not self._known:
            guarded = self._is_form.test_all(left, right)
        else:
            prints = list(zip(self._text[left].tolist(), self._text[right].tolist(), strict=True))
            new = np.array([key not in self._known for key in prints], np.bool_)
            answers = iter(self._is_form.test_all(left[new], right[new]))
            guarded = [self._known[key] if key in self._known else next(answers) for key in prints]
        self._judged.append((left, right, guarded))
        return guarded

    def remember(self) -> State:
        """Return what is to be known next time."""
        none = np.empty(0, np.int64)
        left = np.concatenate([none, *(left for left, _, _ in self._judged)])
        right = np.concatenate([none, *(right for _, right, _ in self._judged)])
        return {
            "judged": np.stack([self._text[left], self._text[right]], axis=1),
            "guarded": np.array([answer for _, _, answers in self._judged for answer in answers], np.bool_),
        }
