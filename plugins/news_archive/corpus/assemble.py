"""Remembered and new articles in canonical order, under one vocabulary."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

import msgspec
import numpy as np

from ..models import Bool, Corpus, Head, Int32, Int64, Rejection, Tokens, Vocabulary
from ..vocabulary import build_vocabulary, find_places, update_vocabulary
from .intake import Bodies, Intake, identify

MAX_SEGMENTS = 12
"""Segments of packed articles before they are laid together."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some articles with their tokens: the remembered corpus, or one worker's chunk."""

    heads: list[Head]
    bodies: list[bytes]
    tokens: Tokens
    """With the ids of the worker that cut them."""
    worker: int
    """Process id of that worker."""


def assemble(
    previous: Intake | None,
    reused: list[tuple[int, str]],
    parts: list[Part],
    surfaces: dict[int, list[str]],
    rejections: list[tuple[bytes, Rejection]],
    inputs: int,
) -> Intake:
    """Lay remembered and new articles out in canonical order, under one vocabulary.

    ``surfaces`` names the words of each worker's ids.
    """
    pool: list[tuple[str, str, int, int]] = []  # (id, source, part, number in the part); part -1 is the remembered one
    if previous is not None:
        known = previous.corpus.heads  # in canonical order, so that next to nothing is left to sort
        pool += [(known[number].id, source, -1, number) for number, source in sorted(reused, key=itemgetter(0))]
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
        departed=_find_departed(old, previous_number, pool),
    )


def _find_departed(
    old: Corpus | None, previous_number: Int32, pool: list[tuple[str, str, int, int]]
) -> tuple[tuple[str, str], ...]:
    if old is None:
        return ()
    left = np.ones(len(old.heads), np.bool_)
    left[previous_number[previous_number >= 0]] = False
    gone = np.flatnonzero(left).tolist()
    ids = {entry[0] for entry in pool} if gone else set()
    return tuple((old.heads[n].id, old.heads[n].source) for n in gone if old.heads[n].id not in ids)


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


def _take_bodies(previous: Intake | None, parts: list[Part], order: list[tuple[int, int]]) -> Bodies:
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
