"""Pages that are versions of each other, or of which one stands within the other, with their comparisons.

A family is everything that such pairs connect; its comparisons stand on one page, named by its smallest id, so that a
pair costs no file of its own. Where there are many, families share pages by the leading bits of that id, as the data
files do: a new one moves no other until their number doubles. A page holds so many pairs; the rest go on a next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from msgspec.structs import replace

from ..catalogue import Catalogue, Related
from ..datafiles import bucket_of
from .links import page_name
from .version_views import ComparisonsView
from .versions import UNKNOWN_ORDER, VersionPages
from .wording import Wording

_ORDER_OF_SOME: Final = "لا يُعرف أيّ النصّين أسبق، إلا حيث يُقال."
PAIRS: Final = 24
"""Comparisons on one page, at most: about 90 KB."""
SHARED: Final = 12
"""Comparisons on a page of several families, about."""


@dataclass(frozen=True, slots=True)
class FamilyPair:
    """Two stories that are compared."""

    story: int
    other: int
    related: Related
    """From ``story``'s side."""
    anchor: str


@dataclass(frozen=True, slots=True)
class FamilyPage:
    path: str
    pairs: tuple[FamilyPair, ...]


class Families:
    """Which stories are compared where."""

    def __init__(
        self,
        catalogue: Catalogue,
        versions: VersionPages,
        words: Wording,
        *,
        shown: bool = True,
        apart: bool = False,
    ) -> None:
        """``shown``: there are pages at all; ``apart`` gives each family pages of its own, which can move with their articles."""
        self.shown = shown
        self.catalogue = catalogue
        self.versions = versions
        self.words = words
        self._apart = apart

    @cached_property
    def pages(self) -> list[FamilyPage]:
        """The pages of comparisons, by name."""
        if not self.shown:
            return []
        ids = self.catalogue.ids
        families: dict[int, list[FamilyPair]] = {}
        for story, related in self.catalogue.related.items():
            for one in related:
                if ids[story] < ids[one.story]:
                    anchor = f"{ids[story]}-{ids[one.story]}"
                    families.setdefault(self._name_of[story], []).append(FamilyPair(story, one.story, one, anchor))
        bits = 0 if self._apart else min(10, (sum(map(len, families.values())) // SHARED).bit_length())
        shared: dict[str, list[FamilyPair]] = {}
        for name in sorted(families, key=lambda story: ids[story]):
            page = f"{bucket_of(ids[name], bits):03x}" if bits else ids[name]
            shared.setdefault(page, []).extend(sorted(families[name], key=lambda pair: pair.anchor))
        return sorted(
            (
                FamilyPage(page_name(f"c/{name}", place // PAIRS + 1), tuple(pairs[place : place + PAIRS]))
                for name, pairs in shared.items()
                for place in range(0, len(pairs), PAIRS)
            ),
            key=lambda page: page.path,
        )

    @cached_property
    def _name_of(self) -> dict[int, int]:
        """For each story with relations the one of its family with the smallest id."""
        parent: dict[int, int] = {}

        def find(story: int) -> int:
            while (above := parent.setdefault(story, story)) != story:
                parent[story] = parent[above]
                story = parent[story]
            return story

        ids = self.catalogue.ids
        for story, related in self.catalogue.related.items():
            for one in related:
                a, b = find(story), find(one.story)
                if a != b:
                    low, high = (a, b) if ids[a] < ids[b] else (b, a)
                    parent[high] = low
        return {story: find(story) for story in parent}

    @cached_property
    def _href_of(self) -> dict[str, str]:
        return {pair.anchor: f"{page.path}#{pair.anchor}" for page in self.pages for pair in page.pairs}

    def href(self, story: int, other: int) -> str:
        """Return where two related stories are compared, relative to the root; '' without comparisons."""
        return self._href_of.get("-".join(sorted((self.catalogue.ids[story], self.catalogue.ids[other]))), "")

    def key(self, page: FamilyPage) -> bytes:
        """Return what a page of comparisons shows."""
        catalogue = self.catalogue
        parts: list[str] = []
        for pair in page.pairs:
            for number in (pair.related.carrier, pair.related.other):
                head = catalogue.heads[number]
                story = int(catalogue.story_of[number])
                main = catalogue.stories[story].main == number
                parts += (head.key, catalogue.called(head.paper), catalogue.ids[story], "page" if main else "carrier")
            found = pair.related.pair
            parts.append(f"{found.relation} {found.jaccard5:.4f} {found.containment5:.4f}")
            parts.append(catalogue.split_reason(pair.related.carrier, pair.related.other))
        return "\n".join(parts).encode("utf-8", "surrogatepass")

    def view(self, page: FamilyPage) -> ComparisonsView:
        stories = {n for pair in page.pairs for n in (pair.story, pair.other)}
        pairs = [
            self.versions.pair_of_stories(p.story, p.other, p.related.carrier, p.related.other, p.anchor)
            for p in page.pairs
        ]
        unknown = sum(pair.order == UNKNOWN_ORDER for pair in pairs)
        order = "لا يُعرف أيّ النصّين أسبق." if unknown == len(pairs) else _ORDER_OF_SOME if unknown else ""
        return ComparisonsView(
            title="مقارنة النصوص",
            note=f"{self.words.counted(len(stories), 'article')}، كلّ منها مع ما يقاربه نصّاً، كلمة بكلمة.",
            pairs=[replace(pair, order="") if pair.order == UNKNOWN_ORDER else pair for pair in pairs],
            order=order,
        )
