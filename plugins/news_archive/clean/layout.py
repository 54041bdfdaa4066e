"""Rules about spaces, line breaks and punctuation."""

from __future__ import annotations

import re
from typing import Final

from .edits import Edit

_SPACE: Final = "[ \\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_SPACES: Final = re.compile(f"{_SPACE}{{2,}}|[\\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BREAKS: Final = re.compile(
    f"(?<!{_SPACE}){_SPACE}*[\\n\\r\\v\\f\u0085\u2028\u2029](?:{_SPACE}|[\\n\\r\\v\\f\u0085\u2028\u2029])*"
)
_NBSP_BREAK: Final = re.compile('(?<=[.!؟:»"”)]) {1,3}\u00a0 {1,3}(?=\\S)')
_A: Final = "\u0621-\u064a\u064b-\u0652"
_PUNCTUATION: Final = re.compile(
    f'(?P<latin>(?<=[{_A}]) ?,(?= ?[{_A}«("]))'  # a Latin comma between Arabic words
    f'|(?P<before>(?<=[{_A}»)"\\d]) (?=[،؛؟](?:[ \\n]|$)))'  # a space before a mark that has one after it
    f'|(?P<swap>(?<=[{_A}»)"\\d]) [،؛؟](?=[{_A}«(]))'  # a space before a mark instead of after it
    f"|(?P<after>(?<=[{_A}»)][،؛؟])(?=[{_A}«(]))"  # no space after a mark
)
_ODD_MARK: Final = re.compile("[،؛؟][^ \\n]| [،؛؟]")


def find_line_breaks(text: str) -> list[Edit]:
    """Make every run of line breaks one newline; drop those at the start and the end."""
    if not any(c in text for c in "\n\r\v\f\u0085\u2028\u2029"):
        return []
    edits = []
    for m in _BREAKS.finditer(text):
        wanted = "" if m.start() == 0 or m.end() == len(text) else "\n"
        if m.group() != wanted:
            edits.append(Edit(m.start(), m.end(), wanted))
    return edits


def find_nbsp_breaks(text: str) -> list[Edit]:
    """Read space, no-break space, space after the end of a sentence as what it is in such papers: a new paragraph."""
    if "\u00a0" not in text:
        return []
    return [Edit(m.start(), m.end(), "\n") for m in _NBSP_BREAK.finditer(text)]


def find_spaces(text: str) -> list[Edit]:
    """Make every run of spaces one space; drop those at the start and the end."""
    if not text:
        return []
    edits = []
    first, last = len(text) - len(text.lstrip(" \t\u00a0\u3000")), len(text.rstrip(" \t\u00a0\u3000"))
    if first:
        edits.append(Edit(0, first))
    for m in _SPACES.finditer(text, first, max(first, last)):
        if m.group() != " ":
            edits.append(Edit(m.start(), m.end(), " "))
    if first < last < len(text):
        edits.append(Edit(last, len(text)))
    return edits


def find_punctuation(text: str) -> list[Edit]:
    """Put the Arabic comma for a Latin one between Arabic words, and spaces after a mark, not before it.

    Full stops are left alone: «..» is house style and abbreviations (إم.آي.تي) hold them.

    >>> find_punctuation("جاء الرجل ,ثم ذهب")
    [Edit(start=9, end=11, replacement='، ', action=None)]
    """
    if "," not in text and not _ODD_MARK.search(text):
        return []
    edits = []
    for m in _PUNCTUATION.finditer(text):
        if m.lastgroup == "latin":
            edits.append(Edit(m.start(), m.end(), "،" if text[m.end()] == " " else "، "))
        elif m.lastgroup == "swap":
            edits.append(Edit(m.start(), m.end(), f"{m.group().strip()} "))
        elif m.lastgroup == "before":
            edits.append(Edit(m.start(), m.end()))
        else:
            edits.append(Edit(m.start(), m.end(), " "))
    return edits
