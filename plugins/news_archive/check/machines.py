"""What ``invoke check`` asks of the files for machines: feeds, sitemaps, JSON-LD, the data package.

The rules are those of RFC 4287 (Atom), JSON Feed 1.1, the sitemap protocol 0.9 and the Frictionless Data Package, as far
as this program writes them: which elements, how often, what they may hold, and that every address leads to a file.
"""

from __future__ import annotations

import gzip
import json
import posixpath
import re
import xml.etree.ElementTree as ET
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from ..built import BuiltSite
from ..release import CHECKSUMS

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_INSTANT: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_REFERENCE: Final = re.compile(r"[^\s<>\"{}|\\^`]+")
_FEED_CHILDREN: Final = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (0, 99), "link": (1, 99), "category": (0, 99),
    "generator": (0, 1), "icon": (0, 1), "logo": (0, 1), "rights": (0, 1), "subtitle": (0, 1), "entry": (0, 9999),
}  # fmt: skip
_ENTRY_CHILDREN: Final = {
    "id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1), "author": (0, 99), "link": (1, 99),
    "category": (0, 99), "content": (0, 1), "rights": (0, 1), "summary": (0, 1),
}  # fmt: skip
_SECTION: Final = re.compile(r"<(?:section|div) (?:[^>]*\s)?id=([^\s>]+)")
_SCRIPT: Final = re.compile(r'<script type="?application/ld\+json"?>(.*?)</script>', re.DOTALL)
_SAMPLE: Final = 200
"""Rows of a data file whose columns are compared with their description."""
_MOST_ADDRESSES: Final = 50_000
"""In one part of a sitemap."""


def machines(site: BuiltSite) -> Iterator[str]:
    """Feeds, sitemaps, JSON-LD and the data package follow their standards, and what they name is there."""
    base = _base(site)
    for path in _feeds(site):
        text = (site.folder / path).read_bytes()
        yield from (f"{path}: {fault}" for fault in atom_faults(text))
        yield from (f"{path}: {fault}" for fault in _lost(site, path, atom_links(text), base))
        other = f"{path.removesuffix('.xml')}.json"
        if not (site.folder / other).is_file():
            yield f"{other}: the JSON of {path} is missing"
            continue
        text = (site.folder / other).read_bytes()
        yield from (f"{other}: {fault}" for fault in json_feed_faults(text))
        yield from (f"{other}: {fault}" for fault in _lost(site, other, json_feed_links(text), base))
    if base:
        yield from _sitemap(site, base)
    yield from _json_ld(site)
    yield from _packages(site)
    yield from _buckets(site)
    yield from _ledger_blocks(site)


def _feeds(site: BuiltSite) -> list[str]:
    found = [path for folder in (".", "s", "e") for path in (site.folder / folder).glob("*.xml")]
    names = (path.relative_to(site.folder).as_posix() for path in found)
    return sorted(name for name in names if name not in ("sitemap.xml", "opensearch.xml"))


def _base(site: BuiltSite) -> str:
    """Return the address of the site as its own feed gives it, or ''."""
    path = site.folder / "feed.json"
    try:
        own = str(json.loads(path.read_bytes())["feed_url"])
    except (OSError, ValueError, KeyError):
        return ""
    return own.removesuffix("feed.json") if urlsplit(own).scheme else ""


def _lost(site: BuiltSite, path: str, links: list[str], base: str) -> Iterator[str]:
    """Say which links inside the site lead to no file."""
    for link in links:
        if base and link.startswith(base):
            target = link.removeprefix(base) or "index.html"
        elif urlsplit(link).scheme:
            continue
        else:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link))
        if not (site.folder / unquote(target)).is_file():
            yield f"{link} leads nowhere"


# --- feeds --------------------------------------------------------------------------------------------------------


def _parse(text: bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  a file that this program wrote


def atom_links(text: bytes) -> list[str]:
    """Return the addresses of a feed's links inside the site."""
    return [link.get("href", "") for link in _parse(text).iter(f"{_ATOM}link") if link.get("rel") != "via"]


def atom_faults(text: bytes) -> Iterator[str]:
    """Say where a document departs from RFC 4287."""
    try:
        feed = _parse(text)
    except ET.ParseError as error:
        yield f"not well-formed: {error}"
        return
    if feed.tag != f"{_ATOM}feed":
        yield f"the root is {feed.tag}"
        return
    yield from _atom_children(feed, _FEED_CHILDREN)
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        yield from _atom_children(entry, _ENTRY_CHILDREN)
        if feed.find(f"{_ATOM}author") is None and entry.find(f"{_ATOM}author") is None:
            yield "an entry has no author, nor has the feed"
    ids = [entry.findtext(f"{_ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        yield "two entries have one id"


def _atom_children(parent: ET.Element, allowed: dict[str, tuple[int, int]]) -> Iterator[str]:
    counts = Counter(child.tag.removeprefix(_ATOM) for child in parent)
    for name in sorted(counts.keys() - allowed.keys()):
        yield f"{name} cannot stand in {parent.tag.removeprefix(_ATOM)}"
    for name, (least, most) in allowed.items():
        if not least <= counts[name] <= most:
            yield f"{counts[name]} times {name} in {parent.tag.removeprefix(_ATOM)}"
    links = [
        (link.get("rel", "alternate"), link.get("type"), link.get("hreflang"))
        for link in parent.findall(f"{_ATOM}link")
    ]
    alternate = [link for link in links if link[0] == "alternate"]
    if len(set(alternate)) != len(alternate):
        yield "two alternate links of one type"
    if not alternate and parent.find(f"{_ATOM}content") is None:
        yield "no alternate link"
    for child in parent:
        yield from _atom_values(child)


def _atom_values(child: ET.Element) -> Iterator[str]:
    name, text = child.tag.removeprefix(_ATOM), (child.text or "").strip()
    if name in ("updated", "published") and not _INSTANT.fullmatch(text):
        yield f"{name} is {text!r}"
    elif name == "id" and not _IRI.fullmatch(text):
        yield f"id is {text!r}"
    elif name == "author" and not (child.findtext(f"{_ATOM}name") or "").strip():
        yield "an author has no name"
    elif name == "link" and not _REFERENCE.fullmatch(child.get("href", "")):
        yield f"a link leads to {child.get('href')!r}"
    elif name == "category" and not child.get("term"):
        yield "a category has no term"
    elif name in ("title", "summary") and (len(child) or child.get("type", "text") != "text"):
        yield f"{name} is not plain text"


def json_feed_links(text: bytes) -> list[str]:
    """Return the addresses inside the site."""
    value = json.loads(text)
    return [value["home_page_url"], value["feed_url"], *(item["url"] for item in value["items"])]


def json_feed_faults(text: bytes) -> Iterator[str]:
    """Say where a document departs from JSON Feed 1.1."""
    try:
        value = json.loads(text)
    except ValueError as error:
        yield f"not JSON: {error}"
        return
    if value.get("version") != "https://jsonfeed.org/version/1.1" or not isinstance(value.get("title"), str):
        yield "no version 1.1 or no title"
    ids = [item.get("id") for item in value.get("items", ())]
    if len(set(ids)) != len(ids) or not all(isinstance(name, str) and name for name in ids):
        yield "an item has no id of its own"
    for item in value.get("items", ()):
        if "content_text" not in item and "content_html" not in item:
            yield f"{item.get('id')}: no content"
        if "date_published" in item and not _INSTANT.fullmatch(item["date_published"]):
            yield f"{item.get('id')}: date_published is {item['date_published']!r}"


# --- sitemaps -----------------------------------------------------------------------------------------------------


def sitemap_addresses(text: bytes, root: str) -> list[str]:
    """Return the addresses of a sitemap (``urlset``) or of an index (``sitemapindex``); raise ValueError for another."""
    document = _parse(text)
    entry = "url" if root == "urlset" else "sitemap"
    if document.tag != f"{_SITEMAP}{root}" or any(child.tag != f"{_SITEMAP}{entry}" for child in document):
        raise ValueError(f"no {root} of {entry} elements")
    found = [child.findtext(f"{_SITEMAP}loc") or "" for child in document]
    if any(not 12 <= len(address) <= 2048 or not _IRI.fullmatch(address) for address in found):
        raise ValueError("an address is none")
    return found


def _sitemap(site: BuiltSite, base: str) -> Iterator[str]:
    try:
        parts = sitemap_addresses((site.folder / "sitemap.xml").read_bytes(), "sitemapindex")
        listed: list[str] = []
        for part in parts:
            data = gzip.decompress((site.folder / part.removeprefix(base)).read_bytes())
            addresses = sitemap_addresses(data, "urlset")
            if len(addresses) > _MOST_ADDRESSES:
                yield f"{part}: {len(addresses)} addresses"
            listed += addresses
    except (OSError, ValueError, ET.ParseError) as error:
        yield f"sitemap.xml: {error}"
        return
    pages = {unquote(address.removeprefix(base)) or "index.html" for address in listed}
    public = {
        path for path in site.pages() if path not in ("404.html", "offline.html") and not _is_unlisted(site, path)
    }
    for page in sorted(pages ^ public):
        yield f"sitemap.xml: {page} is listed or there, not both"


def _is_unlisted(site: BuiltSite, path: str) -> bool:
    return '<meta name="robots" content="noindex">' in (site.folder / path).read_text(encoding="utf-8")


# --- pages --------------------------------------------------------------------------------------------------------


def json_ld(page: str) -> dict[str, Any] | None:
    """Return what a page says of itself as JSON-LD, or None; raise ValueError if it cannot be read."""
    match = _SCRIPT.search(page)
    if match is None:
        return None
    value = json.loads(match[1])
    things = value.get("@graph", [value]) if isinstance(value, dict) else [value]
    if (
        not isinstance(value, dict)
        or value.get("@context") != "https://schema.org"
        or not all("@type" in t for t in things)
    ):
        raise ValueError("not an object of schema.org")
    return value


def _json_ld(site: BuiltSite) -> Iterator[str]:
    titles = {site.article(row["id"]): row for row in site.rows("articles")}
    described: dict[str, set[str]] = {}
    for path in site.pages():
        try:
            value = json_ld((site.folder / path).read_text(encoding="utf-8"))
        except ValueError as error:
            yield f"{path}: JSON-LD: {error}"
            continue
        row = titles.get(path)
        if value is None:
            if row is not None:
                yield f"{path}: no JSON-LD"
            continue
        if row is not None and (value["@type"], value.get("headline")) != ("NewsArticle", row["title"]):
            yield f"{path}: JSON-LD has another title than data/articles.jsonl.gz"
        names = [name for key in ("about", "mentions") for name in value.get(key, ()) if isinstance(name, dict)]
        for name in names:
            file, _, own = name.get("@id", "").partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
            if target not in described:
                described[target] = _described(site, target)
            if (f"#{own}" if own else posixpath.basename(target)) not in described[target]:
                yield f"{path}: JSON-LD: {name.get('@id')} leads nowhere"


def _described(site: BuiltSite, path: str) -> set[str]:
    """Return the names that a page is about, as links to it name them: by its JSON-LD, or by its sections; none where it is not."""
    place = site.folder / path
    page = place.read_text(encoding="utf-8") if place.is_file() else ""
    value = json_ld(page) or {}
    return {str(thing.get("@id")) for thing in value.get("@graph", [value])} | {
        f"#{own}" for own in _SECTION.findall(page)
    }


# --- data ---------------------------------------------------------------------------------------------------------


def _packages(site: BuiltSite) -> Iterator[str]:
    for folder in site.folders:
        yield from (folder + fault for fault in _package(site, folder))


def _package(site: BuiltSite, folder: str) -> Iterator[str]:
    data = site.folder / folder / "data"
    try:
        package = json.loads((data / "datapackage.json").read_bytes())
    except (OSError, ValueError) as error:
        yield f"data/datapackage.json: {error}"
        return
    described = {resource["path"] for resource in package["resources"]}
    there = {
        path.name
        for path in data.iterdir()
        if path.suffix in (".gz", ".parquet") and path.name != posixpath.basename(CHECKSUMS)
    }
    there |= {name for name in described if (data / name).is_file()}
    for name in sorted(described ^ there):
        yield f"data/{name}: described in datapackage.json or there, not both"
    for resource in package["resources"]:
        if resource["format"] != "jsonl" or not (data / resource["path"]).is_file():
            continue
        names = [field["name"] for field in resource["schema"]["fields"]]
        for row in islice(site.rows(resource["path"].removesuffix(".jsonl.gz"), folder), _SAMPLE):
            if list(row) != names:
                yield f"data/{resource['path']}: a row has the columns {', '.join(row)}"
                break


def _buckets(site: BuiltSite) -> Iterator[str]:
    """Every bucket of articles can be read alone and holds the ids that the index says."""
    for folder in site.folders[1:] or [""]:
        yield from (folder + fault for fault in _buckets_of(site, folder))


def _ledger_blocks(site: BuiltSite) -> Iterator[str]:
    """Every gzip member of the ledger can be read alone and begins with the record that its index says."""
    data = site.folder / "data"
    try:
        index = json.loads((data / "ledger.index.json").read_bytes())
        packed = (data / index["file"]).read_bytes()
        for first, (start, end) in zip(index["first"], pairwise(index["offsets"]), strict=True):
            if json.loads(gzip.decompress(packed[start:end]).splitlines()[0])["source"] != first:
                yield f"data/ledger.index.json: {first} is not the first record of its member"
    except (OSError, EOFError, ValueError, KeyError, IndexError, zlib.error) as error:
        yield f"data/ledger.index.json: {error}"


def _buckets_of(site: BuiltSite, folder: str) -> Iterator[str]:
    data = site.folder / folder / "data"
    try:
        index = json.loads((data / "articles.index.json").read_bytes())
        packed = (data / index["file"]).read_bytes()
        for bucket, (ids, (start, end)) in enumerate(zip(index["ids"], pairwise(index["offsets"]), strict=True)):
            held = [json.loads(line)["id"] for line in gzip.decompress(packed[start:end]).splitlines()]
            if sorted(name[:4] for name in held) != sorted(ids[at : at + 4] for at in range(0, len(ids), 4)):
                yield f"data/articles.index.json: bucket {bucket} holds other articles than it says"
    except (OSError, EOFError, ValueError, KeyError, zlib.error) as error:
        yield f"data/articles.index.json: {error}"
