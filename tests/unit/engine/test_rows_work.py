"""The members of the data files are the same whoever makes them: all workers, one that finds few missing, or the parent."""

from __future__ import annotations

from pathlib import Path

import pytest
from news_archive.datafiles import join_members
from news_archive.pelican_plugin import rows_work
from news_archive.pelican_plugin.facts import Facts
from news_archive.pelican_plugin.rows_work import RowsPlan, RowsWork
from news_archive.pipeline import Findings, run_stages
from news_archive.settings import Settings
from news_archive.store import Store

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    heard: list[Findings] = []
    store = Store(tmp_path_factory.mktemp("stages"))
    archive = run_stages([ROOT / "seeds"], ROOT / "content", Settings(), store, begin=heard.append)
    assert len(heard) == 1
    assert heard[0].intake is archive.intake
    return Facts(heard[0], Settings(), "")


def make(facts: Facts, store: Store, *, fresh: bool = False) -> tuple[dict[str, bytes], RowsWork, list[object]]:
    work = RowsWork(facts, store, 1, fresh=fresh)
    parts = [share() for share in work.shares()]
    _, packed = work.finish(parts)
    return {kind: join_members(members) for kind, members in packed.items()}, work, list(parts)


def test_the_first_build_shares_the_members_out_and_the_next_finds_none_missing(facts: Facts, tmp_path: Path) -> None:
    first, _, parts = make(facts, Store(tmp_path))
    assert parts
    assert not any(isinstance(part, RowsPlan) for part in parts)
    again, _, (plan,) = make(facts, Store(tmp_path))
    assert isinstance(plan, RowsPlan)
    assert (plan.made, plan.is_whole) == ({}, True)
    assert again == first


@pytest.mark.parametrize("few", [0, 1000])
def test_members_that_are_missing_are_made_by_the_worker_if_few_and_else_by_all(
    few: int, facts: Facts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, _ = make(facts, Store(tmp_path))
    other = Store(tmp_path)
    known = other.read("members", rows_work.rows_print())
    assert known is not None
    kept = dict(list(known[1].items())[::2])
    other.write("members", rows_work.rows_print(), {}, kept)
    monkeypatch.setattr(rows_work, "_FEW", few)
    again, _, (plan,) = make(facts, Store(tmp_path))
    assert isinstance(plan, RowsPlan)
    assert plan.is_whole is bool(few)
    assert bool(plan.made) is bool(few)
    assert again == first
    saved = other.read("members", rows_work.rows_print())
    assert saved is not None
    assert saved[1].keys() == known[1].keys()


def test_a_memory_of_other_code_is_as_none(facts: Facts, tmp_path: Path) -> None:
    first, _, _ = make(facts, Store(tmp_path / "a"))
    stale = Store(tmp_path / "b")
    stale.write("members", b"other code", {}, {"x": b"y"})
    again, _, (plan,) = make(facts, stale)
    assert isinstance(plan, RowsPlan)
    assert again == first
