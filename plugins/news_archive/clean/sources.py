"""Rules that hold for one source at one position, from ``content/sources.toml``.

[[rule]]
source = "جريدة المرفأ"          # the paper's name as its articles give it; "*" for all
position = "last"                # first, last (the first or last three lines) or any
line = "تابعونا على موقعنا"      # the whole line; or starts = "...", or ends = "..."
field = "tags"                   # optional: move the rest of the line there instead of deleting it
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..errors import ConfigurationError
from ..models import Action
from .edits import Edit
from .lines import cut_lines, split_lines

NEAR = 3
"""Lines from the start or the end that ``first`` and ``last`` reach."""


@dataclass(frozen=True, slots=True)
class SourceRule:
    source: str
    position: Literal["first", "last", "any"]
    kind: Literal["line", "starts", "ends"]
    text: str
    field: Literal["", "tags"] = ""

    def matches(self, line: str) -> bool:
        if self.kind == "line":
            return line.strip() == self.text
        return line.startswith(self.text) if self.kind == "starts" else line.rstrip().endswith(self.text)


def load_source_rules(path: Path) -> tuple[SourceRule, ...]:
    """Return the rules of the file, none if there is no file; raise ConfigurationError naming the wrong one."""
    if not path.exists():
        return ()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"not TOML: {error}", file=str(path)) from error
    rules = []
    for number, values in enumerate(found.get("rule", []), 1):
        kinds = [kind for kind in ("line", "starts", "ends") if str(values.get(kind, "")).strip()]
        unknown = set(values) - {"source", "position", "line", "starts", "ends", "field", "note"}
        position, field = values.get("position", "last"), values.get("field", "")
        wrong = (
            f"unknown name {sorted(unknown)[0]!r}"
            if unknown
            else "it needs exactly one of line, starts, ends"
            if len(kinds) != 1
            else "position must be first, last or any"
            if position not in ("first", "last", "any")
            else "field can only be tags"
            if field not in ("", "tags")
            else "it needs a source"
            if not values.get("source")
            else ""
        )
        if wrong:
            raise ConfigurationError(f"rule {number}: {wrong}", file=str(path))
        rules.append(SourceRule(values["source"], position, kinds[0], values[kinds[0]], field))  # type: ignore[arg-type]
    return tuple(rules)


def find_source_lines(text: str, rules: tuple[SourceRule, ...]) -> list[Edit]:
    """Return the edits that take the lines which one of ``rules`` matches at its position."""
    lines = split_lines(text)
    edits: list[Edit] = []
    for number, line in enumerate(lines):
        places = (
            {"any"} | ({"first"} if number < NEAR else set()) | ({"last"} if number >= len(lines) - NEAR else set())
        )
        rule = next((r for r in rules if r.position in places and r.matches(line.text)), None)
        if rule is not None and len(lines) > len(edits) + 1:
            edits.append(cut_lines(lines, number, number, Action.MOVE if rule.field else None))
    merged: list[Edit] = []
    for edit in edits:  # neighbouring lines: the break between them is taken once
        start = max(edit.start, merged[-1].end) if merged else edit.start
        merged.append(Edit(start, edit.end, "", edit.action))
    return merged
