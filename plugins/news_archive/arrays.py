"""What NumPy offers for any values, for numbers alone: its own ways hash them, and load its masked arrays at first use."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from .models import Bool

Number = TypeVar("Number", bound=np.integer)


def distinct_numbers(numbers: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Return the numbers that occur, ascending.

    >>> distinct_numbers(np.array([3, 1, 3])).tolist(), distinct_numbers(np.empty(0, np.int64)).tolist()
    ([1, 3], [])
    """
    found = np.sort(numbers, axis=None)
    first = np.ones(len(found), np.bool_)
    first[1:] = found[1:] != found[:-1]
    return found[first]


def occurs_in(numbers: npt.NDArray[Number], known: npt.NDArray[Number]) -> Bool:
    """Say of each of some numbers whether it is among ``known`` ones, in any order.

    >>> occurs_in(np.array([4, 2, 7]), np.array([7, 4])).tolist(), occurs_in(np.array([4]), np.empty(0, np.int64)).tolist()
    ([True, False, True], [False])
    """
    if not len(known):
        return np.zeros(len(numbers), np.bool_)
    known = np.sort(known)
    found: Bool = known[np.minimum(np.searchsorted(known, numbers), len(known) - 1)] == numbers
    return found
