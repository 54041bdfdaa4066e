"""The pages that Pelican has no generator for: names, sources, calendar, comparisons, the search index, data files."""

from __future__ import annotations

import time
from typing import Any

from jinja2 import FileSystemLoader
from pelican.generators import Generator

from .escaping import QuickTemplate
from .session import Session


class ArchiveGenerator(Generator):  # type: ignore[misc]  # Pelican has no types
    """Notes every page and file of the archive beside its articles."""

    def generate_context(self) -> None:
        """Nothing: the articles are Pelican's, and pages are drawn from the catalogue."""

    def generate_output(self, writer: Any) -> None:  # noqa: ARG002  files are noted, not written
        session: Session = self.settings["NEWS_ARCHIVE_SESSION"]
        started = time.perf_counter()
        if session.is_foreign_theme:  # its base page is not the one that the archive's pages are made for
            self.env.loader = FileSystemLoader(str(session.own_theme / "templates"))
        self.env.template_class = QuickTemplate
        session.template = self.get_template
        session.site.note_all(session.publication.note, self.get_template)
        session.look()
        session.time("search", lambda: self._note_index_and_data(session))
        session.seconds["pages"] = time.perf_counter() - started

    def _note_index_and_data(self, session: Session) -> None:
        session.site.note_index_and_data(
            session.publication, self.get_template("search"), session.groundwork.index_work
        )
