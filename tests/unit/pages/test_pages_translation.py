"""The English catalogue: read whole, every counted noun in it, nothing wrong passes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from news_archive.errors import ConfigurationError
from news_archive.pelican_plugin.frame import FOOT, NAVIGATION
from news_archive.pelican_plugin.translation import english_script, read_catalogue
from news_archive.pelican_plugin.wording import NOUNS

CATALOGUE = Path(__file__).resolve().parents[3] / "theme" / "locale" / "en.po"
ARABIC = re.compile("[\N{ARABIC LETTER HAMZA}-\N{ARABIC LETTER YEH}]")
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'


def test_every_counted_noun_has_both_english_forms() -> None:
    nouns = read_catalogue(CATALOGUE)["nouns"]
    known = {tuple(arabic[:5]) for arabic, _ in nouns}
    missing = [key for key, forms in NOUNS.items() if forms not in known]
    assert not missing, f'add each with msgctxt "noun" to theme/locale/en.po: {missing}'
    assert all(len(english) == 2 and all(english) for _, english in nouns)


def test_a_pattern_has_the_same_holes_in_both_languages() -> None:
    for arabic, english in read_catalogue(CATALOGUE)["patterns"]:
        holes = [re.findall(r"\{(\d)\*?\}", text) for text in (arabic, english)]
        assert sorted(holes[0]) == sorted(holes[1]), arabic


def test_the_frame_speaks_english() -> None:
    exact = read_catalogue(CATALOGUE)["exact"]
    labels = [label for _, _, label in NAVIGATION] + [label for _, label in FOOT]
    assert [label for label in labels if label not in exact] == []


def test_every_message_is_still_said_somewhere() -> None:
    """The Arabic catalogue is the templates and scripts: what neither says any more leaves the English one, too."""
    root = CATALOGUE.parents[2]
    sources = [*root.glob("theme/templates/*.html"), *root.glob("theme/static/js/**/*.js"), root / "pelicanconf.py"]
    sources += root.glob("content/entities/*.toml")
    text = "".join(path.read_text(encoding="utf-8") for path in [*sources, *root.glob("plugins/news_archive/**/*.py")])
    said = " ".join(re.sub(r'"\s*\n\s*f?"', "", text).split())
    found = read_catalogue(CATALOGUE)
    stale = []
    for message in [*found["exact"], *(arabic for arabic, _ in found["patterns"])]:
        pieces = re.split(r"\{\d\*?\}|[.:،؛«»()]", message)
        if any(ARABIC.search(piece) and piece.strip() not in said for piece in pieces):
            stale.append(message)
    assert stale == []


def test_no_english_text_holds_arabic_letters() -> None:
    found = read_catalogue(CATALOGUE)
    for english in [*found["exact"].values(), *(pair[1] for pair in found["patterns"])]:
        assert not ARABIC.search(re.sub("«[^»]*»", "", english)), english  # what is typed in Arabic may be quoted


def test_the_script_gives_the_catalogue_and_nothing_else() -> None:
    text = english_script(CATALOGUE).decode()
    assert json.loads(text.removeprefix('NewsArchive.give("en",').removesuffix(");\n")).keys() == {
        "exact", "patterns", "nouns", "months",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ['msgid "x\n', HEAD + '\nmsgctxt "noun"\nmsgid "cat"\nmsgid_plural "cat"\nmsgstr[0] "cat"\nmsgstr[1] "cats"\n'],
)
def test_a_damaged_catalogue_or_an_unknown_noun_stops_the_build(tmp_path: Path, text: str) -> None:
    (tmp_path / "en.po").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError):
        read_catalogue(tmp_path / "en.po")
    with pytest.raises(ConfigurationError):
        read_catalogue(tmp_path / "missing.po")
