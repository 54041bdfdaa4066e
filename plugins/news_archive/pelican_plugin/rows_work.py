"""The work on the data files that are written in buckets, spread over workers.

After a small change a worker finds out what is missing and makes it, while others are at the index; where much is
missing the shares are laid out first, for all workers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

from ..datafiles import MemberMemory, NamedMember, Packed
from ..parallel import fork_map
from ..store import Store
from .facts import Facts
from .packed_rows import Buckets, PackedRows, rows_print

_NAME: Final = "members"
_FEW: Final = 24
"""Members that are made by the worker that finds them missing: more than a changed article lacks."""
_SHARE: Final = 12
"""Members that a worker makes at a time."""


@dataclass(frozen=True, slots=True)
class RowsPlan:
    """What a worker sends back of the files that are written in buckets."""

    buckets: Buckets
    names: dict[str, list[str]]
    """Those of each file's members in order, by part and kind."""
    made: dict[str, bytes]
    """The members that are not remembered, where they are few."""
    is_whole: bool
    """None is missing any more."""


Made = RowsPlan | dict[str, bytes]
"""What one share of the work gives."""


class RowsWork:
    """The buckets' files of one archive, as they are while workers make them."""

    def __init__(self, facts: Facts, store: Store, jobs: int, *, fresh: bool) -> None:
        self._facts = facts
        self._store = store
        self._jobs = jobs
        self._begins_alone = not fresh and bool(store.names(_NAME))

    def shares(self) -> list[Callable[[], Made]]:
        """Return the work by shares, for workers that see the archive as it is now."""
        if self._begins_alone:
            return [self._begin]
        missing = self._memory.missing(self._members)
        return [partial(_make_share, missing[i : i + _SHARE]) for i in range(0, len(missing), _SHARE)]

    def finish(self, parts: Sequence[Made]) -> tuple[Buckets, dict[str, list[Packed]]]:
        """Return the buckets and the members of each file, once all shares are made; what is left is made now."""
        made: dict[str, bytes] = {}
        plan = None
        for part in parts:
            if isinstance(part, RowsPlan):
                plan = part
            else:
                made |= part
        if plan is None:
            return self._rows.buckets, self._memory.finish(self._names, made)
        return plan.buckets, self._memory.finish(plan.names, plan.made if plan.is_whole else self._make_many())

    def _begin(self) -> RowsPlan:
        missing = self._memory.missing(self._members)
        few = len(missing) <= _FEW
        return RowsPlan(self._rows.buckets, self._names, _make_share(missing) if few else {}, few)

    def _make_many(self) -> dict[str, bytes]:
        missing = self._memory.missing(self._members)
        made: dict[str, bytes] = {}
        for part in fork_map(
            _make_share, [missing[i : i + _SHARE] for i in range(0, len(missing), _SHARE)], self._jobs
        ):
            made |= part
        return made

    @cached_property
    def _memory(self) -> MemberMemory:
        return MemberMemory(self._store, _NAME, rows_print())

    @cached_property
    def _rows(self) -> PackedRows:
        return PackedRows(self._facts)

    @cached_property
    def _members(self) -> Mapping[str, list[NamedMember]]:
        return self._rows.members()

    @property
    def _names(self) -> dict[str, list[str]]:
        return {kind: [name for name, _ in members] for kind, members in self._members.items()}


def _make_share(share: Sequence[NamedMember]) -> dict[str, bytes]:
    return {name: make() for name, make in share}
