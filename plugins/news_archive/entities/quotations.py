"""Who said what: words in quotation marks whose speaker the text names, and is in the authority file.

Precision before recall. Taken are: a verb of saying, its speaker, and then «…» in the same sentence, with no other verb
of saying and no other person between; «…» and then the verb and its speaker at once; a speaker and a colon with no more
than «قوله» between. Where the sentence says through whom the words came (نقلت وكالة … عن …), the carrier is kept.

A quotation is a ``Mention`` of its speaker: start and end are those of the words between the marks, ``rule`` is the verb
and, after a space, the carrier's slug.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from ..arabic.tokens import TOKEN
from ..mentions import MentionTable
from ..models import EntityType, Int64, Mention
from .common_words import is_common
from .forms import name_form
from .lexicon import SAYS
from .text import Forms, Stretch
from .words import GIVEN, NATIONS, ROLES, SAID, TITLES

_CARRIED: Final = frozenset(name_form(word) for word in "نقلت نقل ونقلت ونقل نقلا ينقل أوردت ذكرت".split())
_NOT_SUBJECT: Final = frozenset(
    name_form(word)
    for word in "إن أن بأن إنه أنه عن مع إلى على من في بعد خلال لدى أمام قبل حول بين ضد عقب لقاء اتصال مكتب".split()
)
"""Between a verb and a person they make the person another than who speaks: قال بعد لقاء كيري."""
_OFFICES: Final = TITLES | ROLES | NATIONS
_QUOTE: Final = re.compile(r"«([^«»]*)»|“([^“”]*)”|(?<![^\s(:،])\"([^\"]*)\"(?!\w)")
_OPENING: Final = '«“"'
_PREPOSITIONS: Final = "لبك"
_LONGEST: Final = 600
"""Code points of a quotation; a longer one has lost its end."""
_SENTENCE_END: Final = re.compile(r"[.؟!\n](?=\s|$)")
_WORDS: Final = 4
"""Words that a quotation has at least: fewer are a term."""
_BEFORE: Final = 70
"""Code points between the verb and its speaker: his offices stand there."""
_AFTER: Final = 160
"""... and between the speaker and the quotation."""
_LATER: Final = 60
"""... and between a quotation and the verb after it."""


def find_quotations(
    stretch: Stretch, forms: Forms, mentions: MentionTable, texts: Callable[[int], Sequence[str]]
) -> list[Mention]:
    """Return the quotations in some articles; ``texts`` gives an article's blocks, title first.

    Only paragraphs are read in which a person is named who may speak, and a verb of saying or a colon may say so.
    """
    if not len(mentions.rows):
        return []
    article = np.searchsorted(stretch.numbers, mentions.rows[:, 0])
    blocks = stretch.blocks_of[article] + mentions.rows[:, 1]
    verbs = np.flatnonzero(stretch.bits & SAYS)
    paragraphs = _find_paragraphs(stretch, forms, mentions, blocks, verbs)
    first, last = np.searchsorted(blocks, (paragraphs, paragraphs + 1))
    said = np.searchsorted(verbs, (stretch.edges[paragraphs], stretch.edges[paragraphs + 1]))
    found: list[Mention] = []
    for place, (number, block) in enumerate(mentions.rows[first, :2].tolist()):
        text = texts(number)[block]
        if ("«" in text or "“" in text or '"' in text) and (quotes := _find_quotes(text)):
            spoken = _hear(stretch, forms, verbs[said[0, place] : said[1, place]])
            found += _in_paragraph(text, [*mentions.mentions(slice(first[place], last[place]))], quotes, spoken)
    return found


def _find_paragraphs(stretch: Stretch, forms: Forms, mentions: MentionTable, blocks: Int64, verbs: Int64) -> Int64:
    """Return the blocks in which somebody may be quoted; ``blocks`` are those of the mentions, ``verbs`` tokens."""
    persons = np.array([kind is EntityType.PERSON for kind in mentions.types], np.bool_)[mentions.rows[:, 4]]
    rows = np.flatnonzero(persons & (mentions.rows[:, 1] > 0))  # a headline's words are the editor's
    if "clitic" in mentions.rules:
        clitic = mentions.rows[rows, 5] == mentions.rules.index("clitic")
        first = stretch.ids[stretch.find_tokens(blocks[rows], mentions.rows[rows, 2])]
        rows = rows[~(clitic & forms.mark_surfaces(beginnings=tuple(_PREPOSITIONS))[first])]
    says = np.zeros(len(stretch.edges), np.bool_)
    says[stretch.find_blocks(verbs)] = True
    gaps = stretch.gaps[stretch.find_tokens(blocks[rows], mentions.rows[rows, 3])]
    return np.unique(blocks[rows[says[blocks[rows]] | (gaps != 1)]])  # a colon is more than a space


def _hear(stretch: Stretch, forms: Forms, verbs: Int64) -> list[tuple[int, int, str]]:
    """Return verbs of saying with their place, without و or ف before them."""
    words = [forms.forms[form] for form in stretch.forms[verbs].tolist()]
    places = zip(stretch.starts[verbs].tolist(), stretch.ends[verbs].tolist(), strict=True)
    return [(a, b, word if word in SAID else word[1:]) for (a, b), word in zip(places, words, strict=True)]


def _find_quotes(text: str) -> list[tuple[int, int]]:
    """Return where the words between quotation marks begin and end that may be somebody's words."""
    quotes = [(m.start(m.lastindex or 0), m.end(m.lastindex or 0)) for m in _QUOTE.finditer(text)]
    return [(a, b) for a, b in quotes if b - a <= _LONGEST and len(text[a:b].split()) >= _WORDS]


def _in_paragraph(
    text: str, mentions: list[Mention], quotes: list[tuple[int, int]], verbs: list[tuple[int, int, str]]
) -> list[Mention]:
    found = []
    for start, end in quotes:
        outside = [m for m in mentions if (m.end < start or m.start > end) and not _is_object(text, m)]
        spoken = [v for v in verbs if v[1] < start or v[0] > end]
        speaker = _before(text, start, outside, spoken) or _after(text, end, outside, spoken)
        if speaker is not None:
            mention, verb = speaker
            via = _carrier(text, mention, mentions)
            rule = f"{verb} {via}" if via else verb
            found.append(Mention(mention.article, mention.block, start, end, mention.entity, mention.type, rule))
    return found


def _before(
    text: str, quote: int, mentions: list[Mention], verbs: list[tuple[int, int, str]]
) -> tuple[Mention, str] | None:
    """Return the speaker who stands before a quotation, with his verb."""
    sentence = _sentence_start(text, quote)
    persons = [m for m in mentions if m.type is EntityType.PERSON and sentence <= m.start and m.end <= quote]
    if not persons:
        return None
    speaker = persons[-1]
    if quote - speaker.end > _AFTER:
        return None
    leading = [v for v in verbs if sentence <= v[0] and v[1] <= speaker.start]
    between = [v for v in verbs if speaker.end <= v[0] and v[1] <= quote]
    if between:  # «… عن كيري قوله: «…»»: his own saying, right before the quotation
        last = between[-1]
        own = last[2] in ("قوله", "قولها") and len(between) == 1 and not re.search(r"[«»\"]", text[last[1] : quote - 1])
        return (speaker, last[2]) if own and last[0] - speaker.end <= _LATER else None
    gap = text[speaker.end : quote]
    if not leading:
        return (speaker, ":") if re.fullmatch(r"\s*:\s*[«“\"]", gap) else None
    verb = leading[-1]
    others = [m for m in persons[:-1] if m.start > verb[1]]
    if others or speaker.start - verb[1] > _BEFORE or _is_mentioned(text[verb[1] : speaker.start]):
        return None
    return speaker, verb[2]


def _is_object(text: str, mention: Mention) -> bool:
    """Say whether a person's name stands after a preposition that is written with it: لمارادونا."""
    return mention.type is EntityType.PERSON and mention.rule == "clitic" and text[mention.start] in _PREPOSITIONS


def _is_mentioned(between: str) -> bool:
    """Say whether the words between a verb and a person make the person another than who speaks.

    Who speaks may have his offices before his name (وزير الخارجية الأميركي …), and nothing else.
    """
    if re.search(r"[،؛:«»\"]", between):
        return True
    return not all(map(_is_office, map(name_form, TOKEN.findall(between))))


def _is_office(form: str) -> bool:
    if form in _NOT_SUBJECT or form in GIVEN:
        return False
    return form in _OFFICES or form.startswith(("ال", "لل", "بال")) or is_common(form)


def _after(
    text: str, quote_end: int, mentions: list[Mention], verbs: list[tuple[int, int, str]]
) -> tuple[Mention, str] | None:
    """Return the speaker who stands right after a quotation: «…»، قال كيري."""
    limit = quote_end + 1 + _LATER + _BEFORE
    ends = _SENTENCE_END.search(text, quote_end + 1)
    limit = min(limit, ends.start() if ends else limit)
    later = [v for v in verbs if quote_end < v[0] < quote_end + 8 and v[0] < limit]
    if not later or not re.fullmatch(r"[»”\"]\s*[،,]?\s*", text[quote_end : later[0][0]]):
        return None
    verb = later[0]
    persons = [m for m in mentions if m.type is EntityType.PERSON and verb[1] <= m.start < limit]
    if not persons or _is_mentioned(text[verb[1] : persons[0].start]) or persons[0].start - verb[1] > _BEFORE:
        return None
    return persons[0], verb[2]


def _sentence_start(text: str, place: int) -> int:
    ends = [m.end() for m in _SENTENCE_END.finditer(text, 0, place)]
    at = bisect_right(ends, place)
    return ends[at - 1] if at else 0


def _carrier(text: str, speaker: Mention, mentions: list[Mention]) -> str:
    """Return the organisation that the sentence names as who passed the words on: نقلت رويترز عن كيري."""
    sentence = _sentence_start(text, speaker.start)
    for mention in mentions:
        if mention.type is EntityType.ORGANISATION and sentence <= mention.start and mention.end < speaker.start:
            before = TOKEN.findall(text[sentence : mention.start])[-3:]
            after = TOKEN.findall(text[mention.end : speaker.start])
            if "عن" in after and any(name_form(word) in _CARRIED for word in before):
                return mention.entity
    return ""
