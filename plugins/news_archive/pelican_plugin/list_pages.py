"""Lists: sources, the calendar, the undated shelf, stories by carriers."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Final

from markupsafe import Markup
from msgspec.structs import replace

from ..catalogue import Source
from .charts import time_chart
from .direction import isolate
from .facts import Facts
from .links import NO_SOURCE, Links, cut, page_name
from .matrix import Matrices
from .silence import silence_map
from .views import (
    CalendarMonth,
    CalendarView,
    CalendarYear,
    DayCell,
    DaysOfYear,
    DayWays,
    ListGroup,
    ListView,
    RankItem,
    SourcesView,
    Weekday,
)
from .wording import WEEKDAYS

STORIES: Final = "stories"
"""Stem of the list of stories by carriers."""
DENSE: Final = 10
"""Articles a day from which a source is read day by day: its page lists the newest and leads to its place in each day."""
_WEEK: Final = (5, 6, 0, 1, 2, 3, 4)
"""Days of the week as columns, Saturday first (0 is Monday)."""
_UNDATED: Final = "نصوص لا تذكر يومها ولا يُستدلّ عليه. تُنشر وتُبحث كغيرها، ولا تُعطى تاريخاً ليس لها."
_ALL_DATED: Final = "لا شيء على هذا الرفّ: كل مواد الأرشيف مؤرخة."
_NO_DATES: Final = "لا مادة مؤرخة في هذا الأرشيف."
_NONE_CARRIED: Final = "لا مادة في هذا الأرشيف حملها أكثر من مصدر."
_SHORT: Final = ("ن", "ث", "ر", "خ", "ج", "س", "ح")


class ListPages:
    """Draws the views of lists."""

    def __init__(self, site: Facts, links: Links) -> None:
        self.catalogue = site.catalogue
        self.authority = site.archive.authority
        self.addresses = site.addresses
        self.site = site.settings.site
        self.links = links
        self.words = site.words

    # --- paged lists ----------------------------------------------------------------------------------------------

    def lists(self) -> list[tuple[str, str, str, Sequence[int], Mapping[str, int] | None]]:
        """Return every paged list: file stem, title, note, stories, articles a day for a chart."""
        catalogue, words = self.catalogue, self.words
        found: list[tuple[str, str, str, Sequence[int], Mapping[str, int] | None]] = []
        for source in catalogue.sources:
            days = Counter(catalogue.received[source.name])
            found.append((f"s/{source.slug}", source.label or NO_SOURCE, self._portrait(source), source.stories, days))
        for day, stories in catalogue.in_a_day.items():
            found.append((f"d/{day}", words.long_date(day), self._day_note(stories), stories, None))
        found.append(
            ("undated", "رفّ ما لا تاريخ له", _UNDATED if catalogue.undated else _ALL_DATED, catalogue.undated, None)
        )
        carried = self.carried
        note = f"{words.counted(len(carried), 'article')} حملها أكثر من مصدر، أكثرها حملاً أولاً."
        found.append((STORIES, "القصص الأكثر تداولاً", note if carried else _NONE_CARRIED, carried, None))
        return found

    @property
    def carried(self) -> list[int]:
        """Stories with more than one carrier, most first."""
        stories = self.catalogue.stories
        papers = {n: self.catalogue.papers(n) for n, story in enumerate(stories) if story.members}
        many = [n for n, count in papers.items() if count > 1 and stories[n].reason != "revision"]
        return sorted(many, key=lambda n: (-papers[n], -len(stories[n].members), self.catalogue.ids[n]))

    def _portrait(self, source: Source) -> str:
        days = sorted(day.day for n in source.stories if (day := self.catalogue.days[n]).day)
        text = self.words.counted(len(source.stories), "article")
        if days:
            first, last = self.words.date(days[0]), self.words.date(days[-1])
            text += f"، في {first}" if first == last else f" من {first} إلى {last}"
        undated = sum(1 for n in source.stories if not self.catalogue.days[n].day)
        text += (f"، و{self.words.counted(undated, 'article')} بلا تاريخ" if undated and days else "") + "."
        copies = self.catalogue.copies.get(source.name, 0)
        return f"{text} وضُمّ {self.words.counted(copies, 'record')} إلى صفحات أخرى." if copies else text

    def _day_note(self, stories: Sequence[int]) -> str:
        bound = sum(self.catalogue.days[n].bound for n in stories)
        text = self.words.counted(len(stories), "article")
        if bound == len(stories):
            return f"{text}، لا يُعرف يوم نشرها، وإنما جُمعت في هذا اليوم."
        if bound:
            text += f"، منها {self.words.counted(bound, 'article')} لا يُعرف يوم نشرها، وإنما جُمعت في هذا اليوم"
        return text + "."

    def page_count(self, stem: str, stories: Sequence[int]) -> int:
        return 1 if self.days_of(stem) else len(cut(stories, self.site.page_size))

    def page(
        self, stem: str, title: str, note: str, stories: Sequence[int], days: Mapping[str, int] | None, number: int
    ) -> ListView:
        pages = cut(stories, self.site.page_size)
        chart = time_chart(("شهراً بشهر", "يوماً بيوم"), "", days, self.words) if days and number == 1 else None
        days_of = self.days_of(stem)
        groups = self._groups(stem, pages[number - 1])
        beside = self.links.rank(self._beside(stem)) if number == 1 else []
        matrices = self.matrices.views if stem == STORIES and number == 1 else []
        if number > 1:
            note = f"الصفحة {self.words.number(number)} من {self.words.number(len(pages))}."
        pager = self.links.pages(stem, number, 1 if days_of else len(pages))
        return ListView(title, note, groups, pager, chart, beside, matrices, self._ways(stem), days_of)

    def _ways(self, stem: str) -> DayWays | None:
        """Return the days before and after one, and its month in the calendar."""
        if not stem.startswith("d/"):
            return None
        day = stem[2:]
        before, after = self._beside_day.get(day, ("", ""))
        return DayWays(
            before and f"{before}.html",
            self.words.date(before) if before else "",
            f"../calendar.html#{'y' if len(day) == 4 else 'm'}{day[:7]}",
            after and f"{after}.html",
            self.words.date(after) if after else "",
        )

    @cached_property
    def _beside_day(self) -> dict[str, tuple[str, str]]:
        """For each day (month, year) that has a list the one before and the one after it that has, '' for none."""
        found: dict[str, tuple[str, str]] = {}
        for size in (10, 7, 4):
            days = sorted(day for day in self.catalogue.in_a_day if len(day) == size)
            found |= {d: (b, a) for b, d, a in zip(["", *days], days, [*days[1:], ""], strict=False)}
        return found

    def _groups(self, stem: str, stories: Sequence[int]) -> list[ListGroup]:
        """Return the rows of a list: of a source by day, of a day by source, of the undated without a date."""
        links = [self.links.story(n) for n in stories]
        if stem == STORIES or not links:
            return [ListGroup("", links)] if links else []
        if stem.startswith("s/"):
            return [
                ListGroup(day, [replace(link, date="", paper="") for link in group])
                for day, group in groupby(links, key=lambda link: link.date)
            ]
        if stem.startswith("d/"):
            return [self._of_source(paper, list(group)) for paper, group in groupby(stories, key=self._paper)]
        return [ListGroup("", [replace(link, date="") for link in links])]

    def _paper(self, story: int) -> str:
        return self.catalogue.head(story).paper

    def _of_source(self, paper: str, stories: list[int]) -> ListGroup:
        source = self.catalogue.source_of[paper]
        rows = [replace(self.links.story(n), date="", paper="") for n in stories]
        return ListGroup(isolate(source.label) if source.label else NO_SOURCE, rows, f"s-{source.slug}")

    def beside_key(self, stem: str) -> str:
        """Return what a list's page shows of other sources and days, and where its own days stand, as text."""
        beside = self._beside_day.get(stem[2:]) if stem.startswith("d/") else None
        return repr((self._beside(stem), beside, self.days_of(stem)))

    @lru_cache(maxsize=1 << 14)  # noqa: B019  as long as a build; asked for the key and for the page
    def days_of(self, stem: str) -> list[DaysOfYear]:
        """Return the days of a source that has too much for one page and much a day, the latest first; else nothing.

        Ten thousand titles would stand a second time in the list of their source; here it leads to where they stand by day.
        """
        name = self._sources_by_stem.get(stem)
        if name is None:
            return []
        source, days = self.catalogue.source_of[name], self._places.get(name, {})
        dated = sum(count for count, _ in days.values())
        if len(source.stories) <= self.site.page_size or dated < DENSE * len(days) or not days:
            return []
        top = max(count for count, _ in days.values())
        years: dict[str, list[RankItem]] = {}
        for day, (count, place) in sorted(days.items(), reverse=True):
            year = self.words.digits(day[:4])
            label = self.words.date(day).removesuffix(year).strip() or year
            href = f"../{page_name(f'd/{day}', place // self.site.page_size + 1)}#s-{source.slug}"
            share = max(5, 5 * round(20 * count / top))
            years.setdefault(year, []).append(RankItem(label, href, self.words.number(count), share=share))
        if undated := len(source.stories) - dated:
            years["بلا تاريخ"] = [RankItem("رفّ ما لا تاريخ له", "../undated.html", self.words.number(undated))]
        return [DaysOfYear(year, rows) for year, rows in years.items()]

    @cached_property
    def _places(self) -> dict[str, dict[str, tuple[int, int]]]:
        """For each source how many articles it has on each day, and where in the day's list the first stands."""
        found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        for day, stories in self.catalogue.in_a_day.items():
            place = 0
            for paper, group in groupby(stories, key=self._paper):
                count = sum(1 for _ in group)
                found[paper][day] = (count, place)
                place += count
        return found

    def _beside(self, stem: str) -> list[tuple[str, str, int, str]]:
        """Return the other sources that carried stories of the one whose list this is, with how many, most first."""
        name = self._sources_by_stem.get(stem)
        if name is None:
            return []
        rows = sorted(self._shared[name].items(), key=lambda item: (-item[1], item[0])) if name in self._shared else []
        known = self.catalogue.source_of
        return [
            (known[other].label or NO_SOURCE, f"{known[other].slug}.html", count, "")
            for other, count in rows
            if other in known
        ]

    @cached_property
    def _sources_by_stem(self) -> dict[str, str]:
        return {f"s/{source.slug}": source.name for source in self.catalogue.sources}

    @cached_property
    def _shared(self) -> dict[str, Counter[str]]:
        """For each source how many stories it shares with each other one."""
        heads = self.catalogue.heads
        shared: dict[str, Counter[str]] = defaultdict(Counter)
        for story in self.catalogue.stories:
            if not story.members or story.reason == "revision":
                continue
            papers = {heads[n].paper for n in (story.main, *story.members)}
            for paper in papers:
                shared[paper].update(papers - {paper})
        return shared

    @cached_property
    def matrices(self) -> Matrices:
        """Whose text which paper carries."""
        return Matrices(self.catalogue, self.words)

    # --- single pages ---------------------------------------------------------------------------------------------

    def source_rows(self, sources: Sequence[Source]) -> list[tuple[str, str, int, str]]:
        """Return sources as rows of a ranking."""
        return [(s.label or NO_SOURCE, f"s/{s.slug}.html", len(s.stories), "") for s in sources]

    def sources(self, sections: int) -> SourcesView:
        """Return the portraits of the sources and the map of silence; ``sections`` is how many sections have a list."""
        catalogue = self.catalogue
        named = self.words.counted(catalogue.named_sources, "source")
        note = f"{named}، أكثرها مواد أولاً." if catalogue.named_sources else "لا تسمّي مواده مصدراً."

        ranking = self.links.rank(self.source_rows(catalogue.sources))
        portraits = [
            replace(item, note=self._in_a_line(source)) for item, source in zip(ranking, catalogue.sources, strict=True)
        ]
        counted = self.words.counted(sections, "section") if sections else ""
        return SourcesView(note, portraits, silence_map(catalogue, self.words), counted)

    def _in_a_line(self, source: Source) -> str:
        """Return when a source's texts, copies included, were published and with whom it shares most of its stories."""
        days = self.catalogue.received[source.name]
        said = []
        if days:
            first, last = self.words.date(days[0]), self.words.date(days[-1])
            said.append(first if first == last else f"من {first} إلى {last}")
        undated = sum(1 for n in source.stories if not self.catalogue.days[n].day)
        if undated:
            said.append(f"{self.words.counted(undated, 'article')} بلا تاريخ")
        shared = (
            sorted(self._shared[source.name].items(), key=lambda item: (-item[1], item[0]))
            if source.name in self._shared
            else []
        )
        if shared:
            other = self.catalogue.called(shared[0][0]) or NO_SOURCE
            said.append(Markup("أكثر قصصه المشتركة مع {}").format(isolate(other)))
        return Markup("").join(Markup("<span>{}</span>").format(part) for part in said)

    def calendar(self) -> CalendarView:
        catalogue, words = self.catalogue, self.words
        by_month: dict[str, dict[str, list[int]]] = defaultdict(dict)
        by_year: dict[str, list[int]] = {}
        for day, stories in catalogue.by_day.items():
            if len(day) >= 7:
                by_month[day[:7]][day] = stories
            else:
                by_year[day] = stories
        top = max((len(stories) for stories in catalogue.by_day.values()), default=1)
        years, counts = [], []
        for year in sorted({*(m[:4] for m in by_month), *by_year}, reverse=True):
            months = [self._month(m, by_month[m], top) for m in sorted(by_month) if m.startswith(year)]
            loose = by_year.get(year, [])
            count = len(loose) + sum(len(s) for m in by_month if m.startswith(year) for s in by_month[m].values())
            text = f"{words.counted(len(loose), 'article')} يُعرف عامها وحده" if loose else ""
            counts.append(count)
            years.append(
                CalendarYear(year, words.digits(year), words.counted(count, "article"), months, text, f"d/{year}.html")
            )
        if years:  # the year with the most; of equal ones the latest
            fullest = counts.index(max(counts))
            years[fullest] = replace(years[fullest], open=True)
        weekdays = [Weekday(WEEKDAYS[d], _SHORT[d]) for d in _WEEK]
        note = "الخط تحت اليوم يغلظ كلما كثرت مواده؛ واليوم الذي لا خط تحته لم تصلنا منه مادة، أو ضُمّ ما وصل منه إلى قصة في يوم آخر."
        return CalendarView(note if years else _NO_DATES, weekdays, years, bool(catalogue.undated))

    def _month(self, month: str, days: Mapping[str, Sequence[int]], top: int) -> CalendarMonth:
        words = self.words
        year, number = map(int, month.split("-"))
        weeks = []
        for week in calendar.Calendar(firstweekday=5).monthdatescalendar(year, number):
            cells = []
            for date in week:
                if date.month != number:
                    cells.append(DayCell(""))
                    continue
                stories = days.get(date.isoformat(), ())
                label = words.number(date.day)
                if not stories:
                    cells.append(DayCell(label))
                    continue
                level = 1 if len(stories) * 4 < top else 2 if len(stories) * 2 < top else 3
                aria = f"{words.date(date.isoformat())}، {words.counted(len(stories), 'article')}"
                cells.append(DayCell(label, f"d/{date.isoformat()}.html", level, aria))
            weeks.append(cells)
        loose = days.get(month, ())
        return CalendarMonth(
            key=month,
            label=words.month(number),
            other=words.other_month(number),
            count=words.counted(sum(len(stories) for stories in days.values()), "article"),
            weeks=weeks if any(len(day) == 10 for day in days) else [],
            loose=f"{words.counted(len(loose), 'article')} يُعرف شهرها وحده" if loose else "",
            loose_href=f"d/{month}.html",
        )
