"""What the index needs to know of a published page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IndexedStory:
    article: int
    """Article number in the corpus whose text is the page."""
    id: str
    title: str
    source: str
    """Name of the newspaper or site, or ''."""
    day: str
    """ISO day, month or year, or '' for an undated page."""
    bound: bool
    """``day`` is only the latest possible one."""
    carriers: int
    names: tuple[str, ...]
    """Slugs of the entities on the page, sorted."""
