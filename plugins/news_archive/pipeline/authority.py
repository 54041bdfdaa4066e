"""The authority file, remembered once it was found to be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from .. import entities
from ..entities import Authority
from ..models import Entity, Head
from ..settings import Settings
from ..store import Store, digest
from .prints import code_fingerprint, fingerprint_folders, fingerprint_settings


def recall_authority(content: Path, settings: Settings, store: Store, fresh: bool) -> Authority:
    """Return the authority file, remembered once it was found to be right: to read and check it is a tenth of a second."""
    folder = content / "entities"
    fingerprint = digest(
        code_fingerprint("entities"),
        fingerprint_settings(settings.entities, settings.source.samples),
        str(content).encode("utf-8", "surrogatepass"),  # an entity tells where it stands
        fingerprint_folders(folder),
        version("babel").encode(),  # the countries' names
    )
    found = None if fresh else store.read("authority", fingerprint)
    if found is not None:
        known = msgspec.msgpack.decode(found[1]["entities"], type=list[Entity])
        return Authority({entity.slug: entity for entity in known})
    authority = entities.load_authority(content, settings)
    store.write("authority", fingerprint, {}, {"entities": msgspec.msgpack.encode([*authority.entities.values()])})
    return authority


def withhold_samples(
    withheld: Mapping[str, frozenset[str]], heads: Sequence[Head], authority: Authority
) -> Mapping[str, frozenset[str]]:
    """Return the slugs to withhold by article id, the invented names of the samples in every other article among them."""
    invented = authority.invented
    if not invented:
        return withheld
    own = {head.id: withheld.get(head.id, frozenset()) for head in heads}
    return own | {head.id: own[head.id] | invented for head in heads if not head.sample}
