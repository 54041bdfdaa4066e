"""The pages of names as files: those that have their own, and rare names that share one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
from markupsafe import Markup

from ..store import digest
from .entity_pages import EntityPages
from .facts import Facts
from .frame import Note
from .machine_files import MachineFiles
from .name_addresses import NameGroup
from .render import render
from .shared_names import SharedNames
from .views import SiteView


class NameNotes:
    """Notes the pages of names."""

    def __init__(self, facts: Facts, entities: EntityPages, machines: MachineFiles, view: SiteView) -> None:
        self.facts = facts
        self.entities = entities
        self.shared_names = SharedNames(entities)
        self.machines = machines
        self.view = view

    def note_all(self, note: Note, get_template: Callable[[str], Any]) -> None:
        template = get_template("entity")
        view = self.view
        catalogue = self.facts.catalogue
        story_keys = np.frombuffer(
            b"".join(
                digest(brief, self.facts.mention_keys[record.main], catalogue.heads[record.main].key.encode())
                for brief, record in zip(self.facts.story_briefs, catalogue.stories, strict=True)
            ),
            dtype="V16",
        )
        self._note_shared_names(note, get_template("shared_names"), story_keys)
        for slug in self.facts.addresses.own:
            stories = catalogue.stories_of_entity[slug]
            head = self.machines.head("../", f"e/{slug}")
            pages = self.entities.pages_of(slug)
            base = digest(head.encode(), msgspec.msgpack.encode(self.facts.archive.authority.entities[slug]))
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
        catalogue, entities = self.facts.catalogue, self.facts.archive.authority.entities
        head = self.machines.head("../")
        for group in self.facts.addresses.groups:

            def make(group: NameGroup = group) -> bytes:
                shown = self.shared_names.view(group)
                return render(template, self.view, root="../", section="names", head=head, v=shown)

            parts = [head.encode()]
            for slug in group.slugs:
                parts += (
                    msgspec.msgpack.encode(entities[slug]),
                    story_keys[catalogue.stories_of_entity[slug]].tobytes(),
                    msgspec.json.encode(catalogue.spellings[slug]),
                )
            note(f"e/{group.stem}.html", self.shared_names.key(group, parts), make)
