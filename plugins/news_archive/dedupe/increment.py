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
from .frames import is_in
from .pairs import Overlap, join
from .shingles import Shingles, UInt64

DRIFT: Final = 50
"""Texts that may come and go before all is compared afresh; also how near to ``max_shared`` a count is too near."""
State = dict[str, Any]


def remember(
    overlaps: list[Overlap],
    shingles: Shingles,
    distinct: Int64,
    frames: UInt64,
    over: UInt64,
    settings: DedupeSettings,
) -> State:
    """Return what the next run needs after a fresh one.

    ``frames`` are the hashes of common shingles, ``over`` those of shingles in more than ``max_shared`` texts; sorted.
    """
    count = np.zeros(len(shingles.hashes) + 1, np.int64)
    np.cumsum(is_in(shingles.hashes, frames), out=count[1:])
    holds = count[shingles.offsets[1:]] > count[shingles.offsets[:-1]]
    framed = np.sort(shingles.text[distinct[holds[distinct]]])
    return _state(overlaps, shingles, distinct, (frames, over, framed), 0, settings)


def recall(texts: UInt64, left: UInt64, right: UInt64, sizes: Int64, settings: DedupeSettings) -> State:
    """Return the state of a fresh run that was made elsewhere (``prepare``): overlaps by the hashes of their texts.

    ``texts`` are the distinct ones, ascending; ``sizes`` has the columns shared, left, right. It serves for these very
    texts: after any change all is compared afresh.
    """
    return {
        "texts": texts,
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
) -> tuple[list[Overlap], State] | None:
    """Return the overlaps among ``distinct`` and the new state, or None if only a fresh run is sure to be right."""
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
    over = previous.get("over")  # a run that was made elsewhere did not need them
    if over is None:
        most = settings.max_shared
        over = join(shingles, distinct, max_shared=most, common_from=most, portion=settings.portion).over
    common = (previous["frames"], over, previous["framed"])
    state = _state(overlaps, shingles, distinct, common, drift, settings)
    return overlaps, state


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
    common: tuple[UInt64, UInt64, UInt64],
    drift: int,
    settings: DedupeSettings,
) -> State:
    frames, over, framed = common
    return {
        "texts": np.sort(shingles.text[distinct]),
        "left": shingles.text[np.array([o.a for o in overlaps], np.int64)],
        "right": shingles.text[np.array([o.b for o in overlaps], np.int64)],
        "sizes": np.array([(o.shared, o.size_a, o.size_b) for o in overlaps], np.int64).reshape(-1, 3),
        "frames": frames,
        "over": over,
        "framed": framed,
        "drift": np.array([drift], np.int64),
        "settings": _print(settings),
    }
