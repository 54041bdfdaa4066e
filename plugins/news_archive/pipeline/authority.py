"""The authority file, remembered once it was found to be right."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import msgspec

from .. import entities
from ..entities import Authority
from ..models import Entity
from ..settings import Settings
from ..store import Store, digest
from .prints import code_fingerprint, fingerprint_folders, fingerprint_settings


def recall_authority(content: Path, settings: Settings, store: Store, fresh: bool) -> Authority:
    """Return the authority file, remembered once it was found to be right: to read and check it is a tenth of a second."""
    folder = content / "entities"
    fingerprint = digest(
        code_fingerprint("entities"),
        fingerprint_settings(settings.entities),
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
