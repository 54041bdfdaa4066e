"""Where the tests of quality find the data that is not part of this project, and how they read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("NEWS_ARCHIVE_DATA", Path(__file__).parent / "quality" / "data"))


def find_data(name: str) -> Path:
    """Return the path of a data file; skip the test, naming the file, where it is not there."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return path
