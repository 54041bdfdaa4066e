"""``invoke bench``, cleaning: articles a CPU second in one process, and texts made to be slow."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import Any, Final

from .clean import CleaningRules, clean_article, load_rules, screen_articles
from .corpus import CHUNK
from .models import RawRecord, SourceArticle
from .settings import Settings
from .source import find_records, parse_record

ROUNDS: Final = 3
"""The best of so many is taken."""
_LONG: Final = "وقال رئيس البلدية إن العمل في الجسر القديم انتهى بعد عامين كاملين من الترميم المتواصل ليلاً ونهاراً"
ADVERSARIAL: Final[dict[str, str]] = {
    "1 MB of spaces": " " * 10**6 + "ا",
    "one word of 1 MB": "ا" * 10**6,
    "1 MB of question marks": "ا" + "؟" * 10**6,
    "100,000 quotation marks": "«" * 10**5 + "ا",
    "100,000 counters": "ا\n" + "Views: \n" * 10**5,
    "100,000 datelines": "واس - " * 10**5 + ": ا",
    "10,000 equal paragraphs": f"{_LONG}\n" * 10**4,
}
"""Texts of about a megabyte; none may take a second."""


def measure_cleaning(path: Path, content: Path) -> dict[str, Any]:
    """Return how many articles of a file are parsed and cleaned in a CPU second, and the seconds of slow texts."""
    settings = Settings()
    rules = load_rules(content, settings)
    records = [record for record in find_records([path], settings) if isinstance(record, RawRecord)]
    gc.disable()  # as builds do
    try:
        best = min(_time_records(records, rules) for _ in range(ROUNDS))
    finally:
        gc.enable()
    return {
        "articles_per_cpu_second": round(len(records) / best),
        "adversarial": {name: _time_text(text, rules) for name, text in ADVERSARIAL.items()},
    }


def _time_records(records: list[RawRecord], rules: CleaningRules) -> float:
    started = time.process_time()
    for start in range(0, len(records), CHUNK):
        parsed = map(parse_record, records[start : start + CHUNK])
        articles = [article for article in parsed if isinstance(article, SourceArticle)]
        clean = screen_articles(articles, rules)
        for article in articles:
            clean(article)
    return max(time.process_time() - started, 1e-6)


def _time_text(text: str, rules: CleaningRules) -> float:
    article = SourceArticle("x", "", "", "عنوان", text, "", None, "", "", "", "utf-8", len(text), "txt")
    started = time.process_time()
    clean_article(article, rules)
    return round(time.process_time() - started, 3)


def cleaning_lines(result: dict[str, Any]) -> list[str]:
    """Return the figures for the table of ``invoke bench``."""
    slow = "   ".join(f"{name} {seconds:.2f} s" for name, seconds in result["adversarial"].items())
    return [
        f"cleaning      {result['articles_per_cpu_second']:,} articles a CPU second, one process",
        f"slow texts    {slow}",
    ]
