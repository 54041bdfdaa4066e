"""The editor's ``content/sources.toml``: what a source is called, how its tables are read, what it adds to articles.

[[source]]
id = "aljazirah"                 # as its articles give it
name = "الجزيرة"                 # what pages call it, and what its bylines say
credits = ["مكتب الجزيرة"]       # other names by which its bylines mean itself
same_day = true                  # its articles were collected on their day of issue
date_order = "mdy"               # 03/04/2015 is its 4 March; "dmy": its 3 April, as it is read where nobody says
leave_out = true                 # none of its records is published; each has its line in the ledger

[[rule]]
source = "جريدة المرفأ"          # the paper's name as its articles give it; "*" for all
position = "last"                # first, last (the first or last three lines) or any
line = "تابعونا على موقعنا"      # the whole line; or starts = "..." or ends = "...", which take the line,
                                 # or from = "...", which takes the line from these words on
field = "tags"                   # optional: move the rest of the line there instead of deleting it

places = ["عين الصفصاف"]         # optional, before all tables: more places of datelines
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from ..arabic.dates import DateOrder
from ..editor_file import read_editor_file, tell_unknown
from ..models import Action
from .agencies import credit_key
from .edits import Edit
from .lines import Line, cut_line, first_lines, last_lines, split_lines

NEAR: Final = 3
"""Lines from the start or the end that ``first`` and ``last`` reach."""
_TAG_MARKS: Final = re.compile(r"[،,|#•؛\n]+")
_RULE_NAMES: Final = frozenset(("source", "position", "line", "starts", "ends", "from", "field", "note"))
_SOURCE_NAMES: Final = frozenset(("id", "name", "credits", "same_day", "date_order", "leave_out", "note"))


@dataclass(frozen=True, slots=True)
class Source:
    """A newspaper or site."""

    id: str
    """As its articles give it."""
    name: str
    """What pages call it."""
    keys: frozenset[str]
    """Its names in bylines, as ``credit_key`` gives them."""
    same_day: bool = False
    """Its articles were collected on their day of issue, so the editor says."""
    date_order: DateOrder = ""
    """Which of day and month stands first in a date of numbers, so the editor says; '' where he does not."""
    left_out: bool = False
    """The editor wants none of its records."""


@dataclass(frozen=True, slots=True)
class SourceRule:
    source: str
    position: Literal["first", "last", "any"]
    kind: Literal["line", "starts", "ends", "from"]
    text: str
    field: Literal["", "tags"] = ""

    def matches(self, line: str) -> bool:
        if self.kind == "line":
            return line.strip() == self.text
        if self.kind == "from":
            return self.text in line
        return line.startswith(self.text) if self.kind == "starts" else line.rstrip().endswith(self.text)


@dataclass(frozen=True, slots=True)
class SourcesFile:
    sources: tuple[Source, ...] = ()
    rules: tuple[SourceRule, ...] = ()
    places: tuple[str, ...] = ()


def read_sources(path: Path) -> SourcesFile:
    """Return what the file says, nothing if there is no file; raise ConfigurationError naming the wrong entry."""
    if not path.exists():
        return SourcesFile()
    file = read_editor_file(path)
    file.refuse_unknown(("source", "rule", "table", "places"))
    places = file.tables.get("places", [])
    if not isinstance(places, list) or not all(isinstance(place, str) for place in places):
        raise file.fault("places must be a list of names", file.line_of("places"))
    sources = []
    lines: dict[str, int | None] = {}
    for number, (values, line) in enumerate(file.entries("source"), 1):
        wrong = _fault_of_source(values)
        if wrong:
            raise file.fault(f"source {number}: {wrong}", line)
        if values["id"] in lines:
            raise file.fault(f"source {values['id']!r} stands twice", line)
        lines[values["id"]] = line
        names = [values["id"], values.get("name", ""), *values.get("credits", [])]
        keys = frozenset(map(credit_key, filter(None, names)))
        sources.append(
            Source(
                values["id"],
                values.get("name") or values["id"],
                keys,
                values.get("same_day", False),
                values.get("date_order", ""),
                values.get("leave_out", False),
            )
        )
    rules = []
    for number, (values, line) in enumerate(file.entries("rule"), 1):
        wrong = _fault_of_rule(values)
        if wrong:
            raise file.fault(f"rule {number}: {wrong}", line)
        rules.append(_make_rule(values))
    return SourcesFile(tuple(sources), tuple(rules), tuple(places))


def _fault_of_source(values: Mapping[str, Any]) -> str:
    unknown = sorted(set(values) - _SOURCE_NAMES)
    if unknown:
        return tell_unknown(unknown[0], _SOURCE_NAMES)
    if not isinstance(values.get("id"), str) or not values["id"]:
        return "it needs an id, the name that its articles give"
    if not isinstance(values.get("name", ""), str):
        return "name must be text"
    for name in ("same_day", "leave_out"):
        if not isinstance(values.get(name, False), bool):
            return f"{name} must be true or false"
    if values.get("date_order", "dmy") not in ("dmy", "mdy"):
        return 'date_order must be "dmy" (day, month, year) or "mdy"'
    others = values.get("credits", [])
    return (
        ""
        if isinstance(others, list) and all(isinstance(c, str) for c in others)
        else "credits must be a list of names"
    )


def _fault_of_rule(values: Mapping[str, Any]) -> str:
    unknown = sorted(set(values) - _RULE_NAMES)
    if unknown:
        return tell_unknown(unknown[0], _RULE_NAMES)
    if len(_kinds(values)) != 1:
        return "it needs exactly one of line, starts, ends, from"
    if values.get("position", "last") not in ("first", "last", "any"):
        return "position must be first, last or any"
    if values.get("field", "") not in ("", "tags"):
        return "field can only be tags"
    if not all(isinstance(values.get(name, ""), str) for name in _RULE_NAMES):
        return f"{', '.join(sorted(_RULE_NAMES))} must be text"
    return "" if values.get("source") else "it needs a source"


def _kinds(values: Mapping[str, Any]) -> list[str]:
    return [kind for kind in ("line", "starts", "ends", "from") if str(values.get(kind, "")).strip()]


def _make_rule(values: Mapping[str, Any]) -> SourceRule:
    kind: Any = _kinds(values)[0]
    return SourceRule(values["source"], values.get("position", "last"), kind, values[kind], values.get("field", ""))


def find_source_lines(text: str, rules: tuple[SourceRule, ...]) -> tuple[list[Edit], tuple[str, ...]]:
    """Return the edits that take the lines which one of ``rules`` matches at its position, and the tags they held.

    The last line that is left is never taken.
    """
    ends = last_lines(text, NEAR)
    edits: dict[int, Edit] = {}
    tags: list[str] = []
    for rule in rules:
        if rule.position == "last":
            lines = ends
        elif rule.text not in text:
            continue
        else:
            lines = first_lines(text, NEAR) if rule.position == "first" else split_lines(text)
        for line in lines:
            if line.start in edits or not rule.matches(line.text):
                continue
            if rule.field:
                tags += _read_tags(rule, line)
            action = Action.MOVE if rule.field else None
            at = line.start + line.text.rfind(rule.text)
            if rule.kind == "from" and text[line.start : at].strip():
                edits[line.start] = Edit(at - (text[at - 1] == " "), line.end, "", action)
            else:
                edits[line.start] = cut_line(text, line, action)
    if not edits:
        return [], ()
    return _join(text, [edits[start] for start in sorted(edits)]), tuple(tags)


def _read_tags(rule: SourceRule, line: Line) -> list[str]:
    rest = line.text
    if rule.kind in ("starts", "from"):
        rest = rest[rest.rfind(rule.text) + len(rule.text) :]
    elif rule.kind == "ends":
        rest = rest.rstrip()[: -len(rule.text)]
    return [tag for tag in (part.strip(" .:*-") for part in _TAG_MARKS.split(rest)) if tag]


def _join(text: str, edits: list[Edit]) -> list[Edit]:
    """Return the edits with the break between neighbouring lines taken once, and none where no text would be left."""
    joined: list[Edit] = []
    for edit in edits:
        start = max(edit.start, joined[-1].end) if joined else edit.start
        joined.append(Edit(start, max(start, edit.end), "", edit.action))
    left = len(text) - sum(edit.end - edit.start for edit in joined)
    return joined if left > 0 else joined[1:]
