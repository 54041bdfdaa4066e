"""Find the overlaps of an archive that differs from the remembered one in a few texts.

What is remembered is keyed by the hash of a text, so article numbers may shift. Overlaps of two old texts stay as they
are; a new text is compared with every text that shares a shingle with it. This gives exactly what a fresh run gives,
because it refuses where it might not: when a text that came or went holds a shingle so common that its count could
pass ``max_shared`` (``frames``), or when more than ``DRIFT`` texts came and went since the last fresh run.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from ..models import Int64
from ..settings import DedupeSettings
from .frames import find_held, is_in
from .join import Holdings, Joined, join
from .pairs import Overlap
from .shingles import Shingles, UInt64

DRIFT: Final = 50
"""Texts that may come and go before all is compared afresh; also how near to ``max_shared`` a count is too near."""
State = dict[str, Any]


def remember(
    overlaps: list[Overlap], shingles: Shingles, distinct: Int64, joined: Joined, settings: DedupeSettings
) -> State:
    """Return what the next run needs after a fresh one, which called common what is near to being a frame."""
    held = joined.holdings
    holds = held.weigh(held.spread > common_from(settings)) > 0
    framed = np.sort(shingles.text[distinct[holds]])
    return _state(overlaps, shingles, distinct, held.sizes, (joined.common, joined.over, framed), 0, settings)


def common_from(settings: DedupeSettings) -> int:
    """Return the number of texts from which a shingle is so common that a few more could make it a frame."""
    return max(0, settings.max_shared - DRIFT)


def recall(texts: UInt64, left: UInt64, right: UInt64, sizes: Int64, settings: DedupeSettings) -> State:
    """Return the state of a fresh run that was made elsewhere (``prepare``): overlaps by the hashes of their texts.

    ``texts`` are the distinct ones, ascending; ``sizes`` has the columns shared, left, right. It serves for these very
    texts: after any change all is compared afresh.
    """
    return {
        "texts": texts,
        "size": np.empty(0, np.int64),
        "left": left,
        "right": right,
        "sizes": sizes.reshape(-1, 3),
        "frames": np.empty(0, np.uint64),
        "framed": np.empty(0, np.uint64),
        "drift": np.array([DRIFT], np.int64),
        "settings": _print(settings),
    }


def update_overlaps(
    previous: State | None, shingles: Shingles, distinct: Int64, settings: DedupeSettings
) -> tuple[list[Overlap], State, Holdings] | None:
    """Return the overlaps among ``distinct``, the new state and who holds frames.

    None if only a fresh run is sure to be right.
    """
    if not previous or not np.array_equal(previous.get("settings", ()), _print(settings)):
        return None
    now = shingles.text[distinct]
    added = distinct[~np.isin(now, previous["texts"])]
    gone = previous["texts"][~np.isin(previous["texts"], now)]
    drift = int(previous["drift"][0]) + len(added) + len(gone)
    if drift > DRIFT or np.isin(gone, previous["framed"]).any():
        return None
    fresh = {int(n): np.unique(shingles.hashes[shingles.offsets[n] : shingles.offsets[n + 1]]) for n in added}
    if any(np.isin(own, previous["frames"]).any() for own in fresh.values()):
        return None
    number = dict(zip(now.tolist(), distinct.tolist(), strict=True))
    overlaps = []
    for left, right, (shared, size_a, size_b) in zip(
        previous["left"].tolist(), previous["right"].tolist(), previous["sizes"].tolist(), strict=True
    ):
        a, b = number.get(left), number.get(right)
        if a is not None and b is not None:
            overlaps.append(_order(a, b, shared, size_a, size_b))
    overlaps += _compare_added(fresh, shingles, distinct, settings)
    overlaps.sort(key=lambda overlap: (overlap.a, overlap.b))
    over = previous.get("over")
    if over is None:  # a run that was made elsewhere needed neither them nor the sizes
        most = settings.max_shared
        joined = join(shingles, distinct, max_shared=most, common_from=most, portion=settings.portion)
        over, sizes = joined.over, joined.holdings.sizes
    else:
        sizes = _find_sizes(previous, now, {int(shingles.text[n]): len(own) for n, own in fresh.items()})
    common = (previous["frames"], over, previous["framed"])
    state = _state(overlaps, shingles, distinct, sizes, common, drift, settings)
    return overlaps, state, find_held(shingles, distinct, over, sizes)


def _find_sizes(previous: State, now: UInt64, added: dict[int, int]) -> Int64:
    """Return the size of the set of shingles of each text, by its hash."""
    old = previous["texts"]
    at = np.minimum(np.searchsorted(old, now), max(0, len(old) - 1))
    sizes: Int64 = previous["size"][at] if len(old) else np.zeros(len(now), np.int64)
    for place in np.flatnonzero(old[at] != now if len(old) else np.ones(len(now), np.bool_)).tolist():
        sizes[place] = added[int(now[place])]
    return sizes


def _compare_added(
    fresh: dict[int, UInt64], shingles: Shingles, distinct: Int64, settings: DedupeSettings
) -> list[Overlap]:
    """Return the overlaps of each new text with any text."""
    if not fresh:
        return []
    hits = np.flatnonzero(is_in(shingles.hashes, np.unique(np.concatenate(list(fresh.values())))))
    owners = np.intersect1d(np.searchsorted(shingles.offsets, hits, side="right") - 1, distinct)
    found: dict[tuple[int, int], Overlap] = {}
    for other in owners.tolist():
        theirs = np.unique(shingles.hashes[shingles.offsets[other] : shingles.offsets[other + 1]])
        for one, own in fresh.items():
            if one == other or not len(own):
                continue
            shared = len(np.intersect1d(own, theirs, assume_unique=True))
            overlap = _order(one, other, shared, len(own), len(theirs))
            if shared and (overlap.jaccard >= settings.version or overlap.containment >= settings.contained):
                found[overlap.a, overlap.b] = overlap
    return list(found.values())


def _order(a: int, b: int, shared: int, size_a: int, size_b: int) -> Overlap:
    return Overlap(a, b, shared, size_a, size_b) if a < b else Overlap(b, a, shared, size_b, size_a)


def _print(settings: DedupeSettings) -> Any:
    return np.array([settings.version, settings.contained, settings.min_words, settings.max_shared], np.float64)


def _state(
    overlaps: list[Overlap],
    shingles: Shingles,
    distinct: Int64,
    sizes: Int64,
    common: tuple[UInt64, UInt64, UInt64],
    drift: int,
    settings: DedupeSettings,
) -> State:
    frames, over, framed = common
    texts = shingles.text[distinct]
    order = np.argsort(texts)
    return {
        "texts": texts[order],
        "size": sizes[order],
        "left": shingles.text[np.array([o.a for o in overlaps], np.int64)],
        "right": shingles.text[np.array([o.b for o in overlaps], np.int64)],
        "sizes": np.array([(o.shared, o.size_a, o.size_b) for o in overlaps], np.int64).reshape(-1, 3),
        "frames": frames,
        "over": over,
        "framed": framed,
        "drift": np.array([drift], np.int64),
        "settings": _print(settings),
    }
