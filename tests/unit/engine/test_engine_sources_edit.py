"""An edit of ``content/sources.toml`` treats the articles of the sources it speaks of again, and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from news_archive.clean import load_rules
from news_archive.pipeline import Archive, run_stages
from news_archive.settings import Settings
from news_archive.store import Store

LINES = ("تابعونا على منصاتنا", "جميع الحقوق محفوظة")
BASE = """
places = ["عين الصفصاف"]

[[source]]
id = "marfa"
name = "المرفأ"

[[rule]]
source = "sahel"
line = "جميع الحقوق محفوظة"
"""


def article(paper: str, number: int) -> dict[str, str]:
    text = " ".join(f"{word}{number}" for word in ("مدينة", "جسر", "نهر", "سوق", "حديقة") for _ in range(3))
    return {"title": f"خبر {number} من البلدة", "content": "\n".join((f"{text}.", *LINES)), "source": paper}


@pytest.fixture
def archive_of(tmp_path: Path):  # type: ignore[no-untyped-def]
    rows = [article(paper, n) for n, paper in enumerate(["marfa"] * 5 + ["sahel"] * 4 + ["qalam"] * 3 + [""] * 2)]
    rows += [{"title": "سطر لا غير", "content": line, "source": "marfa"} for line in (LINES[0], "")]
    source = tmp_path / "x.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    content = tmp_path / "content"
    content.mkdir()
    settings = Settings()

    def build(text: str, *, fresh: bool = False) -> Archive:
        (content / "sources.toml").write_text(text, encoding="utf-8")
        store = Store(tmp_path / "cache")
        store.folder.mkdir(exist_ok=True)
        return run_stages([source], content, settings, store, fresh=fresh, remember=not fresh)

    return build


def treated(archive: Archive) -> dict[str, int]:
    """Return how many articles of each source were treated in this build."""
    counts: dict[str, int] = {}
    for head, before in zip(archive.intake.corpus.heads, archive.intake.previous_number.tolist(), strict=True):
        if before < 0:
            counts[head.paper] = counts.get(head.paper, 0) + 1
    return counts


def rule(source: str, line: str) -> str:
    return f'\n[[rule]]\nsource = "{source}"\nline = "{line}"\n'


@pytest.mark.parametrize(
    ("edit", "counts"),
    [
        (BASE, {}),
        (BASE + "\n# a note\n", {}),
        (BASE + '\n[[table]]\nfile = "other.csv"\nvalues = {paper = "x"}\n', {}),
        (BASE + rule("marfa", LINES[0]), {"marfa": 6, "": 2}),
        (BASE.replace("المرفأ", "جريدة المرفأ"), {"marfa": 6, "": 2}),
        (BASE + '\n[[source]]\nid = "qalam"\nname = "القلم"\n', {"qalam": 3, "": 2}),
        (BASE.replace('source = "sahel"', 'source = "qalam"'), {"sahel": 4, "qalam": 3, "": 2}),
        (BASE + rule("*", LINES[0]), {"marfa": 6, "sahel": 4, "qalam": 3, "": 2}),
        (BASE.replace("عين الصفصاف", "وادي السنديان"), {"marfa": 6, "sahel": 4, "qalam": 3, "": 2}),
    ],
)
def test_only_the_sources_that_an_edit_speaks_of_are_treated_again(
    archive_of, edit: str, counts: dict[str, int]
) -> None:  # type: ignore[no-untyped-def]
    archive_of(BASE)
    again = archive_of(edit)
    assert treated(again) == counts
    fresh = archive_of(edit, fresh=True)
    numbers = range(len(fresh.intake.corpus.heads))
    assert again.intake.corpus.heads == fresh.intake.corpus.heads
    assert [again.intake.article(n) for n in numbers] == [fresh.intake.article(n) for n in numbers]
    assert again.lines == fresh.lines


def test_an_edit_and_its_return_leave_nothing_behind(archive_of) -> None:  # type: ignore[no-untyped-def]
    first = archive_of(BASE)
    archive_of(BASE + rule("marfa", LINES[0]))
    back = archive_of(BASE)
    assert treated(back) == {"marfa": 6, "": 2}
    assert back.intake.corpus.heads == first.intake.corpus.heads and back.lines == first.lines


def test_places_are_known_to_every_source(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(BASE, encoding="utf-8")
    assert "عين الصفصاف" in load_rules(tmp_path, Settings()).places
