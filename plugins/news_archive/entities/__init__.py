"""entities: token arrays -> mentions. The editor's authority file, clitics and guards; the reason of each is kept.

Names that are not in the file are candidates: proposed to the editor, never linked.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..models import Corpus, Mention
from .authority import Authority, load_authority
from .candidates import find_candidates
from .matcher import NameTest, find_mentions

__all__ = ["Authority", "NameTest", "find_candidates", "find_mentions", "find_names", "load_authority"]


def find_names(
    corpus: Corpus, authority: Authority, articles: Sequence[int] | None = None
) -> tuple[list[Mention], list[Mention]]:
    """Return the mentions and the candidates in the given articles (all by default)."""
    mentions = find_mentions(corpus, authority, articles)
    return mentions, find_candidates(corpus, mentions, articles)
