"""Everything that cleaning depends on beside the article: the settings and the editor's ``content/sources.toml``."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Final

from ..models import CleanArticle, Head, Rejection
from ..settings import CleanSettings, Settings
from .agencies import credit_key
from .byline import PLACE_KEYS, Known
from .sources import Source, SourceRule, read_sources

PAPER_READ: Final = "paper_from_byline"
"""Flag of an article whose record names no paper: a byline did."""


@dataclass(frozen=True, slots=True)
class SourceRules:
    """What holds for the articles of one source."""

    lines: tuple[SourceRule, ...]
    """Rules that delete a line."""
    tags: tuple[SourceRule, ...]
    """Rules that move a line's rest into the tags."""
    known: Known
    """Names that its bylines hold."""
    same_day: bool
    """Its articles were collected on their day of issue."""


@dataclass(frozen=True, slots=True)
class CleaningRules:
    """Rules by source, each made once."""

    settings: CleanSettings
    sources: tuple[Source, ...] = ()
    rules: tuple[SourceRule, ...] = ()
    places: frozenset[str] = PLACE_KEYS
    _made: dict[str, SourceRules] = field(default_factory=dict)
    _prints: dict[str, bytes] = field(default_factory=dict)

    def of(self, paper: str) -> SourceRules:
        """Return what holds for ``paper``, as its articles name it."""
        made = self._made.get(paper)
        if made is None:
            names = {key for source in self.sources if paper in (source.id, "") for key in source.keys}
            own = [rule for rule in self.rules if rule.source in ("*", paper)]
            made = self._made[paper] = SourceRules(
                tuple(rule for rule in own if not rule.field),
                tuple(rule for rule in own if rule.field),
                Known(frozenset(names | ({credit_key(paper)} if paper else set())), self.places),
                any(source.same_day for source in self.sources if paper == source.id),
            )
        return made

    def find_idle(self, papers: Set[str]) -> list[str]:
        """Return a warning for each rule whose source no article of this build names, though one names a similar one."""
        idle = sorted({rule.source for rule in self.rules} - papers - {"*"})
        near = {source: get_close_matches(source, sorted(papers), 1, cutoff=0.75) for source in idle}
        return [
            f"content/sources.toml: the [[rule]] for {source!r} holds for no article; {found[0]!r} is what they name"
            for source, found in near.items()
            if found
        ]

    def print_of(self, outcome: CleanArticle | Head | Rejection) -> bytes:
        """Return 16 bytes for what these rules say of the source that a record names, so that an edit touches it alone.

        Where the record names none, any source may be read from its byline: then, and for what was rejected, they
        stand for all rules.
        """
        if isinstance(outcome, Rejection) or PAPER_READ in outcome.flags:
            return self._print("")
        return self._print(outcome.paper)

    def _print(self, paper: str) -> bytes:
        found = self._prints.get(paper)
        if found is None:
            sources = [source for source in self.sources if paper in (source.id, "")]
            rules = [rule for rule in self.rules if not paper or rule.source in ("*", paper)]
            named = [repr((source.id, source.name, sorted(source.keys), source.same_day)) for source in sources]
            text = "\n".join((*named, *map(repr, rules)))
            found = self._prints[paper] = sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
        return found

    def paper_named(self, name: str) -> str:
        """Return the id of the source that credits itself as ``name``, '' if none does."""
        key = credit_key(name)
        return next((source.id for source in self.sources if key in source.keys), "")


def load_rules(content: Path, settings: Settings) -> CleaningRules:
    """Read the editor's rules; raise ConfigurationError for a wrong one."""
    found = read_sources(content / "sources.toml")
    places = PLACE_KEYS | {credit_key(place) for place in found.places}
    return CleaningRules(settings.clean, found.sources, found.rules, places)
