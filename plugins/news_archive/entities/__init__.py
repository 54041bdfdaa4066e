"""entities: token arrays -> mentions. The editor's authority file, clitics and guards; the reason of each is kept.

Names that are not in the file are candidates: proposed to the editor, never linked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..models import Corpus, Mention
from .authority import Authority, load_authority
from .candidates import find_candidates
from .matcher import NameTest, find_mentions
from .quotations import find_quotations

__all__ = [
    "Authority",
    "NameTest",
    "Names",
    "find_candidates",
    "find_mentions",
    "find_names",
    "find_quotations",
    "load_authority",
]


@dataclass(frozen=True, slots=True)
class Names:
    """What was found in some articles, each list sorted by article, block and start."""

    mentions: list[Mention]
    candidates: list[Mention]
    quotations: list[Mention]


def find_names(
    corpus: Corpus,
    authority: Authority,
    texts: Callable[[int], Sequence[str]],
    articles: Sequence[int] | None = None,
) -> Names:
    """Find names in the given articles (all by default); ``texts`` gives an article's blocks, title first."""
    mentions = find_mentions(corpus, authority, articles)
    return Names(mentions, find_candidates(corpus, mentions, articles), find_quotations(mentions, texts))
