"""The files for machines that are drawn from the catalogue: feeds, robots.txt, llms.txt, OpenSearch, sitemaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any, Final

from markupsafe import Markup

from ..excerpts import cut_start
from ..output_lock import MARK
from ..publish import key_of
from ..store import digest
from . import discovery, feeds
from .datapages import RESOURCES
from .facts import Facts
from .feeds import Entry, Feed
from .frame import Note
from .metadata import published, script

EXCERPT: Final = 160
"""Code points of an article's text in the feed of the archive."""
SHORT_EXCERPT: Final = 80
"""The same in those of sources and names, of which there are many: a dozen words, enough to know whether to open it."""


class MachineFiles:
    """Draws the machine-readable files of a site."""

    def __init__(self, site: Facts) -> None:
        self._site = site
        self._choices = site.settings.site

    def note_all(self, note: Note, icon: str) -> None:
        """Note everything but the sitemaps; ``icon`` is the file of the archive's icon."""
        for title, stem, stories in self.feeds():
            self._note_feed(note, title, stem, stories)
        site, choices = self._site, self._choices
        fixed: dict[str, Callable[[], bytes]] = {
            "robots.txt": partial(discovery.robots, site.siteurl),
            "llms.txt": self._llms,
        }
        if site.siteurl:
            fixed["opensearch.xml"] = partial(discovery.opensearch, choices.name, choices.tagline, site.siteurl, icon)
        for path, make in fixed.items():
            content = make()
            note(path, key_of(content), partial(bytes, content))

    def note_sitemaps(self, note: Note, paths: Sequence[str]) -> None:
        """Note the sitemaps of a site with these files; parts that are sites of their own have their own."""
        layout = self._site.layout
        for part in ("", *(layout.names if layout and layout.is_apart else ())):
            base = layout.base(part).rstrip("/") if layout and part else self._site.siteurl
            if not base and not part:
                continue  # without an address there is no sitemap
            folder = layout.folder(part) if layout else ""
            own = [path.removeprefix(folder) for path in paths if not layout or layout.is_listed_in(path, part)]
            pages = sorted(path for path in own if path.endswith(".html") and path not in ("404.html", "offline.html"))
            files = discovery.sitemaps(pages, base)
            if part:
                files |= {"robots.txt": discovery.robots(base), MARK: b""}
            for path, content in files.items():
                note(path, key_of(content), partial(bytes, content), part)

    def head(self, root: str, stem: str = "", data: dict[str, Any] | None = None) -> Markup:
        """Return what the head of a page says to machines: its feeds (by file stem), the search, JSON-LD."""
        parts: list[Markup] = []
        if stem in self._stems:
            for suffix, kind in (("xml", "application/atom+xml"), ("json", "application/feed+json")):
                link = Markup('<link rel="alternate" type="{}" href="{}{}.{}">')
                parts.append(link.format(kind, root, stem, suffix))
        if self._site.siteurl and not root:  # that of the front page is enough for a browser to know it
            link = Markup(
                '<link rel="search" type="application/opensearchdescription+xml" href="{}opensearch.xml" title="{}">\n'
            )
            parts.append(link.format(root, self._choices.name))
        if data:
            parts.append(script(data))
        return Markup("").join(parts)

    def feed_of(self, stem: str) -> str:
        """Return the feed beside a page, by file stem and without suffix, or '' where there is none."""
        return stem.rsplit("/", 1)[-1] if stem in self._stems else ""

    @cached_property
    def _stems(self) -> set[str]:
        return {stem for _, stem, _ in self.feeds()}

    # --- feeds ----------------------------------------------------------------------------------------------------

    def feeds(self) -> list[tuple[str, str, Sequence[int]]]:
        """Return every feed: title, file stem, stories: the site's, each source's, those of the names most mentioned."""
        catalogue, name = self._site.catalogue, self._choices.name
        authority = self._site.archive.authority
        found: list[tuple[str, str, Sequence[int]]] = [(name, "feed", catalogue.newest_first)]
        found += [(f"{s.name or 'بلا مصدر'} | {name}", f"s/{s.slug}", s.stories) for s in catalogue.sources]
        found += [
            (f"{authority.name(slug)} | {name}", f"e/{slug}", catalogue.stories_of_entity[slug])
            for slug, _ in catalogue.most_named[: self._choices.feed_names]
            if not self._site.addresses.stem(slug)
        ]
        return found

    def _note_feed(self, note: Note, title: str, stem: str, stories: Sequence[int]) -> None:
        site = self._site
        shown = stories[: self._choices.feed_entries]
        heads = [site.catalogue.head(story) for story in shown]
        most = EXCERPT if stem == "feed" else SHORT_EXCERPT
        key = digest(
            key_of(title, stem),
            *(site.story_brief(story) + head.key.encode() for story, head in zip(shown, heads, strict=True)),
        )

        def draw() -> Feed:
            page = "index.html" if stem == "feed" else f"{stem}.html"
            return Feed(
                title, stem, page, self._choices.name, site.siteurl, [self._entry(story, most) for story in shown]
            )

        note(f"{stem}.xml", key, lambda: feeds.atom(draw()))
        note(f"{stem}.json", key, lambda: feeds.json_feed(draw()))

    def _entry(self, story: int, most: int) -> Entry:
        site = self._site
        head, identifier = site.catalogue.head(story), site.catalogue.ids[story]
        paragraphs = site.article(site.catalogue.stories[story].main).paragraphs
        return Entry(
            id=identifier,
            title=head.title,
            href=site.href(f"a/{identifier}.html"),
            day=site.days[story].day,
            published=bool(published(head.date)),
            author=head.author,
            paper=site.catalogue.called(head.paper),
            url=head.url,
            excerpt=cut_start(paragraphs[0] if paragraphs else "", most),
        )

    # --- texts ----------------------------------------------------------------------------------------------------

    def _llms(self) -> bytes:
        catalogue = self._site.catalogue
        days = sorted(day.day for day in catalogue.days if day.day)
        facts = [f"Articles: {len(catalogue.stories)}; sources: {catalogue.named_sources}"]
        if days:
            collected = sum(day.bound for day in catalogue.days)
            facts.append(
                f"Dates: {days[0]} to {days[-1]}; known only as the day of collection, written ../day: {collected}; "
                f"without a date: {len(catalogue.undated)}"
            )
        layout = self._site.layout
        files = [
            ((layout.base(part) if layout else "") + f"data/{r.file}", r.english)
            for r in RESOURCES
            for part in ([""] if r.shared or not layout else layout.names)
        ]
        files.append(("data/datapackage.json", "Frictionless Data Package: every column of the files above"))
        return discovery.llms(self._choices.name, self._choices.tagline, facts, files, self._site.siteurl)
