"""Names are looked for in many articles at a time, and found as in each one alone."""

from __future__ import annotations

import random

import pytest
from corpus_builder import make_corpus
from news_archive.entities import Authority, Names, find_names
from news_archive.models import Corpus, Entity, EntityType, Mention

WORDS = [
    "سلمى", "نبيل", "محمد", "بن", "الحداد", "الكرمي", "الريحان", "والكرمي", "البيادر", "للبيادر", "قال", "وقالت", "في", "مدينة",
    "نادي", "بنك", "جامعة", "المدرب", "وزير", "النمساوي", "صحيفة", "بوردنبلاد", "إن", "أمس", "15", "،", "«", "»", ":", ".", "\n",
]  # fmt: skip
AUTHORITY = Authority(
    {
        "haddad": Entity("haddad", EntityType.PERSON, "سلمى الحداد", weak=("الحداد",), cues=("وزير",)),
        "other": Entity("other", EntityType.PERSON, "نبيل الحداد", anticues=("نادي",)),
        "town": Entity("town", EntityType.PLACE, "البيادر", aliases=("مدينة البيادر",), longer=("نادي البيادر",)),
        "paper": Entity("paper", EntityType.ORGANISATION, "صحيفة الريحان", aliases=("«البيادر»",)),
    }
)


def texts_of(rng: random.Random, articles: int) -> dict[str, str]:
    return {f"n{n:03d}": " ".join(rng.choices(WORDS, k=rng.choice((0, 5, 80)))) + " خاتمة" for n in range(articles)}


def rows(names: Names) -> tuple[list[Mention], ...]:
    return tuple([*table.mentions()] for table in (names.mentions, names.candidates, names.quotations))


def find(corpus: Corpus, texts: dict[str, str], articles: list[int] | None = None) -> tuple[list[Mention], ...]:
    blocks = [(head.source, *texts[head.source].split("\n")) for head in corpus.heads]
    return rows(find_names(corpus, AUTHORITY, lambda number: blocks[number], articles))


@pytest.mark.parametrize("seed", range(12))
def test_an_article_has_the_same_names_alone_and_among_others(seed: int) -> None:
    texts = texts_of(random.Random(seed), 40)
    corpus = make_corpus(texts)
    together = find(corpus, texts)
    alone = [find(corpus, texts, [number]) for number in range(40)]
    assert together == tuple([m for found in alone for m in found[kind]] for kind in range(3))
    assert any(together[0]) and any(together[1])


def test_articles_far_apart_keep_their_numbers() -> None:
    texts = texts_of(random.Random(3), 40)
    corpus = make_corpus(texts)
    chosen = [2, 3, 11, 39]
    everything, some = find(corpus, texts), find(corpus, texts, chosen)
    assert some == tuple([m for m in kind if m.article in chosen] for kind in everything)


def test_no_article_has_no_names() -> None:
    assert find(make_corpus({}), {}) == ([], [], [])
    assert find(make_corpus({"a": "قال"}), {"a": "قال"}, []) == ([], [], [])
