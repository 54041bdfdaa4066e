"""Hold the corrections against the archive once it is known: before any output, everything they name must be there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from ..entities import Authority
from ..errors import ConfigurationError
from ..models import DECIDED, HIDDEN, LEFT_OUT, CleanArticle, Corpus, Head, Rejection, Story
from .apply import MISSED, REDACTED, TAKEN_OUT
from .load import Correction, Corrections, Kind

_WHY: Final = (
    ": the text of its file was edited (the id of an article without an address follows its text; the new one is the"
    " name of its page), or the file was removed"
)


def check_against(
    corrections: Corrections,
    heads: Sequence[Head],
    rejections: Sequence[Rejection],
    elsewhere: Callable[[], set[str]],
    changed: Mapping[str, str],
) -> list[str]:
    """Raise ConfigurationError, with file and line, for an id that no record has and for words that are not there.

    Returns a warning for each id that only a source has which the editor or this build leaves out; ``elsewhere`` gives the
    ids of sources that this build does without, and is asked only where one is missing. ``changed`` gives the new id of an
    article whose file changed.
    """
    if not corrections:
        return []
    of_reason = {reason: {r.id for r in rejections if r.reason == reason} for reason in DECIDED}
    here = {head.id for head in heads} | of_reason[HIDDEN]
    absent = [(entry, name) for entry in corrections.entries for name in entry.ids if name not in here]
    known = of_reason[LEFT_OUT]
    if any(name not in known for _, name in absent):
        known = known | elsewhere()
    for entry, name in absent:
        if name not in known:
            why = f" any longer: its file was changed, and its id is {changed[name]} now" if name in changed else _WHY
            raise entry.error(f"no article has the id {name}{why}")
    warnings = [
        f"{entry.file}:{entry.line}: the article {name} is of a source that this build leaves out; nothing is done to it"
        for entry, name in absent
    ]
    missed = {
        flag.partition(":")[2]: (head, flag)
        for head in heads
        for flag in head.flags
        if flag.startswith((MISSED, TAKEN_OUT))
    }
    for entry in corrections.entries:
        if entry.key in missed:
            head, flag = missed[entry.key]
            raise entry.error(_tell_missed(entry, head, taken_out=flag.startswith(TAKEN_OUT)))
    return warnings


def _tell_missed(entry: Correction, head: Head, *, taken_out: bool) -> str:
    if entry.kind is Kind.KEEP:
        rules = ", ".join(rule for rule, _ in head.rules) or "no rule"
        what = "nothing that holds these words" if entry.old else "nothing"
        return f"{entry.rule or 'cleaning'} takes {what} out of the article {head.id}; in it did something: {rules}"
    missed = f"the article {head.id} does not hold the words that this entry changes"
    return f"{missed}: cleaning takes them out; a [[keep]] with them as its text has them back" if taken_out else missed


def find_idle(corrections: Corrections, heads: Sequence[Head]) -> list[str]:
    """Return a warning for each redaction of all articles that found nothing."""
    used = {flag.removeprefix(REDACTED) for head in heads for flag in head.flags if flag.startswith(REDACTED)}
    return [
        f"{entry.file}:{entry.line}: this redaction finds nothing, in no spelling; if it is misspelt, what it means is published"
        for entry in corrections.everywhere
        if entry.key not in used
    ]


def find_other_spellings(corrections: Corrections, authority: Authority) -> list[str]:
    """Return a warning for each redaction of a name in the authority file whose other spellings stay published."""
    warnings = []
    patterns = [entry.pattern for entry in corrections.everywhere if entry.pattern]
    for entry in corrections.everywhere:
        for entity in authority.entities.values():
            texts = (entity.name, *entity.aliases, *entity.weak)
            if entry.pattern and any(map(entry.pattern.search, texts)):
                left = [text for text in texts if not any(pattern.search(text) for pattern in patterns)]
                if left:
                    warnings.append(
                        f"{entry.file}:{entry.line}: the name that this redacts has other spellings in the authority file,"
                        f" which stay published: {'، '.join(dict.fromkeys(left))}; each needs an entry of its own"
                    )
    return warnings


def check_public(corrections: Corrections, texts: Iterable[tuple[str, str]]) -> None:
    """Raise ConfigurationError where public words of the editor's, each with its file and line, hold what is redacted."""
    for words, origin in texts:
        for entry in corrections.redactions:
            if entry.pattern and entry.pattern.search(words):
                raise ConfigurationError(f"{origin}: holds in public words what {entry.file}:{entry.line} redacts")


def restrict_authority(authority: Authority, corrections: Corrections) -> Authority:
    """Return the authority file without the names that are redacted everywhere."""
    patterns = [entry.pattern for entry in corrections.everywhere if entry.pattern]
    if not patterns:
        return authority

    def clear(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(text for text in texts if not any(pattern.search(text) for pattern in patterns))

    kept = {}
    for slug, entity in authority.entities.items():
        public = (entity.name, entity.note, slug.replace("-", " "))
        if clear(public) == public:
            kept[slug] = dataclasses.replace(
                entity,
                aliases=clear(entity.aliases),
                weak=clear(entity.weak),
                adjectives=clear(entity.adjectives),
                cues=clear(entity.cues),
                anticues=clear(entity.anticues),
                longer=clear(entity.longer),
            )
    return dataclasses.replace(authority, entities=kept)


def names_redacted(corrections: Corrections, authority: Authority) -> dict[str, frozenset[str]]:
    """Return article id -> slugs of the names that a redaction takes out of that article alone."""
    found: dict[str, set[str]] = {}
    for entry in corrections.redactions:
        if entry.ids and entry.pattern:
            slugs = {
                slug
                for slug, entity in authority.entities.items()
                if any(entry.pattern.search(text) for text in (entity.name, *entity.aliases))
            }
            for name in entry.ids:
                found.setdefault(name, set()).update(slugs)
    return {name: frozenset(slugs) for name, slugs in found.items()}


def check_copies(
    corrections: Corrections, corpus: Corpus, rejections: Iterable[Rejection], least: float, words: int
) -> None:
    """Raise ConfigurationError where the text of a hidden article is published under another id as well.

    ``least`` is the share of its 5-word shingles that another text must hold, ``words`` the shortest text compared.
    """
    hidden = corrections.hidden
    for rejection in rejections:
        if rejection.reason != HIDDEN or len(rejection.words) < words:
            continue
        copies = sorted({corpus.heads[n].id for n in _find_copies(corpus, rejection.words, least)})
        if copies:
            names = ", ".join(copies[:5])
            raise hidden[rejection.id].error(
                f'the text of {rejection.id} is also published as {names}; add to ids, or write copies = "keep"'
            )


def _find_copies(corpus: Corpus, words: Sequence[str], least: float) -> list[int]:
    """Return the articles whose text holds ``least`` of the shingles of ``words``; few have enough of its words at all."""
    vocabulary, tokens = corpus.vocabulary, corpus.tokens
    number_of = {norm: i for i, norm in enumerate(vocabulary.norms)}
    known = np.array(sorted({number_of[word] for word in words if word in number_of}), np.int64)
    distinct = len(set(words))
    bounds = tokens.blocks[tokens.articles]
    norms = vocabulary.norm_of[tokens.ids]
    hits = np.flatnonzero(np.isin(norms, known))
    article = (np.searchsorted(bounds, hits, side="right") - 1).astype(np.int64)
    pairs = np.unique(article << 32 | norms[hits])
    numbers, shared = np.unique(pairs >> 32, return_counts=True)
    wanted = _shingles(words)
    found = []
    for number in numbers[shared >= least * distinct].tolist():
        body = tokens.blocks[tokens.articles[number] + 1]  # after the title
        theirs = _shingles([vocabulary.norms[i] for i in norms[body : bounds[number + 1]].tolist()])
        if len(wanted & theirs) >= least * len(wanted):
            found.append(number)
    return found


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def check_members(
    corrections: Corrections,
    heads: Sequence[Head],
    stories: Sequence[Story],
    article: Callable[[int], CleanArticle],
) -> None:
    """Raise ConfigurationError where a record merged into a redacted article's page still holds the words."""
    of_ids = [entry for entry in corrections.redactions if entry.ids]
    if not of_ids:
        return
    for story in stories:
        records = (story.main, *story.members)
        for entry in of_ids:
            named = [n for n in records if heads[n].id in entry.ids]
            for other in sorted(set(records) - set(named)) if named else ():
                if _holds_redacted(entry, article(other)):
                    raise entry.error(f"{heads[other].id}, merged into the same page, holds it, too; add it to ids")


def _holds_redacted(entry: Correction, article: CleanArticle) -> bool:
    assert entry.pattern is not None
    texts = (article.title, article.author, *article.paragraphs, *(span.text for span in article.spans))
    return any(entry.pattern.search(text) for text in texts)
