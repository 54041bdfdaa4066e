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


def cut_window(paragraph: str, start: int, end: int, most_before: int, most_after: int) -> tuple[str, str]:
    """Return the words before and after a mention, of its sentence alone and no further than a window, without dots.

    >>> cut_window("وصل الوفد. زار الوزير جنيف أمس مساءً. ثم عاد.", 22, 26, 8, 6)
    ('الوزير ', ' أمس')
    """
    low, high = max(0, start - most_before - 1), end + most_after + 1
    before, after = paragraph[low:start], paragraph[end:high]
    if low and len(before) > most_before:
        before = before[before.find(" ") + 1 :]
    if high < len(paragraph):
        after = after[: max(0, after.rfind(" "))]
    first = max(map(before.rfind, _ENDS))
    if first >= 0:
        before = before[first + 1 :].lstrip()
    ends = _END.search(after)
    return before, after[: ends.end()] if ends else after


def cut_start(text: str, most: int) -> str:
    """Return the beginning of a text, cut between words.

    >>> cut_start("وصل الوفد إلى جنيف", 12), cut_start("وصل", 12)
    ('وصل الوفد …', 'وصل')
    """
    if len(text) <= most:
        return text
    cut = text.rfind(" ", 0, most + 1)
    return (text[:cut] if cut > 0 else text[:most]).rstrip() + " …"


def plain_markdown(text: str) -> str:
    """Return the words of Markdown without its signs, for an excerpt.

    >>> plain_markdown("## عنوان\\n**خبر** من [هنا](https://example.org)")
    'عنوان خبر من هنا'
    """
    from markdown_it import MarkdownIt  # here, since few articles are Markdown and it is 60 modules

    words: list[str] = []
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(text):
        if token.children:
            words += (child.content or " " for child in token.children)
        words.append(" " if token.children else token.content)
    return " ".join("".join(words).split())
