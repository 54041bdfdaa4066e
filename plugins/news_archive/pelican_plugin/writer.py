"""Pelican's writer, told to note what is to be written instead of writing it.

Pelican hands every page to ``write_file``. Articles and the archive's own pages are noted with a key and made later,
by the workers, only if the key is new; whatever else Pelican or another plugin writes goes to a scratch folder and
joins the site from there.
"""

from __future__ import annotations

import os
from typing import Any

from pelican import signals
from pelican.writers import Writer

from .session import Session


class ArchiveWriter(Writer):  # type: ignore[misc]  # Pelican has no types
    """Notes pages for the publication."""

    def write_file(
        self,
        name: str,
        template: Any,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: dict[str, Any] | None = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Note an article of the archive; let Pelican write anything else into the scratch folder.

        Whoever waits for written content hears of an article when it is noted: its file is not there yet.
        """
        session: Session = self.settings["NEWS_ARCHIVE_SESSION"]
        number = getattr(kwargs.get("article"), "story_number", None)
        if number is not None and template_name is None:
            session.note_article(number, name, template, context, kwargs)
            if signals.content_written.receivers:
                path = os.path.join(self.output_path, name)
                signals.content_written.send(path, context={**context, **kwargs})
            return
        super().write_file(
            name, template, context, relative_urls, paginated, template_name, override_output, url, **kwargs
        )
