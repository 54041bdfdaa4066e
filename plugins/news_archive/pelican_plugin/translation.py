"""The English interface: the catalogue ``theme/locale/en.po`` (gettext, read by Babel) as a script for the pages.

Arabic is the language of the templates, so a message's id is its Arabic text. Three kinds of messages:

- plain ones, whose id is the whole text of a label;
- ones with holes, ``{1}`` for what is itself translated (a number with its noun, a date), ``{1*}`` for what may stay
  Arabic (a name);
- nouns that are counted, with ``msgctxt "noun"`` and the key of ``wording.NOUNS`` as id: their two English forms.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from ..errors import ConfigurationError
from .wording import ARAB_MONTHS, LEVANT_MONTHS, NONE, NOUNS

_HOLE: Final = re.compile(r"\{\d\*?\}")
_ENGLISH_MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip


def read_catalogue(path: Path) -> dict[str, Any]:
    """Return what the pages' script needs: exact texts, patterns, counted nouns, months.

    Raises ConfigurationError for a file that is no catalogue or a noun that is not known.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            messages = list(read_po(file, abort_invalid=True))
    except (OSError, PoFileError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"not a catalogue: {error}", file=str(path)) from error
    exact: dict[str, str] = {}
    patterns: list[tuple[str, str]] = []
    nouns = []
    for message in messages:
        if not message.id or not message.string:
            continue
        if message.context == "noun":
            key = message.id[0]
            if key not in NOUNS:
                raise ConfigurationError(f"no noun {key!r} is counted; there are {', '.join(NOUNS)}", file=str(path))
            nouns.append(([*NOUNS[key], NONE.get(key, "")], list(message.string)))
            continue
        arabic, english = str(message.id), str(message.string)
        if _HOLE.search(arabic):
            patterns.append((arabic, english))
        else:
            exact[arabic] = english
    patterns.sort(key=lambda pair: (-len(_HOLE.sub("", pair[0])), pair[0]))  # the most said first
    months = {
        name: _ENGLISH_MONTHS[number] for names in (LEVANT_MONTHS, ARAB_MONTHS) for number, name in enumerate(names)
    }
    return {"exact": exact, "patterns": patterns, "nouns": nouns, "months": months}


def english_script(path: Path) -> bytes:
    """Return the catalogue as a classic script, which loads from a disk, too."""
    text = json.dumps(read_catalogue(path), ensure_ascii=False, separators=(",", ":"))
    return f'NewsArchive.give("en",{text});\n'.encode()
