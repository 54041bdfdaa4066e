"""What tells machines where things are: sitemaps, robots.txt, llms.txt and the OpenSearch description.

The sitemap protocol and OpenSearch know only whole addresses, so those two are written only when the site's address is
known. The parts of the sitemap are gzipped, as the protocol allows: they hold an address for every page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..datafiles import gzip_member
from .escaping import address, xml_text

PART: Final = 25_000
"""Addresses in a part of the sitemap; the protocol allows 50,000 and 50 MB."""
_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SHORT: Final = 16
"""Characters of an OpenSearch ShortName."""
_LONG: Final = 1024
"""... and of its Description."""


def sitemaps(pages: Sequence[str], siteurl: str) -> dict[str, bytes]:
    """Return the index and the parts for all ``pages`` (paths relative to the root), by file name; none without an address."""
    if not siteurl:
        return {}
    files: dict[str, bytes] = {}
    for number, start in enumerate(range(0, max(1, len(pages)), PART), 1):
        urls = "".join(f"<url><loc>{_whole(page, siteurl)}</loc></url>\n" for page in pages[start : start + PART])
        part = f'{_HEAD}<urlset xmlns="{_SITEMAP}">\n{urls}</urlset>\n'
        files[f"sitemap-{number}.xml.gz"] = gzip_member(part.encode())
    parts = "".join(f"<sitemap><loc>{_whole(name, siteurl)}</loc></sitemap>\n" for name in files)
    return {"sitemap.xml": f'{_HEAD}<sitemapindex xmlns="{_SITEMAP}">\n{parts}</sitemapindex>\n'.encode(), **files}


def _whole(page: str, siteurl: str) -> str:
    return xml_text(address(f"{siteurl}/{'' if page == 'index.html' else page}"))


def robots(siteurl: str) -> bytes:
    """Return robots.txt: everything may be read."""
    return ("User-agent: *\nAllow: /\n" + (f"\nSitemap: {siteurl}/sitemap.xml\n" if siteurl else "")).encode()


def opensearch(name: str, tagline: str, siteurl: str, icon: str) -> bytes:
    """Return the OpenSearch description, with which a browser adds the archive to its search engines."""
    return (
        f'{_HEAD}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{xml_text(name[:_SHORT].strip())}</ShortName>\n"
        f"<Description>{xml_text((tagline or name)[:_LONG])}</Description>\n"
        f'<Url type="text/html" method="get" template="{_whole("search.html", siteurl)}?q={{searchTerms}}"/>\n'
        f'<Url type="application/opensearchdescription+xml" rel="self" template="{_whole("opensearch.xml", siteurl)}"/>\n'
        f'<Image type="image/svg+xml">{_whole(icon, siteurl)}</Image>\n'
        "<Language>ar</Language>\n<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n"
        "</OpenSearchDescription>\n"
    ).encode()


def llms(name: str, tagline: str, facts: Sequence[str], files: Sequence[tuple[str, str]], siteurl: str) -> bytes:
    """Return llms.txt: what the archive is and where its data stands, for language models and whoever feeds them."""
    base = f"{siteurl}/" if siteurl else ""
    links = "".join(f"- [{f}]({address(f if '://' in f else base + f)}): {note}\n" for f, note in files)
    return (
        f"# {_line(name)}\n\n> {_line(tagline)}\n\n"
        "A static archive of Arabic news articles, cleaned; every change to a text is recorded and can be undone.\n"
        "Cite an article by its page, `a/<id>.html`; the id is stable.\n\n"
        + "".join(f"- {fact}\n" for fact in facts)
        + f"\n## Data\n\n{links}\n"
        "## Pages\n\n"
        "- `a/<id>.html`: an article. Its text is in `[data-part=body] > p[id]`, names in `a[data-entity]`,"
        " its metadata in JSON-LD (schema.org NewsArticle).\n"
        "- `e/<slug>.html`: a person, place or organisation, with every article that names it; rare ones share"
        " `e/<letter>.html#<slug>`. `data/entities.json` gives the page of each.\n"
        "- `s/<slug>.html`: a source. `d/<date>.html`: a day. `stories.html`: articles that several sources carried.\n"
        "- `carried.html`, where sources carried each other's texts: by pair, the articles that one carried of the other.\n"
        "- `search.html?q=`: search, computed in the browser; other programs read the data files instead.\n"
    ).encode("utf-8", "replace")


def _line(text: str) -> str:
    return " ".join(text.split())
