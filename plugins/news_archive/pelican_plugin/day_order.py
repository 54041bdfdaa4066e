"""Which story comes before and after another on the same day: a script a month with the ids in order.

An article's page asks for it when its reader wants to go on in the day; ten thousand pages need not name their neighbours.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from ..catalogue import Catalogue
from ..publish import key_of


def day_order_files(catalogue: Catalogue, href: Callable[[str], str]) -> dict[str, tuple[bytes, Callable[[], bytes]]]:
    """Return the scripts ``days/<month>.js`` by path, each with its key and what makes it; a year alone has its own.

    ``href`` gives what leads to a file from the front page; where that is its own path, the id says enough.
    """
    months: dict[str, dict[str, str]] = defaultdict(dict)
    for day, stories in sorted(catalogue.by_day.items()):
        months[day[:7]][day] = " ".join(_short(catalogue.ids[n], href) for n in stories)
    found: dict[str, tuple[bytes, Callable[[], bytes]]] = {}
    for month, days in months.items():
        text = json.dumps(days, separators=(",", ":"))
        script = f'NewsArchive.give("days/{month}",{text});\n'.encode()
        found[f"days/{month}.js"] = (key_of(script), partial(bytes, script))
    return found


def _short(name: str, href: Callable[[str], str]) -> str:
    path = f"a/{name}.html"
    found = href(path)
    return name if found == path else found
