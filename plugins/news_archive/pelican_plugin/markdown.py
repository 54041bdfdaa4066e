"""Pelican's reader for the editor's Markdown, by markdown-it-py. Raw articles are never Markdown.

HTML in the source is shown as text, and a link may lead only to http(s), mail or a place inside the site.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pelican.readers import BaseReader
from pelican.utils import pelican_open

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def make_parser() -> MarkdownIt:
    """Return the parser: CommonMark with tables, without raw HTML."""
    from markdown_it import MarkdownIt  # here, since most builds read no Markdown and it is 60 modules

    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    parser.add_render_rule("link_open", _open_link)
    return parser


def _open_link(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    """Let links to other sites not tell where their reader comes from."""
    if "://" in str(tokens[index].attrGet("href")):
        tokens[index].attrSet("rel", "noreferrer")
    return str(renderer.renderToken(tokens, index, options, env))


def render_markdown(text: str) -> str:
    """Return Markdown as HTML.

    >>> render_markdown("**خبر** <b>")
    '<p><strong>خبر</strong> &lt;b&gt;</p>\\n'
    """
    return str(make_parser().render(text)).replace("<pre>", '<pre tabindex="0">')  # it scrolls, also by keyboard


class MarkdownReader(BaseReader):  # type: ignore[misc]  # Pelican has no types
    """Reads ``.md``: lines of ``Name: value``, an empty line, then Markdown."""

    enabled = True
    file_extensions = ["md"]  # noqa: RUF012  Pelican reads it from the class

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        with pelican_open(source_path) as text:
            head, _, body = text.lstrip("\ufeff\n").partition("\n\n")
        metadata: dict[str, Any] = {}
        for line in head.splitlines():
            name, colon, value = line.partition(":")
            if not colon or not name.strip().isidentifier():
                metadata, body = {}, text
                break
            key = name.strip().lower()
            metadata[key] = self.process_metadata(key, value.strip())
        metadata.setdefault("title", "")
        return render_markdown(body), metadata
