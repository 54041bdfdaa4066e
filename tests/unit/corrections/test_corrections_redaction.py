"""A redacted name is found however it was written, and nothing else is."""

from __future__ import annotations

import pytest
from news_archive.corrections.redaction import compile_redaction, find_redacted, redact_text

NAME = "رامية الصندوق"


def is_found(text: str, name: str = NAME, *, variants: bool = True, whole_words: bool = False) -> bool:
    return bool(find_redacted(text, [compile_redaction(name, variants=variants, whole_words=whole_words)]))


@pytest.mark.parametrize(
    "written",
    [
        "رامية الصندوق",
        "رامِيَة الصُّندوق",
        "رامـيـة الصندوق",
        "رامية\u200f \u200fالصندوق",
        "را\u200bمية الصندوق",
        "رامية\nالصندوق",
        "رامية\u00a0الصندوق",
        "&#1585;امية الصندوق",
        "رامية&nbsp;الصندوق",
        "رامية &amp;#1575;لصندوق",
        "ﺭﺍﻣﻴﺔ ﺍﻟﺼﻨﺪﻭﻕ",
        "را\x1aمية الصندوق",
        "**رامية** الصندوق",
        "رامية *الصندوق*",
    ],
)
def test_what_cleaning_would_undo_hides_nothing(written: str) -> None:
    assert is_found(f"قالت {written} أمس", variants=False)
    assert is_found(f"قالت {written} أمس")


@pytest.mark.parametrize(
    "written", ["راميه الصندوق", "ورامية الصندوق", "لرامية الصندوق", "رامية صندوق", "رامية بن الصندوق", "رامية-الصندوق"]
)
def test_variants_find_other_spellings_and_only_if_asked(written: str) -> None:
    assert is_found(f"قالت {written} أمس")
    exact = written.endswith(NAME) or written == "رامية-الصندوق"  # the name itself, with something before it
    assert is_found(f"قالت {written} أمس", variants=False) == exact


@pytest.mark.parametrize("written", ["رامية والصندوق", "رامي الصندوق", "رامية، الصندوق", "سامية الصندوق"])
def test_other_words_are_left_alone(written: str) -> None:
    assert not is_found(written)


def test_whole_words_leave_longer_words_alone() -> None:
    assert is_found("وصل إلى عليه", "عليه", whole_words=True)
    assert not is_found("هذا عليهم", "عليه", whole_words=True)
    assert is_found("هذا عليهم", "عليه")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("عبد الله نمير", "عبدالله نمير"),
        ("عبدالله نمير", "عبد الله نمير"),
        ("الصندوق", "للصندوق"),
        ("Nemo X", "NEMO x"),
    ],
)
def test_compound_and_latin_names(name: str, written: str) -> None:
    assert is_found(written, name)


def test_what_is_left_may_not_join_to_the_name_again() -> None:
    pattern = compile_redaction("ابابجج", variants=False, whole_words=False)
    text, numbers = redact_text("ابابابجججج ابابجج", [pattern], ["-"])
    assert numbers == {0}
    assert not pattern.search(text)


def test_a_passage_with_its_punctuation_is_found() -> None:
    passage = "«لن نقبل»، قال الرجل: هذا بيتنا."
    assert is_found("ثم «لن نقبل»، قال الرجل: هذا بيتنا. وانصرف", passage, variants=False)
