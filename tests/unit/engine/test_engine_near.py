"""Near articles share rare words or names, whatever the numbering; what is common brings nothing together."""

from __future__ import annotations

import random

import numpy as np
import pytest
from news_archive.analyse import tokenise
from news_archive.mentions import MentionTable, tabulate
from news_archive.models import Corpus, EntityType, Int32, Mention
from news_archive.near import SHOWN, find_near
from news_archive.vocabulary import build_vocabulary

COMMON = "قال المدير إن العمل مستمر في المدينة وإن النتائج تعلن قريباً للجميع"
RARE = ["المرصد الفلكي رصد مذنباً", "محصول الزعفران تضاعف", "نقابة الغواصين انتخبت"]


def make_corpus(texts: list[tuple[str, str]]) -> Corpus:
    batch = tokenise([[title, text] for title, text in texts])
    renumbering = build_vocabulary([batch.surfaces])
    tokens = batch.tokens.__class__(
        renumbering.maps[0][batch.tokens.ids], batch.tokens.starts, batch.tokens.blocks, batch.tokens.articles,
        batch.tokens.ends,
    )  # fmt: skip
    return Corpus([None] * len(texts), tokens, renumbering.vocabulary)  # type: ignore[list-item]  # only counted here


def near_of(texts: list[tuple[str, str]], mentions: MentionTable | None = None) -> Int32:
    table = mentions if mentions is not None else tabulate([], len(texts))
    return find_near(make_corpus(texts), table, range(len(texts)), [f"{n:010d}" for n in range(len(texts))])[0]


def filler(count: int) -> list[tuple[str, str]]:
    return [(f"خبر {n}", COMMON) for n in range(count)]


def test_articles_that_share_rare_words_are_near() -> None:
    texts = [*filler(60), *((rare, f"{COMMON} {rare}") for rare in RARE for _ in range(2))]
    near = near_of(texts)
    assert near[60:, 0].tolist() == [61, 60, 63, 62, 65, 64]


def test_in_an_archive_of_few_articles_two_words_in_common_are_no_likeness() -> None:
    few = [*filler(12), ("انتخاب", f"{COMMON} انتخبت الغواصين"), ("ميناء", f"{COMMON} انتخبت الغواصين")]
    assert (near_of(few) == -1).all()


def test_what_every_article_says_brings_nothing_together() -> None:
    assert (near_of(filler(80)) == -1).all()


def test_no_more_than_a_few_are_shown_and_never_the_article_itself() -> None:
    near = near_of([(RARE[0], RARE[0])] * 6)
    assert near.shape == (6, SHOWN)
    assert all(number not in row for number, row in enumerate(near.tolist()))


def test_shared_names_count_as_rare_words_do() -> None:
    names = [
        Mention(article, 0, 0, 3, f"n{name}", EntityType.PLACE, "exact") for article in (3, 7) for name in range(3)
    ]
    near = near_of(filler(130), tabulate(names, 130))
    assert near[3, 0] == 7
    assert near[5, 0] == -1


def test_the_answer_does_not_depend_on_the_order_of_the_articles() -> None:
    texts = [*filler(5), *((rare, f"{COMMON} {rare}") for rare in RARE for _ in range(3))]
    ids = [f"{n:010d}" for n in range(len(texts))]
    order = list(range(len(texts)))
    random.Random(7).shuffle(order)

    def named(numbers: list[int]) -> dict[str, list[str]]:
        own = [ids[n] for n in numbers]
        near = find_near(make_corpus([texts[n] for n in numbers]), tabulate([], len(texts)), range(len(texts)), own)[
            0
        ].tolist()
        return {own[n]: [own[m] for m in row if m >= 0] for n, row in enumerate(near)}

    assert named(order) == named(list(range(len(texts))))


def test_an_archive_of_nothing_has_nothing_near() -> None:
    corpus = make_corpus([("", "")])
    assert find_near(corpus, tabulate([], 1), [0], ["0"])[0].tolist() == [[-1] * SHOWN]
    assert np.shape(find_near(corpus, tabulate([], 1), [], [])[0]) == (0, SHOWN)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_remembered_changes_no_answer(seed: int) -> None:
    rng = random.Random(seed)
    words = [f"كلمة{n}" for n in range(400)]

    def text() -> tuple[str, str]:
        return " ".join(rng.choices(words, k=3)), " ".join(rng.choices(words, k=25))

    archive = {f"{n:010d}": text() for n in range(150)}
    previous = None
    for step in range(12):
        ids = sorted(archive)
        corpus, table = make_corpus([archive[name] for name in ids]), tabulate([], len(ids))
        fresh, _ = find_near(corpus, table, range(len(ids)), ids)
        near, previous = find_near(corpus, table, range(len(ids)), ids, previous)
        assert near.tolist() == fresh.tolist()
        assert (near >= 0).any()
        for _ in range(rng.choice([0, 1, 1, 2])):
            match rng.randint(0, 2):
                case 0:
                    archive[f"{step}{rng.randint(0, 99999):09d}"] = text()
                case 1:
                    del archive[rng.choice(sorted(archive))]
                case _:
                    title, body = archive[name := rng.choice(sorted(archive))]
                    archive[name] = (title, body + " " + rng.choice(words))
