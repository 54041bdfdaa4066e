"""Rules about whole lines: counters, repetitions, what a site adds to every article.

They see the text with one newline between paragraphs and give edits that take a line with the newline before it (or,
for a first line, after it), so that no empty line is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec

from ..arabic.normal import FOLD, normalise
from ..arabic.tokens import find_tokens
from ..models import Action
from .edits import Edit

_DIGITS: Final = "0-9\u0660-\u0669\u06f0-\u06f9"
_COUNTER: Final = re.compile(
    rf"\s*(?:views?|reads?|hits|comments|shares|عدد\s+(?:المشاهدات|القراءات|الزيارات|الزوار|القراء|التعليقات)"
    rf"|(?:ال)?مشاهدات|(?:ال)?قراءات|(?:ال)?زيارات|عدد\s+مرات\s+القراءة)\s*[:：=\-]?\s*[{_DIGITS}][{_DIGITS},.٬]*\s*"
    rf"(?:مشاهدة|قراءة|زيارة|مرة)?\s*",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(f"[{_DIGITS}]")
_VERSE: Final = 9
"""Words; a line of verse is not longer."""
_COUNTER_SHORT: Final = 60
"""Code points; a counter line is never longer."""


class Line(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    text: str


def split_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` with their offsets.

    >>> [(line.start, line.text) for line in split_lines("أ\\nب")]
    [(0, 'أ'), (2, 'ب')]
    """
    lines = []
    position = 0
    for part in text.split("\n"):
        lines.append(Line(position, position + len(part), part))
        position += len(part) + 1
    return lines


def last_lines(text: str, count: int) -> list[Line]:
    """Return the last ``count`` lines of ``text`` in order, without looking at the others.

    >>> [(line.start, line.text) for line in last_lines("أ\\nب\\nج", 2)]
    [(2, 'ب'), (4, 'ج')]
    """
    lines: list[Line] = []
    end = len(text)
    while len(lines) < count:
        start = text.rfind("\n", 0, end) + 1
        lines.append(Line(start, end, text[start:end]))
        if not start:
            break
        end = start - 1
    return lines[::-1]


def first_lines(text: str, count: int) -> list[Line]:
    """Return the first ``count`` lines of ``text``."""
    lines: list[Line] = []
    start = 0
    while len(lines) < count and start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        lines.append(Line(start, end, text[start:end]))
        start = end + 1
    return lines


def cut_line(text: str, line: Line, action: Action | None = None) -> Edit:
    """Return the edit that takes one line with one line break: the one before it or, for the first, the one after."""
    if line.start:
        return Edit(line.start - 1, line.end, "", action)
    return Edit(0, min(len(text), line.end + 1), "", action)


def cut_lines(lines: Sequence[Line], first: int, last: int, action: Action | None = None) -> Edit:
    """Return the edit that takes lines ``first`` to ``last`` with one line break."""
    if first > 0:
        return Edit(lines[first - 1].end, lines[last].end, "", action)
    end = lines[last + 1].start if last + 1 < len(lines) else lines[last].end
    return Edit(0, end, "", action)


def find_counter(text: str) -> list[Edit]:
    """Delete a line that is nothing but a counter, among the last three.

    >>> find_counter("خبر عن القراءات العشر\\nViews: 5")
    [Edit(start=21, end=30, replacement='', action=None)]
    """
    if not _DIGIT.search(text, max(0, len(text) - 3 * _COUNTER_SHORT)):
        return []
    return [
        Edit(line.start - 1, line.end)
        for line in last_lines(text, 3)
        if line.start > 0 and len(line.text) <= _COUNTER_SHORT and _COUNTER.fullmatch(line.text)
    ]


def _key(line: str) -> str:
    return " ".join(find_tokens(normalise(line)))


def _beginnings(lines: Sequence[str], length: int) -> list[str]:
    """Return the normal forms of so many code points of each line, all folded in one go."""
    return "\n".join([line[:length] for line in lines]).translate(FOLD).split("\n")


def _begin_alike(lines: Sequence[str]) -> bool:
    """Say whether any two lines begin alike; the cheap test before the exact one."""
    if len({begin[:8] for begin in _beginnings(lines, 20)}) == len(lines):
        return False
    return len({begin[:28] for begin in _beginnings(lines, 60)}) < len(lines)


def find_repeated_run(text: str, *, paragraphs: int, words: int) -> list[Edit]:
    """Delete the later copy of a run of at least so many paragraphs and words, in the same order.

    Poems with a refrain and lists repeat single lines or short ones; they stay.
    """
    if text.count("\n") + 1 < 2 * paragraphs or not _begin_alike(text.split("\n")):
        return []
    lines = split_lines(text)
    keys = [_key(line.text) for line in lines]
    if len(set(keys)) == len(keys):
        return []
    first_at: dict[str, int] = {}
    edits = []
    at = 0
    while at < len(lines):
        before = first_at.get(keys[at])
        length = 0
        if before is not None and keys[at]:
            while at + length < len(lines) and before + length < at and keys[before + length] == keys[at + length]:
                length += 1
        if length >= paragraphs and sum(len(keys[at + i].split()) for i in range(length)) >= words:
            edits.append(cut_lines(lines, at, at + length - 1))
            at += length
            continue
        first_at.setdefault(keys[at], at)
        at += 1
    return edits


def find_repeated_adjacent(text: str, *, words: int) -> list[Edit]:
    """Delete a paragraph of at least so many words that repeats the one before it."""
    sizes = list(map(len, text.split("\n")))
    if not any(size >= 3 * words and abs(size - before) < 40 for before, size in pairwise(sizes)):
        return []
    edits = []
    for before, line in pairwise(split_lines(text)):
        if abs(len(line.text) - len(before.text)) >= 40 or len(line.text) < 3 * words:
            continue
        if normalise(line.text[:20])[:8] != normalise(before.text[:20])[:8]:
            continue
        key = _key(line.text)
        if key == _key(before.text) and len(key.split()) >= words:
            edits.append(cut_line(text, line))
    return edits


def find_title_repeated(text: str, title: str) -> list[Edit]:
    """Delete a first paragraph that is the title, word for word, where at least two paragraphs remain.

    A title of fewer than four words stays, and so does a poem's first verse, which its title often is: short lines
    follow it, or it comes back later.
    """
    first, _, rest = text.partition("\n")
    if abs(len(first) - len(title)) > 20 or rest.count("\n") < 1:
        return []
    key = _key(title)
    if len(rest.partition("\n")[0].split()) <= _VERSE:
        return []
    if len(key.split()) < 4 or _key(first) != key or any(_key(line) == key for line in rest.split("\n")):
        return []
    return [cut_lines(split_lines(text), 0, 0)]
