"""The authority file as a trie over name forms, and what each written word can be in it.

Entered only at words that can begin a name (one look-up per distinct surface). Clitics stand with the word; a reading
without them is tried after the word as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any, Final

from ..models import EntityType
from .authority import STOP_WORDS, Authority
from .forms import LONGEST_CLITIC, name_form, name_tokens, readings
from .words import GIVEN, NATIONS, NO_SURNAME, PARTS

ALONE, CUE = 1, 2
"""Marks of a surface token: it can be a name, stand in a cue."""
END: Final = ""
"""The key under which a node holds the names that end there."""
TAIL: Final = 3
"""Letters at the end of a word that no clitic changes: few words share them with the first word of a name."""
_SHORT: Final = 4
"""Letters up to which a name in ة is not read in a word that ends in ه."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One name of one entity."""

    slug: str
    """'' for a longer string that is something else."""
    kind: str
    """``alias``, ``weak``, ``last_name`` or ``other``."""
    closed: bool = False
    """A short name that ends in ة: جدة (the city) is not جده (his grandfather)."""


class Matcher:
    """The authority file made ready for matching."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self._starts: dict[str, tuple[tuple[str, str], ...]] = {}

    @cached_property
    def trie(self) -> dict[str, Any]:
        """Form -> what follows it: a node like this one, or the names that end there and go no further, as a tuple.

        A node that ends a name and goes on holds the names that end there under ``END``.
        """
        root: dict[str, Any] = {}
        shared: dict[tuple[Pattern, ...], tuple[Pattern, ...]] = {}
        for tokens, pattern in self._patterns():
            node = root
            for token in tokens[:-1]:
                below = node.get(token)
                if not isinstance(below, dict):
                    below = node[token] = {} if below is None else {END: below}
                node = below
            last = node.get(tokens[-1], ())
            found = last.get(END, ()) if isinstance(last, dict) else last
            if pattern not in found:
                patterns = (*found, pattern)
                patterns = shared.setdefault(patterns, patterns)
                if isinstance(last, dict):
                    last[END] = patterns
                else:
                    node[tokens[-1]] = patterns
        return root

    def _patterns(self) -> Iterator[tuple[tuple[str, ...], Pattern]]:
        adjectives = {
            tokens[0]
            for entity in self.authority.entities.values()
            for tokens in map(name_tokens, entity.adjectives)
            if len(tokens) == 1
        }
        for entity in self.authority.entities.values():
            for text in entity.weak:
                yield (tokens := name_tokens(text)), Pattern(entity.slug, "weak", _is_closed(text, tokens))
            for text in (entity.name, *entity.aliases):
                if text in entity.weak:
                    continue
                tokens = name_tokens(text)
                yield tokens, Pattern(entity.slug, "alias", _is_closed(text, tokens))
                if entity.type is EntityType.PERSON and _has_last_name(tokens) and tokens[-1] not in adjectives:
                    yield tokens[-1:], Pattern(entity.slug, "last_name")
            for text in entity.longer:
                yield name_tokens(text), Pattern("", "other")

    @cached_property
    def _ends(self) -> frozenset[str]:
        return frozenset(form[-TAIL:] for form in self.trie)

    @cached_property
    def _inner(self) -> dict[str, int]:
        """Form that can stand second in a name -> one of 64 bits, which it may share with others."""
        forms = {form for node in self.trie.values() if isinstance(node, dict) for form in node if form}
        return {form: 1 << place % 64 for place, form in enumerate(sorted(forms))}

    @cached_property
    def _following(self) -> dict[str, int]:
        """Form that begins a name of several words -> the bits of those that may stand second in it."""
        inner = self._inner
        return {
            form: reduce(or_, (inner[second] for second in node if second), 0)
            for form, node in self.trie.items()
            if isinstance(node, dict)
        }

    @cached_property
    def _cue_words(self) -> frozenset[str]:
        entities = self.authority.entities.values()
        return frozenset(token for e in entities for cue in (*e.cues, *e.anticues) for token in name_tokens(cue))

    def starts(self, surface: str) -> tuple[tuple[str, str], ...]:
        """Return the readings of a surface token that begin some name, as (form, clitic)."""
        found = self._starts.get(surface)
        if found is None:
            form = name_form(surface)
            found = self._starts[surface] = self._find_starts(form) if form[-TAIL:] in self._ends else ()
        return found

    def _find_starts(self, form: str) -> tuple[tuple[str, str], ...]:
        trie = self.trie
        may = (
            form in trie
            or any(form[cut:] in trie for cut in range(1, min(LONGEST_CLITIC, len(form) - 1) + 1))
            or ("ل" in form[:3] and any("ال" + form[cut:] in trie for cut in (2, 3)))
        )
        return tuple(r for r in readings(form) if r[0] in trie) if may else ()

    def mark(self, surface: str, form: str) -> tuple[int, int, int]:
        """Return the mark of a token, the bits of what may follow it in a name, and the bit it has as second word.

        Two tokens whose bits do not meet begin no name.
        """
        following = 0
        mark = CUE if form in self._cue_words else 0
        if form[-TAIL:] in self._ends:
            found = self._starts[surface] = self._find_starts(form)
            for first, _ in found:
                node = self.trie[first]
                if not isinstance(node, dict):
                    mark |= ALONE
                else:
                    following |= self._following[first]
                    mark |= ALONE if END in node else 0
        return mark, following, self._inner.get(form, 0)


def _is_closed(text: str, tokens: tuple[str, ...]) -> bool:
    return len(tokens) == 1 and len(tokens[0]) <= _SHORT and text.endswith("\N{ARABIC LETTER TEH MARBUTA}")


def _has_last_name(tokens: tuple[str, ...]) -> bool:
    """Say whether the last word of a person's name stands for it once the whole has been said."""
    if len(tokens) < 2 or len(tokens[-1]) < 3 or tokens[-2] in PARTS:
        return False
    last = tokens[-1]
    return not any(last in words for words in (STOP_WORDS, GIVEN, NO_SURNAME, NATIONS))
