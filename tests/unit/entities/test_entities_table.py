"""The authority file goes to a spreadsheet and comes back without losing what the editor wrote."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from news_archive.entities import load_authority
from news_archive.entities.table import COLUMNS, Imported, export_table, import_table
from news_archive.errors import ConfigurationError, UsageError
from news_archive.moves import load_moves
from news_archive.settings import EntitySettings, Settings

SETTINGS = Settings(entities=EntitySettings(countries=False))
FILE = """# The editor's own words.
[[entity]]
id = "haddad"
type = "person"
name = "سلمى الحداد"  # a remark
weak = ["الحداد"]

# About the port.
[[entity]]
id = "port"
type = "place"
name = "ميناء الزهراء"
[entity.identifiers]
wikidata = {value = "Q42", verified = true}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "names.toml").write_text(FILE, encoding="utf-8")
    return tmp_path


def write_table(content: Path, **changes: dict[str, str]) -> Path:
    rows = {row["id"]: row for row in csv.DictReader(export_table(content).splitlines())}
    for slug, values in changes.items():
        rows[slug] = {**dict.fromkeys(COLUMNS, ""), **rows.get(slug, {}), "id": slug, **values}
    path = content / "table.csv"
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerows(rows.values())
    return path


def test_a_table_read_back_unchanged_changes_no_byte(content: Path) -> None:
    assert import_table(content, write_table(content), SETTINGS) == Imported(0, 0, 0)
    assert (content / "entities" / "names.toml").read_text(encoding="utf-8") == FILE


def test_only_the_changed_entity_is_written_anew_and_comments_stay(content: Path) -> None:
    table = write_table(content, port={"aliases": "الميناء الكبير|مرفأ الزهراء"})
    assert import_table(content, table, SETTINGS) == Imported(1, 0, 0)
    text = (content / "entities" / "names.toml").read_text(encoding="utf-8")
    assert text.startswith(FILE[: FILE.index('[[entity]]\nid = "port"')])
    assert 'aliases = ["الميناء الكبير", "مرفأ الزهراء"]' in text
    assert '"wikidata" = {value = "Q42", verified = true}' in text


def test_a_new_row_goes_to_the_file_it_names(content: Path) -> None:
    table = write_table(content, karmi={"file": "more.toml", "type": "person", "name": "نبيل الكرمي"})
    assert import_table(content, table, SETTINGS) == Imported(0, 1, 0)
    assert 'name = "نبيل الكرمي"' in (content / "entities" / "more.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"port": {"name": "من"}}, ConfigurationError, "common word"),
        (
            {"port": {"aliases": "سلمى الحداد"}},
            ConfigurationError,
            "is also a name of haddad .* the column into of the other",
        ),
        ({"port": {"type": "thing"}}, ConfigurationError, "type must be"),
        ({"new": {"file": "../../x.py", "type": "place", "name": "مرج الورد"}}, UsageError, "must name a .toml"),
    ],
)
def test_a_table_that_would_not_load_changes_nothing(
    changes: dict[str, dict[str, str]], error: type[Exception], message: str, content: Path
) -> None:
    with pytest.raises(error, match=message):
        import_table(content, write_table(content, **changes), SETTINGS)
    assert [p.name for p in (content / "entities").iterdir()] == ["names.toml"]
    assert (content / "entities" / "names.toml").read_text(encoding="utf-8") == FILE


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_that_excel_wrote_is_read(content: Path, mark: str) -> None:
    path = content / "excel.csv"
    rows = csv.DictReader(export_table(content).splitlines())
    lines = [mark.join(COLUMNS), *(mark.join(row.values()) for row in rows), mark * (len(COLUMNS) - 1)]
    path.write_text("\ufeff" + "\r\n".join(lines).replace("ميناء الزهراء", "مرفأ الزهراء"), encoding="utf-8")
    assert import_table(content, path, SETTINGS) == Imported(1, 0, 0)


def test_two_names_become_one_and_the_old_page_leads_on(content: Path) -> None:
    second = {
        "file": "names.toml",
        "type": "person",
        "name": "سلمى يوسف الحداد",
        "weak": "الحداد|سلمى",
        "cues": "المكتبة",
    }
    import_table(content, write_table(content, salma=second), SETTINGS)
    (content / "moved.toml").write_text('# own\n[[moved]]\nfrom = "e/old"\nto = "e/port"\n', encoding="utf-8")
    done = import_table(content, write_table(content, salma={"into": "haddad"}), SETTINGS)
    assert done == Imported(0, 0, 1)
    left = load_authority(content, SETTINGS).entities
    assert sorted(left) == ["haddad", "port"]
    own = left["haddad"]
    assert (own.aliases, own.weak, own.cues) == (("سلمى يوسف الحداد",), ("الحداد", "سلمى"), ("المكتبة",))
    assert "# About the port." in (content / "entities" / "names.toml").read_text(encoding="utf-8")
    moves = load_moves(content / "moved.toml")
    assert {old: move.new for old, move in moves.items()} == {"e/old": "e/port", "e/salma": "e/haddad"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"port": {"into": "nobody"}}, "there is no entity 'nobody'"),
        ({"port": {"into": "haddad"}, "haddad": {"into": "port"}}, "which goes into"),
    ],
)
def test_a_name_that_cannot_go_into_another_changes_nothing(
    changes: dict[str, dict[str, str]], message: str, content: Path
) -> None:
    with pytest.raises(UsageError, match=message):
        import_table(content, write_table(content, **changes), SETTINGS)
    assert (content / "entities" / "names.toml").read_text(encoding="utf-8") == FILE
    assert not (content / "moved.toml").exists()


def test_a_table_without_its_columns_is_refused(content: Path) -> None:
    path = content / "table.csv"
    path.write_text("name\nx\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no column 'id'"):
        import_table(content, path, SETTINGS)
