"""``invoke suggest``, copies: pairs of pages that a person should decide about, as TOML to paste.

Doubtful are texts at J .4 to .6, which may be one story told twice or two of a kind, and texts at J >= .8 that were kept
apart because they look like a form filled in twice. Each pair comes with what only one of the two says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from .analyse import tokenise
from .built import BuiltSite
from .dedupe import Decisions, load_decisions
from .dedupe.align import Words, align, cut_words
from .dedupe.forms import FormTest
from .dedupe.join import join
from .dedupe.pairs import Bounds, Overlap, find_overlaps
from .dedupe.shingles import make_shingles
from .models import Corpus, Tokens
from .settings import DedupeSettings
from .vocabulary import build_vocabulary

DOUBTFUL: Final = (0.4, 0.6)
"""Jaccard index of pairs that are one story in three of four cases; the measured facts, Duplicates."""
WORDS: Final = 14
"""Words that a line of a comparison shows."""
CHANGES: Final = 3
"""Changes that are shown of each text, the longest."""


@dataclass(frozen=True, slots=True)
class _Page:
    id: str
    title: str
    paper: str
    paragraphs: list[str]


def suggest_copies(
    folder: Path, content: Path, is_name: Callable[[str], bool], limit: int = 40, settings: DedupeSettings | None = None
) -> Iterator[str]:
    """Yield the doubtful pairs of a built site that the editor has not decided yet, each kind at most ``limit`` times."""
    settings = settings or DedupeSettings()
    pages = [
        _Page(row["id"], row["title"], row["source"] or "-", row["paragraphs"])
        for row in BuiltSite.open(folder).rows("articles")
    ]
    decided = _decided(load_decisions(content / "duplicates.toml"))
    corpus = _make_corpus(pages)
    found = [
        overlap
        for overlap in _find_pairs(corpus, settings)
        if frozenset((pages[overlap.a].id, pages[overlap.b].id)) not in decided
    ]
    is_form = FormTest(corpus, is_name)
    low, high = DOUBTFUL
    kinds = {
        "Pairs that look like one form filled in twice, and were kept apart": [
            o for o in found if o.jaccard >= settings.same and is_form(o.a, o.b)
        ],
        "Pairs that may be one story": sorted(
            (o for o in found if low <= o.jaccard < high), key=lambda o: (-o.jaccard, o.a, o.b)
        ),
    }
    for title, overlaps in kinds.items():
        more = f", the first {limit} of {len(overlaps):,}" if len(overlaps) > limit else ""
        yield f"\n# {title}{more}; to make two one page, paste into content/duplicates.toml with a reason."
        for overlap in overlaps[:limit]:
            yield from _suggest(pages[overlap.a], pages[overlap.b], overlap.jaccard)


def _decided(decisions: Decisions) -> set[frozenset[str]]:
    return {
        frozenset((one, other))
        for decision in (*decisions.merge, *decisions.split)
        for one in decision.ids
        for other in decision.ids
        if one != other
    }


def _make_corpus(pages: list[_Page]) -> Corpus:
    batch = tokenise([["", *page.paragraphs] for page in pages])
    made = build_vocabulary([batch.surfaces])
    t = batch.tokens
    tokens = Tokens(made.maps[0][t.ids] if len(t.ids) else t.ids, t.starts, t.blocks, t.articles, t.ends)
    return Corpus([], tokens, made.vocabulary)


def _find_pairs(corpus: Corpus, settings: DedupeSettings) -> list[Overlap]:
    shingles = make_shingles(corpus)
    articles = np.flatnonzero(shingles.words >= settings.min_words)
    most = settings.max_shared
    joined = join(shingles, articles, max_shared=most, common_from=most, portion=settings.portion)
    nothing = 1.1  # containment alone makes no pair doubtful
    return find_overlaps(joined.holdings, articles, bounds=Bounds(DOUBTFUL[0], nothing), max_shared=most).rows()


def _suggest(a: _Page, b: _Page, jaccard: float) -> Iterator[str]:
    yield f"\n# {jaccard:.2f}  {_visible(a.title)} ({_visible(a.paper)})  |  {_visible(b.title)} ({_visible(b.paper)})"
    one, two = cut_words(a.paragraphs), cut_words(b.paragraphs)
    changes = [s for s in align(one.forms, two.forms) if not s.same]
    for label, text, bounds in (
        ("first", one, [(s.a1, s.a2) for s in changes]),
        ("second", two, [(s.b1, s.b2) for s in changes]),
    ):
        longest = sorted(bounds, key=lambda pair: (pair[0] - pair[1], pair))[:CHANGES]
        shown = [_shorten(text, first, last) for first, last in sorted(longest) if last > first]
        if shown:
            yield f"#   only the {label}: {' / '.join(shown)}"
    yield f'[[merge]]\nids = ["{a.id}", "{b.id}"]\nreason = ""'


def _shorten(text: Words, first: int, last: int) -> str:
    cut = last - first > WORDS
    return _visible(text.piece(first, first + WORDS if cut else last)) + (" …" if cut else "")


def _visible(text: str) -> str:
    """Return text that cannot leave its comment: controls and line ends are escaped.

    >>> print(_visible("أ\\nب"))
    أ ب
    """
    flat = " ".join(text.split())
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in flat)
