"""entities: token arrays -> mentions. The editor's authority file, clitics and guards; the reason of each is kept.

Names that are not in the file are candidates: proposed to the editor, never linked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..models import Corpus, Mention
from .authority import Authority, load_authority
from .candidates import Words, find_candidates
from .changes import find_touched
from .frequent import find_frequent
from .matcher import Marked, NameTest, find_mentions
from .quotations import find_quotations
from .quoted import QuotedNames

__all__ = [
    "Authority",
    "NameFinder",
    "NameTest",
    "Names",
    "find_candidates",
    "find_frequent",
    "find_mentions",
    "find_names",
    "find_quotations",
    "find_touched",
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
    return NameFinder(corpus, authority, texts, articles).find(articles)


class NameFinder:
    """Finds names in articles; what each of their words can be is known before, once for all workers."""

    def __init__(
        self,
        corpus: Corpus,
        authority: Authority,
        texts: Callable[[int], Sequence[str]],
        articles: Sequence[int] | None = None,
    ) -> None:
        numbers = range(len(corpus.heads)) if articles is None else articles
        self._corpus, self._authority, self._texts = corpus, authority, texts
        self._marked = Marked(corpus, authority, numbers)
        self._quoted = QuotedNames(authority)
        self._words = Words(corpus, numbers, self._marked.forms)

    def find(self, articles: Sequence[int] | None = None) -> Names:
        """Return the names in all or some of the articles."""
        corpus = self._corpus
        mentions = self._quoted.settle(find_mentions(corpus, self._authority, articles, self._marked), self._texts)
        candidates = find_candidates(corpus, mentions, articles, self._words)
        return Names(mentions, candidates, find_quotations(mentions, self._texts))
