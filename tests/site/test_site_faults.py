"""A build that is killed, runs out of disk or meets an error of the system leaves the old site or the new one, whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import xxhash
from news_archive.bench import generate_articles, sample_words
from news_archive.output_lock import hold_lock
from news_archive.staging import staging_folder
from site_builder import ROOT, Site, build_site

ARTICLES = 140
"""Enough for workers to clean and to draw."""


def write_articles(path: Path, *, seed: int, count: int = ARTICLES) -> None:
    rows = generate_articles(sample_words(ROOT / "seeds"), count, seed)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two states of a source, which differ in every article."""
    folder = tmp_path_factory.mktemp("sources")
    for name, seed in (("one.jsonl", 1), ("two.jsonl", 2)):
        write_articles(folder / name, seed=seed)
    return folder / "one.jsonl", folder / "two.jsonl"


@pytest.fixture(scope="module")
def sites(
    sources: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, str], dict[str, str]]:
    """What the two states give."""
    folder = tmp_path_factory.mktemp("sites")
    found = []
    for number, source in enumerate(sources):
        shutil.copy(source, folder / "articles.jsonl")
        found.append(build_site(folder, [folder / "articles.jsonl"], output=str(number)).files())
    return found[0], found[1]


@pytest.fixture(scope="module")
def first(sources: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the site of the first state."""
    folder = tmp_path_factory.mktemp("first")
    shutil.copy(sources[0], folder / "articles.jsonl")
    assert build(folder).exit_code == 0
    return folder


@pytest.fixture
def archive(first: Path, sources: tuple[Path, Path], tmp_path: Path) -> Path:
    """A folder with the site of the first state, and the second one waiting."""
    folder = tmp_path / "archive"
    shutil.copytree(first, folder)
    known = xxhash.xxh3_64_hexdigest(os.fsencode((folder / "out").resolve()))
    next((folder / ".cache" / "builds").iterdir()).rename(folder / ".cache" / "builds" / known)
    shutil.copy(sources[1], folder / "articles.jsonl")
    return folder


def build(folder: Path) -> Site:
    return build_site(folder, [folder / "articles.jsonl"], "--jobs", "2")


def command(folder: Path) -> list[str]:
    source = str(folder / "articles.jsonl")
    build = [sys.executable, "-m", "invoke", "--search-root", str(ROOT), "build", "--source", source]
    return [*build, "--output", "out", "--jobs", "2", "--quiet"]


def files(folder: Path) -> dict[str, str]:
    return Site(folder / "out", 0, "", "").files()


def is_alone(output: Path) -> bool:
    """Say whether nothing half-made stands beside the output."""
    return not staging_folder(output).exists() and not list(output.parent.glob(".out.lock"))


def test_a_build_killed_at_any_of_twenty_moments_leaves_a_whole_site(archive: Path, sources, sites) -> None:
    started = time.monotonic()
    assert build(archive).exit_code == 0
    duration = time.monotonic() - started
    state = 1
    for moment in range(20):
        assert files(archive) == sites[state]
        shutil.copy(sources[1 - state], archive / "articles.jsonl")
        process = subprocess.Popen(
            command(archive), cwd=archive, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            process.wait(duration * (moment + 1) / 21)
        except subprocess.TimeoutExpired:
            process.kill()  # the process alone: its workers must notice
            process.wait()
        found = files(archive)
        assert found in sites, moment
        state = sites.index(found)
    shutil.copy(sources[1 - state], archive / "articles.jsonl")
    after = build(archive)
    assert after.exit_code == 0, after.err
    assert after.files() == sites[1 - state]
    assert is_alone(archive / "out")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_stopped_clears_its_half_made_files_away(number: int, archive: Path, sites) -> None:
    process = subprocess.Popen(command(archive), cwd=archive, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not staging_folder(archive / "out").exists() and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(number)
    _, said = process.communicate()
    assert files(archive) in sites
    assert is_alone(archive / "out")
    assert process.returncode == 0 or (process.returncode == 130 and "stopped" in said)


def strace() -> str:
    """Return the program that makes system calls fail, or skip the test."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not installed")
    probe = subprocess.run([found, "-f", "-o", os.devnull, "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("strace may not trace here")
    return found


FAULTS = {
    "the disk is full when a page is opened": "openat:error=ENOSPC:when={late}+",
    "the disk is full when a page is written": "write:error=ENOSPC:when={late}+",
    "writing fails": "write:error=EIO:when={late}+",
    "a file cannot be secured": "fsync,syncfs:error=EIO",
    "the disk is full when a file is secured": "fsync,syncfs:error=ENOSPC",
    "no folder can be made": "mkdir:error=ENOSPC",
    "nothing can be linked": "link,linkat:error=EIO",
    "the sites cannot be exchanged": "renameat2:error=EIO",
    "nothing can be renamed": "rename,renameat,renameat2:error=ENOSPC",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_of_the_system_leaves_the_old_site_or_the_new_one(fault: str, archive: Path, sites) -> None:
    """Whichever it leaves, the program says so by its exit code, and the next build is clean."""
    tool = strace()
    for late in (40, 400, 1500) if "{late}" in FAULTS[fault] else (0,):
        rule = FAULTS[fault].format(late=late)
        done = subprocess.run(
            [tool, "-f", "-qq", "-o", os.devnull, "-e", "signal=none", "-e", f"inject={rule}", *command(archive)],
            cwd=archive,
            capture_output=True,
            text=True,
            check=False,
        )
        found = files(archive)
        assert found in sites, done.stderr
        assert found == sites[1] or done.returncode, done.stderr
        if not late:
            assert (done.returncode, found == sites[0]) in ((0, False), (3, True)), done.stderr
            assert "Traceback" not in done.stderr
    after = build(archive)
    assert after.exit_code == 0, after.err
    assert after.files() == sites[1]
    assert is_alone(archive / "out")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False
    ).returncode:  # fmt: skip
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=False)


def test_a_disk_that_fills_up_keeps_the_old_site(small_disk: Path, tmp_path: Path) -> None:
    source = tmp_path / "articles.jsonl"
    write_articles(source, seed=1, count=40)
    first = build_site(tmp_path, [source], output=str(small_disk / "out"))
    assert first.exit_code == 0, first.err
    write_articles(source, seed=2, count=1500)
    full = build_site(tmp_path, [source], output=str(small_disk / "out"))
    assert (full.exit_code, "No space left" in full.err, "Traceback" in full.err) == (3, True, False), full.err
    assert full.files() == first.files()
    assert is_alone(small_disk / "out")
    write_articles(source, seed=1, count=40)
    assert build_site(tmp_path, [source], output=str(small_disk / "out")).files() == first.files()


def test_a_second_build_names_the_process_that_holds_the_lock(archive: Path, tmp_path: Path) -> None:
    with hold_lock(archive / "out"):
        second = build(archive)
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        third = build_site(elsewhere, [archive / "articles.jsonl"], output=str(archive / "out"))
    assert [second.exit_code, third.exit_code] == [4, 4]
    assert str(os.getpid()) in second.err


def damage_bytes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    if data:
        data[len(data) * 2 // 3] ^= 0x20
        path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def memory(folder: Path) -> list[Path]:
    """Return the files that the builds of a folder remember, without the spare tree."""
    found = (folder / ".cache").rglob("*")
    return sorted(path for path in found if path.is_file() and "spare" not in path.parts)


@pytest.mark.parametrize("damage", [damage_bytes, truncate])
def test_a_damaged_memory_gives_the_same_site(damage, archive: Path, sites) -> None:
    kinds = dict.fromkeys(path.name.partition("-")[0] for path in memory(archive))
    assert {"corpus", "published", "dedupe", "summary", "bodies", "template"} <= set(kinds)
    for number, kind in enumerate(kinds):  # each by itself, while there is something to do
        damage(next(path for path in memory(archive) if path.name.partition("-")[0] == kind))
        shutil.copy(archive / "articles.jsonl", archive / "kept.jsonl")
        with (archive / "articles.jsonl").open("a", encoding="utf-8") as handle:
            handle.write("\n" * (number + 1))  # an empty line is no record
        after = build(archive)
        assert after.exit_code == 0, after.err
        assert after.files() == sites[1], kind
    for path in memory(archive):
        damage(path)
    assert build(archive).files() == sites[1]


def test_the_memory_of_another_archive_gives_the_same_site(archive: Path, sites, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_articles(other / "articles.jsonl", seed=3)
    assert build(other).exit_code == 0
    for theirs, ours in zip(memory(other), memory(archive), strict=False):
        if theirs.name == ours.name:
            shutil.copy(theirs, ours)
    assert build(archive).files() == sites[1]
