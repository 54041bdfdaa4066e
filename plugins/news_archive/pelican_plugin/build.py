"""``invoke build``: run Pelican over the archive, or see at once that there is nothing to do.

A build that finds every input, setting and output file as the last one left it ends before Pelican, NumPy or a
template is loaded. What it compares are sizes and times of change; files that were touched while the last build was
running are never taken on trust.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import xxhash

from ..errors import ArchiveError, BuildError, ConfigurationError, UsageError
from ..manifest import Manifest
from ..output_lock import check_output, hold_lock
from ..parts import check_way
from ..staging import recover
from ..store import Store
from .asked import ROOT, BuildOptions, cache_folder
from .lean import import_pelican
from .report import print_report
from .settings_file import explain

_SUMMARY: Final = "summary"


def run_build(options: BuildOptions) -> int:
    """Build the site; return the exit code (see ``errors``). Prints the report, or one sentence for an error."""
    started = time.perf_counter()
    os.umask(0o022)  # published files are readable whatever the editor's umask
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # threads that wait for the index's few products cost more than these
    try:
        with _without_collector(), _stopped_by_signals():
            summary = _build(options)
    except ArchiveError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    except OSError as error:
        name = f": {error.filename}" if error.filename else ""
        print(f"error: {error.strerror or error}{name}; the old site stands", file=sys.stderr)
        return BuildError.exit_code
    except KeyboardInterrupt:
        print("stopped; the site is whole, and the next build goes on from what it finds", file=sys.stderr)
        return 130
    if not options.quiet:
        print_report(summary, time.perf_counter() - started)
    return 1 if options.strict and summary["faults"] else 0


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python's cycle collector off: a fifth of a full build's time went into it, and next to no cycles are made.

    What a build leaves is kept from it for good, else the end of the process would search all of it for cycles.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


@contextlib.contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Let SIGTERM end a build as Ctrl-C does: with its half-made files cleared away."""
    try:
        old = signal.signal(signal.SIGTERM, signal.default_int_handler)
    except ValueError:  # not the main thread
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, old)


def _build(options: BuildOptions) -> dict[str, Any]:
    settings_file = (options.settings or ROOT / "pelicanconf.py").absolute()
    if not settings_file.is_file():
        raise UsageError(f"there is no settings file {settings_file}")
    for path in options.source:
        if not path.exists():
            raise UsageError(f"--source {path} does not exist")
    if options.prepared and options.source:
        raise UsageError("--prepared takes the place of --source; give one of the two")
    check_way(options.parts)
    if options.parquet:
        from ..prepare.tables import arrow

        arrow()  # or one sentence, before anything is done
    output = check_output((options.output or Path.cwd() / "output").absolute())
    cache = cache_folder(output)
    store = Store(cache)
    with hold_lock(output):
        recover(output)
        marks = {} if options.fresh else _read_summary(store)
        watched = marks.get("watched")
        before = time.time_ns()
        if watched and _signature(watched, options) == marks["signature"] and Manifest.load(store).is_whole(output):
            unchanged: dict[str, Any] = marks["summary"] | {"unchanged": True, "written": 0, "removed": 0}
            return unchanged
        store.forget(_SUMMARY)
        summary, watched = run_pelican(options, settings_file, output, cache)
        signature = _signature(watched, options, not_after=before)
        if signature:
            marks = {"watched": watched, "signature": signature, "summary": summary}
            store.write(_SUMMARY, b"", {}, {"json": json.dumps(marks).encode()})
        return summary


def _read_summary(store: Store) -> dict[str, Any]:
    found = store.read(_SUMMARY, b"")
    if found is None:
        return {}
    marks: dict[str, Any] = json.loads(bytes(found[1]["json"]))
    return marks


def _signature(watched: Sequence[str], options: BuildOptions, *, not_after: int | None = None) -> str:
    """Return a digest of names, sizes and times of all watched files, or '' if one changed after ``not_after`` (ns)."""
    state = xxhash.xxh3_128()
    asked = (
        sys.version,
        options.siteurl,
        os.environ.get("SITEURL"),
        [str(p) for p in options.source],
        str(options.prepared),
        options.zip,
        options.parquet,
        options.parts,
    )
    state.update(repr((asked, str(options.settings), str(options.output))).encode())
    for root in watched:
        for path, stat in _walk(Path(root)):
            if not_after is not None and max(stat.st_mtime_ns, stat.st_ctime_ns) >= not_after - 20_000_000:
                return ""
            state.update(f"{path}\0{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}\n".encode())
    return state.hexdigest()


def _walk(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the files at or below ``root`` with their status, in a stable order; what is not there is not there."""
    try:
        stat = root.stat()
    except OSError:
        return
    if not root.is_dir():
        yield str(root), stat
        return
    for folder, folders, files in os.walk(root, followlinks=True):
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        for name in sorted(files):
            path = os.path.join(folder, name)
            try:
                yield os.fsencode(path).hex(), os.stat(path)
            except OSError:
                yield os.fsencode(path).hex(), os.lstat(path)


def read_pelican_settings(settings_file: Path, override: dict[str, Any]) -> Any:
    """Return Pelican's settings; raise ConfigurationError for a file that does not run."""
    from pelican.settings import read_settings

    try:
        return read_settings(str(settings_file), override=override)
    except ArchiveError:
        raise
    except Exception as error:
        raise explain(error, settings_file) from error


class _LastError(logging.Handler):
    """Keeps what Pelican said when it stopped."""

    said = ""

    def emit(self, record: logging.LogRecord) -> None:
        cause = sys.exception()  # Pelican logs from where it caught it
        words = f"{record.getMessage()} ({type(cause).__name__}: {cause})" if cause else record.getMessage()
        self.said = " ".join(words.split())


def run_pelican(
    options: BuildOptions, settings_file: Path, output: Path, cache: Path
) -> tuple[dict[str, Any], list[str]]:
    """Run Pelican as ``pelican --fatal errors`` does; return the summary of the build and what to watch.

    The stages run before it is imported: it has to do with pages alone, and workers are busy with the index by then.
    """
    from .groundwork import begin_early

    given: dict[str, Any] = {"options": options, "output": output, "cache": cache}
    with contextlib.ExitStack() as stack:
        given["groundwork"] = groundwork = begin_early(options, settings_file, output, cache)
        if groundwork is not None:
            stack.callback(groundwork.close)
            if groundwork.is_lean:
                import_pelican()
        return _run_pelican(options, settings_file, given)


def _run_pelican(options: BuildOptions, settings_file: Path, given: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    from pelican import Pelican
    from pelican.log import console
    from pelican.log import init as init_logging

    heard = _LastError(logging.ERROR)
    init_logging(level=logging.WARNING, fatal="errors", handler=heard, name="pelican")
    console.quiet = True  # the archive's own report follows
    given["scratch"] = given["cache"] / "scratch"
    override: dict[str, Any] = {"OUTPUT_PATH": str(given["scratch"])}
    if options.siteurl is not None:
        override["SITEURL"] = options.siteurl.rstrip("/")
    settings = read_pelican_settings(settings_file, override)
    settings["NEWS_ARCHIVE_BUILD"] = given
    try:
        Pelican(settings).run()
    except ArchiveError:
        raise
    except RuntimeError as error:  # what --fatal errors raises for a logged error
        raise BuildError(f"Pelican stopped: {heard.said or error}") from error
    session = given.get("session")
    if session is None:
        raise ConfigurationError("PLUGINS must name news_archive.pelican_plugin", file=str(settings_file))
    return session.summary, session.watched(settings_file)
