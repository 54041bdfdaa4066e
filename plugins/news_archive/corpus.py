"""From input records to the corpus, doing again only what was not done before.

A record's outcome (a clean article or a rejection) depends on its bytes, its parser's context, the rules and the code,
and on nothing else; so it is kept under a digest of these. The corpus is the clean articles in canonical order (by id,
then source) with their token arrays; the same set of records gives the same corpus, built fresh or in steps.
"""

from __future__ import annotations

import dataclasses
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import msgspec
import numpy as np
import xxhash

from .analyse import Batch, SurfaceNumbers, tokenise
from .models import (
    Bool,
    CleanArticle,
    Corpus,
    Head,
    Int32,
    Int64,
    RawRecord,
    Rejection,
    SourceArticle,
    Tokens,
    Vocabulary,
)
from .parallel import fork_map
from .spool import Spool
from .store import Arrays, Store, digest
from .vocabulary import build_vocabulary, find_places, update_vocabulary

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 500
"""Records that a worker takes at a time."""
MAX_SEGMENTS = 12
"""Segments of packed articles before they are laid together."""
FEW = 120
"""Up to so many new records are not worth a fork."""

Parse = Callable[[RawRecord], SourceArticle | Rejection]
Clean = Callable[[SourceArticle], CleanArticle | Rejection]
Screen = Callable[[Sequence[SourceArticle]], Clean]
"""Looks at many articles at once and returns what cleans each of them, the sooner for it."""
Seal = Callable[[CleanArticle | Head | Rejection], bytes]
"""Outcome -> 16 bytes for what depends on more than the record before it is read: the rules of the source it names."""
OwnKey = Callable[[str, bytes], bytes]
"""(id, key of a record) -> key of its outcome, which the editor's corrections of that article change."""


class _Blocks(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is read of a packed article where its text alone is wanted: ``CleanArticle`` up to its paragraphs."""

    source: msgspec.Raw
    sha256: msgspec.Raw
    id: msgspec.Raw
    title: str
    paragraphs: tuple[str, ...]


_encode = msgspec.msgpack.Encoder().encode
_decode_article = msgspec.msgpack.Decoder(CleanArticle).decode
_decode_blocks = msgspec.msgpack.Decoder(_Blocks).decode
_decode_heads = msgspec.msgpack.Decoder(list[Head]).decode
_decode_rejections = msgspec.msgpack.Decoder(list[tuple[bytes, Rejection]]).decode


@dataclass(frozen=True, slots=True)
class Bodies:
    """The full clean articles, packed; decoded one at a time when a page or a data file needs them.

    They lie in a few segments that are never edited: a build adds one with what is new, and now and then all are
    laid together.
    """

    segments: list[memoryview | Spool]
    segment: Int32
    """Which segment each article lies in, shape (D,)."""
    starts: Int64
    """Its first byte there, shape (D,)."""
    ends: Int64

    def packed(self, number: int) -> bytes:
        return bytes(self.segments[self.segment[number]][int(self.starts[number]) : int(self.ends[number])])


@dataclass(frozen=True, slots=True)
class Intake:
    """The corpus of this build and how it differs from the remembered one."""

    corpus: Corpus
    bodies: Bodies
    rejections: list[tuple[bytes, Rejection]]
    """(record key, rejection) in order of source name."""
    inputs: int
    """Input records in all."""
    previous_number: Int32
    """For each article its number in the remembered corpus, -1 if it is new, shape (D,)."""
    renumbered: Int32 | None
    """Old surface id -> new (-1: gone), or None when nothing was remembered."""
    identity: bytes
    """Digest of which records the corpus holds, in which order; what is remembered by article number is kept under it."""
    previous_identity: bytes
    """Identity of the remembered corpus; b"" when nothing was remembered."""
    unchanged: bool
    """The corpus is the remembered one, record for record."""

    def blocks(self, number: int) -> tuple[str, ...]:
        """Decode an article's texts by block: its title, then its paragraphs."""
        found = _decode_blocks(self.bodies.packed(number))
        return (found.title, *found.paragraphs)

    def article(self, number: int) -> CleanArticle:
        """Decode one clean article, under the name that its record has today."""
        article = _decode_article(self.bodies.packed(number))
        source = self.corpus.heads[number].source
        return article if article.source == source else msgspec.structs.replace(article, source=source)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some articles with their tokens: the remembered corpus, or one worker's chunk."""

    heads: list[Head]
    bodies: list[bytes]
    tokens: Tokens
    """With the ids of the worker that cut them."""
    worker: int
    """Process id of that worker."""


def record_key(record: RawRecord, fingerprint: bytes) -> bytes:
    """Return the digest of everything that a record's outcome depends on."""
    context = f"{record.kind} {record.sample} {record.context}".encode("utf-8", "surrogatepass")
    return digest(fingerprint, context, record.data)


def make_head(article: CleanArticle, key: bytes, words: int | None = None) -> Head:
    """Return what the later stages need of an article without its text; ``words`` are those of its body, if counted."""
    if words is None:
        words = sum(map(len, map(str.split, article.paragraphs)))
    return Head(
        source=article.source,
        id=article.id,
        sha256=article.sha256,
        title=article.title,
        url=article.url,
        paper=article.paper,
        author=article.author,
        agency=article.agency,
        place=article.place,
        date=article.date,
        words=words,
        characters_in=article.characters_in,
        characters_out=len(article.title) + sum(map(len, article.paragraphs)) + max(0, len(article.paragraphs) - 1),
        sample=article.sample,
        generated_title=article.generated_title,
        rules=tuple(sorted(Counter([span.rule for span in article.spans]).items())),
        flags=article.flags,
        key=key.hex(),
        desk=article.desk,
        tags=article.tags,
    )


def treat_record(record: RawRecord, parse: Parse, clean: Clean) -> CleanArticle | Rejection:
    """Parse and clean one record; an unforeseen error becomes a rejection, so that one article never ends a build."""
    parsed = _try(record, parse, record)
    return parsed if isinstance(parsed, Rejection) else _try(record, clean, parsed)


def treat_records(records: Sequence[RawRecord], parse: Parse, screen: Screen) -> list[CleanArticle | Rejection]:
    """Parse and clean records as ``treat_record`` does, once all of them were looked at."""
    parsed = [_try(record, parse, record) for record in records]
    clean = screen([article for article in parsed if not isinstance(article, Rejection)])
    return [
        found if isinstance(found, Rejection) else _try(record, clean, found)
        for record, found in zip(records, parsed, strict=True)
    ]


def _try(record: RawRecord, treat: Callable[[T], R], value: T) -> R | Rejection:
    try:
        return treat(value)
    except Exception as error:  # noqa: BLE001  the record is accounted for, and --strict makes it fatal
        from hashlib import sha256

        return Rejection(
            source=record.source,
            sha256=sha256(record.data).hexdigest(),
            reason="internal_error",
            detail=f"the program failed on this record ({type(error).__name__}: {error}); please report it",
        )


def build_corpus(
    records: Iterable[RawRecord | Rejection],
    parse: Parse,
    clean: Clean,
    *,
    fingerprint: bytes,
    previous: Intake | None,
    jobs: int,
    tick: Callable[[int], None] = lambda _: None,
    own_key: OwnKey = lambda _id, key: key,
    other_keys: Callable[[bytes], Iterable[bytes]] = lambda _key: (),
    key_of: Callable[[RawRecord, bytes], bytes] = record_key,
    seal: Seal | None = None,
    retry: Callable[[Rejection], bool] = lambda _: False,
    screen: Screen | None = None,
) -> Intake:
    """Treat the records that are not remembered, and put all clean articles into one corpus.

    ``fingerprint`` stands for the code and settings of source, clean and analyse; ``tick`` hears how many are done.
    ``other_keys`` names the keys that ``own_key`` may give the outcome of a record whose id is not known yet. What
    is remembered under another ``seal`` than today's is treated again, and so is a rejection that ``retry`` is true of.
    ``screen`` gives what cleans the articles of a chunk in place of ``clean``.
    """
    remembered, refused = _index(previous, seal, retry)
    new: list[tuple[bytes, RawRecord]] = []
    reused: list[tuple[int, str]] = []
    rejections: list[tuple[bytes, Rejection]] = []
    inputs = 0
    for record in records:
        inputs += 1
        if isinstance(record, Rejection):
            rejections.append((b"", record))
            continue
        key = key_of(record, fingerprint)
        for candidate in (key, *other_keys(key)):
            number = remembered.get(candidate)
            if number is not None and previous and own_key(previous.corpus.heads[number].id, key) == candidate:
                reused.append((number, record.source))
                break
            if candidate in refused and own_key(refused[candidate].id, key) == candidate:
                again = dataclasses.replace(refused[candidate], source=record.source)
                rejections.append((seal_key(candidate, again, seal), again))
                break
        else:
            new.append((key, record))
    tick(inputs - len(new))
    parts: list[_Part] = []
    chunks = [new[i : i + CHUNK] for i in range(0, len(new), CHUNK)]

    numbers = SurfaceNumbers()  # each worker goes on with its own
    surfaces: dict[int, list[str]] = {}

    def treat(chunk: list[tuple[bytes, RawRecord]]) -> tuple[bytes, list[bytes], Batch, int, bytes]:
        return _treat_chunk(chunk, parse, screen or (lambda _: clean), own_key, seal, numbers)

    for heads, bodies, batch, worker, refusals in fork_map(treat, chunks, jobs if len(new) > FEW else 1):
        parts.append(_Part(_decode_heads(heads), bodies, batch.tokens, worker))
        surfaces.setdefault(worker, []).extend(batch.surfaces)
        refused_now = _decode_rejections(refusals)
        rejections.extend(refused_now)
        tick(len(bodies) + len(refused_now))
    rejections.sort(key=lambda pair: pair[1].source)
    return _assemble(previous, reused, parts, surfaces, rejections, inputs)


def _index(
    previous: Intake | None, seal: Seal | None, retry: Callable[[Rejection], bool]
) -> tuple[dict[bytes, int], dict[bytes, Rejection]]:
    """Return what is remembered by the keys of its records; what was sealed otherwise has none that any record has."""
    if previous is None:
        return {}, {}
    remembered = {
        seal_key(bytes.fromhex(head.key), head, seal): number for number, head in enumerate(previous.corpus.heads)
    }
    refused = {
        seal_key(key, rejection, seal): rejection
        for key, rejection in previous.rejections
        if key and not retry(rejection)
    }
    return remembered, refused


def seal_key(key: bytes, outcome: CleanArticle | Head | Rejection, seal: Seal | None) -> bytes:
    """Return a key with the outcome's seal put on it or, once more, taken off."""
    if seal is None:
        return key
    return (int.from_bytes(key) ^ int.from_bytes(seal(outcome))).to_bytes(len(key))


def _treat_chunk(
    chunk: Sequence[tuple[bytes, RawRecord]],
    parse: Parse,
    screen: Screen,
    own_key: OwnKey,
    seal: Seal | None,
    numbers: SurfaceNumbers,
) -> tuple[bytes, list[bytes], Batch, int, bytes]:
    kept: list[tuple[bytes, CleanArticle]] = []
    refusals: list[tuple[bytes, Rejection]] = []
    outcomes = treat_records([record for _, record in chunk], parse, screen)
    for (key, _), outcome in zip(chunk, outcomes, strict=True):
        key = seal_key(own_key(outcome.id, key), outcome, seal)
        if isinstance(outcome, Rejection):
            refusals.append((key, outcome))
        else:
            kept.append((key, outcome))
    batch = tokenise([(article.title, *article.paragraphs) for _, article in kept], numbers)
    heads = [make_head(article, key, words) for (key, article), words in zip(kept, batch.words.tolist(), strict=True)]
    return _encode(heads), [_encode(article) for _, article in kept], batch, os.getpid(), _encode(refusals)


def _assemble(
    previous: Intake | None,
    reused: list[tuple[int, str]],
    parts: list[_Part],
    surfaces: dict[int, list[str]],
    rejections: list[tuple[bytes, Rejection]],
    inputs: int,
) -> Intake:
    """Lay remembered and new articles out in canonical order, under one vocabulary.

    ``surfaces`` names the words of each worker's ids.
    """
    pool: list[tuple[str, str, int, int]] = []  # (id, source, part, number in the part); part -1 is the remembered one
    if previous is not None:
        pool += [(previous.corpus.heads[number].id, source, -1, number) for number, source in reused]
    for index, part in enumerate(parts):
        pool += [(head.id, head.source, index, number) for number, head in enumerate(part.heads)]
    pool.sort()
    previous_number = np.array([number if part < 0 else -1 for _, _, part, number in pool], dtype=np.int32)
    if previous is not None and _is_same(previous, pool, previous_number):
        return dataclasses.replace(
            previous,
            rejections=rejections,
            inputs=inputs,
            previous_number=previous_number,
            renumbered=np.arange(len(previous.corpus.vocabulary.surfaces), dtype=np.int32),
            previous_identity=previous.identity,
            unchanged=rejections == previous.rejections,
        )
    old = previous.corpus if previous is not None else None
    vocabulary, found, renumbered = _number_surfaces(old, previous_number, [*surfaces.values()])
    maps = dict(zip(surfaces, found, strict=True))
    pieces = {index: _renumber(part.tokens, maps[part.worker]) for index, part in enumerate(parts)}
    if old is not None and renumbered is not None:
        pieces[-1] = _renumber(old.tokens, renumbered)
    heads: list[Head] = []
    for _, source, origin, number in pool:
        head = old.heads[number] if origin < 0 and old is not None else parts[origin].heads[number]
        heads.append(head if head.source == source else msgspec.structs.replace(head, source=source))
    order = [(origin, number) for _, _, origin, number in pool]
    return Intake(
        corpus=Corpus(heads, _take_articles(pieces, order), vocabulary),
        bodies=_take_bodies(previous, parts, order),
        rejections=rejections,
        inputs=inputs,
        previous_number=previous_number,
        renumbered=renumbered,
        identity=identify(heads),
        previous_identity=previous.identity if previous is not None else b"",
        unchanged=False,
    )


def identify(heads: list[Head]) -> bytes:
    return digest("\n".join(f"{head.key} {head.source}" for head in heads).encode("utf-8", "surrogatepass"))


def _is_same(previous: Intake, pool: list[tuple[str, str, int, int]], previous_number: Int32) -> bool:
    heads = previous.corpus.heads
    return (
        len(heads) == len(pool)
        and bool((previous_number == np.arange(len(pool))).all())
        and all(head.source == entry[1] for head, entry in zip(heads, pool, strict=True))
    )


def _number_surfaces(
    old: Corpus | None, previous_number: Int32, sources: list[list[str]]
) -> tuple[Vocabulary, list[Int32], Int32 | None]:
    if old is None:
        built = build_vocabulary(sources)
        return built.vocabulary, built.maps, None
    used = np.zeros(len(old.vocabulary.surfaces), np.bool_)
    kept = np.zeros(len(old.heads), np.bool_)
    kept[previous_number[previous_number >= 0]] = True
    bounds = old.tokens.blocks[old.tokens.articles]
    for first, last in _runs(np.flatnonzero(kept).tolist()):
        used[old.tokens.ids[bounds[first] : bounds[last]]] = True
    vocabulary, renumbered = update_vocabulary(old.vocabulary, used, (word for source in sources for word in source))
    maps = [find_places(vocabulary.surfaces, source) for source in sources]
    return vocabulary, maps, renumbered


def _renumber(tokens: Tokens, mapping: Int32) -> Tokens:
    return Tokens(mapping[tokens.ids], tokens.starts, tokens.blocks, tokens.articles, tokens.ends)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the runs of consecutive numbers as half-open ranges.

    >>> _runs([3, 4, 5, 9, 10, 2])
    [(3, 6), (9, 11), (2, 3)]
    """
    if not numbers:
        return []
    cuts = [0, *(i for i in range(1, len(numbers)) if numbers[i] != numbers[i - 1] + 1), len(numbers)]
    return [(numbers[a], numbers[b - 1] + 1) for a, b in pairwise(cuts)]


def _take_articles(pieces: dict[int, Tokens], order: list[tuple[int, int]]) -> Tokens:
    """Lay articles, each named by (piece, number), end to end."""
    ids: list[Int32] = [np.empty(0, np.int32)]
    starts: list[Int32] = [np.empty(0, np.int32)]
    ends: list[Bool] = [np.empty(0, np.bool_)]
    block_sizes: list[Int64] = [np.empty(0, np.int64)]
    article_sizes: list[Int64] = [np.empty(0, np.int64)]
    sizes = {piece: (np.diff(tokens.blocks), np.diff(tokens.articles)) for piece, tokens in pieces.items()}
    for piece, first, last in _article_runs(order):
        tokens = pieces[piece]
        block_a, block_b = int(tokens.articles[first]), int(tokens.articles[last])
        token_a, token_b = int(tokens.blocks[block_a]), int(tokens.blocks[block_b])
        ids.append(tokens.ids[token_a:token_b])
        starts.append(tokens.starts[token_a:token_b])
        ends.append(tokens.ends[token_a:token_b])
        block_sizes.append(sizes[piece][0][block_a:block_b])
        article_sizes.append(sizes[piece][1][first:last])
    return Tokens(
        np.concatenate(ids),
        np.concatenate(starts),
        _offsets(np.concatenate(block_sizes)),
        _offsets(np.concatenate(article_sizes)),
        np.concatenate(ends),
    )


def _article_runs(order: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for piece, number in order:
        if runs and runs[-1][0] == piece and runs[-1][2] == number:
            runs[-1] = (piece, runs[-1][1], number + 1)
        else:
            runs.append((piece, number, number + 1))
    return runs


def _offsets(sizes: Int64) -> Int64:
    offsets = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets


def _take_bodies(previous: Intake | None, parts: list[_Part], order: list[tuple[int, int]]) -> Bodies:
    """Keep the remembered segments and add one of what is new; lay all together once much of them is unused."""
    segment = np.zeros(len(order), np.int32)
    starts = np.empty(len(order), np.int64)
    ends = np.empty(len(order), np.int64)
    old = previous.bodies if previous is not None else None
    segments = list(old.segments) if old is not None else []
    added: list[bytes] = []
    position = 0
    for place, (part, number) in enumerate(order):
        if part < 0 and old is not None:
            segment[place], starts[place], ends[place] = old.segment[number], old.starts[number], old.ends[number]
            continue
        body = parts[part].bodies[number]
        added.append(body)
        segment[place], starts[place], ends[place] = len(segments), position, position + len(body)
        position += len(body)
    if added:
        segments.append(memoryview(b"".join(added)))
    bodies = Bodies(segments, segment, starts, ends)
    used = int((ends - starts).sum())
    if len(segments) <= MAX_SEGMENTS and used * 2 >= sum(map(len, segments)):
        return bodies
    compact = b"".join(map(bodies.packed, range(len(order))))
    offsets = _offsets(ends - starts)
    return Bodies([memoryview(compact)], np.zeros(len(order), np.int32), offsets[:-1], offsets[1:])


# --- remembering ------------------------------------------------------------------------------------------------


def save_corpus(store: Store, fingerprint: bytes, intake: Intake) -> None:
    """Remember the corpus for the next build."""
    corpus, tokens, vocabulary = intake.corpus, intake.corpus.tokens, intake.corpus.vocabulary
    segments = [segment.view() if isinstance(segment, Spool) else segment for segment in intake.bodies.segments]
    names = [f"bodies-{xxhash.xxh3_64_hexdigest(segment)}" for segment in segments]
    present = set(store.names("bodies-"))
    for name, segment in zip(names, segments, strict=True):
        if name not in present:
            store.write(name, b"", {}, {"bodies": segment})
    store.write(
        "corpus",
        fingerprint,
        {
            "ids": tokens.ids,
            "starts": tokens.starts,
            "blocks": tokens.blocks,
            "articles": tokens.articles,
            "ends": tokens.ends,
            "norm_of": vocabulary.norm_of,
            "stem_of": vocabulary.stem_of,
            "body_segment": intake.bodies.segment,
            "body_starts": intake.bodies.starts,
            "body_ends": intake.bodies.ends,
        },
        {
            "surfaces": _join(vocabulary.surfaces),
            "norms": _join(vocabulary.norms),
            "stems": _join(vocabulary.stems),
            "heads": _encode(corpus.heads),
            "rejections": _encode(intake.rejections),
            "segments": _encode(names),
        },
    )
    for name in present.difference(names):
        store.forget(name)


def load_corpus(store: Store, fingerprint: bytes) -> Intake | None:
    """Return the remembered corpus, or None where it does not read as one."""
    found = store.read("corpus", fingerprint)
    if found is None:
        return None
    try:
        return _read_corpus(store, *found)
    except (KeyError, msgspec.DecodeError):  # written by other code under the same fingerprint
        return None


def _read_corpus(store: Store, arrays: Arrays, blobs: dict[str, memoryview]) -> Intake | None:
    tokens = Tokens(arrays["ids"], arrays["starts"], arrays["blocks"], arrays["articles"], arrays["ends"])
    vocabulary = Vocabulary(
        _split(blobs["surfaces"]),
        _split(blobs["norms"]),
        arrays["norm_of"],
        _split(blobs["stems"]),
        arrays["stem_of"],
    )
    heads = _decode_heads(blobs["heads"])
    segments = [store.read(name, b"") for name in msgspec.msgpack.decode(blobs["segments"], type=list[str])]
    if any(segment is None for segment in segments):
        return None
    bodies: list[memoryview | Spool] = [segment[1]["bodies"] for segment in segments if segment is not None]
    return Intake(
        corpus=Corpus(heads, tokens, vocabulary),
        bodies=Bodies(bodies, arrays["body_segment"], arrays["body_starts"], arrays["body_ends"]),
        rejections=_decode_rejections(blobs["rejections"]),
        inputs=0,
        previous_number=np.arange(len(heads), dtype=np.int32),
        renumbered=None,
        identity=identify(heads),
        previous_identity=b"",
        unchanged=True,
    )


def _join(words: list[str]) -> bytes:
    return "\n".join(words).encode()


def _split(data: memoryview) -> list[str]:
    return str(data, "utf-8").split("\n") if data else []
