"""The cleaning of one article: the ordered rules, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from ..arabic.dates import read_date
from ..arabic.issue_dates import find_dateline
from ..models import CORRECTED, LEFT_OUT, UNKNOWN_FIELD, Action, CleanArticle, Rejection, SourceArticle, Span
from ..settings import CleanSettings
from .agencies import TAIL, TAIL_AFTER, TAIL_LENGTH, credit_key, find_agency
from .byline import (
    KEPT,
    Credits,
    Known,
    Part,
    read_author_again,
    read_byline,
    read_credits,
    read_dateline,
    read_writer_line,
)
from .characters import (
    find_controls,
    find_decomposed,
    find_entities,
    find_invisible,
    find_persian,
    find_presentation_forms,
    find_tatweel,
)
from .dating import date_article
from .edits import Edit, Field
from .embedded_code import find_embedded_code
from .file_head import take_head
from .labels import take_labelled_lines
from .layout import find_line_breaks, find_nbsp_breaks, find_punctuation, find_spaces
from .lines import find_counter, find_repeated_adjacent, find_repeated_run, find_title_repeated, last_lines
from .rules import PAPER_READ, CleaningRules, tell_left_out
from .screen import ALL, CHARACTERS, May, screen
from .sources import find_source_lines

Rule = Callable[[str], list[Edit]]

CHARACTER_RULES: Final[tuple[tuple[str, int, Rule], ...]] = (
    ("html_entities", May.ENTITIES, find_entities),
    ("control_characters", May.CONTROLS, find_controls),
    ("invisible_characters", May.INVISIBLE, find_invisible),
    ("presentation_forms", May.PRESENTATION_FORMS, find_presentation_forms),
    ("persian_letters", May.PERSIAN, find_persian),
    ("tatweel", May.TATWEEL, find_tatweel),
    ("unicode_nfc", May.DECOMPOSED, find_decomposed),
)
"""Applied to every field, in this order."""
LAYOUT_RULES: Final[tuple[tuple[str, int, Rule], ...]] = (
    ("paragraph_breaks", May.NBSP_BREAKS, find_nbsp_breaks),
    ("line_breaks", May.BREAKS, find_line_breaks),
    ("spaces", May.SPACES, find_spaces),
)
"""Applied to the body after the rules of characters, and ``punctuation`` after them; none of them gives another one more
to do than there was."""

_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,12}")
_AROUND_MAIL: Final = " \t\n،,-–|()<>"
_MAIL_LINE: Final = 80
"""Code points; a line that is nothing but an address, or «بريد الكاتب:» and one, is not longer."""
_MAIL_LABEL: Final = re.compile(
    r"(?:[^@:：\n]{0,20}(?:بريد|إيميل|ايميل|تواصل|مراسلة|[eE]-?[mM]ail)[^@:：\n]{0,20}[:：])?[\s*•\-]{0,5}"
)
_AUTHOR_PREFIX: Final = re.compile(r"^(?:بواسطة|كتبت?|تقرير|بقلم|المحرر|[إا]عداد|ترجمة|حوار|تحقيق)\s*[:：]\s*")
_SENTENCE_END: Final = re.compile(r"[.؟!\n]")
_TITLE_LENGTH: Final = 90
"""Code points; a title made from the first sentence is cut near here."""
_BYLINE_LENGTH: Final = 200
"""Code points; a longer author field is no byline."""
_DIGIT: Final = re.compile(r"\d")
_DATE_LENGTH: Final = 50
"""Code points; an author field that is a date is not longer."""
_CLOCK: Final = re.compile(r"[\s,،|\-]*(?:\d{1,2}(?::\d\d(?::\d\d)?)?\s*[صم]?)?\s*")
_LOST: Final = "\x1a"


def screen_articles(
    articles: Sequence[SourceArticle], rules: CleaningRules
) -> Callable[[SourceArticle], CleanArticle | Rejection]:
    """Look at all texts of some articles at once; return what cleans each of them as ``clean_article`` does."""
    found = screen([text for article in articles for text in (article.title, article.body, article.author)])
    known = {id(article): found[3 * number : 3 * number + 3] for number, article in enumerate(articles)}

    def clean(article: SourceArticle, _kept: Sequence[SourceArticle] = articles) -> CleanArticle | Rejection:
        return clean_article(article, rules, known.get(id(article)))  # an id is that of one article while all are kept

    return clean


def clean_article(
    article: SourceArticle, rules: CleaningRules, may: Sequence[int] | None = None
) -> CleanArticle | Rejection:
    """Return the article as it will be published, or a rejection if no text is left.

    ``may`` says what may be in title, body and author, where ``screen`` has looked already.
    """
    own = rules.of(article.paper)
    if own.left_out:
        return _reject(article, LEFT_OUT, tell_left_out(article.paper))
    in_title, in_body, in_author = may or screen((article.title, article.body, article.author))
    title, body, author = (
        Field("title", article.title, in_title, article.keep),
        Field("body", article.body, in_body, article.keep),
        Field("author", article.author, in_author, article.keep),
    )
    if article.kind == "txt":
        take_labelled_lines(title, body, article.paper)
    for field in (title, body, author):
        _clean_characters(field)
    for field in (title, author):
        _clean_line(field)
    issued = _take_date(author) or article.date_field
    said, mails = _clean_author(author, own.known)
    tags: tuple[str, ...] = ()
    if not article.markdown:
        tags, more_mails = _clean_body(body, title.text, rules, article.paper)
        mails += more_mails
    elif body.text.strip():
        take_head(body, article.head_lines)
        body.apply("line_breaks", _outer_breaks(body.text))
    if not any(c.isalnum() for c in body.text):
        return _reject(article, "empty_body", _tell_empty(article, title.text))
    date, doubts = date_article(article, body.text, issued, own)
    if not article.markdown:
        said += _read_ends(body, author, own.known)
    spans = (*title.spans(), *body.spans(), *author.spans())
    generated = not any(c.isalnum() for c in title.text)
    paper = article.paper or next(filter(None, map(rules.paper_named, said.papers)), "")
    if not article.paper and rules.of(paper).left_out:
        return _reject(article, LEFT_OUT, tell_left_out(paper))
    return CleanArticle(
        source=article.source,
        sha256=article.sha256,
        id=article.id,
        title=make_title(body.text) if generated else title.text,
        paragraphs=tuple(body.text.split("\n")),
        author=author.text,
        url=article.url,
        paper=paper,
        agency=said.agencies,
        place="، ".join(said.places),
        date=date,
        spans=spans,
        flags=(
            *_find_flags(article, spans, len(body.text), rules.settings),
            *((PAPER_READ,) if not article.paper else ()),
            *doubts,
            *(f"{UNKNOWN_FIELD}{name}" for name in article.unknown_fields),
            *(f"{CORRECTED}{key}" for key in sorted(title.held | body.held | author.held)),
        ),
        encoding=article.encoding,
        size=article.size,
        kind=article.kind,
        characters_in=len(article.title) + len(article.body),
        sample=article.sample,
        markdown=article.markdown,
        tags=tuple(dict.fromkeys((*article.tags, *tags))),
        generated_title=generated,
        persons=said.persons,
        desk="، ".join(said.desks),
        mails=tuple(dict.fromkeys(mails)),
    )


def _clean_characters(field: Field) -> None:
    if not field.may & CHARACTERS:
        return
    for name, bits, rule in CHARACTER_RULES:
        if field.may & bits:
            edits = rule(field.text)
            if edits:
                field.apply(name, edits)
                field.may = ALL


def _clean_line(field: Field) -> None:
    """Apply the rules of layout to a field that is one line."""
    if field.may & May.BREAKS:
        breaks = find_line_breaks(field.text)
        field.apply("line_breaks", [Edit(e.start, e.end, " " if e.replacement else "") for e in breaks])
    if field.may & May.SPACES:
        field.apply("spaces", find_spaces(field.text))
    _clean_punctuation(field)


def _clean_punctuation(field: Field) -> None:
    may = field.may
    if may & (May.MARKS | May.BRACKETS):
        numbers, brackets = bool(may & May.NUMBERS), bool(may & May.BRACKETS)
        field.apply("punctuation", find_punctuation(field.text, numbers=numbers, brackets=brackets))


def _clean_body(body: Field, title: str, rules: CleaningRules, paper: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Apply the rules of layout, then those of lines, in their order; return the tags and addresses moved out."""
    settings = rules.settings
    code = find_embedded_code(body.text)
    if code:
        body.apply("embedded_code", code)
        body.may = ALL
    for name, bits, rule in LAYOUT_RULES:
        if body.may & bits:
            body.apply(name, rule(body.text))
    _clean_punctuation(body)
    own = rules.of(paper)
    tags: tuple[str, ...] = ()
    if own.lines:
        body.apply("source_line", find_source_lines(body.text, own.lines)[0])
    if own.tags:
        edits, tags = find_source_lines(body.text, own.tags)
        body.apply("tag_tail", edits)
    body.apply("counter_line", find_counter(body.text))
    mails: tuple[str, ...] = ()
    if "\n" in body.text:
        edits, mails = _find_mail_line(body.text)
        body.apply("author_mail", edits)
        run = partial(find_repeated_run, paragraphs=settings.repeated_run_paragraphs, words=settings.repeated_run_words)
        body.apply("repeated_run", run(body.text))
        body.apply("repeated_adjacent", find_repeated_adjacent(body.text, words=settings.repeated_adjacent_words))
        body.apply("title_repeated", find_title_repeated(body.text, title))
    if body.text.endswith("\n."):  # a full stop that what was taken out left behind
        body.apply("punctuation", [Edit(len(body.text) - 2, len(body.text))])
    return tags, mails


def _find_mail_line(text: str) -> tuple[list[Edit], tuple[str, ...]]:
    """Take a line that is nothing but the writer's address, among the last two."""
    if "@" not in text[-2 * _MAIL_LINE :]:
        return [], ()
    for line in last_lines(text, 2):
        label = _MAIL_LABEL.match(line.text)
        address = line.text[label.end() :].strip(_AROUND_MAIL) if label else ""
        if line.start and len(line.text) <= _MAIL_LINE and _MAIL.fullmatch(address):
            return [Edit(line.start - 1, line.end, "", Action.MOVE)], (address,)
    return [], ()


def _read_ends(body: Field, author: Field, known: Known) -> Credits:
    """Move the agency after the last sentence and the dateline before the first out of the text; return what they say.

    Persons of a dateline stand in the author field where that is empty. A dateline without a credit («دمشق 20 تموز 2015
    - قال») stays in the text, and its place is noted.
    """
    said = Credits()
    text = body.text
    tail = TAIL.search(text, max(0, len(text) - TAIL_LENGTH))
    if (
        tail
        and tail.start() > TAIL_AFTER
        and (not tail["paper"] or not known.outlets or credit_key(tail["paper"]) in known.outlets)
    ):
        body.apply("agency_tail", [Edit(tail.start(), tail.end(), "", Action.MOVE)])
        said += Credits(agencies=(find_agency(tail["agency"]),), desks=("خاص",) if tail["paper"] else ())
    if not author.text:
        said += _take_writer(body, author, known)
    line = body.text[:_LEAD_LOOK].partition("\n")[0]
    found = read_dateline(line, known) or (read_author_again(line, author.text, known) if author.text else None)
    if found is not None and any(c.isalnum() for c in body.text[found[0] : found[0] + _LEAD_LOOK]):
        end, head = found
        body.apply("dateline", [Edit(0, end, "", Action.MOVE)])
        if head.persons and not author.text:
            author.apply("dateline", [Edit(0, 0, "، ".join(head.persons), Action.MOVE)])
        return said + head
    dated = find_dateline(line)
    return said + Credits(places=(dated[2],)) if dated else said


def _take_writer(body: Field, author: Field, known: Known) -> Credits:
    """Move the writer's name out of a first or last line that holds nothing else."""
    text = body.text
    start, end = text.find("\n"), text.rfind("\n")
    for line, edit in (
        (text[:start], Edit(0, start + 1, "", Action.MOVE)),
        (text[end + 1 :], Edit(end, len(text), "", Action.MOVE)),
    ):
        name = read_writer_line(line, known) if start >= 0 else ""
        if name:
            body.apply("writer_line", [edit])
            author.apply("writer_line", [Edit(0, 0, name, Action.MOVE)])
            return Credits(persons=(name,))
    return Credits()


_LEAD_LOOK: Final = 130
"""Code points of the first paragraph that are looked at for a dateline."""


def _outer_breaks(text: str) -> list[Edit]:
    """Drop the blank lines around an editor's Markdown and nothing inside it, where they mean something."""
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    edits = [Edit(0, first)] if first else []
    return [*edits, Edit(last, len(text))] if last < len(text) else edits


def _clean_author(author: Field, known: Known) -> tuple[Credits, tuple[str, ...]]:
    """Move everything but persons out of the author field; return what it said and the addresses."""
    mails: tuple[str, ...] = ()
    if not author.text:
        return Credits(), mails
    if "@" in author.text:
        mails = tuple(_MAIL.findall(author.text))
        author.apply("author_mail", _find_mails(author.text))
    prefix = _AUTHOR_PREFIX.match(author.text)
    if prefix:
        author.apply("author_prefix", [Edit(0, prefix.end())])
    said = Credits()
    if len(author.text) <= _BYLINE_LENGTH:
        parts = read_byline(author.text, known)
        if parts:
            said = read_credits(author.text, known)
            author.apply("byline", _cut_parts(author.text, parts))
        elif author.text:
            said = Credits(persons=(author.text.rstrip(" :：-–،"),))
    head, tail = len(author.text) - len(author.text.lstrip(" *•-–،")), _end_of_names(author.text)
    if 0 < head < tail or tail < len(author.text):
        edits = [Edit(0, head)] if 0 < head < tail else []
        author.apply("punctuation", [*edits, Edit(tail, len(author.text))] if tail < len(author.text) else edits)
    return said, mails


def _end_of_names(text: str) -> int:
    """Return where the names of an author field end: before the marks that lead to a note or to nothing."""
    end = len(text.rstrip(" :：-–،*"))
    return len(text[:end].rstrip(".")) if text[:end].endswith("..") else end


def _take_date(author: Field) -> str:
    """Move a date that stands in the author field for want of an author; return its words, '' if there is none."""
    text = author.text
    if not _DIGIT.search(text) or not text[-14:].strip(" مص").endswith(tuple("0123456789")) or len(text) > _DATE_LENGTH:
        return ""
    found = read_date(text)
    if found is None or len(found[0]) != 10 or not _CLOCK.fullmatch(text.replace(found[1], "", 1)):
        return ""
    author.apply("author_date", [Edit(0, len(text), "", Action.MOVE)])
    return text


def _find_mails(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for m in _MAIL.finditer(text):
        start, end = m.span()
        while start and text[start - 1] in _AROUND_MAIL:
            start -= 1
        while end < len(text) and text[end] in _AROUND_MAIL:
            end += 1
        between = " " if start and end < len(text) else ""
        edits.append(Edit(max(start, edits[-1].end if edits else 0), end, between, Action.MOVE))
    return edits


def _cut_parts(text: str, parts: Sequence[Part]) -> list[Edit]:
    """Return the edits that leave the persons, a comma between two that something stood between."""
    edits: list[Edit] = []
    position = 0  # where what is to be cut begins
    kept_before = False
    for number, part in enumerate(parts):
        if part.kind not in KEPT:
            continue
        if number and parts[number - 1].kind in KEPT:
            position = part.end
            continue
        if part.start > position:
            edits.append(Edit(position, part.start, "، " if kept_before else "", Action.MOVE))
        position, kept_before = part.end, True
    if position < len(text) and (not parts or parts[-1].kind not in KEPT):
        edits.append(Edit(position, len(text), "", Action.MOVE))
    return edits


def make_title(body: str) -> str:
    """Return a title for an article without one: its first sentence, cut between words.

    >>> make_title("وصل الوفد إلى المدينة. ثم عاد.")
    'وصل الوفد إلى المدينة'
    """
    sentence = _SENTENCE_END.split(body[: 10 * _TITLE_LENGTH].strip(), maxsplit=1)[0].strip()
    if len(sentence) <= _TITLE_LENGTH:
        return sentence or body.strip()[:_TITLE_LENGTH]
    cut = sentence.rfind(" ", 0, _TITLE_LENGTH)
    return sentence[: cut if cut > 0 else _TITLE_LENGTH] + " …"


def _find_flags(
    article: SourceArticle, spans: tuple[Span, ...], published: int, settings: CleanSettings
) -> tuple[str, ...]:
    flags = []
    if _LOST in article.title or _LOST in article.body:
        flags.append("lost_char")
    removed: dict[str, int] = {}
    for s in spans:
        if s.field == "body" and s.action is not Action.MOVE:
            removed[s.rule] = removed.get(s.rule, 0) + len(s.text) - len(s.replacement)
    whole = max(1, published + sum(removed.values()))
    flags += [f"much_removed:{rule}" for rule, size in removed.items() if size > settings.review_share * whole]
    return tuple(flags)


def _tell_empty(article: SourceArticle, title: str) -> str:
    if article.kind in ("txt", "md") and not article.body.strip() and title:
        return "its only paragraph was taken for the title; the text goes below it"
    return "there is no text under the title" if title else "there is neither title nor text"


def _reject(article: SourceArticle, reason: str, detail: str) -> Rejection:
    return Rejection(
        source=article.source,
        sha256=article.sha256,
        reason=reason,
        detail=detail,
        id=article.id,
        characters_in=len(article.title) + len(article.body),
    )
