"""Date fields that say something which is no date to us: the editor is told, file by file, and can mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

UNREAD: Final = "date_unread:"
"""Begins the flag of an article whose date field was not understood; the field's words follow."""
_SHOWN: Final = 40
"""Code points of a field that a warning shows."""
_FILES: Final = 10
"""Files that are named."""


def tell_unread_dates(articles: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Return a warning for each file with such fields, from the names and flags of all articles.

    >>> tell_unread_dates([("a.csv#1", ("date_unread:20/7/15",)), ("a.csv#2", ()), ("a.csv#3", ("date_unread:soon",))])
    ['a.csv: 2 dates were not understood, such as "20/7/15" (a.csv#1); write 2015-07-20, 2015-07 or 2015']
    """
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source, flags in articles:
        for flag in flags:
            if flag.startswith(UNREAD):
                found[source.partition("#")[0]].append((source, flag.removeprefix(UNREAD)))
    lines = []
    for file, fields in sorted(found.items())[:_FILES]:
        source, words = fields[0]
        cut = words if len(words) <= _SHOWN else words[:_SHOWN] + " …"
        where = f"{len(fields):,} dates were" if len(fields) > 1 else "a date was"
        example = f'such as "{cut}" ({source})' if len(fields) > 1 else f'"{cut}" ({source})'
        lines.append(f"{file}: {where} not understood, {example}; write 2015-07-20, 2015-07 or 2015")
    more = len(found) - _FILES
    return [*lines, f"... and {more:,} more files with dates that were not understood"] if more > 0 else lines
