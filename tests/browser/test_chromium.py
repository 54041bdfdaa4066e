"""The browser tests find their Chromium, and are not taken in by a program that only has its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser import chromium


def put_program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def test_a_pointer_to_a_package_that_is_not_there_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path, "chromium", "echo 'requires the chromium snap to be installed' >&2; exit 1")
    put_program(tmp_path, "google-chrome", "echo Google Chrome 150.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium._on_path() == str(tmp_path / "google-chrome")


def test_without_any_way_to_one_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for way in ("_on_path", "_from_distribution", "_from_playwright"):
        monkeypatch.setattr(chromium, way, lambda: None)
    with pytest.raises(RuntimeError, match="apt-get install chromium"):
        chromium.find_chromium.__wrapped__()
