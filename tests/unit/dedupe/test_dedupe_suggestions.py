"""Doubtful pairs are suggested with what only one of the two says, as TOML that is read once a reason is given."""

from __future__ import annotations

import gzip
import json
import random
import tomllib
from pathlib import Path

import pytest
from news_archive.copy_suggestions import suggest_copies
from news_archive.dedupe import load_decisions


def words(seed: int, count: int) -> str:
    return " ".join(random.Random(seed).choices([f"كلمة{n}" for n in range(400)], k=count))


ARTICLES = {
    "aaaaaaaaaa": f"{words(1, 100)} {words(2, 45)}",
    "bbbbbbbbbb": f"{words(1, 100)} {words(3, 45)}",
    "cccccccccc": f"{words(4, 60)} وصلت الطائرة الخامسة {words(5, 60)}",
    "dddddddddd": f"{words(4, 60)} وصلت الطائرة السادسة {words(5, 60)}",
    "eeeeeeeeee": words(6, 100),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    rows = [
        {"id": name, "title": f"عنوان {name[0]}\nثان", "source": "المرفأ", "paragraphs": [text]}
        for name, text in ARTICLES.items()
    ]
    for file, lines in (("ledger", []), ("articles", rows)):
        with gzip.open(data / f"{file}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in lines)
    return tmp_path


def test_doubtful_pairs_and_forms_are_suggested_with_their_differences(site: Path) -> None:
    text = "\n".join(suggest_copies(site, site, lambda _: False))
    found = tomllib.loads(text)["merge"]
    assert [pair["ids"] for pair in found] == [["cccccccccc", "dddddddddd"], ["aaaaaaaaaa", "bbbbbbbbbb"]]
    assert "only the first: الخامسة" in text and "only the second: السادسة" in text
    assert "عنوان a ثان" in text
    (site / "duplicates.toml").write_text(text.replace('reason = ""', 'reason = "خبر واحد"'), encoding="utf-8")
    assert len(load_decisions(site / "duplicates.toml").merge) == 2


def test_what_is_decided_is_not_suggested_again(site: Path) -> None:
    (site / "duplicates.toml").write_text(
        '[[split]]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nreason = "خبران"\n', encoding="utf-8"
    )
    text = "\n".join(suggest_copies(site, site, lambda _: False, limit=1))
    assert [pair["ids"] for pair in tomllib.loads(text)["merge"]] == [["cccccccccc", "dddddddddd"]]
