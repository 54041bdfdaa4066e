"""Who said what: the speaker is the one whom the sentence names, or nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from article_reader import read_corpus
from news_archive.entities import find_names, load_authority
from news_archive.settings import EntitySettings, Settings

FILE = """
[[entity]]
id = "haddad"
type = "person"
name = "سلمى الحداد"
[[entity]]
id = "karmi"
type = "person"
name = "نبيل الكرمي"
[[entity]]
id = "agency"
type = "organisation"
name = "وكالة الضفاف"
"""
WORDS = "إن القاعة مفتوحة كل يوم"


def quotations(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "names.toml").write_text(FILE, encoding="utf-8")
    authority = load_authority(tmp_path, Settings(entities=EntitySettings(countries=False)))
    blocks = ("عنوان", text)
    found = find_names(read_corpus(*blocks), authority, lambda _: blocks).quotations
    return [(q.entity, blocks[q.block][q.start : q.end], q.rule) for q in found.mentions()]


@pytest.mark.parametrize(
    ("text", "speaker", "rule"),
    [
        (f"وقالت سلمى الحداد: «{WORDS}».", "haddad", "قالت"),
        (f"وأكدت مديرة المكتبة سلمى الحداد أمام الصحافيين أن «{WORDS}».", "haddad", "اكدت"),
        (f"«{WORDS}»، قالت سلمى الحداد في الافتتاح.", "haddad", "قالت"),
        (f'سلمى الحداد: "{WORDS}".', "haddad", ":"),
        (f"ونقلت وكالة الضفاف عن سلمى الحداد قولها: «{WORDS}».", "haddad", "قولها agency"),
        (f"حضر نبيل الكرمي. وقالت سلمى الحداد: «{WORDS}».", "haddad", "قالت"),
    ],
)
def test_the_speaker_is_named_with_the_verb_and_the_carrier(text: str, speaker: str, rule: str, tmp_path: Path) -> None:
    assert quotations(tmp_path, text) == [(speaker, WORDS, rule)]


@pytest.mark.parametrize(
    "text",
    [
        f"وقال مدرب لسلمى الحداد: «{WORDS}».",
        f"وقالت سلمى الحداد إن المدرب أكد «{WORDS}».",
        f"وقالت بعد لقاء سلمى الحداد «{WORDS}».",
        f"وقال سالم عن سلمى الحداد «{WORDS}».",
        f"حضرت سلمى الحداد. «{WORDS}».",
        "وقالت سلمى الحداد إن «القاعة» مفتوحة.",
        f"وقالت سلمى الحداد إنها تعمل. ثم كتب على الباب «{WORDS}».",
    ],
)
def test_where_it_is_not_certain_nobody_said_it(text: str, tmp_path: Path) -> None:
    assert quotations(tmp_path, text) == []
