"""The names that stand in the archive, for other programs: ``data/entities.json``, and SKOS as Turtle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from ..datafiles import gzip_file
from ..models import Entity, EntityType
from ..publish import key_of
from .datapages import TURTLE
from .facts import Facts
from .frame import Note

JSON_FILE: Final = "data/entities.json"
TURTLE_FILE: Final = f"data/{TURTLE}"
ADDRESSES: Final = {"wikidata": "http://www.wikidata.org/entity/{}", "viaf": "http://viaf.org/viaf/{}"}
_ENGLISH: Final = {
    EntityType.PERSON: ("persons", "أشخاص", "Persons"),
    EntityType.PLACE: ("places", "أماكن", "Places"),
    EntityType.ORGANISATION: ("organisations", "هيئات", "Organisations"),
}


def note_entity_files(note: Note, site: Facts) -> None:
    """Note both files; the spellings must have been given to the catalogue."""
    catalogue = site.catalogue
    entities = [site.archive.authority.entities[slug] for slug in sorted(catalogue.stories_of_entity)]
    counts = [
        (
            len(catalogue.stories_of_entity[entity.slug]),
            catalogue.mention_counts[entity.slug],
            catalogue.spellings[entity.slug],
            site.addresses.path(entity.slug),
        )
        for entity in entities
    ]
    key = key_of(msgspec.msgpack.encode((entities, counts)))
    note(JSON_FILE, key, lambda: write_json(entities, site))
    note(TURTLE_FILE, key, lambda: gzip_file(write_turtle(entities, site)))


def write_json(entities: list[Entity], site: Facts) -> bytes:
    """Return the entities with their counts, one on a line; a member that would be empty is left out."""
    catalogue, addresses = site.catalogue, site.addresses
    rows: Iterator[dict[str, Any]] = (
        {
            "id": entity.slug,
            "type": entity.type.value,
            "name": entity.name,
            "aliases": list(entity.aliases),
            "weak": list(entity.weak),
            "adjectives": list(entity.adjectives),
            "identifiers": dict(entity.identifiers),
            "note": entity.note,
            "page": addresses.path(entity.slug),
            "articles": len(catalogue.stories_of_entity[entity.slug]),
            "mentions": catalogue.mention_counts[entity.slug],
            "spellings": [[text, count] for text, count in catalogue.spellings[entity.slug]],
        }
        for entity in entities
    )
    lines = b",\n".join(msgspec.json.encode({name: value for name, value in row.items() if value}) for row in rows)
    return b'{"entities":[\n' + lines + b"\n]}\n"


def write_turtle(entities: list[Entity], site: Facts) -> bytes:
    """Return a SKOS concept scheme: names and aliases as labels, verified outside identifiers as exact matches."""
    base = f"{site.siteurl}/" if site.siteurl else "../"
    address = {entity.slug: f"<{base}{site.addresses.path(entity.slug)}>" for entity in entities}
    lines = [
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix dct: <http://purl.org/dc/terms/> .",
        "",
        f'<#scheme> a skos:ConceptScheme ; dct:title {_literal(site.settings.site.name)}@ar .',
    ]  # fmt: skip
    for group, arabic, english in _ENGLISH.values():
        lines.append(
            f"<#{group}> a skos:Collection ; skos:prefLabel {_literal(arabic)}@ar, {_literal(english)}@en"
            + "".join(f" ; skos:member {address[e.slug]}" for e in entities if _ENGLISH[e.type][0] == group)
            + " ."
        )
    for entity in entities:
        lines += ["", *_concept(entity, address[entity.slug], len(site.catalogue.stories_of_entity[entity.slug]))]
    return ("\n".join(lines) + "\n").encode()


def _concept(entity: Entity, address: str, articles: int) -> list[str]:
    lines = [
        f"{address} a skos:Concept",
        "    skos:inScheme <#scheme>",
        f"    skos:notation {_literal(entity.slug)}",
        f"    skos:prefLabel {_literal(entity.name)}@ar",
    ]
    labels = dict.fromkeys((*entity.aliases, *(text for text in entity.weak if text != entity.name)))
    lines += [f"    skos:altLabel {_literal(text)}@ar" for text in labels if text != entity.name]
    lines += [f"    skos:hiddenLabel {_literal(text)}@ar" for text in dict.fromkeys(entity.adjectives)]
    lines += [
        f"    skos:exactMatch <{ADDRESSES[scheme].format(value)}>"
        for scheme, value in entity.identifiers
        if scheme in ADDRESSES
    ]
    if entity.note:
        lines.append(f"    skos:scopeNote {_literal(entity.note)}@ar")
    lines.append(f"    dct:extent {_literal(f'{articles} articles')}@en")
    return [f"{line} ;" for line in lines[:-1]] + [f"{lines[-1]} ."]


def _literal(text: str) -> str:
    """Return a Turtle string; what JSON escapes, Turtle escapes alike."""
    return json.dumps(text, ensure_ascii=False)
