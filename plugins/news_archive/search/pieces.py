"""What t and p shards say of each stem, remembered: a build encodes the stems whose documents changed, and no others.

A shard is as good as the stems in it, and a changed article touches a few hundred stems in shards that hold half of the
index. What is remembered of a stem is found by the hash of the stem and holds as long as the sum of the keys of its
documents is what it was; see ``Index``, whose shards are named by the same sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import xxhash

from ..models import Bool, Int64

State = dict[str, "npt.NDArray[Any]"]
Sums = npt.NDArray[np.uint64]
_COLUMNS: Final = ("words", "bits", "places")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The words, bits and places of some stems; b'' for places that are not kept."""

    words: list[str]
    bits: list[bytes]
    places: list[bytes]


def hash_stems(stems: Sequence[str]) -> Sums:
    """Return what each stem is found by."""
    found = (xxhash.xxh3_64_intdigest(stem.encode("utf-8", "surrogatepass")) for stem in stems)
    return np.fromiter(found, np.uint64, len(stems))


@dataclass(slots=True)
class PieceMemory:
    """The pieces of the last build, and those that this one made."""

    marks: Sums
    """``hash_stems`` of the vocabulary."""
    known: State
    """What the last build left of its vocabulary: marks, hashes, sums, and ends and bytes of each column."""
    sums: Sums = field(default_factory=lambda: np.empty((0, 2), np.uint64))
    """What the documents of each stem add up to; zero for one without any. Set before pieces are asked for."""
    hashes: Int64 = field(default_factory=lambda: np.empty(0, np.int64))
    """By what each stem is dealt out to shards. Set before the state is asked for."""
    made: dict[int, tuple[str, bytes, bytes]] = field(default_factory=dict)
    """What this build encoded, by stem."""
    _at: Int64 | None = None

    @classmethod
    def open(cls, marks: Sums, previous: Mapping[str, Any] | None, code: bytes) -> PieceMemory:
        """Return the memory that ``previous`` holds, or an empty one where it was left under other ``code``."""
        holds = bool(previous) and previous is not None and previous["code"].tobytes() == code
        return cls(marks, dict(previous or {}) if holds else {})

    def find(self, marks: Sums) -> Int64:
        """Return where the remembered stems with these marks stand, -1 where there is none."""
        known = self.known.get("marks")
        if known is None or not len(known):
            return np.full(len(marks), -1, np.int64)
        order = np.argsort(known)
        at = order[np.minimum(np.searchsorted(known, marks, sorter=order), len(known) - 1)]
        return np.where(known[at] == marks, at, -1)

    def recall_hashes(self) -> Int64:
        """Return the remembered hash of each stem, -1 where there is none."""
        at = self.find(self.marks)
        return np.where(at >= 0, self.known["hashes"][at], -1) if "hashes" in self.known else at

    @property
    def places(self) -> Int64:
        """Where each stem of the vocabulary stands in what is known and still holds, -1 where it does not."""
        if self._at is None:
            at = self.find(self.marks)
            here = np.flatnonzero(at >= 0)
            stale = (self.known["sums"][at[here]] != self.sums[here]).any(axis=1) if len(here) else here
            at[here[stale.astype(np.bool_)]] = -1
            self._at = at
        return self._at

    def take(self, stems: Int64) -> tuple[Pieces, Bool]:
        """Return the pieces of some stems, and for which of them there are none."""
        at = self.places[stems]
        pieces = Pieces([""] * len(stems), [b""] * len(stems), [b""] * len(stems))
        here = np.flatnonzero(at >= 0)
        if not len(here):
            return pieces, at < 0
        words, bits, places = (self._cut(name, at[here]) for name in _COLUMNS)
        for place, word, own, where in zip(here.tolist(), words, bits, places, strict=True):
            pieces.words[place], pieces.bits[place], pieces.places[place] = str(word, "utf-8"), own, where
        return pieces, at < 0

    def _cut(self, name: str, at: Int64) -> list[bytes]:
        """Return the pieces of a column that stand at some places."""
        data, ends = self.known[name].tobytes(), self.known[f"{name}_ends"]
        return [data[first:last] for first, last in zip(ends[at].tolist(), ends[at + 1].tolist(), strict=True)]

    def state(self, code: bytes) -> State | None:
        """Return what to give as ``previous`` next time; None where nothing is new."""
        if not self.made:
            return None
        at = self.places.copy()
        new = np.array(sorted(self.made), np.int64)
        at[new] = -1
        held = at >= 0
        held[new] = True
        state: State = {
            "code": np.frombuffer(code, np.uint8),
            "marks": self.marks,
            "hashes": self.hashes,
            "sums": np.where(held[:, None], self.sums, np.uint64(0)),
        }
        columns = zip(*((word.encode(), bits, places) for word, bits, places in self.made.values()), strict=True)
        for name, column in zip(_COLUMNS, columns, strict=True):
            own = dict(zip(self.made, column, strict=True))
            state[name], state[f"{name}_ends"] = self._gather(name, at, own)
        return state

    def _gather(self, name: str, at: Int64, own: Mapping[int, bytes]) -> tuple[Any, Int64]:
        """Lay a column's remembered and new pieces end to end; what was side by side is taken together."""
        old = at >= 0
        sizes = np.zeros(len(at), np.int64)
        chunks: list[Any] = []
        if old.any():
            ends = self.known[f"{name}_ends"]
            sizes[old] = ends[at[old] + 1] - ends[at[old]]
        sizes[[*own]] = [*map(len, own.values())]
        follows = np.zeros(len(at), np.bool_)
        follows[1:] = old[1:] & old[:-1] & (at[1:] == at[:-1] + 1)
        starts = np.flatnonzero(~follows)
        for first, last in zip(starts.tolist(), [*starts[1:].tolist(), len(at)], strict=True):
            if old[first]:
                chunks.append(self.known[name].data[int(ends[at[first]]) : int(ends[at[last - 1] + 1])])
            else:
                chunks.append(own.get(first, b""))
        return np.frombuffer(b"".join(chunks), np.uint8), np.append(0, np.cumsum(sizes))
