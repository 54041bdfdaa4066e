"""``invoke prepare``: the settings and sources of the archive, handed to ``prepare``."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ..errors import UsageError
from ..ledger import count_statuses
from ..parallel import available_jobs
from ..prepare import PrepareOptions, is_url, run_prepare
from ..settings import read_settings
from .asked import ROOT, default_sources
from .build import read_pelican_settings


def _own_costs() -> str:
    """Return what this process and its workers took."""
    own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime
    unit = 1 if sys.platform == "darwin" else 1024
    return f"cpu {cpu:,.0f} s   memory {own.ru_maxrss * unit / 2**20:,.0f} MiB, a worker {workers.ru_maxrss * unit / 2**20:,.0f}"


def prepare_archive(
    source: Sequence[str], to: str, engine: str, master: str, jobs: int, settings_file: str | None
) -> list[str]:
    """Prepare the sources into the folder ``to``; return the lines of a short report. Raises ArchiveError."""
    started = time.perf_counter()
    settings = read_pelican_settings(Path(settings_file or ROOT / "pelicanconf.py").absolute(), {})
    content = Path(settings["PATH"])
    urls = [path for path in source if is_url(path)]
    if urls and len(source) > 1:
        raise UsageError("give one --source alone where it is an address: that of a file, or of the folder above all")
    paths = [] if urls else [Path(path) for path in source] or default_sources(content)
    options = PrepareOptions(paths, Path(to), engine, master, jobs or available_jobs(), "".join(urls))
    archive, costs = run_prepare(options, content, read_settings(settings.get("NEWS_ARCHIVE", {})))
    counts = count_statuses(archive.lines)
    told = "   ".join(f"{name} {count:,}" for name, count in counts.items())
    return [
        f"inputs       {archive.intake.inputs:,}   {told}",
        f"relations    {len(archive.duplicates.pairs):,}   mentions {len(archive.mentions.rows):,}",
        f"prepared     {to}   {time.perf_counter() - started:.1f} s",
        f"engine       {engine}   {'   '.join(filter(None, (costs, _own_costs())))}",
    ]
