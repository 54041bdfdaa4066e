"""``invoke report`` and ``invoke suggest``: what cleaning did, and what an editor may want to decide.

Nothing here changes anything: suggestions are TOML to paste.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .built import BuiltSite
from .rule_suggestions import name_lines, rule_lines, suggest_names_of_sources, suggest_rules, visible

_EXAMPLES: Final = 5
_MERGED: Final = 50
"""Merged records that the report names."""


def report_lines(folder: Path) -> Iterator[str]:
    """Yield the account of a built site: statuses, rules by source with examples, what was merged and into what, everything that was rejected."""
    site = BuiltSite.open(folder)
    papers = {row["id"]: row["source"] or "-" for row in site.rows("articles")}
    statuses: Counter[str] = Counter()
    rejected, merged = [], []
    for row in site.rows("ledger"):
        statuses[row["status"]] += 1
        if row["status"] == "rejected":
            rejected.append(row)
        elif row["status"] == "merged":
            merged.append(row)
    yield "   ".join(f"{status} {statuses[status]:,}" for status in ("kept", "merged", "rejected"))
    rules: Counter[tuple[str, str]] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    for span in site.rows("spans"):
        rules[span["rule"], papers.get(span["id"], "-")] += 1
        if len(examples[span["rule"]]) < _EXAMPLES:
            examples[span["rule"]].append(f"{span['id']} {_short(span['text'])} -> {_short(span['replacement'])}")
    totals: Counter[str] = Counter()
    for (rule, _), count in rules.items():
        totals[rule] += count
    for rule, total in totals.most_common():
        by_source = sorted(((n, p) for (r, p), n in rules.items() if r == rule), key=lambda item: (-item[0], item[1]))
        yield f"{rule:<24}{total:>9,}   " + "   ".join(f"{visible(paper)} {count:,}" for count, paper in by_source[:6])
        yield from (f"    {line}" for line in examples[rule])
    for row in merged[:_MERGED]:
        yield visible(f"merged    {row['source']} -> a/{row['merged_into']}.html: {row['reason']}")
    if len(merged) > _MERGED:
        yield f"... and {len(merged) - _MERGED:,} more merged, each with a line in data/ledger.jsonl.gz"
    for row in rejected:
        yield visible(f"rejected  {row['source']}: {row['reason']}: {row['detail']}")


def _short(text: str) -> str:
    return json.dumps(text if len(text) <= 40 else text[:39] + "…", ensure_ascii=False)


def suggest_lines(folder: Path) -> Iterator[str]:
    """Yield TOML: names of sources, and rules for what a source adds to its articles."""
    site = BuiltSite.open(folder)
    yield from rule_lines(suggest_rules(lambda: site.rows("articles")))
    yield from name_lines(suggest_names_of_sources(site.rows("articles")))
