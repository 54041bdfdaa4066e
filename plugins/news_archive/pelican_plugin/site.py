"""The whole site as files, each with the key of what it depends on."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

import msgspec
import numpy as np
from markupsafe import Markup

from .. import release
from ..corrections import raw_text, redaction_keys
from ..publish import key_of
from ..store import digest
from . import metadata
from .article_page import RELATED, ArticlePages
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
from .links import Links, page_name
from .list_pages import STORIES, ListPages
from .machine_files import MachineFiles
from .method import method_view
from .name_addresses import NameGroup
from .packed_rows import PackedRows
from .publication import Publication
from .search_files import MadeIndex
from .sections import STEM as SECTIONS
from .sections import Sections
from .shared_names import SharedNames
from .today import DaysOfTheYear
from .versions import SHARED, VersionPages
from .views import PartView, SiteView

EMPTY = Markup("")
_SAMPLE = 1000
"""Articles from which one is opened at random."""


class Site:
    """Everything that will be published, drawn from one archive."""

    def __init__(self, facts: Facts, rows: PackedRows, frame: Frame, near: Callable[[], list[list[int]]]) -> None:
        """``near`` gives the near stories of each; it is asked when a page is noted."""
        self.facts = facts
        self.frame = frame
        self._find_near = near
        self.archive = archive = facts.archive
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
        self.entities = EntityPages(facts, self.links)
        self.shared_names = SharedNames(self.entities)
        self.today = DaysOfTheYear(self.catalogue, self.links, self.facts.href)
        self.cleaning = CleaningPage(self.catalogue, self.words, self.facts.article)
        self.lists = ListPages(facts, self.links)
        self.data = DataFiles(facts, rows)
        self.machines = MachineFiles(facts)

    def paragraphs_html(self, story: int) -> list[Markup]:
        main = self.catalogue.stories[story].main
        return self.articles.paragraphs(self.facts.article(main), main)

    def article_key(self, story: int) -> bytes:
        """Return the digest of everything that a story's page shows."""
        catalogue = self.catalogue
        facts = self.facts
        record = catalogue.stories[story]
        head = catalogue.heads[record.main]
        own = f"{head.key} {catalogue.ids[story]} {catalogue.source_of[head.paper].slug} {head.source}"
        parts: list[bytes] = [own.encode("utf-8", "surrogatepass"), facts.mention_keys[record.main]]
        for member in record.members:
            pair = catalogue.pair_of.get((min(record.main, member), max(record.main, member)))
            parts += (
                facts.briefs[member],
                f"{pair.jaccard5:.4f}".encode() if pair else b"-",
                record.reason.encode(),
            )
        parts.append(bytes(self.articles.alone(story)))
        for neighbour in () if catalogue.days[story].day else catalogue.neighbours[story]:
            parts.append(
                f"{catalogue.ids[neighbour]} {self.facts.part(neighbour)}".encode() if neighbour is not None else b"-"
            )
        for related in catalogue.related.get(story, [])[:RELATED]:
            likeness = f"{related.pair.relation} {related.pair.jaccard5:.4f} {related.pair.containment5:.4f}"
            parts += (facts.story_briefs[related.story], likeness.encode())
        parts += [facts.story_briefs[near] for near in self.near(story)]
        parts.append(self.sections.href(head.desk).encode())
        parts.append(self.versions.key(story, self.families.href))
        if self.layout:
            others = (other for passage in catalogue.passages_of.get(record.main, ()) for other, _ in passage.others)
            parts += (self.facts.part(int(catalogue.story_of[other])).encode() for other in others)
            compared = (self.families.href(story, related.story) for related in catalogue.related.get(story, ()))
            parts += (self.layout.part(href.partition("#")[0]).encode() for href in compared)
        return digest(*parts)

    @cached_property
    def _near(self) -> list[list[int]]:
        return self._find_near()

    def near(self, story: int) -> list[int]:
        """Return the stories that share names and rare words with one, but for those that its page lists besides."""
        found, catalogue = self._near[story], self.catalogue
        passages = catalogue.passages_of.get(catalogue.stories[story].main, ())
        if passages or story in catalogue.related:
            listed = {related.story for related in catalogue.related.get(story, ())}
            listed |= {catalogue.story_of[other] for passage in passages for other, _ in passage.others[:SHARED]}
            return [number for number in found if number >= 0 and number not in listed]
        return found if found[-1] >= 0 else [number for number in found if number >= 0]

    # --- pages ----------------------------------------------------------------------------------------------------

    def render_article(self, template: Any, story: int) -> bytes:
        main = self.catalogue.stories[story].main
        view = self.articles.view(story, self.archive.intake.article(main), self.facts.raw_path(main), self.near(story))
        return render(template, self.frame.view, root="../", a=view)

    def note_all(self, note: Note, get_template: Callable[[str], Any]) -> None:
        """Note every page and file but the articles' own pages, which Pelican notes, the index and the data."""
        self.catalogue.give_spellings(self.facts.spellings())
        self._note_lists(note, get_template)
        self._note_entities(note, get_template)
        self._note_single(note, get_template)
        self.corrections.note_all(note, get_template, self.frame.view, render)
        self._note_comparisons(note, get_template)
        self._note_raw(note)
        self._note_parts(note, get_template)
        self.machines.note_all(note, self.frame.view.assets.icon)
        note(RANDOM, *self._random())
        note(release.SCRIPT, key_of(release.SCRIPT_TEXT), lambda: release.SCRIPT_TEXT)
        note_entity_files(note, self.facts)
        self._note_sections(note, get_template)
        for path, (key, make) in (
            *self.today.files(self.today.days()).items(),
            *day_order_files(self.catalogue, self.facts.href).items(),
        ):
            note(path, key, make)
        for path, content in self.frame.files.items():
            note(path, key_of(content), partial(bytes, content))

    def _note_lists(self, note: Note, get_template: Callable[[str], Any]) -> None:
        template = get_template("list")
        view = self.frame.view
        for stem, title, text, stories, months in self.lists.lists():
            count = self.lists.page_count(stem, stories)
            size = self.settings.site.page_size
            base = key_of(stem, title, text, count, json.dumps(months), self.lists.beside_key(stem))
            root = "../" * stem.count("/")
            described = metadata.collection(title, text, self.settings.site.name, len(stories))
            heads = self.machines.head(root, stem, described), self.machines.head(root, stem)
            base = digest(
                base, heads[0].encode(), msgspec.json.encode(self.lists.matrices.views) if stem == STORIES else b""
            )
            section = {"s": "sources", "d": "calendar"}.get(stem[:1] if "/" in stem else "", "")
            for number in range(1, count + 1):
                shown = stories[(number - 1) * size : number * size]

                def make(
                    arguments: tuple[Any, ...] = (stem, title, text, stories, months, number),
                    root: str = root,
                    section: str = section,
                    head: Markup = heads[number > 1],  # the list describes itself once
                ) -> bytes:
                    page = self.lists.page(*arguments)
                    feed = self.machines.feed_of(arguments[0])
                    return render(template, view, root=root, section=section, head=head, v=page, feed=feed)

                note(page_name(stem, number), digest(base, *(self.facts.story_brief(n) for n in shown)), make)

    def _note_sections(self, note: Note, get_template: Callable[[str], Any]) -> None:
        if not self.sections.pages:
            return
        template = get_template("sections")
        names = key_of(
            repr([(name, len(stories), self.sections.href(name)) for name, stories in self.sections.stories.items()])
        )
        for number, page in enumerate(self.sections.pages, 1):
            head = self.machines.head("")

            def make(number: int = number, head: Markup = head) -> bytes:
                view = self.sections.view(number)
                return render(template, self.frame.view, root="", section="sources", head=head, v=view)

            briefs = (self.facts.story_brief(n) for piece in page for n in piece.stories)
            note(page_name(SECTIONS, number), digest(names, head.encode(), *briefs), make)

    def _note_entities(self, note: Note, get_template: Callable[[str], Any]) -> None:
        template = get_template("entity")
        view = self.frame.view
        catalogue = self.catalogue
        story_keys = np.frombuffer(
            b"".join(
                digest(brief, self.facts.mention_keys[record.main], catalogue.heads[record.main].key.encode())
                for brief, record in zip(self.facts.story_briefs, catalogue.stories, strict=True)
            ),
            dtype="V16",
        )
        self._note_shared_names(note, get_template("shared_names"), story_keys)
        for slug in self.addresses.own:
            stories = catalogue.stories_of_entity[slug]
            head = self.machines.head("../", f"e/{slug}")
            pages = self.entities.pages_of(slug)
            base = digest(head.encode(), msgspec.msgpack.encode(self.archive.authority.entities[slug]))
            for position, shown in enumerate(pages, 1):

                def make(slug: str = slug, position: int = position, head: Markup = head) -> bytes:
                    page = self.entities.view(slug, position)
                    feed = self.machines.feed_of(f"e/{slug}")
                    return render(template, view, root="../", section="names", head=head, e=page, feed=feed)

                everything = stories if position == 1 else shown
                parts = [base, f"{position} {len(pages)}".encode(), story_keys[everything].tobytes()]
                if position == 1:
                    parts.append(msgspec.json.encode(catalogue.spellings[slug]))
                note(self.entities.file_of(slug, position), digest(*parts), make)

    def _note_shared_names(self, note: Note, template: Any, story_keys: Any) -> None:
        """Note the pages of rare names; ``story_keys`` stand for what a context shows of each story."""
        catalogue, entities = self.catalogue, self.archive.authority.entities
        head = self.machines.head("../")
        for group in self.addresses.groups:

            def make(group: NameGroup = group) -> bytes:
                shown = self.shared_names.view(group)
                return render(template, self.frame.view, root="../", section="names", head=head, v=shown)

            parts = [head.encode()]
            for slug in group.slugs:
                parts += (
                    msgspec.msgpack.encode(entities[slug]),
                    story_keys[catalogue.stories_of_entity[slug]].tobytes(),
                    msgspec.json.encode(catalogue.spellings[slug]),
                )
            note(f"e/{group.stem}.html", self.shared_names.key(group, parts), make)

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
        pages = [self.facts.href(f"a/{name}.html") for name in sorted(self.catalogue.ids)[:_SAMPLE]]
        script = f'NewsArchive.give("random",{json.dumps(pages, separators=(",", ":"))});\n'.encode()
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
        made: dict[str, bytes] = {}
        for part in work.parts:
            if isinstance(part, MadeIndex):
                work.search.note(publication, part, self.frame, partial(self._render_search, template))
            elif isinstance(part, dict):
                made |= part
        self.data.note_all(publication.note, work.members.finish(made))

    def _render_search(self, template: Any, script: str) -> bytes:
        return render(template, self.frame.view, root="", section="search", script=script)


def render(
    template: Any, site: SiteView, *, root: str, section: str = "", head: Markup = EMPTY, feed: str = "", **values: Any
) -> bytes:
    """Render a page of the archive's theme; ``root`` leads from it to the site's root.

    ``head`` is for machines, ``feed`` the feed beside the page without its suffix, or ''.
    """

    def current(name: str) -> Markup:
        return Markup(' aria-current="page"') if name == section else Markup("")

    text: str = template.render(site=site, root=root, current=current, head=head, feed=feed, **values)
    return text.encode()
