"""What the editor's decisions did to the articles, for the report, and where they do not reach."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..models import CORRECTED, HIDDEN, LEFT_OUT, Decided, Head, Rejection
from .apply import REDACTED
from .load import Corrections
from .redaction import find_redacted


def count_decisions(
    heads: Iterable[Head], rejections: Iterable[Rejection], decided: Iterable[Decided]
) -> dict[str, int]:
    """Return how many corrections were made, articles redacted, hidden and left out, merges and splits followed."""
    reasons = [rejection.reason for rejection in rejections]
    kinds = [decision.kind for decision in decided]
    flags = [head.flags for head in heads if head.flags]
    return {
        "corrected": sum(flag.startswith(CORRECTED) for own in flags for flag in own),
        "redacted": sum(any(flag.startswith(REDACTED) for flag in own) for own in flags),
        "hidden": reasons.count(HIDDEN),
        "left out": reasons.count(LEFT_OUT),
        "merged": kinds.count("merge"),
        "split": kinds.count("split"),
    }


def find_in_pages(corrections: Corrections, folder: Path) -> list[str]:
    """Return a warning, with file and line, for each place where the editor's own pages hold what is redacted everywhere.

    The pages are the editor's words and stay as they are; no warning holds what is redacted.
    """
    entries = corrections.everywhere
    pages = sorted(path for path in folder.rglob("*") if path.is_file()) if entries else ()
    warnings = []
    for path in pages:
        text = path.read_text(encoding="utf-8", errors="replace")
        for entry in entries:
            for start, _, _ in find_redacted(text, [entry.pattern] if entry.pattern else ()):
                place = f"{path}:{text.count(chr(10), 0, start) + 1}"
                warnings.append(
                    f"{place}: this page of yours holds what {entry.file}:{entry.line} redacts; take it out here"
                )
    return warnings
