"""The pages of names, and the index that leads to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from ..arabic.normal import normalise
from ..catalogue import Catalogue
from ..entities import Authority
from ..excerpts import cut_context
from ..models import CleanArticle
from . import metadata
from .charts import month_chart
from .escaping import json_for_script
from .links import Links, cut, page_name
from .views import ContextView, EntityView, Identifier, NameCount, NameGroup, NamesView, RankItem
from .wording import KINDS, Wording

CONTEXTS: Final = 6
"""Articles of a name, the newest, whose sentence is shown; of the others the title is, else pages of names would weigh
half as much as all articles."""
LISTED: Final = 500
"""Articles on one page of a name."""
_BESIDE: Final = 10
_IDENTIFIERS: Final = {"wikidata": "https://www.wikidata.org/wiki/{}", "viaf": "https://viaf.org/viaf/{}"}


class EntityPages:
    """Draws the views of names."""

    def __init__(
        self,
        catalogue: Catalogue,
        authority: Authority,
        links: Links,
        words: Wording,
        article: Callable[[int], CleanArticle],
    ) -> None:
        self.catalogue = catalogue
        self.authority = authority
        self.links = links
        self.words = words
        self.article = article
        self._index = {slug: i for i, slug in enumerate(catalogue.mentions.slugs)}

    def pages_of(self, slug: str) -> list[Sequence[int]]:
        """Return the stories on each page of a name."""
        return cut(self.catalogue.stories_of_entity[slug], LISTED)

    def view(self, slug: str, number: int) -> EntityView:
        """Return page ``number`` (from 1) of a name."""
        entity = self.authority.entities[slug]
        stories = self.catalogue.stories_of_entity[slug]
        pages = self.pages_of(slug)
        shown, told = pages[number - 1], CONTEXTS if number == 1 else 0
        days = [self.catalogue.days[story] for story in stories]
        months = Counter(day.month for day in days if day.month)
        undated = sum(not day.day for day in days)
        mentions = self.catalogue.mention_counts[slug]
        summary = f"ورد {self.words.counted(mentions, 'mention')} في {self.words.counted(len(stories), 'article')}."
        note = f"{self.words.counted(undated, 'article')} بلا تاريخ" if undated else ""
        identifiers = [
            Identifier(f"{scheme}: {value}", _IDENTIFIERS[scheme].format(value))
            for scheme, value in entity.identifiers
            if scheme in _IDENTIFIERS
        ]
        return EntityView(
            slug=slug,
            name=entity.name,
            kind=self.words.kind(entity.type),
            note=entity.note,
            summary=summary,
            json_ld=json_for_script(metadata.entity(entity, [identifier.href for identifier in identifiers])),
            chart=month_chart("وروده شهراً بشهر", note, months, self.words) if number == 1 else None,
            shown=f"{self.words.counted(len(stories), 'article')}، الأحدث أولاً",
            years=self._contexts(slug, shown[:told]),
            days=self._days(shown[told:]),
            spellings=self._spellings(slug),
            together=self._together(slug, stories) if number == 1 else [],
            sources=self._sources(stories) if number == 1 else [],
            identifiers=identifiers,
            pages=self.links.pages(slug, number, len(pages)),
        )

    def _contexts(self, slug: str, stories: Sequence[int]) -> list[tuple[str, list[ContextView]]]:
        years: dict[str, list[ContextView]] = defaultdict(list)
        entity = self._index[slug]
        for story in stories:
            main = self.catalogue.stories[story].main
            rows = self.catalogue.mentions.of(main)
            own = rows[rows[:, 4] == entity].tolist()
            _, block, start, end, *_ = next((row for row in own if row[1] > 0), own[0])
            article = self.article(main)
            text = article.title if block == 0 else article.paragraphs[block - 1]
            before, word, after = cut_context(text, start, end)
            link = self.links.story(story)
            day = self.catalogue.days[story]
            year = self.words.digits(day.year) if day.day else "بلا تاريخ"
            years[year].append(ContextView(before, word, after, link.id, link.title, link.paper, link.date))
        return list(years.items())

    def _days(self, stories: Sequence[int]) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the (id, title) of stories under the day that they share with their neighbours."""
        catalogue = self.catalogue
        groups = groupby(stories, key=lambda story: self.words.day_label(catalogue.days[story]))
        return [(day, [(catalogue.ids[n], catalogue.head(n).title) for n in group]) for day, group in groups]

    def _spellings(self, slug: str) -> list[NameCount]:
        counts = self.catalogue.spellings[slug]
        return [NameCount("", surface, self.words.number(count)) for surface, count in counts[:12]]

    def _together(self, slug: str, stories: Sequence[int]) -> list[RankItem]:
        counts: Counter[int] = Counter()
        mentions = self.catalogue.mentions
        for story in stories:
            counts.update(set(mentions.of(self.catalogue.stories[story].main)[:, 4].tolist()))
        del counts[self._index[slug]]
        top = sorted(counts.items(), key=lambda item: (-item[1], mentions.slugs[item[0]]))[:_BESIDE]
        return self.links.rank(
            [
                (
                    self.authority.name(mentions.slugs[e]),
                    f"{mentions.slugs[e]}.html",
                    n,
                    self.words.kind(mentions.types[e]),
                )
                for e, n in top
            ]
        )

    def _sources(self, stories: Sequence[int]) -> list[RankItem]:
        counts = Counter(self.catalogue.head(story).paper for story in stories)
        top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_BESIDE]
        return self.links.rank(
            [
                (self.catalogue.called(name) or "بلا مصدر", f"../s/{self.catalogue.source_of[name].slug}.html", n, "")
                for name, n in top
            ]
        )

    def index(self) -> NamesView:
        """Return the index of all names that stand in the archive, by kind and letter (ال left aside)."""
        counts = dict(self.catalogue.most_named)
        groups = []
        for kind, title in KINDS.items():
            letters: dict[str, list[NameCount]] = defaultdict(list)
            slugs = [slug for slug in counts if self.authority.entities[slug].type == kind]
            for slug in sorted(slugs, key=lambda s: (sort_name(self.authority.name(s)), s)):
                name = self.authority.name(slug)
                letters[sort_name(name)[:1]].append(NameCount(slug, name, self.words.number(counts[slug])))
            if slugs:
                groups.append(NameGroup(kind, title, self.words.counted(len(slugs), "name"), list(letters.items())))
        top = [
            (self.authority.name(slug), f"e/{slug}.html", count, self.words.kind(self.authority.entities[slug].type))
            for slug, count in self.catalogue.most_named[:12]
        ]
        note = f"{self.words.counted(len(counts), 'name')} من ملف الأسماء ورد في الأرشيف. العدد عدد المواد."
        return NamesView(note, self.links.rank(top) if len(counts) > 12 else [], groups)

    def files_of(self, slug: str) -> list[str]:
        return [page_name(f"e/{slug}", number) for number in range(1, len(self.pages_of(slug)) + 1)]


def sort_name(name: str) -> str:
    """Return what a name is sorted under: its normal form without the article.

    >>> sort_name("الولايات المتحدة"), sort_name("ألمانيا")
    ('ولايات المتحده', 'المانيا')
    """
    if name.startswith("ال") and len(name) > 4:
        name = name[2:]
    return normalise(name)
