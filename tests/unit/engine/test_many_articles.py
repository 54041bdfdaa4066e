"""Beyond so many articles names are looked for after the copies, not beside them: less memory, the same answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from news_archive.pipeline import Archive, names, run_stages
from news_archive.settings import Settings
from news_archive.store import Store

ROOT = Path(__file__).parents[3]


def build(cache: Path, *, jobs: int = 1) -> Archive:
    store = Store(cache)
    store.folder.mkdir(exist_ok=True)
    return run_stages([ROOT / "seeds"], ROOT / "content", Settings(), store, jobs=jobs)


def assert_equal(one: Archive, other: Archive) -> None:
    for table in ("mentions", "candidates", "quotations"):
        mine, theirs = getattr(one, table), getattr(other, table)
        assert (mine.slugs, mine.types, mine.rules) == (theirs.slugs, theirs.types, theirs.rules)
        assert np.array_equal(mine.rows, theirs.rows)
        assert np.array_equal(mine.offsets, theirs.offsets)
    assert one.duplicates == other.duplicates
    assert one.lines == other.lines


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return build(tmp_path_factory.mktemp("few"))


def test_many_articles_give_what_few_give_and_few_go_on_from_them(
    few: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(few.mentions.rows) > 100
    with monkeypatch.context() as patched:
        patched.setattr(names, "TOGETHER", 5)
        patched.setattr(names, "MANY", 5)
        patched.setattr(names, "SHARE", 7)
        assert_equal(build(tmp_path, jobs=2), few)
    after = build(tmp_path)
    assert after.intake.unchanged
    assert_equal(after, few)
