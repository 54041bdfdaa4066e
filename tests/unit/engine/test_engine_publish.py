"""The site is written whole or not at all, and only where it changed."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from news_archive.errors import BuildError, LockedError, UsageError
from news_archive.manifest import OutputState
from news_archive.output_lock import MARK, check_output, hold_lock
from news_archive.output_tree import OutputFile
from news_archive.publish import key_of, publish
from news_archive.staging import staging_folder
from news_archive.store import Store


def site(**pages: str) -> list[OutputFile]:
    pages = {MARK.replace(".", "dot_"): "", **pages}
    return [
        OutputFile(name.replace("dot_", ".").replace("__", "/"), key_of(text), lambda text=text: text.encode())
        for name, text in pages.items()
    ]


def read(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, Store]:
    return tmp_path / "site" / "output", Store(tmp_path / "cache")


def test_a_second_publication_of_the_same_files_writes_nothing(place) -> None:
    output, store = place
    assert publish(site(a="1", b__c="2"), output, store, jobs=1).written == [".nojekyll", "a", "b/c"]
    before = {p: p.stat().st_mtime_ns for p in output.rglob("*")}
    outcome = publish(site(a="1", b__c="2"), output, store, jobs=1)
    assert (outcome.written, outcome.removed) == ([], [])
    assert before == {p: p.stat().st_mtime_ns for p in output.rglob("*")}


def test_only_what_changed_is_written_and_what_is_gone_is_removed(place) -> None:
    output, store = place
    publish(site(a="1", b="2", c="3"), output, store, jobs=1)
    outcome = publish(site(a="1", b="new"), output, store, jobs=1)
    assert (outcome.written, outcome.removed) == (["b"], ["c"])
    assert read(output) == {".nojekyll": "", "a": "1", "b": "new"}
    assert not staging_folder(output).exists()


def test_who_looked_at_the_output_before_publishes_the_same(place) -> None:
    output, store = place
    publish(site(a="1", b="2", c="3"), output, store, jobs=1)
    seen = OutputState.look(output, store)
    outcome = publish(site(a="1", b="new", d__e="4"), output, store, jobs=1, standing=seen)
    assert (outcome.written, outcome.removed) == (["b", "d/e"], ["c"])
    assert read(output) == {".nojekyll": "", "a": "1", "b": "new", "d/e": "4"}
    with pytest.raises(BuildError, match="two pages would be written to a"):
        publish([*site(a="1"), OutputFile("a", key_of(2), bytes)], output, store, jobs=1)
    with pytest.raises(BuildError, match="not a plain path"):
        publish([OutputFile("../x", key_of("x"), bytes)], output, store, jobs=1)


def test_a_new_key_with_the_same_content_writes_nothing(place) -> None:
    output, store = place
    publish([OutputFile(MARK, key_of(1), lambda: b"x")], output, store, jobs=1)
    assert publish([OutputFile(MARK, key_of(2), lambda: b"x")], output, store, jobs=1).written == []


def test_a_file_that_someone_changed_is_made_again(place) -> None:
    output, store = place
    publish(site(a="1"), output, store, jobs=1)
    (output / "a").write_text("tampered")
    (output / "stray").write_text("not ours")
    outcome = publish(site(a="1"), output, store, jobs=1)
    assert (outcome.written, outcome.removed) == (["a"], ["stray"])
    assert read(output)["a"] == "1"


def test_a_fault_while_making_leaves_the_old_site(place) -> None:
    output, store = place
    publish(site(a="1"), output, store, jobs=1)

    def fail() -> bytes:
        raise OSError(28, "No space left on device", "page")

    with pytest.raises(BuildError, match="No space left"):
        publish([*site(a="2"), OutputFile("b", key_of(1), fail)], output, store, jobs=1)
    assert read(output) == {".nojekyll": "", "a": "1"}
    assert not staging_folder(output).exists()


def pages(rng: random.Random) -> dict[str, str]:
    folders = rng.sample(["", "a__", "b__", "a__deep__"], k=3)
    return {f"{folder}{n}": str(rng.randint(0, 2)) for folder in folders for n in range(8) if rng.random() < 0.9}


@pytest.mark.parametrize("seed", range(6))
def test_after_many_publications_with_faults_between_the_site_is_what_was_asked(seed: int, place) -> None:
    """The spare tree that each publication leaves may be anything by the next one: present, gone, damaged."""
    output, store = place
    rng = random.Random(seed)
    wanted = pages(rng)
    for _ in range(12):
        if rng.random() < 0.3:
            wanted = pages(rng)
        else:
            wanted |= {rng.choice(sorted(wanted)): str(rng.randint(0, 9))}
        publish(site(**wanted), output, store, jobs=1)
        folders = {p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_dir()}
        assert read(output) == {".nojekyll": "", **{name.replace("__", "/"): text for name, text in wanted.items()}}
        assert folders == {
            str(Path(path).parents[i]) for path in read(output) for i in range(len(Path(path).parents) - 1)
        }
        spare = store.folder / "spare"
        match rng.randint(0, 7):
            case 0:
                shutil.rmtree(spare, ignore_errors=True)
            case 1 if spare.exists():
                (spare / "stray").write_text("x")
            case 2 if spare.exists():
                next(p for p in spare.rglob("*") if p.is_file()).unlink()
            case 3:
                path = next(p for p in output.rglob("*") if p.is_file() and p.stat().st_size)
                path.write_text("tampered")  # through the link, into the spare as well
            case 4:
                shutil.copytree(spare, store.folder / "copy") if spare.exists() else None
                shutil.rmtree(spare, ignore_errors=True)
                (store.folder / "copy").rename(spare) if (store.folder / "copy").exists() else None
            case 5:
                (store.folder / "published").unlink()
            case _:
                pass


def test_a_changed_page_is_never_written_through_a_link_of_the_old_one(place) -> None:
    output, store = place
    publish(site(a="1", b="2", c="3", d="4"), output, store, jobs=1)
    before = {path.name: path.stat().st_ino for path in output.iterdir()}
    for text in ("5", "6", "7"):
        publish(site(a=text, b="2", c="3", d="4"), output, store, jobs=1)
        assert read(output)["a"] == text
        assert all((output / name).stat().st_ino == before[name] for name in "bcd")
    assert (store.folder / "spare").is_dir()
    assert {(store.folder / "spare" / name).read_text() for name in "a"} == {"6"}


def test_a_site_that_is_gone_is_laid_out_again_from_the_files_that_are_remembered(place) -> None:
    output, store = place
    publish(site(a="1", b__c="2"), output, store, jobs=1)
    before = {name: (output / name).stat().st_ino for name in "a"}
    shutil.rmtree(output)
    outcome = publish(site(a="1", b__c="new"), output, store, jobs=1, fresh=True)
    assert outcome.written == [".nojekyll", "a", "b/c"]
    assert read(output) == {".nojekyll": "", "a": "1", "b/c": "new"}
    assert (output / "a").stat().st_ino == before["a"]
    assert publish(site(a="1", b__c="new"), output, store, jobs=1).written == []


def test_a_remembered_file_that_someone_changed_is_made_again(place) -> None:
    output, store = place
    publish(site(a="1", b="2"), output, store, jobs=1)
    shutil.rmtree(output)
    (store.folder / "spare" / "a").write_text("tampered")
    publish(site(a="1", b="2"), output, store, jobs=1)
    assert read(output) == {".nojekyll": "", "a": "1", "b": "2"}


def test_what_an_interrupted_build_left_is_cleared(place) -> None:
    output, store = place
    publish(site(a="1"), output, store, jobs=1)
    staging_folder(output).mkdir()
    (staging_folder(output) / "half").write_text("x")
    publish(site(a="2"), output, store, jobs=1)
    assert read(output) == {".nojekyll": "", "a": "2"}


def test_modes_do_not_depend_on_the_umask(place) -> None:
    output, store = place
    old = os.umask(0o077)
    try:
        publish(site(a="1", b__c="2"), output, store, jobs=1)
    finally:
        assert os.umask(old) == 0o077
    assert {path.stat().st_mode & 0o777 for path in output.rglob("*") if path.is_file()} == {0o644}
    assert (output / "b").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a/./b", "a\\b", ""])
def test_a_path_out_of_the_site_is_refused(path: str, place) -> None:
    with pytest.raises(BuildError):
        publish([OutputFile(path, key_of(1), lambda: b"")], *place, jobs=1)


def test_two_pages_at_one_path_are_refused(place) -> None:
    with pytest.raises(BuildError, match="two pages"):
        publish([OutputFile("a", key_of(1), lambda: b""), OutputFile("a", key_of(2), lambda: b"")], *place, jobs=1)


def test_a_folder_of_someone_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("x")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="holds files"):
        check_output(tmp_path / "letters")
    with pytest.raises(UsageError, match="is a file"):
        check_output(tmp_path / "file")


def test_an_output_that_is_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert check_output(tmp_path / "link") == tmp_path / "real"


def test_the_second_build_hears_who_holds_the_lock(tmp_path: Path) -> None:
    with hold_lock(tmp_path), pytest.raises(LockedError, match=str(os.getpid())), hold_lock(tmp_path):
        pass
