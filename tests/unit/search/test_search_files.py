"""Files of the index: what they hand over is read back, by Python here and by the page in ``tests/js``, from one fixture."""

from __future__ import annotations

import random
import re
from pathlib import Path

import deflate
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from news_archive.models import Int64
from news_archive.search.bits import below, chain, gamma, interpolate, pack, rice, sized
from news_archive.search.files import CHARACTERS, dump, read_bytes, read_file, write_bytes, write_file, write_text

FIXTURE = Path(__file__).parents[2] / "fixtures" / "search" / "file.js"


@given(st.binary(max_size=40))
def test_bytes_are_characters_that_a_string_of_a_script_can_hold(data: bytes) -> None:
    text = write_bytes(data)
    assert read_bytes(text) == data
    assert set(text.encode()) <= set(CHARACTERS)
    assert len(text) == -(-len(data) * 7 // 6)


def test_no_character_ends_a_string_or_a_line_or_is_one_that_others_act_upon() -> None:
    assert len(CHARACTERS) == 116
    assert re.fullmatch(r'[^\0\x07-\r\x1a\x1b"\\\x80-\U0010FFFF]+', CHARACTERS.decode())
    assert 116**7 > 256**6 > 115**7, "no alphabet with fewer would do"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.binary(max_size=20), max_size=3))
def test_a_file_is_read_back(text: str, bits: list[bytes]) -> None:
    assert read_file(write_file("t12", text, bits)) == (text, bits)


@pytest.mark.parametrize("damage", ["cut", "changed", "another version", "no file"])
def test_what_is_no_whole_file_is_not_read(damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = write_file("t12", "نص", [b"bits"])
    if damage == "cut":
        content = content[:-8]
    elif damage == "changed":
        content = content.replace(write_bytes(b"bits").encode(), write_bytes(b"bats").encode())
    elif damage == "no file":
        content = b"NewsArchive.later = {};\n"
    else:
        monkeypatch.setattr("news_archive.search.files.VERSION", 8)
    assert read_file(content) is None


def test_the_page_reads_what_is_written_here() -> None:
    """``tests/js/packed.test.js`` reads the fixture: renew it with ``FIXTURE.write_bytes(make_fixture())``."""
    assert FIXTURE.read_bytes() == make_fixture()


def make_fixture() -> bytes:
    """Return a file whose text tells what its bits hold, and texts as each kind of deflated block."""
    rng = random.Random(7)
    numbers = [*range(1, 40), *(rng.randrange(1, 1 << rng.randrange(1, 21)) for _ in range(60))]
    rices = [[rng.randrange(12), number] for number in numbers]
    lists = [[], [0], [9], [*range(10)], [0, 4, 9], sorted(rng.sample(range(9000), 400)), [*range(50, 1050)]]
    ends = [5, 1, 10, 10, 10, 9000, 1050]
    words = "قال ناطق باسم البلدية إن الجسر أغلق أمس TASS".split()
    texts = ["", "أ", "جسر النهر 2015", "سطر" * 300, " ".join(rng.choices(words, k=900))]
    told = {
        "gamma": numbers,
        "rice": rices,
        "size": numbers,
        "rising": [[end, values] for end, values in zip(ends, lists, strict=True)],
        "deflated": [
            [text, write_bytes(bytes(deflate.deflate_compress(text.encode(), level)))]
            for text in texts
            for level in (0, 1, 12)
        ],
        "letters": "أهلاً بكم في TASS؛ «نعم»",
    }
    risen = [
        interpolate(as_array(values), as_array([len(values)]), end) for end, values in zip(ends, lists, strict=True)
    ]
    bits = [
        pack(gamma(np.array(numbers)), [len(numbers)])[0],
        pack(rice(*np.array([[number, k] for k, number in rices]).T), [len(rices)])[0],
        pack(sized(np.array(numbers)), [len(numbers)])[0] + b"rest",
        pack(chain(*risen), [sum(map(len, lists))])[0],
    ]
    return write_file("f7", dump(told), bits)


def as_array(values: list[int]) -> Int64:
    return np.array(values, np.int64)


def test_numbers_below_an_end_take_no_more_bits_than_needed_and_are_all_different() -> None:
    for end in range(1, 70):
        codes, sizes = below(np.arange(end), np.full(end, end))
        written = [
            f"{code:0{size}b}" if size else "" for code, size in zip(codes.tolist(), sizes.tolist(), strict=True)
        ]
        assert len(set(written)) == end
        assert {len(own) for own in written} <= {(end - 1).bit_length(), (end - 1).bit_length() - 1}
        assert not any(a != b and b.startswith(a) for a in written for b in written)


def test_numbers_without_a_choice_take_no_bits() -> None:
    assert pack(interpolate(np.arange(8), as_array([8]), 8), [8]) == [b""]


def test_texts_of_an_index_take_fewer_bytes_than_letters() -> None:
    assert len(write_text("البلدية أغلقت الجسر " * 50)) < 100
    assert write_text("") == ""
