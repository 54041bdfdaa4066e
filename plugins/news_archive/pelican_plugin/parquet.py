"""The data files as Parquet, for ``invoke build --parquet``: the rows of the JSON Lines, with their types.

pyarrow is loaded only when it is asked for. It writes its version into the file, so the bytes are the same for
the same pyarrow.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import msgspec

from ..prepare.tables import arrow

if TYPE_CHECKING:
    from .datapages import Resource

_MEMBER: Final = ("source", "url", "title", "paper", "author", "date")
_EVENT: Final = ("paragraph", "start", "end", "surface", "date", "precision")
_NUMBERS: Final = frozenset(("paragraph", "start", "end"))


def pyarrow_version() -> str:
    """Return what beside the rows decides the bytes."""
    return str(arrow().__version__)


def parquet_file(resource: Resource, lines: bytes) -> bytes:
    """Return rows, given as JSON Lines, as a Parquet file with the resource's columns, packed by Zstandard."""
    pa = arrow()
    rows = msgspec.json.Decoder().decode_lines(lines)
    schema = pa.schema([pa.field(name, _type(name, kind)) for name, kind, _ in resource.fields])
    out = io.BytesIO()
    pa.parquet.write_table(pa.Table.from_pylist(rows, schema=schema), out, compression="zstd")
    return out.getvalue()


def _type(name: str, kind: str) -> Any:
    """Return the Arrow type of a column; an array of no known records holds strings."""
    pa = arrow()
    plain = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    if kind in plain:
        return plain[kind]
    if name == "members":
        return pa.list_(pa.struct([(part, pa.string()) for part in _MEMBER]))
    if name == "event_dates":
        return pa.list_(pa.struct([(part, pa.int64() if part in _NUMBERS else pa.string()) for part in _EVENT]))
    return pa.list_(pa.string())
