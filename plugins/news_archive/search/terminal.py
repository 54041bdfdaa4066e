"""``invoke search``: ask the reference index, show the answer as a list for people or as JSON for programs."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from .reference import Document, Found, search_site


def run_search(words: str, output: Path, cache: Path, *, limit: int, as_json: bool) -> None:
    """Search the site in ``output`` and print what is found."""
    found = search_site(words, output, cache, limit=max(0, limit), track=_show_progress)
    if as_json:
        answer = {"total": found.total, "hits": [dataclasses.asdict(hit) for hit in found.hits]}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    else:
        print_hits(found)


def _show_progress(documents: Iterable[Document]) -> Iterable[Document]:
    from rich.console import Console
    from rich.progress import track

    return track(documents, description="indexing", console=Console(stderr=True), transient=True, total=None)


def print_hits(found: Found) -> None:
    """Print each hit with title, id, source, date and excerpt, the words that were asked for in bold."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for hit in found.hits:
        console.print(Text(_visible(hit.title), style="bold cyan"))
        facts = " · ".join(part for part in (hit.id, _visible(hit.source), hit.date or "undated") if part)
        console.print(Text(facts, style="dim"))
        excerpt = Text(_visible(hit.excerpt))
        excerpt.highlight_words(sorted(hit.matched), style="bold")
        console.print(excerpt, end="\n\n")
    console.print(f"{len(found.hits)} of {found.total}")


def _visible(text: str) -> str:
    """Keep control characters of the articles away from the terminal."""
    return "".join(c if c.isprintable() else " " for c in text)
