"""The sets that ``invoke bench`` measures come out as they must, at a size that costs little."""

from __future__ import annotations

import numpy as np
import pytest
from news_archive.bench_copies import SETS, copies_lines, make_corpus, measure_copies
from news_archive.dedupe import find_duplicates
from news_archive.settings import DedupeSettings

COUNT = 240


@pytest.mark.parametrize("name", SETS)
def test_a_hard_set_gives_the_pages_that_it_must(name: str) -> None:
    make, expected = SETS[name]
    corpus = make_corpus(make(COUNT, np.random.default_rng(3)))
    fewest, most = expected(COUNT)
    whole, state = find_duplicates(corpus, DedupeSettings(max_shared=100), is_name=lambda _: False)
    assert fewest <= len(whole.stories) <= most
    parts, _ = find_duplicates(corpus, DedupeSettings(max_shared=100, portion=9000), is_name=lambda _: False)
    assert parts == whole
    again, _ = find_duplicates(corpus, DedupeSettings(max_shared=100), is_name=lambda _: False, previous=state)
    assert again == whole


def test_the_table_has_a_line_for_each_set() -> None:
    lines = copies_lines(measure_copies(40))
    assert len(lines) == len(SETS) + 2
