"""A built site as its data files tell it; what ``check``, ``report`` and ``suggest`` read. Pelican is not needed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import UsageError


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """The folder of a built site."""

    folder: Path

    @classmethod
    def open(cls, folder: Path) -> BuiltSite:
        """Return the site in ``folder``; raise UsageError if there is none."""
        if not (folder / "data" / "ledger.jsonl.gz").is_file():
            raise UsageError(f"{folder} holds no built site; run `invoke build` first, or name it with --output")
        return cls(folder)

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a data file; raise UsageError if it cannot be read."""
        try:
            with gzip.open(self.folder / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
                yield from map(json.loads, lines)
        except (OSError, EOFError, ValueError) as error:
            raise UsageError(f"data/{name}.jsonl.gz cannot be read: {error}") from error

    def pages(self) -> list[str]:
        """Return the paths of all HTML pages, sorted."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))

    def files(self) -> list[str]:
        """Return the paths of all files, sorted."""
        paths = (path for path in self.folder.rglob("*") if not path.is_dir() or path.is_symlink())
        return sorted(path.relative_to(self.folder).as_posix() for path in paths)
