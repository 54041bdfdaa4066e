"""A site that was built in steps is the site that a fresh build gives, byte for byte."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from site_builder import ROOT, build_archive, build_site

Step = Callable[[Path], None]


def edit(source: Path) -> None:
    path = source / "000_43b867d5ca1d8b1e.txt"
    path.write_bytes(path.read_bytes() + "\nوزارت بعثة من المدرسة روسيا وسوريا ثم عادت.\n".encode())


def retitle(source: Path) -> None:
    path = source / "000_43b867d5ca1d8b1e.txt"
    path.write_bytes("عنوان جديد كلّه\n".encode() + path.read_bytes())


def add(source: Path) -> None:
    text = "افتتاح مكتبة الحيّ\n\nافتتحت البلدية في ١٢ آذار ٢٠١٥ مكتبة صغيرة قرب الجسر، وحضر سفير تركيا في مصر.\n"
    (source / "مكتبة.txt").write_text(text, encoding="utf-8")
    (source / "again.txt").write_text(text.replace("صغيرة", "كبيرة"), encoding="utf-8")
    (source / "empty.txt").write_text("\n", encoding="utf-8")


def remove(source: Path) -> None:
    for path in [p for p in sorted((source / "samples").rglob("*.txt")) if p.is_file()][::3]:
        path.unlink()


def rename(source: Path) -> None:
    path = source / "000_43b867d5ca1d8b1e.txt"
    path.rename(source / "zz renamed.txt")


def restore(source: Path) -> None:
    shutil.rmtree(source)
    shutil.copytree(ROOT / "seeds", source)


def several(source: Path) -> None:
    for step in (add, edit, rename, remove):
        step(source)


STEPS: dict[str, list[Step]] = {
    "each in turn": [edit, add, remove, rename, restore],
    "there and back": [add, retitle, restore],
    "many at once": [several, restore],
}


@pytest.mark.parametrize("name", STEPS)
def test_a_site_built_in_steps_equals_a_fresh_one(name: str, tmp_path: Path) -> None:
    source = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", source)
    assert build_site(tmp_path, [source]).exit_code == 0
    for number, step in enumerate(STEPS[name]):
        step(source)
        stepped = build_site(tmp_path, [source])
        assert stepped.exit_code == 0, stepped.err
        fresh = build_site(tmp_path, [source], "--jobs", "2", output=f"fresh-{number}")
        assert fresh.exit_code == 0, fresh.err
        assert stepped.files() == fresh.files(), step


def test_a_site_built_after_edits_of_its_sources_equals_a_fresh_one(tmp_path: Path) -> None:
    """Names and rules of one source reach the pages of others, which name it, and nothing stale stays."""
    seeds = ROOT / "seeds"
    articles = {p.relative_to(seeds).as_posix(): p.read_bytes() for p in sorted(seeds.rglob("*")) if p.is_file()}
    written = (ROOT / "content" / "sources.toml").read_text(encoding="utf-8")
    rule = '\n[[rule]]\nsource = "صوت الساحل"\nposition = "any"\nstarts = "وتبدأ المرحلة"\n'
    named = '\n[[source]]\nid = "صوت الساحل"\nname = "جريدة صوت الساحل"\n'
    steps = [
        written,
        written + rule,
        written + named,
        written + named + rule.replace("الساحل", "المرفأ"),
        written + named,
    ]
    for number, text in enumerate(steps):
        stepped = build_archive(tmp_path / "steps", {"sources.toml": text}, articles)
        assert stepped.exit_code == 0, stepped.err
        if number in (1, 4):
            fresh = build_archive(tmp_path / f"fresh{number}", {"sources.toml": text}, articles)
            assert stepped.files() == fresh.files()
