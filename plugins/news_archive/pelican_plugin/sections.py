"""The sections that newspapers put their articles into, and the tags that they gave: one list of all, in pages.

A file for each would be hundreds for few articles; so they share pages, the largest section first, and an article's
page leads to the place of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from ..arabic.normal import normalise
from ..arabic.tokens import find_tokens
from ..catalogue import Catalogue, source_slug
from .links import Links, page_name
from .views import SectionGroup, SectionsView
from .wording import Wording

STEM: Final = "sections"
_ROWS: Final = 400
"""Stories on one page."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some stories of one section, on one page."""

    name: str
    stories: tuple[int, ...]
    going_on: bool


class Sections:
    """Which stories stand in which section, and where that is shown."""

    def __init__(self, catalogue: Catalogue, links: Links, words: Wording) -> None:
        self.catalogue = catalogue
        self.links = links
        self.words = words

    @cached_property
    def stories(self) -> dict[str, list[int]]:
        """Stories of each section and tag, newest first; the fullest section first, under its most frequent spelling."""
        found: dict[str, list[int]] = defaultdict(list)
        spelled: dict[str, Counter[str]] = defaultdict(Counter)
        for number in self.catalogue.newest_first:
            for name in self._names(number):
                key = _key(name)
                spelled[key][name] += 1
                if found[key][-1:] != [number]:
                    found[key].append(number)
        names = {key: min(forms, key=lambda form: (-forms[form], form)) for key, forms in spelled.items()}
        return dict(
            sorted(((names[key], stories) for key, stories in found.items()), key=lambda item: (-len(item[1]), item[0]))
        )

    def _names(self, story: int) -> list[str]:
        head = self.catalogue.head(story)
        return [name for name in dict.fromkeys((head.desk, *head.tags)) if _key(name)]

    @cached_property
    def pages(self) -> list[list[_Piece]]:
        """The sections cut into pages; a section goes on where a page ends."""
        pages: list[list[_Piece]] = []
        room = 0
        for name, stories in self.stories.items():
            at = 0
            while at < len(stories):
                if not room:
                    pages.append([])
                    room = _ROWS
                piece = tuple(stories[at : at + room])
                pages[-1].append(_Piece(name, piece, at > 0))
                at += len(piece)
                room -= len(piece)
        return pages

    @cached_property
    def _href_of(self) -> dict[str, str]:
        return {
            piece.name: f"{page_name(STEM, number)}#{_anchor(piece.name)}"
            for number, page in enumerate(self.pages, 1)
            for piece in page
            if not piece.going_on
        }

    @cached_property
    def _name_of(self) -> dict[str, str]:
        return {_key(name): name for name in self.stories}

    def href(self, name: str) -> str:
        """Return where a section begins, relative to the root; '' for one that no list has."""
        return self._href_of.get(self._name_of.get(_key(name), ""), "") if name else ""

    def view(self, number: int) -> SectionsView:
        """Return the list's nth page, from 1."""
        groups = [
            SectionGroup(
                _anchor(piece.name),
                piece.name,
                self.words.counted(len(self.stories[piece.name]), "article"),
                [self.links.story(n) for n in piece.stories],
                piece.going_on,
            )
            for piece in self.pages[number - 1]
        ]
        note = f"{self.words.counted(len(self.stories), 'section')} سمّتها الصحف أو وسمت بها موادّها، أكثرها مواد أولاً."
        jumps = [(self._href_of[name], name) for name in self.stories] if number == 1 else []
        return SectionsView(note, jumps, groups, self.links.pages(STEM, number, len(self.pages)))


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """Return what spellings of one section have in common.

    >>> _key("«ثقافة اليوم»") == _key("ثقافة اليوم"), _key("شِعر") == _key("شعر"), _key("")
    (True, True, '')
    """
    return " ".join(normalise(token) for token in find_tokens(name))


def _anchor(name: str) -> str:
    """Return the id of a section on its page.

    >>> _anchor("المحليات")
    'k-7fbja59f'
    """
    return source_slug("\0" + name).replace("s-", "k-", 1)
