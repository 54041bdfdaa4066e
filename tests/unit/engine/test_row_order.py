"""Which rows of the data files stand side by side, and how little of it one article changes."""

from __future__ import annotations

from random import Random

import numpy as np
from news_archive.crockford import DIGITS
from news_archive.row_order import LEAST, MOST, chain_texts, cut_buckets, find_subjects, order_stories


def names(count: int, seed: int = 1) -> list[str]:
    chance = Random(seed)
    return ["".join(chance.choice(DIGITS) for _ in range(10)) for _ in range(count)]


def test_texts_stand_by_the_name_that_they_are_most_about_and_then_by_title() -> None:
    entity = np.array([0] * 10 + [1] * 10 + [2] * 30)
    story = np.array([*range(0, 20, 2), *range(1, 20, 2), *range(30)])
    subjects = find_subjects(entity, story, np.ones(50, np.int64), 30)
    assert subjects.tolist() == [0, 1] * 10 + [-1] * 10  # the third name is everywhere
    titles = [f"{99 - number}" for number in range(30)]
    assert order_stories(subjects, titles, names(30)) == [*range(29, 19, -1), *range(18, -1, -2), *range(19, 0, -2)]


def test_one_more_text_changes_few_buckets() -> None:
    ids = names(8000)
    before = cut_buckets(range(8000), ids)
    assert [n for bucket in before for n in bucket] == list(range(8000))
    assert all(LEAST <= len(bucket) <= MOST for bucket in before[:-1])
    after = cut_buckets([*range(1000), 8000, *range(1000, 8000)], [*ids, names(1, seed=9)[0]])
    known = {tuple(bucket) for bucket in before}
    assert sum(tuple(bucket) not in known for bucket in after) <= 3


def test_a_text_follows_the_one_that_it_shares_rare_words_with() -> None:
    words = [[1, 2, 3, 4], [5, 6, 7, 8], [1, 2, 9, 4], [5, 6, 10, 8], [11, 12, 13, 14, 15]]
    texts = [np.array([*some, 100], np.int32) for some in words]
    assert chain_texts(texts) == [0, 2, 1, 3, 4]


def test_no_numbering_of_words_decides_the_order() -> None:
    chance = Random(7)
    texts = [np.array(chance.choices(range(400), k=chance.randint(1, 60)), np.int32) for _ in range(80)]
    other = list(range(400))
    chance.shuffle(other)
    turned = [np.array(other, np.int32)[text] for text in texts]
    assert chain_texts(turned) == chain_texts(texts) != list(range(80))


def test_texts_of_no_words_and_no_texts_have_an_order_too() -> None:
    assert chain_texts([]) == [] == cut_buckets([], [])
    empty = np.empty(0, np.int32)
    assert chain_texts([empty, empty]) == [0, 1]
