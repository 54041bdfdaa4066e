"""A letter at the front is a particle or the word's own, by what else the archive holds of the word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from news_archive.arabic.stems import stem
from news_archive.search.apart import Families, is_kin

ROWS = json.loads((Path(__file__).parents[2] / "fixtures" / "arabic" / "apart.json").read_text(encoding="utf-8"))
"""Of some stems the forms, each with its documents and its families; the page's script is held to the same."""


@pytest.mark.parametrize("root", ROWS)
def test_the_forms_of_a_stem_are_told_apart_by_what_stands_before_them(root: str) -> None:
    families = Families(root, [(norm, row[0]) for norm, row in ROWS[root].items()])
    assert {norm: (stem(norm), families.of(norm)) for norm in ROWS[root]} == {
        norm: (root, row[1]) for norm, row in ROWS[root].items()
    }


def test_a_form_that_the_archive_does_not_hold_goes_by_the_word_without_its_letter() -> None:
    families = Families("امير", [(norm, row[0]) for norm, row in ROWS["امير"].items()])
    assert families.of("فكاميرا") == "ك"
    assert families.of("فامير") == "-"
    assert families.of("لكاميرتهم") == "-ك"
    assert families.of("ببامير") == "-"


def test_forms_are_kin_that_have_a_family_in_common() -> None:
    assert is_kin("-ب", "-")
    assert is_kin("-ب", "ب")
    assert not is_kin("-", "ب")
