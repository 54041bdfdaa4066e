"""Everything comes in with a name and a reason, in the same order on every machine."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from news_archive.errors import UsageError
from news_archive.models import RawRecord, Rejection, SourceArticle
from news_archive.settings import Settings
from news_archive.source import article_id, find_records, parse_record
from news_archive.source.decode import decode

SETTINGS = Settings()
TEXT = "عاد العابرون أمس إلى الجسر الحجري الصغير الذي يصل حيّ الدبّاغين بالسوق القديم في المدينة، وقال رئيس البلدية إن العمل انتهى."


def outcomes(path: Path) -> dict[str, SourceArticle | Rejection]:
    return {r.source: r if isinstance(r, Rejection) else parse_record(r) for r in find_records([path], SETTINGS)}


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8 (with BOM)"),
        ("utf-16", "utf-16-le (with BOM)"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("windows-1256", "windows-1256"),
        ("iso8859-6", "iso-8859-6"),
    ],
)
def test_each_encoding_is_read_right(encoding: str, name: str) -> None:
    text = TEXT.replace("،", "،") if encoding != "iso8859-6" else TEXT
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (text, name)


@pytest.mark.parametrize(("right", "wrong"), [("utf-8", "latin-1"), ("windows-1256", "latin-1")])
def test_a_text_that_was_once_read_wrongly_is_repaired(right: str, wrong: str) -> None:
    decoded = decode(TEXT.encode(right).decode(wrong).encode("utf-8"))
    assert decoded is not None and decoded.text == TEXT


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n" + bytes(200), b"\xff\xfe\x00\xd8\x00"])
def test_bytes_that_are_no_text_are_not_decoded(data: bytes) -> None:
    decoded = decode(data)
    assert decoded is None or "\ufffd" not in decoded.text


def test_western_text_is_left_alone() -> None:
    text = "Déjà vu à l'été, Ökologie für Mädchen"
    decoded = decode(text.encode())
    assert decoded is not None and decoded.text == text


def test_what_cannot_be_an_article_is_a_line_of_the_ledger(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "secret.txt"
    folder.mkdir()
    outside.write_text("سرّ\nخارج المجلد")
    (folder / "good.txt").write_text(f"عنوان\n{TEXT}")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x7fELF" + bytes(500) + bytes(range(256)))
    (folder / "folder.txt").mkdir()
    (folder / "out.txt").symlink_to(outside)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "README.md").write_text("not an article")
    (folder / ".hidden.txt").write_text("x")
    (folder / "evil\u202e\n.txt").write_text(f"عنوان\n{TEXT}")
    found = outcomes(folder)
    reasons = {name: r.reason for name, r in found.items() if isinstance(r, Rejection)}
    assert reasons == {
        "binary.txt": "binary",
        "empty.txt": "empty_file",
        "folder.txt": "not_a_file",
        "loop.txt": "unreadable",
        "out.txt": "not_a_file",
        "pipe.txt": "not_a_file",
    }
    assert set(found) - set(reasons) == {"good.txt", "evil\\u202e\\n.txt"}


def test_a_broken_line_costs_itself_only(tmp_path: Path) -> None:
    rows = [json.dumps({"title": f"عنوان {n}", "content": TEXT}) for n in range(3)]
    path = tmp_path / "news.jsonl"
    path.write_text(f"{rows[0]}\n{{broken\n[1]\n\n{rows[2]}\n")
    found = outcomes(path)
    assert [(name, getattr(r, "reason", "")) for name, r in found.items()] == [
        ("news.jsonl#1", ""),
        ("news.jsonl#2", "not_json"),
        ("news.jsonl#3", "not_json"),
        ("news.jsonl#5", ""),
    ]


def test_a_compressed_file_that_ends_early_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    lines = "".join(json.dumps({"title": str(n), "content": TEXT * 20 + str(n * 7919)}) + "\n" for n in range(400))
    path.write_bytes(gzip.compress(lines.encode())[:-200])
    found = list(outcomes(path).values())
    assert isinstance(found[0], SourceArticle)
    assert [r.reason for r in found if isinstance(r, Rejection)] == ["damaged"]


def test_a_row_of_csv_is_read_by_its_column_names(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f'العنوان,النص,الصحيفة\r\nخبر,"{TEXT}\nسطر ""آخر""",المرفأ\r\nناقص\r\n')
    found = outcomes(path)
    first = found["news.csv#1"]
    assert isinstance(first, SourceArticle)
    assert (first.title, first.body, first.paper) == ("خبر", f'{TEXT}\nسطر "آخر"', "المرفأ")
    assert isinstance(found["news.csv#2"], Rejection)


def test_lone_surrogates_and_nulls_never_reach_a_page(tmp_path: Path) -> None:
    record = RawRecord("x", "jsonl", b'{"title": "\\ud800 x", "content": "a\\u0000b"}')
    parsed = parse_record(record)
    assert isinstance(parsed, SourceArticle)
    parsed.title.encode()


def test_front_matter_of_a_raw_text_has_no_effect() -> None:
    parsed = parse_record(RawRecord("x.txt", "txt", b"Slug: ../../x\nSave_as: /etc/passwd\nTemplate: x\n"))
    assert isinstance(parsed, SourceArticle)
    assert (parsed.title, parsed.body) == ("Slug: ../../x", "Save_as: /etc/passwd\nTemplate: x\n")


def test_an_address_identifies_an_article_whatever_its_tracking_query() -> None:
    assert article_id("http://Example.org/a?utm_source=x#y", b"1") == article_id("http://example.org/a", b"2")
    assert article_id(None, b"1") != article_id(None, b"2")


def test_a_source_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        list(find_records([tmp_path / "nothing"], SETTINGS))
    (tmp_path / "x.pdf").write_text("x")
    with pytest.raises(UsageError, match="can be read"):
        list(find_records([tmp_path / "x.pdf"], SETTINGS))
