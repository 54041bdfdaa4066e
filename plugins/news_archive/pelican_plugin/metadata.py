"""What a page says of itself to machines: schema.org as JSON-LD, and the tags that Zotero and link previews read.

Every byte here stands in every article, so nothing is said twice that a reader of it can find once:
- the title is the page's own ``title``, which Zotero and link previews take where no tag has another;
- author and day are in JSON-LD alone, and the page's script makes Zotero's ``citation_author`` and ``citation_date`` of them,
  since Zotero reads the page as it is then;
- OpenGraph's name of the site is the newspaper; the page's script names the same tag for Zotero;
- JSON-LD does not say the newspaper and the language again;
- Zotero takes ``citation_journal_title`` for a sign of a journal and cites the year alone; ``prism:publicationName`` with
  ``dc:type``, both of which the page's script adds, gives it the newspaper article that it is (its translators "Embedded Metadata"
  and "RDF");
- the address of the original and the names that are only mentioned are links of the page's text;
- names are references to their pages, which say the rest; authors and newspapers have a name and no type, because
  a byline may be a person, a desk or a city.
Only a date that the evidence gives as the day, month or year of publication is one; an upper bound is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from markupsafe import Markup

from ..models import CleanArticle, DateEvidence, Entity
from .escaping import attribute, json_for_script

_CONTEXT: Final = "https://schema.org"
_OFTEN: Final = 3
"""Mentions from which an article is about a name; one in the title does, too."""
_TYPES: Final = {"person": "Person", "place": "Place", "organisation": "Organization"}


def published(date: DateEvidence | None) -> str:
    """Return the date of publication as ISO 8601, or '' where it is not known or no single day, month or year."""
    return date.edtf if date is not None and date.precision in ("day", "month", "year") else ""


def main_names(mentions: Iterable[tuple[int, str]]) -> list[str]:
    """Return the slugs that an article is about, from (block, slug) of each mention.

    >>> main_names([(0, "a"), (1, "b"), (1, "c"), (2, "c"), (3, "c")])
    ['c', 'a']
    """
    rows = list(mentions)
    titled = {slug for block, slug in rows if block == 0}
    counts = Counter(slug for _, slug in rows)
    order = sorted(counts, key=lambda slug: (-counts[slug], slug))
    return [slug for slug in order if slug in titled or counts[slug] >= _OFTEN]


def news_article(
    article: CleanArticle, mentions: Iterable[tuple[int, str]], address: Callable[[str], str]
) -> dict[str, Any]:
    """Return an article as NewsArticle; ``mentions`` are (block, slug), ``address`` gives the page of a name."""
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "headline": article.title,
    }
    if date := published(article.date):
        data["datePublished"] = date
    if article.author:
        data["author"] = {"name": article.author}
    if names := main_names(mentions):
        data["about"] = [{"@id": f"../{address(slug)}"} for slug in names]
    return data


def article_tags(paper: str) -> Markup:
    """Return the meta elements of an article's page; ``paper`` is what its source is called."""
    tags = f"<meta property=og:site_name content={attribute(paper)}>" if paper else ""
    return Markup(tags)  # noqa: S704  escaped


def entity(entity: Entity, same_as: Sequence[str], address: str) -> dict[str, Any]:
    """Return a name as Person, Place or Organization; ``address`` is that of its first page, which alone describes it."""
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": _TYPES[entity.type],
        "@id": address,
        "name": entity.name,
    }
    if entity.aliases:
        data["alternateName"] = list(entity.aliases)
    if entity.note:
        data["description"] = entity.note
    if same_as:
        data["sameAs"] = list(same_as)
    return data


def collection(title: str, note: str, archive: str, count: int) -> dict[str, Any]:
    """Return a list of articles as CollectionPage."""
    return {
        "@context": _CONTEXT,
        "@type": "CollectionPage",
        "name": title,
        "description": note,
        "inLanguage": "ar",
        "isPartOf": {"name": archive},
        "mainEntity": {"@type": "ItemList", "numberOfItems": count},
    }


def dataset(
    name: str, tagline: str, licence: str, days: Sequence[str], files: Sequence[tuple[str, str, str]]
) -> dict[str, Any]:
    """Return the archive as Dataset; ``files`` are (path relative to the page, media type, note)."""
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": name,
        "description": f"{tagline}. {name}: articles with their text, every change made in cleaning, copies and names."[
            :5000
        ],
        "inLanguage": "ar",
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": path, "encodingFormat": kind, "description": note}
            for path, kind, note in files
        ],
    }
    if licence:
        data["license"] = licence
    if days:
        data["temporalCoverage"] = f"{days[0]}/{days[-1]}"
    return data


def script(data: dict[str, Any]) -> Markup:
    """Return JSON-LD as a script element."""
    return Markup('<script type="application/ld+json">{}</script>').format(json_for_script(data))
