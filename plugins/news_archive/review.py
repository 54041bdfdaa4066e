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

LEAST: Final = 5
"""Articles of a source in which a line must recur to be suggested."""
SHARE: Final = 0.01
"""... and the share of the source's articles."""
_NEAR: Final = 3
"""Lines from the end or the start that are looked at."""
_WORDS: Final = 3
"""Words of a beginning that recurs with different ends."""
_EXAMPLES: Final = 5
_DOUBTFUL: Final = (0.7, 0.8)


def report_lines(folder: Path) -> Iterator[str]:
    """Yield the account of a built site: statuses, rules by source with examples, everything that was rejected."""
    site = BuiltSite.open(folder)
    papers = {row["id"]: row["source"] or "-" for row in site.rows("articles")}
    statuses: Counter[str] = Counter()
    rejected = []
    for row in site.rows("ledger"):
        statuses[row["status"]] += 1
        if row["status"] == "rejected":
            rejected.append(row)
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
        yield f"{rule:<24}{total:>9,}   " + "   ".join(f"{_visible(paper)} {count:,}" for count, paper in by_source[:6])
        yield from (f"    {line}" for line in examples[rule])
    for row in rejected:
        yield _visible(f"rejected  {row['source']}: {row['reason']}: {row['detail']}")


def _short(text: str) -> str:
    return json.dumps(text if len(text) <= 40 else text[:39] + "…", ensure_ascii=False)


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def suggest_lines(folder: Path) -> Iterator[str]:
    """Yield TOML: rules for lines that recur near the start or end of a source's articles, then doubtful pairs."""
    site = BuiltSite.open(folder)
    articles = Counter[str]()
    whole: Counter[tuple[str, str, str]] = Counter()
    begins: Counter[tuple[str, str, str]] = Counter()
    where: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    titles: dict[str, str] = {}
    for row in site.rows("articles"):
        paper, lines = row["source"] or "", row["paragraphs"]
        articles[paper] += 1
        titles[row["id"]] = row["title"]
        for position, some in (("last", lines[-_NEAR:] if len(lines) > 1 else []), ("first", lines[:1])):
            for line in dict.fromkeys(some):
                words = line.split()
                keys = [(whole, (paper, position, line))] if len(line) <= 200 else []
                if len(words) > _WORDS:
                    keys.append((begins, (paper, position, " ".join(words[:_WORDS]))))
                for counter, key in keys:
                    counter[key] += 1
                    if len(where[key]) < _EXAMPLES:
                        where[key].append(row["id"])
    yield "# Lines that recur, ready to paste into content/sources.toml. Read the examples first: greetings, section"
    yield "# heads and verses recur too."
    found = [("line", key, count) for key, count in whole.items()] + [("starts", k, c) for k, c in begins.items()]
    found.sort(key=lambda item: (-item[2], item[1], item[0]))
    shown: Counter[str] = Counter()
    for kind, key, count in found:
        paper, position, text = key
        if count < max(LEAST, SHARE * articles[paper]) or shown[paper] >= 2 * _EXAMPLES:
            continue
        shown[paper] += 1
        share = 100 * count / articles[paper]
        yield f"\n# {count:,} of {articles[paper]:,} articles ({share:.1f} %): {' '.join(where[key])}"
        yield f"[[rule]]\nsource = {_toml(paper or '*')}\nposition = {_toml(position)}\n{kind} = {_toml(text)}"
    yield "\n# Pairs that are nearly one text; to make them one page, paste into content/duplicates.toml."
    ids = {row["source"]: row["merged_into"] or row["id"] for row in site.rows("ledger")}
    low, high = _DOUBTFUL
    for pair in site.rows("relations"):
        first, second = ids.get(pair["a"]), ids.get(pair["b"])
        if pair["relation"] == "version" and low <= pair["jaccard5"] < high and first != second:
            yield f"\n# {pair['jaccard5']:.2f}  {_visible(titles.get(first or '', ''))}  |  {_visible(titles.get(second or '', ''))}"
            yield f'[[merge]]\nids = ["{first}", "{second}"]\nreason = ""'


def _toml(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False)
