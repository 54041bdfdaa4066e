"""The Arrow schemas that engines pass on, and the one import of pyarrow."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..errors import UsageError


@cache
def arrow() -> Any:
    """Return pyarrow with its Parquet module; raise UsageError where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("Parquet needs pyarrow, which is not installed: pip install pyarrow") from None
    return pyarrow


def record_schema() -> Any:
    """Return the columns of records as received: those of ``models.RawRecord``."""
    pa = arrow()
    return pa.schema(
        [
            ("source", pa.string()),
            ("kind", pa.string()),
            ("data", pa.binary()),
            ("context", pa.string()),
            ("sample", pa.bool_()),
            ("refusal", pa.binary()),  # a packed Rejection for what could not even be read; the others are empty then
        ]
    )


def treated_schema() -> Any:
    """Return the columns of treated records.

    ``packed`` is a CleanArticle or, where ``rejected``, a Rejection, as MessagePack. ``text`` is the hash of the body's
    normal forms and ``shingles`` the set of its shingles, both as signed 64-bit integers; ``words`` counts its tokens.
    ``key`` is the record's among those of its source (``corpus.record_key``), which names what is made of it.
    ``raw`` holds the bytes of a record that is a file of its own, which the site publishes.
    """
    pa = arrow()
    return pa.schema(
        [
            ("id", pa.string()),
            ("source", pa.string()),
            ("rejected", pa.bool_()),
            ("packed", pa.binary()),
            ("raw", pa.binary()),
            ("key", pa.binary()),
            ("words", pa.int32()),
            ("text", pa.int64()),
            ("shingles", pa.list_(pa.int64())),
        ]
    )


KEPT = ("id", "source", "rejected", "packed", "raw", "key", "words", "text")
"""The columns of treated records that a build needs: all but the shingles."""


def overlap_schema() -> Any:
    """Return the columns of overlaps: two text hashes, ``left_text < right_text``, and the sizes of their sets and of what they share."""
    pa = arrow()
    return pa.schema([(name, pa.int64()) for name in ("left_text", "right_text", "shared", "size_left", "size_right")])
