"""An article's paragraphs as HTML: text escaped, the first mention of each name a link, nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from markupsafe import Markup, escape

from ..mentions import MentionTable
from ..models import Int32

_KINDS: Final = {"person": "p", "place": "l", "organisation": "o"}


def name_mark(kind: str, count: int, name: str, surface: str) -> str:
    """Return the value of ``data-entity``: kind, mentions, and the name where the text has another form of it.

    The page's script makes the list of the article's names of these, which costs a page a quarter of a list of its own.

    >>> name_mark("place", 3, "واشنطن", "وواشنطن"), name_mark("place", 1, "جنيف", "جنيف")
    ('l3 واشنطن', 'l')
    """
    mark = _KINDS.get(kind, kind[:1]) + (str(count) if count > 1 else "")
    return mark if name == surface else f"{mark} {name}"


def link_paragraphs(
    paragraphs: Sequence[str],
    rows: Int32,
    table: MentionTable,
    href: Callable[[str], str],
    name_of: Callable[[str], str],
    *,
    each_paragraph: bool,
) -> list[Markup]:
    """Return the paragraphs as HTML with links on the first mention of each name.

    ``rows`` are the article's mentions (see ``MentionTable``); the title's (block 0) are never linked. The whole word
    with its clitics is the link.
    """
    by_block: dict[int, list[tuple[int, int, str, str]]] = {}
    counts = Counter(rows[:, 4].tolist())
    seen: set[str] = set()
    block_before = -1
    for _, block, start, end, entity, _rule in rows.tolist():
        if block == 0:
            continue
        if each_paragraph and block != block_before:
            seen.clear()
            block_before = block
        slug = table.slugs[entity]
        if slug not in seen:
            seen.add(slug)
            mark = name_mark(table.types[entity], counts[entity], name_of(slug), paragraphs[block - 1][start:end])
            by_block.setdefault(block, []).append((start, end, href(slug), mark))
    return [
        _link(paragraph, by_block[number]) if number in by_block else escape(paragraph)
        for number, paragraph in enumerate(paragraphs, 1)
    ]


def _link(paragraph: str, links: list[tuple[int, int, str, str]]) -> Markup:
    parts: list[str] = []
    position = 0
    for start, end, target, mark in links:
        if start < position:
            continue  # mentions do not overlap; if one did, the first stands
        parts.append(escape(paragraph[position:start]))
        parts.append(f'<a data-entity="{escape(mark)}" href="{escape(target)}">{escape(paragraph[start:end])}</a>')
        position = end
    parts.append(escape(paragraph[position:]))
    return Markup("".join(parts))  # noqa: S704  every part is escaped above
