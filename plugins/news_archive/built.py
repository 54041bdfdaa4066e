"""A built site as its data files tell it; what ``check``, ``report`` and ``suggest`` read. Pelican is not needed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import UsageError
from .parts import FOLDER


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

    @property
    def folders(self) -> list[str]:
        """The site's own folder and those of its parts, each with a slash or ''."""
        return ["", *(f"{FOLDER}/{path.name}/" for path in sorted((self.folder / FOLDER).glob("*")))]

    def rows(self, name: str, folder: str = "") -> Iterator[dict[str, Any]]:
        """Yield the rows of a data file, or of those of all parts; raise UsageError if it cannot be read."""
        file = f"data/{name}.jsonl.gz"
        whole = folder or (self.folder / file).is_file() or len(self.folders) == 1
        for place in [folder + file] if whole else [below + file for below in self.folders[1:]]:
            try:
                with gzip.open(self.folder / place, "rt", encoding="utf-8", newline="\n") as lines:
                    yield from map(json.loads, lines)
            except (OSError, EOFError, ValueError) as error:
                raise UsageError(f"{place} cannot be read: {error}") from error

    def article(self, name: str) -> str:
        """Return the path of an article's page; in an archive in parts, where it stands."""
        path = f"a/{name}.html"
        return next((folder + path for folder in self.folders if (self.folder / (folder + path)).is_file()), path)

    def pages(self) -> list[str]:
        """Return the paths of all HTML pages, sorted."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html"))

    def files(self) -> list[str]:
        """Return the paths of all files, sorted."""
        paths = (path for path in self.folder.rglob("*") if not path.is_dir() or path.is_symlink())
        return sorted(path.relative_to(self.folder).as_posix() for path in paths)
