"""The ``duckdb`` engine: one machine beyond its memory. Joins and sorts spill to disk under a cap that a setting gives."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import BuildError, UsageError
from ..settings import DedupeSettings
from .folder import ROWS, write_table
from .in_process import treat_in_process
from .join import join_sql, texts_sql
from .tables import KEPT, treated_schema
from .treat import Treatment


class DuckdbEngine:
    """DuckDB over Parquet files; articles are treated as the local engine does."""

    def __init__(self, settings: DedupeSettings, jobs: int, memory: str, spill: Path) -> None:
        try:
            import duckdb
        except ImportError:
            raise UsageError("--engine duckdb needs DuckDB, which is not installed: pip install duckdb") from None
        self._duckdb = duckdb
        self._settings = settings
        self._jobs = jobs
        self._memory = memory
        self._spill = spill

    def treat(self, batches: Iterator[Any], treatment: Treatment, treated: Path) -> None:
        write_table(treated, treated_schema(), treat_in_process(batches, treatment, self._jobs))

    def overlaps(self, treated: Path) -> Iterator[Any]:
        """Yield the overlaps of distinct texts, by text hash, ascending."""
        with self._connect() as connection:
            texts = texts_sql(self._settings, "read_parquet(?)")
            connection.execute(
                f"CREATE TEMP TABLE shingle AS SELECT text, unnest(shingles) AS hash FROM ({texts})",  # noqa: S608  ours
                [str(treated)],
            )
            yield from connection.sql(join_sql(self._settings)).to_arrow_reader(ROWS)

    def ordered(self, treated: Path) -> Iterator[Any]:
        """Yield the treated records, without shingles, sorted by id and source."""
        with self._connect() as connection:
            query = f"SELECT {', '.join(KEPT)} FROM read_parquet(?) ORDER BY id, source"  # noqa: S608  own names
            yield from connection.sql(query, params=[str(treated)]).to_arrow_reader(ROWS)

    @contextlib.contextmanager
    def _connect(self) -> Iterator[Any]:
        """Open DuckDB under its cap; a full disk or too little memory ends in one sentence."""
        self._spill.mkdir(parents=True, exist_ok=True)
        config: dict[str, Any] = {
            "memory_limit": self._memory,
            "temp_directory": str(self._spill),
            "threads": self._jobs,
        }
        try:
            with self._duckdb.connect(config=config) as connection:
                yield connection
        except self._duckdb.OutOfMemoryException as error:
            raise BuildError(
                f"DuckDB needs more than the {self._memory} of prepare.memory, or its disk is full: {_first(error)}"
            ) from error
        except self._duckdb.InvalidInputException as error:
            raise UsageError(f"DuckDB refuses prepare.memory = {self._memory!r}: {_first(error)}") from error
        except self._duckdb.IOException as error:
            raise BuildError(f"DuckDB could not write to {self._spill}: {_first(error)}") from error


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
