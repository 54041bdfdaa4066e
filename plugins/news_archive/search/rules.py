"""The analysis as a script: the same tables that Python uses, written out for the page, never typed twice."""

from __future__ import annotations

import json

from ..arabic.normal import FOLD
from ..arabic.stems import FINALS, HAMZA, PREFIXES, SUFFIXES
from ..arabic.tokens import BASE_RANGES, MARK_RANGES


def rules_script() -> bytes:
    """Return ``rules.js``: ``NewsArchive.rules`` with the fold, token and stem tables."""
    rules = {
        "fold": {chr(point): to for point, to in sorted(FOLD.items())},
        "base": BASE_RANGES,
        "mark": MARK_RANGES,
        "prefixes": PREFIXES,
        "suffixes": SUFFIXES,
        "finals": FINALS,
        "hamza": {chr(point): to for point, to in sorted(HAMZA.items())},
    }
    text = json.dumps(rules, ensure_ascii=True, separators=(",", ":"))
    return f"(window.NewsArchive = window.NewsArchive || {{}}).rules = {text};\n".encode()
