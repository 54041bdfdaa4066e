"""Dates that an editor should look at: what no date was read from, and what contradicts itself; told file by file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

UNREAD: Final = "date_unread:"
"""Begins the flag of an article whose date field was not understood; the field's words follow."""
OTHER_DAY: Final = "date_in_address:"
"""Begins the flag of an article whose address gives another day than its date field or its text; that day follows."""
TWO_WAYS: Final = "date_two_ways:"
"""Begins the flag of an article whose date is numbers of which either may be the month; its words follow."""
_TOLD: Final = {
    TWO_WAYS: (
        "a date is",
        "dates are",
        "of a day and a month in either order",
        'read day first; date_order = "dmy" or "mdy" of its [[source]] in content/sources.toml says which',
    ),
    UNREAD: ("a date was", "dates were", "not understood", "write 2015-07-20, 2015-07 or 2015"),
    OTHER_DAY: (
        "a day in an address is",
        "days in addresses are",
        "not what the date field or the text says",
        'what they say stands; a [[correct]] with field = "date" changes it',
    ),
}
"""Flag -> one of them, several of them, what is the matter, what to do."""
_SHOWN: Final = 40
"""Code points of a field that a warning shows."""
_FILES: Final = 10
"""Files that are named for each kind of doubt."""


def tell_doubtful_dates(articles: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Return a warning for each file with such dates, from the names and flags of all articles.

    >>> tell_doubtful_dates([("a.csv#1", ("date_unread:20/7/15",)), ("a.csv#2", ()), ("a.csv#3", ("date_unread:soon",))])
    ['a.csv: 2 dates were not understood, such as "20/7/15" (a.csv#1); write 2015-07-20, 2015-07 or 2015']
    """
    found: dict[str, dict[str, list[tuple[str, str]]]] = {kind: defaultdict(list) for kind in _TOLD}
    for source, flags in articles:
        for flag in flags:
            kind = flag[: flag.find(":") + 1]
            if kind in found:
                found[kind][source.partition("#")[0]].append((source, flag.removeprefix(kind)))
    return [line for kind, files in found.items() for line in _tell(kind, files)]


def _tell(kind: str, found: dict[str, list[tuple[str, str]]]) -> list[str]:
    one, several, matter, remedy = _TOLD[kind]
    lines = []
    for file, fields in sorted(found.items())[:_FILES]:
        source, words = fields[0]
        cut = words if len(words) <= _SHOWN else words[:_SHOWN] + " …"
        if len(fields) > 1:
            lines.append(f'{file}: {len(fields):,} {several} {matter}, such as "{cut}" ({source}); {remedy}')
        else:
            lines.append(f'{file}: {one} {matter}, "{cut}" ({source}); {remedy}')
    more = len(found) - _FILES
    if more > 0:
        lines.append(f"... and {more:,} more file{'s' if more > 1 else ''} of which {several} {matter}")
    return lines
