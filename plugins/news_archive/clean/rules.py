"""Everything that cleaning depends on beside the article: the settings and the editor's ``content/sources.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Final

from ..arabic.dates import DateOrder
from ..models import LEFT_OUT, CleanArticle, Head, Rejection
from ..settings import CleanSettings, Settings
from .agencies import credit_key
from .byline import PLACE_KEYS, Known
from .sources import Source, SourceRule, read_sources

PAPER_READ: Final = "paper_from_byline"
"""Flag of an article whose record names no paper: a byline did."""


def tell_left_out(paper: str) -> str:
    """Return the detail of a record's rejection whose source the editor leaves out."""
    return f"content/sources.toml leaves out {paper} (leave_out)"


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
    date_order: DateOrder
    """Which of day and month stands first in its dates of numbers, '' where nobody says."""
    left_out: bool
    """None of its records is published."""


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
                next((source.date_order for source in self.sources if paper == source.id), ""),
                any(source.left_out for source in self.sources if paper == source.id),
            )
        return made

    def find_idle(self, papers: Set[str]) -> list[str]:
        """Return a warning for each rule and date order whose source no article names, though one names a similar one."""
        ordered = {source.id: "date_order" for source in self.sources if source.date_order}
        kinds = ordered | {rule.source: "[[rule]]" for rule in self.rules}
        near = {
            source: get_close_matches(source, sorted(papers), 1, cutoff=0.75)
            for source in sorted(kinds.keys() - papers - {"*"})
        }
        return [
            f"content/sources.toml: the {kinds[source]} for {source!r} holds for no article; {found[0]!r} is what they name"
            for source, found in near.items()
            if found
        ]

    def find_idle_sources(self, rejections: Iterable[Rejection]) -> list[str]:
        """Return a warning for each source that is to be left out and of which there is no record."""
        told = {rejection.detail for rejection in rejections if rejection.reason == LEFT_OUT}
        return [
            f"content/sources.toml: leave_out of {source.id!r} leaves nothing out; id is the name that its records give"
            for source in self.sources
            if source.left_out and tell_left_out(source.id) not in told
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
            named = [repr((s.id, s.name, sorted(s.keys), s.same_day, s.date_order, s.left_out)) for s in sources]
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
