"""Where a name is shown: on a page of its own, or, in a large archive, with other rare names of its kind and letter.

A file for each of a thousand names that stand in three articles costs more than what it says. They share pages: one for
each kind and letter, cut by the next letter where it grows heavy, so that a name moves only when its letter is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from ..arabic.normal import normalise
from ..catalogue import Catalogue
from ..entities import Authority
from ..models import EntityType
from ..settings import EntitySettings

HEAVY: Final = 200
"""Articles of all its names from which a shared page is cut by the next letter: about 45 KB."""
_KINDS: Final = {EntityType.PERSON: "p", EntityType.PLACE: "l", EntityType.ORGANISATION: "o"}
"""What the files of shared pages begin with; the underscore after it stands in no slug."""


@dataclass(frozen=True, slots=True)
class NameGroup:
    """The names of one shared page."""

    stem: str
    """Its file below ``e/`` without suffix."""
    kind: EntityType
    prefix: str
    """What the names begin with, as they are sorted."""
    slugs: tuple[str, ...]


class NameAddresses:
    """The page of each name of an archive."""

    def __init__(self, catalogue: Catalogue, authority: Authority, settings: EntitySettings) -> None:
        self._catalogue = catalogue
        self._authority = authority
        self._settings = settings

    def path(self, slug: str) -> str:
        """Return where a name is shown, relative to the site's root."""
        stem = self._stem_of.get(slug)
        return f"e/{slug}.html" if stem is None else f"e/{stem}.html#{slug}"

    def stem(self, slug: str) -> str:
        """Return the file below ``e/`` that a name shares, without suffix; '' where it has a page of its own."""
        return self._stem_of.get(slug, "")

    @cached_property
    def own(self) -> list[str]:
        """The names that have a page of their own."""
        return [slug for slug in self._catalogue.stories_of_entity if slug not in self._stem_of]

    @cached_property
    def groups(self) -> list[NameGroup]:
        """The shared pages, by file."""
        if len(self._catalogue.stories) < self._settings.share_from:
            return []
        counts = self._counts
        rare = [slug for slug, count in counts.items() if count < self._settings.own_page]
        found: list[NameGroup] = []
        for kind in _KINDS:
            named = [(sort_name(self._authority.name(s)), s) for s in rare if self._authority.entities[s].type == kind]
            for prefix, slugs in self._cut(sorted(named), 1):
                stem = f"{_KINDS[kind]}_{''.join(f'{ord(c):x}' for c in prefix)}"
                found.append(NameGroup(stem, kind, prefix, tuple(slugs)))
        return found

    def _cut(self, named: Sequence[tuple[str, str]], depth: int) -> Iterator[tuple[str, list[str]]]:
        """Yield (beginning, slugs) of each page of these names, which are sorted and alike in ``depth - 1`` letters."""
        for prefix, group in groupby(named, key=lambda entry: entry[0][:depth]):
            alike = list(group)
            heavy = sum(self._counts[slug] for _, slug in alike) > HEAVY
            if heavy and len(alike) > 1 and any(len(name) > depth for name, _ in alike):
                ended = [entry for entry in alike if len(entry[0]) == depth]
                if ended:
                    yield prefix, [slug for _, slug in ended]
                yield from self._cut([entry for entry in alike if len(entry[0]) > depth], depth + 1)
            else:
                yield prefix, [slug for _, slug in alike]

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {slug: len(stories) for slug, stories in self._catalogue.stories_of_entity.items()}

    @cached_property
    def _stem_of(self) -> dict[str, str]:
        return {slug: group.stem for group in self.groups for slug in group.slugs}


def sort_name(name: str) -> str:
    """Return what a name is sorted under: its normal form without the article.

    >>> sort_name("الولايات المتحدة"), sort_name("ألمانيا")
    ('ولايات المتحده', 'المانيا')
    """
    if name.startswith("ال") and len(name) > 4:
        name = name[2:]
    return normalise(name)
