"""Find a name or a passage however it was written, and take it out.

A redaction looks at the raw field, so it must see through everything that cleaning undoes later: harakat, tatweel,
zero-width and direction marks, presentation forms, HTML entities. With ``variants`` it also sees the spellings of the
normal form (hamza, teh marbuta, alef maksura), the article joined to a particle, and a name with «بن» between its parts.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from ..arabic.normal import COMPATIBLE, FOLD, normalise
from ..arabic.tokens import BASE_RANGES, MARK_RANGES, TOKEN

Pattern = re.Pattern[str]

_ENTITY: Final = re.compile(r"&(?:amp;)*(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_IGNORED: Final = "".join(chr(point) for point, to in FOLD.items() if to == "") + "\u00ad\u180e\ufff9\ufffa\ufffb"
_ARTICLE: Final = "ال"
_NAME: Final = 5
"""Words up to which a text is taken for a name, in which «بن» may stand or not."""


def _class(ranges: Iterable[tuple[int, int]]) -> str:
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)


_IN_WORD: Final = f"[{_class((*BASE_RANGES, *MARK_RANGES))}]"
_HIDDEN: Final = re.escape(_IGNORED)
_SKIP: Final = f"[{_HIDDEN}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]*"


def _gap(written: str) -> str:
    """Return the expression of what may stand between two words: spaces, line breaks, hyphens, emphasis of Markdown, what stood there."""
    marks = re.escape("".join(sorted(set(written))))
    return f"[\\s_.*`\\-\u2010-\u2015{_HIDDEN}{marks}]{{1,12}}?"


@cache
def _spellings() -> tuple[dict[str, str], dict[str, str]]:
    """Return folded letters -> class of the code points that fold to them: by shape alone, and in the normal form."""
    shapes: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    for point, to in FOLD.items():
        if to:
            forms[to].add(chr(point))
    for first, last in COMPATIBLE:
        for point in range(first, last + 1):
            letters = unicodedata.normalize("NFKC", chr(point)).replace(" ", "")
            if letters != chr(point):
                shapes[letters].add(chr(point))
    return ({k: "".join(sorted(v)) for k, v in shapes.items()}, {k: "".join(sorted(v)) for k, v in forms.items()})


def _letters(word: str, *, variants: bool) -> str:
    """Return the expression of a word's letters, each followed by anything that is not seen or not counted."""
    shapes, forms = _spellings()
    known = forms if variants else shapes
    parts: list[str] = []
    i = 0
    while i < len(word):
        pair = known.get(word[i : i + 2], "") if len(word) > i + 1 else ""
        one = f"[{re.escape(word[i] + known.get(word[i], '') + (word[i].swapcase() if variants else ''))}]{_SKIP}"
        if pair:  # lam-alef is one sign among the presentation forms
            second = word[i + 1]
            two = f"[{re.escape(second + known.get(second, ''))}]{_SKIP}"
            parts.append(f"(?:{one}{two}|[{re.escape(pair)}]{_SKIP})")
            i += 2
        else:
            parts.append(one)
            i += 1
    return "".join(parts)


def _word(word: str, *, single: bool) -> str:
    """Return the expression of one word of a name in any of its spellings."""
    lam = f"\N{ARABIC LETTER LAM}{_SKIP}"
    if word.startswith("عبدال") and len(word) > 6:
        return f"{_letters('عبد', variants=True)}(?:{_gap('')})?{_letters(word[3:], variants=True)}"
    if word.startswith(_ARTICLE) and len(word) > 4:
        bare = _letters(word[2:], variants=True)
        article = _letters(_ARTICLE, variants=True)
        return f"(?:{article}|{lam}{lam}){bare}" if single else f"(?:{article}|{lam}(?:{lam})?)?{bare}"
    return _letters(word, variants=True)


@cache
def compile_redaction(text: str, *, variants: bool, whole_words: bool) -> Pattern:
    """Return the expression that finds ``text``.

    >>> bool(compile_redaction("سلمى الحداد", variants=True, whole_words=False).search("وسلمي  الحدّاد،"))
    True
    >>> bool(compile_redaction("سلمى الحداد", variants=False, whole_words=False).search("سلمي الحداد"))
    False
    """
    places = list(TOKEN.finditer(text))
    words = [place.group() for place in places]
    gaps = [_gap(text[a.end() : b.start()]) for a, b in pairwise(places)]
    if variants:
        words = [normalise(word) for word in words]
        parts = [_word(word, single=len(words) == 1) for word in words]
        son = f"(?:{_letters('ا', variants=True)})?{_letters('بن', variants=True)}"
        core = parts[0]
        for before, gap, part in zip(words, gaps, parts[1:], strict=False):
            between = f"(?:{gap})?" if before == "عبد" else gap
            core += between + (f"(?:{son}{gap})?" if len(words) <= _NAME else "") + part
    else:
        plain = ["".join(c for c in word if c not in _IGNORED) for word in words]
        core = _letters(plain[0], variants=False)
        for gap, word in zip(gaps, plain[1:], strict=True):
            core += gap + _letters(word, variants=False)
    core = core.removesuffix(_SKIP)
    if whole_words:
        particle = "[\u0648\u0641]?[\u0628\u0644\u0643]?(?:\u0627\u0644)?" if variants else ""
        core = f"(?<!{_IN_WORD}){particle}{core}{_SKIP}(?!{_IN_WORD})"
    return re.compile(core)


def find_redacted(text: str, patterns: Sequence[Pattern]) -> list[tuple[int, int, int]]:
    """Return where the patterns match, as (start, end, number of the pattern), sorted and apart.

    >>> find_redacted("قالت &#1587;لمى", [compile_redaction("سلمى", variants=False, whole_words=False)])
    [(5, 15, 0)]
    """
    found = [(m.start(), m.end(), i) for i, pattern in enumerate(patterns) for m in pattern.finditer(text)]
    if "&" in text:
        plain, starts = _unescape(text)
        if plain != text:
            found += [
                (starts[m.start()], starts[m.end()], i)
                for i, pattern in enumerate(patterns)
                for m in pattern.finditer(plain)
            ]
    found.sort(key=lambda place: (place[0], -place[1]))
    apart: list[tuple[int, int, int]] = []
    for start, end, number in found:
        if apart and start < apart[-1][1]:
            before = apart[-1]
            apart[-1] = (before[0], max(before[1], end), before[2])
        else:
            apart.append((start, end, number))
    return apart


def _unescape(text: str) -> tuple[str, list[int]]:
    """Return the text with its entities as characters, and where each of its characters starts in ``text``."""
    parts: list[str] = []
    starts: list[int] = []
    position = 0
    for m in _ENTITY.finditer(text):
        character = m.group()
        for _ in range(8):  # however often it was escaped
            character, before = html.unescape(character), character
            if character == before:
                break
        parts += (text[position : m.start()], character)
        starts += range(position, m.start())
        starts += [m.start()] * len(character)
        position = m.end()
    parts.append(text[position:])
    starts += range(position, len(text) + 1)
    return "".join(parts), starts


def redact_text(text: str, patterns: Sequence[Pattern], replacements: Sequence[str]) -> tuple[str, set[int]]:
    """Return the text with every match replaced, and the numbers of the patterns that matched.

    >>> redact_text("وسلمى هنا", [compile_redaction("سلمى", variants=True, whole_words=False)], ["[محجوب]"])
    ('و[محجوب] هنا', {0})
    """
    if not text or not patterns:
        return text, set()
    numbers: set[int] = set()
    for _ in range(4):  # what is left may join to a new match
        places = find_redacted(text, patterns)
        if not places:
            break
        parts: list[str] = []
        position = 0
        for start, end, number in places:
            parts += (text[position:start], replacements[number])
            position = end
            numbers.add(number)
        text = "".join((*parts, text[position:]))
    return text, numbers
