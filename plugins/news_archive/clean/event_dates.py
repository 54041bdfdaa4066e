"""The days that an article's first paragraph names by their distance from its day of issue.

They are data and a line on the page, never the article's own date: an article whose day of issue is not known has none,
and a day of collection is no day of issue. Nothing is stored: they follow from the cleaned text and its date.
"""

from __future__ import annotations

from typing import Final

from ..arabic.relative import ResolvedDate, resolve_dates
from ..models import CleanArticle

_LEAD: Final = 400
"""Code points of the first paragraph that are read."""


def find_event_dates(article: CleanArticle) -> list[ResolvedDate]:
    """Return the relative dates of the lead, in reading order; offsets are those of the first paragraph."""
    if article.date is None or article.date.precision != "day" or article.markdown:
        return []
    lead = article.paragraphs[0]
    if len(lead) > _LEAD:
        lead = lead[: lead.rfind(" ", 0, _LEAD) + 1]
    return resolve_dates(lead, article.date.edtf)
