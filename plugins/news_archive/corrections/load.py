"""Read ``content/corrections/*.toml``.

[[correct]]                       # one field of one article
id = "h92vjfds0t"                 # the name of its page
field = "title"                   # title, author, date, source, url, or text
value = "..."                     # what it should be; "" for no date, no author
old = "..."                       # with field = "text": the words of the cleaned text that value replaces
reason = "..."                    # public
date = 2026-01-31
author = "..."                    # public

[[keep]]                          # what cleaning took out of one article by mistake stays in it
id = "h92vjfds0t"
text = "..."                      # some of the words that were taken out
rule = "repeated_adjacent"        # or all that a rule took out; or what that rule took out with these words
reason, date, author

[[hide]]                          # the page keeps its address and says why it is empty
ids = ["h92vjfds0t"]
reason, date, author
copies = "keep"                   # publish the same text where another source carries it

[[redact]]                        # take a name or a passage out of every article, or of those named
text = "..."
ids = ["h92vjfds0t"]              # optional
variants = true                   # also other spellings, and the article or a particle before the name
whole_words = false               # true: not inside longer words
replacement = "[...]"             # optional
reason, date, author
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Literal, get_args

from ..arabic.field_dates import read_field_date
from ..arabic.tokens import find_tokens
from ..clean.edits import LAYOUT, words_of
from ..clean.names import RULE_NAMES
from ..editor_file import list_editor_files, read_editor_file
from ..errors import ConfigurationError
from ..store import digest
from .redaction import Pattern, compile_redaction

CorrectedField = Literal["title", "author", "date", "source", "url", "text"]
REPLACEMENT: Final = "[محجوب]"
"""What stands where something was redacted."""
_ID: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{10}")
_PAGE_ID: Final = re.compile(r"([0-9a-hjkmnp-tv-z]{10})-[0-9a-f]{10}")
_EDTF: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_COMMON: Final = {"id", "ids", "reason", "date", "author"}
_SHORTEST: Final = 3
"""Letters; a shorter text would take pieces out of other words."""


class Kind(StrEnum):
    CORRECT = "correct"
    KEEP = "keep"
    HIDE = "hide"
    REDACT = "redact"


_KNOWN: Final = {
    Kind.CORRECT: _COMMON | {"field", "value", "old"},
    Kind.KEEP: _COMMON | {"text", "rule"},
    Kind.HIDE: _COMMON | {"copies"},
    Kind.REDACT: _COMMON | {"text", "variants", "whole_words", "replacement"},
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the editor's."""

    kind: Kind
    file: str
    """Path of its file, for messages only."""
    line: int
    ids: tuple[str, ...]
    """Ids of the articles that it is about; empty: all, for a redaction."""
    reason: str
    date: str
    """ISO date of the decision."""
    author: str
    field: CorrectedField | Literal[""] = ""
    value: str = ""
    old: str = ""
    """Words of the cleaned text that ``value`` replaces, or words that were taken out and stay."""
    rule: str = ""
    """Name of the cleaning rule that something is kept from."""
    keep_copies: bool = False
    pattern: Pattern | None = None
    """What a redaction looks for."""
    replacement: str = REPLACEMENT
    key: str = ""
    """Digest of the entry; marks the articles that it changed. Never published."""

    def error(self, message: str) -> ConfigurationError:
        """Return an error that names the entry's place and never what it redacts."""
        return ConfigurationError(message, file=self.file, line=self.line)


@dataclass(frozen=True, slots=True)
class Corrections:
    """All entries, in order of file and line."""

    entries: tuple[Correction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries)

    def of_id(self, name: str) -> list[Correction]:
        """Return the entries that name this article."""
        return [entry for entry in self.entries if name in entry.ids]

    @property
    def redactions(self) -> list[Correction]:
        return [entry for entry in self.entries if entry.kind is Kind.REDACT]

    @property
    def everywhere(self) -> list[Correction]:
        """Redactions of all articles."""
        return [entry for entry in self.redactions if not entry.ids]

    @property
    def hidden(self) -> dict[str, Correction]:
        """Id -> the entry that hides it."""
        return {name: entry for entry in self.entries if entry.kind is Kind.HIDE for name in entry.ids}

    @property
    def fingerprint(self) -> bytes:
        """Digest of what every record's outcome depends on: the redactions of all articles."""
        return digest(*(entry.key.encode() for entry in self.everywhere))

    @property
    def whole_fingerprint(self) -> bytes:
        return digest(*(entry.key.encode() for entry in self.entries))

    def mark(self, name: str) -> bytes:
        """Return a digest of the entries that name this article; b"" when there are none."""
        own = self.of_id(name)
        return digest(*(entry.key.encode() for entry in own)) if own else b""

    @property
    def marks(self) -> list[bytes]:
        """The distinct marks of all ids that any entry names."""
        names = sorted({name for entry in self.entries for name in entry.ids})
        return sorted({self.mark(name) for name in names})


def load_corrections(folder: Path) -> Corrections:
    """Return the entries of ``folder/*.toml``; none where it does not exist.

    Raises ConfigurationError, with file and line, for whatever cannot be meant; its message never holds the words that
    an entry redacts.
    """
    entries: list[Correction] = []
    for path in list_editor_files(folder):
        entries += _read_file(path)
    corrections = Corrections(tuple(entries))
    _check_together(corrections)
    return corrections


def _read_file(path: Path) -> Iterator[Correction]:
    file = read_editor_file(path)
    file.refuse_unknown(tuple(Kind))
    entries = []
    for kind in Kind:
        entries += [_read(kind, table, str(path), line or 1) for table, line in file.entries(kind)]
    yield from sorted(entries, key=lambda entry: entry.line)


def _read(kind: Kind, table: dict[str, Any], file: str, line: int) -> Correction:
    def fault(message: str) -> ConfigurationError:
        return ConfigurationError(message, file=file, line=line)

    unknown = sorted(set(table) - _KNOWN[kind])
    if unknown:
        raise fault(f"[[{kind}]] has no field {unknown[0]!r}; it knows {', '.join(sorted(_KNOWN[kind]))}")
    for name, known in (("reason", "a sentence that everyone may read"), ("author", "who decided it")):
        if not isinstance(table.get(name), str) or not table[name].strip():
            raise fault(f"[[{kind}]] needs {name}: {known}")
    ids = _read_ids(kind, table, fault)
    base: dict[str, Any] = {
        "kind": kind,
        "file": file,
        "line": line,
        "ids": ids,
        "reason": " ".join(table["reason"].split()),
        "date": _read_date(kind, table.get("date"), fault),
        "author": " ".join(table["author"].split()),
        "key": digest(repr(sorted((name, str(value)) for name, value in table.items())).encode()).hex()[:16],
    }
    if kind is Kind.CORRECT:
        return Correction(**base, **_read_correction(table, fault))
    if kind is Kind.KEEP:
        return Correction(**base, **_read_keep(table, fault))
    if kind is Kind.HIDE:
        if table.get("copies", "keep") != "keep":
            raise fault('copies can only be "keep"')
        return Correction(**base, keep_copies="copies" in table)
    return Correction(**base, **_read_redaction(table, base, fault))


def _read_ids(kind: Kind, table: dict[str, Any], fault: Any) -> tuple[str, ...]:
    given = table.get("ids", [table["id"]] if "id" in table else [])
    if "id" in table and "ids" in table:
        raise fault("write id or ids, not both")
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise fault("ids must be a list of article ids")
    ids = []
    for name in given:
        long = _PAGE_ID.fullmatch(name)
        if not long and not _ID.fullmatch(name):
            raise fault(f"{name!r} is not an article's id; it is the name of its page, ten letters and digits")
        ids.append(long[1] if long else name)
    if kind is not Kind.REDACT and not ids:
        raise fault(f"[[{kind}]] needs the id of the article, which is the name of its page")
    if kind in (Kind.CORRECT, Kind.KEEP) and len(ids) != 1:
        raise fault(f"[[{kind}]] is about one article; write one entry for each")
    return tuple(dict.fromkeys(ids))


def _read_date(kind: Kind, value: object, fault: Any) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, str):
        try:
            value = dt.date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, dt.date):
        raise fault(f"[[{kind}]] needs date, the day of the decision, for instance date = 2026-01-31")
    return value.isoformat()


def _read_correction(table: dict[str, Any], fault: Any) -> dict[str, Any]:
    field, value, old = table.get("field"), table.get("value"), table.get("old", "")
    if field not in get_args(CorrectedField):
        raise fault(f"field must be one of {', '.join(get_args(CorrectedField))}")
    if isinstance(value, dt.date):
        value = value.isoformat()[:10]
    if not isinstance(value, str) or not isinstance(old, str):
        raise fault("value must be a text")
    if field == "text":
        value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
    if any(not c.isprintable() for c in value.replace("\n", "")) or ("\n" in value and field != "text"):
        raise fault("value holds a line break or an invisible character")
    if (field == "text") != bool(old):
        raise fault('with field = "text", and only then, old names the words that value replaces')
    if field == "title" and not any(c.isalnum() for c in value):
        raise fault("a title needs a word")
    if field == "date" and value and (not _EDTF.fullmatch(value) or read_field_date(value) != value):
        raise fault(f"{value!r} is no date; write 2015, 2015-07 or 2015-07-20, or nothing for no date")
    return {"field": field, "value": value.strip(), "old": old}


def _read_keep(table: dict[str, Any], fault: Any) -> dict[str, Any]:
    text, rule = table.get("text", ""), table.get("rule", "")
    if not isinstance(text, str) or not isinstance(rule, str):
        raise fault("text and rule must be texts")
    if not rule and len(words_of(text)) < _SHORTEST:
        raise fault("[[keep]] needs text, some of the words that were taken out, or rule, the name of what took them")
    if rule in LAYOUT or (rule and rule not in RULE_NAMES):
        known = ", ".join(sorted(set(RULE_NAMES) - LAYOUT - {"editor_correction"}))
        raise fault(f"{rule!r} is no rule that takes words out; they are {known}")
    return {"old": text, "rule": rule}


def _read_redaction(table: dict[str, Any], base: dict[str, Any], fault: Any) -> dict[str, Any]:
    text, replacement = table.get("text"), table.get("replacement", REPLACEMENT)
    variants, whole = table.get("variants", True), table.get("whole_words", False)
    if not isinstance(text, str) or sum(map(len, find_tokens(text))) < _SHORTEST:
        raise fault(f"[[redact]] needs text, the name or passage, of {_SHORTEST} letters or more")
    if not isinstance(variants, bool) or not isinstance(whole, bool):
        raise fault("variants and whole_words are true or false")
    if not isinstance(replacement, str) or not replacement.strip() or any(not c.isprintable() for c in replacement):
        raise fault("replacement must be a text of one line")
    pattern = compile_redaction(text, variants=variants, whole_words=whole)
    if any(pattern.search(words) for words in (replacement, base["reason"], base["author"])):
        raise fault("the reason, the author or the replacement holds what is redacted; they are public")
    return {"pattern": pattern, "replacement": replacement}


def _check_together(corrections: Corrections) -> None:
    """Refuse entries that contradict each other, and public words that hold what another entry redacts."""
    hidden: dict[str, Correction] = {}
    for entry in corrections.entries:
        for name in entry.ids if entry.kind is Kind.HIDE else ():
            if name in hidden:
                raise entry.error(f"{name} is hidden already at {hidden[name].file}:{hidden[name].line}")
            hidden[name] = entry
    for entry in corrections.entries:
        if entry.kind is not Kind.HIDE and any(name in hidden for name in entry.ids):
            raise entry.error("this article is hidden; nothing else can be changed in it")
    for redaction in corrections.redactions:
        for entry in corrections.entries:
            words = (entry.reason, entry.author, entry.value)
            if redaction.pattern and any(redaction.pattern.search(text) for text in words):
                raise entry.error(f"holds in public words what {redaction.file}:{redaction.line} redacts")
