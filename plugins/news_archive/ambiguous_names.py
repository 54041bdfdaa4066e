"""The ambiguous names that a built site left alone, for ``invoke report``: each a word that may be a name of the file.

الأسد may be Assad and may be a lion: without the full name or a cue in the article it is not linked. Where a name is left
alone often, a cue in the authority file may be missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .arabic.tokens import TOKEN
from .built import BuiltSite
from .entities import Authority
from .entities.forms import name_form, name_tokens

_EXAMPLES: Final = 3
_MOST: Final = 60
"""Names that are listed."""


def ambiguous_lines(folder: Path, authority: Authority) -> Iterator[str]:
    """Yield a line for each ambiguous name that stands unlinked, most articles first."""
    site = BuiltSite.open(folder)
    linked: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for row in site.rows("mentions"):
        linked[row["article"]].update((row["paragraph"], place) for place in range(row["start"], row["end"]))
    owners: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for entity in authority.entities.values():
        for text in entity.weak:
            owners[name_tokens(text)].append(entity.slug)
    firsts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for tokens in owners:
        firsts[tokens[0]].append(tokens)
    places: dict[tuple[str, ...], int] = defaultdict(int)
    articles: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for row in site.rows("articles"):
        taken = linked[row["id"]]
        for number, paragraph in enumerate(row["paragraphs"]):
            found = [(name_form(m[0]), m.start()) for m in TOKEN.finditer(paragraph)]
            for i, (form, start) in enumerate(found):
                for tokens in firsts.get(form, ()):
                    if (number, start) not in taken and tuple(f for f, _ in found[i : i + len(tokens)]) == tokens:
                        places[tokens] += 1
                        articles[tokens][row["id"]] = None
    ranked = sorted(articles, key=lambda tokens: (-len(articles[tokens]), tokens))
    for tokens in ranked[:_MOST]:
        examples = " ".join(list(articles[tokens])[:_EXAMPLES])
        yield (
            f"ambiguous  {' '.join(tokens)} ({', '.join(owners[tokens])}): not linked at {places[tokens]:,} places"
            f" in {len(articles[tokens]):,} articles, no cue: {examples}"
        )
