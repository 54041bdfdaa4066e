"""Two texts word by word: nothing of either is lost, nothing shared is marked."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from html_tree import Element, parse_page
from news_archive.dedupe.align import align, cut_words
from news_archive.mentions import MentionTable
from news_archive.pelican_plugin.compare import Comparison, compare
from news_archive.pelican_plugin.prose import link_paragraphs
from news_archive.pelican_plugin.wording import Wording

WORDS = Wording("levant", "latn")


def text(seed: int, count: int) -> list[str]:
    return random.Random(seed).choices([f"كلمة{n}" for n in range(300)], k=count)


def drawn(a: list[str], b: list[str], **whole: bool) -> tuple[Comparison, Element]:
    found = compare(cut_words([" ".join(a)]), cut_words([" ".join(b)]), WORDS, **whole)
    return found, parse_page(str(found.rows))


def readings(tree: Element) -> tuple[list[Element], list[Element]]:
    """Return the paragraphs of the first text, rows of both among them, and those that only the second has."""
    first, second = [], []
    for child in tree.children:
        assert isinstance(child, Element)
        if child.tag == "div":
            a, b = child.find("p")
            first.append(a)
            second.append(b)
        elif len(list(child.walk())) > 1:  # else a number of words that both have
            first.append(child)
    return first, second


def marked(paragraphs: list[Element], tag: str) -> list[str]:
    return [mark.text() for p in paragraphs for mark in p.find(tag)]


@pytest.mark.parametrize("seed", range(20))
def test_stretches_cover_both_texts_and_only_equal_ones_are_called_so(seed: int) -> None:
    rng = random.Random(seed)
    a = text(seed, 80)
    b = [w for w in a if rng.random() > 0.15] + text(seed + 100, rng.randint(0, 30))
    place_a = place_b = 0
    for s in align(a, b):
        assert (s.a1, s.b1) == (place_a, place_b)
        assert not s.same or a[s.a1 : s.a2] == b[s.b1 : s.b2]
        place_a, place_b = s.a2, s.b2
    assert (place_a, place_b) == (len(a), len(b))


@pytest.mark.parametrize("seed", range(20))
def test_every_word_of_both_is_shown_or_counted(seed: int) -> None:
    rng = random.Random(seed)
    a = text(seed, 120)
    b = a[: rng.randint(0, 60)] + text(seed + 50, rng.choice([1, 5, 40, 90])) + a[rng.randint(61, 119) :]
    found, tree = drawn(a, b, whole_a=True, whole_b=True)
    counted = sum(int(m) for m in re.findall(r"<p>… (\d+) …", str(found.rows)))
    of_first, of_second = readings(tree)
    first = " ".join(p.text() for p in of_first).split()
    inline = " ".join(marked(of_first, "ins")).split()
    gone, come = " ".join(marked(of_first, "del")).split(), " ".join(marked(of_second, "ins")).split()
    assert len(gone) == found.only_a and len(come) + len(inline) == found.only_b
    assert len(first) - len(inline) + counted == len(a)
    assert found.shared + found.only_a == len(a) and found.shared + found.only_b == len(b)


def test_a_changed_word_stands_in_both_readings_with_its_neighbours() -> None:
    a, b = text(1, 60), text(1, 60)
    b[30] = "غيرها"
    found, tree = drawn(a, b)
    assert (found.places, found.only_a, found.only_b) == (1, 1, 1)
    (row,), _ = readings(tree)
    assert marked([row], "del") == [a[30]] and marked([row], "ins") == ["غيرها"]
    assert row.text().split() == [*a[27:31], "غيرها", *a[31:34]]


def test_a_shared_word_that_is_written_otherwise_keeps_both_writings() -> None:
    found = compare(cut_words(["قال في المدينةِ، أمس"]), cut_words(["قال إن المدينه أمس"]), WORDS)
    (row,), _ = readings(parse_page(str(found.rows)))
    assert row.text() == "قال في إن المدينةِ، أمس"
    assert [(word.text(), word.attributes["data-b"]) for word in row.find(data_b=True)] == [("المدينةِ،", "المدينه")]


def test_hamza_harakat_and_punctuation_are_no_difference() -> None:
    found = compare(cut_words(["إلى المدينةِ، أمس"]), cut_words(["الى المدينه امس."]), WORDS)
    assert found.rows == "" and found.places == 0


def test_a_long_stretch_is_cut_only_where_its_text_has_a_page() -> None:
    a, b = text(1, 60), text(1, 60) + text(2, 200)
    cut, tree = drawn(a, b)
    assert "… 176 كلمة …" in tree.text()
    whole, tree = drawn(a, b, whole_b=True)
    assert len(tree.one("ins").text().split()) == 200
    assert cut.only_b == whole.only_b == 200


def test_markup_in_a_text_stays_text() -> None:
    found = compare(cut_words(["<b>قال</b> نعم & لا"]), cut_words(["<i>قال</i> نعم"]), WORDS)
    assert "<b>" not in found.rows and "&lt;b&gt;" in found.rows


def test_a_shared_sentence_is_marked_and_its_text_stays_as_it_is() -> None:
    table = MentionTable(np.zeros((0, 6), np.int32), np.zeros(2, np.int64), [], [], [])
    text = "قال نعم. ثم ذهب، وعاد»."
    drawn = link_paragraphs(
        [text],
        table.rows,
        table,
        lambda slug: (slug, slug, ()),
        each_paragraph=False,
        sentences=[(1, 9, 21, "abcdefghjk.html#p2")],
    )
    tree = parse_page(str(drawn[0]))
    assert tree.text() == text
    assert tree.one("span", **{"class": "shared"}).text() == "ثم ذهب، وعاد»."
    assert tree.one("a", **{"class": "also"}).attributes["href"] == "abcdefghjk.html#p2"
