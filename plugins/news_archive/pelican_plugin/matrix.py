"""Whose text which paper carries: papers and agencies against papers, as a table and as a picture.

A story counts once for each paper that carries it. Its row is the paper whose text is the page: the longest and then the
earliest, which need not be where the text came from; the note says so. Agencies are those that a carrier credits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from math import sqrt
from typing import Final

from msgspec.structs import replace

from ..catalogue import Catalogue
from .version_views import CarriedStory, CarriedView, Dot, MatrixRow, MatrixView
from .wording import Wording

MOST: Final = 16
"""Papers that the tables show at most: those in most shared stories."""
LISTED: Final = 200
"""Stories of one cell that are listed."""


class Matrices:
    """The tables, and the stories behind the cells of the first one."""

    def __init__(self, catalogue: Catalogue, words: Wording) -> None:
        self._catalogue, self._words = catalogue, words
        self._papers: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        agencies: dict[str, Counter[str]] = defaultdict(Counter)
        involved: Counter[str] = Counter()
        for story, record in enumerate(catalogue.stories):
            if not record.members or record.reason == "revision":
                continue
            heads = [catalogue.heads[n] for n in (record.main, *record.members)]
            carriers = sorted({head.paper for head in heads})
            if len(carriers) < 2:
                continue
            involved.update(carriers)
            for name in carriers:
                if name != heads[0].paper:
                    self._papers[heads[0].paper][name].append(story)
            for agency in sorted({name for head in heads for name in head.agency}):
                agencies[agency].update(carriers)
        order = sorted(involved, key=lambda name: (-involved[name], name))
        more = "" if len(order) <= MOST else f" يُعرض منها {words.number(MOST)} الأكثر تناقلاً."
        self._shown = order[:MOST]
        self.views = self._draw(agencies, more)

    def _draw(self, agencies: Mapping[str, Counter[str]], more: str) -> list[MatrixView]:
        """Return the table of papers and that of agencies, as far as any text is shared."""
        found = []
        shown, words = self._shown, self._words
        if shown:
            note = "السطر: الصحيفة التي نصّها نصّ الصفحة، وهو أطول النصوص ثم أسبقها؛ وقد لا يكون منها الأصل. العمود: من حمله."
            counts = {of: Counter({name: len(them) for name, them in row.items()}) for of, row in self._papers.items()}
            view = _matrix("من يحمل نصّ من", note + more, shown, counts, shown, self._catalogue, words)
            rows = [replace(row, places=self._places(of)) for of, row in zip(shown, view.rows, strict=True)]
            found.append(replace(view, rows=rows))
        lines = sorted(agencies, key=lambda name: (-agencies[name].total(), name))[:MOST]
        if lines:
            note = "السطر: وكالة تُذكر في صدر الخبر. العمود: الصحيفة التي حملته."
            found.append(_matrix("من يحمل نصّ الوكالات", note, lines, agencies, shown, self._catalogue, words))
        return found

    def _places(self, of: str) -> list[str]:
        row = self._papers.get(of, {})
        return [_anchor(self._shown, of, name) if name in row else "" for name in self._shown]

    def carried(self) -> list[CarriedView]:
        """Return the stories of each cell of the table of papers, row by row."""
        catalogue, words = self._catalogue, self._words
        found = []
        for of in self._shown:
            row = self._papers.get(of, {})
            for name in self._shown:
                stories = row.get(name, [])
                if not stories:
                    continue
                left = len(stories) - LISTED
                found.append(
                    CarriedView(
                        _anchor(self._shown, of, name),
                        catalogue.called(name) or "بلا مصدر",
                        catalogue.called(of) or "بلا مصدر",
                        words.number(len(stories)),
                        [CarriedStory(catalogue.ids[n], catalogue.head(n).title) for n in stories[:LISTED]],
                        f"و{words.counted(left, 'article')} أخرى" if left > 0 else "",
                    )
                )
        return found


def _anchor(shown: list[str], of: str, name: str) -> str:
    return f"{shown.index(of) + 1}-{shown.index(name) + 1}"


def _matrix(
    title: str,
    note: str,
    rows: list[str],
    counts: Mapping[str, Counter[str]],
    columns: list[str],
    catalogue: Catalogue,
    words: Wording,
) -> MatrixView:
    top = max((counts[row][column] for row in rows if row in counts for column in columns), default=1) or 1
    lines = []
    dots = []
    for y, row in enumerate(rows):
        mine = counts.get(row, Counter())
        cells = [mine[column] for column in columns]
        source = catalogue.source_of.get(row)
        lines.append(
            MatrixRow(
                catalogue.called(row) or "بلا مصدر" if source else row,
                f"s/{source.slug}.html" if source else "",
                [words.number(cell) if cell else "" for cell in cells],
                words.number(mine.total()),
                [""] * len(cells),
            )
        )
        for x, cell in enumerate(cells):
            if cell:
                dots.append(Dot(len(columns) - x - 0.5, y + 0.5, round(0.44 * sqrt(cell / top), 3)))
    return MatrixView(
        title,
        note,
        [catalogue.called(name) or "بلا مصدر" for name in columns],
        lines,
        len(columns),
        len(rows),
        dots,
    )
