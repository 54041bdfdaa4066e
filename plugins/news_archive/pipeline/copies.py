"""The stage dedupe with its memory."""

from __future__ import annotations

from .. import dedupe, entities
from ..corpus import Intake
from ..entities import Authority
from ..models import Duplicates
from ..settings import Settings
from ..store import Store, digest
from .prints import code_fingerprint, fingerprint_settings
from .taking_in import PreparedInput


def find_copies(
    intake: Intake,
    settings: Settings,
    authority: Authority,
    decisions: dedupe.Decisions,
    store: Store,
    names: bytes,
    fresh: bool,
    prepared: PreparedInput | None,
) -> Duplicates:
    """``names`` stands for what the authority knows. What texts have in common is remembered whatever that is."""
    fingerprint = digest(code_fingerprint("dedupe"), fingerprint_settings(settings.dedupe))
    found = None if fresh else store.read("dedupe", fingerprint)
    known = found[0] if found else prepared.overlaps(settings.dedupe) if prepared else None
    duplicates, state = dedupe.find_duplicates(
        intake.corpus,
        settings.dedupe,
        is_name=entities.NameTest(authority),
        decisions=decisions,
        previous=known,
        names=names,
    )
    if found is None or not intake.unchanged or found[0]["names"].tobytes() != names:
        store.write("dedupe", fingerprint, state, {})
    return duplicates
