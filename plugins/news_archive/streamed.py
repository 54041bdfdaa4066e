"""A corpus from records that are clean and in order already, without ever holding their texts.

``corpus.build_corpus`` keeps what workers send back until all is there: three copies of every text for a moment. Records
that were prepared come sorted by id and source, so each can be put in its place at once: its text into a file beside the
build's memory, from which it is read when a page or a row needs it; its tokens, renumbered, at the end of the arrays. What
remains in memory are the heads, the arrays and one vocabulary. The result equals ``build_corpus``'s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice, pairwise
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from .analyse import tokenise
from .corpus import Bodies, Intake, Parse, identify, make_head
from .errors import BuildError
from .models import Bool, CleanArticle, Corpus, Head, Int32, Int64, RawRecord, Rejection, Tokens
from .parallel import fork_map
from .spool import Spool
from .vocabulary import analyse_surfaces

CHUNK: Final = 250
"""Records that a worker takes at a time."""
WAVE: Final = 16
"""Chunks that are in memory at a time."""

_encode = msgspec.msgpack.Encoder().encode
_decode_heads = msgspec.msgpack.Decoder(list[Head]).decode


class _Arrays:
    """The tokens of all articles so far, under provisional numbers of their surfaces."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._ids: list[Int32] = []
        self._starts: list[Int32] = []
        self._ends: list[Bool] = []
        self._blocks: list[Int64] = []
        self._articles: list[Int64] = []

    def append(self, surfaces: Sequence[str], tokens: Tokens) -> None:
        known = self._number
        numbers = np.fromiter((known.setdefault(word, len(known)) for word in surfaces), np.int32, len(surfaces))
        self._ids.append(numbers[tokens.ids])
        self._starts.append(tokens.starts)
        self._ends.append(tokens.ends)
        self._blocks.append(np.diff(tokens.blocks))
        self._articles.append(np.diff(tokens.articles))

    def finish(self) -> tuple[list[str], Tokens]:
        """Return the surfaces, sorted, and the tokens under their numbers; nothing is left here."""
        surfaces = sorted(self._number)
        place = np.empty(len(surfaces), np.int32)
        place[np.fromiter(map(self._number.__getitem__, surfaces), np.int64, len(surfaces))] = np.arange(len(surfaces))
        self._number = {}
        ids = _join(self._ids, np.int32)
        for start in range(0, len(ids), 1 << 20):  # in stretches: the arrays are not held twice
            ids[start : start + (1 << 20)] = place[ids[start : start + (1 << 20)]]
        return surfaces, Tokens(
            ids,
            _join(self._starts, np.int32),
            _offsets(_join(self._blocks, np.int64)),
            _offsets(_join(self._articles, np.int64)),
            _join(self._ends, np.bool_),
        )


def stream_corpus(
    records: Iterable[RawRecord | Rejection],
    parse: Parse,
    key_of: Callable[[RawRecord], bytes],
    *,
    folder: Path,
    jobs: int,
    tick: Callable[[int], None] = lambda _: None,
) -> Intake:
    """Return the intake of records that ``parse`` gives as clean articles, sorted by id and source.

    Their texts go to a file in ``folder``, which is gone when the intake is. Raises BuildError where the order is another.
    """
    spool, arrays = Spool(folder), _Arrays()
    heads: list[Head] = []
    ends: list[int] = []
    refused: list[tuple[bytes, Rejection]] = []
    inputs = count()

    def kept() -> Iterator[tuple[bytes, RawRecord]]:
        for record in records:
            next(inputs)
            if isinstance(record, Rejection):
                refused.append((b"", record))
                tick(1)
            else:
                yield key_of(record), record

    def treat(chunk: list[tuple[bytes, RawRecord]]) -> tuple[bytes, list[str], Tokens]:
        articles = [_unpack(record, parse) for _, record in chunk]
        batch = tokenise([(article.title, *article.paragraphs) for article in articles])
        found = [make_head(article, key) for article, (key, _) in zip(articles, chunk, strict=True)]
        return _encode(found), batch.surfaces, batch.tokens

    pending = kept()
    while wave := list(islice(pending, CHUNK * WAVE)):
        chunks = [wave[i : i + CHUNK] for i in range(0, len(wave), CHUNK)]
        treated = fork_map(treat, chunks, jobs)
        for chunk, (packed, surfaces, tokens) in zip(chunks, treated, strict=True):
            heads += _decode_heads(packed)
            arrays.append(surfaces, tokens)
            for _, record in chunk:
                spool.append(record.data)
                ends.append(len(spool))
            tick(len(chunk))
    if any((one.id, one.source) >= (other.id, other.source) for one, other in pairwise(heads)):
        raise BuildError("the prepared records are not in order; run invoke prepare again")
    edges = np.array([0, *ends], np.int64)
    surfaces, all_tokens = arrays.finish()
    return Intake(
        corpus=Corpus(heads, all_tokens, analyse_surfaces(surfaces)),
        bodies=Bodies([spool], np.zeros(len(heads), np.int32), edges[:-1], edges[1:]),
        rejections=sorted(refused, key=lambda pair: pair[1].source),
        inputs=next(inputs),
        previous_number=np.full(len(heads), -1, np.int32),
        renumbered=None,
        identity=identify(heads),
        previous_identity=b"",
        unchanged=False,
    )


def _unpack(record: RawRecord, parse: Parse) -> CleanArticle:
    article = parse(record)
    if not isinstance(article, CleanArticle):
        raise BuildError(f"{record.source} was not prepared; run invoke prepare again")
    return article


def _join(pieces: list[Any], kind: type) -> Any:
    """Return the pieces end to end, and forget them."""
    joined = np.concatenate([np.empty(0, kind), *pieces])
    pieces.clear()
    return joined


def _offsets(sizes: Int64) -> Int64:
    offsets = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets
