from __future__ import annotations

from pathlib import Path

import pytest
from news_archive import entities
from news_archive.errors import ConfigurationError
from news_archive.pipeline.authority import recall_authority
from news_archive.settings import EntitySettings, Settings
from news_archive.store import Store

SETTINGS = Settings(entities=EntitySettings(countries=False))
RECORD = '[[entity]]\nid = "salma-haddad"\ntype = "person"\nname = "سلمى حداد"\nidentifiers = {wikidata = "Q1"}\n'


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "content/entities/names.toml"
    path.parent.mkdir(parents=True)
    path.write_text(RECORD, encoding="utf-8")
    return path


def test_the_remembered_authority_file_is_the_file(
    names: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, content = Store(tmp_path / "cache"), tmp_path / "content"
    read = recall_authority(content, SETTINGS, store, False)
    monkeypatch.setattr(entities, "load_authority", None)
    assert recall_authority(content, SETTINGS, store, False) == read
    assert read.entities["salma-haddad"].origin == f"{names}:1"


def test_a_changed_authority_file_is_read_and_checked_again(names: Path, tmp_path: Path) -> None:
    store, content = Store(tmp_path / "cache"), tmp_path / "content"
    recall_authority(content, SETTINGS, store, False)
    names.write_text(RECORD.replace("سلمى حداد", "سلمى الحداد"), encoding="utf-8")
    assert recall_authority(content, SETTINGS, store, False).name("salma-haddad") == "سلمى الحداد"
    names.write_text(RECORD.replace("سلمى حداد", "في"), encoding="utf-8")
    with pytest.raises(ConfigurationError):
        recall_authority(content, SETTINGS, store, False)
