"""The account of every input: published, merged or rejected, with the reason. Nothing is lost silently.

``kept + merged + rejected = inputs``, always: ``draw_up`` refuses to return an account that does not add up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import msgspec

from .errors import BuildError
from .models import Head, Rejection, Status, Story

_NUMBERS: Final = re.compile(r"(\d+)")


class LedgerLine(msgspec.Struct, frozen=True, gc=False):
    """What became of one input record; a line of ``data/ledger.jsonl.gz``."""

    source: str
    sha256: str
    status: Status
    id: str | None
    """Id of the record's own article; None for a record that could not be identified."""
    merged_into: str | None
    """Id of the page that carries it, for a merged record."""
    reason: str | None
    """Why it was merged (``same``, ``revision``, ``editor``) or rejected (``models.Rejection.reason``)."""
    detail: str | None
    """One sentence for the editor, for a rejected record."""
    characters_in: int
    characters_out: int


def draw_up(
    heads: Sequence[Head],
    stories: Sequence[Story],
    page_ids: Sequence[str],
    rejections: Sequence[Rejection],
    inputs: int,
) -> list[LedgerLine]:
    """Return one line per input record, in natural order of the source names.

    ``page_ids`` names each story's page. Raises BuildError if the sums do not hold.
    """
    lines: list[LedgerLine] = []
    for story, page in zip(stories, page_ids, strict=True):
        head = heads[story.main]
        lines.append(_line(head, Status.KEPT, page, None, None))
        for member in story.members:
            lines.append(_line(heads[member], Status.MERGED, heads[member].id, page, story.reason))
    for refused in rejections:
        lines.append(
            LedgerLine(
                refused.source,
                refused.sha256,
                Status.REJECTED,
                refused.id or None,
                None,
                refused.reason,
                refused.detail,
                refused.characters_in,
                0,
            )
        )
    counts = Counter(line.source for line in lines)
    if len(lines) != inputs or len(counts) != inputs:
        twice = sorted(source for source, count in counts.items() if count > 1)[:3]
        raise BuildError(
            f"the ledger does not add up: {inputs} inputs, {len(lines)} lines, {len(counts)} names {twice}"
        )
    return sorted(lines, key=lambda line: natural_key(line.source))


def _line(head: Head, status: Status, own: str, merged_into: str | None, reason: str | None) -> LedgerLine:
    return LedgerLine(
        head.source, head.sha256, status, own, merged_into, reason, None, head.characters_in, head.characters_out
    )


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """Return a sort key under which ``#9`` comes before ``#10``.

    >>> sorted(["a#10", "a#9", "a"], key=natural_key)
    ['a', 'a#9', 'a#10']
    """
    stem = text.rstrip("0123456789")
    if not stem or stem == text or stem[-1].isdecimal():
        return _cut_numbers(text)
    return [*_cut_numbers(stem), (0, int(text[len(stem) :]), "")]


@lru_cache(maxsize=1024)
def _cut_numbers(text: str) -> list[tuple[int, int, str]]:
    """Return the parts of a name; kept, for the records of a container share all of it but the number."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _NUMBERS.split(text) if part]


def page_ids(heads: Sequence[Head], stories: Sequence[Story]) -> list[str]:
    """Return each story's page id: its main record's id, made longer where two stories would share one."""
    taken = Counter(heads[story.main].id for story in stories)
    ids: list[str] = []
    for story in stories:
        head = heads[story.main]
        ids.append(head.id if taken[head.id] == 1 else f"{head.id}-{head.sha256[:10]}")
    if len(set(ids)) != len(ids):
        raise BuildError(
            "two different articles have the same id and the same bytes; one of them must have been merged"
        )
    return ids


def count_statuses(lines: Sequence[LedgerLine]) -> dict[str, int]:
    """Return how many records were kept, merged and rejected."""
    counts = Counter(line.status for line in lines)
    return {status.value: counts[status] for status in Status}


def count_reasons(lines: Sequence[LedgerLine]) -> list[tuple[str, int]]:
    """Return the reasons of rejection with their counts, commonest first."""
    counts = Counter(line.reason or "" for line in lines if line.status is Status.REJECTED)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def rejected(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    return [line for line in lines if line.status is Status.REJECTED]
