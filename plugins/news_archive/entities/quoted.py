"""Names that are names only between quotation marks: «الشرق الأوسط» the newspaper, and the Middle East.

An alias that the editor writes in «…» is looked for nowhere; but where a mention of another entity stands between
quotation marks and is that very alias, the one who bears the alias is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from ..mentions import MentionTable, lay_out
from ..models import Entity
from .authority import Authority, is_quoted
from .forms import name_tokens

OPENING: Final = frozenset('«"“{‹')
CLOSING: Final = frozenset('»"”}›')


class QuotedNames:
    """Knows which names mean something else between quotation marks."""

    def __init__(self, authority: Authority) -> None:
        entities = authority.entities.values()
        self._owners = {name_tokens(t): entity for entity in entities for t in entity.aliases if is_quoted(t)}
        self._shared = {
            entity.slug
            for entity in (entities if self._owners else ())
            if any(name_tokens(t) in self._owners for t in (entity.name, *entity.aliases) if not is_quoted(t))
        }
        """Slugs of those who bear one of the names also without quotation marks."""

    def settle(self, mentions: MentionTable, texts: Callable[[int], Sequence[str]]) -> MentionTable:
        """Return the mentions, those between quotation marks given to whom they mean; ``texts`` gives an article's blocks."""
        shared = [number for number, slug in enumerate(mentions.slugs) if slug in self._shared]
        named = [*zip(mentions.slugs, mentions.types, strict=True)]
        rows = mentions.rows.astype(np.int64)
        for row in np.flatnonzero(np.isin(rows[:, 4], shared)).tolist() if shared else ():
            article, block, start, end = rows[row, :4].tolist()
            owner = self._find_owner(texts(article)[block], start, end)
            if owner is not None:
                rows[row, 4:] = len(named), len(mentions.rules)
                named.append((owner.slug, owner.type))
        if len(named) == len(mentions.slugs):
            return mentions
        return lay_out(rows, named.__getitem__, [*mentions.rules, "quoted"], 0)

    def _find_owner(self, text: str, start: int, end: int) -> Entity | None:
        if text[start - 1 : start] not in OPENING or text[end : end + 1] not in CLOSING:
            return None
        return self._owners.get(name_tokens(text[start:end]))
