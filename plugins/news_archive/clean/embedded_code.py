"""Scripts and styles that a page's forms and widgets brought with them into the text of an article.

Code is recognised by its shape, never by a word alone: statements of JavaScript or rules of CSS, which begin as such do
and whose brackets close, one after another and too long to be a quotation; Arabic stands in them between quotation
marks or not at all. What an article shows of code in a line or two stays, and so does what cannot be read to its end.
"""

from __future__ import annotations

import re
from typing import Final

from .edits import Edit

_LENGTH: Final = 200
"""Code points; shorter code is what an article quotes."""
_STATEMENTS: Final = 6
"""Semicolons that code holds at least: each ends a statement or a declaration."""
_REACH: Final = 50_000
"""Code points in which a statement ends."""
_TRIES: Final = 100
"""Beginnings in one text that turn out to be none; then the rest of it is left alone."""
_TAGS: Final = (
    "html|body|div|span|p|a|ul|ol|li|dl|table|t[rdh]|h[1-6]|img|input|form|label|button|select|iframe|section"
)
_STYLE: Final = (
    rf"(?:@[a-z-]+|[#.][A-Za-z_][\w-]*|\*|(?:{_TAGS})(?![\w-]))"
    r"[^{};()\u0600-\u06ff]{0,150}\{"
)
_SCRIPT: Final = (
    r"(?:var|let|const)\s+[A-Za-z_$]|function\s*[\w$]*\s*\(|[A-Za-z_$][\w$.]*\s*(?:\(|\+?=[^=])|\(function\b"
    r"|(?:else|try|catch|finally|do|return|throw)\b"
)
_BEGINS: Final = re.compile(f"{_STYLE}|{_SCRIPT}", re.ASCII)
_BEGINS_A_WORD: Final = re.compile(rf"(?:(?<=\s)|^)(?:{_STYLE}|{_SCRIPT})", re.ASCII)
_TOKEN: Final = re.compile(
    r"""/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[(\[{)\]};"']|[\u0600-\u06ff]""", re.DOTALL
)
_BETWEEN: Final = re.compile(r"(?:[\s;]|/\*.*?\*/)*", re.DOTALL)
_CLOSES: Final = {"(": ")", "[": "]", "{": "}"}


def find_embedded_code(text: str) -> list[Edit]:
    """Take code out of the text with the blanks around it; what stood before and after it are paragraphs of their own.

    >>> find_embedded_code("يكتب المبرمج body { color: red; } فيصير النص أحمر")
    []
    """
    if "{" not in text or text.count(";") < _STATEMENTS:
        return []
    edits: list[Edit] = []
    at = tries = 0
    while tries < _TRIES and (begin := _BEGINS_A_WORD.search(text, at)) is not None:
        end = _end_of_code(text, begin.start())
        code = text[begin.start() : end]
        if len(code) < _LENGTH or code.count(";") < _STATEMENTS or "{" not in code:
            at = begin.start() + 1
            tries += 1
            continue
        start, at = begin.start(), end
        while start and text[start - 1].isspace():
            start -= 1
        while at < len(text) and text[at].isspace():
            at += 1
        edits.append(Edit(start, at, "\n" if start and at < len(text) else ""))
    return edits


def _end_of_code(text: str, start: int) -> int:
    """Return where the statements end that begin at ``start``; ``start`` where there is no whole one."""
    end = start
    while (after := _end_of_statement(text, end)) > end:
        between = _BETWEEN.match(text, after)
        following = between.end() if between else after
        if not _BEGINS.match(text, following):
            return after
        start, end = after, following
    return start


def _end_of_statement(text: str, start: int) -> int:
    """Return where one statement or rule ends: after a semicolon or the last bracket that it opened; else ``start``."""
    waiting: list[str] = []
    for token in _TOKEN.finditer(text, start, start + _REACH):
        found = token.group()
        if found in _CLOSES:
            waiting.append(_CLOSES[found])
        elif found in ")]}":
            if not waiting or waiting.pop() != found:
                return start
            if found == "}" and not waiting and text[token.end() : token.end() + 1] not in tuple("(),.;"):
                return token.end()
        elif found == ";" and not waiting:
            return token.end()
        elif found in "\"'" or "\u0600" <= found <= "\u06ff":
            return start
    return start
