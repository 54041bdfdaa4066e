"""The requirements files install the same on every machine: pinned, hashed, in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("file", FILES)
def test_every_package_is_pinned_with_hashes_and_no_address_is_named(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--(extra-)?index|--find-links|--trusted|^/|@ ", text, re.MULTILINE)
    entries = re.split(r"^(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    for entry in filter(str.strip, entries):
        assert re.match(r"[a-z0-9.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_what_the_project_names_is_installed_and_both_files_agree() -> None:
    core, both = pins("requirements.txt"), pins("requirements-dev.txt")
    assert names(PROJECT["project"]["dependencies"]) <= set(core)
    assert names(PROJECT["dependency-groups"]["dev"]) <= set(both)
    assert core.items() <= both.items()


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for line in re.findall(r"^    \"[a-z0-9-]+[>=].*$|^[a-z0-9]+ = \[\"[a-z]+>=.*$", text, re.MULTILINE):
        assert re.search(r"  # \S", line), line
