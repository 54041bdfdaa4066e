"""The miner: what a source adds to its articles, found by counting, for the editor to decide.

A line that a site adds recurs near the start or the end of the articles of one source, hardly in those of others, and
hardly anywhere else in the text. Exact lines alone miss those with a variable end (tags, links to other articles), so
beginnings, ends and stretches within the last line are counted, too. Greetings, section heads and verses recur as well:
nothing is changed here, every suggestion comes with its counts and examples.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from .arabic.issue_dates import is_date_line

LEAST: Final = 5
"""Articles of a source in which something must recur to be suggested."""
SHARE: Final = 0.004
"""... and the share of the source's articles."""
LIFT: Final = 5
"""... so many times its share of the articles of all other sources."""
CONCENTRATION: Final = 0.6
"""Share of its occurrences in the source's texts that stand at its position."""
SUGGESTED: Final = 10
"""Suggestions for one source at most."""
NAME_SHARE: Final = 0.04
"""An author field that so many articles of a source share is the source itself."""
_NEAR: Final = 3
_WORDS: Final = 4
_LONGEST: Final = 160
"""Code points of an exact line that is counted."""
_LAST_WORDS: Final = 60
"""Words of the last line in which a stretch is looked for; what is added there may be long."""
_SENTENCE_ENDS: Final = '.!؟…»)"”:}]'
_ALONE: Final = 0.7
"""Share of the places of a stretch where a sentence has ended before it; in prose it stands within sentences."""
_PROSE: Final = 0.25
"""Weight of a beginning of long paragraphs: more often a turn of phrase than an addition."""
_EXAMPLES: Final = 5

Key = tuple[str, str, str]
"""(position, kind, text)"""
Row = dict[str, Any]
"""A row of ``data/articles``: id, source, author, paragraphs."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A rule for one source."""

    source: str
    position: str
    kind: str
    text: str
    articles: int
    """Articles in which it recurs."""
    of: int
    """Articles of the source."""
    elsewhere: int
    """Its occurrences at other places of the source's texts."""
    examples: tuple[str, ...]
    """Ids of articles."""
    lines: tuple[str, ...]
    """Lines that it takes, or the part of them."""


def suggest_rules(rows: Callable[[], Iterable[Row]]) -> list[Suggestion]:
    """Return suggestions for each source, those of most articles first; ``rows`` is read twice."""
    sizes: Counter[str] = Counter()
    counts: dict[str, Counter[Key]] = defaultdict(Counter)
    for row in rows():
        paper = row["source"] or ""
        sizes[paper] += 1
        counts[paper].update(_keys(row["paragraphs"]))
    candidates = {paper: _pick(paper, counts, sizes) for paper in sizes}
    del counts
    seen: dict[str, dict[Key, list[tuple[str, str]]]] = {paper: defaultdict(list) for paper in candidates}
    elsewhere: dict[str, Counter[Key]] = {paper: Counter() for paper in candidates}
    alone: dict[str, Counter[Key]] = {paper: Counter() for paper in candidates}
    for row in rows():
        paper, lines = row["source"] or "", row["paragraphs"]
        wanted = candidates[paper]
        if not wanted:
            continue
        here = _keys(lines) & wanted
        whole = "\n".join(lines)
        for key in wanted:
            times = whole.count(key[2])
            if key in here:
                times -= 1
                seen[paper][key].append((row["id"], _line_of(key, lines)))
                alone[paper][key] += key[1] != "from" or _stands_alone(key[2], lines)
            elsewhere[paper][key] += max(0, times)
    return [
        suggestion
        for paper in sorted(sizes, key=lambda name: (-sizes[name], name))
        for suggestion in _rank(paper, sizes[paper], _alone_only(seen[paper], alone[paper]), elsewhere[paper])
    ]


def _keys(lines: list[str]) -> set[Key]:
    """Return everything that is counted of one article; lines that date it are what no rule may take."""
    lines = [line for line in lines if not is_date_line(line)]
    found: set[Key] = set()
    if len(lines) < 2:
        lines = lines if lines and len(lines[0]) > _LONGEST else []
    last = lines[-_NEAR:]
    for position, some in (("last", last if len(lines) > 1 else []), ("first", lines[:1] if len(lines) > 1 else [])):
        for line in some:
            if len(line) <= _LONGEST:
                found.add((position, "line", line))
            words = line.split(" ")
            for count in range(1, min(_WORDS, len(words) - 1) + 1):
                found.add((position, "starts", " ".join(words[:count])))
                if position == "last" and len(line) <= _LONGEST:
                    found.add((position, "ends", " ".join(words[-count:])))
    if lines:
        words = lines[-1].split(" ")
        tail = words[-_LAST_WORDS:]
        found.update(("last", "from", f"{a} {b}") for a, b in pairwise(tail))
        found.update(("last", "from", word) for word in tail[-3:] if not word[0:1].isalnum())
    return {key for key in found if len(key[2]) > 2}


def _pick(paper: str, counts: dict[str, Counter[Key]], sizes: Counter[str]) -> set[Key]:
    """Return what recurs in a source and hardly in the others."""
    least = max(LEAST, SHARE * sizes[paper])
    others = sum(sizes.values()) - sizes[paper]
    picked = set()
    for key, count in counts[paper].items():
        if count < least:
            continue
        abroad = sum(counts[other][key] for other in counts if other != paper)
        if others and count / sizes[paper] < LIFT * abroad / others:
            continue
        picked.add(key)
    return {key for key in picked if not _continues_a_phrase(key, counts[paper], picked)}


def _continues_a_phrase(key: Key, counts: Counter[Key], picked: set[Key]) -> bool:
    """Say whether a beginning is only one way in which a phrase that all use goes on («يذكر أن مدينة»)."""
    position, kind, text = key
    words = text.split(" ")
    if kind not in ("starts", "ends") or len(words) < 2:
        return False
    parent = (position, kind, " ".join(words[:-1] if kind == "starts" else words[1:]))
    return counts[parent] >= 2 * counts[key] and parent not in picked


def _line_of(key: Key, lines: list[str]) -> str:
    position, kind, text = key
    some = lines[:1] if position == "first" else lines[-_NEAR:][::-1]
    for line in some:
        if kind == "line" and line == text:
            return line
        if kind == "starts" and line.startswith(text):
            return line
        if kind == "ends" and line.endswith(text):
            return line
        if kind == "from" and text in line:
            return line[line.rfind(text) :]
    return ""


def _stands_alone(text: str, lines: list[str]) -> bool:
    """Say whether a stretch of the last line begins a sentence or the line there."""
    before = lines[-1][: lines[-1].rfind(text)].rstrip() if lines else ""
    return not before or before[-1] in _SENTENCE_ENDS


def _alone_only(seen: dict[Key, list[tuple[str, str]]], alone: Counter[Key]) -> dict[Key, list[tuple[str, str]]]:
    return {key: places for key, places in seen.items() if alone[key] >= _ALONE * len(places)}


def _rank(
    paper: str, size: int, seen: dict[Key, list[tuple[str, str]]], elsewhere: Counter[Key]
) -> Iterator[Suggestion]:
    """Yield the suggestions of one source, each set of articles once, under its most telling form."""
    found: list[Suggestion] = []
    weights: dict[Key, float] = {}
    for (position, kind, text), places in seen.items():
        lines = [line for _, line in places]
        longest = sorted(map(len, lines))[len(lines) // 2]
        # a rule that would take a whole long paragraph is no rule; a stretch is told by what always follows it
        if longest > _LONGEST and (kind == "ends" or position == "first"):
            continue
        away = elsewhere[position, kind, text]
        if len(places) < CONCENTRATION * (len(places) + away):
            continue
        if kind in ("starts", "from"):
            text = _common(text, lines)
        if kind == "ends":
            text = _common(text[::-1], [line[::-1] for line in lines])[::-1]
        if kind == "starts" and all(line == text for line in lines):
            kind = "line"
        examples = tuple(dict(places))[:_EXAMPLES]
        shown = tuple(dict.fromkeys(lines))[:_EXAMPLES]
        if kind == "starts" and longest > _LONGEST:
            kind = "from"
        weights[position, kind, text] = _telling(text) * (_PROSE if longest > _LONGEST and text[-1:].isalpha() else 1)
        found.append(Suggestion(paper, position, kind, text, len(places), size, away, examples, shown))
    order = {"line": 0, "starts": 1, "from": 2, "ends": 3}
    found.sort(key=lambda s: (-s.articles * weights[s.position, s.kind, s.text], order[s.kind], -len(s.text), s.text))
    taken: list[set[str]] = []
    kept = 0
    for suggestion in found:
        key = _key_of(suggestion, seen)
        ids = {name for name, _ in key}
        if any(len(ids & other) >= 0.6 * min(len(ids), len(other)) for other in taken):
            continue
        taken.append(ids)
        kept += 1
        yield suggestion
        if kept == SUGGESTED:
            return


def _key_of(suggestion: Suggestion, seen: dict[Key, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Return the places of the key that a suggestion was made from."""
    best: list[tuple[str, str]] = []
    for (position, _, text), places in seen.items():
        fits = text in suggestion.text and len(places) == suggestion.articles and position == suggestion.position
        if fits and tuple(dict(places))[:_EXAMPLES] == suggestion.examples:
            best = places
            break
    return best


def _common(text: str, lines: list[str]) -> str:
    """Return ``text`` with what follows it in nine lines of ten.

    >>> _common("مقالات", ["مقالات أخرى: نهر", "مقالات أخرى: جسر"])
    'مقالات أخرى:'
    """
    while len(text) < _LONGEST:
        following = Counter(line[: len(text) + 1] for line in lines if line.startswith(text) and len(line) > len(text))
        if not following:
            break
        longer, count = following.most_common(1)[0]
        if count < 0.9 * len(lines):
            break
        text = longer
    return text.strip()


def _telling(text: str) -> float:
    """Return the weight of a text: signs that no sentence begins or ends with count, common words do not."""
    weight = 1.0
    if any(not (c.isalnum() or c.isspace() or c in '،.؛؟!«»"()-:' or "\u064b" <= c <= "\u0652") for c in text):
        weight *= 3
    if any(c.isascii() and c.isalpha() for c in text) or "@" in text:
        weight *= 2
    if text.endswith((":", "...", "…")) or text.startswith("..."):
        weight *= 2
    return weight


def suggest_names_of_sources(rows: Iterable[Row]) -> list[tuple[str, str, int, int]]:
    """Return (source, name, articles, of): what stands in so many author fields of a source that it is its own name."""
    sizes: Counter[str] = Counter()
    authors: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        paper, author = row["source"] or "", (row["author"] or "").strip()
        sizes[paper] += 1
        if author and paper:
            authors[paper][author.strip('«»"“” ')] += 1
    found = []
    for paper in sorted(sizes, key=lambda name: (-sizes[name], name)):
        for name, count in authors[paper].most_common(3):
            if count >= max(LEAST, NAME_SHARE * sizes[paper]):
                found.append((paper, name, count, sizes[paper]))
    return found


def rule_lines(suggestions: Iterable[Suggestion]) -> Iterator[str]:
    """Yield the suggestions as TOML, the evidence as comments."""
    yield "# Lines that recur, ready to paste into content/sources.toml. Read the examples first: greetings, section"
    yield "# heads and verses recur too."
    for s in suggestions:
        share = 100 * s.articles / s.of
        yield f"\n# {s.articles:,} of {s.of:,} articles ({share:.1f} %), {s.position}; elsewhere in its texts {s.elsewhere:,}: {' '.join(s.examples)}"
        yield from (f"#   {visible(line if len(line) <= 100 else line[:99] + '…')}" for line in s.lines)
        yield f"[[rule]]\nsource = {toml(s.source or '*')}\nposition = {toml(s.position)}\n{s.kind} = {toml(s.text)}"


def name_lines(found: Iterable[tuple[str, str, int, int]]) -> Iterator[str]:
    """Yield the names of sources as TOML."""
    for paper, name, count, size in found:
        yield f"\n# {count:,} of {size:,} author fields ({100 * count / size:.1f} %)"
        yield f"[[source]]\nid = {toml(paper)}\nname = {toml(name)}"


def visible(text: str) -> str:
    """Return a text on one line with what cannot be seen escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def toml(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False)
