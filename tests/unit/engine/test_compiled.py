"""The compiled program is kept where Python itself may keep nothing, and is never taken for what it is not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from news_archive.compiled import load_code

ROOT = Path(__file__).parents[3]


def value_of(path: str, source: bytes, kept: Path) -> object:
    names: dict[str, object] = {}
    exec(load_code(path, source, kept), names)
    return names["value"]


def test_code_is_kept_and_taken_again(tmp_path: Path) -> None:
    kept = tmp_path / "folder" / "module"
    assert value_of("/a.py", b"value = 1", kept) == 1
    first = kept.read_bytes()
    assert value_of("/a.py", b"value = 1", kept) == 1
    assert kept.read_bytes() == first
    assert [path.name for path in kept.parent.iterdir()] == ["module"]


@pytest.mark.parametrize(("path", "source"), [("/a.py", b"value = 2"), ("/b.py", b"value = 1")])
def test_another_source_or_place_is_compiled_anew(path: str, source: bytes, tmp_path: Path) -> None:
    kept = tmp_path / "module"
    load_code("/a.py", b"value = 1", kept)
    code = load_code(path, source, kept)
    assert code.co_filename == path
    assert value_of(path, source, kept) == int(source[-1:])


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    kept = tmp_path / "module"
    load_code("/a.py", b"value = 1", kept)
    whole = kept.read_bytes()
    for place in range(0, len(whole), 7):
        kept.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert value_of("/a.py", b"value = 1", kept) == 1
        kept.write_bytes(whole[:place])
        assert value_of("/a.py", b"value = 1", kept) == 1
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_kept_the_code_runs_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert value_of("/a.py", b"value = 1", tmp_path / "file" / "module") == 1


def test_a_program_that_may_leave_nothing_beside_its_sources_is_compiled_once(tmp_path: Path) -> None:
    package = tmp_path / "sources" / "apart"
    package.mkdir(parents=True)
    for name in ("__init__", "inner"):
        (package / f"{name}.py").write_text("", encoding="utf-8")
    lines = (
        f"import sys; sys.path[:0] = [{str(ROOT / 'plugins')!r}, {str(package.parent)!r}]",
        "from pathlib import Path",
        "from news_archive.compiled import keep_compiled",
        f"keep_compiled(Path({str(package.parent)!r}), Path({str(tmp_path / 'kept')!r}))",
        "import apart.inner",
    )
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", "\n".join(lines)], env=surroundings, check=True)
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["apart", "apart.inner"]
    assert not list(package.rglob("*.pyc"))
