"""clean: SourceArticle -> CleanArticle. Ordered rules; every change is a Span with its rule and its text."""

from __future__ import annotations

from .article import clean_article
from .edits import replay, undo
from .names import RULE_NAMES
from .rules import CleaningRules, load_rules

__all__ = ["RULE_NAMES", "CleaningRules", "clean_article", "load_rules", "replay", "undo"]
