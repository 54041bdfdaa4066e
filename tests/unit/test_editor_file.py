"""A complaint about a file of the editor's names its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from news_archive.clean import load_rules
from news_archive.corrections import load_corrections
from news_archive.dedupe.decisions import load_decisions
from news_archive.editor_file import read_editor_file
from news_archive.entities import load_authority
from news_archive.errors import ConfigurationError
from news_archive.settings import Settings
from news_archive.source.tables import load_tables

RULE = '[[source]]\nid = "marfa"\n\n[[rule]]\nsource = "marfa"\n'


def fault_of(folder: Path, text: str) -> ConfigurationError:
    (folder / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_rules(folder, Settings())
        load_tables(folder / "sources.toml")
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (RULE, 4, "exactly one of line"),
        ('[[source]]\nid = "a"\n\n[[source]]\nid = "a"\n', 4, "stands twice"),
        ('[[source]]\nid = "a"\nsame_day = "yes"\n', 1, "true or false"),
        ('\n[[tabel]]\nfile = "a.csv"\n', 2, "unknown name 'tabel'"),
        ('[[source]]\nid = "a"\nplaces = ["b"]\n', 1, "head of the file"),
        ('# words\n[[table]]\nfile = "a.csv"\nplaces = ["b"]\n', 2, "head of the file"),
        ("[source]\nid = 1\n", 1, "with two brackets"),
        ("[[source]]\nid = “marfa”\n", 2, "straight quotation marks"),
        ("[[source]\n", 1, "not TOML"),
        ('[[source]]\nid = "a\n', 2, "not closed"),
        ("\ufeff[[source]]\n", 1, "needs an id"),
        (
            '[[source]]\nid = "a"\nexclude = true\n',
            1,
            "'exclude'; it knows credits, date_order, id, leave_out, name, note, same_day",
        ),
        ('[[rule]]\nsauce = "a"\n', 1, "'sauce'; it knows ends, field, from, line, note, position, source, starts"),
        ('[[table]]\nfiles = "a.csv"\n', 1, "'files'; it knows delimiter, fields, file, note, values"),
        ("[[source]]\nid = هالة\n", 2, "a text stands between quotation marks"),
        ("[[source]]\ncredits = [هالة]\n", 2, "a text stands between quotation marks"),
        ("[[source]]\nid = 0k3mzq8d1c\n", 2, "a text stands between quotation marks"),
        ("[[source]]\nday = 26.11.2026\n", 2, "a date is written 2026-11-26"),
        ("[[source]]\nday = ٢٦/١١/٢٠٢٦\n", 2, "a date is written 2026-11-26"),
        ("[[source]]\nday = 2026-13-01\n", 2, "a date is written 2026-11-26"),
        ("[[source]]\nsame_day = True\n", 2, "small letters"),
        ('[[rule]]\nsource = ["a"]\nline = "x"\n', 1, "must be text"),
    ],
)
def test_a_complaint_about_sources_names_the_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    fault = fault_of(tmp_path, text)
    assert (fault.line, says in str(fault)) == (line, True)
    assert f"sources.toml:{line}: " in str(fault)


def test_merged_and_split_names_the_split(tmp_path: Path) -> None:
    path = tmp_path / "duplicates.toml"
    entry = 'ids = ["h92vjfds0t", "0k3mzq8d1c"]\nreason = "x"\n'
    path.write_text(f"[[merge]]\n{entry}\n[[split]]\n{entry}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"duplicates\.toml:5: .* are merged and split"):
        load_decisions(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            '[[merge]]\nids = ["h92vjfds0t", "0k3mzq8d1c"]\nreson = "x"\n',
            "a merge: unknown name 'reson'; it knows ids, main",
        ),
        ('[[split]]\nmain = "h92vjfds0t"\n', "a split: unknown name 'main'; it knows ids, note, reason"),
        ("[[join]]\nids = []\n", "unknown name 'join'; it knows merge and split"),
    ],
)
def test_an_unknown_name_among_the_decisions_is_told_with_those_that_are_known(
    tmp_path: Path, text: str, says: str
) -> None:
    path = tmp_path / "duplicates.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_decisions(path)
    assert f"duplicates.toml:1: {says}" in str(caught.value)


@pytest.mark.parametrize(
    ("folder", "known"), [("entities", "entity"), ("corrections", "correct, keep, hide and redact")]
)
def test_an_unknown_table_is_told_with_those_that_are_known(tmp_path: Path, folder: str, known: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "a.toml").write_text("\n[[entitty]]\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=rf"a\.toml:2: unknown name 'entitty'; it knows {known}"):
        load_authority(tmp_path, Settings()) if folder == "entities" else load_corrections(tmp_path / folder)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes("# مرفأ".encode("windows-1256"))
    with pytest.raises(ConfigurationError, match="save it as UTF-8"):
        read_editor_file(path)


@pytest.mark.parametrize("folder", ["entities", "corrections"])
def test_a_file_that_would_silently_not_be_read_is_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "2026.toml.txt").touch()
    with pytest.raises(ConfigurationError, match=r"2026\.toml\.txt: .* call it 2026\.toml"):
        load_authority(tmp_path, Settings()) if folder == "entities" else load_corrections(tmp_path / folder)


@pytest.mark.parametrize("folder", ["entities", "corrections"])
def test_entries_in_a_file_of_another_ending_are_refused_and_other_files_left_alone(
    tmp_path: Path, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "rejected.txt").write_text("# names\nفلان الفلاني\n", encoding="utf-8")
    load_authority(tmp_path, Settings()) if folder == "entities" else load_corrections(tmp_path / folder)
    (tmp_path / folder / "mine.txt").write_text("# own\n[[entity]]\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"mine\.txt: .* call it mine\.toml"):
        load_authority(tmp_path, Settings()) if folder == "entities" else load_corrections(tmp_path / folder)
