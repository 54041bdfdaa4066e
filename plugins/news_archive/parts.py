"""An archive in parts: which part each article's page belongs to, where the files of a part stand, what links become.

The stages run over the whole archive, and pages are drawn as if it were one site: ``a/<id>.html`` links to
``<id>.html`` beside it and to ``../e/<slug>.html``. Here every file gets its place: what belongs to one article (its page,
its raw file, its comparisons) moves into the folder of its part, ``parts/<name>/a/<id>.html``, everything else stays; and
the links of each page are led to where things are now. So no template, list or feed knows of parts.

A part may be a site of its own, at an address; its folder is then what is published there, and links between sites are
whole. Left out on purpose: a shelf of old addresses. A page's address names its part, so that an article whose year is
corrected moves, as it would between the volumes of a printed archive.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import urlsplit

from .crockford import DIGITS
from .errors import ConfigurationError
from .store import digest

FOLDER: Final = "parts"
"""Holds the folders of the parts."""
WAYS: Final = ("year", "decade", "source")
"""Ways to divide an archive beside a number of parts of equal size."""
MOST: Final = 999
UNDATED: Final = "undated"
"""Part of what has no year."""
_OWN: Final = re.compile(r"(?:a|c|raw)/([0-9a-z]{10}(?:-[0-9a-f]{10})?)(?:[-.][0-9a-z.]+)+")
"""A file that belongs to one article, and the article's id."""
_LINK: Final = re.compile(rb"""(<(?:a|link|script|img|form)\b[^<>]*?\s(?:href|src|action)=)("[^"]*"|[^\s">]+)""")
"""A link in a page: text has neither < nor a quotation mark in a tag, for both are escaped."""
_NAMED: Final = re.compile(rb'("@id":")([^"]*)')
"""A link in JSON-LD."""
_SELF: Final = b"'self'"


@dataclass(frozen=True, slots=True)
class Member:
    """What decides about an article's part."""

    id: str
    year: str
    """Four digits, or '' where no year is known."""
    source: str
    """File name of its newspaper."""


def check_way(way: str) -> None:
    """Raise ConfigurationError for a way to divide an archive that there is not.

    >>> check_way("year"), check_way("4"), check_way("")
    (None, None, None)
    """
    if way in ("", *WAYS) or (way.isascii() and way.isdigit() and 2 <= int(way) <= MOST):
        return
    raise ConfigurationError(f"--parts {way!r} is not known; it is year, decade, source, or a number from 2 to {MOST}")


def check_address(address: str) -> None:
    """Raise ConfigurationError for an address that cannot be that of each part.

    >>> check_address("https://example.org/archive-{part}/")
    """
    parsed = urlsplit(address)
    if address and not (parsed.scheme in ("http", "https") and parsed.netloc and "{part}" in address):
        raise ConfigurationError(
            f"NEWS_ARCHIVE['publish']['part_address'] = {address!r} is no address of a part; write it as "
            "https://example.org/archive-{part}/"
        )


def folder_of(path: str) -> str:
    """Return the folder of the part that a published file lies in, '' for the whole's.

    >>> folder_of("parts/2015/a/h92vjfds0t.html"), folder_of("index.html")
    ('parts/2015', '')
    """
    return "/".join(path.split("/", 2)[:2]) if path.startswith(f"{FOLDER}/") else ""


def part_name(way: str, member: Member) -> str:
    """Return the name of an article's part, which is a folder's name.

    >>> part_name("decade", Member("h92vjfds0t", "2015", "alriyadh")), part_name("year", Member("h92vjfds0t", "", ""))
    ('2010s', 'undated')
    >>> part_name("4", Member("h92vjfds0t", "", "")), part_name("12", Member("00000fds0t", "", ""))
    ('3', '01')
    """
    if way == "source":
        return member.source
    if way in ("year", "decade"):
        return (member.year if way == "year" else f"{member.year[:3]}0s") if member.year else UNDATED
    share = 0
    for character in member.id[:4]:  # ids are digests: equal stretches of them hold equally many
        share = share << 5 | DIGITS.index(character)
    return str((share * int(way) >> 20) + 1).zfill(len(way))


def divide(way: str, members: Iterable[Member]) -> list[str]:
    """Return the name of each article's part."""
    return [part_name(way, member) for member in members]


class Layout:
    """Where the files of an archive in parts stand."""

    def __init__(self, part_of: Mapping[str, str], *, siteurl: str = "", address: str = "") -> None:
        """``part_of`` gives the part of each id of a page or of a record.

        ``address`` is that of a part's own site, ``{part}`` standing for its name; '' where the parts are folders of the
        site. It counts only where the site's own address is known, for pages of a part must lead back.
        """
        self._part_of = part_of
        self._siteurl = siteurl
        self._address = address if siteurl else ""
        self.names: tuple[str, ...] = tuple(sorted(set(part_of.values())))

    @cached_property
    def key(self) -> bytes:
        """Stands for where everything is."""
        told = "\n".join(f"{name} {part}" for name, part in sorted(self._part_of.items()))
        return digest(self.ways, told.encode())

    @property
    def ways(self) -> bytes:
        """Stands for how links are made, whatever they lead to."""
        return f"{self._siteurl} {self._address}".encode()

    @property
    def is_apart(self) -> bool:
        """The parts are sites of their own."""
        return bool(self._address)

    def part(self, path: str) -> str:
        """Return the part that a file belongs to, '' for the whole's."""
        match = _OWN.fullmatch(path)
        return self._part_of.get(match[1], "") if match else ""

    def part_of(self, identifier: str) -> str:
        return self._part_of.get(identifier, "")

    def folder(self, part: str) -> str:
        """Return the folder of a part below the output, with a slash; '' for the whole's."""
        return f"{FOLDER}/{part}/" if part else ""

    def base(self, part: str) -> str:
        """Return where a part begins: relative to the front page, or a whole address."""
        return self._address.replace("{part}", part).rstrip("/") + "/" if self._address and part else self.folder(part)

    def parts(self, path: str) -> list[str]:
        """Return the parts that hold a file, '' standing for the whole's folder.

        A page in the place of an article that is no more stands in every part, for nobody knows any longer to which one
        the article belonged.
        """
        part = self.part(path)
        return list(self.names) if path.startswith("a/") and not part else [part]

    def places(self, path: str) -> list[str]:
        """Return everywhere that a file stands below the output."""
        return [self.folder(part) + path for part in self.parts(path)]

    def is_listed_in(self, path: str, part: str) -> bool:
        """Say whether a published file is of the site that a part is, '' standing for that of the front page."""
        return not self.is_apart or folder_of(path) == self.folder(part).rstrip("/")

    def href(self, path: str) -> str:
        """Return what leads to a file from the front page."""
        return self.base(self.part(path) or self._stand_in(path)) + path

    def _stand_in(self, path: str) -> str:
        return self.names[0] if path.startswith("a/") and self.names else ""

    # --- links ----------------------------------------------------------------------------------------------------

    def relink(self, path: str, page: bytes, part: str | None = None) -> bytes:
        """Return a page with its links led to where things are.

        ``path`` is what it is called in an archive without parts, ``part`` where this copy of it stands.
        """
        here = self.part(path) if part is None else part
        folder = posixpath.dirname(path)

        def lead(match: re.Match[bytes]) -> bytes:
            given = match[2]
            bare = given.strip(b'"').decode()
            found = self._lead(folder, here, bare)
            return match[0] if found == bare else match[1] + given.replace(bare.encode(), found.encode())

        page = _NAMED.sub(lead, _LINK.sub(lead, page))
        return self._open_policy(path, here, page) if self._address else page

    @lru_cache(maxsize=100_000)  # noqa: B019  one Layout lives as long as a build
    def _lead(self, folder: str, here: str, link: str) -> str:
        target, mark, rest = _cut(link)
        absolute = bool(self._siteurl) and target.startswith(f"{self._siteurl}/")
        if not target or (not absolute and (":" in target or target.startswith("/"))):
            return link
        path = target[len(self._siteurl) + 1 :] if absolute else posixpath.normpath(posixpath.join(folder, target))
        if path.startswith(f"{FOLDER}/"):
            _, there, path = path.split("/", 2)
        else:
            there = self.part(path) or (here if path.startswith("a/") else "") or self._stand_in(path)
        if here != there and self._address:
            return (self.base(there) if there else f"{self._siteurl}/") + path + mark + rest
        if absolute:
            return f"{self._siteurl}/{self.folder(there)}{path}{mark}{rest}"
        start = posixpath.dirname(self.folder(here) + posixpath.join(folder, "x"))
        return posixpath.relpath(self.folder(there) + path, start or ".") + mark + rest

    def _open_policy(self, path: str, here: str, page: bytes) -> bytes:
        """Let a page load what is the archive's own and stands at another of its addresses."""
        own = urlsplit(self.base(here) if here else self._siteurl)
        addresses = [self._siteurl] if here else [self.base(part) for part in self.names]
        if not here and path not in ("search.html", "evidence.html"):
            return page
        others = sorted(
            {f"{a.scheme}://{a.netloc}" for a in map(urlsplit, addresses)} - {f"{own.scheme}://{own.netloc}"}
        )
        head, end, body = page.partition(b"</head>") if b"</head>" in page else page.partition(b"<body")
        return head.replace(_SELF, b" ".join([_SELF, *(o.encode() for o in others)])) + end + body if others else page


def _cut(link: str) -> tuple[str, str, str]:
    """Return a link's path, and what follows it from the first ? or #.

    >>> _cut("a/x.html#p1"), _cut("search.html?q=a#b")
    (('a/x.html', '#', 'p1'), ('search.html', '?', 'q=a#b'))
    """
    for at, character in enumerate(link):
        if character in "?#":
            return link[:at], character, link[at + 1 :]
    return link, "", ""
