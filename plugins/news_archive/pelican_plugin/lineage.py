"""What a text says of its own way: «نقلت سانا عن تاس».

Only what stands in the text is said, and the words that say it are kept. A source is a news agency by one of its known
forms, or a name in quotation marks behind «وكالة», «صحيفة», «قناة» and their like. What names nobody («مصدر مطلع») is
no station of the way. Where a sentence could be read in two ways, it is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arabic.normal import normalise
from ..arabic.tokens import find_tokens
from ..clean.agencies import AGENCIES
from ..models import Bool, Corpus

_KIND: Final = r"(?:وكالة(?: الأنباء| أنباء)?|صحيفة|جريدة|مجلة|قناة|إذاعة|شبكة|موقع|تلفزيون)"
_VERB: Final = r"(?:نقلت|نقل|أوردت|أورد|ذكرت|ذكر|أفادت|أفاد|بثت|بث|نشرت|نشر|قالت|أعلنت)"
_FORMS: Final = {form: name for name, forms in AGENCIES.items() for form in forms if "(" not in form}
_NAMES: Final = "|".join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True))
_EDGE: Final = r"(?![\w\u064b-\u0652])"


def _source(group: str) -> str:
    """Return a pattern of a source, its name in group ``group`` (a known form) or ``group`` + ``q`` (quoted)."""
    quoted = rf"{_KIND}\s+(?:[^\W\d]+\s+){{0,2}}?[«\"“](?P<{group}q>[^»\"”\n]{{2,30}})[»\"”]"
    known = rf"(?:{_KIND}\s+)?[«\"“(]?(?P<{group}>{_NAMES})[»\"”)]?{_EDGE}"
    return rf"(?:{quoted}|{known})"


_WITHIN: Final = r"[^.!؟\n:]{0,60}?"
_CARRIED: Final = re.compile(
    rf"(?<!\w)[وف]?{_VERB}\s+{_source('a')}(?P<rest>{_WITHIN}\s(?:نقلاً |نقلا )?(?:عن|ل)\s?{_source('b')})?"
)
_AFTER: Final = re.compile(
    rf"(?<!\w)(?:نقلاً عن|نقلا عن|بحسب|حسب|وفق|وفقاً? ل|وفقا ل|حسبما ذكرت|حسبما أفادت|حسبما نقلت|بحسب ما ذكرت|وفق ما ذكرت"
    rf"|وفق ما نقلت|كما ذكرت|كما أفادت|في تصريح ل|في حديث ل|في مقابلة مع)\s?{_source('a')}"
)


@dataclass(frozen=True, slots=True)
class Station:
    """A source that the text names as its own, and whom that source names in turn."""

    name: str
    """Canonical name of an agency, or the name as quoted."""
    through: str
    """Who carried it to this text, or '' where the text took it from there itself."""
    paragraph: int
    """Where the text says so, from 1."""
    words: str
    """The words that say so."""


def find_way(paragraphs: Sequence[str]) -> list[Station]:
    """Return the stations that a text names, each once, in the order of its sentences.

    >>> [(s.name, s.through) for s in find_way(["ونقلت «سانا» عن مصدر مطلع قوله لوكالة «تاس» الروسية: نعم"])]
    [('تاس', 'سانا'), ('سانا', '')]
    >>> find_way(["قال مصدر مطلع إن سانا بعيدة"])
    []
    """
    found: dict[tuple[str, str], Station] = {}
    for number, paragraph in enumerate(paragraphs, 1):
        for match in _CARRIED.finditer(paragraph):
            near, far = _name(match, "a"), _name(match, "b")
            words = match.group().strip()
            if far and far != near:
                found.setdefault((far, near), Station(far, near, number, words))
            found.setdefault((near, ""), Station(near, "", number, words))
        for match in _AFTER.finditer(paragraph):
            near = _name(match, "a")
            found.setdefault((near, ""), Station(near, "", number, match.group().strip()))
    return list(found.values())


class WayTest:
    """Says from the token arrays whether an article can name a source: a twentieth of what reading its text costs."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        norms = corpus.vocabulary.norms
        says = _mark(norms, {prefix + word for word in _SAYING for prefix in ("", "و", "ف")})
        source = _mark(norms, {prefix + word for word in _NAMING for prefix in ("", "ل", "ب")})
        self._marks = (says + 2 * source.view(np.uint8))[corpus.vocabulary.norm_of]

    def __call__(self, article: int) -> bool:
        """Say whether a word of saying stands up to three words before a source."""
        tokens = self._corpus.tokens
        first, last = tokens.blocks[tokens.articles[article] + 1], tokens.blocks[tokens.articles[article + 1]]
        return _NEAR.search(self._marks[tokens.ids[first:last]].tobytes()) is not None


_NEAR: Final = re.compile(rb"[\1\3](?=.{0,2}[\2\3])", re.DOTALL)
"""A word of saying (1, or 3 where it is a source, too) and, up to three words on, a source."""


_SAYING: Final = frozenset(
    normalise(word)
    for word in (
        *_VERB.removeprefix("(?:").removesuffix(")").split("|"),
        *"نقلاً بحسب حسب وفق وفقاً حسبما كما تصريح حديث مقابلة".split(),
    )
)
_NAMING: Final = frozenset(
    normalise(word)
    for word in (
        *"وكالة صحيفة جريدة مجلة قناة إذاعة شبكة موقع تلفزيون".split(),
        *(find_tokens(form)[0] for form in _FORMS),
    )
)


def _mark(norms: Sequence[str], wanted: set[str]) -> Bool:
    """Return which of the sorted ``norms`` are wanted."""
    marks = np.zeros(len(norms), np.bool_)
    for word in wanted:
        place = bisect_left(norms, word)
        if place < len(norms) and norms[place] == word:
            marks[place] = True
    return marks


def _name(match: re.Match[str], group: str) -> str:
    known = match.group(group)
    return _FORMS[known] if known else (match.group(f"{group}q") or "").strip()
