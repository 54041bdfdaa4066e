"""The settings file, and what is told of one that does not run: its line, and the name that may have been meant."""

from __future__ import annotations

import runpy
import traceback
from pathlib import Path
from typing import Any

from ..errors import ArchiveError, ConfigurationError
from ..settings import read_settings


def run_settings(path: Path) -> dict[str, Any]:
    """Return the names of a settings file; raise ConfigurationError for one that does not run."""
    try:
        return runpy.run_path(str(path))
    except ArchiveError:
        raise
    except Exception as error:
        raise explain(error, path) from error


def explain(error: Exception, path: Path) -> ConfigurationError:
    """Return what an editor is told of a settings file that raised ``error``.

    A name of NEWS_ARCHIVE that does not exist is the reason more often than what came of it further down.
    """
    line = error.lineno if isinstance(error, SyntaxError) else None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == str(path):
            line = number
            given = frame.f_globals.get("NEWS_ARCHIVE")
            try:
                read_settings(given or {})
            except ArchiveError as reason:
                return ConfigurationError(f"{reason} (seen in line {number})", file=str(path))
    if isinstance(error, KeyError):
        return ConfigurationError(f"there is no {error} where this line looks for it", file=str(path), line=line)
    what = error.msg if isinstance(error, SyntaxError) else str(error)
    return ConfigurationError(f"{type(error).__name__}: {what}", file=str(path), line=line)
