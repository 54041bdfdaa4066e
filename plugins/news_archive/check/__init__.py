"""``invoke check``: prove of a built site that it is whole and says what its data say. One line per fault.

Each check is a function from the site to faults, run alone by its name or all in order.
"""

from __future__ import annotations

import getpass
import posixpath
import re
import socket
from collections.abc import Callable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag, urlsplit

from ..built import BuiltSite
from ..errors import UsageError
from .absent import find_present, read_strings
from .machines import machines

_POLICY: Final = "default-src 'none'"
_TEXT: Final = {".html", ".js", ".css", ".json", ".svg", ".xml", ".txt"}
_FOUR: Final = 4
"""Clicks from the front page within which every page is reached."""


class _Page(HTMLParser):
    """The links, anchors, policy and article paragraphs of one page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.policy = ""
        self.inline = 0
        self.paragraphs: list[str] = []
        self._in_body = 0
        self._open: list[str] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.links += [values[name] for name in ("href", "src") if name in values]
        if "id" in values:
            self.anchors.add(values["id"])
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values.get("content", "")
        script = tag == "script" and "src" not in values and values.get("type") != "application/ld+json"
        if script or tag == "style" or "style" in values or any(name.startswith("on") for name in values):
            self.inline += 1
        if self._in_body and tag == "div":
            self._in_body += 1
        if values.get("data-part") == "body":
            self._in_body = 1
        if self._in_body and tag == "p" and "id" in values:
            self._open = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self._open is not None:
            self.paragraphs.append("".join(self._open))
            self._open = None
        if tag == "div" and self._in_body:
            self._in_body -= 1

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.append(data)


class Checker:
    """The checks over one site; pages are parsed once."""

    def __init__(self, site: BuiltSite) -> None:
        self.site = site

    @lru_cache(maxsize=200_000)  # noqa: B019  one Checker lives as long as a run
    def page(self, path: str) -> _Page:
        return _Page((self.site.folder / path).read_text(encoding="utf-8"))

    def links(self) -> Iterator[str]:
        """Every link and anchor leads somewhere, and every page is reached from the front page in four clicks."""
        pages = self.site.pages()
        distance = {"index.html": 0}
        waiting = ["index.html"]
        for path in waiting:
            for link in self.page(path).links:
                target, anchor = urldefrag(link)
                if urlsplit(target).scheme or target.startswith("//"):
                    continue
                relative = unquote(target.split("?")[0])
                found = posixpath.normpath(posixpath.join(posixpath.dirname(path), relative)) if relative else path
                if found.startswith("..") or not (self.site.folder / found).is_file():
                    yield f"{path}: {link} leads nowhere"
                    continue
                if not found.endswith(".html"):
                    continue
                if anchor and unquote(anchor) not in self.page(found).anchors:
                    yield f"{path}: {link} names an anchor that is not there"
                if found not in distance:
                    distance[found] = distance[path] + 1
                    waiting.append(found)
        for path in pages:
            if path not in distance and path != "404.html":
                yield f"{path}: no link leads here"
            elif distance.get(path, 0) > _FOUR:
                yield f"{path}: {distance[path]} clicks from the front page"

    def ledger(self) -> Iterator[str]:
        """Every record is kept, merged or rejected; merged ones end at a kept page in one step."""
        rows = list(self.site.rows("ledger"))
        kept = {row["id"] for row in rows if row["status"] == "kept"}
        names = [row["source"] for row in rows]
        if len(set(names)) != len(names):
            yield "data/ledger.jsonl.gz: a record stands twice"
        for row in rows:
            if row["status"] == "merged" and row["merged_into"] not in kept:
                yield f"{row['source']}: merged into {row['merged_into']}, which is not kept"
            elif row["status"] == "rejected" and not row["reason"]:
                yield f"{row['source']}: rejected without a reason"
            elif row["status"] not in ("kept", "merged", "rejected"):
                yield f"{row['source']}: status {row['status']!r}"
        published = {row["id"] for row in self.site.rows("articles")}
        for name in sorted(kept ^ published):
            yield f"{name}: in the ledger or in the articles, not in both"

    def text(self) -> Iterator[str]:
        """The visible paragraphs of each page are the cleaned text, exactly (an editor's Markdown left aside)."""
        markdown = {row["id"] for row in self.site.rows("ledger") if row["source"].split("#")[0].endswith(".md")}
        for row in self.site.rows("articles"):
            path = f"a/{row['id']}.html"
            if not (self.site.folder / path).is_file():
                yield f"{path}: the page is missing"
            elif row["id"] not in markdown and self.page(path).paragraphs != row["paragraphs"]:
                yield f"{path}: the page's text is not that of data/articles.jsonl.gz"

    def mentions(self) -> Iterator[str]:
        """Every mention lies in its paragraph and reads as it says."""
        texts = {row["id"]: row["paragraphs"] for row in self.site.rows("articles")}
        for row in chain(self.site.rows("mentions"), self.site.rows("candidates")):
            paragraphs = texts.get(row["article"], [])
            inside = row["paragraph"] < len(paragraphs)
            if not inside or paragraphs[row["paragraph"]][row["start"] : row["end"]] != row["surface"]:
                yield f"{row['article']}: mention {row['surface']!r} is not at its place"

    def policy(self) -> Iterator[str]:
        """Every page has the strict policy, and no script or style of its own."""
        for path in self.site.pages():
            page = self.page(path)
            if not page.policy.startswith(_POLICY):
                yield f"{path}: no strict Content-Security-Policy"
            if page.inline:
                yield f"{path}: {page.inline} inline scripts, styles or handlers"

    def leaks(self) -> Iterator[str]:
        """Nothing of this machine stands in the site: its paths, its user, its host."""
        words = {str(Path.cwd()), str(Path.home())}
        words |= {name for name in (getpass.getuser(), socket.gethostname()) if len(name) > 5}
        pattern = re.compile("|".join(re.escape(word) for word in sorted(words) if len(word) > 5))
        for path in sorted(self.site.folder.rglob("*")):
            if path.suffix in _TEXT and pattern.search(path.read_text(encoding="utf-8", errors="replace")):
                yield f"{path.relative_to(self.site.folder).as_posix()}: holds a path, user or host of this machine"


CHECKS: Final[dict[str, Callable[[Checker], Iterator[str]]]] = {
    "ledger": Checker.ledger,
    "text": Checker.text,
    "mentions": Checker.mentions,
    "links": Checker.links,
    "policy": Checker.policy,
    "leaks": Checker.leaks,
    "machines": lambda checker: machines(checker.site),
}
"""The checks in their order."""


def run_checks(folder: Path, only: str | None = None, *, absent: str | None = None) -> dict[str, list[str]]:
    """Return the faults that each check found; raise UsageError for an unknown check or no site.

    With ``absent`` (a string, or ``@`` and a file of them) nothing else is checked than that it is nowhere.
    """
    if only is not None and only not in CHECKS:
        raise UsageError(f"there is no check {only!r}; there are {', '.join(CHECKS)}")
    site = BuiltSite.open(folder)
    if absent is not None:
        return {"absent": list(find_present(folder, read_strings(absent)))}
    checker = Checker(site)
    return {name: list(check(checker)) for name, check in CHECKS.items() if only in (None, name)}
