"""The date of one article: what its record, its text and its address say of it, and what an editor should look at."""

from __future__ import annotations

from ..arabic.issue_dates import find_issue_date, find_other_day, is_of_two_readings, issued_when_collected
from ..models import DateEvidence, SourceArticle
from .doubtful_dates import OTHER_DAY, TWO_WAYS, UNREAD
from .rules import SourceRules


def date_article(
    article: SourceArticle, text: str, issued: str, own: SourceRules
) -> tuple[DateEvidence | None, tuple[str, ...]]:
    """Return the date of an article and the flags of what is doubtful about it.

    ``text`` is the cleaned body, ``issued`` what a date field says.
    """
    collected, address, order = article.date_collected, article.url or "", own.date_order
    date = find_issue_date(text, date_field=issued, collected=collected, address=address, order=order)
    unsaid = own.lines and (date is None or date.origin in ("collected", "address"))
    if unsaid and find_issue_date(
        article.body, date_field="", collected=""
    ):  # a rule of the source took the line with the date
        date = find_issue_date(article.body, date_field="", collected=collected, address=address, order=order)
    if own.same_day and date is not None and date.origin == "collected":
        date = issued_when_collected(date)
    flags = []
    if issued and (date is None or date.origin != "field"):
        flags.append(f"{UNREAD}{issued}")
    if date is not None and date.origin in ("field", "text"):
        if not order and is_of_two_readings(date, collected=collected, address=address):
            flags.append(f"{TWO_WAYS}{date.evidence}")
        other = find_other_day(date, collected=collected, address=address)
        if other:
            flags.append(f"{OTHER_DAY}{other}")
    return date, tuple(flags)
