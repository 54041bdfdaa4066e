"""Bad input costs itself and nothing else: a line of the ledger with a reason, or one sentence and an exit code."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from site_builder import ROOT, Site, build_archive, build_site, run_invoke, write_files

GOOD = "افتتاح مكتبة البلدة\nحضر الأهالي افتتاح المكتبة العامة صباح اليوم بعد أعمال ترميم دامت عاماً كاملاً.\n"
RECORD = {"title": "خبر من البلدة", "content": "زرع الأهالي مئة شجرة زيتون على طول الطريق المؤدي إلى المدرسة."}


def line_of(site: Site, source: str) -> dict[str, object]:
    (line,) = [line for line in site.data("ledger") if line["source"] == source]
    return line


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t\n"),
        ("binary.txt", bytes(range(256)) * 20),
        ("title-only.txt", "عنوان بلا متن".encode()),
        ("broken.jsonl#2", b'{"title": "x", "content": '),
        ("list.jsonl#2", b"[1, 2]"),
    ],
)
def test_a_bad_record_is_listed_with_its_reason_and_the_rest_is_built(
    make_site: Callable[..., Site], name: str, content: bytes
) -> None:
    files: dict[str, str | bytes] = {"good.txt": GOOD}
    if "#" in name:
        good = json.dumps(RECORD, ensure_ascii=False).encode()
        other = json.dumps(RECORD | {"title": "خبر آخر"}, ensure_ascii=False).encode()
        files[name.split("#")[0]] = b"\n".join([good, content, other]) + b"\n"
    else:
        files[name] = content
    site = make_site(files)
    line = line_of(site, name)
    assert line["status"] == "rejected"
    assert line["reason"]
    assert line["detail"]
    kept = [line for line in site.data("ledger") if line["status"] == "kept"]
    assert len(kept) >= (3 if "#" in name else 1)


def test_a_folder_named_like_a_file_is_listed_and_its_articles_are_built(tmp_path: Path) -> None:
    source = write_files(tmp_path / "source", {"good.txt": GOOD})
    (source / "x.txt").mkdir()
    site = build_site(tmp_path, [source])
    assert site.exit_code == 0, site.err
    assert line_of(site, "x.txt")["status"] == "rejected"
    assert line_of(site, "good.txt")["status"] == "kept"


def test_a_broken_line_keeps_the_numbers_of_the_lines_after_it(make_site: Callable[..., Site]) -> None:
    lines = [json.dumps(RECORD | {"title": f"خبر {n}"}, ensure_ascii=False) for n in range(3)]
    site = make_site({"a.jsonl": "\n".join([lines[0], "{", lines[1], lines[2]])})
    assert [line["source"] for line in site.data("ledger")] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3", "a.jsonl#4"]


def test_strict_lists_what_was_rejected_and_exits_with_one(make_site: Callable[..., Site]) -> None:
    site = make_site({"good.txt": GOOD, "empty.txt": b""}, "--strict", exit_code=1)
    assert "empty.txt" in site.out
    assert (site.output / "index.html").is_file()


def test_a_missing_source_is_one_sentence_and_writes_nothing(tmp_path: Path) -> None:
    site = build_site(tmp_path, [tmp_path / "nowhere"])
    assert site.exit_code == 2
    assert len(site.err.strip().splitlines()) == 1
    assert "nowhere" in site.err
    assert not site.output.exists()


def test_a_site_may_not_stand_among_the_articles_it_is_made_from(tmp_path: Path) -> None:
    source = write_files(tmp_path / "source", {"good.txt": GOOD})
    site = build_site(tmp_path, [source], output="source/out")
    assert (site.exit_code, len(site.err.strip().splitlines())) == (2, 1), site.err
    assert "lies within the source" in site.err
    assert not site.output.exists()


@pytest.mark.parametrize(
    "flags", [("build", "--jobs", "x"), ("search", "x", "--limit", "-1"), ("serve", "--port", "80x")]
)
def test_a_word_where_a_number_is_needed_is_one_sentence(tmp_path: Path, flags: tuple[str, ...]) -> None:
    done = run_invoke(*flags, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, f"{flags[-1]!r} is not a number of 0 or more\n")


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [("PLUGINS = []", 2, "PLUGINS must name"), ('TIMEZONE = "Mars"', 3, "Mars"), ('SITEURL = "home"', 2, "'home'")],
)
def test_a_wrong_setting_of_pelican_is_one_sentence_that_names_it(
    tmp_path: Path, line: str, code: int, told: str
) -> None:
    site = build_archive(tmp_path, {}, {"good.txt": GOOD}, settings=line)
    assert (site.exit_code, len(site.err.strip().splitlines())) == (code, 1), site.err
    assert told in site.err
    assert not site.output.exists()


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        ('{"clean": {"repeated_words": 5}}', "repeated_words"),
        ('{"cleaning": {}}', "cleaning"),
        ('{"dedupe": {"same": "much"}}', "same"),
        ("[]", "NEWS_ARCHIVE"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(tmp_path: Path, setting: str, word: str) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nNEWS_ARCHIVE = {setting}\n"
        f"PATH, THEME, PLUGIN_PATHS = [{str(ROOT)!r} + '/' + name for name in ('content', 'theme', 'plugins')]\n"
        "PLUGIN_PATHS = [PLUGIN_PATHS]\n",
        encoding="utf-8",
    )
    source = write_files(tmp_path / "source", {"good.txt": GOOD})
    site = build_site(tmp_path, [source], "--settings", conf)
    assert site.exit_code == 2, site.err
    assert len(site.err.strip().splitlines()) == 1
    assert word in site.err
    assert not site.output.exists()


def test_a_folder_with_other_peoples_files_is_never_replaced(tmp_path: Path) -> None:
    source = write_files(tmp_path / "source", {"good.txt": GOOD})
    write_files(tmp_path / "out", {"thesis.docx": b"years of work"})
    assert build_site(tmp_path, [source]).exit_code == 2
    assert run_invoke("clean", "--output", "out", cwd=tmp_path).returncode == 2
    assert (tmp_path / "out" / "thesis.docx").read_bytes() == b"years of work"


def test_nothing_is_written_outside_the_output_and_the_memory(tmp_path: Path) -> None:
    hostile = {
        "good.txt": GOOD,
        "index.txt": GOOD + "1",
        "CON.txt": GOOD + "2",
        "سجل - $(touch x) `id`.txt": GOOD + "3",
        "..hidden.txt": GOOD + "4",
        "md.md": "Title: خبر\nSave_as: ../../evil.html\nSlug: ../evil\n\nنصّ {static}/etc/passwd ونصّ أطول من ذلك.\n",
    }
    source = write_files(tmp_path / "source", hostile)
    before = {path.name for path in tmp_path.iterdir()}
    assert build_site(tmp_path, [source]).exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} - before == {"out", ".cache"}
    assert {path.name for path in source.iterdir()} == set(hostile)


def test_clean_removes_the_site_and_its_memory_and_can_be_repeated(make_site: Callable[..., Site]) -> None:
    site = make_site({"good.txt": GOOD})
    home = site.output.parent
    for _ in range(2):
        assert run_invoke("clean", "--output", "out", cwd=home).returncode == 0
        assert not site.output.exists()
    assert not list((home / ".cache" / "builds").iterdir())
