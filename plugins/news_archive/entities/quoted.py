"""Names that are names only between quotation marks: «الشرق الأوسط» the newspaper, and the Middle East.

An alias that the editor writes in «…» is looked for nowhere; but where a mention of another entity stands between
quotation marks and is that very alias, the one who bears the alias is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from ..models import Mention
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

    def settle(self, mentions: list[Mention], texts: Callable[[int], Sequence[str]]) -> list[Mention]:
        """Return the mentions, those between quotation marks given to whom they mean; ``texts`` gives an article's blocks."""
        if not self._shared:
            return mentions
        settled: list[Mention] = []
        article = -1
        blocks: tuple[str, ...] = ()
        for mention in mentions:
            if mention.entity in self._shared:
                if mention.article != article:
                    article, blocks = mention.article, tuple(texts(mention.article))
                mention = self._settle(mention, blocks[mention.block])
            settled.append(mention)
        return settled

    def _settle(self, mention: Mention, text: str) -> Mention:
        before, after = text[mention.start - 1 : mention.start], text[mention.end : mention.end + 1]
        if before not in OPENING or after not in CLOSING:
            return mention
        owner = self._owners.get(name_tokens(text[mention.start : mention.end]))
        if owner is None:
            return mention
        return msgspec.structs.replace(mention, entity=owner.slug, type=owner.type, rule="quoted")
