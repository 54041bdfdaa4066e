"""Names as paths of numbered forms: a trie in arrays, which many tokens walk at a time.

Only names whose words occur in the articles are in it. It is entered only at words that can begin a name: one look-up
per distinct form. Clitics stand with the word; a reading without them is tried after the word as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ..models import Bool, Entity, EntityType, Int32, Int64
from .authority import STOP_WORDS, Authority, is_quoted
from .forms import PROCLITICS, name_tokens, readings, tokenise_names
from .words import GIVEN, NATIONS, NO_SURNAME, PARTS

UInt8 = npt.NDArray[np.uint8]
UInt64 = npt.NDArray[np.uint64]
ALIAS, WEAK, LAST_NAME, OTHER = range(4)
"""What a name is to its entity; OTHER is a longer string that is something else."""
TAIL: Final = 4
"""Letters at the end of a word by which those that can begin no name are told: a clitic leaves three letters or more."""
_HALF: Final = 32
_LOW: Final = (1 << _HALF) - 1
_BOLD: Final = 5
"""Letters that a name of one word needs after ك or ف, and after ل where it begins with another."""
_CLITIC_LETTERS: Final = frozenset(clitic[0] for clitic in PROCLITICS)
_NO_ARTICLE: Final = tuple("ا" + chr(point) for point in range(0x621, 0x64B) if chr(point) != "ل")
_SHORT: Final = 4
"""Letters up to which a name in ة is not read in a word that ends in ه."""


class Paths:
    """Sequences of forms, each ending at a node: a number above 0. Forms after the first are known by their numbers."""

    def __init__(self, index: Mapping[str, int]) -> None:
        """``index`` gives the numbers of the forms that occur."""
        self._index = index
        self.first: dict[str, int] = {}
        """First form -> node."""
        self._steps: dict[int, int] = {}
        self.nodes = 1

    def add(self, tokens: Sequence[str]) -> int:
        """Return the node at which a sequence ends; 0 if a form after its first occurs nowhere."""
        numbers = [self._index.get(token) for token in tokens[1:]]
        if not tokens or None in numbers:
            return 0
        node = self.first.get(tokens[0], 0)
        if not node:
            node = self.first[tokens[0]] = self._new()
        for number in numbers:
            key = node << _HALF | number  # type: ignore[operator]
            node = self._steps.get(key, 0)
            if not node:
                node = self._steps[key] = self._new()
        return node

    def _new(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    @cached_property
    def _sorted(self) -> tuple[Int64, Int64]:
        keys = np.fromiter(self._steps.keys(), np.int64, len(self._steps))
        order = np.argsort(keys)
        return keys[order], np.fromiter(self._steps.values(), np.int64, len(self._steps))[order]

    @cached_property
    def steps(self) -> tuple[Int64, Int64]:
        """Return each node that goes on, as often as it does, and the form with which it does."""
        keys, _ = self._sorted
        return keys >> _HALF, keys & _LOW

    @cached_property
    def _goes_on(self) -> Bool:
        found = np.zeros(self.nodes, np.bool_)
        found[self.steps[0]] = True
        return found

    def walk(self, forms: Int32, follows: Bool, tokens: Int64, nodes: Int64) -> Iterator[tuple[Int64, Int64, Int64]]:
        """Walk on from many tokens at a time, one of ``forms`` a step; yield (walks, tokens, nodes) of each step.

        ``tokens`` and ``nodes`` are where the walks begin, ``follows`` says whether a token may follow the one before
        it, and is false behind the last.
        """
        walks = np.arange(len(tokens))
        keys, following = self._sorted
        while len(walks):
            yield walks, tokens, nodes
            on = np.flatnonzero(self._goes_on[nodes] & follows[tokens + 1])
            tokens = tokens[on] + 1
            wanted = nodes[on] << _HALF | forms[tokens]
            places = np.searchsorted(keys, wanted)
            places[places == len(keys)] = 0
            met = np.flatnonzero(keys[places] == wanted) if len(keys) else places
            walks, tokens, nodes = walks[on[met]], tokens[met], following[places[met]]


@dataclass(frozen=True, slots=True)
class Entries:
    """The ways into the trie: each is one reading of a form that begins some name."""

    first: Int64
    """Entries of form f are ``first[f]:first[f + 1]``, likeliest first."""
    node: Int64
    clitic: Bool
    """It is read without a clitic that stands before it."""
    whole: Bool
    """The word can be a name by itself."""


class Gazetteer:
    """The authority file made ready for some articles."""

    def __init__(self, authority: Authority, index: Mapping[str, int]) -> None:
        """``index`` gives the numbers of the forms that occur."""
        self.authority = authority
        self.entities = [*authority.entities.values()]
        """Entities by number."""
        self.paths = Paths(index)
        self.cue_paths = Paths(index)
        kinds = [*EntityType]
        self.types: UInt8 = np.array([kinds.index(entity.type) for entity in self.entities], np.uint8)
        """Place of each entity's type in ``EntityType``."""
        self.has_cues: Bool = np.array([bool(entity.cues) for entity in self.entities], np.bool_)
        self.has_anticues: Bool = np.array([bool(entity.anticues) for entity in self.entities], np.bool_)
        self._lay_out_names()
        self.cues = self._lay_out_cues([entity.cues for entity in self.entities])
        """(first, node): nodes of the cues of entity e are ``node[first[e]:first[e + 1]]``."""
        self.anticues = self._lay_out_cues([entity.anticues for entity in self.entities])

    def _lay_out_names(self) -> None:
        found = np.array([*self._find_patterns()], np.int64)
        found = found[np.argsort(found >> (_HALF + 3), kind="stable")]
        nodes = found >> (_HALF + 3)
        self.first: Int64 = np.searchsorted(nodes, np.arange(self.paths.nodes + 1))
        """The names that end at node n are ``first[n]:first[n + 1]``, in the order of the files."""
        self.entity: Int64 = found >> 3 & _LOW
        """Number of the entity that each is a name of; of OTHER, how many entities there are."""
        self.kind: Int64 = found >> 1 & 3
        self.closed: Bool = (found & 1).astype(np.bool_)
        """A short name that ends in ة: جدة (the city) is not جده (his grandfather)."""
        names = np.unique(found[self.kind == ALIAS] >> 3)
        self.alone: Bool = np.bincount(names >> _HALF, minlength=self.paths.nodes) <= 1
        """Nodes whose name no two entities bear beyond doubt."""
        self.other: Bool = np.zeros(self.paths.nodes, np.bool_)
        """Nodes at which something ends that is none of the entities."""
        self.other[nodes[self.kind == OTHER]] = True

    def _find_patterns(self) -> Iterable[int]:
        """Return every name that can occur once, as node, entity, kind and whether it is closed in one number."""
        adjectives = {
            tokens[0] for entity in self.entities for tokens in map(name_tokens, entity.adjectives) if len(tokens) == 1
        }
        found: dict[int, None] = {}
        forms = iter(tokenise_names([t for e in self.entities for t in (*e.weak, e.name, *e.aliases, *e.longer)]))
        for number, entity in enumerate(self.entities):
            for tokens, kind, closed in _find_names(entity, forms, adjectives):
                node = self.paths.add(tokens)
                if node:
                    owner = number if kind != OTHER else len(self.entities)
                    found[(node << _HALF | owner) << 3 | kind << 1 | closed] = None
        return found

    def _lay_out_cues(self, cues: Sequence[tuple[str, ...]]) -> tuple[Int64, Int64]:
        nodes: list[int] = []
        first = [0]
        forms = iter(tokenise_names([text for texts in cues for text in texts]))
        for texts in cues:
            nodes += [node for _ in texts if (node := self.cue_paths.add(next(forms)))]
            first.append(len(nodes))
        return np.array(first, np.int64), np.array(nodes, np.int64)

    def find_entries(self, forms: Sequence[str]) -> Entries:
        """Return the ways into the trie from each form."""
        first = self.paths.first
        tails = {form[-TAIL:] for form in first}
        short = TAIL - 1
        rows: list[tuple[int, int, bool, bool]] = []
        for place, form in enumerate(forms):
            if form[-TAIL:] not in tails and form[-short:] not in tails:
                continue
            if form[0] in _CLITIC_LETTERS and not form.startswith(_NO_ARTICLE):
                rows += [
                    (place, first[word], bool(clitic), not _needs_more(word, clitic))
                    for word, clitic in self._find_readings(form)
                ]
            elif form in first:
                rows.append((place, first[form], False, True))
        places, nodes, clitic, whole = np.array(rows, np.int64).reshape(-1, 4).T
        starts = np.searchsorted(places, np.arange(len(forms) + 1))
        return Entries(starts, nodes, clitic.astype(np.bool_), whole.astype(np.bool_))

    def _find_readings(self, form: str) -> list[tuple[str, str]]:
        """Return the readings of a form that begin some name, as (form, clitic)."""
        first = self.paths.first
        may = form in first or form[1:] in first or form[2:] in first or form[3:] in first or form[4:] in first
        may = may or ("ل" in form[:3] and ("ال" + form[2:] in first or "ال" + form[3:] in first))
        return [reading for reading in readings(form) if reading[0] in first] if may else []


def _find_names(
    entity: Entity, forms: Iterator[tuple[str, ...]], adjectives: set[str]
) -> Iterator[tuple[tuple[str, ...], int, bool]]:
    """Yield an entity's names, each with what it is to it and whether it is closed; ``forms`` go on with theirs."""
    for text in entity.weak:
        yield (tokens := next(forms)), WEAK, _is_closed(text, tokens)
    for text in (entity.name, *entity.aliases):
        tokens = next(forms)
        if text in entity.weak or (text != entity.name and is_quoted(text)):
            continue
        yield tokens, ALIAS, _is_closed(text, tokens)
        if entity.type is EntityType.PERSON and _has_last_name(tokens) and tokens[-1] not in adjectives:
            yield tokens[-1:], LAST_NAME, False
    for _ in entity.longer:
        yield next(forms), OTHER, False


def find_beginnings(entity: Entity) -> set[str]:
    """Return the forms with which a name of an entity can begin in a text, with every clitic.

    >>> sorted(find_beginnings(Entity("x", EntityType.PLACE, "الريحان")))[:3]
    ['الالريحان', 'الريحان', 'بالالريحان']
    """
    forms = iter(tokenise_names([*entity.weak, entity.name, *entity.aliases, *entity.longer]))
    words = {tokens[0] for tokens, _, _ in _find_names(entity, forms, set()) if tokens}
    bare = {word[2:] for word in words if word.startswith("ال")}
    return words | {clitic + word for clitic in PROCLITICS for word in words | bare}


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
