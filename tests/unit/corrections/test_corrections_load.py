"""A slip in the editor's corrections is one sentence with file and line, before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from news_archive.corrections import Kind, load_corrections
from news_archive.errors import ConfigurationError

END = '\nreason = "طلب صاحب الشأن"\ndate = 2026-01-31\nauthor = "هيئة التحرير"\n'
ID = "h92vjfds0t"


def load(folder: Path, text: str) -> object:
    (folder / "a.toml").write_text(text, encoding="utf-8")
    return load_corrections(folder)


def test_all_three_kinds_are_read_in_order(tmp_path: Path) -> None:
    text = f'[[redact]]\ntext = "رامية الصندوق"{END}\n[[hide]]\nid = "{ID}"{END}'
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    other = f'[[correct]]\nid = "0000000000"\nfield = "date"\nvalue = "2015-07"{END}'
    (tmp_path / "b.toml").write_text(other, encoding="utf-8")
    found = load_corrections(tmp_path)
    assert [entry.kind for entry in found.entries] == [Kind.REDACT, Kind.HIDE, Kind.CORRECT]
    assert found.mark(ID)
    assert not found.mark("1111111111")


def test_no_folder_is_no_corrections(tmp_path: Path) -> None:
    assert not load_corrections(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"[[hide]]\nids = []{END}", "needs the id"),
        (f'[[hide]]\nid = "عنوان"{END}', "not an article's id"),
        (f'[[hide]]\nid = "{ID}"\ndate = 2026-01-31\nauthor = "x"', "needs reason"),
        (f'[[hide]]\nid = "{ID}"\nreason = "x"\nauthor = "x"', "needs date"),
        (f'[[hide]]\nid = "{ID}"\nreason = "x"\ndate = "soon"\nauthor = "x"', "needs date"),
        (f'[[hide]]\nid = "{ID}"{END}[[hide]]\nid = "{ID}"{END}', "hidden already"),
        (f'[[hide]]\nid = "{ID}"{END}[[redact]]\nid = "{ID}"\ntext = "كلام"{END}', "is hidden"),
        (f'[[correct]]\nid = "{ID}"\nfield = "mood"\nvalue = "x"{END}', "field must be"),
        (f'[[correct]]\nid = "{ID}"\nfield = "date"\nvalue = "2015-13-01"{END}', "no date"),
        (f'[[correct]]\nid = "{ID}"\nfield = "date"\nvalue = "2015-02-30"{END}', "no date"),
        (f'[[correct]]\nid = "{ID}"\nfield = "text"\nvalue = "x"{END}', "old names"),
        (f'[[correct]]\nid = "{ID}"\nfield = "title"\nvalue = "a\\nb"{END}', "line break"),
        (f'[[redact]]\ntext = "و"{END}', "3 letters"),
        (f'[[redact]]\ntext = "كلام"\nvariant = true{END}', "no field 'variant'"),
        ("[[hide", "not TOML"),
        ('[[remove]]\nid = "x"', "it knows correct, keep, hide and redact"),
        ('[hide]\nid = "x"', "two brackets"),
    ],
)
def test_a_slip_names_file_and_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=r"a\.toml") as error:
        load(tmp_path, text)
    assert words in str(error.value)


def test_public_words_must_not_hold_what_is_redacted_and_the_error_does_not_say_it(tmp_path: Path) -> None:
    end = END.replace("طلب صاحب الشأن", "طلبت راميه الصندوق ذلك")
    with pytest.raises(ConfigurationError, match=r"a\.toml:1") as error:
        load(tmp_path, f'[[redact]]\ntext = "رامية الصندوق"{end}')
    assert "الصندوق" not in str(error.value)
