"""From input records to the corpus: what is remembered is taken, the rest is treated, in chunks, by workers."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Sequence

from ..analyse import Batch, SurfaceNumbers, tokenise
from ..models import CleanArticle, RawRecord, Rejection
from ..parallel import fork_map
from .assemble import Part, assemble
from .intake import Clean, Intake, OwnKey, Parse, Screen, Seal, decode_heads, decode_rejections, encode
from .treat import make_head, record_key, seal_key, treat_records

CHUNK = 500
"""Records that a worker takes at a time."""
FEW = 120
"""Up to so many new records are not worth a fork."""


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
    known = previous.corpus.heads if previous is not None else []
    for record in records:
        inputs += 1
        if isinstance(record, Rejection):
            rejections.append((b"", record))
            continue
        key = key_of(record, fingerprint)
        for candidate in (key, *other_keys(key)):
            number = remembered.get(candidate)
            if number is not None and own_key(known[number].id, key) == candidate:
                reused.append((number, record.source))
                break
            if candidate in refused and own_key(refused[candidate].id, key) == candidate:
                again = dataclasses.replace(refused[candidate], source=record.source)
                rejections.append((seal_key(candidate, again, seal), again))
                break
        else:
            new.append((key, record))
    tick(inputs - len(new))
    parts: list[Part] = []
    chunks = [new[i : i + CHUNK] for i in range(0, len(new), CHUNK)]

    numbers = SurfaceNumbers()  # each worker goes on with its own
    surfaces: dict[int, list[str]] = {}

    def treat(chunk: list[tuple[bytes, RawRecord]]) -> tuple[bytes, list[bytes], Batch, int, bytes]:
        return _treat_chunk(chunk, parse, screen or (lambda _: clean), own_key, seal, numbers)

    for heads, bodies, batch, worker, refusals in fork_map(treat, chunks, jobs if len(new) > FEW else 1):
        parts.append(Part(decode_heads(heads), bodies, batch.tokens, worker))
        surfaces.setdefault(worker, []).extend(batch.surfaces)
        refused_now = decode_rejections(refusals)
        rejections.extend(refused_now)
        tick(len(bodies) + len(refused_now))
    rejections.sort(key=lambda pair: pair[1].source)
    return assemble(previous, reused, parts, surfaces, rejections, inputs)


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
    return encode(heads), [encode(article) for _, article in kept], batch, os.getpid(), encode(refusals)
