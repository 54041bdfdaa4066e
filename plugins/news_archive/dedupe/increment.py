"""Find the overlaps of an archive that differs from the remembered one in a few texts.

What is remembered is keyed by the hash of a text, so article numbers may shift. Overlaps of two old texts stay as they
are; a new text is compared with every text that shares a shingle with it. This gives exactly what a fresh run gives,
because it refuses where it might not: when a text that came or went holds a shingle so common that its count could
pass ``max_shared`` (``frames``), or when more than ``DRIFT`` texts came and went since the last fresh run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from ..arrays import distinct_numbers, occurs_in
from ..models import Corpus, Int64
from ..settings import DedupeSettings
from .frames import Framed, is_in
from .join import join
from .pairs import Bounds, Overlaps, count_overlaps
from .shingles import MULTIPLIER, WIDTH, Shingles, UInt64, finish_hashes, hash_norms, make_shingles
from .texts import FEW, Texts, select

DRIFT: Final = FEW
"""Texts that may come and go before all is compared afresh; also how near to ``max_shared`` a count is too near."""
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What the texts have in common, and what to remember of it."""

    overlaps: Overlaps
    framed: Framed
    state: State


def find_afresh(
    texts: Texts, shingles: Shingles, distinct: Int64, previous: State | None, settings: DedupeSettings
) -> Found:
    """Return what the ``distinct`` texts have in common by joining all; overlaps found elsewhere are taken over."""
    bounds, most = Bounds(settings.version, settings.contained), settings.max_shared
    joined = join(shingles, distinct, max_shared=most, common_from=max(0, most - DRIFT), portion=settings.portion)
    held = joined.holdings
    plain, frames = held.split(most)
    now = np.sort(texts.text[distinct])
    if previous is not None and "elsewhere" in previous and np.array_equal(previous["texts"], now):
        overlaps = _take_over(previous, texts.text, distinct)
    else:
        overlaps = count_overlaps(plain, frames, distinct, bounds)
    near = np.bincount(held.only(held.spread > max(0, most - DRIFT)).holders, minlength=len(distinct)) > 0
    framed = Framed.among(frames, distinct, bounds=bounds)
    common = {"frames": joined.common, "framed": np.sort(texts.text[distinct[near]])}
    return Found(overlaps, framed, _remember(overlaps, framed, texts, distinct, held.sizes, common, 0, settings))


def recall(texts: UInt64, left: UInt64, right: UInt64, sizes: Int64, settings: DedupeSettings) -> State:
    """Return the state of a fresh run that was made elsewhere (``prepare``): overlaps by the hashes of their texts.

    ``texts`` are the distinct ones, ascending; ``sizes`` has the columns shared, left, right. It serves for these very
    texts: after any change all is compared afresh.
    """
    return {
        "elsewhere": np.ones(1, np.bool_),
        "texts": texts,
        "left": left,
        "right": right,
        "sizes": sizes.reshape(-1, 3),
        "settings": _print(settings),
    }


def is_under(previous: State | None, settings: DedupeSettings) -> bool:
    """Say whether there is something remembered that was found under these settings."""
    return previous is not None and np.array_equal(previous.get("settings", ()), _print(settings))


def update(texts: Texts, distinct: Int64, previous: State, settings: DedupeSettings) -> Found | None:
    """Return what the ``distinct`` texts have in common; None if only a fresh run is sure to be right."""
    if "elsewhere" in previous:
        return None
    now, old = texts.text[distinct], previous["texts"]
    added = distinct[~occurs_in(now, old)]
    gone = old[~occurs_in(old, now)]
    drift = int(previous["drift"][0]) + len(added) + len(gone)
    if drift > DRIFT or occurs_in(gone, previous["framed"]).any():
        return None
    some = select(texts.corpus, added)
    fresh = make_shingles(some, hash_norms(some))
    sets = {int(n): fresh.set_of(place) for place, n in enumerate(added)}
    if any(occurs_in(own, previous["frames"]).any() for own in sets.values()):
        return None
    sizes = _find_sizes(previous, now, {int(texts.text[n]): len(own) for n, own in sets.items()})
    overlaps = _join(
        _take_over(previous, texts.text, distinct), _compare_added(sets, some, texts, distinct, sizes, settings)
    )
    framed = _recall_framed(previous, texts.text, distinct)
    common = {"frames": previous["frames"], "framed": previous["framed"]}
    return Found(overlaps, framed, _remember(overlaps, framed, texts, distinct, sizes, common, drift, settings))


def _find_sizes(previous: State, now: UInt64, added: dict[int, int]) -> Int64:
    """Return the size of the set of shingles of each text, by its hash."""
    old = previous["texts"]
    at = np.minimum(np.searchsorted(old, now), max(0, len(old) - 1))
    sizes: Int64 = previous["size"][at] if len(old) else np.zeros(len(now), np.int64)
    for place in np.flatnonzero(old[at] != now if len(old) else np.ones(len(now), np.bool_)).tolist():
        sizes[place] = added[int(now[place])]
    return sizes


def _number(wanted: UInt64, text: UInt64, distinct: Int64) -> Int64:
    """Return the number of the text with each of some hashes, -1 where there is none."""
    if not len(distinct):
        return np.full(len(wanted), -1, np.int64)
    now = text[distinct]
    order = np.argsort(now)
    at = order[np.minimum(np.searchsorted(now, wanted, sorter=order), len(now) - 1)]
    return np.where(now[at] == wanted, distinct[at], -1)


def _take_over(previous: State, text: UInt64, distinct: Int64) -> Overlaps:
    """Return the remembered overlaps whose texts are both here."""
    left, right = (_number(previous[side], text, distinct) for side in ("left", "right"))
    here = (left >= 0) & (right >= 0)
    shared, size_left, size_right = previous["sizes"][here].T
    return Overlaps.in_order(left[here], right[here], shared, size_left, size_right)


def _join(one: Overlaps, other: Overlaps) -> Overlaps:
    columns = (
        np.concatenate([getattr(one, name), getattr(other, name)]) for name in ("a", "b", "shared", "size_a", "size_b")
    )
    return Overlaps.in_order(*columns)


def _compare_added(
    sets: dict[int, UInt64], some: Corpus, texts: Texts, distinct: Int64, sizes: Int64, settings: DedupeSettings
) -> Overlaps:
    """Return the overlaps of each new text with any text; ``some`` are the new texts, ``sizes`` those of all sets."""
    none = np.empty(0, np.int64)
    if not sets:
        return Overlaps(none, none, none, none, none)
    bounds = Bounds(settings.version, settings.contained)
    most = _count_common(texts.corpus, some, distinct_numbers(np.concatenate(list(sets.values()))))[distinct]
    least = bounds.least * np.minimum(sizes, min(map(len, sets.values())))
    rows = []
    for place in np.flatnonzero((most > 0) & (most >= least - 1e-9)).tolist():
        other, size = int(distinct[place]), int(sizes[place])
        theirs = sets[other] if other in sets else texts.set_of(other)
        for one, own in sets.items():
            if one != other and not (other in sets and other < one):
                rows.append((one, other, len(np.intersect1d(own, theirs, assume_unique=True)), len(own), size))
    table = np.array(rows, np.int64).reshape(-1, 5)
    shared, size_one, size_other = table[:, 2:].T
    return Overlaps.in_order(*table[(shared > 0) & bounds.reached(shared, size_one, size_other)].T)


def _count_common(corpus: Corpus, some: Corpus, wanted: UInt64) -> Int64:
    """Return at how many places of each article's body a wanted shingle begins, all of whose words are in ``some``.

    Only where five words in a row occur in the new texts is anything hashed.
    """
    tokens, vocabulary = corpus.tokens, corpus.vocabulary
    hashes = hash_norms(some)
    occurs = (hashes != 0)[vocabulary.norm_of][tokens.ids]
    count = max(0, len(occurs) - WIDTH + 1)
    run = occurs[:count].copy()
    for step in range(1, WIDTH):
        run &= occurs[step : step + count]
    at = np.flatnonzero(run)
    rolled = hashes[vocabulary.norm_of[tokens.ids[at]]]
    for step in range(1, WIDTH):
        rolled *= MULTIPLIER
        rolled += hashes[vocabulary.norm_of[tokens.ids[at + step]]]
    at = at[is_in(finish_hashes(rolled), wanted)]
    article = np.searchsorted(tokens.blocks[tokens.articles], at, side="right") - 1
    begins, ends = tokens.blocks[tokens.articles[article] + 1], tokens.blocks[tokens.articles[article + 1]]
    return np.bincount(article[(at >= begins) & (at + WIDTH <= ends)], minlength=len(corpus.heads))


def _recall_framed(previous: State, text: UInt64, distinct: Int64) -> Framed:
    sizes, held = previous["framed_sizes"].reshape(-1, 2).T
    framed = Framed(np.arange(len(sizes)), sizes, held, previous["holders"], previous["starts"], previous["weights"])
    return framed.renumbered(_number(previous["framed_texts"], text, distinct))


def _print(settings: DedupeSettings) -> Any:
    return np.array([settings.version, settings.contained, settings.min_words, settings.max_shared], np.float64)


def _remember(
    overlaps: Overlaps,
    framed: Framed,
    texts: Texts,
    distinct: Int64,
    sizes: Int64,
    common: State,
    drift: int,
    settings: DedupeSettings,
) -> State:
    now = texts.text[distinct]
    order = np.argsort(now)
    return common | {
        "texts": now[order],
        "size": sizes[order],
        "left": texts.text[overlaps.a],
        "right": texts.text[overlaps.b],
        "sizes": np.stack([overlaps.shared, overlaps.size_a, overlaps.size_b], axis=1),
        "framed_texts": texts.text[framed.articles],
        "framed_sizes": np.stack([framed.sizes, framed.held], axis=1),
        "holders": framed.holders,
        "starts": framed.starts,
        "weights": framed.weights,
        "drift": np.array([drift], np.int64),
        "settings": _print(settings),
    }
