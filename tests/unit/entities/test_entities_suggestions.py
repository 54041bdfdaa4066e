"""The editor is shown names worth adding, once; what was rejected stays away."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path

import pytest
from news_archive.ambiguous_names import ambiguous_lines
from news_archive.entities import Authority
from news_archive.models import Entity, EntityType
from news_archive.name_suggestions import reject_names, suggest_names

TEXT = "قال المهندس نبيل الكرمي إن المشروع بدأ."
KNOWN = Authority({"nabeel": Entity("nabeel", EntityType.PERSON, "نبيل الكريمي", weak=("الكريمي",))})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    start = TEXT.index("نبيل")
    found = {
        "paragraph": 0,
        "start": start,
        "end": start + len("نبيل الكرمي"),
        "surface": "نبيل الكرمي",
        "entity": "",
        "type": "person",
        "rule": "title",
    }
    last = {**found, "start": 0, "end": 3, "surface": "الكرمي", "rule": "last_name", "article": "a1"}
    files = {
        "ledger": [],
        "articles": [{"id": name, "title": "عنوان", "paragraphs": [TEXT, "عاد الكريمي"]} for name in ("a1", "a2")],
        "candidates": [{"article": "a1", **found}, {"article": "a2", **found}, last],
        "mentions": [],
    }
    (tmp_path / "site" / "data").mkdir(parents=True)
    for name, rows in files.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / "site" / "data" / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    return tmp_path / "site"


def test_a_name_is_suggested_as_toml_with_contexts_and_near_spellings(site: Path, tmp_path: Path) -> None:
    text = "\n".join(suggest_names(site, tmp_path, KNOWN))
    (entity,) = tomllib.loads(text)["entity"]
    assert entity == {"id": "nbyl-al-krmy", "type": "person", "name": "نبيل الكرمي", "weak": ["الكرمي"]}
    assert "2 articles" in text
    assert "قال المهندس [نبيل الكرمي] إن المشروع بدأ." in text
    assert "nearly: نبيل الكريمي (nabeel)" in text


def test_what_was_rejected_is_not_suggested_again(site: Path, tmp_path: Path) -> None:
    assert reject_names(tmp_path, ["نبيل الكرمى", "نبيل الكرمي", "…"]) == 2
    assert reject_names(tmp_path, ["نبيل الكرمي"]) == 0
    assert "[[entity]]" not in "\n".join(suggest_names(site, tmp_path, KNOWN))


def test_an_ambiguous_name_that_was_left_alone_is_listed(site: Path) -> None:
    (line,) = ambiguous_lines(site, KNOWN)
    assert "الكريمي (nabeel)" in line
    assert "2 places in 2 articles" in line


def test_a_name_in_short_is_an_alias_of_the_full_one_and_another_man_is_not(tmp_path: Path) -> None:
    names = [
        "نبيل بن سعد الكرمي",
        "نبيل الكرمي",
        "ماتيلدا برونر",
        "ماتلدا برونر",
        "محمد حسين",
        "محمد حسن",
        "حسن الجوار",
    ]
    rows = [
        {"article": article, "paragraph": 0, "start": 0, "end": 5, "surface": name, "entity": "", "type": "person"}
        | {"rule": "title"}
        for article in ("a1", "a2")
        for name in names
    ]
    articles = [{"id": name, "title": "عنوان", "paragraphs": [TEXT]} for name in ("a1", "a2")]
    (tmp_path / "data").mkdir()
    for name, found in {"ledger": [], "articles": articles, "candidates": rows, "mentions": []}.items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        (tmp_path / "data" / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    text = "\n".join(suggest_names(tmp_path, tmp_path, KNOWN))
    found = {entity["name"]: entity.get("aliases") for entity in tomllib.loads(text)["entity"]}
    assert found["نبيل بن سعد الكرمي"] == ["نبيل الكرمي"]
    assert found["ماتلدا برونر"] == ["ماتيلدا برونر"]
    assert found["محمد حسين"] is None and found["محمد حسن"] is None
    assert "perhaps also written: محمد حسن" in text
    assert "نبيل الكرمي" not in found and "حسن الجوار" not in found
