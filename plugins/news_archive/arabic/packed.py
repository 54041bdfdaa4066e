"""Words packed into integers, equal where the words are equal and in the order of the words.

A word of up to sixteen letters of ``ALPHABET`` is two 64-bit numbers: a byte a letter (its place in the alphabet), the
first one highest, zeros behind the last. Nothing is lost by it, so that millions of tokens are told apart, numbered,
folded and sorted by arithmetic on arrays, and only the distinct ones ever become strings. A word that is longer or holds
another letter does not fit; whoever packs treats it as the string that it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ..models import Bool, Int32, Int64, UInt8

UInt64 = npt.NDArray[np.uint64]
_Integers = npt.NDArray[np.integer[Any]]

SIZE: Final = 16
"""Letters of the longest word that is packed."""
HALF: Final = SIZE // 2
ALPHABET: Final = "".join(
    chr(point)
    for first, last in (
        (0x30, 0x39),
        (0x41, 0x5A),
        (0x61, 0x7A),
        (0x620, 0x669),  # Arabic letters, tatweel, harakat, digits
        (0x66E, 0x6D3),
        (0x6D5, 0x6D5),
        (0x6F0, 0x6F9),
        (0x200C, 0x200D),
    )
    for point in range(first, last + 1)
)
"""The letters of nearly all tokens, by code point; the first is byte 1, since 0 stands for no letter."""
_POINTS: Final = np.array([0, *map(ord, ALPHABET)], dtype=np.uint32)


def tabulate(values: dict[int, int], size: int) -> UInt8:
    table = np.zeros(size, dtype=np.uint8)
    table[list(values)] = list(values.values())
    return table


BYTE: Final = {letter: number for number, letter in enumerate(ALPHABET, 1)}
_LETTERS: Final = tabulate({ord(letter): number for letter, number in BYTE.items()}, 0x10001)
KEPT: Final = np.array([0, *(((1 << 8 * k) - 1) << 8 * (HALF - k) for k in range(1, HALF + 1))], dtype=np.uint64)
"""Number of letters in one half -> mask of their bytes."""
_MIXERS: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
"""Odd constants of multiplicative hashing (the golden ratio; a prime of xxHash)."""
_TURN: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Packed:
    """Words, each as two numbers."""

    head: UInt64
    """The first eight letters, shape (N,)."""
    tail: UInt64
    """The next eight."""

    def __len__(self) -> int:
        return len(self.head)

    def take(self, places: _Integers | Bool) -> Packed:
        return Packed(self.head[places], self.tail[places])


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32, copy=False)


def pack(points: npt.NDArray[np.uint32], starts: _Integers, sizes: _Integers) -> tuple[Packed, Bool]:
    """Return the words that lie in a text of code points, and which of them fit; those that do not are no words.

    No two words overlap, and they come in order.
    """
    letters = np.zeros(len(points) + SIZE, dtype=np.uint8)
    _LETTERS.take(points, mode="clip", out=letters[: len(points)])
    halves = np.ndarray((len(points) + HALF + 1,), ">u8", letters.data, 0, (1,))  # the eight letters from each on
    head = halves[starts].astype(np.uint64) & KEPT.take(sizes, mode="clip")
    tail = halves[starts + HALF].astype(np.uint64) & KEPT.take(np.maximum(sizes, HALF) - HALF, mode="clip")
    fits = sizes <= SIZE
    others = np.flatnonzero(letters[: len(points)] == 0)
    at = np.searchsorted(starts, others, side="right") - 1
    inside = at >= 0
    inside[inside] = others[inside] < (starts + sizes)[at[inside]]
    fits[at[inside]] = False
    return Packed(head, tail), fits


def pack_words(words: Sequence[str]) -> tuple[Packed, Bool]:
    """Return words, none of which holds a newline, and which of them fit.

    >>> packed, fits = pack_words(["وروسيا", "روسيا", "été"])
    >>> fits.tolist(), unpack(packed.take(fits))
    ([True, True, False], ['وروسيا', 'روسيا'])
    """
    sizes = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    return pack(code_points("\n".join(words)), np.cumsum(sizes + 1) - sizes - 1, sizes)


def unpack(words: Packed) -> list[str]:
    """Return the words as strings."""
    if not len(words):
        return []
    points = np.full((len(words), SIZE + 1), ord("\n"), dtype="<u4")
    points[:, :SIZE] = _POINTS[letters_of(words)]
    text: str = points[points != 0].tobytes().decode("utf-32-le")
    return text.split("\n")[:-1]


def join(parts: Sequence[Packed]) -> Packed:
    """Return words end to end."""
    nothing = np.empty(0, np.uint64)
    heads = np.concatenate([nothing, *(words.head for words in parts)])
    return Packed(heads, np.concatenate([nothing, *(words.tail for words in parts)]))


def letters_of(words: Packed) -> UInt8:
    """Return the bytes of each word, shape (N, SIZE)."""
    both = np.empty((len(words), 2), dtype=">u8")
    both[:, 0], both[:, 1] = words.head, words.tail
    return both.view(np.uint8)


def from_letters(letters: UInt8) -> Packed:
    both = np.ascontiguousarray(letters).view(">u8").astype(np.uint64)
    return Packed(both[:, 0], both[:, 1])


# --- equal words --------------------------------------------------------------------------------------------------


def mix(words: Packed) -> UInt64:
    mixed = (words.head * _MIXERS[0]) ^ (words.tail * _MIXERS[1])
    mixed ^= mixed >> _TURN
    mixed *= _MIXERS[1]
    return mixed


def find_first(words: Packed) -> Int64:
    """Return for each word the place at which an equal one stands first: a hash table, probed for all at once.

    >>> find_first(pack_words(["من", "إلى", "من"])[0]).tolist()
    [0, 1, 0]
    """
    bits = max(8, (2 * len(words)).bit_length())
    table = np.empty(1 << bits, np.int64)
    first = np.empty(len(words), np.int64)
    rest, left, mixed = np.arange(len(words)), words, mix(words)
    while len(rest):
        slots = (mixed >> np.uint64(64 - bits)).astype(np.int64)
        table[slots[::-1]] = rest[::-1]  # of several the last one written stays: the first word
        found = table[slots]
        first[rest] = found
        other = (words.head[found] != left.head) | (words.tail[found] != left.tail)
        rest, left = rest[other], left.take(other)
        mixed = (mixed[other] ^ (mixed[other] >> _TURN)) * _MIXERS[0]
    return first


def sort_distinct(words: Packed) -> tuple[Packed, Int32]:
    """Return the distinct words in the order of their code points, and the place of each word among them.

    >>> found, places = sort_distinct(pack_words(["من", "إلى", "من", "م"])[0])
    >>> unpack(found), places.tolist()
    (['إلى', 'م', 'من'], [2, 0, 2, 1])
    """
    order = np.lexsort((words.tail, words.head))
    ordered = words.take(order)
    new = np.ones(len(words), np.bool_)
    new[1:] = (ordered.head[1:] != ordered.head[:-1]) | (ordered.tail[1:] != ordered.tail[:-1])
    places = np.empty(len(words), np.int32)
    places[order] = np.cumsum(new, dtype=np.int32) - 1
    return ordered.take(new), places
