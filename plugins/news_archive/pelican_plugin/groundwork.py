"""What a build does before Pelican is there: the stages run, and workers begin on near articles, index and data files.

None of it needs a page, so none of it waits for Pelican's imports or for a template. What it comes from is a ``Plan``:
Pelican's settings, once read, must give the same one, else the work is done again from theirs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import ArchiveError
from ..hosting import check_domain, check_siteurl
from ..models import Int32
from ..near import NearMemory, find_near
from ..output_lock import check_apart
from ..parallel import available_jobs, fork_map
from ..parts import check_address, check_way
from ..pipeline import Archive, Findings, PreparedInput, code_fingerprint, run_stages
from ..search import State
from ..settings import Settings, read_settings
from ..store import Store
from .asked import BuildOptions, default_sources
from .empty_source import refuse_emptying
from .facts import Extras, Facts
from .lean import is_lean
from .progress import Progress
from .publication import Standing
from .rows_work import Made, RowsWork
from .search_files import MadeIndex, SearchFiles

_NEAR_PRINT = code_fingerprint("near.py", "mentions.py")
_MANY = 500
"""Stories from which the index and the data files are worth a fork."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the stages and the index of a build depend on."""

    options: BuildOptions
    output: Path
    """The real folder that the site will stand in."""
    cache: Path
    content: Path
    """The folder of what the editor writes."""
    settings: Settings
    siteurl: str

    @classmethod
    def make(cls, options: BuildOptions, output: Path, cache: Path, given: Mapping[str, Any]) -> Plan:
        """Return the plan of Pelican's settings ``given``; raise ConfigurationError for wrong settings of the archive."""
        settings = read_settings(given.get("NEWS_ARCHIVE", {}))
        if options.parts:
            settings = replace(settings, publish=replace(settings.publish, parts=options.parts))
        publish = settings.publish
        check_way(publish.parts)
        check_address(publish.part_address)
        check_domain(publish.domain)
        check_siteurl(given.get("SITEURL"))
        content = Path(given["PATH"])
        check_apart(output, options.source or default_sources(content, needed=False))
        siteurl = given.get("SITEURL", "") or (f"https://{publish.domain}" if publish.domain else "")
        return cls(options, output, cache, content, settings, siteurl)

    @property
    def sources(self) -> list[Path]:
        """The paths that raw articles come from."""
        if self.options.prepared:
            return [self.options.prepared]
        return list(self.options.source) or default_sources(self.content)

    @property
    def left_out(self) -> list[Path]:
        """The sources that this build does without."""
        chosen = self.options.source or self.options.prepared
        return default_sources(self.content, needed=False) if chosen else []


@dataclass(frozen=True, slots=True)
class IndexWork:
    """Near articles, the search index and the members of the data files while workers make them."""

    search: SearchFiles
    rows: RowsWork
    parts: Iterator[Int32 | MadeIndex | Made]
    """What the workers made: near articles first, which the pages wait for, then the index, then members."""


class Groundwork:
    """The work that one plan asks for, each part done when it is asked for first."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.is_lean = False
        """Nothing will ask for what ``lean`` leaves out of Pelican."""
        self.store = Store(plan.cache)
        self.jobs = plan.options.jobs or available_jobs()
        self.progress = Progress(quiet=plan.options.quiet)
        self._begun: tuple[Facts, IndexWork] | None = None

    @cached_property
    def archive(self) -> Archive:
        """What the stages give."""
        plan = self.plan
        return run_stages(
            plan.sources,
            plan.content,
            plan.settings,
            self.store,
            fresh=plan.options.fresh,
            jobs=self.jobs,
            tick=self.progress.advance,
            left_out=plan.left_out,
            accept=lambda intake: refuse_emptying(intake, plan.sources, plan.output),
            prepared=_open_prepared(plan.options.prepared) if plan.options.prepared else None,
            begin=self._begin,
        )

    @property
    def facts(self) -> Facts:
        return self._work_begun[0]

    @property
    def index_work(self) -> IndexWork:
        return self._work_begun[1]

    @property
    def _work_begun(self) -> tuple[Facts, IndexWork]:
        _ = self.archive
        assert self._begun is not None
        return self._begun

    def _begin(self, findings: Findings) -> None:
        """Let workers begin on near articles, the index and the data files, beside all that is done with the account.

        They see what was found as it is now; where there are no workers the work is done when it is asked for.
        """
        options = self.plan.options
        facts = Facts(findings, self.plan.settings, self.plan.siteurl, Extras(options.zip, options.parquet))
        _ = facts.catalogue.days, facts.catalogue.stories_of_entity  # what every process needs is looked up once
        workers = self.jobs if len(facts.catalogue.stories) > _MANY else 1
        rows = RowsWork(facts, self.store, self.jobs, fresh=options.fresh)
        search = SearchFiles(
            facts.corpus,
            facts.catalogue,
            facts.archive.authority,
            facts.addresses,
            facts.settings.search,
            facts.archive.intake.article,
            facts.layout,
            facts.part_label,
            self._recall_index,
        )
        standing = Standing(self.plan.output, self.store, fresh=self.plan.options.fresh)

        work: list[Callable[[], Int32 | MadeIndex | Made]] = [
            partial(self._find_near, facts),
            lambda: search.make_missing(standing, self._remember_index),
            *rows.shares(),
        ]
        self._begun = facts, IndexWork(search, rows, fork_map(lambda make: make(), work, workers))

    @cached_property
    def near(self) -> list[list[int]]:
        """For each story the numbers of its near ones, nearest first, -1 where there are fewer."""
        found = next(self.index_work.parts)
        assert isinstance(found, np.ndarray)
        numbers: list[list[int]] = found.tolist()
        return numbers

    def _find_near(self, facts: Facts) -> Int32:
        mains = [story.main for story in facts.catalogue.stories]
        known = None if self.plan.options.fresh else self.store.read("near", _NEAR_PRINT)
        previous = NearMemory(**known[0]) if known else None
        near, memory = find_near(facts.corpus, facts.archive.mentions, mains, facts.catalogue.ids, previous)
        self.store.write("near", _NEAR_PRINT, asdict(memory), {})
        return near

    def _recall_index(self) -> State | None:
        found = None if self.plan.options.fresh else self.store.read("index", b"")
        return found[0] if found else None

    def _remember_index(self, state: State) -> None:
        self.store.write("index", b"", state, {})

    def close(self) -> None:
        """Give up the index where the build ended before it was asked for, and take the bars from the screen."""
        if self._begun is not None and isinstance(parts := self._begun[1].parts, Generator):
            parts.close()
        self.progress.stop()


def _open_prepared(folder: Path) -> PreparedInput:
    from ..prepare.folder import open_prepared  # Parquet, which few builds read

    return open_prepared(folder)


def begin_early(options: BuildOptions, settings_file: Path, output: Path, cache: Path) -> Groundwork | None:
    """Do the groundwork of what a settings file asks for; None where that is not clear before Pelican has read it."""
    import runpy

    try:
        given = runpy.run_path(str(settings_file))
    except ArchiveError:
        raise
    except Exception:  # noqa: BLE001  Pelican reads it again, and what is wrong with it is told then
        return None
    if not isinstance(given.get("PATH"), str):
        return None
    siteurl = given.get("SITEURL", "") if options.siteurl is None else options.siteurl
    check_siteurl(siteurl)
    path = os.path.abspath(settings_file.parent / given["PATH"])  # as Pelican reads it
    work = Groundwork(Plan.make(options, output, cache, {**given, "PATH": path, "SITEURL": siteurl.rstrip("/")}))
    work.is_lean = is_lean(given.get("PLUGINS"), Path(path))
    try:
        _ = work.index_work
    except BaseException:
        work.close()
        raise
    return work
