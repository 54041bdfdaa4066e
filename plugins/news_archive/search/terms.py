"""t and p shards: the postings of stems and the places of their tokens, as bits. See the package's docstring."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np

from ..models import Bool, Int32, Int64, Vocabulary
from .bits import Code, gamma, pack, rice, rice_parameters
from .occurrences import Occurrences, find_runs, spread_ranges

SLICE: Final = 300_000
"""Tokens that are encoded at a time, about: the columns it works with are many times the tokens."""
_PARAMETER_BITS: Final = 5


def encode_terms(
    postings: Occurrences,
    vocabulary: Vocabulary,
    *,
    number: Int64,
    marks: Int64,
    shard_of: Int64,
    wanted: Sequence[int],
    limits: tuple[int, int],
) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Yield number, t shard and p shard for each wanted number.

    ``number`` is the place of each document in the order of the index, ``marks`` the quantised length by that place,
    ``shard_of`` the shard of each stem; a stem in as many documents as the first of ``limits`` has no places, as the
    second no forms.
    """
    chosen = np.zeros(int(shard_of.max(initial=-1)) + 1, np.bool_)
    chosen[[shard for shard in wanted if shard < len(chosen)]] = True
    stems = np.flatnonzero(chosen[shard_of] & (postings.spread > 0)) if len(shard_of) else np.empty(0, np.int64)
    stems = stems[np.argsort(shard_of[stems], kind="stable")]
    order = _order_postings(postings, number, stems)
    sizes = postings.spread[stems]
    tokens = np.add.reduceat(np.diff(postings.starts)[order], np.cumsum(sizes) - sizes) if len(stems) else sizes
    cuts = np.flatnonzero(np.diff(shard_of[stems], prepend=-1, append=-1)) if len(stems) else np.zeros(1, np.int64)
    done = np.append(0, np.cumsum(tokens))[cuts]
    made: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
    firsts = np.append(0, np.cumsum(sizes))
    group = np.unique(np.searchsorted(done, np.arange(0, int(done[-1]) + SLICE, SLICE)).clip(0, len(cuts) - 1))
    for a, b in pairwise(cuts[group].tolist()):
        part = order[firsts[a] : firsts[b]]
        own = shard_of[stems[a:b]]
        pairs = _encode_slice(postings, vocabulary, part, stems[a:b], number, marks, limits, own)
        made.update(zip(own[find_runs(own)].tolist(), pairs, strict=True))
    for shard in wanted:
        yield (shard, *made.get(shard, ({"w": "", "n": [], "b": ""}, {"n": [], "b": ""})))


def _order_postings(postings: Occurrences, number: Int64, stems: Int64) -> Int64:
    """Return the postings of the stems in the stems' order, each stem's by the documents' numbers."""
    rank = np.full(len(postings.spread), -1, np.int64)
    rank[stems] = np.arange(len(stems))
    chosen = np.flatnonzero(rank[postings.stem] >= 0)
    low, middle = max(1, len(postings.stem)).bit_length(), max(1, len(number)).bit_length()
    if low + middle + len(stems).bit_length() > 62:
        return chosen[np.lexsort((number[postings.document[chosen]], rank[postings.stem[chosen]]))]
    keys = (rank[postings.stem[chosen]] << (low + middle)) | (number[postings.document[chosen]] << low) | chosen
    keys.sort()
    return keys & ((np.int64(1) << low) - 1)


def _encode_slice(
    postings: Occurrences,
    vocabulary: Vocabulary,
    order: Int64,
    stems: Int64,
    number: Int64,
    marks: Int64,
    limits: tuple[int, int],
    shard_of: Int64,
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the t and p shards of ``stems``, whose postings ``order`` lists."""
    spread = postings.spread[stems]
    first = np.cumsum(spread) - spread
    placed, formed = spread < limits[0], spread < limits[1]
    document = number[postings.document[order]]
    count = (postings.starts[order + 1] - postings.starts[order]).astype(np.int64)
    kept = np.repeat(formed, spread)
    inner = np.where(kept, count, 0)
    token = spread_ranges(postings.starts[order[kept]], count[kept])
    ranks, forms = _rank_forms(postings.norm[token], vocabulary)
    # postings
    gaps = np.diff(document, prepend=0) - 1
    gaps[first] = document[first]
    k = rice_parameters(gaps, first)
    titled = postings.titled[order]
    tally = np.where(titled, 3, np.where(count < 3, count, count + 1))
    posting_code = _join(rice(gaps, np.repeat(k, spread)), gamma(tally))
    posting_code = _join(posting_code, _only(titled, gamma(count)))
    head = np.full(len(first), _PARAMETER_BITS, np.int64)
    head_code = _join(gamma(spread), (k.astype(np.uint64), head))
    # forms: one rank for each token of a stem that has several
    ends = np.cumsum(np.where(formed, np.add.reduceat(inner, first), 0)) if len(first) else first
    begins = np.append(0, ends[:-1]) if len(first) else first
    most = np.maximum.reduceat(np.append(ranks, 0), begins) if len(first) else first
    varied = np.where(formed & (ends > begins), most, 0) > 0
    ranked = np.repeat(np.repeat(varied, spread), inner)
    rank_code = _only(ranked, gamma(ranks + 1))
    text, edges = _weave(head_code, posting_code, rank_code, spread, inner)
    # places: gaps with a parameter that both sides work out from the document's length
    held = np.repeat(placed, spread)
    tokens_of = count[held]
    place = postings.place[spread_ranges(postings.starts[order[held]], tokens_of)].astype(np.int64)
    opens = np.cumsum(tokens_of) - tokens_of
    step = np.diff(place, prepend=0) - 1
    step[opens] = place[opens]
    place_code = rice(step, np.repeat(place_parameters(marks[document[held]], tokens_of), tokens_of))
    with_places = np.flatnonzero(placed)
    sizes = np.add.reduceat(count, first)[with_places] if len(first) else first
    where, places = pack(*place_code, np.cumsum(sizes) - sizes)
    words = _word_lists(vocabulary, stems, forms)
    runs = [*find_runs(shard_of).tolist(), len(stems)]
    spots = np.searchsorted(with_places, runs).tolist()
    edge, spot = edges.tolist(), places.tolist()
    shards = []
    for a, b, c, d in zip(runs[:-1], runs[1:], spots[:-1], spots[1:], strict=True):
        listed = " ".join(words[a:b])
        body, body_places = text[edge[a] : edge[b]], where[spot[c] : spot[d]]
        shards.append(
            (
                {"w": listed, "n": np.diff(edges[a : b + 1]).tolist(), "b": body},
                {"n": np.diff(places[c : d + 1]).tolist(), "b": body_places},
            )
        )
    return shards


def place_parameters(marks: Int64, count: Int64) -> Int64:
    """Return the Rice parameter of a posting's places, from its document's length mark and its tokens."""
    return np.maximum(0, (marks - (3 * np.log2(count)).astype(np.int64)) // 3 - 1)


def checksum(text: str) -> int:
    """Return the CRC-32 of the text's UTF-8 bytes, as the page computes it.

    >>> checksum("123456789") == 0xCBF43926
    True
    """
    return zlib.crc32(text.encode())


def _rank_forms(norm: Int32, vocabulary: Vocabulary) -> tuple[Int64, Int64]:
    """Return each token's rank among the forms of its stem, and the forms by stem and rank, the commonest first."""
    frequency = np.bincount(norm, minlength=len(vocabulary.norms))
    used = np.flatnonzero(frequency)
    stem = vocabulary.stem_of[used]
    forms = used[np.lexsort((used, -frequency[used], stem))]
    stem = vocabulary.stem_of[forms]
    at = find_runs(stem)
    rank = np.zeros(len(vocabulary.norms), np.int64)
    rank[forms] = np.arange(len(forms)) - np.repeat(at, np.diff(np.append(at, len(forms))))
    return rank[norm], forms


def _word_lists(vocabulary: Vocabulary, stems: Int64, forms: Int64) -> list[str]:
    """Return each stem with its forms as one word."""
    owner = vocabulary.stem_of[forms]
    a = np.searchsorted(owner, stems, side="left").tolist()
    b = np.searchsorted(owner, stems, side="right").tolist()
    own = forms.tolist()
    return [
        _entry(vocabulary.stems[stem], [vocabulary.norms[norm] for norm in own[i:j]])
        for stem, i, j in zip(stems.tolist(), a, b, strict=True)
    ]


def _entry(stem: str, forms: list[str]) -> str:
    """Return a stem and its forms as one word; ``-`` stands for the stem in a form, and a lone ``-`` is left out."""
    short = [form.replace(stem, "-", 1) for form in forms]
    return stem if short in ([], ["-"]) else ",".join([stem, *short])


def _weave(
    head: tuple[Code, Int64], posting: tuple[Code, Int64], token: tuple[Code, Int64], spread: Int64, inner: Int64
) -> tuple[str, Int64]:
    """Return the characters of all stems and where each stem's begin: a head, then each posting and its tokens."""
    first = np.cumsum(spread) - spread
    stem_of = np.repeat(np.arange(len(first)), spread)
    before = np.cumsum(inner) - inner
    postings_at = before + np.arange(len(stem_of)) + stem_of + 1
    tokens_at = np.arange(len(token[0])) + np.repeat(np.arange(len(stem_of)) + stem_of + 2, inner)
    heads_at = postings_at[first] - 1
    codes = np.empty(len(head[0]) + len(posting[0]) + len(token[0]), np.uint64)
    sizes = np.empty(len(codes), np.int64)
    for at, (code, bits) in ((heads_at, head), (postings_at, posting), (tokens_at, token)):
        codes[at], sizes[at] = code, bits
    return pack(codes, sizes, heads_at)


def _join(first: tuple[Code, Int64], second: tuple[Code, Int64]) -> tuple[Code, Int64]:
    """Return the codes of both, one after the other, as one code each."""
    return (first[0] << second[1].astype(np.uint64)) | second[0], first[1] + second[1]


def _only(wanted: Bool, code: tuple[Code, Int64]) -> tuple[Code, Int64]:
    """Return the codes where they are wanted, and no bits elsewhere."""
    return np.where(wanted, code[0], np.uint64(0)), np.where(wanted, code[1], 0)
