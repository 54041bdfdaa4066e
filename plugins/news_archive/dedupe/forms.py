"""Forms filled in twice: telegrams to different states, relief plane 5 and 6, the weather of two days, rates of exchange.

Two such texts share nearly all their words and are two pieces of news. What tells them from one text in two papers is
what differs: another name for a name, another number for a number, another day for a day, each in its place. Papers
that print one text write names and numbers in other ways («بالمائة» and «بالمئة», «عبد العزيز» and «عبدالعزيز», «10» and
«عشرة») and say «أمس» for «اليوم»; that is no other filling. The guard only keeps apart texts that would be merged, and
they stay linked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

import numpy as np

from ..arabic.normal import normalise
from ..models import Bool, Corpus, Int32, Int64
from .align import align

LEAD: Final = 8
"""Words at the start of a text in which place, day and agency may differ between carriers: the dateline."""
SLOT: Final = 8
"""Words of a stretch that can still be the content of one blank of a form."""
SPELLING: Final = 0.7
"""Likeness from which two words are one word in two spellings: «ميليشيات» and «مليشيات»."""

_NUMERALS: Final = "واحد ثلاث اربع خمس ست سبع ثمان تسع عشر عشرون ثلاثون اربعون خمسون ستون سبعون ثمانون تسعون"
_ORDINALS: Final = "اول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر"
_DAYS: Final = "السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعة"
_MONTHS: Final = (
    "يناير جانفي", "فبراير شباط فيفري", "مارس اذار", "ابريل نيسان افريل", "مايو ايار ماي", "يونيو حزيران جوان",
    "يوليو تموز جويلية", "اغسطس غشت اوت", "سبتمبر ايلول شتنبر", "اكتوبر", "نوفمبر نونبر", "ديسمبر دجنبر",
    "محرم", "صفر", "رجب", "شعبان", "رمضان", "شوال",
)  # fmt: skip
_DIRECTIONS: Final = "شمالي جنوبي شرقي غربي"
_RELATIVE: Final = frozenset(map(normalise, "اليوم أمس امس غدا الغد البارحة".split()))
_YEH, _MAKSURA = "\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER ALEF MAKSURA}"
"""A normal form writes both with the first; names tell them apart, and a word is a name if either is."""
_PREFIXES: Final = ("و", "ب", "ل", "ف", "ك", "")

Filling = tuple[str, str]
"""Kind and value of a word that can fill a blank; equal for two ways to write one number, day or month."""


def _known() -> dict[str, Filling]:
    found: dict[str, Filling] = {}
    for kind, words in (("numeral", _NUMERALS), ("ordinal", _ORDINALS), ("direction", _DIRECTIONS)):
        for word in words.split():
            stem = word.removesuffix("ون")
            forms = (word, f"{word}ة", f"{stem}ين") if stem != word else (word, f"{word}ة")
            for form in forms:
                found[normalise(form)] = found[normalise(f"ال{form}")] = (kind, word)
    found[normalise("اولى")] = found[normalise("الاولى")] = ("ordinal", "اول")
    found |= {normalise(day): ("day", day) for day in _DAYS.split()}
    found |= {normalise(name): ("month", names) for names in _MONTHS for name in names.split()}
    return {prefix + word: filling for prefix in _PREFIXES for word, filling in found.items()}


_KNOWN: Final = _known()


def find_filling(norm: str) -> Filling | None:
    """Return the kind and value of a number, ordinal, day, month or direction in normal form.

    >>> [find_filling(normalise(w)) for w in ("و05", "السادسة", "والثلاثاء", "غيوم")]
    [('digits', '5'), ('ordinal', 'سادس'), ('day', 'الثلاثاء'), None]
    """
    found = _KNOWN.get(norm)
    if found is None and not norm[:2].isalpha() and (norm[:1].isdigit() or norm[1:2].isdigit()):
        return "digits", _digits(norm if norm[0].isdigit() else norm[1:])
    return found


def find_differences(one: Int32, other: Int32) -> tuple[Int32, Int32]:
    """Return the tokens of each text that may not stand in the other.

    What is left out stands in both: tokens at the same place in two texts of one length; else the beginning and the end
    that the texts have in common.

    >>> [side.tolist() for side in find_differences(np.arange(9), np.array([0, 1, 7, 8]))]
    [[2, 3, 4, 5, 6], []]
    """
    if len(one) == len(other):
        at = (one != other).nonzero()[0]
        return one[at], other[at]
    count = min(len(one), len(other))
    differ = one[:count] != other[:count]
    first = int(differ.argmax()) if differ.any() else count
    differ = one[len(one) - count :] != other[len(other) - count :]
    last = int(differ[::-1].argmax()) if differ.any() else count
    last = min(last, count - first)
    return one[first : len(one) - last], other[first : len(other) - last]


class FormTest:
    """Says whether two texts of a corpus are one form filled in twice."""

    def __init__(self, corpus: Corpus, is_name: Callable[[str], bool]) -> None:
        self._corpus = corpus
        self._is_name = is_name
        self._kind = np.full(len(corpus.vocabulary.norms), -1, np.int8)
        """1 for a norm that can fill a blank, 0 for others, -1 for those nobody asked about."""
        tokens = corpus.tokens
        self._begin: list[int] = tokens.blocks[tokens.articles[:-1] + 1].tolist()
        self._end: list[int] = tokens.blocks[tokens.articles[1:]].tolist()

    def __call__(self, a: int, b: int) -> bool:
        return self.test_all(np.array([a]), np.array([b]))[0]

    def test_all(self, left: Int64, right: Int64) -> list[bool]:
        """Test many pairs.

        Only where each text has a word for a blank that the other lacks are the two laid beside each other.
        """
        found = [False] * len(left)
        ours, theirs = self._find_blanks(left.tolist(), right.tolist())
        for pair in sorted(ours.keys() & theirs.keys()):
            one, two = self._norms(int(left[pair])).tolist(), self._norms(int(right[pair])).tolist()
            if not (ours[pair].issubset(two) or theirs[pair].issubset(one)):
                found[pair] = self._is_form(one, two)
        return found

    def _find_blanks(self, left: list[int], right: list[int]) -> list[dict[int, set[int]]]:
        """Return for each side the words of a pair that can fill a blank and may not stand on the other."""
        ids, begin, end = self._corpus.tokens.ids, self._begin, self._end
        words: list[list[Int32]] = [[], []]
        for a, b in zip(left, right, strict=True):
            one, other = find_differences(ids[begin[a] : end[a]], ids[begin[b] : end[b]])
            words[0].append(one)
            words[1].append(other)
        return [self._keep_blanks(side) for side in words]

    def _keep_blanks(self, words: list[Int32]) -> dict[int, set[int]]:
        """Return those of the words of each pair that can fill a blank, if any."""
        norms = self._corpus.vocabulary.norm_of[np.concatenate([np.empty(0, np.int32), *words])]
        fills = np.flatnonzero(self._ask(norms))
        pairs = np.searchsorted(np.cumsum(list(map(len, words))), fills, side="right")
        found: dict[int, set[int]] = {}
        for pair, norm in zip(pairs.tolist(), norms[fills].tolist(), strict=True):
            found.setdefault(pair, set()).add(norm)
        return found

    def _norms(self, article: int) -> Int32:
        ids = self._corpus.tokens.ids[self._begin[article] : self._end[article]]
        found: Int32 = self._corpus.vocabulary.norm_of[ids]
        return found

    def _ask(self, norms: Int32) -> Bool:
        """Say which words can fill a blank."""
        new = norms[self._kind[norms] < 0]
        if len(new):
            occurs = np.zeros(len(self._kind), np.bool_)  # np.unique hashes, and slowly
            occurs[new] = True
            self._learn(occurs.nonzero()[0].astype(np.int32))
        fills: Bool = self._kind[norms] > 0
        return fills

    def _learn(self, norms: Int32) -> None:
        words, is_name = self._corpus.vocabulary.norms, self._is_name
        self._kind[norms] = [
            word in _KNOWN
            or (not word[:2].isalpha() and find_filling(word) is not None)
            or is_name(word)
            or (word[-1:] == _YEH and is_name(word[:-1] + _MAKSURA))
            for word in map(words.__getitem__, norms.tolist())
        ]

    def _is_form(self, a: list[int], b: list[int]) -> bool:
        """Say whether two texts differ in blanks with other fillings, and hardly elsewhere."""
        changes = blanks = 0
        whole: list[dict[str, set[str]]] = []
        for s in align(a, b):
            if s.same or (max(s.a2, s.b2) <= LEAD and not self._is_counted(a[s.a1 : s.a2])):
                continue
            one, two = self._words(a[s.a1 : s.a2]), self._words(b[s.b1 : s.b2])
            if _is_spelling(one, two):
                continue
            changes += 1
            if s.longer <= SLOT:
                whole = whole or [self._fillings(a), self._fillings(b)]
                blanks += self._is_blank(self._fillings(a[s.a1 : s.a2]), self._fillings(b[s.b1 : s.b2]), *whole)
        return blanks > 0 and (blanks == changes or (blanks > 1 and blanks * 3 >= changes * 2))

    def _is_counted(self, norms: list[int]) -> bool:
        """Say whether a stretch counts something off, which no dateline does: «الطائرة الخامسة»."""
        return "ordinal" in self._fillings(norms)

    def _words(self, norms: list[int]) -> list[str]:
        return [word for norm in norms if (word := self._corpus.vocabulary.norms[norm]) not in _RELATIVE]

    @staticmethod
    def _is_blank(
        one: dict[str, set[str]], two: dict[str, set[str]], ours: dict[str, set[str]], theirs: dict[str, set[str]]
    ) -> bool:
        """Say whether a stretch (``one``, ``two``) holds another filling of one kind on each side, by its whole texts."""
        return any(
            kind in two
            and any(_is_new(kind, value, theirs[kind]) for value in values)
            and any(_is_new(kind, value, ours[kind]) for value in two[kind])
            for kind, values in one.items()
        )

    def _fillings(self, norms: Sequence[int]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for norm, fills in zip(norms, self._ask(np.array(norms, np.int32)).tolist(), strict=True):
            if fills:
                word = self._corpus.vocabulary.norms[norm]
                kind, value = find_filling(word) or ("name", word)
                found.setdefault(kind, set()).add(value)
        return found


def _is_new(kind: str, value: str, others: set[str]) -> bool:
    """Say whether a filling is none of the others, for a name in no spelling."""
    if kind != "name":
        return value not in others
    return not any(_is_one_word(value, other) for other in others)


@lru_cache(maxsize=20_000)
def _is_one_word(a: str, b: str) -> bool:
    """Say whether two words are one in two spellings or with other particles («والهلال», «الهلال»; «اليمن», «اليمنية»)."""
    short, long = sorted((_bare(a), _bare(b)), key=len)
    return long.startswith(short[:4]) or SequenceMatcher(None, short, long).ratio() >= SPELLING


def _bare(word: str) -> str:
    for prefix in ("وال", "بال", "فال", "كال", "ال", "لل", "و", "ب", "ل"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            return word[len(prefix) :]
    return word


def _is_spelling(one: list[str], two: list[str]) -> bool:
    """Say whether two stretches are the same words written otherwise: apart or together, «بالمائة» and «بالمئة»."""
    left, right = "".join(one), "".join(two)
    ours, theirs = set(filter(None, map(find_filling, one))), set(filter(None, map(find_filling, two)))
    if ours and theirs and not any(kind == "digits" for kind, _ in ours | theirs):
        return ours == theirs
    if any(map(str.isdigit, left + right)):
        return sorted(filter(str.isdigit, left)) == sorted(filter(str.isdigit, right))
    return left == right or (bool(left and right) and SequenceMatcher(None, left, right).ratio() >= SPELLING)


def _digits(norm: str) -> str:
    """Return the digits that a word begins with, without leading zeros."""
    return norm[: len(norm) - len(norm.lstrip("0123456789"))].lstrip("0") or "0"
