"""Read a TOML file that the editor owns, so that every complaint about it names the line and what to do."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .errors import ConfigurationError

_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_CURLY: Final = "“”„‟‘’«»"


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

    def line_of(self, name: str) -> int | None:
        """Return the first line that begins with a name or a table of that name, None if none does."""
        begins = re.compile(rf"\s*(?:\[\[?\s*)?[\"']?{re.escape(name)}[\"']?\s*(?:[\]=.]|$)")
        return next((number for number, line in enumerate(self.text.splitlines(), 1) if begins.match(line)), None)


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
        value = here.partition("=")[2].strip()
        if value[:1] and value[0] in _CURLY:
            message += f'; a text stands between straight quotation marks, "…", not {value[0]}'
        if "Illegal character '\\n'" in message:
            message = "not TOML: a quotation mark of this line is not closed"
        raise ConfigurationError(message, file=str(path), line=line) from error


def list_editor_files(folder: Path) -> list[Path]:
    """Return the TOML files of a folder by name.

    Raises ConfigurationError for one that would not be read because an editor of texts named it ``x.toml.txt``.
    """
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if ".toml" in path.name.lower() and path.suffix != ".toml" and not path.name.startswith("."):
            name = path.name[: path.name.lower().index(".toml")]
            raise ConfigurationError(f"this file is not read under that name; call it {name}.toml", file=str(path))
    return sorted(folder.glob("*.toml"))
