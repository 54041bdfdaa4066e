"""t and p shards: the postings of stems and the places of their tokens, as bits. See the package's docstring."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from ..arabic.normal import normalise
from ..arabic.stems import HAMZA
from ..models import Bool, Int32, Int64, Vocabulary
from .bits import Bits, gamma, interpolate, join, pack, rice, sized
from .letters import AFTER_RANK, BEFORE_RANK, OTHER
from .occurrences import Occurrences, find_runs, spread_ranges
from .pieces import PieceMemory, Pieces
from .tallies import RANKS, TITLED, kinds, write_tallies

SLICE: Final = 150_000
"""Tokens that are encoded at a time, about: the columns it works with are many times the tokens."""
TITLE_TOKENS: Final = 8
"""Tokens of a title, or more."""
_TITLE_PLACES: Final = 2
"""Rice parameter of a place in a title."""
_RANK_BITS: Final = 20
AFTER_BITS: Final = 7
"""Bits of what stands after a stem, where it is one number with what stands before."""


@dataclass(frozen=True, slots=True)
class EncodedTerms:
    """What t and p shards hold of the stems of one t shard."""

    words: str
    bits: bytes
    places: bytes


def encode_terms(
    postings: Occurrences,
    vocabulary: Vocabulary,
    *,
    number: Int64,
    marks: Int64,
    shard_of: Int64,
    wanted: Sequence[int],
    total: Int64,
    limits: tuple[int, int],
    memory: PieceMemory | None = None,
) -> Iterator[tuple[int, EncodedTerms]]:
    """Yield each wanted number and what its shard holds.

    ``number`` is the place of each document in the order of the index, ``marks`` the quantised length by that place,
    ``shard_of`` the shard of each stem; a stem of which ``total`` counts as many documents as the first of ``limits`` has
    no places, as the second no forms. What ``memory`` holds of a stem is not encoded again, and it is told what is.
    """
    chosen = np.zeros(int(shard_of.max(initial=-1)) + 1, np.bool_)
    chosen[[shard for shard in wanted if shard < len(chosen)]] = True
    stems = np.flatnonzero(chosen[shard_of] & (postings.spread > 0)) if len(shard_of) else np.empty(0, np.int64)
    stems = stems[np.argsort(shard_of[stems], kind="stable")]
    if memory is None:
        pieces = _encode_stems(postings, vocabulary, stems, number, marks, total, limits)
    else:
        pieces, missing = memory.take(stems)
        new = stems[missing]
        made = _encode_stems(postings, vocabulary, new, number, marks, total, limits)
        at = np.flatnonzero(missing).tolist()
        for place, stem, word, bits, places in zip(at, new.tolist(), made.words, made.bits, made.places, strict=True):
            pieces.words[place], pieces.bits[place], pieces.places[place] = word, bits, places
            memory.made[stem] = (word, bits, places)
    shards = shard_of[stems]
    begins, ends = np.searchsorted(shards, wanted), np.searchsorted(shards, wanted, "right")
    for shard, a, b, bits, places in zip(
        wanted,
        begins.tolist(),
        ends.tolist(),
        _write_sizes(pieces.bits, begins, ends),
        _write_sizes(pieces.places, begins, ends),
        strict=True,
    ):
        yield (
            shard,
            EncodedTerms(
                " ".join(pieces.words[a:b]),
                bits + b"".join(pieces.bits[a:b]),
                places + b"".join(pieces.places[a:b]),
            ),
        )


def _write_sizes(pieces: Sequence[bytes], begins: Int64, ends: Int64) -> list[bytes]:
    """Return the sizes of the pieces from each beginning to its end, of those that are not empty, as bits."""
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    before = np.append(0, np.cumsum(sizes > 0))
    return pack(sized(sizes[sizes > 0]), before[ends] - before[begins])


def _encode_stems(
    postings: Occurrences,
    vocabulary: Vocabulary,
    stems: Int64,
    number: Int64,
    marks: Int64,
    total: Int64,
    limits: tuple[int, int],
) -> Pieces:
    """Return the pieces of the stems, some at a time; the parameters are those of ``encode_terms``."""
    order = _order_postings(postings, number, stems)
    sizes = postings.spread[stems]
    tokens = np.add.reduceat(np.diff(postings.starts)[order], np.cumsum(sizes) - sizes) if len(stems) else sizes
    done = np.append(0, np.cumsum(tokens))
    firsts = np.append(0, np.cumsum(sizes))
    cuts = np.unique(np.searchsorted(done, np.arange(0, int(done[-1]) + SLICE, SLICE)).clip(0, len(stems)))
    made = Pieces([], [], [])
    for a, b in pairwise(cuts.tolist()):
        part = order[firsts[a] : firsts[b]]
        kept = (total[stems[a:b]] < limits[0], total[stems[a:b]] < limits[1])
        _encode_slice(made, postings, vocabulary, part, stems[a:b], number, marks, kept)
    return made


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
    made: Pieces,
    postings: Occurrences,
    vocabulary: Vocabulary,
    order: Int64,
    stems: Int64,
    number: Int64,
    marks: Int64,
    kept_with: tuple[Bool, Bool],
) -> None:
    """Add the pieces of ``stems``, whose postings ``order`` lists; ``kept_with`` says which have places, and forms."""
    spread = postings.spread[stems]
    first = np.cumsum(spread) - spread
    placed, formed = kept_with
    document = number[postings.document[order]]
    count = (postings.starts[order + 1] - postings.starts[order]).astype(np.int64)
    kept = np.repeat(formed, spread)
    inner = np.where(kept, count, 0)
    token = spread_ranges(postings.starts[order[kept]], count[kept])
    ranks, forms = _rank_forms(postings.norm(token), vocabulary)
    steps = _sort_ranks(ranks, inner[kept])
    words, forms_of, form_bits = _spell_stems(vocabulary, postings, stems, forms)
    head_bits = join(gamma(spread), _only(formed, gamma(np.maximum(1, forms_of))))
    document_bits = interpolate(document, spread, len(number))
    # ranks of a posting's tokens in order, for a stem that has several forms: the first is told with the tally
    varied = formed & (forms_of > 1)
    begins = (np.cumsum(inner) - inner)[kept]
    rank = np.zeros(len(order), np.int64)
    rank[kept] = steps[begins]
    steps[begins] -= RANKS - 1
    rank_bits = _only((steps >= 0) & np.repeat(np.repeat(varied, spread), inner), gamma(np.maximum(0, steps) + 1))
    titled = postings.titled[order]
    title = np.clip(postings.headlines[postings.document[order]], 1, TITLE_TOKENS)
    kind = np.repeat(np.where(varied, kinds(forms_of), 0), spread)
    posting_bits = join(
        join(
            write_tallies(kind, count, titled, rank),
            _only(titled, join(gamma(count), gamma(TITLE_TOKENS + 1 - title))),
        ),
        _only(~titled & (count >= TITLED), gamma(np.maximum(1, count - TITLED + 1))),
    )
    made.words.extend(words)
    made.bits.extend(_weave(head_bits, form_bits, document_bits, posting_bits, rank_bits, (forms_of, spread, inner)))
    # places: gaps with a parameter that both sides work out from the document's length
    held = np.repeat(placed, spread)
    tokens_of = count[held]
    place = postings.place(spread_ranges(postings.starts[order[held]], tokens_of)).astype(np.int64)
    opens = np.cumsum(tokens_of) - tokens_of
    step = np.diff(place, prepend=0) - 1
    step[opens] = place[opens]
    parameters = np.repeat(place_parameters(marks[document[held]], tokens_of), tokens_of)
    parameters[opens[titled[held]]] = _TITLE_PLACES
    tokens = np.add.reduceat(count, first) if len(first) else first
    made.places.extend(pack(rice(step, parameters), np.where(placed, tokens, 0)))


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


def _sort_ranks(ranks: Int64, counts: Int64) -> Int64:
    """Return the ranks of each posting's tokens in rising order, each as what it is more than the one before."""
    posting = np.repeat(np.arange(len(counts)), counts)
    keys = (posting << _RANK_BITS) | ranks
    keys.sort()
    risen = keys & ((1 << _RANK_BITS) - 1)
    steps = np.diff(risen, prepend=0)
    first = np.cumsum(counts) - counts
    steps[first] = risen[first]
    return np.asarray(steps, np.int64)


def _spell_stems(
    vocabulary: Vocabulary, postings: Occurrences, stems: Int64, forms: Int64
) -> tuple[list[str], Int64, Bits]:
    """Return each stem as a word of its shard, the number of its forms, and the code of each form."""
    owner = vocabulary.stem_of[forms]
    a = np.searchsorted(owner, stems, side="left")
    b = np.searchsorted(owner, stems, side="right")
    commonest = forms[a.clip(max=len(forms) - 1)].tolist() if len(forms) else [0] * len(stems)
    written = list(map(vocabulary.surfaces.__getitem__, postings.written[forms].tolist()))
    words, affixes = [], []
    for stem, form, i, j in zip(stems.tolist(), commonest, a.tolist(), b.tolist(), strict=True):
        word, own = spell(vocabulary.stems[stem], vocabulary.norms[form], written[i:j])
        words.append(word)
        affixes += own
    pairs = np.array(affixes, np.int64)
    return words, b - a, join(gamma((pairs >> AFTER_BITS) + 1), gamma((pairs & ((1 << AFTER_BITS) - 1)) + 1))


def spell(stem: str, norm: str, written: Sequence[str]) -> tuple[str, list[int]]:
    """Return a stem as a word of a t shard and what stands around it in each form, which is ``norm`` in the first.

    >>> word, affixes = spell("سور", "سوريا", ["سوريا", "السورية"])
    >>> word, [divmod(affix, 1 << AFTER_BITS) for affix in affixes]
    ('سور', [(0, 17), (2, 6)])
    """
    root = _find_root(stem, norm, written[0]) if written else stem
    word, affixes = root, []
    for surface in written:
        before, found, after = surface.partition(root)
        if found and before in BEFORE_RANK and after in AFTER_RANK:
            affixes.append(BEFORE_RANK[before] << AFTER_BITS | AFTER_RANK[after])
        else:
            affixes.append(OTHER << AFTER_BITS)
            word += "," + surface
    return word, affixes


def _find_root(stem: str, norm: str, surface: str) -> str:
    """Return the stem as it stands in a form as written, if that can be read as the stem again."""
    at = norm.find(stem)
    if at < 0:
        at = norm.translate(HAMZA).find(stem)
    root = surface[at : at + len(stem)] if at >= 0 and len(surface) == len(norm) else stem
    return root if root == stem or normalise(root).translate(HAMZA) == stem else stem


def _weave(
    head: Bits,
    form: Bits,
    document: Bits,
    posting: Bits,
    token: Bits,
    counts: tuple[Int64, Int64, Int64],
) -> list[bytes]:
    """Return the bits of each stem: a head, its forms, its documents, each posting and its tokens.

    ``counts`` are the forms and postings of each stem and the tokens of each posting.
    """
    forms, spread, inner = counts
    first = np.cumsum(spread) - spread
    before = np.append(0, np.cumsum(inner))
    codes_of = 1 + forms + 2 * spread + before[first + spread] - before[first]
    heads_at = np.cumsum(codes_of) - codes_of
    postings_at = spread_ranges(heads_at + 1 + forms + spread, spread) + before[:-1] - np.repeat(before[first], spread)
    total = int(codes_of.sum())
    codes, bits = np.empty(total, np.uint64), np.empty(total, np.int64)
    for at, (own, width) in (
        (heads_at, head),
        (spread_ranges(heads_at + 1, forms), form),
        (spread_ranges(heads_at + 1 + forms, spread), document),
        (postings_at, posting),
        (spread_ranges(postings_at + 1, inner), token),
    ):
        codes[at], bits[at] = own, width
    return pack((codes, bits), codes_of)


def _only(wanted: Bool, bits: Bits) -> Bits:
    """Return the codes where they are wanted, and no bits elsewhere."""
    return np.where(wanted, bits[0], np.uint64(0)), np.where(wanted, bits[1], 0)
