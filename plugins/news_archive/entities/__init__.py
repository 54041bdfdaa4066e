"""entities: token arrays -> mentions. The editor's authority file, clitics and guards; the reason of each is kept.

Names that are not in the file are candidates: proposed to the editor, never linked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from ..mentions import MentionTable, join_tables, tabulate
from ..models import Corpus, Mention
from .authority import Authority, load_authority
from .candidates import find_candidates, find_free, propose_names
from .changes import find_touched
from .frequent import find_frequent
from .marked import Marked
from .matcher import NameTest, find_in_stretch, find_mentions
from .quotations import find_quotations
from .quoted import QuotedNames
from .text import cut_stretches

__all__ = [
    "Authority",
    "NameFinder",
    "NameTest",
    "Names",
    "find_candidates",
    "find_frequent",
    "find_mentions",
    "find_names",
    "find_touched",
    "load_authority",
]


@dataclass(frozen=True, slots=True)
class Names:
    """What was found in some articles."""

    mentions: MentionTable
    candidates: MentionTable
    quotations: MentionTable


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
        self._corpus, self._texts = corpus, texts
        self._marked = Marked(corpus, authority, numbers)
        self._quoted = QuotedNames(authority)

    def find(self, articles: Sequence[int] | None = None) -> Names:
        """Return the names in all or some of the articles."""
        numbers = range(len(self._corpus.heads)) if articles is None else sorted(articles)
        forms = self._marked.forms
        mentions: list[MentionTable] = []
        candidates: list[MentionTable] = []
        quotations: list[Mention] = []
        for stretch in cut_stretches(self._corpus, forms, numbers):
            texts = cache(self._texts)
            found = self._quoted.settle(find_in_stretch(stretch, self._marked), texts)
            mentions.append(found)
            candidates.append(propose_names(stretch, forms, find_free(stretch, found)))
            quotations += find_quotations(stretch, forms, found, texts)
        count = len(self._corpus.heads)
        return Names(join_tables(mentions, count), join_tables(candidates, count), tabulate(quotations, count))
