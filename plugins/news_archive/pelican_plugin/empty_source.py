"""A source without an article: said where it adds nothing, refused where it would take a published archive away.

A folder that was mistyped, not mounted or not yet filled reads like an archive of no articles. Whoever means that says so
with ``invoke clean``. An archive whose last articles the editor hid or left out is no such case.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from ..corpus import Intake
from ..errors import UsageError
from ..models import DECIDED
from ..settings import Settings
from ..source import find_records

_WITHDRAWN: Final = frozenset((*DECIDED, "redaction_failed"))
"""Reasons of rejection that the editor's decisions give: without them there would be articles."""


def refuse_emptying(intake: Intake, sources: Sequence[Path], output: Path) -> None:
    """Raise UsageError where no article was found and ``output`` is a site that has some."""
    if intake.corpus.heads or any(rejection.reason in _WITHDRAWN for _, rejection in intake.rejections):
        return
    published = sum(1 for folder in (output, *output.glob("parts/*")) for _ in folder.glob("a/*.html"))
    if published:
        raise UsageError(
            f"there is no article in {_name(sources)}{_tell_rejected(intake)}; the site in {output.name}/"
            f" ({published:,} article{'s' * (published > 1)}) stands. Is the folder the right one? To publish an archive"
            " without articles, run invoke clean first"
        )


def find_empty(intake: Intake, sources: Sequence[Path], settings: Settings, *, chosen: bool) -> list[str]:
    """Return a warning for an archive without articles, and for each of several sources ``chosen`` that holds nothing."""
    if not intake.corpus.heads:
        return [f"there is no article in {_name(sources)}{_tell_rejected(intake)}: the site is empty"]
    if not chosen or len(sources) < 2:
        return []
    empty = [source for source in sources if next(find_records([source], settings), None) is None]
    return [f"--source {source}: there is nothing in it that could be an article" for source in empty]


def _name(sources: Sequence[Path]) -> str:
    return " and ".join(map(str, sources)) or "the sources"


def _tell_rejected(intake: Intake) -> str:
    return f" ({intake.inputs:,} rejected, such as {intake.rejections[0][1].source})" if intake.inputs else ""
