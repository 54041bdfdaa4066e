"""Bit codes of the index: gamma and Rice codes, written by NumPy, read by ``engine.js``.

Bits run from the most significant down and are stored six to a character of base64, because a gzip of base64 gives
back the quarter that base64 adds only if the bits beneath are already dense. Left out: arithmetic coding, which would
save a tenth and cost the reader's phone more than the bytes do.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from ..models import Int64
from .letters import ALPHABET

ESCAPE: Final = 16
"""A Rice quotient from here on is written as so many ones and the value itself in ``ESCAPE_BITS`` bits."""
ESCAPE_BITS: Final = 24
Code = npt.NDArray[np.uint64]


def gamma(values: Int64) -> tuple[Code, Int64]:
    """Return code and bits of values from 1: n ones, a zero, the n bits below the leading one.

    >>> [f"{c:0{n}b}" for c, n in zip(*(a.tolist() for a in gamma(np.array([1, 2, 5]))))]
    ['0', '100', '11001']
    """
    n = np.frexp(values.astype(np.float64))[1].astype(np.int64) - 1  # exact: the binary exponent
    ones = (np.int64(1) << n) - 1
    code = (ones << (n + 1)) | (values - (np.int64(1) << n))
    return code.astype(np.uint64), 2 * n + 1


def rice(values: Int64, k: Int64) -> tuple[Code, Int64]:
    """Return code and bits of values from 0: value >> k ones, a zero, the k low bits.

    >>> [f"{c:0{n}b}" for c, n in zip(*(a.tolist() for a in rice(np.array([5, 0]), np.array([1, 2]))))]
    ['1101', '000']
    """
    quotient = values >> k
    far = quotient >= ESCAPE
    near = np.where(far, 0, quotient)
    code = ((((np.int64(1) << near) - 1) << 1) << k) | (values & ((np.int64(1) << k) - 1))
    escaped = (((np.int64(1) << ESCAPE) - 1) << ESCAPE_BITS) | values
    return np.where(far, escaped, code).astype(np.uint64), np.where(far, ESCAPE + ESCAPE_BITS, near + 1 + k)


def pack(codes: Code, sizes: Int64, starts: Int64) -> tuple[str, Int64]:
    """Write the codes one after the other; each run of codes that begins at ``starts`` begins on a new character.

    Returns the characters of all runs (base64 alphabet, no padding) and where each run's begin, and the end.
    """
    if not len(starts):
        return "", np.zeros(1, np.int64)
    run_bits = np.add.reduceat(sizes, starts)
    run_characters = -(-run_bits // 6)
    edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(run_characters)])
    ends = np.cumsum(sizes)
    shift = edges[:-1] * 6 - (ends[starts] - sizes[starts])
    at = ends - sizes + np.repeat(shift, np.diff(np.append(starts, len(codes))))
    total = int(edges[-1]) * 6
    words = np.zeros(total // 64 + 2, np.uint64)
    word, room = at >> 6, 64 - (at & 63)
    over = np.maximum(0, sizes - room)
    left = np.maximum(0, room - sizes)
    first = (codes >> over.astype(np.uint64)) << left.astype(np.uint64)
    firsts = np.flatnonzero(np.diff(word, prepend=-1))
    words[word[firsts]] = np.bitwise_or.reduceat(first, firsts)
    spill = np.flatnonzero(over)
    tail = codes[spill] << (64 - over[spill]).astype(np.uint64)
    words[word[spill] + 1] |= tail
    text = base64.b64encode(words.astype(">u8").tobytes()).decode()
    return text[: int(edges[-1])], edges


def write_sizes(sizes: Iterable[int]) -> str:
    """Return numbers as characters of five bits, the low ones first; the sixth bit says that more follow.

    >>> write_sizes([0, 31, 32])
    'AfgB'
    """
    return "".join(map(_write_size, sizes))


@lru_cache(maxsize=4096)
def _write_size(size: int) -> str:
    return ALPHABET[size] if size < 32 else ALPHABET[32 | size & 31] + _write_size(size >> 5)
