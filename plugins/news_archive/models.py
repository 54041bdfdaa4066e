"""The records and arrays that the stages pass on.

Values only: no behaviour beyond tiny look-ups, no I/O. A stage takes these and returns these, so any stage can be
run, tested or moved to another engine alone. Of what there are as many as articles or more, the records are msgspec structs
(made, packed and unpacked several times faster than dataclasses); use ``msgspec.structs.replace`` on them. Text offsets
are code points, never bytes or UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

import msgspec
import numpy as np
import numpy.typing as npt

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
UInt8 = npt.NDArray[np.uint8]

FieldName = Literal["title", "body", "author"]


class Action(StrEnum):
    """What a span did to its stretch of the raw field."""

    DELETE = "delete"
    REPLACE = "replace"
    MOVE = "move"  # taken out of this field and kept in another one (author, agency, place ...)


class Status(StrEnum):
    """What became of one input record; every record has exactly one."""

    KEPT = "kept"
    MERGED = "merged"
    REJECTED = "rejected"


class Relation(StrEnum):
    """How two records are related, strongest first."""

    SAME = "same"
    VERSION = "version"
    CONTAINED = "contained"
    PASSAGE = "passage"


class EntityType(StrEnum):
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"


# --- source ---------------------------------------------------------------------------------------------------


class RawRecord(msgspec.Struct, frozen=True, gc=False):
    """The bytes of one article as received: a file, or one line or row of a container file."""

    source: str
    """Ledger name: path relative to the given source folder, or the file's name; ``#N`` (from 1) for a record in a file."""
    kind: Literal["txt", "md", "html", "jsonl", "csv"]
    """Which parser reads ``data``."""
    data: bytes
    """The record's bytes exactly as stored (a line without its newline, a CSV row's bytes); a row of Parquet, which has none, as JSON."""
    context: str = ""
    """Everything else that the parse depends on: file stem, CSV header and field map, charset of the container. Part of the cache key."""
    path: str = ""
    """Path of the file on this machine, for messages only; never in the output."""
    sample: bool = False
    """Written for this project and shown as «نصّ تجريبي»."""


class DateEvidence(msgspec.Struct, frozen=True):
    """An EDTF date or interval and the words it was read from."""

    edtf: str
    """EDTF level 0/1: ``2015-07-20``, ``2015-07``, ``2015-07-01/2015-07-03``, ``../2015-07-21`` (no later than)."""
    precision: Literal["day", "month", "year", "interval", "upper_bound"]
    evidence: str
    """The words or field that it was read from, verbatim."""
    origin: Literal["text", "field", "address", "collected", "editor"]
    """``collected`` is an upper bound, unless the editor says that a source was collected on its days of issue."""
    collected: str = ""
    """The day of collection, where the day was read from the address: of two revisions the one collected later is the later."""


class Keep(msgspec.Struct, frozen=True):
    """What cleaning leaves where it is in one article: what a rule takes out, or what holds some words."""

    key: str
    """Of the editor's entry."""
    rule: str = ""
    """Name of a rule; '' for any."""
    words: str = ""
    """Normalised words; '' for all that the rule takes out."""


class SourceArticle(msgspec.Struct, frozen=True):
    """One decoded, parsed and identified article, its fields still raw."""

    source: str
    sha256: str
    """Hex SHA-256 of the record's bytes."""
    id: str
    """10 characters of lower-case Crockford base32 (of the URL where there is one, else of the bytes)."""
    title: str
    body: str
    """Raw body field as decoded; lines separated as in the source."""
    author: str
    url: str | None
    """The source's own address, http(s) only, or None."""
    paper: str
    """Name of the newspaper or site as the source gives it, or ''."""
    date_field: str
    """Date of issue as given in a field of the source, or ''."""
    date_collected: str
    """Crawl time as given, or ''."""
    encoding: str
    """How the bytes were decoded, for instance ``utf-8``, ``windows-1256``, ``utf-16-le``, ``utf-8 (repaired from cp1252)``."""
    size: int
    """Bytes of the record."""
    kind: str
    sample: bool = False
    markdown: bool = False
    """An editor's .md article whose body is Markdown."""
    tags: tuple[str, ...] = ()
    generated_title: bool = False
    """The source had no title; the first sentence stands in for it."""
    flags: tuple[str, ...] = ()
    """What the editor's corrections did to it; see ``corrections.apply``."""
    keep: tuple[Keep, ...] = ()
    """What the editor wants to stay although a rule takes it out."""
    head_lines: int = 0
    """Lines at the beginning of the body that stood in the head of the file and gave no field."""
    unknown_fields: tuple[str, ...] = ()
    """Names in the head of the file that nobody knows."""


CORRECTED: Final = "corrected:"
"""Begins the flag of an article that the editor corrected; the key of the entry follows."""
UNKNOWN_FIELD: Final = "field_unknown:"
"""Begins the flag of an article whose file has a field that nobody knows; the field's name follows."""
NEEDS_EXTRA: Final = "needs_extra"
"""The reason of a record that an optional package can read; it is tried again once the package is there."""


HIDDEN: Final = "hidden"
LEFT_OUT: Final = "left_out"
DECIDED: Final = (HIDDEN, LEFT_OUT)
"""The reasons of records that the editor does not want published; nothing is wrong with them."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that is not published, and why."""

    source: str
    sha256: str
    reason: str
    """Machine word: ``empty_body``, ``undecodable``, ``no_title``, ``not_json``, ``binary``, ``too_large``, ``not_a_file`` ..."""
    detail: str
    """One sentence for the editor: what was found and what to do. Control characters escaped."""
    id: str = ""
    """The id it would have had, or ''."""
    characters_in: int = 0
    """Code points of title + body as decoded; 0 when nothing was decoded."""
    words: tuple[str, ...] = ()
    """Of a record that the editor hides: its words, to find its copies by. Remembered, never published."""


# --- clean ----------------------------------------------------------------------------------------------------


class Span(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One change to one raw field. Spans of a field do not overlap and are sorted by ``start``."""

    field: FieldName
    start: int
    """First code point in the decoded raw field."""
    end: int
    """One past the last code point."""
    rule: str
    action: Action
    text: str
    """What stood there."""
    replacement: str
    """What stands there now ('' for delete)."""


class CleanArticle(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One article as it will be published, with the account of every change.

    ``title`` is the raw title with its spans applied; ``"\\n".join(paragraphs)`` is the raw body with its spans applied.
    """

    source: str
    sha256: str
    id: str
    title: str
    paragraphs: tuple[str, ...]
    author: str
    url: str | None
    paper: str
    agency: tuple[str, ...]
    """Credited news agencies, as canonical names (واس، د ب أ، رويترز ...)."""
    place: str
    """Dateline place, or ''."""
    date: DateEvidence | None
    spans: tuple[Span, ...]
    flags: tuple[str, ...]
    """Findings that change nothing (``lost_char``, ``repeated_kept`` ...), for the report."""
    encoding: str
    size: int
    kind: str
    characters_in: int
    """Code points of title + body before cleaning."""
    sample: bool = False
    markdown: bool = False
    tags: tuple[str, ...] = ()
    generated_title: bool = False
    persons: tuple[str, ...] = ()
    """Writers named in the author field or the dateline."""
    desk: str = ""
    """Desk or kind of report that the byline names (المحليات، متابعة), or ''."""
    mails: tuple[str, ...] = ()
    """Addresses that stood in the author field or under the text; kept for the record, never published as data."""


# --- analyse --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every distinct surface token of the corpus, analysed once. Ids have no meaning beyond this build."""

    surfaces: Sequence[str]
    """Tokens as written; index = surface id."""
    norms: Sequence[str]
    """Distinct normal forms (``arabic.normal.normalise``); index = normal id."""
    norm_of: Int32
    """Surface id -> normal id."""
    stems: Sequence[str]
    """Distinct stems (``arabic.stems.stem`` of the normal form); index = stem id."""
    stem_of: Int32
    """Normal id -> stem id."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The corpus as integers, article by article; an article's first block is its title, then its paragraphs."""

    ids: Int32
    """Surface id of every token in reading order, shape (T,)."""
    starts: Int32
    """Code-point offset of each token in its block's text, shape (T,); its end is start + len(surface)."""
    blocks: Int64
    """Block b has tokens ``blocks[b]:blocks[b + 1]``, shape (B + 1,)."""
    articles: Int64
    """Article d has blocks ``articles[d]:articles[d + 1]``, shape (D + 1,)."""
    ends: Bool
    """A sentence ends after this token, shape (T,); a block's last token always ends one."""

    def find(self, blocks: Int64, offsets: Int32 | Int64) -> Int64:
        """Return the first token of each block that begins at an offset or behind it; where none does, the block's end.

        A bisection of all at once: few of many tokens are looked at.
        """
        low, high = self.blocks[blocks], self.blocks[blocks + 1]
        while (between := low < high).any():
            middle = (low + high) >> 1
            ahead = between & (self.starts[np.minimum(middle, len(self.starts) - 1)] < offsets)
            high = np.where(between & ~ahead, middle, high)
            low = np.where(ahead, middle + 1, low)
        return low

    def follow(self, first: Int64, blocks: Int64, offsets: Int32 | Int64) -> Int64:
        """Return what ``find`` returns, from tokens shortly before."""
        found, last = first.copy(), self.blocks[blocks + 1]
        moving = np.arange(len(found))
        while len(moving):
            at = found[moving]
            ahead = at < last[moving]
            ahead[ahead] = self.starts[at[ahead]] < offsets[moving[ahead]]
            moving = moving[ahead]
            found[moving] += 1
        return found


class Head(msgspec.Struct, frozen=True):
    """What lists, duplicates and the index need to know of an article without its text."""

    source: str
    id: str
    sha256: str
    title: str
    url: str | None
    paper: str
    author: str
    agency: tuple[str, ...]
    place: str
    date: DateEvidence | None
    words: int
    """Words of the body, split at white space."""
    characters_in: int
    characters_out: int
    sample: bool
    generated_title: bool
    rules: tuple[tuple[str, int], ...]
    """Cleaning rules that fired, each with its spans, sorted."""
    flags: tuple[str, ...]
    key: str
    """Hex digest of everything that this article's own record contributes to a page."""
    desk: str = ""
    """Desk or kind of report, or ''."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """All articles that have a body, in canonical order (by id, then source), as heads and token arrays."""

    heads: list[Head]
    tokens: Tokens
    vocabulary: Vocabulary


# --- dedupe ---------------------------------------------------------------------------------------------------


class RelatedPair(msgspec.Struct, frozen=True, gc=False):
    """Two records of the corpus whose texts overlap. ``a < b`` are article numbers of the corpus."""

    a: int
    b: int
    relation: Relation
    jaccard5: float
    """Jaccard index over sets of 5-word shingles, 0 to 1."""
    containment5: float
    """Shared shingles over those of the shorter text, 0 to 1."""
    guarded: bool = False
    """J >= .8, but the differing words are other names or numbers: linked, not merged."""


class Story(msgspec.Struct, frozen=True):
    """One page: its main record and the records merged into it."""

    main: int
    """Article number whose text is the page."""
    members: tuple[int, ...]
    """The other article numbers, in order of appearance."""
    reason: Literal["single", "same", "revision", "editor"] = "single"


class Passage(msgspec.Struct, frozen=True):
    """A sentence of a page that stands word for word in pages which are otherwise another text."""

    article: int
    """Article number of the corpus."""
    block: int
    """Block within the article: 1 is the first paragraph."""
    start: int
    """Code-point offset of its first word."""
    end: int
    """One past its last word; the mark that ends the sentence stands behind."""
    others: tuple[tuple[int, int], ...]
    """(article, block) of the other places."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What the editor decided about articles that are here."""

    kind: Literal["merge", "split"]
    articles: tuple[int, ...]
    """Article numbers, in the order of the decision."""
    reason: str


@dataclass(frozen=True, slots=True)
class Duplicates:
    pairs: list[RelatedPair]
    """``same``, ``version`` and ``contained``."""
    stories: list[Story]
    passages: list[Passage] = field(default_factory=list)
    """In reading order."""
    passage_pairs: list[RelatedPair] = field(default_factory=list)
    """The articles that share a passage and nothing more."""
    decided: list[Decided] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    """Decisions that could not be followed, each with file and line."""


# --- entities -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entity:
    """One record of the editor's authority file."""

    slug: str
    """ASCII; the page is ``e/<slug>.html``."""
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    """Aliases that link only after the full name or with a cue in the same article."""
    adjectives: tuple[str, ...] = ()
    """Related forms (السوري، السورية); never linked."""
    cues: tuple[str, ...] = ()
    anticues: tuple[str, ...] = ()
    longer: tuple[str, ...] = ()
    """``not`` in the file: longer strings that contain an alias and are something else."""
    identifiers: tuple[tuple[str, str], ...] = ()
    """Verified outside identifiers only: (scheme, value), for instance ("wikidata", "Q858")."""
    note: str = ""
    origin: str = ""
    """``file:line`` of the record, or ``cldr``."""
    sample: bool = False
    """Invented for the sample articles: a name in them and in no other."""


class Mention(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One occurrence of a known (or, with ``entity`` '', a candidate) name."""

    article: int
    """Article number of the corpus."""
    block: int
    """Block within the article: 0 is the title, 1 the first paragraph."""
    start: int
    """Code-point offset of the first token, its clitic included."""
    end: int
    entity: str
    """Slug."""
    type: EntityType
    rule: str
    """Why it was taken: ``alias``, ``clitic``, ``weak_after_full``, ``weak_cue``, ``last_name`` ..."""
