"""Words that are decoded when they are asked for are the words, and merging them is merging lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from news_archive import words as module
from news_archive.words import Words, add_words, find_word, join_words, merge_words

LETTERS = st.text("ابت a", min_size=1, max_size=3)
SORTED = st.sets(LETTERS, min_size=1, max_size=12).map(sorted)


@given(SORTED)
def test_words_are_a_sequence_of_strings(given_words: list[str]) -> None:
    words = Words("\n".join(given_words).encode())
    assert [words[i] for i in range(len(words))] == given_words
    assert words[-1] == given_words[-1]
    assert list(words) == given_words
    assert words == given_words
    assert bytes(join_words(words)) == join_words(given_words)


@given(SORTED, st.lists(LETTERS, max_size=3))
def test_words_are_added_behind_the_others(given_words: list[str], more: list[str]) -> None:
    assert list(add_words(Words("\n".join(given_words).encode()), more)) == [*given_words, *more]


def test_no_words_are_none() -> None:
    words = Words(b"")
    assert len(words) == 0
    assert list(words) == []
    assert find_word(words, "باب") == -1


@given(SORTED, SORTED, st.data())
def test_merging_keeps_what_is_used_and_adds_what_is_new(old: list[str], new: list[str], data: st.DataObject) -> None:
    used = np.array(data.draw(st.lists(st.booleans(), min_size=len(old), max_size=len(old))), np.bool_)
    found = merge_words(Words("\n".join(old).encode()), used, new)
    assert found is not None
    merged, from_old, from_new = found
    expected = sorted({word for word, keep in zip(old, used, strict=True) if keep} | set(new))
    assert list(merged) == expected
    assert [merged[place] for place in from_new.tolist()] == new
    for word, keep, place in zip(old, used.tolist(), from_old.tolist(), strict=True):
        assert (merged[place] == word) if keep else place == -1


def test_much_that_changes_is_left_to_the_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW", 1)
    assert merge_words(Words("ا\nب".encode()), np.zeros(2, np.bool_), ["ت"]) is None


def test_many_questions_decode_all_words_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 2)
    words = Words("ا\nب\nت".encode())
    assert [words[i] for i in (0, 1, 2, 0)] == ["ا", "ب", "ت", "ا"]
