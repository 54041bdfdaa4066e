"""The authority file: who and what is known, as the editor wrote it, checked before any output.

[[entity]]
id = "john-kerry"                 # ASCII; the page is e/john-kerry.html
type = "person"                   # person, place or organisation
name = "جون كيري"
aliases = ["جون فوربس كيري"]      # link wherever they stand; one in «…» only between quotation marks
weak = ["كيري"]                   # link only after the full name, or with a cue in the article
adjectives = []                   # related forms; never linked
cues = ["وزير الخارجية الأميركي"] # words in the article that make a weak alias certain
anticues = []                     # words that forbid it
not = []                          # longer strings that hold an alias and are something else
note = ""
[entity.identifiers]
wikidata = {value = "Q22316", verified = false}   # published only when verified
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ..editor_file import list_editor_files, read_editor_file
from ..errors import ConfigurationError
from ..models import Entity, EntityType
from ..settings import Settings
from .common_words import COMMON
from .countries import read_countries
from .forms import name_tokens

_HEADER: Final = re.compile(r"\s*\[\[\s*entity\s*\]\]")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_IDENTIFIERS: Final = {"wikidata": re.compile(r"Q[1-9][0-9]{0,11}"), "viaf": re.compile(r"[1-9][0-9]{0,21}")}
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""... of any other scheme."""
SAMPLES: Final = "samples.toml"
"""The file of the names that were invented for ``seeds/samples/``."""
_LONGEST: Final = 200
"""Code points of an alias."""
_KNOWN: Final = {
    "id",
    "type",
    "name",
    "aliases",
    "weak",
    "adjectives",
    "cues",
    "anticues",
    "not",
    "identifiers",
    "note",
}
_RESERVED: Final = {"index", "con", "prn", "aux", "nul"}
STOP_WORDS: Final = frozenset(
    "في من الى على علي عن مع هذا هذه ذلك تلك التي الذي الذين ما لا لم لن قد كما بين بعد قبل عند كل او ثم ان انه"
    " كان كانت هو هي هم نحن انا كيف متي اين هل حيث حتي منذ خلال غير".split()
)


@dataclass(frozen=True, slots=True)
class Authority:
    """All entities, by slug, in the order of the files; countries of CLDR last."""

    entities: dict[str, Entity]

    def name(self, slug: str) -> str:
        return self.entities[slug].name

    @property
    def invented(self) -> frozenset[str]:
        """Slugs of the names of the sample articles, which are names in no other article."""
        return frozenset(slug for slug, entity in self.entities.items() if entity.sample)

    def without_samples(self) -> Authority:
        """Return the authority file without invented names, for an archive that publishes no sample article."""
        return Authority({slug: entity for slug, entity in self.entities.items() if not entity.sample})


def load_authority(content: Path, settings: Settings) -> Authority:
    """Read and check ``content/entities/*.toml``.

    Raises ConfigurationError, with file and line, for anything that would link wrongly: a slug twice, a name that
    normalises to nothing, to a stop word, to an everyday word or to two letters, one alias for two entities without cues.
    A name of ``samples.toml`` gives way to any other of the same id or spelling.
    """
    read = [entity for path in list_editor_files(content / "entities") for entity in _read_file(path)]
    entities: dict[str, Entity] = {}
    for entity in _give_way(read) if settings.source.samples else (entity for entity in read if not entity.sample):
        if entity.slug in entities:
            other = entities[entity.slug].origin
            raise _fault(entity, f"the id {entity.slug!r} stands already at {other}")
        entities[entity.slug] = entity
    if settings.entities.countries:
        taken = _spellings(entities.values())
        for entity in read_countries():
            if entity.slug not in entities and name_tokens(entity.name) not in taken:
                entities[entity.slug] = entity
    _check_ambiguity(entities)
    return Authority(entities)


def _give_way(entities: list[Entity]) -> Iterator[Entity]:
    """Yield the entities without those of the samples whose id or name is also that of a real one."""
    invented = [entity for entity in entities if entity.sample]
    real = [entity for entity in entities if not entity.sample]
    slugs, spellings = ({entity.slug for entity in real}, _spellings(real)) if invented else (set(), set())
    for entity in entities:
        if not entity.sample or (entity.slug not in slugs and not spellings & _spellings([entity])):
            yield entity


def _spellings(entities: Iterable[Entity]) -> set[tuple[str, ...]]:
    return {form for e in entities for text in (e.name, *e.aliases) if (form := name_tokens(text))}


def is_quoted(text: str) -> bool:
    """Say whether an alias is one only between quotation marks.

    >>> is_quoted("«الشرق الأوسط»"), is_quoted("صحيفة «المرفأ»")
    (True, False)
    """
    return text.startswith("«") and text.find("»") == len(text) - 1


def _fault(entity: Entity, message: str) -> ConfigurationError:
    file, _, line = entity.origin.rpartition(":")
    return ConfigurationError(message, file=file or entity.origin, line=int(line) if line.isdecimal() else None)


def _read_file(path: Path) -> list[Entity]:
    file = read_editor_file(path)
    file.refuse_unknown(("entity",))
    entities = [_read_entity(table, f"{path}:{line or 1}") for table, line in file.entries("entity")]
    return [replace(entity, sample=True) for entity in entities] if path.name == SAMPLES else entities


def _read_entity(table: dict[str, Any], origin: str) -> Entity:
    file, _, line = origin.rpartition(":")

    def fault(message: str) -> ConfigurationError:
        return ConfigurationError(message, file=file, line=int(line))

    unknown = sorted(set(table) - _KNOWN)
    if unknown:
        raise fault(f"an entity has no field {unknown[0]!r}; it knows {', '.join(sorted(_KNOWN))}")
    slug = table.get("id")
    if not isinstance(slug, str) or not _SLUG.fullmatch(slug) or len(slug) > 60 or slug in _RESERVED:
        if str(slug) in _RESERVED:
            raise fault(f"the id {slug!r} is the name of another page; choose a longer one")
        raise fault(f"id {slug!r} must be lower-case ASCII words joined by hyphens, for instance john-kerry")
    kind = table.get("type")
    if kind not in set(EntityType):
        raise fault(f"{slug}: type must be person, place or organisation")
    lists: dict[str, tuple[str, ...]] = {}
    for name in ("aliases", "weak", "adjectives", "cues", "anticues", "not"):
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise fault(f"{slug}: {name} must be a list of texts")
        lists[name] = tuple(value)
    title = table.get("name")
    if not isinstance(title, str):
        raise fault(f"{slug}: name is missing")
    for text in (title, *(item for values in lists.values() for item in values)):
        _check_text(slug, text, fault)
    for name in ("adjectives", "cues", "anticues", "not"):
        for text in lists[name]:
            if not name_tokens(text):
                raise fault(f"{slug}: {name} holds {text!r}, which has no letter")
    for text in (title, *lists["aliases"]):
        _check_alias(slug, kind, text, fault, weak=text != title and is_quoted(text))
    for text in lists["weak"]:
        _check_alias(slug, kind, text, fault, weak=True)
    return Entity(
        slug=slug,
        type=EntityType(kind),
        name=title,
        aliases=lists["aliases"],
        weak=lists["weak"],
        adjectives=lists["adjectives"],
        cues=lists["cues"],
        anticues=lists["anticues"],
        longer=lists["not"],
        identifiers=_read_identifiers(slug, table.get("identifiers", {}), fault),
        note=str(table.get("note", "")),
        origin=origin,
    )


def _check_text(slug: str, text: str, fault: Any) -> None:
    if len(text) > _LONGEST:
        raise fault(f"{slug}: a name of {len(text):,} characters; the limit is {_LONGEST}")
    bad = next((c for c in text if not c.isprintable() and c not in "\u200c\u200d"), None)
    if bad is not None:
        raise fault(
            f"{slug}: {text.encode('unicode_escape').decode()!r} holds the invisible character U+{ord(bad):04X}"
        )


def _is_everyday(form: str, kind: str) -> bool:
    """Say whether a name of one word is a word of everyday news; a place may be called like a verb (الخرج)."""
    return form in COMMON or (kind != EntityType.PLACE and form.startswith("ال") and form[2:] in COMMON)


def _check_alias(slug: str, kind: str, text: str, fault: Any, *, weak: bool) -> None:
    tokens = name_tokens(text)
    if not tokens:
        raise fault(f"{slug}: the name {text!r} holds no letter")
    if len(tokens) == 1 and (len(tokens[0]) < 3 or tokens[0] in STOP_WORDS):
        what = "a common word" if tokens[0] in STOP_WORDS else "too short"
        if not weak or len(tokens[0]) < 2 or tokens[0] in STOP_WORDS:
            raise fault(f"{slug}: the name {text!r} is {what}; it cannot stand by itself")
    if len(tokens) == 1 and not weak and _is_everyday(tokens[0], kind):
        raise fault(
            f"{slug}: the name {text!r} is an everyday word and would be linked everywhere; make it weak and give cues,"
            " or write it with the word that goes before it"
        )


def _read_identifiers(slug: str, table: Any, fault: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(table, dict):
        raise fault(f"{slug}: identifiers must be a table")
    found = []
    for scheme, given in sorted(table.items()):
        value = given.get("value") if isinstance(given, dict) else given
        if not isinstance(value, str) or not _IDENTIFIERS.get(scheme, _IDENTIFIER).fullmatch(value):
            raise fault(f"{slug}: {scheme} = {value!r} is no such identifier")
        if isinstance(given, dict) and given.get("verified") is True:
            found.append((scheme, value))
    return tuple(found)


def _check_ambiguity(entities: dict[str, Entity]) -> None:
    holders: dict[tuple[str, ...], list[Entity]] = defaultdict(list)
    for entity in entities.values():
        texts = (text for text in (entity.name, *entity.aliases) if not is_quoted(text))
        for tokens in dict.fromkeys(map(name_tokens, texts)):
            holders[tokens].append(entity)
    for holding in holders.values():
        if len(holding) > 1 and not all(entity.cues for entity in holding):
            first, second = holding[:2]
            same = next(
                t
                for t in (second.name, *second.aliases)
                if name_tokens(t) in {name_tokens(x) for x in (first.name, *first.aliases)}
            )
            raise _fault(
                second,
                f"{second.slug}: {same!r} is also a name of {first.slug} ({first.origin}); give both cues or make it weak",
            )
