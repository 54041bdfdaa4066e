"""A look at many texts beforehand spares rules their search and never what they would find."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news_archive.clean import characters, clean_article, load_rules, screen_articles
from news_archive.clean.screen import ALL, May, screen
from news_archive.models import SourceArticle
from news_archive.settings import Settings

RULES = load_rules(Path("/nowhere"), Settings())
ODD = (
    'اي لم19٤٥.،؛؟,:()«»"\n\r\v\u2028\t \u00a0\u3000\u2009&;\x00\x1a\u200f\u200c\ufefb\ufd3eکی\u0640\u0654\u064b\u0958é'
)
TEXTS = st.one_of(
    st.text(st.sampled_from(ODD), max_size=40),
    st.lists(
        st.sampled_from(["قال", " .", "\u00a0", " ", "\n", "&amp;", "&nbsp;", "( ", " »", "،", "19عاماً", "د."]),
        max_size=12,
    ).map("".join),
    st.text(max_size=30),
)


def make(number: int, texts: tuple[str, str, str]) -> SourceArticle:
    title, body, author = texts
    return SourceArticle(
        f"{number}.txt", "0" * 64, f"{number:010}", title, body, author, None, "", "", "", "utf-8", 1, "txt"
    )


@settings(max_examples=400)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_an_article_is_cleaned_alike_whether_it_was_looked_at_alone_among_others_or_not(
    texts: list[tuple[str, str, str]],
) -> None:
    articles = [make(number, fields) for number, fields in enumerate(texts)]
    clean = screen_articles(articles, RULES)
    for one in articles:
        outcome = clean_article(one, RULES, (ALL, ALL, ALL))
        assert clean(one) == outcome
        assert clean_article(one, RULES) == outcome


def test_an_article_that_was_not_among_those_looked_at_is_looked_at_then() -> None:
    clean = screen_articles([make(1, ("عنوان", "نص", ""))], RULES)
    other = make(1, ("عنوان", "نص  آخر", ""))
    assert clean(other) == clean_article(other, RULES)


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        ("", 0),
        ("قال الرجل: «نعم». ثم (عاد)\nوقال 5.5", 0),
        ("نص ", May.SPACES),
        ("\nنص", May.BREAKS),
        ("نص\n\nنص", May.BREAKS),
        ("نص،نص", May.MARKS),
        ("نص. \u00a0 نص", May.NBSP_BREAKS | May.SPACES),
        ("( نص", May.BRACKETS),
        ("العـربية", May.TATWEEL),
        ("\U0001f600", 0),
    ],
)
def test_a_text_shows_only_what_its_neighbours_make_likely(text: str, bits: int) -> None:
    assert screen(["نص", text, "نص"]) == [0, bits, 0]


def test_no_character_that_a_rule_wants_is_overlooked() -> None:
    letters = [chr(point) for point in range(0x10000)]
    for letter, bits in zip(letters, screen(letters), strict=True):
        for bit, rule in (
            (May.CONTROLS, characters.find_controls),
            (May.INVISIBLE, characters.find_invisible),
            (May.PRESENTATION_FORMS, characters.find_presentation_forms),
            (May.PERSIAN, characters.find_persian),
            (May.DECOMPOSED, characters.find_decomposed),
        ):
            assert bits & bit or not rule(letter), hex(ord(letter))
