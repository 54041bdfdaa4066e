"""Feeds: the newest of the archive, of each source and of the names most mentioned, as Atom (RFC 4287) and JSON Feed 1.1.

No clock: an entry's ``updated`` is the latest day that its evidence allows, taken at midnight UTC, and that of a feed its
newest entry's; what has no day at all carries ``UNDATED``. Ids are UUIDs made from the article's id, so they outlive a
move of the site. Without the site's address links are relative to the feed, as Atom allows; with it they are whole.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from .escaping import address, iri, xml_text

UNDATED: Final = "1970-01-01T00:00:00Z"
"""``updated`` of what has no date; RFC 4287 demands one."""
_DAY: Final = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?")
_SPACE: Final = uuid.UUID("8f6a5a3e-60f5-5c3b-9d0c-5f2d7c0b8f4e")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed."""

    id: str
    title: str
    href: str
    """Its page, relative to the root, or its whole address."""
    day: str
    """``2015-07-20``, ``2015-07``, ``2015`` or ''."""
    published: bool
    """The day is that of publication, not only the latest possible one."""
    author: str
    paper: str
    url: str | None
    """The source's own address."""
    excerpt: str


@dataclass(frozen=True, slots=True)
class Feed:
    title: str
    stem: str
    """Path without suffix: ``feed``, ``s/x``; the files are ``<stem>.xml`` and ``<stem>.json``."""
    page: str
    """The HTML page of the same list, relative to the root."""
    archive: str
    """Name of the archive."""
    siteurl: str
    """Address of the site without a slash at its end, or ''."""
    entries: Sequence[Entry]

    def href(self, path: str) -> str:
        """Return the address of a file of the site: whole, or relative to the feed."""
        if "://" in path:
            return path
        return f"{self.siteurl}/{path}" if self.siteurl else "../" * self.stem.count("/") + path


def instant(day: str) -> str:
    """Return a day, month or year as the RFC 3339 instant at which it begins; ``UNDATED`` for anything else.

    >>> instant("2015-07-20"), instant("2015"), instant("")
    ('2015-07-20T00:00:00Z', '2015-01-01T00:00:00Z', '1970-01-01T00:00:00Z')
    """
    match = _DAY.fullmatch(day)
    return f"{match[1]}{match[2] or '-01'}{match[3] or '-01'}T00:00:00Z" if match else UNDATED


def urn(*parts: str) -> str:
    """Return a stable identifier made from ``parts``."""
    return f"urn:uuid:{uuid.uuid5(_SPACE, ' '.join(parts).encode('utf-8', 'replace').decode())}"


def updated(feed: Feed) -> str:
    return max((instant(entry.day) for entry in feed.entries), default=UNDATED)


def atom(feed: Feed) -> bytes:
    """Return the feed as Atom."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">',
        f"<id>{urn('feed', feed.siteurl, feed.archive, feed.stem)}</id>",
        f"<title>{xml_text(feed.title)}</title>",
        f"<updated>{updated(feed)}</updated>",
        f"<author><name>{xml_text(feed.archive)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{xml_text(address(feed.href(f"{feed.stem}.xml")))}"/>',
        f'<link type="text/html" href="{xml_text(address(feed.href(feed.page)))}"/>',
    ]
    for entry in feed.entries:
        lines += _atom_entry(feed, entry)
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _atom_entry(feed: Feed, entry: Entry) -> list[str]:
    lines = [
        f"<entry><id>{urn('article', entry.id)}</id>",
        f"<title>{xml_text(entry.title)}</title>",
        f"<updated>{instant(entry.day)}</updated>",
    ]
    if entry.published:
        lines.append(f"<published>{instant(entry.day)}</published>")
    lines.append(f'<link href="{xml_text(address(feed.href(entry.href)))}"/>')
    if entry.url:
        lines.append(f'<link rel="via" href="{xml_text(iri(entry.url))}"/>')
    if entry.author.strip():
        lines.append(f"<author><name>{xml_text(entry.author)}</name></author>")
    if entry.paper.strip():
        lines.append(f'<category term="{xml_text(entry.paper)}"/>')
    lines.append(f"<summary>{xml_text(entry.excerpt)}</summary></entry>")
    return lines


def json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON Feed 1.1."""
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": address(feed.href(feed.page)),
        "feed_url": address(feed.href(f"{feed.stem}.json")),
        "language": "ar",
        "authors": [{"name": feed.archive}],
        "items": [_json_item(feed, entry) for entry in feed.entries],
    }
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (text + "\n").encode("utf-8", "replace")


def _json_item(feed: Feed, entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": urn("article", entry.id),
        "url": address(feed.href(entry.href)),
        "title": entry.title,
        "content_text": entry.excerpt,
    }
    if entry.url:
        item["external_url"] = iri(entry.url)
    if entry.published:
        item["date_published"] = instant(entry.day)
    if entry.author.strip():
        item["authors"] = [{"name": entry.author}]
    if entry.paper.strip():
        item["tags"] = [entry.paper]
    return item
