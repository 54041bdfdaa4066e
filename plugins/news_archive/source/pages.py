"""The main text of a saved web page, by trafilatura, an optional extra.

The library says which part of a page is the article. It is not asked for the date: where a page does not give one, it
takes a year of the text or the day of the last change for it, and an archive never guesses; a date is read from what the
page declares (``article:published_time``, ``datePublished`` and the like), else the text must date itself.
"""

from __future__ import annotations

import html
import re
from importlib.util import find_spec
from typing import Final

NEEDS: Final = "HTML needs two packages: pip install trafilatura lxml_html_clean"
"""What the editor is told where the extra, or the part of lxml that it wants, is missing."""

_META: Final = re.compile(r"<meta\s[^<>]{0,2000}>", re.IGNORECASE)
_TIME: Final = re.compile(r"<time\s[^<>]{0,500}>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([\w:.-]{1,40})\s*=\s*(?:\"([^\"<>]{0,500})\"|'([^'<>]{0,500})'|([^\s\"'<>=]{1,200}))")
_DECLARED: Final = frozenset(
    (
        "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
        "publish-date", "publish_date", "publishdate", "published", "publication_date", "parsely-pub-date", "sailthru.date",
        "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "citation_publication_date", "prism.publicationdate",
    )
)  # fmt: skip
"""Names by which a page declares its day of publication, in lower case."""
_JSON_DATE: Final = re.compile(r'"datePublished"\s*:\s*"([^"<>]{4,60})"')
_TABLE_TAG: Final = re.compile(r"<(/?)(?:table|tbody|thead|tr|td|th|center|font)\b[^<>]{0,2000}>", re.IGNORECASE)
_LINE_BREAK: Final = re.compile(r"(?:<br\b[^<>]{0,200}>\s*)+", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"<(?:p|article|main|section)\b", re.IGNORECASE)
_ROW: Final = re.compile(r"^\|(.*)\|\s*$")


def has_extra() -> bool:
    """Say whether the packages that read pages are installed."""
    return all(find_spec(name) for name in ("trafilatura", "lxml_html_clean"))


def extract_page(text: str) -> dict[str, str] | None:
    """Return the fields of a page, None where it has no main text; raise ImportError where the extra is missing."""
    import trafilatura

    found = trafilatura.bare_extraction(
        _plain_layout(text),
        with_metadata=True,
        include_comments=False,
        favor_precision=True,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or not (found.text or "").strip():
        return None
    title = found.title or ""
    return {
        "title": title,
        "body": _body(found.text or "", title),
        "author": found.author or "",
        "url": found.url or "",
        "paper": found.sitename or "",
        "date": find_declared_date(text),
    }


def _plain_layout(text: str) -> str:
    """Return a page whose text stands in the cells of a table, as pages of its time do, with paragraphs in their place."""
    if "<td" not in text.lower() or len(_PARAGRAPH.findall(text)) > 2:
        return text
    flat = _TABLE_TAG.sub(lambda tag: "</div>" if tag[1] else "<div>", text)
    return _LINE_BREAK.sub("</p><p>", flat)


def _body(text: str, title: str) -> str:
    """Return the text without the heading that is its title, and rows of tables without their frames."""
    lines = text.split("\n")
    if title and len(lines) > 1 and _letters(lines[0]) == _letters(title):
        lines = lines[1:]
    kept = []
    for line in lines:
        row = _ROW.match(line)
        if row is None:
            kept.append(line)
            continue
        cells = [cell.strip() for cell in row[1].split("|")]
        if not all(set(cell) <= {"-"} for cell in cells):
            kept.append(" | ".join(filter(None, cells)))
    return "\n".join(kept)


def _letters(text: str) -> str:
    return " ".join(text.split())


def find_declared_date(text: str) -> str:
    """Return the day of publication that a page declares of itself, '' where it declares none.

    >>> find_declared_date('<meta property="article:published_time" content="2016-07-20T08:00:00+03:00">')
    '2016-07-20'
    >>> find_declared_date('<footer>آخر تحديث 2024-03-01</footer>')
    ''
    """
    for tag in _META.finditer(text):
        values = _attributes(tag.group())
        name = values.get("property") or values.get("name") or values.get("itemprop") or ""
        if name.lower() in _DECLARED and values.get("content"):
            return _day_of(values["content"])
    declared = _JSON_DATE.search(text)
    if declared:
        return _day_of(declared[1])
    for tag in _TIME.finditer(text):
        values = _attributes(tag.group())
        if values.get("datetime") and ("pubdate" in tag.group().lower() or values.get("itemprop") == "datePublished"):
            return _day_of(values["datetime"])
    return ""


def _attributes(tag: str) -> dict[str, str]:
    return {m[1].lower(): html.unescape(m[2] or m[3] or m[4] or "") for m in _ATTRIBUTE.finditer(tag)}


def _day_of(stamp: str) -> str:
    """Return a time stamp without its hour."""
    day, mark, _ = stamp.strip().partition("T")
    return day if mark and day[:4].isdigit() else stamp.strip()
