"""Everything that cleaning depends on beside the article: the settings and the editor's ``content/sources.toml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..settings import CleanSettings, Settings
from .agencies import credit_key
from .byline import PLACE_KEYS, Known
from .sources import Source, SourceRule, read_sources


@dataclass(frozen=True, slots=True)
class SourceRules:
    """What holds for the articles of one source."""

    lines: tuple[SourceRule, ...]
    """Rules that delete a line."""
    tags: tuple[SourceRule, ...]
    """Rules that move a line's rest into the tags."""
    known: Known
    """Names that its bylines hold."""


@dataclass(frozen=True, slots=True)
class CleaningRules:
    """Rules by source, each made once."""

    settings: CleanSettings
    sources: tuple[Source, ...] = ()
    rules: tuple[SourceRule, ...] = ()
    places: frozenset[str] = PLACE_KEYS
    _made: dict[str, SourceRules] = field(default_factory=dict)

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
            )
        return made

    def paper_named(self, name: str) -> str:
        """Return the id of the source that credits itself as ``name``, '' if none does."""
        key = credit_key(name)
        return next((source.id for source in self.sources if key in source.keys), "")


def load_rules(content: Path, settings: Settings) -> CleaningRules:
    """Read the editor's rules; raise ConfigurationError for a wrong one."""
    found = read_sources(content / "sources.toml")
    places = PLACE_KEYS | {credit_key(place) for place in found.places}
    return CleaningRules(settings.clean, found.sources, found.rules, places)
