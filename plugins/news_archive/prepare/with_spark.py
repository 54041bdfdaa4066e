"""The ``spark`` engine: the same functions on Spark's workers, the same SQL text in its joins.

Workers get the package as a zip file; what it imports (NumPy, xxhash, msgspec, pyarrow ...) must be installed in their
Python, which is this one unless ``PYSPARK_PYTHON`` says otherwise. Retries, shuffles and spilling are Spark's.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ..errors import BuildError, UsageError
from ..settings import DedupeSettings
from .folder import write_table
from .join import join_sql, texts_sql
from .remote import ReadFiles
from .tables import KEPT, arrow, overlap_schema, record_schema
from .treat import Treatment

PARTITIONS: Final = 64
"""Partitions of a shuffle."""
TRIES: Final = 4
"""How often a task is tried, as on a cluster."""
_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]i?b)")
RECORDS: Final = 1000
"""Records from which another partition is worth a task."""
_RECEIVED: Final = "source string, kind string, data binary, context string, sample boolean, refusal binary"
_TREATED: Final = (
    "id string, source string, rejected boolean, packed binary, raw binary, key binary, words int, text bigint,"
    " shingles array<bigint>"
)


class SparkEngine:
    """Spark over Parquet files that its workers can reach."""

    def __init__(self, settings: DedupeSettings, master: str, memory: str, package: Path, work: Path) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise UsageError("--engine spark needs PySpark, which is not installed: pip install pyspark") from None
        home = os.environ.get("JAVA_HOME")
        if home and not (Path(home) / "bin" / "java").exists():
            raise UsageError(f"--engine spark needs Java 17 or newer, and JAVA_HOME = {home} holds no bin/java")
        if not (home or shutil.which("java")):
            raise UsageError("--engine spark needs Java 17 or newer, and there is no java on the PATH nor a JAVA_HOME")
        self._settings = settings
        self._work = work
        self._events = work / "events"
        self._events.mkdir()
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = (
            SparkSession.builder.master(patient(master))
            .config("spark.driver.memory" if master.startswith("local") else "spark.executor.memory", in_spark(memory))
            .config("spark.eventLog.enabled", "true")
            .config("spark.eventLog.dir", self._events.as_uri())
            .config("spark.eventLog.compress", "false")
            .config("spark.eventLog.rolling.enabled", "false")
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
            self._spark.sparkContext.setLogLevel("FATAL")
            self._spark.sparkContext.addPyFile(str(_zip_package(package, work)))

    def treat(self, batches: Iterator[Any], treatment: Treatment, treated: Path) -> None:
        received = self._work / "received.parquet"
        write_table(received, record_schema(), batches)
        with _one_sentence():
            records = self._spark.read.parquet(str(received))
            records = records.repartition(max(1, min(PARTITIONS, records.count() // RECORDS)))
            records.mapInArrow(treatment, _TREATED).write.mode("overwrite").parquet(str(treated))

    def treat_url(self, read: ReadFiles, treatment: Treatment, treated: Path) -> None:
        """Treat the records of the files under an address that Spark reads itself."""
        with _one_sentence():
            files = self._spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(read.base)
            records = files.select("path", "content").mapInArrow(read, _RECEIVED)
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

    def close(self) -> str:
        """End the session; return what its tasks moved and lost, in words."""
        self._spark.stop()
        return spark_costs(path for path in sorted(self._events.iterdir()) if not path.name.startswith("."))


def patient(master: str) -> str:
    """Return a master that gives a lost task another try: a local one has none of itself.

    >>> patient("local[2]"), patient("local[*]"), patient("local"), patient("local[2,1]"), patient("yarn")
    ('local[2,4]', 'local[*,4]', 'local[1,4]', 'local[2,1]', 'yarn')
    """
    if master == "local":
        return f"local[1,{TRIES}]"
    return f"{master[:-1]},{TRIES}]" if master.startswith("local[") and "," not in master else master


def in_spark(memory: str) -> str:
    """Return a size as Spark writes it; DuckDB's units count thousands, Spark's do not.

    >>> in_spark("2GB"), in_spark("512MB"), in_spark("2GiB")
    ('1907m', '488m', '2048m')
    """
    match = _SIZE.fullmatch(memory.strip().lower())
    if match is None:
        raise UsageError(f"Spark refuses prepare.memory = {memory!r}; write it as 512MB or 2GB")
    step = 1024 if match[2].endswith("ib") else 1000
    return f"{int(float(match[1]) * step ** ('kmgt'.index(match[2][0]) + 1)) >> 20}m"


def spark_costs(logs: Iterable[Path]) -> str:
    """Return what the tasks of Spark's event logs moved, spilled and lost, in words."""
    shuffled = spilled = lost = tasks = cpu = 0
    for log in logs:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                if '"Event":"SparkListenerTaskEnd"' not in line:
                    continue
                event = json.loads(line)
                tasks += 1
                lost += event["Task End Reason"]["Reason"] != "Success"
                told = event.get("Task Metrics") or {}
                shuffled += told.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
                spilled += told.get("Disk Bytes Spilled", 0)
                cpu += told.get("Executor CPU Time", 0)
    failed = f", {lost} lost and done again" if lost else ""
    return (
        f"shuffled {shuffled / 1e6:,.0f} MB   spilled {spilled / 1e6:,.0f} MB   tasks {tasks}{failed}"
        f"   cpu of the JVM {cpu / 1e9:,.0f} s"
    )


def _zip_package(package: Path, work: Path) -> Path:
    """Return a zip file of the package's sources, for the workers."""
    copy = work / "package"
    shutil.copytree(package, copy / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    return Path(shutil.make_archive(str(work / "news_archive"), "zip", copy))


def explain(text: str) -> str:
    """Return in one sentence what Spark tells in pages.

    >>> explain('java.io.IOException: Cannot run program "/x/python": error=2, No such file or directory')
    'its workers cannot run the Python /x/python; set PYSPARK_PYTHON to one that has the requirements'
    >>> explain("Traceback ...\\n  ModuleNotFoundError: No module named 'pyarrow'")
    "the Python of its workers has no module 'pyarrow'; install the requirements there, or set PYSPARK_PYTHON to another"
    """
    if found := re.search(r'Cannot run program "([^"]*python[^"]*)"', text):
        return f"its workers cannot run the Python {found[1]}; set PYSPARK_PYTHON to one that has the requirements"
    if found := re.search(r"(?:No module named|PACKAGE_NOT_INSTALLED\]) ('[\w.]+'|\w+)", text):
        return (
            f"the Python of its workers has no module {found[1]}; "
            "install the requirements there, or set PYSPARK_PYTHON to another"
        )
    if "PYTHON_VERSION_MISMATCH" in text:
        return "its workers have another Python than this one; set PYSPARK_PYTHON to the same version on all machines"
    if "No space left on device" in text:
        return "No space left on device: a disk on which it spills is full (SPARK_LOCAL_DIRS names others)"
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = (line for line in reversed(lines) if "Error" in line or "Exception" in line)
    return next(told, lines[0] if lines else "")[:300]


@contextlib.contextmanager
def _one_sentence() -> Iterator[None]:
    """Turn what Spark raises, pages long, into one sentence."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise BuildError(f"Spark stopped: {explain(str(error))}") from error
    except RuntimeError as error:
        raise BuildError(f"Spark could not start: {str(error).splitlines()[0][:300]}") from error
