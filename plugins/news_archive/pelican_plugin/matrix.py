"""Whose text which paper carries: papers and agencies against papers, as a table and as a picture.

A story counts once for each paper that carries it. Its row is the paper whose text is the page: the longest and then the
earliest, which need not be where the text came from; the note says so. Agencies are those that a carrier credits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from math import sqrt
from typing import Final

from ..catalogue import Catalogue
from .version_views import Dot, MatrixRow, MatrixView
from .wording import Wording

MOST: Final = 16
"""Papers that the tables show at most: those in most shared stories."""


def make_matrices(catalogue: Catalogue, words: Wording) -> list[MatrixView]:
    """Return the table of papers and that of agencies, as far as any text is shared."""
    papers: dict[str, Counter[str]] = defaultdict(Counter)
    agencies: dict[str, Counter[str]] = defaultdict(Counter)
    involved: Counter[str] = Counter()
    for record in catalogue.stories:
        if not record.members or record.reason == "revision":
            continue
        heads = [catalogue.heads[n] for n in (record.main, *record.members)]
        carriers = sorted({head.paper for head in heads})
        if len(carriers) < 2:
            continue
        involved.update(carriers)
        papers[heads[0].paper].update(name for name in carriers if name != heads[0].paper)
        for agency in sorted({name for head in heads for name in head.agency}):
            agencies[agency].update(carriers)
    order = sorted(involved, key=lambda name: (-involved[name], name))
    more = "" if len(order) <= MOST else f" يُعرض منها {words.number(MOST)} الأكثر تناقلاً."
    shown = order[:MOST]
    found = []
    if shown:
        note = "السطر: الصحيفة التي نصّها نصّ الصفحة، وهو أطول النصوص ثم أسبقها؛ وقد لا يكون منها الأصل. العمود: من حمله."
        found.append(_matrix("من يحمل نصّ من", note + more, shown, papers, shown, catalogue, words))
    rows = sorted(agencies, key=lambda name: (-agencies[name].total(), name))[:MOST]
    if rows:
        note = "السطر: وكالة تُذكر في صدر الخبر. العمود: الصحف التي حملته، بأرقامها في الشكل السابق."
        found.append(_matrix("من يحمل نصّ الوكالات", note, rows, agencies, shown, catalogue, words))
    return found


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
    numbers = [words.number(place) for place in range(1, len(columns) + 1)]
    lines = []
    dots = []
    for y, row in enumerate(rows):
        mine = counts.get(row, Counter())
        cells = [mine[column] for column in columns]
        source = catalogue.source_of.get(row)
        number = words.number(columns.index(row) + 1) if row in columns else ""
        lines.append(
            MatrixRow(
                catalogue.called(row) or "بلا مصدر" if source else row,
                f"s/{source.slug}.html" if source else "",
                number,
                [words.number(cell) if cell else "" for cell in cells],
                words.number(mine.total()),
            )
        )
        for x, cell in enumerate(cells):
            if cell:
                dots.append(Dot(len(columns) - x - 0.5, y + 0.5, round(0.44 * sqrt(cell / top), 3)))
    return MatrixView(
        title,
        note,
        numbers,
        [catalogue.called(name) or "بلا مصدر" for name in columns],
        lines,
        len(columns),
        len(rows),
        dots,
    )
