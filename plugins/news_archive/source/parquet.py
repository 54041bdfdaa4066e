"""The records of a Parquet file: each row as the line of JSON Lines that holds the same columns.

Reading needs pyarrow, an optional extra. Rows come in batches by one thread, since a build forks its workers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from ..models import RawRecord, Rejection
from .containers import refuse
from .parse import known_columns
from .tables import Table, encode_table

NEEDS: Final = "Parquet needs pyarrow, which is not installed: pip install pyarrow"
_MARK: Final = b"PAR1"
_ROWS: Final = 100
"""Rows of a batch; few, since a row may be as large as ``source.max_bytes``."""
_BUFFER: Final = 1 << 20
"""Bytes of a column that are read at a time, however large the file's row groups are."""
_UNREADABLE: Final = (ValueError, OverflowError, LookupError, TypeError)
"""What a single value raises: text that is not UTF-8, a day after the year 9999, a time zone that is not known."""


def read_parquet(
    file: Path, name: str, sample: bool, limit: int, table: Table | None
) -> Iterator[RawRecord | Rejection]:
    """Yield the rows of a Parquet file as JSON; what is damaged is refused from there on, once."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        yield refuse(name, "needs_extra", NEEDS)
        return
    with open(file, "rb") as handle:
        if not _is_whole(handle.read(4), file.stat().st_size, handle):
            detail = "this does not begin and end as a Parquet file does: it is cut short, or something else"
            yield refuse(name, "damaged", detail)
            return
        number = 0
        context = encode_table(table)
        try:
            parquet = pq.ParquetFile(
                handle, buffer_size=_BUFFER, coerce_int96_timestamp_unit="us", page_checksum_verification=True
            )
            schema = {column.name: as_read(column.type, pa) for column in parquet.schema_arrow}
            numbers = {column: number for number, column in enumerate(parquet.schema_arrow.names)}
            columns = [column for column, kind in schema.items() if kind is not None]
            binary = sorted(set(known_columns(tuple(schema), context)) - set(columns))
            if binary:
                detail = (
                    f"binary columns where text should be: {', '.join(binary)[:200]}; write them as strings (UTF-8)"
                )
                yield refuse(name, "binary", detail)
                return
            if not columns:
                yield refuse(name, "no_fields", "no column of this Parquet file holds text")
                return
            target = pa.schema([(column, schema[column]) for column in columns])
            for batch in parquet.iter_batches(batch_size=_ROWS, use_threads=False):
                for row in _rows(batch.select([numbers[c] for c in columns]).cast(target, safe=False)):
                    number += 1
                    place = f"{name}#{number}"
                    if isinstance(row, Exception):
                        yield refuse(place, "undecodable", f"this row holds a value that cannot be read: {row}")
                        continue
                    data = encode_row(row)
                    if len(data) > limit:
                        detail = f"a row of {len(data):,} bytes; the limit is {limit:,} (source.max_bytes)"
                        yield refuse(place, "too_large", detail)
                    else:
                        yield RawRecord(place, "jsonl", data, context, str(file), sample)
        except (pa.ArrowException, OSError, *_UNREADABLE) as error:
            reason = next(iter(str(error).splitlines()), "")[:200]
            where = f"after row {number}" if number else "before its first row"
            yield refuse(f"{name}#{number + 1}", "damaged", f"the Parquet file breaks {where}: {reason}")


def _is_whole(start: bytes, size: int, handle: Any) -> bool:
    handle.seek(max(0, size - 4))
    return size >= 12 and start == _MARK and handle.read(4) == _MARK


def _rows(batch: Any) -> Iterator[dict[str, Any] | Exception]:
    """Yield the rows of a batch; in place of one that cannot be read, why."""
    try:
        rows = batch.to_pylist()
    except _UNREADABLE:
        for number in range(batch.num_rows):
            try:
                yield from batch.slice(number, 1).to_pylist()
            except _UNREADABLE as error:
                yield error
    else:
        yield from rows


def encode_row(row: dict[str, Any]) -> bytes:
    """Return a row as a line of JSON Lines: columns in their order, none that is null, days and times as ISO 8601.

    >>> import datetime
    >>> encode_row({"title": "خبر", "date": datetime.date(2015, 7, 20), "author": None, "page": 3}).decode()
    '{"title":"خبر","date":"2015-07-20","page":3}'
    """
    return msgspec.json.encode({name: value for name, value in row.items() if value is not None}, enc_hook=str)


def as_read(kind: Any, pa: Any) -> Any:
    """Return the Arrow type as which values of ``kind`` become Python's, the same with pandas or without; None for bytes."""
    types = pa.types
    if isinstance(kind, pa.BaseExtensionType):
        return as_read(kind.storage_type, pa)
    if types.is_dictionary(kind):
        return as_read(kind.value_type, pa)
    if types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if types.is_time(kind):
        return pa.time64("us")
    if types.is_duration(kind):
        return pa.duration("us")
    if types.is_float16(kind):
        return pa.float32()
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        inner = as_read(kind.value_type, pa)
        return None if inner is None else pa.list_(inner)
    if types.is_struct(kind):
        inner = [(field.name, as_read(field.type, pa)) for field in kind]
        return None if any(part is None for _, part in inner) else pa.struct(inner)
    is_bytes = types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind)
    return None if is_bytes or types.is_binary_view(kind) else kind
