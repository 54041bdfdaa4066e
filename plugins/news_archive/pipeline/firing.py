"""How often each cleaning rule fired, and whether that is news."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from ..corpus import Intake
from ..store import Store

FEW_ARTICLES = 20
"""Articles below which a rule's firing is no statistic."""
FIRING = 0.2
"""A rule that fires so much more or less often than in the build before is named in the report."""


def count_rules(intake: Intake) -> tuple[dict[str, tuple[int, int]], list[str]]:
    spans: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    review = []
    for head in intake.corpus.heads:
        for rule, count in head.rules:
            spans[rule] += count
            articles[rule] += 1
        review += [f"{head.source}: {flag}" for flag in head.flags if flag.startswith("much_removed")]
    return {rule: (spans[rule], articles[rule]) for rule in sorted(spans)}, sorted(review)


def compare_rules(store: Store, counts: dict[str, tuple[int, int]], articles: int) -> list[str]:
    """Return the rules that fire a fifth more or less often than in the build before, and remember today's.

    Shares of articles are compared, so that a growing archive is no news; few articles prove nothing.
    """
    found = store.read("rules", b"")
    today = msgspec.json.encode({"articles": articles, "rules": {rule: n for rule, (_, n) in counts.items()}})
    before = bytes(found[1]["counts"]) if found else b""
    if today == before:
        return []
    store.write("rules", b"", {}, {"counts": today})
    old: dict[str, Any] = msgspec.json.decode(before) if before else {"articles": 0, "rules": {}}
    if min(old["articles"], articles) < FEW_ARTICLES:
        return []
    changed = []
    for rule in sorted(old["rules"].keys() | counts.keys()):
        past, now = old["rules"].get(rule, 0), counts.get(rule, (0, 0))[1]
        a, b = past / old["articles"], now / articles
        if max(past, now) >= FEW_ARTICLES and abs(b - a) > FIRING * max(a, 1e-9):
            changed.append(
                f"rule {rule}: {now:,} of {articles:,} articles, {past:,} of {old['articles']:,} in the last build"
            )
    return changed
