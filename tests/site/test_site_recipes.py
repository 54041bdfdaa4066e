"""What the README tells an editor to write into content/ does what it says, and a slip is one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from site_builder import ROOT
from site_builder import build_archive as build

README = (ROOT / "README.md").read_text(encoding="utf-8")
STORY = (
    "فتحت المكتبة العامة في البلدة أبوابها صباح اليوم بعد ترميم دام عاماً، وقالت {who} إن القاعة الجديدة تتسع لمئتي "
    "قارئ، وإن الأرشيف الصحفي صار متاحاً للباحثين كل يوم ما عدا الجمعة."
)


def recipe(heading: str) -> str:
    match = re.search(rf"### {heading}\n\n```toml\n(.*?)```", README, re.DOTALL)
    assert match, heading
    return match[1]


def test_a_new_name_gets_a_page_and_links(tmp_path: Path) -> None:
    text = "خبر المكتبة\n" + STORY.format(who="سلمى الحداد") + "\nوشكرت الحداد المتطوعين."
    site = build(tmp_path, {"entities/library.toml": recipe("Names")}, {"a.txt": text})
    assert site.exit_code == 0, site.err
    mentions = [m["surface"] for m in site.data("mentions") if m["entity"] == "salma-haddad"]
    assert mentions == ["سلمى الحداد", "الحداد"]
    assert "e/salma-haddad.html" in site.files()


def test_merged_articles_become_one_page_and_split_ones_two(tmp_path: Path) -> None:
    articles = {
        "a.txt": "خبر أول\n" + STORY.format(who="سلمى الحداد"),
        "b.txt": "خبر ثان\nهبّت عاصفة قوية على الساحل مساء أمس وقطعت التيار الكهربائي عن أحياء عدة حتى الفجر، "
        "وعملت فرق البلدية على رفع الأشجار من الطرق الرئيسة.",
    }
    first = build(tmp_path, {}, articles)
    ids = sorted(row["id"] for row in first.data("articles"))
    assert len(ids) == 2
    written = re.sub(r"ids = \[[^\]]*\]", f'ids = ["{ids[0]}", "{ids[1]}"]', recipe("Copies").split("[[split]]")[0])
    written = re.sub(r'main = "[^"]*"', f'main = "{ids[1]}"', written)
    merged = build(tmp_path, {"duplicates.toml": written}, articles)
    assert merged.exit_code == 0, merged.err
    assert [row["id"] for row in merged.data("articles")] == [ids[1]]
    assert sorted(line["status"] for line in merged.data("ledger")) == ["kept", "merged"]
    moved = merged.page(f"a/{ids[0]}.html")  # the address that was published says where the text is now
    assert f'href="{ids[1]}.html"' in moved
    assert 'content="noindex"' in moved


def test_what_a_paper_adds_is_removed_and_can_be_seen(tmp_path: Path) -> None:
    article = STORY.format(who="سلمى الحداد") + "\\nتابعونا على موقعنا"
    row = f'{{"title": "خبر المكتبة", "content": "{article}", "source": "جريدة المرفأ"}}\n'
    site = build(tmp_path, {"sources.toml": recipe("Additions of a source")}, {"a.jsonl": row})
    assert site.exit_code == 0, site.err
    assert "تابعونا" not in str(site.data("articles"))
    assert any("تابعونا" in span["text"] for span in site.data("spans"))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("entities/x.toml", '[[entity]]\nid = "x"\ntype = "city"\nname = "س"\n'),
        ("entities/x.toml", '[[entity]\nid = "x"\n'),
        ("entities/x.toml", '[[entity]]\nid = "../x"\ntype = "place"\nname = "البلدة"\n'),
        ("duplicates.toml", '[[merge]]\nids = "h92vjfds0t"\n'),
        ("sources.toml", '[[rule]]\nsource = "*"\nposition = "middle"\nline = "x"\n'),
    ],
)
def test_a_slip_in_an_editors_file_names_the_file_and_nothing_is_written(tmp_path: Path, file: str, text: str) -> None:
    site = build(tmp_path, {file: text}, {"a.txt": "خبر\n" + STORY.format(who="سلمى")})
    assert site.exit_code == 2, site.err
    assert len(site.err.strip().splitlines()) == 1
    assert file in site.err
    assert not site.output.exists()
