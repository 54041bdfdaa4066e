"""The part of the archive that Pelican sees: ``PLUGINS = ["news_archive.pelican_plugin"]``.

Pelican stays the driver: it reads the settings, loads plugins, sends its signals and calls its generators; articles
are Pelican Articles. This package gives it the articles (already cleaned, compared and linked), a writer that makes
only what changed, and one generator for the pages that Pelican does not know (names, stories, calendar, search, data).
"""

from __future__ import annotations


def register() -> None:
    """Connect the archive to Pelican's signals, in the order in which they are sent."""
    from pelican import signals

    from . import handlers

    signals.initialized.connect(handlers.open_build)  # settings are read: open the output, the cache and the lock
    signals.readers_init.connect(handlers.add_reader)  # the editor's pages are Markdown
    signals.get_writer.connect(handlers.get_writer)  # every file goes through the writer that skips and stages
    signals.get_generators.connect(handlers.get_generators)  # pages that Pelican has no generator for
    signals.article_generator_pretaxonomy.connect(handlers.give_articles)  # the articles come from the stages
    signals.page_generator_finalized.connect(handlers.pair_pages)  # about.en.md is the English of about.md
    signals.article_generator_finalized.connect(handlers.drop_taxonomies)  # before Pelican writes pages for them
