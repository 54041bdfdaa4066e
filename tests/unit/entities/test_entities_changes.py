"""A changed authority file is looked for only where it can change something, and the rest stays as it was."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from corpus_builder import make_corpus
from news_archive.entities import Authority, find_mentions, find_touched
from news_archive.models import Corpus, Entity, EntityType

GIVEN = ["سلمى", "نبيل", "برند", "ماتيلدا"]
LAST = ["الحداد", "الكرمي", "برونر", "الريحان", "المرفأ", "البيادر"]
OTHER = ["قال", "في", "مدينة", "نادي", "بنك", "أمس", "والمرفأ", "للريحان", "رئيس", "يوم"]


def invent(rng: random.Random, slug: str) -> Entity:
    kind = rng.choice(list(EntityType))
    name = f"{rng.choice(GIVEN)} {rng.choice(LAST)}" if kind is EntityType.PERSON else f"بلدية {rng.choice(LAST)}"
    single = tuple(rng.sample(LAST, rng.randint(0, 2)))
    cues = ("رئيس",)
    if rng.random() < 0.4:
        return Entity(slug, kind, name, weak=single, cues=cues)
    return Entity(slug, kind, name, aliases=single, cues=cues, longer=(f"نادي {rng.choice(LAST)}",))


def corpus_of(rng: random.Random, articles: int) -> Corpus:
    return make_corpus({f"n{n:03d}": " ".join(rng.choices(GIVEN + LAST + OTHER, k=12)) for n in range(articles)})


@pytest.mark.parametrize("seed", range(25))
def test_articles_that_a_change_cannot_touch_keep_their_mentions(seed: int) -> None:
    rng = random.Random(seed)
    corpus = corpus_of(rng, 60)
    old = Authority({f"e{n}": invent(rng, f"e{n}") for n in range(4)})
    entities = dict(old.entities)
    slug = rng.choice(["e0", "e1", "new"])
    if slug == "e0" and rng.random() < 0.5:
        del entities[slug]
    else:
        entities[slug] = invent(rng, slug)
    new = Authority(entities)
    touched = find_touched(corpus, old, new)
    if touched is None:
        return
    kept = set(range(60)) - set(touched.tolist())
    assert [m for m in find_mentions(corpus, old).mentions() if m.article in kept] == [
        m for m in find_mentions(corpus, new).mentions() if m.article in kept
    ]


def test_a_note_touches_nothing_and_an_adjective_everything() -> None:
    corpus = make_corpus({"a": "قال نبيل الكرمي", "b": "في المرفأ"})
    person = Entity("p", EntityType.PERSON, "نبيل الكرمي")
    old = Authority({"p": person})
    assert find_touched(corpus, old, Authority({"p": replace(person, note="x", origin="y:1")})).tolist() == []  # type: ignore[union-attr]
    assert find_touched(corpus, old, Authority({"p": replace(person, aliases=("الكرمي",))})).tolist() == [0]  # type: ignore[union-attr]
    assert find_touched(corpus, old, Authority({"p": replace(person, adjectives=("كرمي",))})) is None
