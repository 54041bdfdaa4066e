"""The ``spark`` engine: the same functions on Spark's workers, the same SQL text in its joins.

Workers get the package as a zip file; what it imports (NumPy, xxhash, msgspec, pyarrow ...) must be installed in their
Python, which is this one unless ``PYSPARK_PYTHON`` says otherwise. Retries, shuffles and spilling are Spark's.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ..errors import BuildError, UsageError
from ..settings import DedupeSettings
from .folder import write_table
from .join import join_sql, texts_sql
from .tables import KEPT, arrow, overlap_schema, record_schema
from .treat import Treatment

PARTITIONS: Final = 64
"""Partitions of a shuffle."""
RECORDS: Final = 1000
"""Records from which another partition is worth a task."""
_TREATED: Final = (
    "id string, source string, rejected boolean, packed binary, raw binary, key binary, words int, text bigint,"
    " shingles array<bigint>"
)


class SparkEngine:
    """Spark over Parquet files that its workers can reach."""

    def __init__(self, settings: DedupeSettings, master: str, package: Path, work: Path) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise UsageError("--engine spark needs PySpark, which is not installed: pip install pyspark") from None
        if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
            raise UsageError("--engine spark needs Java 17 or newer, and there is no java on the PATH nor a JAVA_HOME")
        self._settings = settings
        self._work = work
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = (
            SparkSession.builder.master(master)
            .appName("news-archive prepare")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", PARTITIONS)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", 250)
            .config("spark.local.dir", str(work / "spark"))
            .config("spark.sql.adaptive.enabled", "true")
        )
        if master.startswith("local"):
            builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        with _one_sentence():
            self._spark = builder.getOrCreate()
            self._spark.sparkContext.setLogLevel("ERROR")
            self._spark.sparkContext.addPyFile(str(_zip_package(package, work)))

    def treat(self, batches: Iterator[Any], treatment: Treatment, treated: Path) -> None:
        received = self._work / "received.parquet"
        write_table(received, record_schema(), batches)
        with _one_sentence():
            records = self._spark.read.parquet(str(received))
            records = records.repartition(max(1, min(PARTITIONS, records.count() // RECORDS)))
            records.mapInArrow(treatment, _TREATED).write.mode("overwrite").parquet(str(treated))

    def overlaps(self, treated: Path) -> Iterator[Any]:
        """Yield the overlaps of distinct texts, by text hash, ascending."""
        with _one_sentence():
            self._spark.read.parquet(str(treated)).createOrReplaceTempView("treated")
            texts = texts_sql(self._settings, "treated")
            shingles = self._spark.sql(f"SELECT text, explode(shingles) AS hash FROM ({texts})")  # noqa: S608  ours
            shingles.createOrReplaceTempView("shingle")
            table = self._spark.sql(join_sql(self._settings)).toArrow()
        yield from table.cast(overlap_schema()).to_batches()

    def ordered(self, treated: Path) -> Iterator[Any]:
        """Yield the treated records, without shingles, sorted by id and source."""
        target = self._work / "ordered"
        with _one_sentence():
            frame = self._spark.read.parquet(str(treated)).select(*KEPT).orderBy("id", "source")
            frame.write.mode("overwrite").parquet(str(target))
        for part in sorted(target.glob("part-*.parquet")):
            with arrow().parquet.ParquetFile(part) as file:
                yield from file.iter_batches()

    def close(self) -> None:
        self._spark.stop()


def _zip_package(package: Path, work: Path) -> Path:
    """Return a zip file of the package's sources, for the workers."""
    copy = work / "package"
    shutil.copytree(package, copy / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    return Path(shutil.make_archive(str(work / "news_archive"), "zip", copy))


@contextlib.contextmanager
def _one_sentence() -> Iterator[None]:
    """Turn what Spark raises, pages long, into one sentence."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        told = next(
            (line for line in reversed(lines) if "Error" in line or "Exception" in line), lines[0] if lines else ""
        )
        raise BuildError(f"Spark stopped: {told[:300]}") from error
    except RuntimeError as error:
        raise BuildError(f"Spark could not start: {str(error).splitlines()[0][:300]}") from error
