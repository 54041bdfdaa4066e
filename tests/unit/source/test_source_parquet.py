"""A row of Parquet is the line of JSON Lines with the same columns, and a file that cannot be read is one line of the ledger."""

from __future__ import annotations

import builtins
import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from news_archive.models import RawRecord, Rejection, SourceArticle
from news_archive.settings import Settings, SourceSettings
from news_archive.source import find_records, ingest_files, load_tables, parse_record

TEXT = "عاد العابرون أمس إلى الجسر الحجري الصغير الذي يصل حيّ الدبّاغين بالسوق القديم في المدينة."
ROWS: list[dict[str, Any]] = [
    {"title": f"خبر {n}", "content": f"{TEXT} {n}", "author": None if n % 2 else "سالم", "source": "المرفأ", "page": n}
    for n in range(250)
]


def read(path: Path, **values: Any) -> list[RawRecord | Rejection]:
    return list(find_records([path], Settings(source=SourceSettings(**values))))


def write(file: Path, columns: Any) -> Path:
    """Write columns, or rows, as Parquet."""
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(columns) if isinstance(columns, list) else pa.table(columns)
    pq.write_table(table, file, row_group_size=70)
    return file


def parsed(record: RawRecord | Rejection) -> SourceArticle:
    assert isinstance(record, RawRecord), record
    article = parse_record(record)
    assert isinstance(article, SourceArticle), article
    return article


def test_rows_are_the_articles_of_the_same_lines(tmp_path: Path) -> None:
    lines = tmp_path / "news.jsonl"
    given = [{name: value for name, value in row.items() if value is not None} for row in ROWS]
    text = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in given)
    lines.write_text(text, encoding="utf-8")
    found = [parsed(record) for record in read(write(tmp_path / "news.parquet", ROWS))]
    assert [a.source for a in found] == [f"news.parquet#{n}" for n in range(1, 251)]
    assert [replace(a, source="") for a in found] == [replace(parsed(r), source="") for r in read(lines)]


def test_dates_numbers_lists_and_structs_become_text(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    day = datetime.date(2015, 7, 20)
    columns = {
        "title": pa.array(["خبر"]).dictionary_encode(),
        "content": [[TEXT, None, TEXT]],
        "author": [[{"name": "سالم"}, {"name": "هالة"}]],
        "date": [day],
        "date_extracted": pa.array([f"{day}T00:00:00.123456789"]).cast(pa.timestamp("ns")).cast(
            pa.timestamp("ns", "Asia/Riyadh")
        ),
        "source": [Decimal("1.20")],
        "tags": pa.array([7, ], pa.int8()),
        "picture": [b"\xff\xd8"],
    }  # fmt: skip
    (record,) = read(write(tmp_path / "x.parquet", columns))
    found = parsed(record)
    assert (found.title, found.body, found.author) == ("خبر", f"{TEXT}\n{TEXT}", "سالم, هالة")
    assert (found.date_field, found.paper, found.tags) == ("2015-07-20", "1.20", ("7",))
    assert found.date_collected == "2015-07-20T03:00:00.123456+03:00"
    assert isinstance(record, RawRecord) and b"picture" not in record.data


def test_a_binary_column_where_the_text_should_be_is_refused_by_name(tmp_path: Path) -> None:
    (refused,) = read(write(tmp_path / "x.parquet", {"title": ["خبر"], "content": [TEXT.encode()]}))
    assert isinstance(refused, Rejection)
    assert (refused.source, refused.reason) == ("x.parquet", "binary")
    assert "content" in refused.detail


def test_a_file_of_nothing_but_bytes_is_refused(tmp_path: Path) -> None:
    (refused,) = read(write(tmp_path / "x.parquet", {"picture": [b"\xff"]}))
    assert isinstance(refused, Rejection) and refused.reason == "no_fields"


def test_the_editors_table_says_which_column_is_what(tmp_path: Path) -> None:
    file = write(tmp_path / "export-1.parquet", {"T1": ["خبر"], "lead": [TEXT], "rest": [TEXT], "day": ["2015-07-20"]})
    sources = tmp_path / "sources.toml"
    sources.write_text(
        '[[table]]\nfile = "export-*.parquet"\nfields = {title = "T1", body = ["lead", "rest"], date = "day"}\n'
        'values = {paper = "المرفأ"}\n',
        encoding="utf-8",
    )
    (record,) = find_records([file], Settings(), load_tables(sources))
    found = parsed(record)
    assert (found.title, found.body, found.paper) == ("خبر", f"{TEXT}\n{TEXT}", "المرفأ")
    assert found.date_field == "2015-07-20"


def test_a_row_that_is_too_large_or_holds_an_impossible_value_costs_itself_only(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    days = pa.array([0, 0, 10**7, 0], pa.int32()).cast(pa.date32())
    file = write(tmp_path / "x.parquet", {"title": ["خبر"] * 4, "content": ["x", "x" * 900, "x", "x"], "date": days})
    found = read(file, max_bytes=500)
    assert [(r.source, r.reason if isinstance(r, Rejection) else "") for r in found] == [
        ("x.parquet#1", ""), ("x.parquet#2", "too_large"), ("x.parquet#3", "undecodable"), ("x.parquet#4", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("damage", ["cut", "empty", "other", "footer", "page"])
def test_a_damaged_file_is_one_refusal(tmp_path: Path, damage: str) -> None:
    data = write(tmp_path / "x.parquet", ROWS).read_bytes()
    middle = len(data) // 3
    broken = {
        "cut": data[:-100],
        "empty": b"",
        "other": b"not Parquet at all",
        "footer": data[:-60] + b"\xff" * 52 + data[-8:],
        "page": data[:middle] + b"\xff" * 3000 + data[middle + 3000 :],
    }[damage]
    (tmp_path / "x.parquet").write_bytes(broken)
    found = read(tmp_path)
    refused = [r for r in found if isinstance(r, Rejection)]
    assert [r.reason for r in refused] == ["damaged"]
    assert found[-1] is refused[0] and "Parquet file" in refused[0].detail and str(tmp_path) not in refused[0].detail
    assert (damage == "page") or len(found) == 1


def test_the_missing_package_is_named_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1")
    real = builtins.__import__

    def fail(name: str, *arguments: Any, **values: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")
        return real(name, *arguments, **values)

    monkeypatch.setattr(builtins, "__import__", fail)
    (refused,) = read(tmp_path)
    assert isinstance(refused, Rejection)
    assert (refused.source, refused.reason) == ("x.parquet", "needs_extra")
    assert "pip install pyarrow" in refused.detail


@pytest.mark.parametrize("name", ["news.parquet", "news.pq", "download"])
def test_ingest_takes_it_by_its_name_or_its_first_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PAR1 and more PAR1")
    (found,) = ingest_files([tmp_path / name], tmp_path / "seeds")
    assert found.kept_as == f"{Path(name).stem}.parquet"
