"""What cleaning took out of one article by mistake comes back with one entry, is told, and stays reversible."""

from __future__ import annotations

from pathlib import Path

import pytest
from html_tree import parse_page
from site_builder import Site, build_archive, run_invoke

END = 'reason = "اللازمة مقصودة في الأغنية"\ndate = 2026-01-31\nauthor = "هيئة التحرير"\n'
REFRAIN = "يا سهل الورد يا زهر البيادر كلها، يا صوت أمي حين تنادي في الصباح على الحصاد."
LAST = "اقرأ أيضاً: قصيدة كتبتها طالبة من مدرسة النهر في مديح الحقول."
MIDDLE = "وقف الفلاحون صفاً واحداً، وبدأوا العمل قبل طلوع الشمس بساعة كاملة كما فعل أجدادهم."
SONG = f"أغنية الحصاد في سهل الورد\n{REFRAIN}\n{REFRAIN}\n{MIDDLE}\n{LAST}\n"


def build(folder: Path, entries: str = "", output: str = "out") -> Site:
    return build_archive(folder, {"corrections/own.toml": entries}, {"song.txt": SONG}, output=output)


def keep(name: str, what: str) -> str:
    return f'[[keep]]\nid = "{name}"\n{what}\n{END}'


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = build(tmp_path_factory.mktemp("keep"))
    assert site.exit_code == 0, site.err
    assert site.data("articles")[0]["paragraphs"] == [REFRAIN, MIDDLE]
    return site


def test_words_that_were_taken_out_stay_whole_in_their_place_and_the_log_says_so(plain: Site, tmp_path: Path) -> None:
    (name,) = (row["id"] for row in plain.data("articles"))
    entries = keep(name, 'text = "قَصيدة كتبتها طالبه"') + keep(name, 'rule = "repeated_adjacent"')
    site = build(tmp_path, entries)
    assert site.exit_code == 0, site.err
    (row,) = site.data("articles")
    assert row["paragraphs"] == [REFRAIN, REFRAIN, MIDDLE, LAST]
    assert not {span["rule"] for span in site.data("spans")} & {"repeated_adjacent", "source_line"}
    assert site.data("ledger")[0]["characters_out"] == len("".join((row["title"], "\n".join(row["paragraphs"]))))
    log = parse_page(site.page("corrections.html")).text()
    assert log.count("أُبقي ما حذفه التنظيف") == 2
    page = parse_page(site.page(f"a/{name}.html"))
    assert "اللازمة مقصودة في الأغنية" in page.one(data_part="corrections").text()
    assert "corrected 2" in site.out
    assert run_invoke("check", "--output", site.output, cwd=tmp_path).returncode == 0


def test_a_kept_line_in_steps_is_that_of_a_fresh_build(plain: Site) -> None:
    (name,) = (row["id"] for row in plain.data("articles"))
    folder = plain.output.parent
    entries = keep(name, f'text = """{REFRAIN}\n{MIDDLE}"""')  # more than was taken out, as one may paste it
    steps = build(folder, entries)
    assert steps.data("articles")[0]["paragraphs"] == [REFRAIN, REFRAIN, MIDDLE]
    assert steps.files() == build(folder, entries, output="fresh").files()
    assert build(folder).files() == plain.files()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            '[[keep]]\nid = "{name}"\ntext = "كلام ليس في المادة"\n',
            "takes nothing that holds these words out of the article",
        ),
        ('[[keep]]\nid = "{name}"\nrule = "counter_line"\n', "counter_line takes nothing out of the article"),
        ('[[keep]]\nid = "{name}"\nrule = "spaces"\n', "'spaces' is no rule that takes words out; they are"),
        ('[[keep]]\nid = "{name}"\n', "[[keep]] needs text"),
        (
            '[[correct]]\nid = "{name}"\nfield = "text"\nold = "قصيدة كتبتها طالبة"\nvalue = "قصيدة"\n',
            "cleaning takes them out; a [[keep]] with them as its text has them back",
        ),
    ],
)
def test_an_entry_that_keeps_nothing_is_refused_with_what_to_do(
    plain: Site, tmp_path: Path, entry: str, words: str
) -> None:
    (name,) = (row["id"] for row in plain.data("articles"))
    site = build(tmp_path, entry.replace("{name}", name) + END)
    assert site.exit_code == 2
    assert words in site.err and "own.toml:1" in site.err


def test_a_corrected_passage_may_become_paragraphs(plain: Site, tmp_path: Path) -> None:
    (name,) = (row["id"] for row in plain.data("articles"))
    entry = f'[[correct]]\nid = "{name}"\nfield = "text"\nold = "وبدأوا العمل"\nvalue = """ثم\n\nبدأوا العمل"""\n{END}'
    site = build(tmp_path, entry)
    assert site.exit_code == 0, site.err
    assert site.data("articles")[0]["paragraphs"][1:] == [
        s.strip() for s in MIDDLE.replace("وبدأوا", "ثم\nبدأوا").split("\n")
    ]
    assert "صُحّحت عبارة في النص" in parse_page(site.page("corrections.html")).text()
    assert run_invoke("check", "--output", site.output, cwd=tmp_path).returncode == 0
