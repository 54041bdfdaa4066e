"""Excerpts: the stretch of a paragraph around a mention, cut between words."""

from __future__ import annotations

import re
from typing import Final

BEFORE: Final = 90
"""Code points of context before the mention, about."""
AFTER: Final = 110
_ENDS: Final = ".؟!؛\n"
_END: Final = re.compile(f"[{_ENDS}]")


def cut_context(
    paragraph: str, start: int, end: int, most_before: int = BEFORE, most_after: int = AFTER
) -> tuple[str, str, str]:
    """Return the text before, of and after a mention: its sentence where that is short, else a window of it.

    >>> cut_context("وصل الوفد. زار جنيف أمس. ثم عاد.", 15, 19)
    ('زار ', 'جنيف', ' أمس.')
    """
    first = max([paragraph.rfind(mark, 0, start) for mark in _ENDS]) + 1
    ends = _END.search(paragraph, end)
    last = ends.end() if ends else len(paragraph)
    before, after = paragraph[first:start].lstrip(), paragraph[end:last].rstrip()
    if len(before) > most_before:
        cut = before.find(" ", len(before) - most_before)
        before = "… " + before[cut + 1 :] if cut >= 0 else before[-most_before:]
    if len(after) > most_after:
        cut = after.rfind(" ", 0, most_after)
        after = (after[:cut] if cut > 0 else after[:most_after]) + " …"
    return before, paragraph[start:end], after


def cut_start(text: str, most: int) -> str:
    """Return the beginning of a text, cut between words.

    >>> cut_start("وصل الوفد إلى جنيف", 12), cut_start("وصل", 12)
    ('وصل الوفد …', 'وصل')
    """
    if len(text) <= most:
        return text
    cut = text.rfind(" ", 0, most + 1)
    return (text[:cut] if cut > 0 else text[:most]).rstrip() + " …"
