"""The order of the documents: what a query finds lies together as far as one order can bring it."""

from __future__ import annotations

from typing import Final

import numpy as np

from ..models import Int64
from .occurrences import Occurrences

TOPIC: Final = (40, 10)
"""A stem in at least 40 documents and at most one in 10 may be what a document is filed under."""


def file_by_topic(postings: Occurrences) -> Int64:
    """Return the documents in the order of the stem that each is most about, then as they were.

    Frequencies count by their binary logarithm, so that a changed article moves hardly any other. Measured on 400 queries
    of three words over 5,105 and over 9,454 articles, the ten best answers then lie in 8.6 and 7.8 shards of 25; with no
    order at all in 9.7 and 9.9; with rarer stems (5, 30), with a second stem within the first, or with a commoner one
    before it they lie in more. A bisection of the documents' 48 principal components did no better.
    """
    documents, (low, share) = len(postings.lengths), TOPIC
    spread = postings.spread
    known = (spread >= low) & (spread <= max(low, documents // share))
    chosen = np.flatnonzero(known[postings.stem])
    count = np.diff(postings.starts)[chosen]
    weight = np.minimum(count + 3 * postings.titled[chosen], 15)
    rare = np.floor(np.log2(max(1, documents) / np.maximum(1, spread))).astype(np.int64) + 1
    stem = postings.stem[chosen].astype(np.int64)
    stems, scores = max(1, len(spread)).bit_length(), 12
    keys = (postings.document[chosen].astype(np.int64) << (stems + scores)) | (weight * rare[stem] << stems) | stem
    keys.sort()
    owner = keys >> (stems + scores)
    last = np.flatnonzero(np.append(owner[1:] != owner[:-1], True)) if len(keys) else np.empty(0, np.int64)
    topic = np.full(documents, -1, np.int64)
    topic[owner[last]] = keys[last] & ((1 << stems) - 1)
    return np.argsort(topic, kind="stable")
