"""The authority file as a table, for OpenRefine or a spreadsheet, and back.

A row is an entity, a list is joined by ``|``. Read back, only entities that were changed are written anew, each in its
own place in its own file; comments and order stay, except inside a changed entity. New rows go to the file that their
column ``file`` names; a row that is not there changes nothing. A row whose column ``into`` names another entity becomes
part of that one: its names go over, and its page leads on. Nothing is written that would not load.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..errors import ConfigurationError, UsageError
from ..moves import load_moves
from ..settings import Settings
from .authority import load_authority

LISTS: Final = ("aliases", "weak", "adjectives", "cues", "anticues", "not")
COLUMNS: Final = ("file", "id", "type", "name", *LISTS, "identifiers", "note", "into")
"""``identifiers`` is written ``wikidata:Q858`` or, where it is verified, ``wikidata:Q858!``."""
_DELIMITERS: Final = (",", ";", "\t")
"""What stands between two cells; Excel writes semicolons in many countries."""
_NEW: Final = "imported.toml"
_WIDE: Final = 116
_Row = dict[str, str]


def export_table(content: Path) -> str:
    """Return all entities of ``content/entities`` as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for path in sorted((content / "entities").glob("*.toml")):
        writer.writerows(_row(path.name, table) for table, _, _ in _read_blocks(path.read_text(encoding="utf-8-sig")))
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class Imported:
    """How many entities a table changed, added, and made part of others."""

    changed: int
    new: int
    merged: int


def import_table(content: Path, table: Path, settings: Settings) -> Imported:
    """Write the entities of a CSV into ``content/entities``; return what it did.

    Raises UsageError for a table that cannot be read, ConfigurationError for one that would not load; nothing is
    written then.
    """
    rows = _read_rows(table)
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "content"
        shutil.copytree(content / "entities", trial / "entities")
        changed, new = _merge(trial / "entities", [row for row in rows if not row.get("into")])
        merged = {row["id"]: row["into"] for row in rows if row.get("into")}
        _join(trial / "entities", merged)
        try:
            load_authority(trial, settings)
        except ConfigurationError as error:
            said = str(error).replace(str(trial), str(content))
            if " is also a name of " in said:
                said += (
                    "; or, where the two are one, write the id of the one that stays into the column into of the other"
                )
            raise ConfigurationError(said) from error
        for path in sorted((trial / "entities").glob("*.toml")):
            target = content / "entities" / path.name
            if not target.exists() or target.read_bytes() != path.read_bytes():
                shutil.copyfile(path, target)
    _lead_on(content / "moved.toml", merged)
    return Imported(changed, new, len(merged))


def _read_rows(path: Path) -> list[_Row]:
    try:
        with open(path, encoding="utf-8-sig", newline="") as handle:
            first = handle.readline()
            handle.seek(0)
            reader = csv.DictReader(handle, delimiter=max(_DELIMITERS, key=first.count))
            missing = [name for name in ("id", "type", "name") if name not in (reader.fieldnames or ())]
            if missing:
                raise UsageError(f"{path} has no column {missing[0]!r}; it needs id, type and name")
            unknown = [name for name in reader.fieldnames or () if name not in COLUMNS]
            if unknown:
                raise UsageError(f"{path} has a column {unknown[0]!r}; known are {', '.join(COLUMNS)}")
            rows = [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]
            return [row for row in rows if any(row.values())]
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8; save it as CSV UTF-8") from error
    except (OSError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read as CSV: {error}") from error


def _read_blocks(text: str) -> list[tuple[dict[str, Any], int, int]]:
    """Return each entity with the characters ``start:end`` that it takes in the file."""
    tables: list[dict[str, Any]] = tomllib.loads(text).get("entity", [])
    starts, place = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip() == "[[entity]]":
            starts.append(place)
        place += len(line)
    if len(starts) != len(tables):
        raise ConfigurationError("each entity must begin with a line [[entity]] of its own")
    blocks = []
    for table, start, end in zip(tables, starts, [*starts[1:], len(text)], strict=True):
        lines = text[start:end].splitlines(keepends=True)
        while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
            lines.pop()  # what stands before the next entity belongs to it
        blocks.append((table, start, start + sum(map(len, lines))))
    return blocks


def _merge(folder: Path, rows: list[_Row]) -> tuple[int, int]:
    wanted: dict[str, _Row] = {}
    for row in rows:
        if not row["id"] or row["id"] in wanted:
            raise UsageError(f"the id {row['id']!r} stands twice in the table" if row["id"] else "a row has no id")
        wanted[row["id"]] = row
    changed = 0
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8-sig")
        for table, start, end in reversed(_read_blocks(text)):
            if table.get("id") not in wanted:
                continue
            row = wanted.pop(table["id"])
            full = {**_row(path.name, table), **{name: value for name, value in row.items() if name != "file"}}
            if full != _row(path.name, table):
                text = text[:start] + _block(full) + text[end:]
                changed += 1
        path.write_text(text, encoding="utf-8")
    for row in wanted.values():
        path = folder / (Path(row.get("file", "")).name or _NEW)
        if path.suffix != ".toml":
            raise UsageError(f"{row['id']}: the column file must name a .toml, not {path.name!r}")
        text = path.read_text(encoding="utf-8-sig").rstrip("\n") + "\n\n" if path.is_file() else ""
        path.write_text(text + _block({**dict.fromkeys(COLUMNS, ""), **row}), encoding="utf-8")
    return changed, len(wanted)


def _join(folder: Path, merged: Mapping[str, str]) -> None:
    """Take each entity of ``merged`` out of its file and give its names to the one that it is part of."""
    for old, new in merged.items():
        if new in merged:
            raise UsageError(f"{old}: it cannot go into {new}, which goes into {merged[new]} itself; name that one")
        table = _take(folder, old)
        found = _find(folder, new)
        if table is None or found is None:
            missing = new if table is not None else old
            raise UsageError(f"{old}: there is no entity {missing!r}; the column into holds the id of another one")
        path, own, start, end = found
        names = {own["name"], *own.get("aliases", []), *own.get("weak", [])}
        more = {"aliases": [table["name"], *table.get("aliases", [])], "weak": table.get("weak", [])}
        row = _row(path.name, own)
        for name in LISTS:
            given = more.get(name, table.get(name, []))
            held = names if name in more else set(own.get(name, []))
            row[name] = "|".join((*own.get(name, []), *(text for text in dict.fromkeys(given) if text not in held)))
        text = path.read_text(encoding="utf-8-sig")
        path.write_text(text[:start] + _block(row) + text[end:], encoding="utf-8")


def _find(folder: Path, slug: str) -> tuple[Path, dict[str, Any], int, int] | None:
    """Return the file, table and place of an entity."""
    for path in sorted(folder.glob("*.toml")):
        for table, start, end in _read_blocks(path.read_text(encoding="utf-8-sig")):
            if table.get("id") == slug:
                return path, table, start, end
    return None


def _take(folder: Path, slug: str) -> dict[str, Any] | None:
    """Take an entity out of its file and return it."""
    found = _find(folder, slug)
    if found is None:
        return None
    path, table, start, end = found
    text = path.read_text(encoding="utf-8-sig")
    path.write_text((text[:start] + text[end:].lstrip("\n")).rstrip("\n") + "\n", encoding="utf-8")
    return table


def _lead_on(path: Path, merged: Mapping[str, str]) -> None:
    """Let the pages of names that became part of others lead on to theirs."""
    known = load_moves(path)
    entries = [
        f'[[moved]]\nfrom = "e/{old}"\nto = "e/{new}"\n' for old, new in merged.items() if f"e/{old}" not in known
    ]
    if entries:
        text = path.read_text(encoding="utf-8-sig").rstrip("\n") + "\n\n" if path.is_file() else ""
        path.write_text(text + "\n".join(entries), encoding="utf-8")


def _row(file: str, table: Mapping[str, Any]) -> _Row:
    identifiers = []
    for scheme, given in sorted(table.get("identifiers", {}).items()):
        value, verified = (given["value"], given.get("verified")) if isinstance(given, dict) else (given, False)
        identifiers.append(f"{scheme}:{value}{'!' if verified is True else ''}")
    return {
        "file": file,
        **{name: str(table.get(name, "")) for name in ("id", "type", "name")},
        **{name: "|".join(table.get(name, [])) for name in LISTS},
        "identifiers": "|".join(identifiers),
        "note": str(table.get("note", "")),
        "into": "",
    }


def _block(row: Mapping[str, str]) -> str:
    """Return one entity as TOML."""
    lines = ["[[entity]]", *(f"{name} = {_quote(row[name])}" for name in ("id", "type", "name"))]
    for name in LISTS:
        items = [item.strip() for item in row.get(name, "").split("|") if item.strip()]
        if items:
            lines.append(_list(name, items))
    if row.get("note"):
        lines.append(f"note = {_quote(row['note'])}")
    identifiers = [item.strip() for item in row.get("identifiers", "").split("|") if item.strip()]
    if identifiers:
        lines.append("[entity.identifiers]")
        for item in identifiers:
            scheme, _, value = item.partition(":")
            verified = "true" if value.endswith("!") else "false"
            lines.append(f"{_quote(scheme)} = {{value = {_quote(value.rstrip('!'))}, verified = {verified}}}")
    return "\n".join(lines) + "\n"


def _list(name: str, items: list[str]) -> str:
    line = f"{name} = [{', '.join(map(_quote, items))}]"
    if len(line) <= _WIDE:
        return line
    return f"{name} = [\n" + "".join(f"    {_quote(item)},\n" for item in items) + "]"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
