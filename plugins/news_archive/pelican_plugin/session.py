"""One build from Pelican's point of view: what was asked, what the stages found, which files the site will have."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup
from pelican.urlwrappers import Category

from ..corrections import count_decisions
from ..errors import BuildError
from ..ledger import count_reasons, count_statuses, rejected
from ..manifest import Manifest, OutputState
from ..models import DECIDED, LEFT_OUT, Head
from ..output_lock import MARK, check_output, hold_lock
from ..output_tree import OutputFile
from ..parts import folder_of
from ..pipeline import PACKAGE, Archive
from ..publish import Outcome, key_of, publish
from ..release import CHECKSUMS, PAGES, RELEASE, Release, released_alone
from ..search import rules_script
from ..settings import Settings
from ..staging import recover
from ..store import Store, digest, fingerprint_files
from ..zipped import pack_site
from .asked import ROOT, BuildOptions, cache_folder
from .datapages import ZIP
from .empty_source import find_empty
from .frame import Frame, make_frame
from .groundwork import Groundwork, Plan
from .moved_pages import tell_departed
from .publication import Publication
from .site import Site


@dataclass
class Session:
    """What the parts of one build share; made when Pelican has read its settings."""

    pelican_settings: Any
    scratch: Path
    """Where Pelican itself and other plugins write; its files join the site at the end."""
    locked: bool
    """The caller holds the lock of the output."""
    groundwork: Groundwork
    """The stages, and the index while it is made."""
    seconds: dict[str, float] = field(default_factory=dict)
    outcome: Outcome | None = None
    template: Any = None
    """Finds a template of the theme; set when Pelican has it."""
    _standing: OutputState | None = None
    _categories: dict[str, Category] = field(default_factory=dict)

    @classmethod
    def open(cls, pelican_settings: Any) -> Session:
        """Read the archive's settings; raise ConfigurationError for a wrong one."""
        given = pelican_settings.get("NEWS_ARCHIVE_BUILD")
        if given is None:  # ``pelican`` was called, not ``invoke build``
            output = check_output(Path(pelican_settings["OUTPUT_PATH"]))
            cache = cache_folder(output)
            given = {"options": BuildOptions(), "output": output, "cache": cache, "scratch": cache / "scratch"}
            pelican_settings["NEWS_ARCHIVE_BUILD"] = given
            locked = False
        else:
            locked = True
        plan = Plan.make(given["options"], given["output"], given["cache"], pelican_settings)
        pelican_settings["SITEURL"] = plan.siteurl
        begun = given.pop("groundwork", None)
        if begun is not None and begun.plan != plan:  # another plugin changed the settings
            begun.close()
            begun = None
        session = cls(pelican_settings, given["scratch"], locked, begun or Groundwork(plan))
        given["session"] = session
        return session

    @property
    def plan(self) -> Plan:
        return self.groundwork.plan

    @property
    def options(self) -> BuildOptions:
        return self.plan.options

    @property
    def output(self) -> Path:
        """The real folder that the site will stand in."""
        return self.plan.output

    @property
    def settings(self) -> Settings:
        return self.plan.settings

    @property
    def store(self) -> Store:
        return self.groundwork.store

    @property
    def archive(self) -> Archive:
        return self.groundwork.archive

    @cached_property
    def theme(self) -> Path:
        return Path(self.pelican_settings["THEME"])

    @cached_property
    def is_foreign_theme(self) -> bool:
        """The theme knows Pelican's pages alone: articles are drawn by it, the archive's other pages by its own theme."""
        return not (self.theme / "templates" / "entity.html").is_file()

    @cached_property
    def own_theme(self) -> Path:
        """The theme that draws the archive's own pages."""
        return ROOT / "theme" if self.is_foreign_theme else self.theme

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Hold the lock and an empty scratch folder for the time of a build."""
        with contextlib.ExitStack() as stack:
            if not self.locked:
                stack.enter_context(hold_lock(self.output))
                recover(self.output)
            shutil.rmtree(self.scratch, ignore_errors=True)
            self.scratch.mkdir(parents=True)
            stack.callback(shutil.rmtree, self.scratch, ignore_errors=True)
            stack.callback(self.groundwork.close)
            yield

    @cached_property
    def publication(self) -> Publication:
        return Publication(lambda: self.render_key, layout=lambda: self.site.layout)

    @cached_property
    def render_key(self) -> bytes:
        """Digest of what every page depends on: code, templates, styles, settings, the address of the site."""
        themes = {self.theme, self.own_theme}
        theme = sorted(path for folder in themes for path in folder.rglob("*") if path.is_file())
        return digest(
            fingerprint_files(sorted(PACKAGE.rglob("*.py"))),
            *(path.name.encode() for path in theme),
            fingerprint_files(theme),
            msgspec.json.encode(self.settings),
            self.pelican_settings["SITEURL"].encode(),
        )

    @cached_property
    def frame(self) -> Frame:
        """What is the same on every page."""
        publish = self.settings.publish
        apart = publish.part_address if self.pelican_settings["SITEURL"] else ""
        parts = (f"{apart.rstrip('/')}/" if apart else "parts/{part}/") if publish.parts else ""
        generated = {"rules.js": rules_script()}
        return make_frame(self.own_theme, self.settings.site, self.plan.cache.parent.parent, generated, parts)

    @cached_property
    def site(self) -> Site:
        work = self.groundwork
        return Site(work.archive, work.facts, self.store, self.frame, lambda: work.near)

    def time(self, stage: str, work: Callable[[], None]) -> None:
        """Do some work and note its wall seconds under a stage of the report."""
        started = time.perf_counter()
        work()
        self.seconds[stage] = time.perf_counter() - started

    # --- for ArchiveArticle ---------------------------------------------------------------------------------------

    def category(self, paper: str) -> Category:
        """Return Pelican's category of a source, made once: its slug costs 20 microseconds."""
        found = self._categories.get(paper)
        if found is None:
            found = self._categories[paper] = Category(paper or "بلا مصدر", self.pelican_settings)
        return found

    def story_head(self, number: int) -> Head:
        return self.site.facts.main_head(number)

    def story_day(self, number: int) -> str:
        return self.site.catalogue.days[number].day

    def body_html(self, number: int) -> Markup:
        return Markup("\n").join(Markup("<p>{}</p>").format(p) for p in self.site.paragraphs_html(number))

    def first_paragraph_html(self, number: int) -> Markup:
        return Markup("<p>{}</p>").format(self.site.paragraphs_html(number)[0])

    # --- the files of the site ------------------------------------------------------------------------------------

    def note_article(
        self, number: int, name: str, template: Any, context: dict[str, Any], extra: dict[str, Any]
    ) -> None:
        """Note the page of a story: drawn from its view by the archive's theme, from the Article by any other."""
        if not self.is_foreign_theme:
            self.publication.note(name, self.site.keys.key(number), lambda: self.site.render_article(template, number))
            return

        def render() -> bytes:
            root = "../" * name.count("/")
            page: str = template.render({**context, **extra, "SITEURL": root.rstrip("/") or ".", "output_file": name})
            return page.encode()

        everything = self.archive.intake.identity  # what else the theme shows of the context nobody knows
        self.publication.note(name, key_of(self.site.keys.key(number), everything), render)

    def publish(self) -> None:
        """Take in what was written to the scratch folder and bring the output to exactly these files."""
        started = time.perf_counter()
        own = {file.path for file in self.publication.files}
        for path in sorted(self.scratch.rglob("*")):
            if path.is_file():
                name = path.relative_to(self.scratch).as_posix()
                places = own.intersection(self.publication.places(name))
                if places and not self.is_foreign_theme:
                    raise BuildError(
                        f"a page of content/pages, or another plugin, writes {name}, which is a page of the archive; rename it"
                    )
                if places:  # a page that the theme draws itself
                    self.publication.files = [file for file in self.publication.files if file.path not in places]
                self.publication.note_written(name, path.read_bytes())
        signposts = self.site.corrections.signposts | self.site.moved.signposts
        unlisted = {place for path in signposts for place in self.publication.places(path)} | {"evidence.html"}
        listed = [file.path for file in self.publication.files if file.path not in unlisted]
        self.site.machines.note_sitemaps(self.publication.note, listed)
        if self.settings.publish.domain:
            domain = f"{self.settings.publish.domain}\n".encode()
            self.publication.note("CNAME", key_of(domain), lambda: domain)
        self.publication.note(MARK, b"", lambda: b"")
        self.groundwork.progress.start("publish", len(self.publication.files))
        if self.options.zip:
            self.outcome = self._publish_with_zip()
        else:
            self.outcome = self._publish(self.publication.files, fresh=self.options.fresh)
        self.seconds["publish"] = time.perf_counter() - started

    def look(self) -> None:
        """Look at what stands in the output, while workers make what is still to be noted."""
        self._standing = OutputState.look(self.output, self.store)

    def _publish(self, files: Sequence[OutputFile], *, fresh: bool = False) -> Outcome:
        pages = [file for file in files if file.path in PAGES]
        standing, self._standing = self._standing, None
        return publish(
            [file for file in files if file.path not in PAGES],
            self.output,
            self.store,
            jobs=self.groundwork.jobs,
            fresh=fresh,
            tick=lambda done: self.groundwork.progress.advance("publish", done),
            last=Release(pages, outside=(ZIP,)),
            limit=self.settings.publish.max_bytes,
            folder_of=folder_of,
            standing=standing,
        )

    def _publish_with_zip(self) -> Outcome:
        """Publish the site, then again with itself as one file; a zip of the same files as before is not made again."""
        key = key_of(
            *(part for file in sorted(self.publication.files, key=lambda f: f.path) for part in (file.path, file.key))
        )
        whole = OutputFile(ZIP, key, self._pack)
        known = Manifest.load(self.store).files.get(ZIP)
        place = self.output / ZIP
        if known and known.key == key and not self.options.fresh and place.is_file():
            return self._publish([*self.publication.files, whole])
        first = self._publish(self.publication.files, fresh=self.options.fresh)
        second = self._publish([*self.publication.files, whole])
        removed = [path for path in first.removed if path != ZIP]
        return replace(second, written=sorted({*first.written, *second.written}), removed=removed)

    def _pack(self) -> bytes:
        """Pack the site as it was published without the zip, its data page naming no zip, its checksums in step."""
        page = self.site.data_page_alone(self.template("data"))
        layout = self.site.layout
        alone = released_alone(self.output, {"data.html": layout.relink("data.html", page) if layout else page})
        paths = [*(file.path for file in self.publication.files), CHECKSUMS, RELEASE]
        return pack_site(self.output, paths, alone, jobs=self.groundwork.jobs)

    @property
    def summary(self) -> dict[str, Any]:
        """Return the build report's figures as plain values."""
        assert self.outcome is not None
        archive = self.archive
        return {
            "inputs": archive.intake.inputs,
            "statuses": count_statuses(archive.lines),
            "reasons": count_reasons(archive.lines),
            "faults": sum(count for reason, count in count_reasons(archive.lines) if reason not in DECIDED),
            "rejected": [
                f"{line.source}: {line.reason}: {line.detail}"
                for line in rejected(archive.lines)
                if line.reason != LEFT_OUT
            ],
            "rules": _rules_fired(archive.rule_counts),
            "decisions": count_decisions(
                archive.intake.corpus.heads,
                (rejection for _, rejection in archive.intake.rejections),
                archive.duplicates.decided,
            ),
            "review": archive.review,
            "warnings": [
                *self._find_empty(),
                *archive.warnings,
                *self.site.moved.warnings,
                *tell_departed(self.outcome.removed, self.site.facts, self.store),
            ],
            "mentions": len(archive.mentions.rows),
            "entities": len(archive.mentions.slugs),
            "relations": len(archive.duplicates.pairs),
            "seconds": archive.seconds | self.seconds,
            "written": len(self.outcome.written),
            "removed": len(self.outcome.removed),
            "files": self.outcome.files,
            "bytes": self.outcome.bytes,
            "largest": list(self.outcome.largest),
            "warn_bytes": self.settings.publish.warn_bytes,
            "output": str(self.output),
            "not_saved": self.store.faults,
        }

    def _find_empty(self) -> list[str]:
        plan = self.plan
        return find_empty(self.archive.intake, plan.sources, plan.settings, chosen=bool(plan.options.source))

    def watched(self, settings_file: Path) -> list[str]:
        """Return the files and folders whose change means a new build."""
        paths = [*self.plan.sources, self.plan.content, self.theme, PACKAGE, settings_file]
        return [str(path.absolute()) for path in paths]


def _rules_fired(counts: Mapping[str, tuple[int, int]]) -> list[tuple[str, int]]:
    """Return the articles in which each rule fired, most first, from (spans, articles) of each."""
    articles = {rule: number for rule, (_, number) in counts.items()}
    return sorted(articles.items(), key=lambda item: (-item[1], item[0]))
