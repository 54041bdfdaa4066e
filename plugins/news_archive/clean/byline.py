"""Who wrote it, where, for whom: the parts of a byline (author field) and of a dateline (lead) told apart.

«الجبيل - سالم الحداد», «سبق- الرياض:», «لندن: «الشرق الأوسط»», «سالم الحداد من جدة»: papers write place, person, agency and
their own name in one line and in any order. Each part is known by a list (agencies, the paper's own names, places,
desks) or by its cue (a title, a given name); what is left is told by what stands beside it. Where nothing is known,
nothing is taken apart: «نجيب الراوي» stays as it is, and «قال فلان:» is a sentence, not a dateline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from ..arabic.dates import WEEKDAYS, read_date
from .agencies import credit_key, find_agency
from .given_names import GIVEN_NAMES
from .places import PLACES


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Names that bylines of one source may hold beside the agencies; all as ``credit_key`` gives them."""

    outlets: frozenset[str] = frozenset()
    """The paper's own names."""
    places: frozenset[str] = frozenset()


class Kind(StrEnum):
    """What a part of a byline is."""

    PERSON = "person"
    PHOTO = "photo"
    """A photographer, or the word before one; stays with the persons."""
    PLACE = "place"
    AGENCY = "agency"
    PAPER = "paper"
    DESK = "desk"
    EITHER = "paper or place"
    """«الرياض» is a paper and a city."""
    UNKNOWN = "unknown"


_CREDITED: Final = frozenset((Kind.AGENCY, Kind.PAPER, Kind.EITHER))
KEPT: Final = frozenset((Kind.PERSON, Kind.PHOTO, Kind.UNKNOWN))
"""Kinds that the author field keeps; the others move to fields of their own."""


class Part(Struct, frozen=True, gc=False):
    start: int
    end: int
    text: str
    kind: Kind
    value: str
    """Canonical name of an agency, the place or person without brackets and date, else the text."""


class Credits(Struct, frozen=True, gc=False):
    """What bylines and datelines said, each value once, in order."""

    persons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()

    def __add__(self, other: Credits) -> Credits:
        return Credits(
            _once(self.persons + other.persons),
            _once(self.places + other.places),
            _once(self.agencies + other.agencies),
            _once(self.papers + other.papers),
            _once(self.desks + other.desks),
        )


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


PLACE_KEYS: Final = frozenset(credit_key(place.replace("_", " ")) for place in PLACES)
_GIVEN_KEYS: Final = frozenset(map(credit_key, GIVEN_NAMES))
_DESKS: Final = frozenset(
    credit_key(words)
    for words in (
        "متابعة|متابعات|المحليات|محليات|الرياضة|الاقتصاد|الثقافة|المنوعات|التحرير|المحرر|كتب|كتبت|تقرير|تحقيق|حوار|إعداد|اعداد"
        "|بقلم|بواسطة|ترجمة|عرض|تغطية|استطلاع|لقاء|تحليل|خاص|خاص ب|وحدة التقارير|وحدة التقارير الاقتصادية"
        "|ثقافة اليوم|الديسك|مكتب|إضاءة|حاوره|حاورته|قراءة|شعر|ترجمة وإعداد|إعداد وترجمة|المؤلف"
    ).split("|")
)
_NO_DESKS: Final = frozenset(
    map(credit_key, ("كتب", "كتبت", "بقلم", "بواسطة", "إعداد", "حاوره", "حاورته", "المؤلف", "المحرر"))
)
"""Words beside a name that only say that its bearer wrote."""
_SEPARATOR: Final = re.compile("\\s*[-\u2010-\u2015\u0640:：/|،,]+\\s*")
_FROM: Final = re.compile(r"\s+من\s+")
_PHOTO_GROUP: Final = re.compile(r"[(\[]\s*(?:تصوير|عدسة)[^)\]\n]{0,60}[)\]]")
_PHOTO: Final = re.compile(r"[(\[]?\s*(?:تصوير|عدسة)(?!\w)")
_TITLE: Final = re.compile(r"(?:أ\s*\.?\s*)?[دمأ]\s*[./]\s*|(?:الدكتور|الدكتورة|المهندس|اللواء|العميد|الأستاذ|الشيخ)\s")
_OFFICE: Final = re.compile(r"(?:مكتب|صحيفة|جريدة|موقع|مراسل|موفد)\s+")
_ONLINE: Final = re.compile(r"\s+(?:أونلاين|اونلاين|الإلكترونية|الالكترونية|الإلكتروني|الالكتروني|أون لاين)$")
_IN_BRACKETS: Final = re.compile(r"(.{2,40}?)\s*\(([^()]{2,40})\)?$")
_PLACE_HEADS: Final = frozenset(
    "جزيرة محافظة منطقة مدينة قرية مركز الحد مطار ميناء جبل الولايات مملكة جمهورية إقليم مخيم".split()
)
"""Words that begin the name of a place."""
_TRAIL: Final = " \t\u00a0:.،,*"
_MOST_PARTS: Final = 12
_MOST_WORDS: Final = 6
"""Words of the longest part of a byline that is told apart."""
_LEAD: Final = 110
"""Code points of a paragraph in which a dateline ends."""
_LEAD_WORDS: Final = 4
"""Words of the longest part of a dateline, its date apart."""
_LEAD_LETTERS: Final = 50
_SHORT_NAME: Final = 5
"""Code points; a shorter author field is not looked for in the text."""
_WRITER_LINE: Final = re.compile(
    r"\s*(?P<cue>كتبت|كتبها|كتبه|كتب|بقلم)\s*[:：/]\s*(?P<name>[^\W\d_]+(?: [^\W\d_]+){1,3})\s*[.:]?\s*"
)
_VERBS: Final = frozenset(
    "قال قالت وقال وقالت أكد أكدت أعلن أعلنت كشف كشفت أوضح ذكر ذكرت يقول تقول أن إن ما هل لماذا كيف".split()
)


def find_parts(text: str, known: Known) -> list[Part]:
    """Return the parts of ``text`` between its separators, each with what it is.

    >>> [(p.text, p.kind.value) for p in find_parts("الجبيل - سالم الحداد:", Known(places=PLACE_KEYS))]
    [('الجبيل', 'place'), ('سالم الحداد', 'person')]
    """
    groups = [m.span() for m in _PHOTO_GROUP.finditer(text)] if "تصوير" in text or "عدسة" in text else []
    cuts = [m.span() for m in _SEPARATOR.finditer(text) if not any(a < m.start() < b for a, b in groups)]
    parts: list[Part] = []
    position = 0
    for start, end in (*cuts, (len(text), len(text))):
        if text[position:start].strip(_TRAIL):
            parts += _split_from(text, position, start, known)
        position = end
    return parts


def _split_from(text: str, start: int, end: int, known: Known) -> list[Part]:
    """Return one part, or two where it is «سالم الحداد من جدة» or «سالم الحداد جدة»."""
    piece = text[start:end]
    for m in _FROM.finditer(piece):
        tail = _make_part(text, start + m.end(), end, known)
        if tail.kind in (Kind.PLACE, Kind.EITHER):
            head = _make_part(text, start, start + m.start(), known)
            return [head, replace(tail, start=start + m.start(), kind=Kind.PLACE)]
    part = _make_part(text, start, end, known)
    if part.kind in KEPT and start and text[end : end + 2].strip().startswith(":") and piece.count(" ") >= 2:
        cut = piece.rstrip().rfind(" ")
        tail = _make_part(text, start + cut + 1, end, known)
        if tail.kind is Kind.PLACE:
            return [_make_part(text, start, start + cut, known), tail]
    return [part]


def _make_part(text: str, start: int, end: int, known: Known) -> Part:
    piece = text[start:end]
    left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    start, end, piece = start + left, start + max(left, right), piece.strip()
    kind, value = _classify(piece, known)
    return Part(start, end, piece, kind, value)


@lru_cache(maxsize=50_000)
def _classify(piece: str, known: Known) -> tuple[Kind, str]:
    agency = find_agency(piece)
    if agency:
        return Kind.AGENCY, agency
    key = credit_key(piece)
    plain = credit_key(_ONLINE.sub("", _OFFICE.sub("", piece.strip('«»"“”(){} '))))
    if key in known.outlets or plain in known.outlets:
        quoted = piece[:1] in '«"“({'
        return (Kind.EITHER if key in known.places and not quoted else Kind.PAPER), piece.strip('«»"“”(){} ')
    if key in _DESKS:
        return Kind.DESK, "" if key in _NO_DESKS else "خاص" if key.startswith("خاص") else piece
    if key in known.places:
        return Kind.PLACE, piece.strip('«»"“”() .')
    if piece.partition(" ")[0] in _PLACE_HEADS and " " in piece:
        return Kind.PLACE, piece
    bracketed = _IN_BRACKETS.match(piece)
    if bracketed and not _PHOTO.match(piece):
        inner = bracketed[2]
        if (
            credit_key(bracketed[1]) in known.places
            or credit_key(inner) in known.places
            or inner.startswith(("ولاية", "شمال", "جنوب"))
        ):
            return (Kind.PLACE, piece) if not find_agency(inner) else (Kind.UNKNOWN, piece)
    if _PHOTO.match(piece):
        return Kind.PHOTO, piece
    first = credit_key(piece.partition(" ")[0])
    if _TITLE.match(piece) or first in _GIVEN_KEYS or first.startswith("عبد") or " بن " in piece or " بنت " in piece:
        return Kind.PERSON, piece
    if piece.startswith(("أبو ", "ابو ", "أم ", "آل ")):
        return Kind.PERSON, piece
    return Kind.UNKNOWN, piece


def resolve(parts: Sequence[Part]) -> list[Part] | None:
    """Tell the parts that no list knows by what stands beside them; None where nothing beside them is known.

    One word beside an agency or a paper is a place; more words are a person, unless beside an agency they neither end
    like a family name nor stand with another place.
    """
    kinds = {part.kind for part in parts}
    if not kinds - KEPT or len(parts) > _MOST_PARTS:
        return None
    has_place = Kind.PLACE in kinds or any(
        part.kind is Kind.UNKNOWN and _IN_BRACKETS.fullmatch(part.text) for part in parts
    )
    resolved: list[Part] = []
    for number, part in enumerate(parts):
        kind = part.kind
        words = part.text.split()
        if kind is Kind.EITHER:
            others = has_place or any(p.kind is Kind.EITHER for p in parts[:number])
            kind = Kind.PAPER if number and others else Kind.PLACE
            has_place = has_place or kind is Kind.PLACE
        elif kind is Kind.UNKNOWN and _IN_BRACKETS.fullmatch(part.text) and not kinds.isdisjoint(_CREDITED):
            kind = Kind.PLACE
        elif kind is Kind.UNKNOWN and not has_place and len(words) <= 3 and not _has_mark(part.text):
            credited = Kind.AGENCY in kinds or Kind.PAPER in kinds
            family = words[-1].startswith("ال") or words[-1].endswith("ي")
            last = number == len(parts) - 1 and Kind.PERSON in kinds
            if credited and (len(words) == 1 or last or (Kind.AGENCY in kinds and not family)):
                kind = Kind.PLACE
        resolved.append(replace(part, kind=kind))
    return resolved


def _has_mark(text: str) -> bool:
    return any(not (c.isalpha() or c == " " or "\u064b" <= c <= "\u0652") for c in text)


def credits_of(parts: Sequence[Part]) -> Credits:
    """Return what the parts say, by kind."""

    def of(*kinds: Kind) -> tuple[str, ...]:
        return _once(tuple(part.value for part in parts if part.kind in kinds and part.value))

    return Credits(of(Kind.PERSON), of(Kind.PLACE), of(Kind.AGENCY), of(Kind.PAPER), of(Kind.DESK))


@lru_cache(maxsize=20_000)
def read_byline(text: str, known: Known) -> tuple[Part, ...]:
    """Return the resolved parts of an author field; none where it is a plain name or a sentence.

    >>> [(p.text, p.kind.value) for p in read_byline("سالم الحداد- سبق- الشرقية:", Known(frozenset(["سبق"]), PLACE_KEYS))]
    [('سالم الحداد', 'person'), ('سبق', 'paper'), ('الشرقية', 'place')]
    >>> read_byline("نجيب الراوي", Known(places=PLACE_KEYS))
    ()
    """
    parts = find_parts(text, known)
    if any(part.kind is Kind.UNKNOWN and len(part.text.split()) > _MOST_WORDS for part in parts):
        return ()
    return tuple(resolve(parts) or ())


@lru_cache(maxsize=20_000)
def read_credits(text: str, known: Known) -> Credits:
    """Return what the parts of an author field say; see ``read_byline``."""
    return credits_of(read_byline(text, known))


def read_dateline(line: str, known: Known) -> tuple[int, Credits] | None:
    """Return where the dateline at the head of a paragraph ends (the text after it begins there) and what it says.

    It must name an agency or the paper itself, and nothing in it may be a sentence.

    >>> read_dateline("سبق- الرياض: أقامت الجمعية حفلها", Known(frozenset(["سبق"]), PLACE_KEYS))[0]
    13
    >>> read_dateline("موسكو (رويترز) - قال مصدر", Known(places=PLACE_KEYS))[1].agencies
    ('رويترز',)
    >>> read_dateline("قال مدير المكتبة: لن نغلق", Known(places=PLACE_KEYS)) is None
    True
    """
    head = line[: _LEAD + 1]
    first = _SEPARATOR.search(head)
    if first is None or first.start() > _LEAD_LETTERS or head.count(" ", 0, first.start()) > 2 * _LEAD_WORDS:
        return None
    ends = [m.end() for m in _SEPARATOR.finditer(head) if m.end() <= _LEAD and m.end() < len(line)]
    colon = next((e for e in ends if ":" in head[:e].rstrip()[-1:]), 0)
    for end in ([colon] if colon else []) + [e for e in reversed(ends) if not colon or e < colon]:
        found = _read_head(head[:end], known)
        if found is not None:
            return end, found
    return None


def read_author_again(line: str, author: str, known: Known) -> tuple[int, Credits] | None:
    """Return where the author field, said again at the head of a paragraph, ends, and what else stands before its colon.

    >>> read_author_again("سالم الحداد- الجبيل: شارك الأهالي", "سالم الحداد", Known(places=PLACE_KEYS))
    (21, Credits(persons=(), places=('الجبيل',), agencies=(), papers=(), desks=()))
    >>> read_author_again("سالم الحداد قال: شارك الأهالي", "سالم الحداد", Known(places=PLACE_KEYS)) is None
    True
    """
    if len(author) < _SHORT_NAME or not line.startswith(author):
        return None
    colon = line.find(":", len(author), len(author) + _LEAD_LETTERS)
    if colon < 0:
        return None
    between = line[len(author) : colon].strip(" -\u2010\u2011\u2012\u2013\u2014\u2015\u0640/،,")
    parts = find_parts(between, known) if between else []
    if any(part.kind in KEPT for part in parts):
        return None
    return colon + 1 + (line[colon + 1 : colon + 2] == " "), credits_of(resolve(parts) or parts)


def read_writer_line(line: str, known: Known) -> str:
    """Return the name in a line that says who wrote the text and nothing else; '' where it may say anything more.

    «كتب» is also the word for books: after it only what is a name by itself is one.

    >>> read_writer_line("بقلم: نجيب الراوي", Known()), read_writer_line("كتبت / هدى الراوي", Known())
    ('نجيب الراوي', 'هدى الراوي')
    >>> read_writer_line("كتب: جديد الروايات", Known()), read_writer_line("كتب سالم الحداد في صحيفته", Known())
    ('', '')
    """
    found = _WRITER_LINE.fullmatch(line) if len(line) <= _LEAD_LETTERS else None
    if found is None:
        return ""
    name = found["name"]
    kind = _classify(name, known)[0]
    plain = kind is Kind.UNKNOWN and found["cue"] != "كتب" and not name.startswith("ال")
    return name if (kind is Kind.PERSON or plain) and _VERBS.isdisjoint(name.split()) else ""


def _read_head(head: str, known: Known) -> Credits | None:
    text = head.rstrip(" -\u2010\u2011\u2012\u2013\u2014\u2015\u0640:：/|،,\t")
    parts: list[Part] = []
    dated = read_date(text) if any(c.isdigit() for c in text) else None
    if dated and len(dated[0]) == 10:
        before, _, text = text.partition(dated[1])
        place = before.strip(" (،")
        place += ")" * (place.count("(") - place.count(")"))
        if _SEPARATOR.search(place) is None and 0 < len(place.split()) <= _LEAD_WORDS + 1:
            words = place.split()
            place = " ".join(words[:-1] if words[-1] in WEEKDAYS and len(words) > 1 else words)
            parts.append(Part(0, 0, place, Kind.PLACE, place))
        else:
            parts += find_parts(before, known)
    for part in find_parts(text.strip(" )"), known):
        parts += _split_agency(part, known) if part.kind is Kind.UNKNOWN else [part]
    kinds = {part.kind for part in parts}
    if not kinds & {Kind.AGENCY, Kind.PAPER, Kind.EITHER} or not 2 <= len(parts) <= _MOST_PARTS:
        return None
    resolved = resolve(parts)
    if resolved is None or not any(part.kind in (Kind.AGENCY, Kind.PAPER) for part in resolved):
        return None
    for part in resolved:
        words = part.text.split()
        if len(words) > _LEAD_WORDS and part.kind in KEPT and part.kind is not Kind.PHOTO:
            return None
        if part.kind is Kind.UNKNOWN and (len(words) < 2 or _has_mark(part.text)):
            return None
        if part.kind in (Kind.UNKNOWN, Kind.PERSON) and not _VERBS.isdisjoint(words):
            return None
    named = [replace(p, kind=Kind.PERSON) if p.kind is Kind.UNKNOWN else p for p in resolved]
    return credits_of(named)


def _split_agency(part: Part, known: Known) -> list[Part]:
    """Return «موسكو (رويترز)» as place and agency."""
    bracket = part.text.find("(")
    if bracket > 0 and find_agency(part.text[bracket:]):
        at = part.start + bracket
        head = _classify(part.text[:bracket].strip(), known)
        kind = Kind.PLACE if head[0] in (Kind.UNKNOWN, Kind.EITHER) else head[0]
        return [
            Part(part.start, at, part.text[:bracket].strip(), kind, head[1]),
            Part(at, part.end, part.text[bracket:], Kind.AGENCY, find_agency(part.text[bracket:])),
        ]
    return [part]
