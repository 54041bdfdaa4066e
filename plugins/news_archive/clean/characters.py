"""Rules about single characters: what cannot be seen, what is drawn instead of written, what stands too often.

Each takes a text and returns edits; ``screen`` says beforehand which of them can have anything to do. The strings of sets
are written as between the brackets of a regular expression.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

from .edits import Edit

CONTROLS: Final = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff"
_CONTROL: Final = re.compile(f"[{CONTROLS}]+")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
INVISIBLE: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]+")
_JOINERS: Final = "\u200c\u200d"
_LETTER: Final = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]")
PRESENTATION_FORMS: Final = "\ufb50-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
_PRESENTATION: Final = re.compile(f"[{PRESENTATION_FORMS}]+")
PERSIAN: Final = "\u06cc\u06a9"
_PERSIAN: Final = re.compile(f"[\u0621-\u06ff]*[{PERSIAN}][\u0621-\u06ff]*")
_PERSIAN_ONLY: Final = re.compile("[پچژگ]")
TATWEEL: Final = "\u0640"
_TATWEEL: Final = re.compile(f"{TATWEEL}{TATWEEL}*(?=[\u0621-\u063a\u0641-\u0652])")
"""Begins with a letter, so that the search for it is quick; what stands before it is looked at afterwards."""
_JOINED: Final = re.compile("[\u0621-\u063a\u0641-\u0652]")
_FOLD_PERSIAN: Final = {0x06CC: "\N{ARABIC LETTER YEH}", 0x06A9: "\N{ARABIC LETTER KAF}"}
MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff"
)
"""Combining marks."""
HARAKAT: Final = "\u064b-\u0652"
"""Those among them that no letter is composed with; only the order of two is not free."""
COMPOSED: Final = "\u0340-\u0344\u0374\u037e\u0387\u0958-\u0dff\u1e00-\u2fff\uf900-\ufaff"
"""Letters that may be composed otherwise."""
_CLUSTER: Final = re.compile(f"([{MARKS}][{MARKS}]*)|[{COMPOSED}](?![{MARKS}])")
"""Marks, whose letter stands before them, or a letter that is composed otherwise; sets first, for a quick search."""


def find_controls(text: str) -> list[Edit]:
    """Delete control characters (not tab, line feed, carriage return, vertical tab, form feed, next line)."""
    if not _CONTROL.search(text):
        return []
    return [Edit(m.start(), m.end()) for m in _CONTROL.finditer(text)]


def find_entities(text: str) -> list[Edit]:
    """Unescape HTML entities exactly once; what only looks like one stays.

    >>> [e.replacement for e in find_entities("A &amp;amp; B &nosuch; &#8211;")]
    ['&', '–']
    """
    if "&" not in text:
        return []
    edits = []
    for m in _ENTITY.finditer(text):
        character = html.unescape(m.group())
        if character != m.group() and not any("\ud800" <= c <= "\udfff" or c < " " for c in character):
            edits.append(Edit(m.start(), m.end(), character))
    return edits


def find_invisible(text: str) -> list[Edit]:
    """Delete zero-width and direction marks, except a joiner or non-joiner between two letters."""
    if not _INVISIBLE.search(text):
        return []
    edits = []
    for m in _INVISIBLE.finditer(text):
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        joiners = [c for c in m.group() if c in _JOINERS]
        keep = joiners[0] if joiners and _LETTER.match(before) and _LETTER.match(after) else ""
        if keep != m.group():
            edits.append(Edit(m.start(), m.end(), keep))
    return edits


def find_presentation_forms(text: str) -> list[Edit]:
    """Write the letters instead of their drawn forms; ornate brackets (U+FD3E, U+FD3F) stay.

    >>> find_presentation_forms("\ufefb")[0].replacement == "\u0644\u0627"
    True
    """
    if not _PRESENTATION.search(text):
        return []
    found = ((m, unicodedata.normalize("NFKC", m.group())) for m in _PRESENTATION.finditer(text))
    return [Edit(m.start(), m.end(), letters) for m, letters in found if letters != m.group()]


def find_persian(text: str) -> list[Edit]:
    """Fold Persian yeh and kaf in a word that has no letter of Persian alone."""
    if "\u06cc" not in text and "\u06a9" not in text:
        return []
    return [
        Edit(m.start(), m.end(), m.group().translate(_FOLD_PERSIAN))
        for m in _PERSIAN.finditer(text)
        if not _PERSIAN_ONLY.search(m.group())
    ]


def find_tatweel(text: str) -> list[Edit]:
    """Delete tatweel between two Arabic letters; as a dash, after a prefix before a digit or quotation, it stays.

    >>> find_tatweel("1436هـ و«روسية ـ أميركية» بـ0.5%")
    []
    """
    if "\u0640" not in text:
        return []
    return [Edit(m.start(), m.end()) for m in _TATWEEL.finditer(text) if _JOINED.match(text[m.start() - 1 : m.start()])]


def find_decomposed(text: str) -> list[Edit]:
    """Compose letters that were written as letter and mark (NFC), where that changes something."""
    if unicodedata.is_normalized("NFC", text):
        return []
    edits = []
    for m in _CLUSTER.finditer(text):
        start = m.start() - (m.lastindex == 1 and m.start() > 0)  # the letter that the marks belong to
        cluster = text[start : m.end()]
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            edits.append(Edit(start, m.end(), composed))
    return edits
