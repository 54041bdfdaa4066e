"""Apply the editor's corrections to one record, between parsing and everything else.

Fields that cleaning does not touch are corrected before it. A corrected title, author or passage is a span of its own
(``editor_correction``), so that the raw text can still be rebuilt. A redacted record is never raw again: what counts as
its raw field is the redacted one, its SHA-256 is that of what is published of it, and if any word of it still shows
after cleaning, the record is rejected and not published.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import Final

import msgspec

from ..arabic.normal import normalise
from ..arabic.tokens import find_tokens
from ..clean.edits import Edit, Field, undo, words_of
from ..models import CORRECTED, HIDDEN, CleanArticle, DateEvidence, FieldName, Keep, RawRecord, Rejection, SourceArticle
from ..store import digest
from .load import Correction, Corrections, Kind
from .redaction import Pattern, find_redacted, redact_text

RULE: Final = "editor_correction"
"""Rule of the spans that a correction leaves."""
REDACTED: Final = "redacted:"
MISSED: Final = "correction_missed:"
TAKEN_OUT: Final = "correction_taken_out:"
"""Flags of an article, each followed by the key of an entry."""
_ORDER: Final = ("title", "body", "author")

Parse = Callable[[RawRecord], SourceArticle | Rejection]
Clean = Callable[[SourceArticle], CleanArticle | Rejection]


@dataclasses.dataclass(frozen=True, slots=True)
class Corrector:
    """Stands around the parser and the cleaning of each record."""

    corrections: Corrections

    def watch_names(self, records: Iterator[RawRecord | Rejection]) -> Iterator[RawRecord | Rejection]:
        """Redact the names of files, which the ledger lists; two that become one are told apart by a number."""
        redactions = self.corrections.redactions
        if not redactions:
            yield from records
            return
        taken: set[str] = set()
        for record in records:
            source, _ = _redact(record.source, redactions)
            changed = source != record.source
            count = 2
            while changed and source in taken:
                source = f"{source.removesuffix(f'~{count - 1}')}~{count}"
                count += 1
            taken.add(source)
            if isinstance(record, Rejection):
                detail, _ = _redact(record.detail, redactions)
                yield dataclasses.replace(record, source=source, detail=detail)
            else:
                yield msgspec.structs.replace(record, source=source) if changed else record

    def key(self, name: str, key: bytes) -> bytes:
        """Return the key of a record's outcome: ``key`` itself unless an entry names the article."""
        mark = self.corrections.mark(name) if self.corrections.entries else b""
        return digest(key, mark) if mark else key

    def other_keys(self) -> Callable[[bytes], Sequence[bytes]]:
        """Return what gives, for the key of a record, those under which the outcome of a named article may be remembered."""
        marks = self.corrections.marks
        return lambda key: [digest(key, mark) for mark in marks]

    def parse(self, record: RawRecord, parse: Parse) -> SourceArticle | Rejection:
        """Parse a record; hide it, correct its plain fields and redact everything in it."""
        article = parse(record)
        if not self.corrections:
            return article
        if isinstance(article, Rejection):
            detail, _ = _redact(article.detail, self.corrections.redactions)
            return dataclasses.replace(article, detail=detail)
        hidden = self.corrections.hidden.get(article.id)
        if hidden is not None:
            return _hide(article, hidden)
        own = self.corrections.of_id(article.id)
        for entry in own:
            if entry.field == "source":
                article = msgspec.structs.replace(article, paper=" ".join(entry.value.split()))
            elif entry.field == "url":
                article = msgspec.structs.replace(article, url=entry.value or None)
        kept = tuple(Keep(entry.key, entry.rule, words_of(entry.old)) for entry in own if entry.kind is Kind.KEEP)
        if kept:
            article = msgspec.structs.replace(article, keep=kept)
        return _redact_article(article, self._redactions_of(article.id))

    def clean(self, article: SourceArticle, clean: Clean) -> CleanArticle | Rejection:
        """Clean a parsed record, correct what was cleaned, and see that nothing redacted is left."""
        cleaned = clean(article)
        if not self.corrections:
            return cleaned
        redactions = self._redactions_of(article.id)
        patterns = [entry.pattern for entry in redactions if entry.pattern]
        if isinstance(cleaned, Rejection):
            return dataclasses.replace(cleaned, detail=_redact(cleaned.detail, redactions)[0])
        own = [entry for entry in self.corrections.of_id(article.id) if entry.kind is Kind.CORRECT]
        for entry in own:
            cleaned = _correct(article, cleaned, entry)
        if _holds(article, cleaned, patterns):
            return Rejection(
                source=article.source,
                sha256=article.sha256,
                reason="redaction_failed",
                detail="what the editor redacts could not be taken out of this record whole; hide the article",
                id=article.id,
                characters_in=len(article.title) + len(article.body),
            )
        missed = [
            f"{MISSED}{entry.key}"
            for entry in redactions
            if entry.ids and f"{REDACTED}{entry.key}" not in article.flags
        ]
        missed += [f"{MISSED}{keep.key}" for keep in article.keep if f"{CORRECTED}{keep.key}" not in cleaned.flags]
        return msgspec.structs.replace(cleaned, flags=(*cleaned.flags, *article.flags, *missed))

    def _redactions_of(self, name: str) -> list[Correction]:
        return [entry for entry in self.corrections.redactions if not entry.ids or name in entry.ids]


def _redact(text: str, redactions: list[Correction]) -> tuple[str, set[int]]:
    return redact_text(
        text, [entry.pattern for entry in redactions if entry.pattern], [entry.replacement for entry in redactions]
    )


def _hide(article: SourceArticle, entry: Correction) -> Rejection:
    return Rejection(
        source=article.source,
        sha256="",  # the fingerprint of a hidden text would prove a guess
        reason=HIDDEN,
        detail=entry.reason,
        id=article.id,
        words=() if entry.keep_copies else tuple(map(normalise, find_tokens(article.body))),
    )


def _redact_article(article: SourceArticle, redactions: list[Correction]) -> SourceArticle:
    """Return the article without what its redactions name, in every field that anything may show."""
    if not redactions:
        return article
    numbers: set[int] = set()

    def redact(text: str) -> str:
        clear, found = _redact(text, redactions)
        numbers.update(found)
        return clear

    title, body, author = redact(article.title), redact(article.body), redact(article.author)
    paper, tags = redact(article.paper), tuple(redact(tag) for tag in article.tags)
    date_field, collected = redact(article.date_field), redact(article.date_collected)
    url = article.url
    if url is not None and redact(_readable(url)) != _readable(url):
        url = None  # an address cannot be cut and still be one
    source = redact(article.source)
    if not numbers:
        return article
    raw = f"{title}\n{body}".encode() if article.kind == "txt" else "\n".join((title, body, author)).encode()
    return msgspec.structs.replace(
        article,
        source=source,
        sha256=sha256(raw).hexdigest(),
        size=len(raw),
        encoding="utf-8",
        title=title,
        body=body,
        author=author,
        paper=paper,
        tags=tags,
        url=url,
        date_field=date_field,
        date_collected=collected,
        flags=tuple(f"{REDACTED}{redactions[number].key}" for number in sorted(numbers)),
    )


def _readable(url: str) -> str:
    from urllib.parse import unquote

    return unquote(url).replace("-", " ").replace("_", " ").replace("+", " ")


def _correct(source: SourceArticle, article: CleanArticle, entry: Correction) -> CleanArticle:
    """Return the cleaned article with one field corrected, marked with the entry's key."""
    marked = msgspec.structs.replace(article, flags=(*article.flags, f"{CORRECTED}{entry.key}"))
    if entry.field == "date":
        return msgspec.structs.replace(marked, date=_date(entry))
    if entry.field == "title":
        field = _resume(article, "title", source.title)
        field.apply(RULE, [Edit(0, len(field.text), entry.value)])
        return msgspec.structs.replace(_with_spans(marked, field, entry), title=field.text, generated_title=False)
    if entry.field == "author":
        field = _resume(article, "author", source.author)
        field.apply(RULE, [Edit(0, len(field.text), entry.value)])
        persons = (entry.value,) if entry.value else ()
        changed = _with_spans(marked, field, entry)
        return msgspec.structs.replace(changed, author=field.text, persons=persons, desk="", mails=())
    if entry.field == "text":
        field = _resume(article, "body", source.body)
        places = [m.start() for m in re.finditer(re.escape(entry.old), field.text)]
        if not places:
            kind = TAKEN_OUT if any(entry.old in span.text for span in article.spans) else MISSED
            return msgspec.structs.replace(article, flags=(*article.flags, f"{kind}{entry.key}"))
        field.apply(RULE, [Edit(start, start + len(entry.old), entry.value) for start in places])
        return msgspec.structs.replace(_with_spans(marked, field, entry), paragraphs=tuple(field.text.split("\n")))
    return marked


def _resume(article: CleanArticle, name: FieldName, raw: str) -> Field:
    return Field.resume(name, raw, [span for span in article.spans if span.field == name])


def _with_spans(article: CleanArticle, field: Field, entry: Correction) -> CleanArticle:
    """Return the article with the field's spans, those that hold the new words named after the editor."""
    own = [
        msgspec.structs.replace(span, rule=RULE) if entry.value and entry.value in span.replacement else span
        for span in field.spans()
    ]
    spans = [*(span for span in article.spans if span.field != field.name), *own]
    return msgspec.structs.replace(article, spans=tuple(sorted(spans, key=lambda span: _ORDER.index(span.field))))


def _date(entry: Correction) -> DateEvidence | None:
    if not entry.value:
        return None
    precision = {4: "year", 7: "month", 10: "day"}[len(entry.value)]
    return DateEvidence(entry.value, precision, entry.reason, "editor")  # type: ignore[arg-type]


def _holds(source: SourceArticle, article: CleanArticle, patterns: list[Pattern]) -> bool:
    """Say whether any text of a cleaned article still matches."""
    texts = [*_texts(source), *_texts(article), "\n".join(article.paragraphs)]
    return bool(patterns) and any(find_redacted(text, patterns) for text in texts)


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, DateEvidence):
        yield value.evidence
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))


def raw_text(article: CleanArticle) -> bytes:
    """Return what is published as the raw file of a redacted text file: its redacted title and body, as UTF-8."""

    def raw(name: str, text: str) -> str:
        return undo(text, [span for span in article.spans if span.field == name])

    return f"{raw('title', article.title)}\n{raw('body', chr(10).join(article.paragraphs))}".encode()


def redaction_keys(flags: tuple[str, ...]) -> list[str]:
    """Return the keys of the redactions that changed an article with these flags."""
    return [flag.removeprefix(REDACTED) for flag in flags if flag.startswith(REDACTED)]


def correction_keys(flags: tuple[str, ...]) -> list[str]:
    """Return the keys of all entries that changed an article with these flags."""
    return [flag.partition(":")[2] for flag in flags if flag.startswith((REDACTED, CORRECTED))]
