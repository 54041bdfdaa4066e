"""Rules about whole lines: counters, repetitions, what a site adds to every article.

They see the text with one newline between paragraphs and give edits that take a line with the newline before it (or,
for a first line, after it), so that no empty line is left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..arabic.normal import normalise
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
_COUNTER_SHORT: Final = 60
"""Code points; a counter line is never longer."""


@dataclass(frozen=True, slots=True)
class Line:
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
    lines = split_lines(text[-3 * _COUNTER_SHORT * 4 :])
    offset = max(0, len(text) - 3 * _COUNTER_SHORT * 4)
    lines = [Line(line.start + offset, line.end + offset, line.text) for line in lines[-3:]]
    edits = []
    for line in lines:
        if line.start > 0 and len(line.text) <= _COUNTER_SHORT and _COUNTER.fullmatch(line.text):
            edits.append(Edit(line.start - 1, line.end))
    return edits


def _key(line: str) -> str:
    return " ".join(find_tokens(normalise(line)))


def find_repeated_run(text: str, *, paragraphs: int, words: int) -> list[Edit]:
    """Delete the later copy of a run of at least so many paragraphs and words, in the same order.

    Poems with a refrain and lists repeat single lines or short ones; they stay.
    """
    lines = split_lines(text)
    if len(lines) < 2 * paragraphs:
        return []
    if len({normalise(line.text[:40])[:12] for line in lines}) == len(lines):
        return []  # no two lines begin alike
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
    lines = split_lines(text)
    edits = []
    before = ""
    for number, line in enumerate(lines):
        key = _key(line.text) if number and len(line.text) == len(lines[number - 1].text) else None
        if key is None and number and abs(len(line.text) - len(lines[number - 1].text)) < 40:
            key = _key(line.text)
        if key and key == (before or _key(lines[number - 1].text)) and len(key.split()) >= words:
            edits.append(cut_lines(lines, number, number))
        before = key or ""
    return edits


def find_title_repeated(text: str, title: str) -> list[Edit]:
    """Delete a first paragraph that is the title, word for word, where at least two paragraphs remain.

    A title of fewer than four words, or a poem's first verse that comes back later, stays.
    """
    first, _, rest = text.partition("\n")
    if abs(len(first) - len(title)) > 20 or rest.count("\n") < 1:
        return []
    key = _key(title)
    if len(key.split()) < 4 or _key(first) != key or any(_key(line) == key for line in rest.split("\n")):
        return []
    return [cut_lines(split_lines(text), 0, 0)]
