"""An article's paragraphs as HTML: text escaped, the first mention of each name a link, nothing else."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from markupsafe import Markup

from ..mentions import MentionTable
from ..models import Int32
from .escaping import attribute, between_tags

Sentence = tuple[int, int, int, str]
"""Block, first code point, one past the last, and where the sentence stands besides."""
_CLOSING: Final = frozenset('.!?…»)”"\N{ARABIC QUESTION MARK}\N{ARABIC FULL STOP}')
_CLITICS: Final = 4
"""Letters that may be put before a name, less than."""
_KINDS: Final = {"person": "p", "place": "l", "organisation": "o"}


def name_mark(kind: str, count: int, name: str, surface: str, aliases: Sequence[str] = ()) -> str:
    """Return the value of ``data-entity``: kind, mentions, and the name where the text has another form of it.

    The page's script makes the list of the article's names of these, which costs a page a quarter of a list of its own.

    Where the text only puts letters before the name, their number stands for it; one of ``aliases`` does as well.

    >>> name_mark("place", 3, "واشنطن", "وواشنطن"), name_mark("place", 1, "جنيف", "جنيف"), name_mark("place", 1, "سورية", "سوريا")
    ('l3-1', 'l', 'l سورية')
    >>> name_mark("place", 1, "سورية", "وسوريا", ["سوريا"])
    'l-1'
    """
    mark = _KINDS.get(kind, kind[:1]) + (str(count) if count > 1 else "")
    for form in (name, *aliases):
        more = len(surface) - len(form)
        if 0 <= more < _CLITICS and surface.endswith(form):
            return f"{mark}-{more}" if more else mark
    return f"{mark} {name}"


def link_paragraphs(
    paragraphs: Sequence[str],
    rows: Int32,
    table: MentionTable,
    named: Callable[[str], tuple[str, str, Sequence[str]]],
    *,
    each_paragraph: bool,
    sentences: Sequence[Sentence] = (),
) -> list[Markup]:
    """Return the paragraphs as HTML with links on the first mention of each name.

    ``rows`` are the article's mentions (see ``MentionTable``), ``named`` gives a slug's name, its address, and what else it may be called in
    the list of names. The title's
    (block 0) are never linked. The whole word with its clitics is the link. ``sentences`` that stand elsewhere are marked;
    the link behind each has no text of its own, so that what is read and copied is the article's.
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
            name, address, aliases = named(slug)
            mark = name_mark(table.types[entity], counts[entity], name, paragraphs[block - 1][start:end], aliases)
            by_block.setdefault(block, []).append((start, end, address, mark))
    marked: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        marked[sentence[0]].append(sentence)
    return [
        _link(paragraph, by_block.get(number, []), marked.get(number, []))
        if number in by_block or number in marked
        else between_tags(paragraph)
        for number, paragraph in enumerate(paragraphs, 1)
    ]


def _link(paragraph: str, links: list[tuple[int, int, str, str]], sentences: list[Sentence]) -> Markup:
    spans: list[tuple[int, int, str]] = []
    before = 0
    for start, end, target, name in links:
        if start >= before:  # mentions do not overlap; if one did, the first stands
            text = between_tags(paragraph[start:end])
            spans.append((start, end, f"<a data-entity={attribute(name)} href={target}>{text}</a>"))
            before = end
    for _, start, last, place in sentences:
        end = last
        if not any(a < start < b or a < end < b for a, b, _ in spans):
            while end < len(paragraph) and paragraph[end] in _CLOSING:
                end += 1
            mark = f"</span><a class=also href={place}></a>"
            spans += ((start, start, "<span class=shared>"), (end, end, mark))
    spans.sort(key=lambda span: span[:2])
    parts: list[str] = []
    position = 0
    for start, end, html in spans:
        parts += (between_tags(paragraph[position:start]), html)
        position = end
    parts.append(between_tags(paragraph[position:]))
    return Markup("".join(parts))  # noqa: S704  every part is escaped above
