"""The ``duckdb`` engine: one machine beyond its memory. Joins and sorts spill to disk under a cap that a setting gives."""

from __future__ import annotations

import contextlib
import json
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
        self._profiles: list[Path] = []

    def treat(self, batches: Iterator[Any], treatment: Treatment, treated: Path) -> None:
        write_table(treated, treated_schema(), treat_in_process(batches, treatment, self._jobs))

    def overlaps(self, treated: Path) -> Iterator[Any]:
        """Yield the overlaps of distinct texts, by text hash, ascending."""
        with self._connect() as connection:
            texts = texts_sql(self._settings, "read_parquet(?)")
            self._profile(connection)
            connection.execute(
                f"CREATE TEMP TABLE shingle AS SELECT text, unnest(shingles) AS hash FROM ({texts})",  # noqa: S608  ours
                [str(treated)],
            )
            self._profile(connection)
            yield from connection.sql(join_sql(self._settings)).to_arrow_reader(ROWS)

    def ordered(self, treated: Path) -> Iterator[Any]:
        """Yield the treated records, without shingles, sorted by id and source."""
        with self._connect() as connection:
            query = f"SELECT {', '.join(KEPT)} FROM read_parquet(?) ORDER BY id, source"  # noqa: S608  own names
            self._profile(connection)
            yield from connection.sql(query, params=[str(treated)]).to_arrow_reader(ROWS)

    def close(self) -> str:
        """Return what DuckDB held and spilled, in words."""
        found = [json.loads(path.read_text(encoding="utf-8")) for path in self._profiles if path.is_file()]
        told = [
            profile.get("system") or {k.removeprefix("system_"): v for k, v in profile.items()} for profile in found
        ]
        memory = max((one.get("peak_buffer_memory", 0) for one in told), default=0)
        spilled = sum(one.get("total_bytes_spilled", one.get("peak_temp_dir_size", 0)) for one in told)
        most = max((one.get("peak_temp_dir_size", 0) for one in told), default=0)
        return f"spilled {spilled / 1e6:,.0f} MB, {most / 1e6:,.0f} at a time   DuckDB's memory {memory / 1e6:,.0f} MB"

    def _profile(self, connection: Any) -> None:
        """Let the next query write down what it took."""
        path = self._spill.parent / f"profile-{len(self._profiles)}.json"
        self._profiles.append(path)
        connection.execute("PRAGMA enable_profiling='json'")
        connection.execute(f"SET profiling_output='{str(path).replace(chr(39), chr(39) * 2)}'")

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
