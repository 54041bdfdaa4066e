"""Edits to a text, kept as spans over the raw field however many rules touched the same place.

Rules work on the text as the rules before them left it. ``Field.apply`` carries their edits back to raw offsets: an
edit inside what an earlier rule wrote is merged with it into one span, named after the later rule unless the earlier
one removed more. So the spans of a field never overlap, replay to the published text and undo to the raw one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from ..arabic.normal import normalise
from ..arabic.tokens import find_tokens
from ..errors import BuildError
from ..models import Action, FieldName, Keep, Span


class Edit(msgspec.Struct, frozen=True, gc=False):
    """Replace ``[start:end)`` of the current text."""

    start: int
    end: int
    replacement: str = ""
    action: Action | None = None
    """None: ``delete`` where nothing replaces it, else ``replace``."""


@dataclass(slots=True)
class _Change:
    """A span under construction: raw offsets, and where its replacement starts in the current text."""

    start: int
    end: int
    replacement: str
    rule: str
    action: Action


class Field:
    """One raw field and the changes made to it so far."""

    __slots__ = ("_changes", "held", "keep", "may", "name", "raw", "text")

    def __init__(self, name: FieldName, raw: str, may: int = 0, keep: Sequence[Keep] = ()) -> None:
        self.name: FieldName = name
        self.raw = raw
        self.text = raw
        self.may = may
        """What may be in the text, as bits of ``screen.May``."""
        self.keep = keep
        self.held: set[str] = set()
        """Keys of the entries of ``keep`` that held something back."""
        self._changes: list[_Change] = []

    @classmethod
    def resume(cls, name: FieldName, raw: str, spans: Sequence[Span]) -> Field:
        """Return the field as it was when it gave these spans."""
        field = cls(name, raw)
        field.text = replay(raw, spans)
        field._changes = [_Change(s.start, s.end, s.replacement, s.rule, s.action) for s in spans]
        return field

    def apply(self, rule: str, edits: Sequence[Edit]) -> None:
        """Apply sorted, non-overlapping edits of the current text in the name of ``rule``."""
        if self.keep:
            edits = self._hold_back(rule, edits)
        if not edits:
            return
        parts: list[str] = []
        position = 0
        for edit in edits:
            if edit.start < position:
                raise BuildError(f"rule {rule} gave overlapping edits")
            parts += (self.text[position : edit.start], edit.replacement)
            position = edit.end
        parts.append(self.text[position:])
        self._changes = _compose(self._changes, edits, rule)
        self.text = "".join(parts)

    def _hold_back(self, rule: str, edits: Sequence[Edit]) -> list[Edit]:
        """Return the edits without those that take out what the editor keeps."""
        if rule in LAYOUT:
            return list(edits)
        left = []
        for edit in edits:
            words = words_of(self.text[edit.start : edit.end])
            keys = {k.key for k in self.keep if k.rule in ("", rule) and (_hold(k.words, words) or not k.words)}
            self.held |= keys
            if not keys:
                left.append(edit)
        return left

    def spans(self) -> list[Span]:
        """Return the changes as spans over the raw field; one that restores the raw text is no change."""
        return [
            Span(self.name, c.start, c.end, c.rule, c.action, self.raw[c.start : c.end], c.replacement)
            for c in self._changes
            if self.raw[c.start : c.end] != c.replacement
        ]


LAYOUT: Final = frozenset(
    (
        "control_characters", "invisible_characters", "unicode_nfc", "spaces", "line_breaks", "paragraph_breaks", "html_entities",
        "presentation_forms",
    )
)  # fmt: skip
"""Rules that take out no words: without them a text is no text of paragraphs. They are never held back."""


def words_of(text: str) -> str:
    """Return the words of a text as those that the editor wrote are compared with them.

    >>> words_of("اقرأ أيضاً: قصيدة")
    'اقرا ايضا قصيده'
    """
    return " ".join(find_tokens(normalise(text)))


def _hold(some: str, words: str) -> bool:
    """Say whether either of two runs of words holds the other whole; a shorter one than two words holds nothing."""
    if not words or not some:
        return False
    return f" {some} " in f" {words} " or (" " in words and f" {words} " in f" {some} ")


def _compose(changes: list[_Change], edits: Sequence[Edit], rule: str) -> list[_Change]:
    """Carry ``edits`` (offsets of the current text) back over ``changes`` to raw offsets."""
    result: list[_Change] = []
    shift = 0  # raw offset minus current offset, after the changes passed so far
    index = 0
    for edit in edits:
        # changes that end before the edit stay as they are; touching ones too, unless the edit cuts into their text
        while index < len(changes):
            change = changes[index]
            begin = change.start - shift
            end = begin + len(change.replacement)
            if end > edit.start:
                break
            result.append(change)
            shift += (change.end - change.start) - len(change.replacement)
            index += 1
        raw_start = edit.start + shift
        before = after = ""
        heaviest: _Change | None = None
        raw_end: int | None = None
        while index < len(changes):
            change = changes[index]
            begin = change.start - shift
            end = begin + len(change.replacement)
            if begin >= edit.end:
                break
            if begin < edit.start:
                before = change.replacement[: edit.start - begin]
                raw_start = change.start
            if end > edit.end:
                after = change.replacement[edit.end - begin :]
                raw_end = change.end
            if heaviest is None or change.end - change.start > heaviest.end - heaviest.start:
                heaviest = change
            shift += (change.end - change.start) - len(change.replacement)
            index += 1
        if raw_end is None:
            raw_end = edit.end + shift
        replacement = before + edit.replacement + after
        name, action = rule, edit.action or (Action.REPLACE if replacement else Action.DELETE)
        if heaviest is not None and heaviest.end - heaviest.start > edit.end - edit.start:
            name = heaviest.rule
            if action is not Action.MOVE and heaviest.action is Action.MOVE:
                action = Action.MOVE
        result.append(_Change(raw_start, raw_end, replacement, name, action))
    result.extend(changes[index:])
    return result


def replay(raw: str, spans: Iterable[Span]) -> str:
    """Apply spans of one field to its raw text.

    >>> replay("Views: 5", [Span("body", 0, 8, "counter_line", Action.DELETE, "Views: 5", "")])
    ''
    """
    parts: list[str] = []
    position = 0
    for span in spans:
        if raw[span.start : span.end] != span.text or span.start < position:
            raise BuildError(f"span {span.rule} at {span.start} does not fit the raw text")
        parts += (raw[position : span.start], span.replacement)
        position = span.end
    return "".join((*parts, raw[position:]))


def undo(published: str, spans: Iterable[Span]) -> str:
    """Put back everything that the spans of one field took out.

    >>> undo("", [Span("body", 0, 8, "counter_line", Action.DELETE, "Views: 5", "")])
    'Views: 5'
    """
    parts: list[str] = []
    position = raw = 0
    for span in spans:
        kept = span.start - raw
        parts += (published[position : position + kept], span.text)
        position += kept
        if published[position : position + len(span.replacement)] != span.replacement:
            raise BuildError(f"span {span.rule} at {span.start} does not fit the published text")
        position += len(span.replacement)
        raw = span.end
    return "".join((*parts, published[position:]))
