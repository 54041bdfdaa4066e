"""Documents that are asked for together are filed together; what a text says moves that document alone."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
from index_planner import plan
from news_archive.search.topics import LEAST, Topics, find_topics

FIRST = "جحخدرزشصطعغق"
SPORT = [letter + end for letter in FIRST for end in ("نق", "مش")]
RAIN = [letter + end for letter in FIRST for end in ("رح", "دم")]
"""Invented words of three letters: they are their own stems."""
OTHERS = "قال أمس غدا بعد قبل عند بين حول فوق تحت".split()


def make_articles(count: int = 120) -> list[list[str]]:
    rng = random.Random(3)
    found = []
    for number in range(count):
        topic = SPORT if number % 2 else RAIN
        found.append([" ".join(rng.sample(topic, 3)), " ".join([*rng.choices(topic, k=6), *rng.choices(OTHERS, k=20)])])
    return found


def filed(articles: list[list[str]]) -> list[int]:
    return [int(story.id) for story, _ in plan(articles).topical]


def test_articles_of_one_topic_stand_together() -> None:
    order = filed(make_articles())
    assert sum(a % 2 != b % 2 for a, b in pairwise(order)) <= 120 // LEAST


def test_a_changed_text_moves_its_article_alone() -> None:
    articles = make_articles()
    before = filed(articles)
    articles[10][1] += " " + " ".join(SPORT[:2] * 9)
    after = filed(articles)
    assert after != before
    assert [number for number in after if number != 10] == [number for number in before if number != 10]


def test_topics_are_remembered_while_the_titles_stay_and_are_the_same_when_found_again() -> None:
    index = plan(make_articles())
    found = index._topics
    assert set(found.state) == {"topic_key", "topic_marks", "topic_part"}
    again = Topics.recall(found.state)
    assert again is not None
    assert find_topics(index._postings, index._stem_marks, b"code", again) is not again
    fresh = find_topics(index._postings, index._stem_marks, b"code", None)
    assert np.array_equal(fresh.marks, found.marks)
    assert np.array_equal(fresh.part, found.part)
    assert find_topics(index._postings, index._stem_marks, b"code", fresh) is fresh
    assert (np.diff(found.part) >= 0).all()


def test_an_archive_of_a_few_articles_has_no_topics_and_an_order_all_the_same() -> None:
    assert filed(make_articles(3)) == [0, 1, 2]
    assert filed([]) == []
