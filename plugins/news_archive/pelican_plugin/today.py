"""«On this day»: what the archive has of each day of the year, a small script a month that the front page asks for.

Only the reader's browser knows what day it is; the pages themselves hold no clock. Each file gives, for the days of
its month, the stories most carried and latest, in a form that needs nothing else: page, title, paper, date in words.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from ..catalogue import Catalogue
from ..publish import key_of
from .links import Links

SHOWN: Final = 8
"""Stories given of a day of the year; the page shows up to half of them, first those that it does not show already."""


class DaysOfTheYear:
    """The stories of each day of the year, all years together."""

    def __init__(self, catalogue: Catalogue, links: Links, href: Callable[[str], str]) -> None:
        """``href`` gives what leads to a file from the front page."""
        self.catalogue = catalogue
        self.href = href
        self.links = links

    def days(self) -> dict[str, list[int]]:
        """Return the stories to show of each day (``07-20``), most carried first, then the latest."""
        catalogue = self.catalogue
        found: dict[str, list[int]] = defaultdict(list)
        for day, stories in catalogue.by_day.items():
            if len(day) == 10:
                found[day[5:]] += stories
        return {
            day: sorted(found[day], key=lambda n: -len(catalogue.stories[n].members))[:SHOWN] for day in sorted(found)
        }

    def files(self, days: dict[str, list[int]]) -> dict[str, tuple[bytes, Callable[[], bytes]]]:
        """Return the scripts by path, each with its key and what makes it."""
        months: dict[str, dict[str, list[Sequence[str]]]] = defaultdict(dict)
        for day, stories in days.items():
            links = [self.links.story(n) for n in stories]
            months[day[:2]][day[3:]] = [
                (self.href(f"a/{link.id}.html"), link.title, link.paper, link.date) for link in links
            ]
        found: dict[str, tuple[bytes, Callable[[], bytes]]] = {}
        for month, value in months.items():
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            script = f'NewsArchive.give("days/{month}",{text});\n'.encode()
            found[f"days/{month}.js"] = (key_of(script), partial(bytes, script))
        return found
