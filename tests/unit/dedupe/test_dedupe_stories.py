"""One story, one page: merged where two texts are one, linked where they are versions, left alone otherwise."""

from __future__ import annotations

import random
from hashlib import sha256
from pathlib import Path

import pytest
from news_archive.corpus import build_corpus
from news_archive.dedupe import find_duplicates, load_decisions
from news_archive.dedupe.pairs import find_overlaps
from news_archive.dedupe.shingles import make_shingles
from news_archive.errors import ConfigurationError
from news_archive.models import CleanArticle, Corpus, DateEvidence, Duplicates, RawRecord, Relation, SourceArticle
from news_archive.settings import DedupeSettings

WORDS = [f"كلمة{n}" for n in range(400)]
SETTINGS = DedupeSettings()


def words(seed: int, count: int = 60) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)


def make_corpus(
    texts: dict[str, str], urls: dict[str, str] | None = None, dates: dict[str, str] | None = None
) -> Corpus:
    def parse(record: RawRecord) -> SourceArticle:
        url = (urls or {}).get(record.source)
        return SourceArticle(
            record.source, sha256(record.data).hexdigest(), url or record.source, record.source, record.data.decode(),
            "", url, "", (dates or {}).get(record.source, ""), "", "utf-8", 1, "txt",
        )  # fmt: skip

    def clean(a: SourceArticle) -> CleanArticle:
        date = DateEvidence(a.date_field, "day", "", "field") if a.date_field else None
        return CleanArticle(
            a.source, a.sha256, a.id, a.title, tuple(a.body.split("\n")), "", a.url, a.source[0], (), "", date, (), (),
            "utf-8", 1, "txt", 1,
        )  # fmt: skip

    records = [RawRecord(name, "txt", text.encode(), context=name) for name, text in texts.items()]
    return build_corpus(records, parse, clean, fingerprint=b"", previous=None, jobs=1).corpus


def stories(corpus: Corpus, duplicates: Duplicates) -> dict[str, set[str]]:
    names = [head.source for head in corpus.heads]
    return {names[s.main]: {names[m] for m in s.members} for s in duplicates.stories}


def relations(corpus: Corpus, duplicates: Duplicates) -> dict[tuple[str, str], Relation]:
    names = [head.source for head in corpus.heads]
    return {(names[p.a], names[p.b]): p.relation for p in duplicates.pairs}


def test_one_text_in_three_papers_is_one_page_of_the_longest() -> None:
    text = words(1, 100)
    corpus = make_corpus({"a": " ".join(text), "b": " ".join([*text, "وزيادة"]), "c": " ".join(text[:-2])})
    found, _ = find_duplicates(corpus, SETTINGS)
    assert stories(corpus, found) == {"b": {"a", "c"}}


def test_a_version_and_a_contained_item_keep_their_pages_and_are_linked() -> None:
    text, other = words(1, 100), words(2, 100)
    corpus = make_corpus(
        {
            "main": " ".join(text),
            "version": " ".join(text[:75] + words(3, 25)),
            "roundup": " ".join(other + text[:40]),
            "item": " ".join(text[:40]),
        }
    )
    found, _ = find_duplicates(corpus, SETTINGS)
    assert all(not members for members in stories(corpus, found).values())
    named = relations(corpus, found)
    assert named["main", "version"] is Relation.VERSION
    assert named["item", "roundup"] is Relation.CONTAINED
    assert named["item", "main"] is Relation.CONTAINED


def test_a_chain_of_small_steps_never_joins_two_different_texts() -> None:
    text = words(1, 200)
    chain = {}
    for step in range(12):
        text = [*text[: step * 15], *(f"خطوة{step}{n}" for n in range(10)), *text[step * 15 + 10 :]]
        chain[f"{step:02d}"] = " ".join(text)
    corpus = make_corpus(chain)
    found, _ = find_duplicates(corpus, SETTINGS)
    close = {(p.a, p.b) for p in found.pairs if p.relation is Relation.SAME}
    for story in found.stories:
        assert all((min(story.main, m), max(story.main, m)) in close for m in story.members)
    assert len(found.stories) > 1


def test_short_texts_are_equal_only_as_whole_records() -> None:
    corpus = make_corpus({"a": "اعتذار عن التأخر", "b": "اعتذار عن التأخر ", "c": "اعتذار عن التأخر"})
    found, _ = find_duplicates(corpus, SETTINGS)
    merged = stories(corpus, found)
    assert merged["b"] == set() and len(merged) == 2


def test_telegrams_to_different_states_are_linked_not_merged() -> None:
    names = {"مصر", "تونس", "17", "25"}
    form = words(1, 60)
    corpus = make_corpus(
        {"a": " ".join([*form, "مصر", "17", *form[:30]]), "b": " ".join([*form, "تونس", "25", *form[:30]])}
    )
    found, _ = find_duplicates(corpus, SETTINGS, is_name=names.__contains__)
    assert all(not members for members in stories(corpus, found).values())
    assert [(p.relation, p.guarded) for p in found.pairs] == [(Relation.VERSION, True)]
    plain, _ = find_duplicates(corpus, SETTINGS, is_name=lambda _: False)
    assert len(plain.stories) == 1


def test_records_of_one_address_are_one_page_with_the_latest_text() -> None:
    url = "http://example.org/1"
    corpus = make_corpus(
        {"old": " ".join(words(1)), "new": " ".join(words(2))},
        {"old": url, "new": url},
        {"old": "2018-04-20", "new": "2018-04-21"},
    )
    found, _ = find_duplicates(corpus, SETTINGS)
    assert stories(corpus, found) == {"new": {"old"}}
    assert [s.reason for s in found.stories] == ["revision"]


@pytest.mark.parametrize("seed", range(6))
def test_the_pairs_are_those_of_comparing_all_with_all(seed: int) -> None:
    rng = random.Random(seed)
    texts = {}
    for n in range(40):
        base = words(rng.randint(0, 8), rng.choice([30, 60, 120]))
        cut = rng.randint(0, len(base))
        texts[f"{n:02d}"] = " ".join(base[:cut] + words(100 + n, rng.randint(0, 40)) + base[cut:])
    corpus = make_corpus(texts)
    shingles = make_shingles(corpus)
    sets = [set(shingles.hashes[a:b].tolist()) for a, b in zip(shingles.offsets, shingles.offsets[1:], strict=False)]
    distinct = [n for n in range(len(sets)) if shingles.text.tolist().index(shingles.text[n]) == n]
    expected = set()
    for i in distinct:
        for j in distinct:
            if i < j and (shared := len(sets[i] & sets[j])):
                near = shared / len(sets[i] | sets[j]) >= 0.5
                if near or shared / min(len(sets[i]), len(sets[j])) >= 0.8:
                    expected.add((i, j))
    import numpy as np

    found = find_overlaps(shingles, np.array(distinct, np.int64), jaccard=0.5, containment=0.8, max_shared=200)
    assert {(o.a, o.b) for o in found} == expected


def test_a_formula_shared_by_very_many_is_no_copy_and_costs_nothing() -> None:
    formula = " ".join(words(1, 60))
    corpus = make_corpus({f"{n:03d}": f"{formula} {' '.join(words(1000 + n, 30))}" for n in range(300)})
    found, _ = find_duplicates(corpus, DedupeSettings(max_shared=200))
    assert found.pairs == [] and len(found.stories) == 300


def test_the_editor_merges_splits_and_chooses(tmp_path: Path) -> None:
    file = tmp_path / "duplicates.toml"
    file.write_text('[[merge]]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nmain = "bbbbbbbbbb"\nreason = "خبر واحد"\n')
    corpus = make_corpus({"aaaaaaaaaa": " ".join(words(1)), "bbbbbbbbbb": " ".join(words(2))})
    found, _ = find_duplicates(corpus, SETTINGS, decisions=load_decisions(file))
    assert stories(corpus, found) == {"bbbbbbbbbb": {"aaaaaaaaaa"}}
    text = " ".join(words(3, 90))
    file.write_text('[[split]]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nreason = "مختلفان"\n')
    corpus = make_corpus({"aaaaaaaaaa": text, "bbbbbbbbbb": text + " اليوم"})
    found, _ = find_duplicates(corpus, SETTINGS, decisions=load_decisions(file))
    assert len(found.stories) == 2


@pytest.mark.parametrize(
    "text",
    [
        '[[merge]]\nids = ["x"]\nreason = "r"',
        '[[merge]]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]',
        "[[join]]\n",
        "merge = [",
    ],
)
def test_a_wrong_decision_names_its_file(text: str, tmp_path: Path) -> None:
    (tmp_path / "duplicates.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"duplicates\.toml"):
        load_decisions(tmp_path / "duplicates.toml")
