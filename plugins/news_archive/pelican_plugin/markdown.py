"""Pelican's reader for the editor's Markdown, by markdown-it-py. Raw articles are never Markdown.

HTML in the source is shown as text, and a link may lead only to http(s), mail or a place inside the site.
"""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pelican.readers import BaseReader
from pelican.utils import pelican_open
from xxhash import xxh3_64_hexdigest

from ..store import digest

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


_HEADING: Final = re.compile(r"\s*# +(\S[^\n]*?)[ #]*(?:\n|\Z)")
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


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
    """Reads ``.md``: lines of ``Name: value``, an empty line, then Markdown.

    Without a ``Title`` its first heading is the title, else the name of the file, which then names the page, too.
    """

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
        if not metadata.get("title"):
            stem = Path(source_path).stem
            heading = _HEADING.match(body)
            metadata["title"] = heading[1] if heading else stem
            body = body[heading.end() :] if heading else body
            if _PLAIN.fullmatch(stem):
                metadata.setdefault("slug", stem.lower())
        return self._render(source_path, body), metadata

    def _render(self, source_path: str, body: str) -> str:
        """Return the HTML, remembered: to load the parser costs more than all else that is done for a page."""
        session = self.settings.get("NEWS_ARCHIVE_SESSION")
        if session is None:
            return render_markdown(body)
        name = f"markdown-{xxh3_64_hexdigest(os.fsencode(source_path))}"
        fingerprint = digest(
            session.render_key, version("markdown-it-py").encode(), body.encode("utf-8", "surrogatepass")
        )
        found = None if session.options.fresh else session.store.read(name, fingerprint)
        if found is not None:
            return str(found[1]["html"], "utf-8", "surrogatepass")
        html = render_markdown(body)
        session.store.write(name, fingerprint, {}, {"html": html.encode("utf-8", "surrogatepass")})
        return html
