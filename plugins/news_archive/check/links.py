"""Where links lead, and how far each page is from the front page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urldefrag, urlsplit

from .pages import Pages

_FOUR: Final = 4
"""Clicks from the front page within which every page is reached."""
_ALONE: Final = "404.html"


def links(pages: Pages) -> Iterator[str]:
    """Every link and anchor leads somewhere, and every page is reached from the front page in four clicks."""
    rows = pages.site.rows("ledger")
    signposts = {row["id"] for row in rows if row["reason"] == "hidden" or row["status"] == "merged"}
    distance = {"index.html": 0}
    waiting = ["index.html"]
    if (pages.site.folder / _ALONE).is_file():
        yield from (f"{_ALONE}: {fault}" for fault in _read_404(pages))
    for path in waiting:
        for link in pages.page(path).links:
            target, anchor = urldefrag(link)
            if urlsplit(target).scheme or target.startswith("//"):
                continue
            relative = unquote(target.split("?")[0])
            found = posixpath.normpath(posixpath.join(posixpath.dirname(path), relative)) if relative else path
            if found.startswith("..") or not (pages.site.folder / found).is_file():
                yield f"{path}: {link} leads nowhere"
                continue
            if not found.endswith(".html"):
                continue
            if anchor and unquote(anchor) not in pages.page(found).anchors:
                yield f"{path}: {link} names an anchor that is not there"
            if found not in distance:
                distance[found] = distance[path] + 1
                waiting.append(found)
    for path in pages.site.pages():
        alone = (
            path == _ALONE or pages.page(path).leads_on or posixpath.basename(path).removesuffix(".html") in signposts
        )
        if path not in distance and not alone:
            yield f"{path}: no link leads here"
        elif distance.get(path, 0) > _FOUR:
            yield f"{path}: {distance[path]} clicks from the front page"


def _read_404(pages: Pages) -> Iterator[str]:
    """Yield dead links of the page that is shown at any address: full ones, or relative to the root."""
    for link in pages.page(_ALONE).links:
        path = urlsplit(link).path if urlsplit(link).scheme else link.split("?")[0].split("#")[0]
        names = [path.split("/", n)[-1] for n in range(path.count("/") + 1)]
        if path and not any((pages.site.folder / unquote(name)).is_file() for name in names if name):
            yield f"{link} leads nowhere"
