from __future__ import annotations

import multiprocessing
import time
from collections.abc import Generator
from pathlib import Path

from news_archive.parallel import fork_map


def test_workers_begin_before_the_results_are_asked_for(tmp_path: Path) -> None:
    results = fork_map(lambda n: (tmp_path / str(n)).write_text(""), [1, 2], 2)
    for _ in range(500):
        if len(list(tmp_path.iterdir())) == 2:
            break
        time.sleep(0.01)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2"]
    assert list(results) == [0, 0]


def test_giving_up_leaves_no_worker(tmp_path: Path) -> None:
    results = fork_map(lambda n: n, [1, 2, 3], 2)
    assert isinstance(results, Generator)
    results.close()
    assert not multiprocessing.active_children()
