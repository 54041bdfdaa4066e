"""How stories are named in lists, and how lists are cut into pages."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue import Catalogue
from ..chronology import find_day
from ..models import Head
from .version_views import CopyView
from .views import PageLink, Pages, RankItem, StoryLink
from .wording import Wording

NO_SOURCE = "بلا مصدر"
"""What stands where a source would be named; ``language.js`` knows it, too."""
ALL_PAGES = 60
"""Pages up to which the pager of a list names them all."""
_NEAR = 5
"""Pages beside the current one that the pager of a longer list names, before tens near it and fifties."""


class Links:
    """Makes views of stories and rankings for lists."""

    def __init__(self, catalogue: Catalogue, words: Wording) -> None:
        self.catalogue = catalogue
        self.words = words

    def date_of(self, head: Head) -> str:
        return self.words.day_label(find_day(head.date))

    def story(self, number: int) -> StoryLink:
        head = self.catalogue.head(number)
        story = self.catalogue.stories[number]
        carriers = ""
        papers = self.catalogue.papers(number)
        if papers > 1 and story.reason != "revision":
            carriers = f"حملته {self.words.counted(papers, 'carrier')}"
        return StoryLink(
            self.catalogue.ids[number], head.title, self.catalogue.called(head.paper), self.words.day_label(self.catalogue.days[number]),
            carriers, head.sample, copies=tuple(map(self._copy, story.members)) if carriers else (),
        )  # fmt: skip

    def _copy(self, article: int) -> CopyView:
        head = self.catalogue.heads[article]
        return CopyView(head.title, self.catalogue.called(head.paper) or NO_SOURCE, self.date_of(head))

    def rank(self, rows: Sequence[tuple[str, str, int, str]]) -> list[RankItem]:
        """Return a ranking of (name, href, count, kind), its lines drawn against the first row, if there is more than one article."""
        top = max((row[2] for row in rows), default=1) or 1
        return [
            RankItem(name, href, self.words.number(count), kind, max(5, 5 * round(20 * count / top)) if top > 1 else 0)
            for name, href, count, kind in rows
        ]

    def pages(self, stem: str, current: int, count: int) -> Pages:
        """Return the pager of page ``current`` (from 1) of ``count``, whose files are ``page_name(stem, n)``."""
        shown = range(1, count + 1) if count <= ALL_PAGES else stations(current, count)
        name = stem.rsplit("/", 1)[-1]
        links = [PageLink(self.words.number(n), page_name(name, n), n == current) for n in shown]
        return Pages(
            count,
            page_name(name, current - 1) if current > 1 else "",
            page_name(name, current + 1) if current < count else "",
            links,
        )


def stations(current: int, count: int) -> list[int]:
    """Return the pages of a long list that its pager names, so that three steps reach any of thousands.

    >>> stations(1, 200)
    [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 100, 150, 200]
    """
    near = range(current - _NEAR, current + _NEAR + 1)
    tens = (n for n in range(10, count, 10) if abs(n - current) < 50)
    return sorted({1, count, *(n for n in near if 1 <= n <= count), *tens, *range(50, count, 50)})


def page_name(stem: str, number: int) -> str:
    """Return the file of a list's nth page.

    >>> page_name("s/x", 1), page_name("s/x", 2)
    ('s/x.html', 's/x-2.html')
    """
    return f"{stem}.html" if number == 1 else f"{stem}-{number}.html"


def cut(items: Sequence[int], size: int) -> list[Sequence[int]]:
    """Cut a list into pages; an empty list has one empty page.

    >>> cut([1, 2, 3], 2), cut([], 2)
    ([[1, 2], [3]], [[]])
    """
    return [items[i : i + size] for i in range(0, len(items), size)] or [[]]
