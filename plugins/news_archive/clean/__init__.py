"""clean: SourceArticle -> CleanArticle. Ordered rules; every change is a Span with its rule and its text."""

from __future__ import annotations

from .article import clean_article, screen_articles
from .doubtful_dates import TWO_WAYS, tell_doubtful_dates
from .edits import replay, undo
from .event_dates import find_event_dates
from .names import RULE_NAMES
from .rules import CleaningRules, load_rules

__all__ = [
    "RULE_NAMES",
    "TWO_WAYS",
    "CleaningRules",
    "clean_article",
    "find_event_dates",
    "load_rules",
    "replay",
    "screen_articles",
    "tell_doubtful_dates",
    "undo",
]
