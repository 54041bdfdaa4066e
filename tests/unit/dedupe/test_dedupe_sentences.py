"""A sentence of 15 words that stands in two pages leads from one to the other, whatever its punctuation."""

from __future__ import annotations

import random

import numpy as np
import pytest
from corpus_builder import make_corpus
from news_archive.dedupe import find_duplicates
from news_archive.dedupe.sentences import LEAST, find_passages
from news_archive.models import Corpus, Duplicates, Relation
from news_archive.settings import DedupeSettings

SETTINGS = DedupeSettings()


def words(seed: int, count: int) -> str:
    return " ".join(random.Random(seed).choices([f"كلمة{n}" for n in range(400)], k=count))


def places(corpus: Corpus, found: Duplicates) -> set[tuple[str, int, str]]:
    names = [head.source for head in corpus.heads]
    return {(names[p.article], p.block, names[other]) for p in found.passages for other, _ in p.others}


def test_a_shared_sentence_is_found_in_both_pages_and_stated_as_a_passage() -> None:
    sentence = words(1, 18)
    corpus = make_corpus(
        {
            "a": f"{words(2, 40)}.\n{words(3, 9)}. {sentence}. {words(4, 30)}.",
            "b": f"«{sentence.replace(' ', '، ', 1)}»! {words(5, 60)}.",
            "c": f"{words(6, 60)}.",
        }
    )
    found, _ = find_duplicates(corpus, SETTINGS)
    assert places(corpus, found) == {("a", 2, "b"), ("b", 1, "a")}
    assert [(p.relation, p.jaccard5 > 0) for p in found.passage_pairs] == [(Relation.PASSAGE, True)]
    passage = found.passages[0]
    text = f"{words(3, 9)}. {sentence}. {words(4, 30)}."
    assert text[passage.start : passage.end] == sentence


def test_shorter_sentences_and_formulas_in_very_many_pages_are_none() -> None:
    short, formula = words(1, LEAST - 1), words(2, 20)
    corpus = make_corpus({f"{n}": f"{short}. {formula}. {words(10 + n, 40)}." for n in range(5)})
    assert find_duplicates(corpus, DedupeSettings(max_shared=4))[0].passages == []
    assert len(find_duplicates(corpus, DedupeSettings(max_shared=5))[0].passages) == 5


def test_versions_and_carriers_are_left_to_their_comparison() -> None:
    shared = ". ".join(words(n, 20) for n in range(6))
    corpus = make_corpus(
        {"a": f"{shared}. {words(20, 50)}", "b": f"{shared}. {words(21, 50)}", "c": f"{shared}. {words(20, 50)} هنا"}
    )
    found, _ = find_duplicates(corpus, SETTINGS)
    assert len(found.stories) == 2 and found.passages == []


def test_portions_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [words(n, 16) for n in range(12)]
    texts = {f"{n:02d}": ". ".join(random.Random(n).sample(sentences, 3)) + "." for n in range(30)}
    corpus = make_corpus(texts)
    mains = np.arange(len(texts))
    whole = find_passages(corpus, mains, set(), max_shared=200)
    assert len(whole) > 30
    monkeypatch.setattr("news_archive.dedupe.shingles.PORTION", 7)
    assert find_passages(corpus, mains, set(), max_shared=200) == whole
