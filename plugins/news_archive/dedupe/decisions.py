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
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..editor_file import EditorFile, read_editor_file, tell_unknown

_ID: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{10}(?:-[0-9a-f]{10})?")
_NAMES: Final = {"merge": {"ids", "main", "reason", "note"}, "split": {"ids", "reason", "note"}}


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
    file = read_editor_file(path)
    file.refuse_unknown(("merge", "split"))
    decisions = Decisions(*(tuple(_read(file, kind)) for kind in ("merge", "split")))
    for merge in decisions.merge:
        for split in decisions.split:
            both = sorted(set(merge.ids) & set(split.ids))
            if len(both) > 1:
                line = split.origin.rpartition(":")[2]
                what = f"{both[0]} and {both[1]} are merged and split; keep one"
                raise file.fault(what, int(line) if line.isdecimal() else None)
    return decisions


def _read(file: EditorFile, kind: str) -> list[Decision]:
    path, decisions = file.path, []
    for table, line in file.entries(kind):
        unknown = sorted(set(table) - _NAMES[kind])
        if unknown:
            raise file.fault(f"a {kind}: {tell_unknown(unknown[0], _NAMES[kind])}", line)
        ids, main, reason = table.get("ids", []), table.get("main", ""), table.get("reason", "")
        wrong = [name for name in ids if not _ID.fullmatch(str(name))] if isinstance(ids, list) else []
        if wrong:
            what = f"{wrong[0]!r} is not an article's id; it is the name of its page, ten letters and digits"
            raise file.fault(what, line)
        if not isinstance(ids, list) or len(set(map(str, ids))) < 2:
            raise file.fault(f"a {kind} needs ids, a list of two or more article ids", line)
        if main and main not in ids:
            raise file.fault(f"main {main!r} is not one of the ids", line)
        if not str(reason).strip():
            raise file.fault(f"a {kind} needs a reason; the page shows it", line)
        origin = f"{path.parent.name}/{path.name}" + (f":{line}" if line else "")
        decisions.append(Decision(tuple(map(str, ids)), str(main), str(reason).strip(), origin))
    return decisions
