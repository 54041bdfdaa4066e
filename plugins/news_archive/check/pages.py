"""The pages of a built site as the checks read them: links, anchors, policy, headings, the article's paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import Final

from ..built import BuiltSite

_HEADINGS: Final = {f"h{n}": n for n in range(1, 7)}
_LEADS_ON: Final = re.compile(r"0;url=(?:\.\./)?(?:[ae]/)?[a-z0-9_-]+\.html(?:#[a-z0-9-]+)?")
"""A refresh that leads to another page of the archive."""
_FIELDS: Final = {"input", "select", "textarea"}


class Page(HTMLParser):
    """What one page holds."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        """``href`` and ``src`` of every element."""
        self.ids: list[str] = []
        self.policy = ""
        self.policy_first = False
        """The policy stands before anything else in the head."""
        self.referrer = False
        """No link or page tells where the reader comes from."""
        self.inline = 0
        self.paragraphs: list[str] = []
        self.headings: list[int] = []
        self.language = self.direction = self.title = ""
        self.mains = 0
        self.refreshes = 0
        """Refreshes that lead out of the archive, or again and again."""
        self.leads_on = False
        """It stands at an old address, for those who know that."""
        self.bases = 0
        self.forms = 0
        self.unnamed: list[str] = []
        """Elements that a reader who does not see them cannot know: an image without a text, a field without a label."""
        self._labels: set[str] = set()
        self._fields: list[tuple[str, str]] = []
        self._elements_in_head = 0
        self._outward = 0
        self._in_label = 0
        self._in_body = 0
        self._in_title = False
        self._open: list[str] | None = None
        self._link: list[str] | None = None
        self.feed(text)
        self.close()
        self.referrer = self.referrer or not self._outward
        self.unnamed += [tag for tag, name in self._fields if name not in self._labels]

    @property
    def anchors(self) -> set[str]:
        return set(self.ids)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._read_policy(tag, values)
        self.links += [values[name] for name in ("href", "src") if name in values]
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "html":
            self.language, self.direction = values.get("lang", ""), values.get("dir", "")
        self.mains += tag == "main"
        self._in_title = self._in_title or (tag == "title" and not self.title)
        if tag in _HEADINGS:
            self.headings.append(_HEADINGS[tag])
        self._read_names(tag, values)
        self._read_body(tag, values)

    def _read_policy(self, tag: str, values: dict[str, str]) -> None:
        if tag in ("meta", "title", "link", "script", "style", "base"):
            self._elements_in_head += 1
        if values.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = values.get("content", "")
            self.policy_first = self._elements_in_head == 1
        if values.get("http-equiv", "").lower() == "refresh":
            self.refreshes += not _LEADS_ON.fullmatch(values.get("content", ""))
        self.leads_on = self.leads_on or values.get("data-part") == "moved"
        if values.get("name") == "referrer" and values.get("content") == "no-referrer":
            self.referrer = True
        self.forms += tag == "form"
        self.bases += tag == "base"
        if tag == "a" and values.get("href", "").startswith(("http:", "https:")):
            self._outward += "noreferrer" not in values.get("rel", "").split()
        script = tag == "script" and "src" not in values and values.get("type") != "application/ld+json"
        if script or tag == "style" or "style" in values or any(name.startswith("on") for name in values):
            self.inline += 1

    def _read_names(self, tag: str, values: dict[str, str]) -> None:
        named = bool(values.get("aria-label") or values.get("aria-labelledby") or values.get("title"))
        if tag == "img" and "alt" not in values:
            self.unnamed.append("img")
        self._in_label += tag == "label"
        named = named or self._in_label > 0
        if tag in _FIELDS and not named and values.get("type") not in ("hidden", "submit", "button"):
            self._fields.append((tag, values.get("id", "")))
        if tag == "label" and "for" in values:
            self._labels.add(values["for"])
        sign = values.get("class") == "also"  # it gets its name where it gets its sign, from the style sheet
        if tag == "a" and "href" in values and not values.get("aria-label") and not sign:
            self._link = []

    def _read_body(self, tag: str, values: dict[str, str]) -> None:
        if self._in_body and tag == "div":
            self._in_body += 1
        if values.get("data-part") == "body":
            self._in_body = 1
        if self._in_body and tag == "p" and "id" in values:
            self._open = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        self._in_label -= tag == "label"
        if tag == "a" and self._link is not None:
            if not "".join(self._link).strip():
                self.unnamed.append("a")
            self._link = None
        if tag == "p" and self._open is not None:
            self.paragraphs.append("".join(self._open))
            self._open = None
        if tag == "div" and self._in_body:
            self._in_body -= 1

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        if self._link is not None:
            self._link.append(data)
        if self._open is not None:
            self._open.append(data)


class Pages:
    """A built site with its pages, each parsed once."""

    def __init__(self, site: BuiltSite) -> None:
        self.site = site

    @lru_cache(maxsize=200_000)  # noqa: B019  one lives as long as a run
    def page(self, path: str) -> Page:
        return Page((self.site.folder / path).read_text(encoding="utf-8"))

    def __iter__(self) -> Iterator[tuple[str, Page]]:
        """Yield (path, page) of every page."""
        for path in self.site.pages():
            yield path, self.page(path)


class NotRun(Exception):  # noqa: N818  it is no error
    """A check cannot be run here; its sentence says what it needs."""
