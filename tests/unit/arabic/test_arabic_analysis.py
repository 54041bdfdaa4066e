"""A word's forms fall together and other words stay apart; the page's script works from the same tables."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

from news_archive.arabic.normal import normalise
from news_archive.arabic.stems import stem
from news_archive.search import bundle_scripts, rules_script

FIXTURES = Path(__file__).parents[2] / "fixtures" / "arabic"


def read(name: str) -> object:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def test_the_forms_of_a_word_are_found_and_other_words_are_not() -> None:
    pairs = json.loads((FIXTURES / "forms.json").read_text(encoding="utf-8"))
    assert (len(pairs["alike"]), len(pairs["apart"])) == (60, 30)
    missed = [(a, b) for a, b in pairs["alike"] if stem(normalise(a)) != stem(normalise(b))]
    mixed = [(a, b) for a, b in pairs["apart"] if stem(normalise(a)) == stem(normalise(b))]
    assert len(missed) <= 2, missed
    assert len(mixed) <= 3, mixed


def test_the_fixtures_that_the_script_is_tested_against_are_what_python_gives() -> None:
    for word, norm, root in read("analysis.json"):  # type: ignore[attr-defined]
        assert (normalise(word), stem(norm)) == (norm, root)
    plane = "".join(normalise(chr(point)) for point in range(0x10000) if not 0xD800 <= point < 0xE000)
    assert read("digest.json") == {"bmp": zlib.crc32(plane.encode())}
    assert (FIXTURES / "rules.js").read_bytes() == rules_script()


def test_a_normal_form_is_its_own_normal_form() -> None:
    for point in range(0x10000):
        if not 0xD800 <= point < 0xE000:
            once = normalise(chr(point))
            assert normalise(once) == once, hex(point)


def test_bundling_drops_comments_and_nothing_else() -> None:
    given = b'/* why\n * so */\nvar a = "/* kept */"; // gone\nvar c = "x; // kept";\n  // gone\n  /** @type {any} */ var b;\n'
    assert bundle_scripts(given, b"var c;") == b'var a = "/* kept */";\nvar c = "x; // kept";\nvar b;\nvar c;\n'
