"""Packed words say what strings would: which are equal, which comes first, what their normal forms and stems are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from news_archive.analyse import WHITE, SurfaceNumbers, tokenise
from news_archive.arabic import packed_forms
from news_archive.arabic.normal import normalise
from news_archive.arabic.packed import ALPHABET, SIZE, find_first, pack_words, sort_distinct, unpack
from news_archive.arabic.stems import PREFIXES, SUFFIXES, stem
from news_archive.arabic.tokens import find_tokens
from news_archive.arabic.word_numbers import WordNumbers
from news_archive.vocabulary import analyse_surfaces, build_vocabulary, update_vocabulary

LETTERS = "ابتسفكلمنهويءأؤئةى"
PLAIN = st.text(st.sampled_from(LETTERS), min_size=1, max_size=9)
AFFIXED = st.builds(
    lambda before, word, after: (before + word + after)[:SIZE],
    st.sampled_from(["", "وس", "فسي", "و", "ب", "ول", "فك", *PREFIXES]),
    PLAIN,
    st.sampled_from(["", *SUFFIXES]),
)
WORDS = st.one_of(AFFIXED, st.text(st.sampled_from(ALPHABET), min_size=1, max_size=SIZE))
OTHERS = st.text(st.sampled_from("éàﻻپٱ\u0615اب"), min_size=1, max_size=4)
SURFACES = st.lists(st.one_of(WORDS, OTHERS, st.text(st.sampled_from("اب"), min_size=SIZE, max_size=SIZE + 4)))


def tokens_of(words: list[str]) -> list[str]:
    """Return the surface tokens in a list of made-up words: a token begins with a letter, whatever the word did."""
    return find_tokens(" ".join(words))


@given(st.lists(WORDS))
def test_packing_loses_nothing_and_keeps_the_order(words: list[str]) -> None:
    packed, fits = pack_words(words)
    assert fits.all() and unpack(packed) == words
    distinct, places = sort_distinct(packed)
    assert unpack(distinct) == sorted(set(words))
    assert [unpack(distinct)[place] for place in places] == words
    assert find_first(packed).tolist() == [words.index(word) for word in words]


@given(st.lists(WORDS))
def test_normal_forms_and_stems_are_those_of_the_letters(words: list[str]) -> None:
    words = tokens_of(words)
    packed, _ = pack_words(words)
    norms = packed_forms.fold(packed)
    assert unpack(norms) == [normalise(word) for word in words]
    assert unpack(packed_forms.stem(norms)) == [stem(normalise(word)) for word in words]


def test_every_letter_of_the_alphabet_folds_as_it_does_in_a_text() -> None:
    words = [f"ا{letter}ب{letter}" for letter in ALPHABET]
    assert unpack(packed_forms.fold(pack_words(words)[0])) == list(map(normalise, words))


def test_a_word_that_is_too_long_or_of_other_letters_does_not_fit() -> None:
    words = ["ا" * SIZE, "ا" * (SIZE + 1), "été", "نص", "\ufefb"]
    assert pack_words(words)[1].tolist() == [True, False, False, True, False]


@given(st.lists(st.lists(WORDS, max_size=40), max_size=4))
def test_words_are_numbered_in_the_order_in_which_they_first_come(batches: list[list[str]]) -> None:
    numbers, known = WordNumbers(), {}
    for words in batches:
        found, new = numbers.number(pack_words(words)[0])
        assert [words[place] for place in new] == [word for word in dict.fromkeys(words) if word not in known]
        assert found.tolist() == [known.setdefault(word, len(known)) for word in words]


def test_numbers_stay_right_when_the_table_grows() -> None:
    numbers = WordNumbers()
    words = [f"{a}{b}{c}" for a in LETTERS for b in LETTERS for c in LETTERS]
    for start in range(0, len(words), 700):
        numbers.number(pack_words(words[start : start + 700])[0])
    assert numbers.number(pack_words(words)[0])[0].tolist() == list(range(len(words)))


@given(SURFACES)
def test_a_vocabulary_is_that_of_its_words_whether_they_can_be_packed_or_not(words: list[str]) -> None:
    words = list(dict.fromkeys(tokens_of(words)))
    half = len(words) // 2
    made = build_vocabulary([words[:half], words[half:], words[: half // 2]])
    found = made.vocabulary
    assert found.surfaces == sorted(words)
    assert found.norms == sorted({normalise(word) for word in words})
    assert found.stems == sorted({stem(normalise(word)) for word in words})
    assert [found.norms[norm] for norm in found.norm_of] == list(map(normalise, found.surfaces))
    assert [found.stems[root] for root in found.stem_of] == list(map(stem, found.norms))
    for mapping, source in zip(made.maps, (words[:half], words[half:], words[: half // 2]), strict=True):
        assert [found.surfaces[place] for place in mapping] == source
    grown, _ = update_vocabulary(analyse_surfaces(sorted(words[:half])), np.ones(half, np.bool_), words[half:])
    assert (grown.surfaces, grown.norms, grown.stems) == (found.surfaces, found.norms, found.stems)
    assert np.array_equal(grown.norm_of, found.norm_of) and np.array_equal(grown.stem_of, found.stem_of)


def test_no_words_at_all_are_a_vocabulary_too() -> None:
    for sources in ([], [[]], [[], []]):
        made = build_vocabulary(sources)
        assert (made.vocabulary.surfaces, [len(mapping) for mapping in made.maps]) == ([], [0] * len(sources))
    assert analyse_surfaces([]).stems == []


@given(st.lists(SURFACES, min_size=1, max_size=3))
def test_tokens_are_those_of_the_expression_in_every_batch(texts: list[list[str]]) -> None:
    numbers, surfaces = SurfaceNumbers(), []
    for words in texts:
        text = " ـ".join(words)
        batch = tokenise([[text]], numbers)
        surfaces += batch.surfaces
        assert [surfaces[number] for number in batch.tokens.ids] == find_tokens(text)
    assert len(set(surfaces)) == len(surfaces)


@given(st.lists(st.lists(st.text(st.sampled_from("اب \u00a0\t\u2003\u200b-"), max_size=12), max_size=4), max_size=4))
def test_words_of_a_body_are_what_white_space_parts(articles: list[list[str]]) -> None:
    assert tokenise(articles).words.tolist() == [sum(len(block.split()) for block in blocks[1:]) for blocks in articles]


def test_white_space_is_that_of_split() -> None:
    assert {chr(point) for point in range(0x110000) if chr(point).isspace()} == set(WHITE)
