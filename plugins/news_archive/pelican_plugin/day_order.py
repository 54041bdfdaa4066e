"""Which story comes before and after another on the same day, and in its source: a script a month with the ids in order.

An article's page asks for it when its reader wants to go on; ten thousand pages need not name their neighbours, and a new
article changes none of them. Each script names the month before it and the one after it that the archive has.
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
    months: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for day, stories in sorted(catalogue.in_a_day.items()):
        sources: dict[str, list[str]] = {}
        for number in stories:
            slug = catalogue.source_of[catalogue.head(number).paper].slug
            sources.setdefault(slug, []).append(_short(catalogue.ids[number], href))
        months[day[:7]][day] = {slug: " ".join(names) for slug, names in sources.items()}
    found: dict[str, tuple[bytes, Callable[[], bytes]]] = {}
    names = ["", *months, ""]
    for before, month, after in zip(names, names[1:], names[2:], strict=False):
        value = {"before": before, "after": after, "days": months[month]}
        text = json.dumps(value, separators=(",", ":"))
        script = f'NewsArchive.give("days/{month}",{text});\n'.encode()
        found[f"days/{month}.js"] = (key_of(script), partial(bytes, script))
    return found


def _short(name: str, href: Callable[[str], str]) -> str:
    path = f"a/{name}.html"
    found = href(path)
    return name if found == path else found
