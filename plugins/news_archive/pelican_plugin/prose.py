"""An article's paragraphs as HTML: text escaped, the first mention of each name a link, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from ..mentions import MentionTable
from ..models import Int32


def link_paragraphs(
    paragraphs: Sequence[str], rows: Int32, table: MentionTable, href: Callable[[str], str], *, each_paragraph: bool
) -> list[Markup]:
    """Return the paragraphs as HTML with links on the first mention of each name.

    ``rows`` are the article's mentions (see ``MentionTable``); the title's (block 0) are never linked. The whole word
    with its clitics is the link.
    """
    by_block: dict[int, list[tuple[int, int, str]]] = {}
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
            by_block.setdefault(block, []).append((start, end, slug))
    return [
        _link(paragraph, by_block[number], href) if number in by_block else escape(paragraph)
        for number, paragraph in enumerate(paragraphs, 1)
    ]


def _link(paragraph: str, links: list[tuple[int, int, str]], href: Callable[[str], str]) -> Markup:
    parts: list[str] = []
    position = 0
    for start, end, slug in links:
        if start < position:
            continue  # mentions do not overlap; if one did, the first stands
        parts.append(escape(paragraph[position:start]))
        parts.append(f'<a data-entity href="{escape(href(slug))}">{escape(paragraph[start:end])}</a>')
        position = end
    parts.append(escape(paragraph[position:]))
    return Markup("".join(parts))  # noqa: S704  every part is escaped above
