"""The same inputs give the same bytes, whatever machine, hour, folder or number of workers made them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from site_builder import ROOT, Site, build_site


def test_hash_seed_time_zone_folder_workers_and_locale_leave_no_trace(samples_site: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "مجلد آخر" / "deep"
    elsewhere.mkdir(parents=True)
    surroundings = {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C"}
    other = build_site(elsewhere, [ROOT / "seeds"], "--jobs", "3", output="site", env=surroundings)
    assert other.exit_code == 0, other.err
    assert other.files() == samples_site.files()


@pytest.mark.parametrize("name", ["tr_TR", "ar_SA"])
def test_turkish_case_and_saudi_digits_and_calendar_leave_no_trace(
    name: str, samples_site: Site, tmp_path: Path
) -> None:
    surroundings = {"LOCPATH": str(tmp_path), "LC_ALL": f"{name}.UTF-8", "LANGUAGE": name}
    if not _make_locale(name, tmp_path) or not _takes_effect(surroundings):
        pytest.skip(f"this system cannot make the locale {name}")
    other = build_site(tmp_path, [ROOT / "seeds"], output="site", env=surroundings)
    assert other.exit_code == 0, other.err
    assert other.files() == samples_site.files()


def _make_locale(name: str, folder: Path) -> bool:
    """Compile a locale of the C library into ``folder``; say whether that worked."""
    program = shutil.which("localedef")
    if program is None:
        return False
    subprocess.run(
        [program, "--no-archive", "-c", "-i", name, "-f", "UTF-8", folder / f"{name}.UTF-8"],
        check=False,
        capture_output=True,
    )
    return (folder / f"{name}.UTF-8").is_dir()


def _takes_effect(surroundings: dict[str, str]) -> bool:
    """Say whether a Python that takes the locale of its surroundings finds it."""
    program = "import locale; locale.setlocale(locale.LC_ALL, ''); print(locale.setlocale(locale.LC_TIME))"
    done = subprocess.run(
        [sys.executable, "-c", program], env=surroundings, check=False, capture_output=True, text=True
    )
    return done.stdout.strip() == surroundings["LC_ALL"]


def test_the_output_names_no_folder_of_this_machine(samples_site: Site) -> None:
    needles = [str(samples_site.output.parent).encode(), str(ROOT).encode(), str(Path.home()).encode() + b"/"]
    for path in sorted(samples_site.output.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            assert not [needle for needle in needles if needle in content], path


def test_a_second_build_writes_nothing_and_a_fresh_one_gives_the_same(tmp_path: Path) -> None:
    source = ROOT / "seeds" / "000_43b867d5ca1d8b1e.txt"
    first = build_site(tmp_path, [source]).files()
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert build_site(tmp_path, [source]).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.is_file()} == stamps
    assert build_site(tmp_path, [source], "--fresh").files() == first
