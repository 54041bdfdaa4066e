"""Addresses that were published and lead elsewhere now, from ``content/moved.toml``.

[[moved]]
from = "a/86nkkbf4x1"    # a page that was published: an article's, or a name's (e/...)
to = "a/h92vjfds0t"      # the page that stands for it
note = "..."             # optional, for yourself

The id of an article without an address follows its text, and a name's page is called after its id. Whoever cited the old
one is led on. The file is the editor's, so that a build from nothing leads on as a build in steps does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .editor_file import read_editor_file, tell_unknown
from .errors import ConfigurationError

FILE: Final = "moved.toml"
_NAMES: Final = frozenset(("from", "to", "note"))
_ADDRESS: Final = re.compile(
    r"(?:\./)?(?:(a/)?([0-9a-hjkmnp-tv-z]{10}(?:-[0-9a-f]{10})?)|(e/[a-z0-9]+(?:-[a-z0-9]+)*))(?:\.html)?"
)


@dataclass(frozen=True, slots=True)
class Move:
    """One entry; addresses are paths without ``.html``."""

    old: str
    new: str
    origin: str
    """File and line, for messages."""


def load_moves(path: Path) -> dict[str, Move]:
    """Return the moves by old address, none if there is no file, each leading to where the last of its chain leads.

    Raises ConfigurationError, with file and line, for what is no address, an address that moves twice, and a circle.
    """
    if not path.exists():
        return {}
    file = read_editor_file(path)
    file.refuse_unknown(("moved",))
    moves: dict[str, Move] = {}
    lines: dict[str, int | None] = {}
    for table, line in file.entries("moved"):
        unknown = sorted(set(table) - _NAMES)
        if unknown:
            raise file.fault(f"a moved: {tell_unknown(unknown[0], _NAMES)}", line)
        old, new = (_read_address(table.get(name)) for name in ("from", "to"))
        if not old or not new:
            name = "to" if old else "from"
            raise file.fault(f"a moved needs {name}, the address of a page: a/86nkkbf4x1 or e/salma-haddad", line)
        if old in moves:
            raise file.fault(f"{old} is led on already in line {lines[old]}; keep one", line)
        moves[old], lines[old] = Move(old, new, f"content/{FILE}" + (f":{line}" if line else "")), line
    return {old: Move(old, _follow(old, moves, lines, path), move.origin) for old, move in moves.items()}


def _read_address(given: object) -> str:
    found = _ADDRESS.fullmatch(given.strip()) if isinstance(given, str) else None
    return "" if found is None else found[3] or f"a/{found[2]}"


def _follow(old: str, moves: Mapping[str, Move], lines: Mapping[str, int | None], path: Path) -> str:
    seen = {old}
    new = moves[old].new
    while new in moves:
        if new in seen:
            raise ConfigurationError(f"{old} leads back to itself", file=str(path), line=lines[old])
        seen.add(new)
        new = moves[new].new
    if new == old:
        raise ConfigurationError(f"{old} leads back to itself", file=str(path), line=lines[old])
    return new
