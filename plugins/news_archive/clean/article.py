"""The cleaning of one article: the ordered rules, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from ..arabic.dates import find_issue_date
from ..models import Action, CleanArticle, DateEvidence, Rejection, SourceArticle, Span
from ..settings import CleanSettings, Settings
from .agencies import find_agencies
from .characters import (
    find_controls,
    find_decomposed,
    find_entities,
    find_invisible,
    find_persian,
    find_presentation_forms,
    find_tatweel,
    is_suspect,
)
from .edits import Edit, Field
from .layout import find_line_breaks, find_nbsp_breaks, find_punctuation, find_spaces
from .lines import find_counter, find_repeated_adjacent, find_repeated_run, find_title_repeated
from .sources import SourceRule, find_source_lines, load_source_rules

Rule = Callable[[str], list[Edit]]

CHARACTER_RULES: Final[tuple[tuple[str, Rule], ...]] = (
    ("html_entities", find_entities),
    ("control_characters", find_controls),
    ("invisible_characters", find_invisible),
    ("presentation_forms", find_presentation_forms),
    ("persian_letters", find_persian),
    ("tatweel", find_tatweel),
)
"""Applied to every field, in this order, and after them the composition of letters (``unicode_nfc``)."""

_MAIL: Final = re.compile(r"[\s,،\-–|()]*[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,12}[\s)]*")
_AUTHOR_PREFIX: Final = re.compile(r"^(?:بواسطة|كتب|كتبت|تقرير|بقلم|المحرر)\s*[:：]\s*")
_SENTENCE_END: Final = re.compile(r"[.؟!\n]")
_TITLE_LENGTH: Final = 90
"""Code points; a title made from the first sentence is cut near here."""
_LOST: Final = "\x1a"


@dataclass(frozen=True, slots=True)
class CleaningRules:
    """Everything that cleaning depends on beside the article."""

    settings: CleanSettings
    by_source: dict[str, tuple[SourceRule, ...]]
    """Rules of ``content/sources.toml`` by paper; ``*`` for all."""

    def of(self, paper: str) -> tuple[SourceRule, ...]:
        return self.by_source.get("*", ()) + self.by_source.get(paper, ())


def load_rules(content: Path, settings: Settings) -> CleaningRules:
    """Read the editor's rules; raise ConfigurationError for a wrong one."""
    by_source: dict[str, tuple[SourceRule, ...]] = {}
    for rule in load_source_rules(content / "sources.toml"):
        by_source[rule.source] = (*by_source.get(rule.source, ()), rule)
    return CleaningRules(settings.clean, by_source)


def clean_article(article: SourceArticle, rules: CleaningRules) -> CleanArticle | Rejection:
    """Return the article as it will be published, or a rejection if no text is left."""
    title, body, author = (
        Field("title", article.title),
        Field("body", article.body),
        Field("author", article.author),
    )
    for field in (title, body, author):
        if is_suspect(field.text):
            for name, rule in CHARACTER_RULES:
                field.apply(name, rule(field.text))
        field.apply("unicode_nfc", find_decomposed(field.text))
    for field in (title, author):
        field.apply(
            "line_breaks", [Edit(e.start, e.end, " " if e.replacement else "") for e in find_line_breaks(field.text)]
        )
        field.apply("spaces", find_spaces(field.text))
    title.apply("punctuation", find_punctuation(title.text))
    _clean_author(author)
    if not article.markdown:
        _clean_body(body, title.text, rules, article.paper)
    elif body.text.strip():
        body.apply("line_breaks", _outer_breaks(body.text))
    if not any(c.isalnum() for c in body.text):
        return _reject(article, "empty_body", "there is no text under the title")
    spans = (*title.spans(), *body.spans(), *author.spans())
    published = title.text
    generated = not any(c.isalnum() for c in title.text)
    if generated:
        published = make_title(body.text)
    return CleanArticle(
        source=article.source,
        sha256=article.sha256,
        id=article.id,
        title=published,
        paragraphs=tuple(body.text.split("\n")),
        author=author.text,
        url=article.url,
        paper=article.paper,
        agency=find_agencies(author.text, body.text),
        place="",
        date=_find_date(article, body.text),
        spans=spans,
        flags=_find_flags(article, spans, len(body.text), rules.settings),
        encoding=article.encoding,
        size=article.size,
        kind=article.kind,
        characters_in=len(article.title) + len(article.body),
        sample=article.sample,
        markdown=article.markdown,
        tags=article.tags,
        generated_title=generated,
    )


def _clean_body(body: Field, title: str, rules: CleaningRules, paper: str) -> None:
    """Apply the rules of layout, then those of lines, in their order."""
    settings = rules.settings
    steps: tuple[tuple[str, Rule], ...] = (
        ("paragraph_breaks", find_nbsp_breaks),
        ("line_breaks", find_line_breaks),
        ("spaces", find_spaces),
        ("punctuation", find_punctuation),
    )
    for name, rule in steps:
        body.apply(name, rule(body.text))
    own = rules.of(paper)
    if own:
        body.apply("source_line", find_source_lines(body.text, own))
    body.apply("counter_line", find_counter(body.text))
    if "\n" in body.text:
        run = partial(find_repeated_run, paragraphs=settings.repeated_run_paragraphs, words=settings.repeated_run_words)
        body.apply("repeated_run", run(body.text))
        body.apply("repeated_adjacent", find_repeated_adjacent(body.text, words=settings.repeated_adjacent_words))
        body.apply("title_repeated", find_title_repeated(body.text, title))


def _outer_breaks(text: str) -> list[Edit]:
    """Drop the blank lines around an editor's Markdown and nothing inside it, where they mean something."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    edits = [Edit(0, first)] if first else []
    return [*edits, Edit(last, len(text))] if last < len(text) else edits


def _clean_author(author: Field) -> None:
    if not author.text:
        return
    if "@" in author.text:
        found = [Edit(m.start(), m.end(), "", Action.MOVE) for m in _MAIL.finditer(author.text)]
        author.apply("author_mail", found)
    prefix = _AUTHOR_PREFIX.match(author.text)
    if prefix:
        author.apply("author_prefix", [Edit(0, prefix.end())])
    tail = len(author.text.rstrip(" :：-–،"))
    if tail < len(author.text):
        author.apply("punctuation", [Edit(tail, len(author.text))])


def make_title(body: str) -> str:
    """Return a title for an article without one: its first sentence, cut between words.

    >>> make_title("وصل الوفد إلى المدينة. ثم عاد.")
    'وصل الوفد إلى المدينة'
    """
    sentence = _SENTENCE_END.split(body.strip(), maxsplit=1)[0].strip()
    if len(sentence) <= _TITLE_LENGTH:
        return sentence or body.strip()[:_TITLE_LENGTH]
    cut = sentence.rfind(" ", 0, _TITLE_LENGTH)
    return sentence[: cut if cut > 0 else _TITLE_LENGTH] + " …"


def _find_date(article: SourceArticle, body: str) -> DateEvidence | None:
    return find_issue_date(body, date_field=article.date_field, collected=article.date_collected)


def _find_flags(
    article: SourceArticle, spans: tuple[Span, ...], published: int, settings: CleanSettings
) -> tuple[str, ...]:
    flags = []
    if _LOST in article.title or _LOST in article.body:
        flags.append("lost_char")
    removed = sum(len(s.text) - len(s.replacement) for s in spans if s.field == "body")
    if removed > settings.review_share * max(1, removed + published):
        flags.append("much_removed")
    return tuple(flags)


def _reject(article: SourceArticle, reason: str, detail: str) -> Rejection:
    return Rejection(
        source=article.source,
        sha256=article.sha256,
        reason=reason,
        detail=detail,
        id=article.id,
        characters_in=len(article.title) + len(article.body),
    )
