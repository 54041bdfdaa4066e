"""``invoke check``: prove of a built site that it is whole and says what its data say. One line per fault.

Each check is a function from the site's pages to faults, run alone by its name or all in order. One that needs what is
not installed says so and counts as not run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..built import BuiltSite
from ..errors import UsageError
from .absent import find_present, read_strings
from .links import links
from .machines import machines
from .markup import html, vnu
from .pages import NotRun, Pages
from .reading import accessibility, search
from .records import ledger, mentions, spans, text
from .safety import leaks, policy, redactions
from .whole import checksums, sizes

Check = Callable[[Pages], Iterator[str]]


def _machines(pages: Pages) -> Iterator[str]:
    """Feeds, sitemaps, JSON-LD and the data package follow their standards, and what they name is there."""
    return machines(pages.site)


CHECKS: Final[dict[str, Check]] = {
    "ledger": ledger,
    "text": text,
    "spans": spans,
    "mentions": mentions,
    "links": links,
    "html": html,
    "policy": policy,
    "leaks": leaks,
    "redactions": redactions,
    "machines": _machines,
    "checksums": checksums,
    "sizes": sizes,
    "vnu": vnu,
    "search": search,
    "accessibility": accessibility,
}
"""The checks in their order; each one's docstring says what holds when it finds no fault."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    """Faults of each check that was run."""
    not_run: dict[str, str] = field(default_factory=dict)
    """What each of the others needs."""

    @property
    def count(self) -> int:
        return sum(map(len, self.faults.values()))


def run_checks(folder: Path, only: str | None = None, *, absent: str | None = None) -> Checked:
    """Return what the checks found; raise UsageError for an unknown check, for no site, and for one check that cannot run.

    With ``absent`` (a string, or ``@`` and a file of them) nothing else is checked than that it is nowhere.
    """
    if only is not None and only not in CHECKS:
        raise UsageError(f"there is no check {only!r}; there are {', '.join(CHECKS)}")
    site = BuiltSite.open(folder)
    if absent is not None:
        return Checked({"absent": list(find_present(folder, read_strings(absent)))})
    pages = Pages(site)
    checked = Checked()
    for name, check in CHECKS.items():
        if only not in (None, name):
            continue
        try:
            checked.faults[name] = list(check(pages))
        except NotRun as reason:
            checked.not_run[name] = str(reason)
            if only == name:
                raise UsageError(f"{name} cannot be checked: {reason}") from None
    return checked
