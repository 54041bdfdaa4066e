"""``invoke prepare``: run the engine's steps in order and leave a prepared folder, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

import xxhash

from .. import clean, corrections, source
from ..errors import BuildError, UsageError
from ..models import RawRecord, Rejection
from ..output_lock import hold_lock
from ..pipeline import PACKAGE, Archive, fingerprint_records, open_records, run_stages
from ..settings import Settings
from ..staging import exchange
from ..store import Store
from .folder import MARK, OVERLAPS, RECORDS, Prepared, write_mark, write_table
from .in_process import BATCH, LocalEngine
from .published import published_tables
from .remote import ReadFiles
from .tables import KEPT, arrow, overlap_schema, treated_schema
from .treat import Treatment, record_batches
from .with_duckdb import DuckdbEngine
from .with_spark import SparkEngine

ENGINES: Final = ("local", "duckdb", "spark")


class Engine(Protocol):
    """Where the work of ``prepare`` is done."""

    def treat(self, batches: Iterator[Any], treatment: Treatment, treated: Path) -> None:
        """Treat batches of records and write them as Parquet to ``treated``, in any order."""

    def overlaps(self, treated: Path) -> Iterator[Any]:
        """Yield the overlaps of distinct texts, by text hash, ascending."""

    def ordered(self, treated: Path) -> Iterator[Any]:
        """Yield the treated records, without shingles, sorted by id and source."""

    def close(self) -> str:
        """Let go of what the engine holds; return what it moved and spilled, in words."""


@dataclass(frozen=True, slots=True)
class PrepareOptions:
    """What ``invoke prepare`` was asked for."""

    source: Sequence[Path]
    to: Path
    engine: str = "local"
    master: str = "local[*]"
    """Spark's master: local[N], spark://HOST:PORT, yarn or k8s://..."""
    jobs: int = 1
    url: str = ""
    """Where Spark reads the records itself, in place of ``source``; see ``remote``."""


def run_prepare(
    options: PrepareOptions, content: Path, settings: Settings, say: Callable[[str], None] = lambda _: None
) -> tuple[Archive, str]:
    """Prepare the records under the sources; return what the stages found, and what the engine took, in words.

    Raises UsageError or BuildError, one sentence each; the folder is then what it was.
    """
    _check(options)
    target = options.to.absolute()
    work = target.parent / f".{target.name}.work"
    with hold_lock(target.parent / f".{target.name}.lock"):
        shutil.rmtree(work, ignore_errors=True)
        made = work / "prepared"
        try:
            made.mkdir(parents=True)
            archive, costs = _prepare(options, content, settings, work, made, say)
            exchange(made, target)
        except OSError as error:
            name = f" ({error.filename})" if error.filename else ""
            raise BuildError(f"the prepared folder could not be written: {error.strerror}{name}") from error
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return archive, costs


def _check(options: PrepareOptions) -> None:
    arrow()
    if options.engine not in ENGINES:
        raise UsageError(f"--engine {options.engine} is not known; it is one of {', '.join(ENGINES)}")
    if options.url and options.engine != "spark":
        raise UsageError(f"--source {options.url} is an address, which --engine spark alone reads")
    for path in options.source:
        if not path.exists():
            raise UsageError(f"--source {path} does not exist")
    if options.to.exists() and not (options.to / MARK).exists() and (options.to.is_file() or any(options.to.iterdir())):
        raise UsageError(
            f"{options.to} holds files that prepare did not write; give an empty or a new folder with --to"
        )


def _prepare(
    options: PrepareOptions, content: Path, settings: Settings, work: Path, made: Path, say: Callable[[str], None]
) -> tuple[Archive, str]:
    engine = _open_engine(options, settings, work)
    treated = work / "treated.parquet"
    say("records")
    corrected = corrections.load_corrections(content / "corrections")
    corrector = corrections.Corrector(corrected)
    records_print = fingerprint_records(content, settings, corrected)
    rules = clean.load_rules(content, settings)
    treatment = Treatment(
        partial(corrector.parse, parse=source.parse_record),
        partial(corrector.clean, clean=partial(clean.clean_article, rules=rules)),
        corrector.key,
        fingerprint_records(content, settings, corrected, apart=rules),
        rules.print_of,
    )
    if options.url and isinstance(engine, SparkEngine):
        tables = source.load_tables(content / "sources.toml")
        find = partial(_find, settings=settings, tables=tables, corrector=corrector)
        engine.treat_url(ReadFiles(options.url, find, BATCH), treatment, treated)
    else:
        records = open_records(options.source, content, settings, corrector)
        engine.treat(record_batches(records, BATCH), treatment, treated)
    say("overlaps")
    write_table(made / OVERLAPS, overlap_schema(), engine.overlaps(treated))
    schema = treated_schema()
    write_table(made / RECORDS, arrow().schema([schema.field(name) for name in KEPT]), engine.ordered(treated))
    costs = engine.close()
    _remove(treated)
    identity = _identify(made)
    say("tables")
    prepared = Prepared(made, identity, records_print)
    archive = run_stages(
        [], content, settings, Store(work / "memory"), fresh=True, jobs=options.jobs, prepared=prepared, remember=False
    )
    for name, (columns, batches) in published_tables(archive).items():
        write_table(made / f"{name}.parquet", columns, batches)
    write_mark(made, identity, records_print)
    return archive, costs


def _remove(treated: Path) -> None:
    """Free the disk of what is no longer read."""
    if treated.is_dir():
        shutil.rmtree(treated)
    else:
        treated.unlink()


def _find(
    path: Path, settings: Settings, tables: Sequence[source.Table], corrector: corrections.Corrector
) -> Iterator[RawRecord | Rejection]:
    """Yield the records of a file or folder, wherever this runs."""
    return corrector.watch_names(source.find_records([path], settings, tables))


def _open_engine(options: PrepareOptions, settings: Settings, work: Path) -> Engine:
    if options.engine == "spark":
        return SparkEngine(settings.dedupe, options.master, settings.prepare.memory, PACKAGE, work)
    if options.engine == "duckdb":
        return DuckdbEngine(settings.dedupe, options.jobs, settings.prepare.memory, work / "spill")
    return LocalEngine(settings.dedupe, options.jobs)


def _identify(folder: Path) -> bytes:
    state = xxhash.xxh3_128()
    for name in (RECORDS, OVERLAPS):
        with open(folder / name, "rb") as handle:
            while chunk := handle.read(1 << 20):
                state.update(chunk)
    return state.digest()
