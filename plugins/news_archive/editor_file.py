"""Read a TOML file that the editor owns, so that every complaint about it names the line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .errors import ConfigurationError

_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_ENTRY: Final = re.compile(rb"^[ \t]*\[\[", re.MULTILINE)
_CURLY: Final = "“”„‟‘’«»"
_DAY: Final = re.compile(r"\d{1,4}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{1,4}(?!\w)")
_TRUTH: Final = re.compile(r"(?i:true|yes|on|false|no|off)\b")


@dataclass(frozen=True, slots=True)
class EditorFile:
    """What a file says, and where."""

    path: Path
    tables: dict[str, Any]
    text: str

    def fault(self, message: str, line: int | None = None) -> ConfigurationError:
        """Return the complaint about this file."""
        return ConfigurationError(message, file=str(self.path), line=line)

    def entries(self, name: str) -> list[tuple[dict[str, Any], int | None]]:
        """Return each ``[[name]]`` with its line, which is None where it is not told from another's.

        Raises ConfigurationError where ``name`` is no list of tables.
        """
        tables = self.tables.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise self.fault(f"write [[{name}]], with two brackets, above each entry", self.line_of(name))
        header = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]\s*(?:#.*)?")
        lines = [number for number, line in enumerate(self.text.splitlines(), 1) if header.fullmatch(line)]
        if len(lines) != len(tables):
            return [(table, None) for table in tables]
        return list(zip(tables, lines, strict=True))

    def refuse_unknown(self, known: Sequence[str]) -> None:
        """Raise ConfigurationError for a name at the head of the file, or of a table, that is not one of these."""
        unknown = sorted(set(self.tables) - set(known))
        if unknown:
            *others, last = known
            listed = f"{', '.join(others)} and {last}" if others else last
            raise self.fault(f"unknown name {unknown[0]!r}; it knows {listed}", self.line_of(unknown[0]))

    def line_of(self, name: str) -> int | None:
        """Return the first line that begins with a name or a table of that name, None if none does."""
        begins = re.compile(rf"\s*(?:\[\[?\s*)?[\"']?{re.escape(name)}[\"']?\s*(?:[\]=.]|$)")
        return next((number for number, line in enumerate(self.text.splitlines(), 1) if begins.match(line)), None)


def tell_unknown(name: str, known: Iterable[str]) -> str:
    """Return the complaint about a name in an entry; TOML takes what follows a table for the table's.

    >>> tell_unknown("exclude", {"name", "id"})
    "unknown name 'exclude'; it knows id, name"
    """
    if name == "places":
        return f"unknown name {name!r}; it stands at the head of the file, above all tables"
    return f"unknown name {name!r}; it knows {', '.join(sorted(known))}"


def read_editor_file(path: Path) -> EditorFile:
    """Return the file; raise ConfigurationError with its line if it is no TOML or not UTF-8."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors put a mark before it
    except UnicodeDecodeError as error:
        raise ConfigurationError("not UTF-8; save it as UTF-8", file=str(path)) from error
    try:
        return EditorFile(path, tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else None
        message = f"not TOML: {_LINE.sub('', str(error)).strip()}"
        here = text.splitlines()[line - 1] if line and line <= len(text.splitlines()) else ""
        message += _hint(here.partition("=")[2].strip())
        if "Illegal character '\\n'" in message:
            message = "not TOML: a quotation mark of this line is not closed"
        raise ConfigurationError(message, file=str(path), line=line) from error


def _hint(value: str) -> str:
    """Return what the value of a line that is no TOML was probably meant to be.

    >>> _hint("هالة"), _hint("[h92vjfds0t]"), _hint('"a" b')
    ('; a text stands between quotation marks, "…"', '; a text stands between quotation marks, "…"', '')
    >>> _hint("26.11.2026"), _hint("True")
    ('; a date is written 2026-11-26', '; it is true or false, in small letters')
    """
    first = value.lstrip("[{ \t")
    if first[:1] and first[0] in _CURLY:
        return f'; a text stands between straight quotation marks, "…", not {first[0]}'
    if _DAY.match(value):
        return "; a date is written 2026-11-26"
    if _TRUTH.match(value):
        return "; it is true or false, in small letters"
    word = re.match(r"\w+", first)
    if word and any(c.isalpha() for c in word[0]):
        return '; a text stands between quotation marks, "…"'
    return ""


def list_editor_files(folder: Path) -> list[Path]:
    """Return the TOML files of a folder by name.

    Raises ConfigurationError for one that would not be read because an editor of texts named it ``x.toml.txt`` or ``x.txt``.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix == ".toml" or path.name.startswith(".") or not path.is_file():
            continue
        at = path.name.lower().find(".toml")
        if at >= 0 or _ENTRY.search(path.read_bytes()):
            name = path.name[:at] if at >= 0 else path.stem
            raise ConfigurationError(f"this file is not read under that name; call it {name}.toml", file=str(path))
    return sorted(folder.glob("*.toml"))
