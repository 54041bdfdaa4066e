"""The lists of articles as files: by source, by day and month, all, and by section, page by page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
from markupsafe import Markup

from ..publish import key_of
from ..store import digest
from . import metadata
from .facts import Facts
from .frame import Note
from .links import page_name
from .list_pages import STORIES, ListPages
from .machine_files import MachineFiles
from .render import render
from .sections import STEM as SECTIONS
from .sections import Sections
from .views import SiteView


class ListNotes:
    """Notes the pages of lists."""

    def __init__(
        self, facts: Facts, lists: ListPages, sections: Sections, machines: MachineFiles, view: SiteView
    ) -> None:
        self.facts = facts
        self.lists = lists
        self.sections = sections
        self.machines = machines
        self.view = view

    def note_lists(self, note: Note, get_template: Callable[[str], Any]) -> None:
        template = get_template("list")
        view = self.view
        for stem, title, text, stories, months in self.lists.lists():
            count = self.lists.page_count(stem, stories)
            size = self.facts.settings.site.page_size
            base = key_of(stem, title, text, count, json.dumps(months), self.lists.beside_key(stem))
            root = "../" * stem.count("/")
            described = metadata.collection(title, text, self.facts.settings.site.name, len(stories))
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

    def note_sections(self, note: Note, get_template: Callable[[str], Any]) -> None:
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
                return render(template, self.view, root="", section="sources", head=head, v=view)

            briefs = (self.facts.story_brief(n) for piece in page for n in piece.stories)
            note(page_name(SECTIONS, number), digest(names, head.encode(), *briefs), make)
