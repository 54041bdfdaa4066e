"""How often a posting's document has the stem, and in which form first, as one symbol: Huffman codes that never change.

Most documents have a stem once, in its commonest form. Two codes of their own would spend a bit on each, where both are told
in little more than one. What is likely depends on how many forms the stem has, so there is a code for each magnitude of
that. The codes are canonical (RFC 1951): their lengths tell them. They are those of the postings of 9,454 articles; other
news pays a few bits more.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from ..models import Bool, Int64
from .bits import Bits

TITLED: Final = 4
"""The tally of a posting whose document has the stem in its title; up to 3 it is the count, ..."""
MORE: Final = 5
"""... and if the count is higher, this."""
RANKS: Final = 9
"""Ranks of a form that are told apart; the last stands for itself and those above it."""
LENGTHS: Final = (
    "a........b........d........d........c........",
    "abe......cgk......eil......ehk......fkl......",
    "acdefgh..cfhikmm..eikmmmm..ehijlmm..eilmmmm..",
    "acdeefggfdfgiijkllehjklmmmmehijkllmleiklmmmmm",
    "bcddefffdcefghiijheghjjkllkegiijkkljdgijkllmm",
    "bcdeefffcdefghhiigefhijjkkjeghijkkkjdfhijkllk",
    "ccddeeefcdeffgghhfefgghijjheggiijklhdfghiijlj",
)
"""For stems of 1 form, 2 or 3, 4 to 7 and so on, the last for all above: the bits of each symbol's code (a letter by its place
in the alphabet), the ranks of one tally after those of another; a dot for what cannot be."""


def kinds(forms: Int64) -> Int64:
    """Return the number of the code for stems of so many forms.

    >>> kinds(np.array([0, 1, 2, 3, 4, 64, 1000])).tolist()
    [0, 0, 1, 1, 2, 6, 6]
    """
    magnitude = np.frexp(np.maximum(1, forms).astype(np.float64))[1].astype(np.int64) - 1
    return np.minimum(magnitude, len(LENGTHS) - 1)


def write_tallies(kind: Int64, count: Int64, titled: Bool, rank: Int64) -> Bits:
    """Return code and bits of the symbol of each posting, by the kind of its stem."""
    tally = np.where(titled, TITLED, np.where(count < TITLED, count, MORE))
    symbol = (tally - 1) * RANKS + np.minimum(rank, RANKS - 1)
    return _CODES[kind, symbol], _SIZES[kind, symbol]


def make_code(lengths: str) -> tuple[npt.NDArray[np.uint64], Int64]:
    """Return the codes of these lengths, and the lengths as numbers.

    >>> [f"{code:0{size}b}" for code, size in zip(*(a.tolist() for a in make_code("acbc")))]
    ['0', '110', '10', '111']
    """
    sizes = np.array([0 if letter == "." else ord(letter) - ord("a") + 1 for letter in lengths], np.int64)
    codes, code, last = np.zeros(len(sizes), np.uint64), 0, 0
    for symbol in np.argsort(sizes, kind="stable").tolist():
        size = int(sizes[symbol])
        code <<= size - last
        if size:
            codes[symbol] = code
            code += 1
        last = size
    return codes, sizes


_MADE: Final = [make_code(lengths) for lengths in LENGTHS]
_CODES: Final = np.stack([codes for codes, _ in _MADE])
_SIZES: Final = np.stack([sizes for _, sizes in _MADE])
