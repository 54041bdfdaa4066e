"""Files come into the archive under safe names, byte for byte, and nothing is overwritten."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from news_archive.errors import UsageError
from news_archive.source import ingest_files
from news_archive.source.ingest import safe_name

TEXT = "عنوان الخبر\nعاد العابرون إلى الجسر الحجري الذي يصل حيّ الدبّاغين بالسوق القديم في المدينة."


def test_bytes_are_copied_as_they_are_whatever_their_encoding(tmp_path: Path) -> None:
    data = TEXT.encode("windows-1256")
    (tmp_path / "خبر: جديد.TXT").write_bytes(data)
    (found,) = ingest_files([tmp_path / "خبر: جديد.TXT"], tmp_path / "seeds")
    assert (tmp_path / "seeds" / found.kept_as).read_bytes() == data
    assert found.kept_as == "خبر_جديد.txt"


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (TEXT.encode(), ".txt"),
        (TEXT.encode("utf-16"), ".txt"),
        (b'{"title": "x"}\n{"title": "y"}\n', ".jsonl"),
        (gzip.compress(b'{"title": "x"}\n', mtime=0), ".jsonl.gz"),
        (b"<!DOCTYPE html><html><p>x</p></html>", ".html"),
    ],
)
def test_a_file_without_a_telling_name_is_known_by_its_first_bytes(tmp_path: Path, data: bytes, ending: str) -> None:
    (tmp_path / "download").write_bytes(data)
    (found,) = ingest_files([tmp_path / "download"], tmp_path / "seeds")
    assert found.kept_as == f"download{ending}"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 9, b'[{"title": "x"}]', gzip.compress(b"text"), b"\x1f\x8bbroken", b""]
)
def test_what_is_no_article_is_refused_with_its_reason(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "download").write_bytes(data)
    (found,) = ingest_files([tmp_path / "download"], tmp_path / "seeds")
    assert not found.kept_as
    assert found.note
    assert not list((tmp_path / "seeds").iterdir())


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    for folder, text in (("a", TEXT), ("b", f"{TEXT} آخر"), ("c", TEXT)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.txt").write_text(text, encoding="utf-8")
    found = list(ingest_files([tmp_path / name for name in "abc"], tmp_path / "seeds"))
    assert [f.kept_as for f in found] == ["news.txt", "news-2.txt", "news.txt"]
    assert found[2].note == "is there already"


@pytest.mark.parametrize(
    "name", ["\u202eevil\x1b[31m", "a\nb", "-rf", "../../up", "  ", "x" * 300, "عنوان " * 60, "\udce9"]
)
def test_names_are_safe(name: str) -> None:
    safe = safe_name(name)
    assert safe and safe.isprintable() and len(safe.encode()) <= 120
    assert not safe.startswith(("-", "."))
    assert "/" not in safe


def test_a_path_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        list(ingest_files([tmp_path / "nothing"], tmp_path / "seeds"))
