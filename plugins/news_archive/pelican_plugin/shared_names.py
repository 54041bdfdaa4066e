"""Pages that rare names of one kind and letter share: a section for each, with all that a page of its own would say."""

from __future__ import annotations

from itertools import chain
from typing import Final

from ..store import digest
from .entity_pages import EntityPages
from .name_addresses import NameGroup
from .name_days import NameDays, days_of_page
from .views import NameSection, SharedNamesView
from .wording import KINDS

_BESIDE: Final = 3
"""Names that are named beside one."""


class SharedNames:
    """Draws the views of shared pages."""

    def __init__(self, pages: EntityPages) -> None:
        self._pages = pages

    def view(self, group: NameGroup) -> SharedNamesView:
        words, catalogue = self._pages.words, self._pages.catalogue
        stories = chain.from_iterable(catalogue.stories_of_entity[slug] for slug in group.slugs)
        days = days_of_page(catalogue, words, stories)
        return SharedNamesView(
            title=f"{KINDS[group.kind]}: {group.prefix}",
            note=_note(words.counted(len(group.slugs), "name"), len(group.slugs)),
            days_note=days.note,
            sections=[self._section(slug, days) for slug in group.slugs],
        )

    def _section(self, slug: str, days: NameDays) -> NameSection:
        pages = self._pages
        entity = pages.authority.entities[slug]
        return NameSection(
            slug=slug,
            name=entity.name,
            note=entity.note,
            summary=pages.summary(slug),
            spellings=pages.spellings(slug),
            quotes=pages.quotes(slug),
            lines=pages.lines(slug, pages.catalogue.stories_of_entity[slug], days.label),
            together=pages.together(slug)[:_BESIDE],
            identifiers=pages.identifiers(entity),
        )

    @staticmethod
    def key(group: NameGroup, parts: list[bytes]) -> bytes:
        """Return the key of a shared page; ``parts`` stand for what each of its names shows."""
        return digest("\n".join((group.stem, group.prefix, *group.slugs)).encode(), *parts)


def _note(counted: str, count: int) -> str:
    """Return why a page holds what it holds; the words agree with one name, with two, with several."""
    if count == 1:
        return f"{counted} مواده قليلة."
    if count == 2:
        return f"{counted} لكلّ منهما مواد قليلة، فهما معاً في صفحة واحدة."
    return f"{counted} لكلّ منها مواد قليلة، فهي معاً في صفحة واحدة."
