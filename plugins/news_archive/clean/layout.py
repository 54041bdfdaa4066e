"""Rules about spaces, line breaks and punctuation."""

from __future__ import annotations

import re
from typing import Final

from .edits import Edit

_BLANKS: Final = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
RARE_SPACES: Final = "\t\u1680\u2000-\u200a\u202f\u205f\u3000"
_RARE_SPACE: Final = re.compile(f"[{RARE_SPACES}]")
_SPACES: Final = re.compile(f"[{_BLANKS}](?:(?<=[{_BLANKS[1:]}])| )[{_BLANKS}]*")
"""Two spaces, or another one, and all that follow; begins with a set, for a quick search."""
RARE_BREAKS: Final = "\r\v\f\u0085\u2028\u2029"
_BREAK: Final = "\n" + RARE_BREAKS
_BREAKS: Final = re.compile(f"[{_BREAK}][{_BREAK}{_BLANKS}]*")
_RARE_BREAK: Final = re.compile(f"[{RARE_BREAKS}]")
_NBSP_BREAK: Final = re.compile('(?<=[.!؟:»"”)]) {1,3}\u00a0 {1,3}(?=\\S)')
_A: Final = frozenset(map(chr, (*range(0x0621, 0x064B), *range(0x064B, 0x0653))))
"""Arabic letters and harakat."""
_OPENS: Final = _A | frozenset("«(")
_CLOSES: Final = _A | frozenset('»)"')
_MARK: Final = re.compile(f"[,،؛؟.](?:(?<=,)|(?<= .)|(?=[«({''.join(sorted(_A))}]))")
"""A mark that may be in a wrong place: a Latin comma, one behind a space, one right before a word."""
_WORD: Final = 3
"""Letters that tell a word from a part of an abbreviation."""
_ODD_STRINGS: Final = (",", " .", " ،", " ؛", " ؟")
DIGITS: Final = "0-9\u0660-\u0669"
LETTERS: Final = "\u0621-\u063a\u0641-\u064a"
MARKS: Final = "،؛؟"
_ODD: Final = re.compile(
    f"[.{MARKS}{DIGITS}](?:(?<=[{MARKS}])[^ \\n]|(?<=\\.)[{LETTERS}]|(?<=[{DIGITS}])[{LETTERS}]{{3}})"
)
"""A mark or a number with what should stand apart from it; begins with one set, which is what makes it fast."""
_GLUED: Final = re.compile(
    f"[{DIGITS}](?<![A-Za-z{LETTERS}{DIGITS}./:،,«-].)[{DIGITS}]*(?:[.,٫][{DIGITS}]+)?(?=[{LETTERS}]{{3}})"
)
"""A number and the word after it in one («19عاماً»); two letters may belong to it («4جي»). Begins with one set, too."""
_ODD_BRACKETS: Final = ("( ", " )", "« ", " »")
_BRACKETS: Final = re.compile(r"(\( ?)[^()\n]{1,300}?( ?\))|(« ?)[^«»\n]{1,300}?( ?»)")
_BEFORE_STOP: Final = frozenset('»)}”"%٪ـ')


def find_line_breaks(text: str) -> list[Edit]:
    """Make every run of line breaks one newline; drop those at the start and the end."""
    if "\n" not in text and _RARE_BREAK.search(text) is None:
        return []
    edits = []
    for m in _BREAKS.finditer(text):
        start, end = m.span()
        while start and text[start - 1] in _BLANKS:
            start -= 1
        wanted = "" if start == 0 or end == len(text) else "\n"
        if text[start:end] != wanted:
            edits.append(Edit(start, end, wanted))
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
    if "  " in text or "\u00a0" in text or _RARE_SPACE.search(text):
        for m in _SPACES.finditer(text, first, max(first, last)):
            start = m.start() - (m.start() > first and text[m.start() - 1] == " ")
            edits.append(Edit(start, m.end(), " "))
    if first < last < len(text):
        edits.append(Edit(last, len(text)))
    return edits


def _ends_sentence(text: str, end: int) -> bool:
    """Say whether what ends there, before a space and a full stop, is more than an initial («د . سالم»)."""
    before = text[end - 1 : end]
    if before in _A or ("a" <= before.lower() <= "z"):
        return text[end - 2 : end - 1].isalpha()
    return before.isdigit() or before in _BEFORE_STOP


def _is_word(letters: str) -> bool:
    return len(letters) == _WORD and _A.issuperset(letters)


def find_punctuation(text: str, *, numbers: bool = True, brackets: bool = True) -> list[Edit]:
    """Put spaces where they belong around marks, brackets and numbers, and the Arabic comma for a Latin one.

    Where ``numbers`` or ``brackets`` is false, none of these is out of place.

    >>> find_punctuation("جاء الرجل ,ثم ذهب")
    [Edit(start=9, end=11, replacement='، ', action=None)]
    """
    edits = []
    if any(marks in text for marks in _ODD_STRINGS) or _ODD.search(text) is not None:
        edits = _find_marks(text)
        if numbers:
            edits += [Edit(m.end(), m.end(), " ") for m in _GLUED.finditer(text)]
    if brackets and any(marks in text for marks in _ODD_BRACKETS):
        edits += _find_brackets(text)
    if len(edits) < 2:
        return edits
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return [edit for number, edit in enumerate(edits) if not number or edits[number - 1].end <= edit.start]


def _find_brackets(text: str) -> list[Edit]:
    """Delete the spaces inside brackets and quotation marks that open and close on one line.

    Where a mark that opens stands for one that closes («سابك « عن»), it is left alone.
    """
    edits = []
    for m in _BRACKETS.finditer(text):
        if m[3] and text.rfind("«", 0, m.start()) > text.rfind("»", 0, m.start()):
            continue
        opens, closes = (1, 2) if m[1] else (3, 4)
        if len(m[opens]) == 2:
            edits.append(Edit(m.end(opens) - 1, m.end(opens)))
        if len(m[closes]) == 2:
            edits.append(Edit(m.start(closes), m.start(closes) + 1))
    return edits


def _find_marks(text: str) -> list[Edit]:
    """Put a space after a mark and none before it.

    A full stop is treated so only after a word of three letters, and before one where no space stands: «..» is house
    style, and abbreviations (إم.آي.تي، د.ب.أ) and addresses (العربية.نت) hold stops. One that a space parts from the word,
    number or bracket before it, and from what follows, ends a sentence.
    """
    edits = []
    for m in _MARK.finditer(text):
        start, end = m.span()
        mark = text[start]
        spaced = start > 0 and text[start - 1] == " "
        start -= spaced
        before, after = text[start - 1 : start], text[end : end + 1]
        if mark == "." and spaced and after in ("", " ", "\n") and text[end : end + 2] != " .":
            if _ends_sentence(text, start):
                edits.append(Edit(start, end - 1))
            continue
        if mark == "." and (not _is_word(text[start - _WORD : start]) or text[end : end + 2] == " ."):
            continue
        if mark == "." and not spaced and not _is_word(text[end : end + _WORD]):
            continue
        if mark == ",":
            follows = text[end + 1 : end + 2] if after == " " else after
            if before in _A and (follows in _OPENS or follows == '"'):
                edits.append(Edit(start, end, "،" if after == " " else "، "))
        elif spaced and (before in _CLOSES or before.isdigit()):
            if after in ("", " ", "\n"):
                edits.append(Edit(start, end - 1))
            elif after in _OPENS or (after.isdigit() and mark != "."):
                edits.append(Edit(start, end, f"{mark} "))
        elif not spaced and after in _OPENS and before in _CLOSES and before != '"':
            edits.append(Edit(end, end, " "))
    return edits
