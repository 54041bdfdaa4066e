"""What each stage's memory is kept under: digests of code, settings and the editor's files."""

from __future__ import annotations

from pathlib import Path

import msgspec

from .. import clean
from ..corrections import Corrections
from ..settings import Settings
from ..store import digest, fingerprint_files

PACKAGE = Path(__file__).parents[1]
_COMMON = (
    "models.py",
    "arrays.py",
    "settings.py",
    "analyse.py",
    "vocabulary.py",
    "words.py",
    "corpus",
    "streamed.py",
    "spool.py",
    "store.py",
    "arabic",
)


def code_fingerprint(*names: str) -> bytes:
    """Return the digest of the named modules and packages of this package, with the shared base."""
    files: list[Path] = []
    for name in (*_COMMON, *names):
        path = PACKAGE / name
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return fingerprint_files(files)


def fingerprint_settings(*sections: object) -> bytes:
    return msgspec.json.encode(sections, order="sorted")


def fingerprint_folders(*paths: Path) -> bytes:
    files = [f for path in paths for f in (sorted(path.rglob("*")) if path.is_dir() else [path]) if f.is_file()]
    return digest(*(part for f in files for part in (f.name.encode(), f.read_bytes())))


def fingerprint_records(
    content: Path, settings: Settings, corrected: Corrections, *, apart: clean.CleaningRules | None = None
) -> bytes:
    """Return the digest of all that the outcome of a record depends on beside the record.

    Rules that are ``apart`` are left out but for the places they know: ``CleaningRules.print_of`` stands for what they
    say of one source.
    """
    return digest(
        code_fingerprint("source", "clean", "corrections"),
        fingerprint_settings(settings.source, settings.clean),
        fingerprint_folders(content / "sources.toml") if apart is None else repr(sorted(apart.places)).encode(),
        corrected.fingerprint,
    )
