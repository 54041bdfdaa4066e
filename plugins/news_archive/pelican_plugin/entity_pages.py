"""The pages of names, and the index that leads to them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Final

import numpy as np
from markupsafe import Markup

from ..arabic.normal import normalise
from ..arrays import distinct_numbers
from ..excerpts import cut_start, cut_window
from ..models import Entity, Int32, Int64
from . import metadata
from .charts import time_chart
from .escaping import between_tags, json_for_script
from .facts import Facts
from .links import ALL_PAGES, Links, cut, page_name, stations
from .name_addresses import sort_name
from .name_days import NameDays, days_of_page
from .views import (
    Chart,
    EntityView,
    Identifier,
    LetterCount,
    NameCount,
    NameGroup,
    NamesView,
    PageLink,
    Pages,
    QuoteView,
    RankItem,
    YearView,
)
from .wording import KINDS

CONTEXTS: Final = 150
"""Contexts on one page of a name; the first page, with the newest, has up to twice as many."""
WINDOW: Final = (18, 22)
"""Code points of a sentence that are shown before and after a name, at most: three or four words each, as concordances do."""
OPEN: Final = 40
"""Contexts that lie open on the first page of a name; what is said of the name stands below them on a phone."""
_FEW: Final = 60
"""Contexts up to which none is folded."""
QUOTES: Final = 6
"""Quotations that are shown at once; the rest stand folded below them."""
MOST_QUOTES: Final = 40
_TITLE: Final = 50
"""Code points of a title that stands for a source that is not known."""
_TELLING: Final = 16
"""Code points around a name from which the same words are the same sentence, and no dateline."""
_NEAREST: Final = (9, 12)
"""Letters before and after a name that are the same where the same sentence is printed, if in another writing."""
_OTHER_SIGNS: Final = re.compile(r"[\W_\N{ARABIC TATWEEL}]+")
_WRITINGS: Final = str.maketrans("أإآىة", "ااايه")
_BESIDE: Final = 8
"""Names that are shown beside one."""
_OPEN: Final = 120
"""Names up to which the index lies open; beyond, each letter is folded."""
_TOP: Final = 12
"""Names that stand before the index, as the most mentioned."""
_RANKED: Final = 24
"""Names from which the most mentioned say more than the index itself, if they were mentioned more than once."""
_SOME: Final = 4
"""Names that stand beside a folded letter."""
_SOURCES: Final = 6
_ENOUGH: Final = 5
"""Stories from which a chart and a ranking of sources say more than the sentences themselves."""
_A_DAY: Final = 5
"""Stories a day, on the average, from which their course by days is more than chance."""
_AFTER_A_PARTICLE: Final = {"مرتان": "مرتين", "مادتان": "مادتين"}
"""Counts that change their end after a verb or a particle."""
_IDENTIFIERS: Final = {"wikidata": "https://www.wikidata.org/wiki/{}", "viaf": "https://viaf.org/viaf/{}"}


class EntityPages:
    """Draws the views of names."""

    def __init__(self, site: Facts, links: Links) -> None:
        self.catalogue = site.catalogue
        self.authority = site.archive.authority
        self.addresses = site.addresses
        self.links = links
        self.words = site.words
        self.blocks: Callable[[int], Sequence[str]] = site.blocks
        self.quotations = quotations = site.archive.quotations
        self._speakers = frozenset(quotations.slugs)
        self._source_marks: dict[str, Markup] = {}
        self._index = {slug: i for i, slug in enumerate(self.catalogue.mentions.slugs)}

    def pages_of(self, slug: str) -> list[Sequence[int]]:
        """Return the stories on each page of a name, newest first.

        Cut from the oldest, so that a new story changes the first page and leaves the full ones as they are.
        """
        stories = self.catalogue.stories_of_entity[slug]
        full = max(0, len(stories) // CONTEXTS - 1)
        first = len(stories) - full * CONTEXTS
        return [stories[:first], *cut(stories[first:], CONTEXTS)] if full else [stories]

    def file_of(self, slug: str, position: int) -> str:
        """Return the file of a page of a name, by its place from the newest: 1, and then n … 2, the oldest being 2.

        A page keeps its address when newer ones come.
        """
        count = len(self.pages_of(slug))
        return page_name(f"e/{slug}", 1 if position == 1 else count - position + 2)

    def view(self, slug: str, position: int) -> EntityView:
        """Return a page of a name; position 1 has the newest stories and all that is said of the name itself."""
        entity = self.authority.entities[slug]
        stories = self.catalogue.stories_of_entity[slug]
        pages = self.pages_of(slug)
        first = position == 1
        identifiers = self.identifiers(entity)
        quotes = self.quotes(slug)[:MOST_QUOTES] if first else []
        these = pages[position - 1]
        days = days_of_page(self.catalogue, self.words, these)
        open_ones = OPEN if first and len(these) > _FEW else len(these)
        return EntityView(
            slug=slug,
            name=entity.name,
            kind=self.words.kind(entity.type),
            note=entity.note if first else "",
            summary=self.summary(slug) if first else f"الصفحة {self.words.number(position)}",
            json_ld=self._described(entity, identifiers) if first else Markup(""),
            chart=self._chart(stories) if first and len(stories) >= _ENOUGH else None,
            shown=self._shown(len(stories)) if first else "",
            quoted=self.words.counted(len(quotes), "quotation") if quotes else "",
            quotes=quotes[:QUOTES],
            more_quotes=quotes[QUOTES:],
            days_note=days.note,
            years=self._years(slug, these[:open_ones], days),
            more_years=self._years(slug, these[open_ones:], days),
            folded=self.words.counted(len(these) - open_ones, "article") if these[open_ones:] else "",
            spellings=self.spellings(slug) if first else [],
            together=self.together(slug) if first else [],
            sources=self._sources(stories) if first and len(stories) >= _ENOUGH else [],
            identifiers=identifiers,
            pages=self._pager(slug, position, len(pages)),
        )

    @staticmethod
    def _described(entity: Entity, identifiers: Sequence[Identifier]) -> Markup:
        """Return JSON-LD of a name, for its first page, which is its address; the others are more of it."""
        return json_for_script(
            metadata.entity(entity, [identifier.href for identifier in identifiers], f"{entity.slug}.html")
        )

    @staticmethod
    def identifiers(entity: Entity) -> list[Identifier]:
        """Return the verified pages of others about a name."""
        return [
            Identifier(f"{scheme}: {value}", _IDENTIFIERS[scheme].format(value))
            for scheme, value in entity.identifiers
            if scheme in _IDENTIFIERS
        ]

    def summary(self, slug: str) -> str:
        count = len(self.catalogue.stories_of_entity[slug])
        mentions = self.words.counted(self.catalogue.mention_counts[slug], "mention")
        return f"ورد {_oblique(mentions)} في {_oblique(self.words.counted(count, 'article'))}."

    def _shown(self, count: int) -> str:
        return self.words.counted(count, "article") + ("، الأحدث أولاً" if count > 1 else "")

    def _chart(self, stories: Sequence[int]) -> Chart | None:
        days = [self.catalogue.days[story] for story in stories]
        undated = sum(not day.day for day in days)
        note = f"{self.words.counted(undated, 'article')} بلا تاريخ" if undated else ""
        known = Counter(day.day for day in days if day.day)
        chart = time_chart(("وروده شهراً بشهر", "وروده يوماً بيوم"), note, known, self.words)
        by_day = chart is not None and chart.title == "وروده يوماً بيوم"
        return None if chart and by_day and len(stories) < _A_DAY * len(chart.bars) else chart

    def _pager(self, slug: str, position: int, count: int) -> Pages:
        def file(number: int) -> str:
            return self.file_of(slug, number).removeprefix("e/")

        shown = range(1, count + 1) if count <= ALL_PAGES else stations(position, count)
        return Pages(
            count,
            file(position - 1) if position > 1 else "",
            file(position + 1) if position < count else "",
            [PageLink(self.words.number(n), file(n), n == position) for n in shown],
        )

    def _years(self, slug: str, stories: Sequence[int], days: NameDays) -> list[YearView]:
        """Return the sentences of some stories, year by year."""
        years: dict[str, list[int]] = {}
        for story in stories:
            day = self.catalogue.days[story]
            years.setdefault(self.words.digits(day.year) if day.day else "بلا تاريخ", []).append(story)
        return [YearView(year, self.lines(slug, these, days.label_in_year)) for year, these in years.items()]

    def lines(self, slug: str, stories: Iterable[int], day_of: Callable[[int], str]) -> Markup:
        """Return the sentence in which each story first gives a name, under its day and its source.

        The name in it leads to the story; a sentence that several print stands once, with the others' names behind it.
        As plain text joined here and not in a template: an archive has tens of thousands of them.
        """
        first = self._first_mentions(self._index[slug])
        catalogue, blocks = self.catalogue, self.blocks
        days: dict[str, dict[Markup, list[int]]] = {}
        for story in stories:
            days.setdefault(day_of(story), {}).setdefault(self._source_mark(story), []).append(story)
        said: dict[tuple[str, str], list[str]] = {}
        parts: list[list[str]] = []
        for day, sources in days.items():
            label = f"<dt>{between_tags(day)}" if day else ""
            for source, group in sources.items():
                above = f"{label}<dt>{source}"
                for story in group:
                    main = catalogue.stories[story].main
                    block, start, end = first[main]
                    paragraph = blocks(main)[block]
                    before, after = cut_window(paragraph, start, end, *WINDOW)
                    name = paragraph[start:end]
                    link = f"<a href=../a/{catalogue.ids[story]}.html>"
                    words = _nearest(before, after)
                    printed = said.get(words)
                    if printed is not None:
                        printed.append(f" {link}{source}</a>")
                        continue
                    line = [f"{above}<dd>{between_tags(before)}{link}{between_tags(name)}</a>{between_tags(after)}"]
                    parts.append(line)
                    above = label = ""
                    if len(before) + len(after) >= _TELLING:
                        said[words] = line
        return Markup("".join(text for line in parts for text in line))  # noqa: S704  every text is escaped above

    def _source_mark(self, story: int) -> Markup:
        """Return what a story's sentences stand under, as HTML; its element sets it apart."""
        paper = self.catalogue.head(story).paper
        if not paper:
            return between_tags(self._source(story))
        if paper not in self._source_marks:
            self._source_marks[paper] = between_tags(self.catalogue.called(paper))
        return self._source_marks[paper]

    @cached_property
    def _by_entity(self) -> tuple[Int32, list[int]]:
        """Return the rows of all mentions by entity, and where each entity's begin."""
        rows = self.catalogue.mentions.rows
        rows = rows[np.argsort(rows[:, 4], kind="stable")]
        return rows, np.searchsorted(rows[:, 4], np.arange(len(self._index) + 1)).tolist()

    @cached_property
    def _by_article(self) -> tuple[Int64, Int64]:
        """Return the names of each article, each once, end to end, and where each article's begin."""
        rows, width = self.catalogue.mentions.rows, np.int64(len(self._index))
        pairs = distinct_numbers(rows[:, 0] * width + rows[:, 4])
        articles = np.arange(len(self.catalogue.heads) + 1)
        return pairs % width, np.searchsorted(pairs // width, articles).astype(np.int64)

    def _first_mentions(self, entity: int) -> dict[int, tuple[int, int, int]]:
        """Return the first mention of a name in each article, in its text if it stands there: block, start, end."""
        rows, offsets = self._by_entity
        found: dict[int, tuple[int, int, int]] = {}
        for article, block, start, end in rows[offsets[entity] : offsets[entity + 1], :4].tolist():
            if article not in found or (block and not found[article][0]):
                found[article] = (block, start, end)
        return found

    def _source(self, story: int) -> str:
        """Return what a story is linked by beside a sentence of it: its source, else the beginning of its title."""
        head = self.catalogue.head(story)
        return self.catalogue.called(head.paper) if head.paper else cut_start(head.title, _TITLE)

    def quotes(self, slug: str) -> list[QuoteView]:
        """Return what a speaker said, newest first, what was printed twice once."""
        found: dict[str, QuoteView] = {}
        if slug not in self._speakers:
            return []
        for story in self.catalogue.stories_of_entity[slug]:
            main = self.catalogue.stories[story].main
            for _, block, start, end, speaker, rule in self.quotations.of(main).tolist():
                if self.quotations.slugs[speaker] != slug:
                    continue
                text = self.blocks(main)[block][start:end].strip()
                _, _, via = self.quotations.rules[rule].partition(" ")
                carrier = self.authority.name(via) if via else ""
                date = self.words.day_label(self.catalogue.days[story])
                view = QuoteView(text, self.catalogue.ids[story], self._source(story), date, carrier)
                found.setdefault(normalise(text), view)
        return list(found.values())

    def spellings(self, slug: str) -> list[NameCount]:
        """Return the ways in which a name is written, most frequent first; none where that is as it is called."""
        counts = self.catalogue.spellings[slug]
        if [surface for surface, _ in counts] == [self.authority.name(slug)]:
            return []
        return [NameCount("", surface, self.words.number(count)) for surface, count in counts[:12]]

    def together(self, slug: str) -> list[RankItem]:
        """Return the names that stand most often in the articles of one."""
        mentions, stories = self.catalogue.mentions, self.catalogue.stories
        names, offsets = self._by_article
        articles = np.array([stories[story].main for story in self.catalogue.stories_of_entity[slug]], np.int64)
        begin, sizes = offsets[articles], offsets[articles + 1] - offsets[articles]
        rows = np.repeat(begin - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
        counts = np.bincount(names[rows], minlength=len(self._index))
        counts[self._index[slug]] = 0
        order = np.argsort(-counts, kind="stable")[:_BESIDE]  # names are numbered in the order of their slugs
        top = [(e, n) for e, n in zip(order.tolist(), counts[order].tolist(), strict=True) if n]
        return self.links.rank(
            [
                (
                    self.authority.name(mentions.slugs[e]),
                    self.addresses.path(mentions.slugs[e]).removeprefix("e/"),
                    n,
                    "",
                )
                for e, n in top
            ]
        )

    def _sources(self, stories: Sequence[int]) -> list[RankItem]:
        counts = Counter(self.catalogue.head(story).paper for story in stories)
        top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_SOURCES]
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
            letters: dict[str, list[LetterCount]] = defaultdict(list)
            most: dict[str, list[str]] = defaultdict(list)
            slugs = [slug for slug in counts if self.authority.entities[slug].type == kind]
            for slug in slugs:  # the most mentioned first
                name = self.authority.name(slug)
                most[_initial(name)].append(name)
            for slug in sorted(slugs, key=lambda s: (sort_name(self.authority.name(s)), s)):
                name = self.authority.name(slug)
                row = LetterCount(self.addresses.path(slug), name, self.words.number(counts[slug]))
                letters[_initial(name)].append(row)
            if slugs:
                by_letter = [
                    (letter, self.words.counted(len(rows), "name"), most[letter][:_SOME], rows)
                    for letter, rows in letters.items()
                ]
                groups.append(NameGroup(kind, title, self.words.counted(len(slugs), "name"), by_letter))
        top = [
            (
                self.authority.name(slug),
                self.addresses.path(slug),
                count,
                self.words.kind(self.authority.entities[slug].type),
            )
            for slug, count in self.catalogue.most_named[:_TOP]
        ]
        note = f"{self.words.counted(len(counts), 'name')} من ملف الأسماء ورد في الأرشيف. العدد عدد المواد."
        ranked = len(counts) > _RANKED and self.catalogue.most_named[_TOP - 1][1] > 1
        return NamesView(note, self.links.rank(top) if ranked else [], groups, len(counts) > _OPEN)


def _nearest(before: str, after: str) -> tuple[str, str]:
    """Return the letters around a name by which its sentence is known again.

    >>> _nearest("وصل الوزير إلى ", "، أمس الأربعاء") == _nearest("الوزير الى", " أمس (الأربعاء)")
    True
    """
    letters = _OTHER_SIGNS.sub("", before[-3 * _NEAREST[0] :]), _OTHER_SIGNS.sub("", after[: 3 * _NEAREST[1]])
    return letters[0][-_NEAREST[0] :].translate(_WRITINGS), letters[1][: _NEAREST[1]].translate(_WRITINGS)


def _oblique(counted: str) -> str:
    """Return a count as it stands after a verb or a particle.

    >>> _oblique("مادتان"), _oblique("مادة واحدة")
    ('مادتين', 'مادة واحدة')
    """
    return _AFTER_A_PARTICLE.get(counted, counted)


def _initial(name: str) -> str:
    """Return the letter that a name stands under, "#" for none.

    >>> _initial("الرياض"), _initial("«المرفأ»")
    ('ر', '#')
    """
    first = sort_name(name)[:1]
    return first if first.isalnum() else "#"
