"""``invoke suggest``: names that recur in the archive and are not in the authority file, ready to paste.

Candidates are gathered by name, clitics taken off, and ranked by the articles that hold them and by how they were
found: a name that stands after a title or a given name counts more than one that only follows a place word, and a word
that is mostly used otherwise in the archive counts less. The last name alone, found after the whole, becomes the weak
form. What the editor rejected stays rejected: ``content/entities/rejected.txt``, a name a line.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from .built import BuiltSite
from .entities import Authority
from .entities.common_words import is_common
from .entities.forms import name_tokens
from .excerpts import cut_context
from .name_variants import find_full_names, is_spelling, skeleton

REJECTED: Final = Path("entities") / "rejected.txt"
"""Below the content folder."""
SURE: Final = {
    "title": 1.0,
    "nationality": 1.0,
    "given_name": 0.9,
    "organisation_trigger": 0.6,
    "place_trigger": 0.8,
    "last_name": 0.3,
}
"""Weight of a candidate by what gave it away; about its measured precision."""
_CONTEXTS: Final = 3
_CLITICS: Final = ("و", "ل", "ب", "ف", "ك")
_LETTERS: Final = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويءىةؤئ",
        "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y - a a w y".split(),
        strict=True,
    )
)


@dataclass(slots=True)
class Group:
    """One name as it was found."""

    tokens: tuple[str, ...]
    surfaces: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    places: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """Article -> paragraph, start, end of its first place."""
    score: float = 0.0
    short: list[str] = field(default_factory=list)
    """What it is also called, in short."""

    @property
    def name(self) -> str:
        return max(sorted(self.surfaces), key=lambda surface: self.surfaces[surface])


def read_rejected(content: Path) -> set[tuple[str, ...]]:
    """Return the names that the editor does not want to be asked about again."""
    path = content / REJECTED
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {name_tokens(line.partition("#")[0]) for line in lines} - {()}


def reject_names(content: Path, names: list[str]) -> int:
    """Remember names as rejected; return how many were not yet."""
    known = read_rejected(content)
    new = [name.strip() for name in names if name_tokens(name) and name_tokens(name) not in known]
    if new:
        path = content / REJECTED
        path.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.is_file() else "# Names that `invoke suggest` shall not show.\n"
        text += "" if text.endswith("\n") else "\n"
        path.write_text(text + "".join(f"{name}\n" for name in new), encoding="utf-8")
    return len(new)


def suggest_names(folder: Path, content: Path, authority: Authority, limit: int = 40) -> Iterator[str]:
    """Yield the names most worth adding, each with type, articles, contexts and near spellings, as TOML."""
    site = BuiltSite.open(folder)
    groups, last_names = _gather(site)
    rejected = read_rejected(content)
    groups = {key: group for key, group in groups.items() if key not in rejected}
    _score(groups, _count_uses(site, groups))
    near = _Near(authority, groups)
    _gather_short(groups)
    ranked = sorted(groups.values(), key=lambda g: (-g.score, g.tokens))
    ranked = [group for group in ranked if len(group.places) > 1 and not _is_phrase(group.tokens)][:limit]
    texts = _read_texts(site, {article for group in ranked for article in list(group.places)[:_CONTEXTS]})
    yield f"# Names that are not in {content.name}/entities, the likeliest first. Paste what you want into a file there;"
    yield f'# what you never want to see again: invoke suggest --reject "name" (kept in {content.name}/{REJECTED.as_posix()}).'
    taken = set(authority.entities)
    offered: set[str] = set()
    for group in ranked:
        if group.name in offered:
            continue
        offered.update(near.spellings(group)[0])
        yield from _entry(group, near, last_names, texts, taken)


def _gather(site: BuiltSite) -> tuple[dict[tuple[str, ...], Group], dict[str, set[str]]]:
    groups: dict[tuple[str, ...], Group] = {}
    last_names: dict[str, set[str]] = defaultdict(set)
    for row in site.rows("candidates"):
        tokens, surface = _without_clitic(row["surface"])
        if row["rule"] == "last_name":
            last_names[row["article"]].add(tokens[-1])
            continue
        group = groups.setdefault(tokens, Group(tokens))
        group.surfaces[surface] += 1
        group.types[row["type"]] += 1
        if row["article"] not in group.places:
            group.places[row["article"]] = (row["paragraph"], row["start"], row["end"])
            group.score += SURE.get(row["rule"], 0.3)
    return groups, last_names


def _without_clitic(surface: str) -> tuple[tuple[str, ...], str]:
    """Return a candidate's tokens and text without the clitic that the first word carries, where it surely does."""
    from .entities.words import GIVEN

    tokens = name_tokens(surface)
    first = tokens[0]
    if first not in GIVEN and first[:1] in _CLITICS and first[1:] in GIVEN:
        return (first[1:], *tokens[1:]), surface[1:]
    return tokens, surface


def _gather_short(groups: dict[tuple[str, ...], Group]) -> None:
    """Bring short names under the one that says them in full, where both stand in one article."""
    for short, full in find_full_names(groups).items():
        one, other = groups[short], groups.get(full)
        if other is None or not one.places.keys() & other.places.keys():
            continue
        other.short.append(one.name)
        other.short += one.short
        other.score += one.score
        other.places.update({article: place for article, place in one.places.items() if article not in other.places})
        del groups[short]


def _is_phrase(tokens: tuple[str, ...]) -> bool:
    """Say whether all words but the first are everyday words: «حسن الجوار» is nobody."""
    return len(tokens) > 1 and all(is_common(token) for token in tokens[1:])


def _count_uses(site: BuiltSite, groups: Mapping[tuple[str, ...], Group]) -> Counter[str]:
    """Return how often each name of one word stands anywhere in the archive."""
    single = {key[0] for key in groups if len(key) == 1}
    uses: Counter[str] = Counter()
    for row in site.rows("articles"):
        for paragraph in row["paragraphs"]:
            uses.update(token for token in name_tokens(paragraph) if token in single)
    return uses


def _score(groups: Mapping[tuple[str, ...], Group], uses: Counter[str]) -> None:
    for key, group in groups.items():
        if len(key) == 1:  # a word of another use: few of its places look like a name
            group.score *= min(1.0, 2 * sum(group.surfaces.values()) / max(1, uses[key[0]]))


class _Near:
    """Names that are written nearly alike: the same letters but for ا و ي and spaces."""

    def __init__(self, authority: Authority, groups: Mapping[tuple[str, ...], Group]) -> None:
        self._known: dict[str, list[str]] = defaultdict(list)
        self._found: dict[str, list[Group]] = defaultdict(list)
        for entity in authority.entities.values():
            for text in (entity.name, *entity.aliases):
                self._known[skeleton(text)].append(f"{text} ({entity.slug})")
        for group in groups.values():
            self._found[skeleton(" ".join(group.tokens))].append(group)

    def known(self, group: Group) -> list[str]:
        return self._known.get(skeleton(" ".join(group.tokens)), [])

    def spellings(self, group: Group) -> tuple[list[str], list[str]]:
        """Return the other spellings that are surely the same name, and those that may be."""
        others = [other for other in self._found[skeleton(" ".join(group.tokens))] if other is not group]
        sure = sorted(other.name for other in others if is_spelling(group.tokens, other.tokens))
        return sure, sorted({other.name for other in others} - set(sure))


def _read_texts(site: BuiltSite, articles: set[str]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in site.rows("articles") if row["id"] in articles}


def _entry(
    group: Group,
    near: _Near,
    last_names: Mapping[str, set[str]],
    texts: Mapping[str, dict[str, Any]],
    taken: set[str],
) -> Iterator[str]:
    kind = group.types.most_common(1)[0][0]
    yield f"\n# {len(group.places):,} articles"
    for article, (paragraph, start, end) in list(group.places.items())[:_CONTEXTS]:
        before, word, after = cut_context(texts[article]["paragraphs"][paragraph], start, end)
        yield f"#   {article}: {_visible(f'{before}[{word}]{after}')}"
    if known := near.known(group):
        yield f"#   nearly: {_visible(', '.join(known))}"
    sure, perhaps = near.spellings(group)
    if perhaps:
        yield f"#   perhaps also written: {_visible(', '.join(perhaps))}"
    aliases = list(dict.fromkeys([*group.short, *sure]))
    slug = _slug(group.tokens, taken)
    taken.add(slug)
    yield f"[[entity]]\nid = {_toml(slug)}\ntype = {_toml(kind)}\nname = {_toml(group.name)}"
    if aliases:
        yield f"aliases = [{', '.join(map(_toml, aliases))}]"
    last = group.tokens[-1]
    if kind == "person" and len(group.tokens) > 1 and any(last in last_names.get(a, ()) for a in group.places):
        yield f"weak = [{_toml(group.name.split()[-1])}]"


def _slug(tokens: tuple[str, ...], taken: set[str]) -> str:
    """Return an ASCII id for a name, letter by letter; the editor will know the usual spelling.

    >>> _slug(("سلمي", "الحداد"), set())
    'slmy-al-hdad'
    """
    words = []
    for token in tokens:
        article, bare = ("al-", token[2:]) if token.startswith("ال") and len(token) > 4 else ("", token)
        latin = "".join(_LETTERS.get(c, c if c.isascii() and c.isalnum() else "") for c in bare)
        words.append(article + (latin.replace("-", "") or "x"))
    base = "-".join(words)[:56].strip("-")
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


def _toml(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are TOML's too."""
    return json.dumps(_visible(text), ensure_ascii=False)
