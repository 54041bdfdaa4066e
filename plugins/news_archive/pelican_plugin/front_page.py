"""The front page: what newspapers carried most, the names, this day in other years, the newest, the undated shelf, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from markupsafe import Markup
from msgspec.structs import replace

from ..chronology import find_day
from ..ledger import LedgerLine, count_statuses
from .charts import time_chart
from .list_pages import ListPages
from .version_views import CopyView
from .views import Chart, FrontView, StoryLink

_SPREAD: Final = 6
"""Newspapers that are named beside the lead."""


def front_view(
    lists: ListPages, lines: Sequence[LedgerLine], excerpts: Mapping[int, str], of_the_year: Iterable[str]
) -> FrontView:
    """Return the front page; ``excerpts`` are beginnings of leads, ``of_the_year`` the days that it can show."""
    catalogue, words = lists.catalogue, lists.words
    order = lists.carried[:7] or catalogue.newest_first[:7]
    carried = bool(lists.carried)
    newest = [n for n in catalogue.newest_first if catalogue.days[n].day and n not in order][:5]
    days = sorted(day.day for day in catalogue.days if day.day)
    ears = []
    if days:
        first, last = words.date(days[0][:7]), words.date(days[-1][:7])
        span = f"<b>{first}</b>" if first == last else f"من <b>{first}</b> إلى <b>{last}</b>"
        ears.append(Markup(span))  # noqa: S704  words and digits only
    ears += [
        Markup("<b>{}</b>").format(words.counted(len(catalogue.stories), "article")),
    ]
    if catalogue.named_sources:
        ears.append(Markup("<b>{}</b>").format(words.counted(catalogue.named_sources, "source")))
    if catalogue.most_named:
        ears.append(Markup("<b>{}</b>").format(words.counted(len(catalogue.most_named), "name")))
    top = [
        (
            lists.authority.name(slug),
            lists.addresses.path(slug),
            count,
            words.kind(lists.authority.entities[slug].type),
        )
        for slug, count in catalogue.most_named[:10]
    ]
    ranked = bool(top) and top[0][2] > 1
    undated = len(catalogue.undated)
    statuses = count_statuses(lines)
    spread = _spread(lists, order[0]) if carried else ("", [])
    return FrontView(
        ears=ears,
        tries=[lists.authority.name(slug) for slug, _ in catalogue.most_named[:3]],
        chart=_chart(lists),
        lead_title="أكثر ما تناقلته الصحف" if carried else "من الأرشيف",
        lead=_with_excerpt(lists, order[0], excerpts) if order else None,
        spread_title=spread[0],
        spread=spread[1],
        stories=[lists.links.story(n) for n in order[1:]],
        more_href="stories.html" if carried else "",
        more_label="القصص الأكثر تداولاً كلها",
        names_title="الأسماء الأكثر وروداً" if ranked else "أسماء ورد ذكرها",
        names=lists.links.rank(top) if ranked else [replace(row, count="") for row in lists.links.rank(top)],
        days=" ".join(of_the_year),
        newest=[lists.links.story(n) for n in newest],
        undated=[lists.links.story(n) for n in [n for n in catalogue.undated if n not in order][:4]],
        undated_count=words.counted(undated, "article"),
        sources=lists.links.rank(lists.source_rows(catalogue.sources[:8])) if catalogue.named_sources else [],
        source_count=words.number(catalogue.named_sources),
        ledger=(
            f"وصل إلى هذا الأرشيف {words.counted(len(lines), 'record')}: نُشر منها {words.number(statuses['kept'])}،"
            f" وضُمّ {words.number(statuses['merged'])} إلى مواد تطابقها، ورُفض {words.number(statuses['rejected'])} مع ذكر السبب."
        ),
        licence=lists.site.licence,
    )


def _chart(lists: ListPages) -> Chart | None:
    """Return the chart of the archive: how many of its days are days of collection is said, and what red means."""
    words, days = lists.words, [day for day in lists.catalogue.days if day.day]
    collected, undated = sum(day.bound for day in days), len(lists.catalogue.undated)
    told = [f"{words.counted(len(days) - collected, 'article')} مؤرخة"] if collected < len(days) else []
    told += [f"{words.counted(collected, 'article')} بيوم جمعها"] if collected else []
    told += [f"{words.counted(undated, 'article')} بلا تاريخ"] if undated else []
    note = "، و".join(told)
    chart = time_chart(("الأرشيف شهراً بشهر", "الأرشيف يوماً بيوم"), note, Counter(day.day for day in days), words)
    if chart is None or all(bar.height for bar in chart.bars):
        return chart
    return replace(chart, note=f"{chart.note}؛ الأحمر ما لم يصل منه شيء")


def _with_excerpt(lists: ListPages, number: int, excerpts: Mapping[int, str]) -> StoryLink:
    link = lists.links.story(number)
    return StoryLink(link.id, link.title, link.paper, link.date, link.carriers, link.sample, excerpts.get(number, ""))


def _spread(lists: ListPages, number: int) -> tuple[str, list[CopyView]]:
    """Return who carried a story, each paper once: day by day, or without days where they are only bounds."""
    catalogue = lists.catalogue
    story = catalogue.stories[number]
    heads = [catalogue.heads[n] for n in (story.main, *story.members)]
    days = [find_day(head.date) for head in heads]
    known = all(day.day and not day.bound for day in days)
    order = sorted(range(len(heads)), key=lambda n: days[n].day) if known else range(len(heads))
    first: dict[str, CopyView] = {}
    for n in order:
        paper = catalogue.called(heads[n].paper)
        if paper and paper not in first:
            first[paper] = CopyView("", paper, lists.words.date(days[n].day) if known else "")
    return ("كيف انتقل الخبر" if known else "حملته"), list(first.values())[:_SPREAD]
