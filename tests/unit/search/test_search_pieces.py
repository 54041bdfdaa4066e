"""What is remembered of an index saves work and changes no byte."""

from __future__ import annotations

import random

import numpy as np
import pytest
from index_planner import make_index, plan
from news_archive.search import State, terms

WORDS = "روسيا وروسيا مكتبة المكتبة جسر النهر قال البلدية سوريا سورية كتاب الكتب مطر أمس غدا في من إلى".split()


def make_articles(count: int) -> list[list[str]]:
    rng = random.Random(5)
    return [[" ".join(rng.choices(WORDS, k=n)) for n in (4, 30, 20)] for _ in range(count)]


def made_with(articles: list[list[str]], previous: State | None) -> tuple[dict[str, bytes], State | None, int]:
    """Return all files, the state and how many stems were encoded."""
    planned = plan(articles, {} if previous is None else previous)
    files = planned.make(planned.keys) | {"manifest": planned.manifest}
    return files, planned.state, len(planned._memory.made)


def change(articles: list[list[str]], number: int, text: str) -> list[list[str]]:
    return [[*blocks, text] if i == number else blocks for i, blocks in enumerate(articles)]


def test_a_changed_article_costs_its_own_stems_and_all_bytes_are_those_of_a_fresh_index() -> None:
    articles = [[*blocks, f"كلمة{i} خاصة{i % 7}"] for i, blocks in enumerate(make_articles(60))]
    _, state, every = made_with(articles, None)
    for number, text in ((3, "سطر جديد"), (3, "وسطر آخر"), (40, "مطر"), (59, "حرف غريب")):
        articles = change(articles, number, text)
        files, state, made = made_with(articles, state)
        assert files == make_index(articles)
        assert 0 < made < every
        assert state is not None
    unchanged, none, made = made_with(articles, state)
    assert (unchanged, none, made) == (make_index(articles), None, 0)


def test_files_are_made_in_parts_and_what_nobody_asked_for_is_not_taken_for_known() -> None:
    articles = make_articles(60)
    planned = plan(articles, {})
    some = [path for path in planned.keys if path.startswith("search/t")][:1]
    planned.make(some)
    files, state, _ = made_with(articles, planned.state)
    assert files == make_index(articles)
    assert state is None or len(state["marks"])


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_archives_have_a_memory_too(count: int) -> None:
    articles = make_articles(count)
    _, state, _ = made_with(articles, None)
    assert made_with(articles, state)[0] == make_index(articles)


def test_an_article_more_makes_all_anew() -> None:
    articles = make_articles(20)
    _, state, _ = made_with(articles, None)
    more = make_articles(21)
    assert made_with(more, state)[0] == make_index(more)


def test_a_state_of_other_code_is_as_good_as_none() -> None:
    articles = make_articles(20)
    _, state, every = made_with(articles, None)
    assert state is not None
    other = state | {"code": np.frombuffer(bytes(16), np.uint8), "bits": np.zeros_like(state["bits"])}
    files, _, made = made_with(articles, other)
    assert (files, made) == (make_index(articles), every)


def test_stems_are_encoded_some_at_a_time_with_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = make_articles(40)
    whole = make_index(articles)
    monkeypatch.setattr(terms, "SLICE", 50)
    assert make_index(articles) == whole
