"""Whatever an archive holds comes in, is shown as it was written, and can be traced back from its page."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from html_tree import parse_page
from news_archive.check import run_checks
from site_builder import Site, build_archive, build_site, run_invoke, write_files

SYNTAX = (
    "{{ 7 * 7 }} {% include 'x' %} {static}/etc/passwd {filename}x.md <b>عريض</b> <script>x()</script>"
    " **نجوم** [رابط](http://example.org) `رمز` &copy; |author|"
)
FRONT = "Slug: ../../x\nSave_as: /tmp/x\nTemplate: x\nStatus: draft\nDate: 2015-01-01"


WORDS = "مدينة جسر نهر مكتبة طريق حديقة مدرسة سوق بلدية ساحة بيت شارع قرية مرفأ معرض كتاب قطار ميناء حقل بئر وادٍ عين".split()


def prose(seed: int, words: int = 30) -> str:
    """Return a sentence that shares no five words with another."""
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) + rng.choice(["", "ها", "هم", "نا", "ات"]) for _ in range(words)) + "."


def files() -> dict[str, str | bytes]:
    found: dict[str, str | bytes] = {f"same/{n:02d}.txt": f"خبر من البلدة\n{prose(n)}" for n in range(42)}
    return found | {
        "long.txt": f"{'عنوان ' * 29}ا\n{prose(50)}",
        "untitled.txt": f"\nعاد الخطّاط إلى دكّانه. {prose(51)}",
        "front.txt": f"{FRONT}\n{prose(52)}",
        "syntax.txt": f"عنوان {SYNTAX}\n{prose(53)}\n{SYNTAX}",
        "one.txt": f"خبر واحد\n{prose(54)}",
        "two.txt": f"خبر واحد\n{prose(54)}",
        "windows.txt": f"من حاسوب قديم\n{prose(55)} وقال من على الجسر إن هذا في المدينة.".encode("windows-1256"),
        "evil\u202e\x1b[31m\nname.txt": f"اسم ملف غريب\n{prose(56)}",
        "big/line.txt": f"سطر طويل\n{prose(57, 40_000)}",
        "table.csv": f"T1;النص\nخبر من جدول;{prose(58)}\n",
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("intake")
    built = build_site(folder, [write_files(folder / "source", files())])
    assert built.exit_code == 0, built.err
    yield built


def line_of(site: Site, source: str) -> dict[str, object]:
    (line,) = [line for line in site.data("ledger") if line["source"] == source]
    return line


def page_of(site: Site, source: str) -> str:
    line = line_of(site, source)
    return site.page(f"a/{line['merged_into'] or line['id']}.html")


def test_every_file_is_kept_or_merged(site: Site) -> None:
    lines = site.data("ledger")
    assert len(lines) == len(files())
    assert [line["source"] for line in lines if line["status"] == "rejected"] == []
    assert len({line["id"] for line in lines if line["source"].startswith("same/")}) == 42


def test_two_files_with_the_same_bytes_are_one_page_and_two_lines(site: Site) -> None:
    statuses = {line_of(site, name)["status"] for name in ("one.txt", "two.txt")}
    assert statuses == {"kept", "merged"}


def test_an_empty_title_is_the_first_sentence_and_says_so(site: Site) -> None:
    page = parse_page(page_of(site, "untitled.txt"))
    assert page.one("h1").text() == "عاد الخطّاط إلى دكّانه"
    assert "من أول جملة" in page_of(site, "untitled.txt")


def test_lines_like_front_matter_are_text_and_have_no_effect(site: Site) -> None:
    page = parse_page(page_of(site, "front.txt"))
    body = page.one(data_part="body").text()
    assert "Save_as: /tmp/x" in body and "Template: x" in body
    assert not (site.output.parent / "x.html").exists()


def test_syntax_of_programs_is_shown_as_it_was_written(site: Site) -> None:
    page = parse_page(page_of(site, "syntax.txt"))
    for text in (page.one("h1").text(), page.one(data_part="body").text()):
        assert " ".join(SYNTAX.replace("&copy;", "©").split()) in " ".join(text.split())
    assert not page.one(data_part="body").find("b")


def test_a_name_that_would_forge_a_message_is_escaped_everywhere(site: Site) -> None:
    escaped = "evil\\u202e\\x1b[31m\\nname.txt"
    assert line_of(site, escaped)["status"] == "kept"
    for text in (site.out, site.err, page_of(site, escaped)):
        assert "\u202e" not in text and "\x1b" not in text


def test_the_raw_file_is_a_click_away_byte_for_byte(site: Site) -> None:
    raw = files()["windows.txt"]
    assert isinstance(raw, bytes)
    part = parse_page(page_of(site, "windows.txt")).one(data_part="provenance")
    (link,) = [a for a in part.find("a") if "download" in a.attributes]
    assert (site.output / "a" / link.attributes["href"]).read_bytes() == raw
    assert hashlib.sha256(raw).hexdigest() in part.text()
    assert "windows-1256" in part.text()


ISSUE = """
[[table]]
file = "1965-06-05/*.txt"
values = {paper = "المرفأ", date = "1965-06-05"}
"""


def test_the_days_that_a_lead_names_are_data_and_shown_where_the_day_of_issue_is_known(tmp_path: Path) -> None:
    lead = "افتتحت البلدية مساء أمس حديقة المنارة، وتُغرس أشجارها الأسبوع المقبل."
    articles = {"1965-06-05/a.txt": f"حديقة المنارة\n{lead}\n{prose(90)}", "b.txt": f"حديقة أخرى\n{lead}\n{prose(91)}"}
    built = build_archive(tmp_path, {"sources.toml": ISSUE}, articles)
    assert built.exit_code == 0, built.err
    dated, undated = sorted(built.data("articles"), key=lambda row: row["date"] is None)
    assert (dated["date"], dated["source"], dated["record"]) == ("1965-06-05", "المرفأ", "1965-06-05/a.txt")
    found = [(e["paragraph"], e["surface"], e["date"], e["precision"]) for e in dated["event_dates"]]
    assert found == [(0, "مساء أمس", "1965-06-04", "day"), (0, "الأسبوع المقبل", "1965-06-06/1965-06-18", "interval")]
    for event in dated["event_dates"]:
        assert dated["paragraphs"][0][event["start"] : event["end"]] == event["surface"]
    assert "<q>مساء أمس</q> هو <time datetime=1965-06-04>٤ حزيران ١٩٦٥</time>" in built.page(f"a/{dated['id']}.html")
    assert undated["date"] is None and undated["event_dates"] == []
    assert "<time" not in built.page(f"a/{undated['id']}.html")


def test_a_day_of_collection_is_the_day_of_issue_only_where_the_editor_says_so(tmp_path: Path) -> None:
    def record(paper: str, seed: int) -> str:
        values = {
            "title": f"خبر {seed}",
            "content": prose(seed),
            "source": paper,
            "date_extracted": "2015-07-21 04:00:00",
        }
        return json.dumps(values, ensure_ascii=False)

    files = {"a.jsonl": f"{record('marfa', 92)}\n{record('qalaa', 93)}\n"}
    built = build_archive(tmp_path, {"sources.toml": '[[source]]\nid = "marfa"\nsame_day = true\n'}, files)
    assert built.exit_code == 0, built.err
    dates = {row["source"]: (row["id"], row["date"], row["date_precision"]) for row in built.data("articles")}
    name, *date = dates["marfa"]
    assert date == ["2015-07-21", "day"]
    page = built.page(f"a/{name}.html")
    assert "يوم جمعها، وهو يوم صدورها عند المحرّر." in page and "أو قبله" not in page
    assert dates["qalaa"][1:] == ("../2015-07-21", "upper_bound")


def test_the_day_in_the_address_of_the_original_is_the_day_of_issue(tmp_path: Path) -> None:
    def record(path: str, seed: int, **values: str) -> str:
        about = {"url": f"http://marfa.example.org/{path}", "source": "المرفأ", "date_extracted": "2015-07-25 04:00:00"}
        return json.dumps({"title": f"خبر {seed}", "content": prose(seed), **about, **values}, ensure_ascii=False)

    lines = [
        record("2015/20150724/sp13.htm", 94, content=f"اجتمع المجلس أمس في القاعة الكبرى. {prose(94)}"),
        record("1234567", 95),
        record("2015/07/20/rain.html", 96, date="2015-07-24"),
        record("2015/07/19/snow.html", 97, date_extracted="2015-07-23 01:00:00"),
        record("2015/07/19/snow.html", 98, date_extracted="2015-07-21 01:00:00"),
    ]
    built = build_archive(tmp_path, {}, {"a.jsonl": "\n".join(lines)})
    assert built.exit_code == 0, built.err
    rows = {row["url"].rpartition("/")[2]: row for row in built.data("articles")}
    dates = {
        name: tuple(row[f"date{part}"] for part in ("", "_precision", "_origin", "_evidence"))
        for name, row in rows.items()
    }
    assert dates == {
        "sp13.htm": ("2015-07-24", "day", "address", "2015/20150724"),
        "1234567": ("../2015-07-25", "upper_bound", "collected", "2015-07-25 04:00:00"),
        "rain.html": ("2015-07-24", "day", "field", "2015-07-24"),
        "snow.html": ("2015-07-19", "day", "address", "2015/07/19"),
    }
    assert "a.jsonl: a day in an address is not what the date field or the text says" in built.out
    assert '"2015-07-20" (a.jsonl#3)' in built.out
    assert rows["snow.html"]["record"] == "a.jsonl#4"  # of two revisions the one that was collected later
    page = built.page(f"a/{rows['sp13.htm']['id']}.html")
    assert "أو قبله" not in page and "<time datetime=2015-07-23>" in page
    day = built.page("d/2015-07-24.html")
    assert "لا يُعرف يوم نشرها" not in day
    assert all(rows[name]["id"] in day for name in ("sp13.htm", "rain.html"))


def test_a_date_of_numbers_says_how_it_was_read_until_the_editor_says_how(tmp_path: Path) -> None:
    lines = [f"خبر {n},{prose(300 + n)},03/04/2015,{paper}" for n, paper in enumerate(["المرفأ", "القلعة"])]
    rows = {"t.csv": "\n".join(["title,content,date,source", *lines])}
    told = tmp_path / "told"
    built = build_archive(tmp_path, {"sources.toml": '[[source]]\nid = "القلعة"\ndate_order = "mdy"\n'}, rows)
    assert built.exit_code == 0, built.err
    assert 't.csv: a date is of a day and a month in either order, "03/04/2015" (t.csv#1); read day first' in built.out
    found = {row["source"]: (row["date"], built.page(f"a/{row['id']}.html")) for row in built.data("articles")}
    assert (found["المرفأ"][0], found["القلعة"][0]) == ("2015-04-03", "2015-03-04")
    assert "«03/04/2015»، بقراءة اليوم قبل الشهر" in found["المرفأ"][1]
    assert "بقراءة" not in found["القلعة"][1]
    built = build_archive(told, {"sources.toml": '[[source]]\nid = "المرفا"\ndate_order = "mdy"\n'}, rows)
    assert "the date_order for 'المرفا' holds for no article; 'المرفأ' is what they name" in built.out
    built = build_archive(told, {"sources.toml": '[[source]]\nid = "القلعة"\ndate_order = "ydm"\n'}, rows)
    assert built.exit_code == 2 and 'date_order must be "dmy"' in built.err


def test_a_source_that_the_editor_leaves_out_is_in_the_ledger_alone(tmp_path: Path) -> None:
    def record(paper: str, seed: int, **values: str) -> str:
        return json.dumps(
            {"title": f"خبر {seed}", "content": prose(seed), "source": paper, **values}, ensure_ascii=False
        )

    lines = [record("marfa", 92), record("qalaa", 93), record("qalaa", 94, content=" "), record("", 95)]
    sources = '[[source]]\nid = "qalaa"\nname = "القلعة"\nleave_out = true\n[[source]]\nid = "burj"\nleave_out = true\n'
    files = {"a.jsonl": "\n".join(lines)}
    built = build_archive(tmp_path, {"sources.toml": sources}, files, "--strict")
    assert built.exit_code == 0, built.err  # what the editor decides is no fault
    ledger = {row["source"]: row for row in built.data("ledger")}
    assert [row["status"] for row in ledger.values()] == ["kept", "rejected", "rejected", "kept"]
    assert ledger["a.jsonl#2"]["reason"] == "left_out" and "leaves out qalaa" in ledger["a.jsonl#2"]["detail"]
    assert ledger["a.jsonl#2"]["id"] and ledger["a.jsonl#2"]["sha256"]
    assert "left out 2" in built.out and "leave_out of 'burj' leaves nothing out" in built.out
    page = built.page("cleaning.html")
    assert "ترك المحرّر صحيفته" in page and "a.jsonl#2" not in page
    assert "القلعة" not in built.page("sources.html")
    again = build_archive(tmp_path, {"sources.toml": sources.replace("true", "false")}, files, "--strict")
    assert again.exit_code == 1  # one has no text
    assert [row["reason"] for row in again.data("ledger")] == [None, None, "empty_body", None]
    wrong = build_archive(tmp_path, {"sources.toml": sources.replace("true", '"yes"')}, files)
    assert wrong.exit_code == 2 and "leave_out must be true or false" in wrong.err


def test_labelled_lines_of_a_text_are_fields_that_its_page_shows_as_moved(tmp_path: Path) -> None:
    lines = "المصدر: جريدة المرفأ\nالتاريخ: 20 تموز 2015\nالكاتب: سلمى الحداد\nالرابط: http://marfa.example.org/17"
    files = {
        "a.txt": f"{lines}\n\nحديقة المنارة\n{prose(98)}",
        "b.txt": f"حديقة أخرى\n{prose(99)}\n\nالمصدر: القلعة",
        "c.txt": f"حديقة ثالثة\nالمصدر: البرج\n{prose(97)}\n\nالمصدر: القلعة",
    }
    table = '[[table]]\nfile = "*.txt"\nvalues = {paper = "المنارة"}\n'
    built = build_archive(tmp_path, {"sources.toml": table}, files)
    assert built.exit_code == 0, built.err
    rows = {row["record"]: row for row in built.data("articles")}
    assert [rows["a.txt"][name] for name in ("title", "source", "author", "date", "date_origin", "url")] == [
        "حديقة المنارة", "جريدة المرفأ", "سلمى الحداد", "2015-07-20", "field", "http://marfa.example.org/17",
    ]  # fmt: skip
    assert rows["a.txt"]["paragraphs"] == prose(98).split("\n")
    assert (rows["b.txt"]["source"], rows["b.txt"]["paragraphs"][-1]) == ("القلعة", prose(99).split("\n")[-1])
    assert (rows["c.txt"]["source"], rows["c.txt"]["paragraphs"][-1]) == ("البرج", "المصدر: القلعة")
    spans = [span for span in built.data("spans") if span["rule"] == "labelled_line"]
    assert {(span["source"], span["field"], span["action"]) for span in spans} == {
        ("a.txt", "title", "move"), ("a.txt", "body", "move"), ("b.txt", "body", "move"), ("c.txt", "body", "move"),
    }  # fmt: skip
    assert "الكاتب: سلمى الحداد" in built.page(f"a/{rows['a.txt']['id']}.html")
    assert run_checks(built.output, "spans").faults == {"spans": []}


def test_a_table_or_a_rule_that_holds_for_nothing_is_told(tmp_path: Path) -> None:
    rules = (
        ISSUE
        + '[[table]]\nfile = "b.txt"\nvalues = {paper = "المرفأ"}\n[[rule]]\nsource = "المرفا"\nline = "تابعونا"\n'
    )
    built = build_archive(tmp_path, {"sources.toml": rules}, {"b.txt": f"حديقة\n{prose(91)}"})
    assert built.exit_code == 0, built.err
    assert "1965-06-05/*.txt' holds for no file" in built.out
    assert "[[rule]] for 'المرفا' holds for no article; 'المرفأ' is what they name" in built.out


def test_dates_that_nobody_understands_are_told_file_by_file(tmp_path: Path) -> None:
    rows = [f"خبر {n},{prose(200 + n)},{day}" for n, day in enumerate(["20/7/15", "2015-13", "20 Jul 2015"])]
    built = build_archive(tmp_path, {}, {"t.csv": "\n".join(["title,content,date", *rows])})
    assert 't.csv: 2 dates were not understood, such as "20/7/15" (t.csv#1); write 2015-07-20' in built.out
    assert [article["date"] for article in built.data("articles")].count("2015-07-20") == 1


def test_a_table_with_an_impossible_day_is_refused(tmp_path: Path) -> None:
    built = build_archive(tmp_path, {"sources.toml": ISSUE.replace('06-05"}', '02-31"}')}, {"b.txt": "حديقة\nنص"})
    assert built.exit_code == 2
    assert "sources.toml" in built.err and "'1965-02-31' is no day" in built.err


def test_an_empty_row_is_told_from_columns_that_nobody_knows(tmp_path: Path) -> None:
    rows = f"العنوان,النص,المصدر\nحديقة,{prose(92)},المرفأ\n,,المرفأ\n"
    built = build_archive(tmp_path, {}, {"t.csv": rows})
    (line,) = [line for line in built.data("ledger") if line["status"] == "rejected"]
    assert (line["reason"], line["detail"]) == ("no_fields", "title and text of this row are empty")


def test_a_saved_page_is_published_as_text_that_runs_nothing(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    paragraphs = "".join(f"<p>{prose(number)}</p>" for number in (93, 94, 95))
    page = (
        f"<html><head><title>حديقة</title><script>alert(1)</script></head><body><article>{paragraphs}</article></body>"
    )
    built = build_archive(tmp_path, {}, {"p.html": page})
    (raw,) = (built.output / "raw").iterdir()
    assert raw.name.endswith(".html.txt") and raw.read_text(encoding="utf-8") == page


def test_a_source_without_an_article_takes_no_published_site_away(tmp_path: Path) -> None:
    text = {"a.txt": "خبر عن المكتبة\nفتحت المكتبة أبوابها صباح أمس أمام الزوار من أهل المدينة."}
    full, void = write_files(tmp_path / "full", text), write_files(tmp_path / "void", {"notes.docx": b"x"})
    first = build_site(tmp_path, [void], output="other")  # where there is nothing to lose it is only said
    assert first.exit_code == 0, first.err
    assert "warning   there is no article in" in first.out
    site = build_site(tmp_path, [full])
    before = site.files()
    refused = build_site(tmp_path, [void])
    assert refused.exit_code == 2
    assert "(1 rejected, such as notes.docx); the site in out/ (1 article) stands." in refused.err
    assert refused.files() == before
    both = build_site(tmp_path, [full, write_files(tmp_path / "empty", {".keep": ""})])
    assert both.exit_code == 0, both.err
    assert "there is nothing in it that could be an article" in both.out
    assert run_invoke("clean", "--output", "out", cwd=tmp_path).returncode == 0
    meant = build_site(tmp_path, [void])
    assert meant.exit_code == 0, meant.err
    assert meant.data("articles") == []


def test_an_archive_whose_last_article_is_hidden_is_published(tmp_path: Path) -> None:
    text = {"a.txt": "خبر عن المكتبة\nفتحت المكتبة أبوابها صباح أمس أمام الزوار من أهل المدينة."}
    (article,) = build_archive(tmp_path, {}, text).data("articles")
    hide = f'[[hide]]\nid = "{article["id"]}"\nreason = "طلب الأسرة"\ndate = 2026-01-31\nauthor = "التحرير"\n'
    site = build_archive(tmp_path, {"corrections/own.toml": hide}, text)
    assert site.exit_code == 0, site.err
    assert site.data("articles") == []


def test_a_text_that_is_missing_is_told_with_what_was_taken_for_what(tmp_path: Path) -> None:
    report = "حمص ١٢ آذار ٢٠١٦ - افتتحت المكتبة البلدية أبوابها صباح أمس أمام الزوار من أهل المدينة والقرى القريبة منها، وحضر الافتتاح تلاميذ المدارس."
    files = {
        "paragraph.txt": report,
        "headline.txt": "افتتاح المكتبة البلدية",
        "typed.jsonl": json.dumps({"titel": "خبر", "boddy": report}, ensure_ascii=False),
        "half.jsonl": json.dumps({"title": "خبر", "boddy": report}, ensure_ascii=False),
        "null.jsonl": json.dumps({"title": "خبر", "content": None, "image": "a.jpg"}, ensure_ascii=False),
        "columns.csv": f"عنوان الخبر,الفقرات\nخبر,{report}\n",
        "known.csv": "عنوان الخبر,متن الخبر\nخبر السوق,باع التجار في السوق ثمار الموسم الجديد.\n",
    }
    site = build_archive(tmp_path, {}, files)
    assert site.exit_code == 0, site.err
    lines = {line["source"]: line for line in site.data("ledger")}
    assert lines["paragraph.txt"]["status"] == "kept"
    article = next(row for row in site.data("articles") if row["id"] == lines["paragraph.txt"]["id"])
    assert (article["title_generated"], article["date"]) == (True, "2016-03-12")
    assert lines["known.csv#1"]["status"] == "kept"
    for name, told in (
        ("headline.txt", "its only paragraph was taken for the title; the text goes below it"),
        (
            "typed.jsonl#1",
            "no key is known as title or text: titel (meant: title?), boddy (meant: body?); say which in a [[table]]",
        ),
        (
            "half.jsonl#1",
            "no key is known as the text: boddy (meant: body?); say which in a [[table]] of content/sources.toml",
        ),
        ("null.jsonl#1", "there is no text under the title"),
        ("columns.csv#1", "no column is known as the text: الفقرات; say which in a [[table]]"),
    ):
        assert lines[name]["status"] == "rejected", name
        assert f"{name}: {lines[name]['reason']}: {told}" in site.out
    assert run_invoke("check", "--output", site.output, cwd=tmp_path).returncode == 0
