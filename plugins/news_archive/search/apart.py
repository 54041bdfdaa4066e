"""Which forms of a stem begin with a letter of their own: كاميرون is no «as Amiron», by the evidence of the archive.

The stemmer takes ب ك ل و ف off the front whatever they are, so that كاميرا and أمير have one stem. What the archive says
of the forms tells them apart: nothing that belongs to a word stands before a particle, but the conjunctions do. Where
something does (الكاميرا, بكاميرا), the letter is the word's own; and so it is in the other forms of that stem with the
letter, unless the word without it is about as frequent (كأمير). The letters and shares are published for the page
(``rules``), which decides the same (``apart.js``). Stems of words that are everywhere have no forms, and stay whole.

Left out on purpose: letters before which nothing ever stands (بكين is not told from بجروح).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from ..arabic.stems import HAMZA

SHARES: Final = {"ب": 0.005, "ك": 0.005, "ل": 0.005, "و": 0.1, "ف": 0.1}
"""Of the documents of a stem's forms with a letter, how many have a form that only a letter of the word's own allows, at
least, by letter. A conjunction needs more: what stands before it by mistake is rare beside what it begins."""
TIMES: Final = 4
"""The letter is a form's own where the form is in so many times the documents of the word without it, or more; of a form
that is in none, nor the word without it, nothing is known: it stands with both."""
DOUBT: Final = 0.05
"""It is in doubt, and the form stands with both, where that share has the article before it; or where the form is in
more documents than the word without it."""
PLAIN: Final = "-"
"""The family of the forms that begin with no letter of their own; each other is called by its letter."""
SLIP: Final = 50
"""Beside a word without the letter that is in so many times the documents, what proves it may be a slip: in doubt, too."""
_ARTICLE: Final = re.compile("(?:ال|^[وف]?لل)$")
_CONJUNCTIONS: Final = ("", "و", "ف")


def split_front(norm: str, stem: str) -> tuple[str, str, bool]:
    """Return the letter before the rest of a form, or '', the rest, and whether only a letter of its own stands so.

    >>> split_front("كاميرون", "امير"), split_front("الكاميرا", "امير"), split_front("الامير", "امير")
    (('ك', 'اميرون', False), ('ك', 'اميرا', True), ('', 'امير', False))
    """
    core = norm.translate(HAMZA)
    at = core.find(stem)
    front, letter, rest = core[: max(0, at - 1)], core[max(0, at - 1) : at], core[at:]
    if letter not in SHARES or _ARTICLE.search(front + letter):
        return "", rest, False
    return letter, rest, bool(front) if letter in _CONJUNCTIONS else front not in _CONJUNCTIONS


class Families:
    """The forms of one stem, told apart."""

    def __init__(self, stem: str, forms: Iterable[tuple[str, int]]) -> None:
        """Take the normal forms of a stem and how many documents hold each."""
        self._stem = stem
        self._count: Counter[tuple[str, str]] = Counter()
        self._proof: Counter[tuple[str, str]] = Counter()
        for norm, documents in forms:
            letter, rest, proof = split_front(norm, stem)
            for key in ((letter, rest), (letter, "")) if letter else ((letter, rest),):
                self._count[key] += documents
                self._proof[key] += documents * proof

    def of(self, norm: str) -> str:
        """Return the families of a form, a character each."""
        letter, rest, proof = split_front(norm, self._stem)
        if not letter or not self._is_proved(letter, "", SHARES[letter]):
            return PLAIN
        found, without = self._count[letter, rest], self._count["", rest]
        proof = proof and self._proof[letter, rest] > 0
        if found and (found >= TIMES * without or (proof and found * SLIP >= without)):
            return letter
        return PLAIN + letter if proof or found >= without or self._is_proved(letter, rest, DOUBT) else PLAIN

    def _is_proved(self, letter: str, rest: str, share: float) -> bool:
        return self._proof[letter, rest] > share * self._count[letter, rest]


def is_kin(families: str, others: str) -> bool:
    """Say whether two forms have a family in common."""
    return any(family in others for family in families)
