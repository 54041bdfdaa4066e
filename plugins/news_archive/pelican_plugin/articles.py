"""The archive's articles as Pelican Articles, for other plugins and themes.

Pelican's own constructor costs 0.1 ms an article (slugs, dates, copies of the settings) and skips an article without a
date; these take their values from the archive when someone asks for them.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape
from pelican.contents import Article
from pelican.urlwrappers import Author, Category

if TYPE_CHECKING:
    from .session import Session


class UnknownDate(dt.datetime):
    """Stands where a theme insists on a date and there is none: sorts first, prints as nothing."""

    def isoformat(self, sep: str = "T", timespec: str = "auto") -> str:  # noqa: ARG002
        return ""

    def strftime(self, format: str) -> str:  # noqa: A002, ARG002
        return ""


UNKNOWN_DATE = UnknownDate(1, 1, 1, tzinfo=dt.UTC)


class ArchiveArticle(Article):  # type: ignore[misc]  # Pelican has no types
    """A story's page as Pelican knows articles."""

    template = "article"
    status = "published"
    in_default_lang = True
    lang = "ar"
    date_format = "%Y-%m-%d"

    def __init__(self, session: Session, story_number: int, context: dict[str, Any]) -> None:
        self.session = session
        self.story_number = story_number
        self.settings = session.pelican_settings
        self._context = context
        self.translations: list[Article] = []

    @cached_property
    def head(self) -> Any:
        return self.session.story_head(self.story_number)

    @property
    def slug(self) -> str:
        return self.session.archive.page_ids[self.story_number]

    @property
    def url(self) -> str:
        return f"a/{self.slug}.html"

    save_as = override_save_as = url

    @property
    def title(self) -> Markup:
        return escape(self.head.title)

    @property
    def source_path(self) -> str:
        return str(self.head.source)

    @property
    def relative_source_path(self) -> str:
        return str(self.head.source)

    @cached_property
    def date(self) -> dt.datetime:
        return _read_day(self.session.story_day(self.story_number))

    @property
    def locale_date(self) -> str:
        return self.session.story_day(self.story_number)

    @property
    def category(self) -> Category:
        return self.session.category(self.head.paper)

    @property
    def authors(self) -> list[Author]:
        """The author as Pelican's taxonomies want it: none while no author pages are asked for."""
        return [self.author] if self.settings["AUTHOR_SAVE_AS"] and self.head.author else []

    @property
    def author(self) -> Author:
        if not self.head.author:
            raise AttributeError("author")  # as Pelican: an article without an author has no such attribute
        return Author(self.head.author, self.settings)

    @property
    def tags(self) -> list[Any]:
        return []

    @property
    def metadata(self) -> dict[str, Any]:
        return {"title": self.title, "date": self.date, "slug": self.slug, "category": self.category}

    def get_content(self, siteurl: str) -> Markup:  # noqa: ARG002  links inside an article are relative already
        return self.session.body_html(self.story_number)

    @property
    def content(self) -> Markup:
        return self.get_content("")

    def get_summary(self, siteurl: str) -> Markup:  # noqa: ARG002
        return self.session.first_paragraph_html(self.story_number)

    @property
    def summary(self) -> Markup:
        return self.get_summary("")

    def is_valid(self) -> bool:
        return True

    def refresh_metadata_intersite_links(self) -> None:
        """There are none: source text never holds Pelican's link syntax."""


@lru_cache(maxsize=1 << 16)
def _read_day(day: str) -> dt.datetime:
    """Return the time that Pelican knows a day by; many articles are of the same one."""
    return dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) if len(day) == 10 else UNKNOWN_DATE
