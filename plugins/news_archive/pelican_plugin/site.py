"""The whole site as files, each with the key of what it depends on."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from markupsafe import Markup

from .. import release
from ..corrections import raw_text, redaction_keys
from ..pipeline import Archive
from ..publish import key_of
from ..store import Store
from . import metadata
from .article_keys import ArticleKeys
from .article_page import ArticlePages
from .cleaning_page import CleaningPage
from .correction_pages import CorrectionPages
from .data_files import DataFiles
from .day_order import day_order_files
from .entity_files import note_entity_files
from .entity_pages import EntityPages
from .facts import Facts
from .families import Families, FamilyPage
from .frame import RANDOM, Frame, Note
from .front_page import front_view
from .groundwork import IndexWork
from .links import Links
from .list_notes import ListNotes
from .list_pages import ListPages
from .machine_files import MachineFiles
from .method import method_view
from .moved_pages import MovedPages
from .name_notes import NameNotes
from .publication import Publication
from .render import render
from .rows_work import Made, RowsPlan
from .search_files import MadeIndex
from .sections import Sections
from .today import DaysOfTheYear
from .versions import VersionPages
from .views import PartView

_SAMPLE = 1000
"""Articles from which one is opened at random."""


class Site:
    """Everything that will be published, drawn from one archive."""

    def __init__(
        self, archive: Archive, facts: Facts, store: Store, frame: Frame, near: Callable[[], list[list[int]]]
    ) -> None:
        """``near`` gives the near stories of each; it is asked when a page is noted."""
        self.facts = facts
        self.frame = frame
        self.archive = archive
        self.settings = settings = facts.settings
        self.corpus = facts.corpus
        self.catalogue = facts.catalogue
        self.addresses = facts.addresses
        self.words = facts.words
        self.layout = facts.layout
        self.links = Links(self.catalogue, self.words)
        self.corrections = CorrectionPages(
            archive.corrections, self.corpus.heads, self.facts.page_of, self.facts.moved(), self.words
        )
        self.moved = MovedPages(facts)
        self.versions = VersionPages(
            self.catalogue,
            self.corpus,
            self.links,
            self.words,
            self.facts.article,
            self.facts.raw_path,
            compared=settings.publish.comparisons,
        )
        self.families = Families(
            self.catalogue,
            self.versions,
            self.words,
            shown=settings.publish.comparisons,
            apart=self.layout is not None,
        )
        self.sections = Sections(self.catalogue, self.links, self.words)
        self.articles = ArticlePages(
            facts,
            self.links,
            self.corrections,
            versions=self.versions,
            families=self.families,
            sections=self.sections,
        )
        self.keys = ArticleKeys(facts, self.articles, near)
        self.entities = EntityPages(facts, self.links)
        self.today = DaysOfTheYear(self.catalogue, self.links, self.facts.href)
        self.cleaning = CleaningPage(self.catalogue, self.words, self.facts.article, archive.rule_counts)
        self.lists = ListPages(facts, self.links)
        self.data = DataFiles(archive, facts, store)
        self.machines = MachineFiles(facts)

    def paragraphs_html(self, story: int) -> list[Markup]:
        main = self.catalogue.stories[story].main
        return self.articles.paragraphs(self.facts.article(main), main)

    # --- pages ----------------------------------------------------------------------------------------------------

    def render_article(self, template: Any, story: int) -> bytes:
        main = self.catalogue.stories[story].main
        view = self.articles.view(
            story, self.archive.intake.article(main), self.facts.raw_path(main), self.keys.near(story)
        )
        return render(template, self.frame.view, root="../", a=view)

    def note_all(self, note: Note, get_template: Callable[[str], Any]) -> None:
        """Note every page and file but the articles' own pages, which Pelican notes, the index and the data."""
        self.catalogue.give_spellings(self.facts.spellings())
        lists = ListNotes(self.facts, self.lists, self.sections, self.machines, self.frame.view)
        lists.note_lists(note, get_template)
        NameNotes(self.facts, self.entities, self.machines, self.frame.view).note_all(note, get_template)
        self._note_single(note, get_template)
        self.corrections.note_all(note, get_template, self.frame.view, render)
        self.moved.note_all(note, get_template, self.frame.view, render)
        self._note_comparisons(note, get_template)
        self._note_raw(note)
        self._note_parts(note, get_template)
        self.machines.note_all(note, self.frame.view.assets.icon)
        note(RANDOM, *self._random())
        note(release.SCRIPT, key_of(release.SCRIPT_TEXT), lambda: release.SCRIPT_TEXT)
        note_entity_files(note, self.facts)
        lists.note_sections(note, get_template)
        for path, (key, make) in (
            *self.today.files(self.today.days()).items(),
            *day_order_files(self.catalogue, self.facts.href).items(),
        ):
            note(path, key, make)
        for path, content in self.frame.files.items():
            note(path, key_of(content), partial(bytes, content))

    def _note_single(self, note: Note, get_template: Callable[[str], Any]) -> None:
        view = self.frame.view
        archive = self.archive
        excerpts = {n: self.facts.excerpt(n) for n in (self.lists.carried or self.catalogue.newest_first)[:1]}
        days = self.today.days()
        single: dict[str, tuple[str, Callable[[], dict[str, Any]], str]] = {
            "index.html": (
                "index",
                lambda: {"f": front_view(self.lists, archive.lines, excerpts, days), "front": True},
                "",
            ),
            "names.html": ("names", lambda: {"v": self.entities.index()}, "names"),
            "sources.html": ("sources", lambda: {"v": self.lists.sources(len(self.sections.stories))}, "sources"),
            "calendar.html": ("calendar", lambda: {"v": self.lists.calendar()}, "calendar"),
            "cleaning.html": ("cleaning", lambda: {"v": self.cleaning.view(archive.lines)}, ""),
            "data.html": ("data", lambda: {"v": self.data.view(zipped=self.facts.extras.zip)}, ""),
            "evidence.html": ("evidence", dict, ""),
            "method.html": ("method", lambda: {"v": method_view(self.settings, self.words)}, ""),
            "carried.html": ("carried", lambda: {"v": self.lists.matrices.carried()}, ""),
            "404.html": ("404", dict, ""),
            "offline.html": ("offline", dict, ""),
        }
        for path, (name, make_values, section) in single.items():
            values = make_values()
            if path == "carried.html" and not values["v"]:
                continue  # the tables of papers lead there; without a story in common there is none
            root = f"{self.facts.siteurl}/" if path == "404.html" and self.facts.siteurl else ""
            given = {"root": root, "section": section, "head": self._head(path, root), **values}

            def make(name: str = name, given: dict[str, Any] = given) -> bytes:
                return render(get_template(name), view, **given)

            note(path, key_of(repr(given)), make)  # views are plain values: what one holds stands in its repr

    def data_page_alone(self, template: Any) -> bytes:
        """Return the data page as it stands in the zip of the site, which does not hold itself."""
        head = self._head("data.html", "")
        return render(template, self.frame.view, root="", head=head, v=self.data.view(zipped=False))

    def _head(self, path: str, root: str) -> Markup:
        """Return what the head of a single page says to machines."""
        site = self.settings.site
        if path == "index.html":
            data = metadata.collection(site.name, site.tagline, site.name, len(self.catalogue.stories))
            return self.machines.head(root, "feed", data)
        return self.machines.head(root, data=self.data.as_dataset() if path == "data.html" else None)

    def _note_comparisons(self, note: Note, get_template: Callable[[str], Any]) -> None:
        template = get_template("compare")
        for page in self.families.pages:

            def make(page: FamilyPage = page) -> bytes:
                return render(template, self.frame.view, root="../", v=self.families.view(page))

            places = " ".join(f"{self.facts.part(pair.story)} {self.facts.part(pair.other)}" for pair in page.pairs)
            note(page.path, key_of(self.families.key(page), places), make)

    def _note_parts(self, note: Note, get_template: Callable[[str], Any]) -> None:
        """Note the page at the top of each part."""
        for part in self.data.parts():

            def make(part: PartView = part) -> bytes:
                head = self.machines.head("")
                return render(get_template("part"), self.frame.view, root="", head=head, v=part)

            note("index.html", key_of(repr(part)), make, part.name)

    def _random(self) -> tuple[bytes, Callable[[], bytes]]:
        """Return the script with pages to choose from at random: as ids are digests, the first ones are a fair sample."""
        chosen = sorted(self.catalogue.ids)[:_SAMPLE]
        pages = (
            " ".join(self.facts.href(f"a/{name}.html") for name in chosen) if self.facts.layout else " ".join(chosen)
        )
        script = f'NewsArchive.give("random",{json.dumps(pages)});\n'.encode()
        return key_of(script), lambda: script

    def _note_raw(self, note: Note) -> None:
        noted = {""}  # files with the same bytes are published once
        for number in range(len(self.corpus.heads)):
            path = self.facts.raw_path(number)
            if path not in noted:
                noted.add(path)
                head = self.corpus.heads[number]
                if redaction_keys(head.flags):
                    note(path, key_of(head.sha256, head.key), partial(self._redacted_raw, number))
                else:
                    note(path, key_of(head.sha256), self.archive.raw_files[head.source].read_bytes)

    def _redacted_raw(self, number: int) -> bytes:
        return raw_text(self.archive.intake.article(number))

    # --- data and search ------------------------------------------------------------------------------------------

    def note_index_and_data(self, publication: Publication, template: Any, work: IndexWork) -> None:
        """Note the search index and the data files once they are made."""
        rows: list[Made] = []
        for part in work.parts:
            if isinstance(part, MadeIndex):
                work.search.note(publication, part, self.frame, partial(self._render_search, template))
            elif isinstance(part, (RowsPlan, dict)):
                rows.append(part)
        self.data.note_all(publication.note, *work.rows.finish(rows))

    def _render_search(self, template: Any, script: str) -> bytes:
        return render(template, self.frame.view, root="", section="search", script=script)
