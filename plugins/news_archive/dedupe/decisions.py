"""What the editor decided about copies, from ``content/duplicates.toml``.

[[merge]]                 # these are one story, whatever the texts say
ids = ["h92vjfds0t", "0k3m..."]
main = "h92vjfds0t"       # optional: whose text is the page
reason = "..."

[[split]]                 # these are never one story
ids = ["...", "..."]
reason = "..."
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final

from ..errors import ConfigurationError

_ID: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{10}(?:-[0-9a-f]{10})?")


@dataclass(frozen=True, slots=True)
class Decision:
    ids: tuple[str, ...]
    main: str
    """Id whose text is the page, or ''."""
    reason: str
    origin: str = "content/duplicates.toml"
    """File and line, for messages."""


@dataclass(frozen=True, slots=True)
class Decisions:
    merge: tuple[Decision, ...] = ()
    split: tuple[Decision, ...] = ()


def load_decisions(path: Path) -> Decisions:
    """Return the editor's decisions; none if there is no file. Raise ConfigurationError naming file and line."""
    if not path.exists():
        return Decisions()
    text = path.read_text(encoding="utf-8")
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"not TOML: {error}", file=str(path)) from error
    unknown = set(found) - {"merge", "split"}
    if unknown:
        raise ConfigurationError(f"unknown table {sorted(unknown)[0]!r}; it knows merge and split", file=str(path))
    decisions = Decisions(*(tuple(_read(found.get(kind, []), kind, text, path)) for kind in ("merge", "split")))
    for merge in decisions.merge:
        for split in decisions.split:
            both = sorted(set(merge.ids) & set(split.ids))
            if len(both) > 1:
                raise ConfigurationError(f"{both[0]} and {both[1]} are merged and split; keep one", file=str(path))
    return decisions


def _read(tables: object, kind: str, text: str, path: Path) -> list[Decision]:
    header = re.compile(rf"\s*\[\[\s*{kind}\s*\]\]\s*(?:#.*)?")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if header.fullmatch(line)]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigurationError(f"write [[{kind}]], with two brackets, above each decision", file=str(path))
    decisions = []
    for table, line in zip_longest(tables, lines if len(lines) == len(tables) else []):
        ids, main, reason = table.get("ids", []), table.get("main", ""), table.get("reason", "")
        wrong = [name for name in ids if not _ID.fullmatch(str(name))] if isinstance(ids, list) else []
        if wrong:
            what = f"{wrong[0]!r} is not an article's id; it is the name of its page, ten letters and digits"
            raise ConfigurationError(what, file=str(path), line=line)
        if not isinstance(ids, list) or len(set(map(str, ids))) < 2:
            raise ConfigurationError(
                f"a {kind} needs ids, a list of two or more article ids", file=str(path), line=line
            )
        if main and main not in ids:
            raise ConfigurationError(f"main {main!r} is not one of the ids", file=str(path), line=line)
        if not str(reason).strip():
            raise ConfigurationError(f"a {kind} needs a reason; the page shows it", file=str(path), line=line)
        origin = f"{path.parent.name}/{path.name}" + (f":{line}" if line else "")
        decisions.append(Decision(tuple(map(str, ids)), str(main), str(reason).strip(), origin))
    return decisions
