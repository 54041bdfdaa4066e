"""The authority file as a trie over name forms, and what each written word can be in it.

Entered only at words that can begin a name (one look-up per distinct surface). Clitics stand with the word; a reading
without them is tried after the word as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any, Final, NamedTuple

from ..models import EntityType
from .authority import STOP_WORDS, Authority, is_quoted
from .forms import PROCLITICS, name_tokens, readings
from .words import GIVEN, NATIONS, NO_SURNAME, PARTS

ALONE, CUE = 1, 2
"""Marks of a surface token: it can be a name, stand in a cue."""
END: Final = ""
"""The key under which a node holds the names that end there."""
TAIL: Final = 4
"""Letters at the end of a word by which those that can begin no name are told: a clitic leaves three letters or more."""
_BOLD: Final = 5
"""Letters that a name of one word needs after ك or ف, and after ل where it begins with another."""
_CLITIC_LETTERS: Final = frozenset(clitic[0] for clitic in PROCLITICS)
_NO_ARTICLE: Final = tuple("ا" + chr(point) for point in range(0x621, 0x64B) if chr(point) != "ل")
_SHORT: Final = 4
"""Letters up to which a name in ة is not read in a word that ends in ه."""


class Pattern(NamedTuple):
    """One name of one entity."""

    slug: str
    """'' for a longer string that is something else."""
    kind: str
    """``alias``, ``weak``, ``last_name`` or ``other``."""
    closed: bool = False
    """A short name that ends in ة: جدة (the city) is not جده (his grandfather)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A way into the trie: one reading of a word that begins some name."""

    node: Any
    """What follows it."""
    clitic: str
    ends: tuple[Pattern, ...]
    """The names that this word is, by itself."""
    following: int
    """The bits of the words that may stand second in the names that it begins."""


class Matcher:
    """The authority file made ready for matching."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self._following: dict[str, int] = {}

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
                if text in entity.weak or (text != entity.name and is_quoted(text)):
                    continue
                tokens = name_tokens(text)
                yield tokens, Pattern(entity.slug, "alias", _is_closed(text, tokens))
                if entity.type is EntityType.PERSON and _has_last_name(tokens) and tokens[-1] not in adjectives:
                    yield tokens[-1:], Pattern(entity.slug, "last_name")
            for text in entity.longer:
                yield name_tokens(text), Pattern("", "other")

    @cached_property
    def _ends(self) -> frozenset[str]:
        """The last letters of the first words of names; of a short one, all."""
        return frozenset(form[-TAIL:] for form in self.trie)

    @cached_property
    def _inner(self) -> dict[str, int]:
        """Form that can stand second in a name -> one of 64 bits, which it may share with others."""
        forms = {form for node in self.trie.values() if isinstance(node, dict) for form in node if form}
        return {form: 1 << place % 64 for place, form in enumerate(sorted(forms))}

    @cached_property
    def _cue_words(self) -> frozenset[str]:
        entities = self.authority.entities.values()
        return frozenset(token for e in entities for cue in (*e.cues, *e.anticues) for token in name_tokens(cue))

    def find_cues(self, forms: Sequence[str]) -> list[int]:
        """Return the places of the forms that stand in some cue."""
        return [place for place, form in enumerate(forms) if form in self._cue_words]

    def find_seconds(self, forms: Sequence[str]) -> dict[int, int]:
        """Return, for the places of the forms that stand second in some name, the bit that they have as such."""
        inner = self._inner
        return {place: inner[form] for place, form in enumerate(forms) if form in inner}

    def find_entries(self, forms: Sequence[str]) -> dict[int, tuple[Entry, ...]]:
        """Return the ways into the trie from the places of the forms that begin some name."""
        ends, short, trie = self._ends, TAIL - 1, self.trie
        found = {}
        for place, form in enumerate(forms):
            if form[-TAIL:] in ends or form[-short:] in ends:
                if form[0] in _CLITIC_LETTERS and not form.startswith(_NO_ARTICLE):
                    entries = tuple(self._enter(*reading) for reading in self._find_readings(form))
                else:
                    entries = (self._enter(form, ""),) if form in trie else ()
                if entries:
                    found[place] = entries
        return found

    def _find_readings(self, form: str) -> list[tuple[str, str]]:
        """Return the readings of a token with its clitic that begin some name, as (form, clitic)."""
        trie = self.trie
        may = form in trie or form[1:] in trie or form[2:] in trie or form[3:] in trie or form[4:] in trie
        may = may or ("ل" in form[:3] and ("ال" + form[2:] in trie or "ال" + form[3:] in trie))
        return [reading for reading in readings(form) if reading[0] in trie] if may else []

    def _enter(self, form: str, clitic: str) -> Entry:
        node = self.trie[form]
        if not isinstance(node, dict):
            return Entry(node, clitic, () if _needs_more(form, clitic) else node, 0)
        following = self._following.get(form)
        if following is None:
            following = self._following[form] = reduce(or_, (self._inner[second] for second in node if second), 0)
        ends = node.get(END, ())
        return Entry(node, clitic, () if _needs_more(form, clitic) else ends, following)


def _needs_more(form: str, clitic: str) -> bool:
    """Say whether a reading is too bold for a name of one word.

    الحماس (zeal) is not حماس, للحج not لحج, كسرت not سرت; but «للمجموعة الدولية» is the group.
    """
    if clitic.endswith(("ال", "لل")):
        return not form.startswith("ال")
    bold = clitic[-1:] in ("ك", "ف") or (clitic[-1:] == "ل" and form.startswith("ل"))
    return bold and len(form) < _BOLD


def _is_closed(text: str, tokens: tuple[str, ...]) -> bool:
    return len(tokens) == 1 and len(tokens[0]) <= _SHORT and text.endswith("\N{ARABIC LETTER TEH MARBUTA}")


def _has_last_name(tokens: tuple[str, ...]) -> bool:
    """Say whether the last word of a person's name stands for it once the whole has been said."""
    if len(tokens) < 2 or len(tokens[-1]) < 3 or tokens[-2] in PARTS:
        return False
    last = tokens[-1]
    return not any(last in words for words in (STOP_WORDS, GIVEN, NO_SURNAME, NATIONS))
