"""What is done at each of Pelican's signals; ``register`` in the package lists them in order."""

from __future__ import annotations

from typing import Any

from .articles import ArchiveArticle
from .direction import FILTERS
from .escaping import QuickTemplate
from .generator import ArchiveGenerator
from .markdown import MarkdownReader
from .session import Session
from .template_cache import TemplateCache
from .twins import pair_pages as give_english
from .writer import ArchiveWriter


def open_build(pelican: Any) -> None:
    """Read the archive's settings and let ``pelican.run`` end with the publication.

    Publication comes after ``run`` and not at the ``finalized`` signal, because receivers of one signal have no order
    and other plugins still write files there.
    """
    session = Session.open(pelican.settings)
    pelican.settings["NEWS_ARCHIVE_SESSION"] = session
    pelican.output_path = pelican.settings["OUTPUT_PATH"] = str(session.scratch)
    run = pelican.run

    def run_and_publish() -> None:
        with session.working():
            run()
            session.publish()

    pelican.run = run_and_publish
    pelican.settings["JINJA_ENVIRONMENT"] = {
        "auto_reload": False,  # a build reads each template once
        "bytecode_cache": TemplateCache(session.store, lambda: session.render_key),
        **pelican.settings["JINJA_ENVIRONMENT"],
    }
    pelican.settings["JINJA_FILTERS"] = {**pelican.settings["JINJA_FILTERS"], **FILTERS}
    pelican.settings["JINJA_GLOBALS"] = {
        **pelican.settings["JINJA_GLOBALS"],
        "site": session.frame.view,
        "root": "",
        "current": lambda _name: "",
    }


def add_reader(readers: Any) -> None:
    """Read the editor's Markdown with markdown-it-py."""
    readers.reader_classes["md"] = MarkdownReader
    readers.disabled_readers.pop("md", None)  # Pelican's own, which needs another package


def get_writer(_pelican: Any) -> type[ArchiveWriter]:
    return ArchiveWriter


def get_generators(_pelican: Any) -> type[ArchiveGenerator]:
    return ArchiveGenerator


def give_articles(generator: Any) -> None:
    """Hand Pelican the stories' pages as Articles, newest first, undated last.

    From here on all that the index needs is known, and it is made while the pages are noted.
    """
    session: Session = generator.settings["NEWS_ARCHIVE_SESSION"]
    generator.env.template_class = QuickTemplate
    _ = session.groundwork.index_work
    generator.articles = [
        ArchiveArticle(session, number, generator.context) for number in session.site.catalogue.newest_first
    ]


def drop_taxonomies(generator: Any) -> None:
    """Leave out the pages by category and author that nobody asked for: Pelican's loops over them are quadratic."""
    if not generator.settings["CATEGORY_SAVE_AS"]:
        generator.categories = []
    if not generator.settings["AUTHOR_SAVE_AS"]:
        generator.authors = []


def pair_pages(generator: Any) -> None:
    """Bring the English text of the editor's pages to the Arabic one, before Pelican writes them.

    Another theme would not show it there: under it the English page stays a page.
    """
    if generator.settings["NEWS_ARCHIVE_SESSION"].is_foreign_theme:
        return
    for pages in (generator.pages, generator.hidden_pages, generator.draft_pages):
        give_english(pages)
