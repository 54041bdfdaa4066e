"""What a build was asked for, and where its things are when nothing else is said."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import xxhash

from ..errors import ConfigurationError

ROOT: Final = Path(__file__).resolve().parents[3]
"""The project: where pelicanconf.py, theme/ and plugins/ stand."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What ``invoke build`` was asked for."""

    source: tuple[Path, ...] = ()
    """Folders and files that replace the default sources."""
    prepared: Path | None = None
    """A folder that ``prepare`` left, in place of sources."""
    output: Path | None = None
    siteurl: str | None = None
    strict: bool = False
    """End with exit code 1 when a record was rejected."""
    fresh: bool = False
    """Use nothing that is remembered."""
    jobs: int = 0
    """Worker processes; 0 means one per processor."""
    settings: Path | None = None
    """A Pelican settings file instead of the project's ``pelicanconf.py``."""
    quiet: bool = False
    zip: bool = False
    """Add the whole site as one file."""
    parquet: bool = False
    """Add the data files as Parquet; needs pyarrow."""
    parts: str = ""
    """Publish in parts, as ``publish.parts`` says it."""


def cache_folder(output: Path) -> Path:
    """Return the folder that remembers the builds of one output."""
    return Path.cwd() / ".cache" / "builds" / xxhash.xxh3_64_hexdigest(os.fsencode(output.resolve()))


def default_sources(content: Path, *, needed: bool = True) -> list[Path]:
    """Return the folders that raw articles come from when nothing else is said: seeds/ and content/articles/."""
    found = [path for path in (content.parent / "seeds", content / "articles") if path.is_dir()]
    if not found and needed:
        raise ConfigurationError(f"there is neither {content.parent / 'seeds'} nor {content / 'articles'}")
    return found
