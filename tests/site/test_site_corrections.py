"""What an editor corrects, hides or redacts is so everywhere, at once, fresh or in steps, and readers are told."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
from html_tree import parse_page
from news_archive.clean.edits import replay, undo
from news_archive.models import Action, Span
from site_builder import Site, build_archive, run_invoke, write_files

NAME = "رامية الصندوق"
END = 'reason = "طلب صاحب الشأن"\ndate = 2026-01-31\nauthor = "هيئة التحرير"\n'
TAIL = (
    "وحضر الافتتاح عدد كبير من أهالي البلدة وتلاميذ مدارسها، ودامت الجولة في القاعات ساعتين، ثم وُزعت الكتب على "
    "الحاضرين."
)
RECORD = {
    "title": f"لقاء مع {NAME}",
    "content": f"التقى المراسل أمينة المتحف. وقالت راميه الصندوق إن المتحف سيفتح. {TAIL}",
    "author": NAME,
    "url": "http://news.example/رامية-الصندوق",
    "source": "جريدة المرفأ",
}
ARTICLES: dict[str, str | bytes] = {
    "museum.txt": f"افتتاح المتحف\nافتتحت رامِيَة الصُّندوق المتحف صباح أمس. {TAIL}\nوشكرت ورامية\u200f الصندوق الحاضرين.\nViews: 5\n",
    "old.txt": "خبر من الأرشيف القديم\nافتتح المجلس القاعة، وأعلنت &#1585;امية الصندوق النتيجة.".encode("windows-1256"),
    "رامية_الصندوق.txt": f"خبر عن السوق\nباع التجار في السوق ثمار الموسم الجديد. {TAIL}",
    "paper.jsonl": json.dumps(RECORD, ensure_ascii=False),
    "note.md": f"Title: مقالة المحرّر\nAuthor: {NAME}\n\nكتبت **رامية** الصندوق هذا النص للتجربة.\n",
    "storm.txt": "عاصفة على الساحل\nهبّت عاصفة قوية على الساحل مساء أمس وقطعت التيار عن أحياء عدة حتى الفجر. "
    + TAIL[:60],
    "wrong.txt": "عنوان فيه خطأ\nوصل الوفد إلى المدينة يوم الاثنين لحضور المؤتمر السنوي الثالث للمكتبات العامة.",
}
ENTITY = f'[[entity]]\nid = "ramiya"\ntype = "person"\nname = "{NAME}"\nweak = ["الصندوق"]\ncues = ["المتحف"]\n'
REDACT = f'[[redact]]\ntext = "{NAME}"\n{END}'


def id_of(site: Site, source: str) -> str:
    (row,) = [row for row in site.data("ledger") if row["source"] == source]
    return str(row["id"])


def absent(site: Site, text: str) -> tuple[int, str]:
    done = run_invoke("check", "--output", site.output, "--absent", text, cwd=site.output.parent)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = build_archive(tmp_path_factory.mktemp("corrections"), {"entities/own.toml": ENTITY}, ARTICLES)
    assert site.exit_code == 0, site.err
    return site


@pytest.fixture(scope="module")
def after(before: Site) -> Site:
    """The same archive, built again in its place with corrections."""
    entries = [
        REDACT,
        f'[[hide]]\nid = "{id_of(before, "storm.txt")}"\n{END}',
        f'[[correct]]\nid = "{id_of(before, "wrong.txt")}"\nfield = "title"\nvalue = "عنوان صحيح"\n{END}',
        f'[[correct]]\nid = "{id_of(before, "wrong.txt")}"\nfield = "date"\nvalue = "2015-07-20"\n{END}',
        f'[[correct]]\nid = "{id_of(before, "wrong.txt")}"\nfield = "text"\nold = "الثالث"\nvalue = "الرابع"\n{END}',
    ]
    folder = before.output.parent
    shutil.copytree(before.output, folder / "kept")
    site = build_archive(folder, {"corrections/first.toml": "\n".join(entries)}, {})
    assert site.exit_code == 0, site.err
    return site


def test_the_name_was_there_in_every_form_before(before: Site, after: Site) -> None:
    kept = Site(before.output.parent / "kept", 0, "", "")
    code, words = absent(kept, NAME)
    assert code == 5
    for part in ("a/", "data/articles.jsonl.gz", "data/ledger.jsonl.gz", "e/ramiya.html", "search/", "raw/"):
        assert part in words, part
    assert "الصندوق" not in words


def test_a_redacted_name_is_in_no_byte_of_the_site_in_no_spelling(after: Site) -> None:
    assert absent(after, NAME) == (0, "0 faults in 1 checks\n")
    forms = ("رامية الصندوق", "راميه الصندوق", "رامِيَة", "ramiya")
    for path in after.output.rglob("*"):
        assert not any(form in path.name for form in forms)
        if path.is_file():
            data = path.read_bytes()
            data = gzip.decompress(data) if path.suffix == ".gz" else data
            assert not [form for form in forms if form.encode() in data], path


def test_a_build_in_steps_and_a_fresh_one_are_the_same_bytes(after: Site) -> None:
    fresh = build_archive(after.output.parent, {}, {}, "--fresh")
    assert fresh.exit_code == 0
    assert fresh.files() == after.files()


def test_the_raw_file_is_published_redacted_or_not_at_all_and_the_page_says_so(after: Site) -> None:
    museum = parse_page(after.page(f"a/{id_of(after, 'museum.txt')}.html"))
    (link,) = [a for a in museum.find("a", href=True) if "../raw/" in a.attributes["href"]]
    raw = (after.output / "a" / link.attributes["href"]).resolve().read_text(encoding="utf-8")
    assert "[محجوب]" in raw
    assert "Views: 5" in raw
    assert "محجوب" in museum.one(data_part="body").text()
    assert "طلب صاحب الشأن" in museum.one(data_part="corrections").text()
    markdown = after.page(f"a/{id_of(after, 'note.md')}.html")
    assert "../raw/" not in markdown
    assert "لا يُنشر ملفها الخام" in markdown


def test_encoding_size_and_digest_are_those_of_the_copy_without_the_words(before: Site, after: Site) -> None:
    kept = Site(before.output.parent / "kept", 0, "", "")
    name = id_of(after, "old.txt")
    (was,), (now,) = ([row for row in site.data("articles") if row["id"] == name] for site in (kept, after))
    (raw,) = (after.output / "raw").glob(f"{name}-*.txt")
    assert (was["encoding"], now["encoding"]) == ("windows-1256", "utf-8")
    assert now["bytes"] == len(raw.read_bytes()) and "[محجوب]" in raw.read_text(encoding="utf-8")


def test_a_record_keeps_its_address_when_what_it_was_made_from_is_redacted(before: Site, after: Site) -> None:
    kept = Site(before.output.parent / "kept", 0, "", "")
    (was,) = [row for row in kept.data("articles") if row["source"] == "جريدة المرفأ"]
    (now,) = [row for row in after.data("articles") if row["source"] == "جريدة المرفأ"]
    assert was["id"] == now["id"]
    assert now["url"] is None
    assert now["author"] == "[محجوب]"


def test_a_hidden_article_leaves_a_page_that_says_why_and_nothing_else(after: Site) -> None:
    (line,) = [row for row in after.data("ledger") if row["source"] == "storm.txt"]
    assert (line["status"], line["reason"], line["sha256"]) == ("rejected", "hidden", "")
    page = after.page(f"a/{line['id']}.html")
    assert "طلب صاحب الشأن" in page
    assert 'content="noindex"' in page
    assert "عاصفة" not in page
    assert absent(after, "عاصفة قوية على الساحل")[0] == 0
    assert line["id"] not in after.page("index.html")


def test_a_corrected_article_shows_the_new_words_and_its_spans_still_rebuild_the_raw_ones(after: Site) -> None:
    name = id_of(after, "wrong.txt")
    (row,) = [row for row in after.data("articles") if row["id"] == name]
    assert row["title"] == "عنوان صحيح"
    assert row["date"] == "2015-07-20"
    assert "الرابع" in row["paragraphs"][0]
    assert "الثالث" not in row["paragraphs"][0]
    title, _, body = str(ARTICLES["wrong.txt"]).partition("\n")
    for field, raw, published in (("title", title, row["title"]), ("body", body, "\n".join(row["paragraphs"]))):
        spans = [
            Span(s["field"], s["start"], s["end"], s["rule"], Action(s["action"]), s["text"], s["replacement"])
            for s in after.data("spans")
            if s["id"] == name and s["field"] == field
        ]
        assert "editor_correction" in {span.rule for span in spans}
        assert replay(raw, spans) == published
        assert undo(published, spans) == raw
    page = parse_page(after.page(f"a/{name}.html"))
    assert "صُحّح العنوان" in page.one(data_part="corrections").text()
    assert "2015" in row["date"]


def test_the_public_log_lists_every_entry_with_its_reason(after: Site) -> None:
    log = parse_page(after.page("corrections.html")).text()
    assert log.count("طلب صاحب الشأن") == 5
    assert re.search(
        r"^decisions corrected 3   redacted [345] articles   hidden 1   left out 0   merged 0   split 0$",
        after.out,
        re.MULTILINE,
    )
    for words in ("حُجب كلام", "سُحبت المادة", "صُحّح التاريخ", "هيئة التحرير"):
        assert words in log


@pytest.mark.parametrize("siteurl", ["", "https://editor.github.io/repo"])
def test_the_checks_pass_with_corrections(after: Site, siteurl: str) -> None:
    home = after.output.parent
    site = build_archive(home, {}, {}, "--siteurl", siteurl, output=f"out{len(siteurl)}")
    assert site.exit_code == 0, site.err
    done = run_invoke("check", "--output", site.output, cwd=home)
    assert done.returncode == 0, done.stdout
    assert "redactions" not in done.stdout  # it was run: content/ lies in this folder
    for path in site.output.glob("data/sitemap*.gz") if siteurl else ():
        assert id_of(after, "storm.txt").encode() not in gzip.decompress(path.read_bytes())


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('[[hide]]\nid = "0000000000"\n', "no article has the id 0000000000: the text of its file was edited"),
        ('[[redact]]\nid = "{storm}"\ntext = "كلام ليس فيها"\n', "does not hold the words"),
        ('[[correct]]\nid = "{wrong}"\nfield = "text"\nold = "ليست فيها"\nvalue = "x"\n', "does not hold the words"),
    ],
)
def test_an_entry_that_names_nothing_stops_the_build_with_file_and_line(
    before: Site, after: Site, tmp_path: Path, entry: str, words: str
) -> None:
    entry = entry.replace("{storm}", id_of(before, "storm.txt")).replace("{wrong}", id_of(before, "wrong.txt"))
    site = build_archive(tmp_path, {"corrections/a.toml": f"# a comment\n{entry}{END}"}, ARTICLES)
    assert site.exit_code == 2
    assert words in site.err
    assert "a.toml:2" in site.err
    assert not site.output.exists()


def test_a_copy_of_a_hidden_article_must_be_decided_too(before: Site, tmp_path: Path) -> None:
    copy = str(ARTICLES["storm.txt"]).replace("عاصفة على الساحل\n", "عاصفة الأمس\n") + " وعاد التيار."
    articles = {"storm.txt": ARTICLES["storm.txt"], "copy.txt": copy, "wrong.txt": ARTICLES["wrong.txt"]}
    entry = f'[[hide]]\nid = "{id_of(before, "storm.txt")}"\n'
    refused = build_archive(tmp_path, {"corrections/a.toml": entry + END}, articles)
    assert refused.exit_code == 2
    assert "also published as" in refused.err
    allowed = build_archive(tmp_path, {"corrections/a.toml": f'{entry}copies = "keep"\n{END}'}, articles)
    assert allowed.exit_code == 0, allowed.err


def test_absent_reads_a_list_from_a_file_and_never_prints_it(before: Site, tmp_path: Path) -> None:
    listed = tmp_path / "names.txt"
    listed.write_text(f"# private\nكلمةليستهنا\n{NAME}\n", encoding="utf-8")
    code, words = absent(Site(before.output.parent / "kept", 0, "", ""), f"@{listed}")
    assert code == 5
    assert "string 2" in words
    assert "string 1" not in words
    assert "الصندوق" not in words


def test_an_id_of_a_source_that_is_left_out_is_a_warning_and_a_misspelt_redaction_is_one_too(tmp_path: Path) -> None:
    first = build_archive(tmp_path, {}, {"storm.txt": ARTICLES["storm.txt"]})
    (left_out,) = (row["id"] for row in first.data("articles"))
    write_files(tmp_path / "seeds", {"storm.txt": ARTICLES["storm.txt"]})
    (tmp_path / "source" / "storm.txt").unlink()
    entry = f'[[correct]]\nid = "{left_out}"\nfield = "title"\nvalue = "عنوان"\n{END}[[redact]]\ntext = "زرافة القمر"\n{END}'
    site = build_archive(tmp_path, {"corrections/a.toml": entry}, {"wrong.txt": ARTICLES["wrong.txt"]})
    assert site.exit_code == 0, site.err
    warnings = [line for line in site.out.splitlines() if line.startswith("warning")]
    assert len(warnings) == 3
    assert f"1 page is gone, for no record has its id any longer: a/{left_out}.html" in warnings[2]
    assert f"a.toml:1: the article {left_out} is of a source that this build leaves out" in warnings[0]
    assert "finds nothing" in warnings[1]
    assert f'href="a/{left_out}.html"' not in site.page("corrections.html")
    assert "ليست في هذا الإصدار" in site.page("corrections.html")


def test_other_spellings_of_a_redacted_name_are_told(after: Site) -> None:
    (warning,) = [line for line in after.out.splitlines() if "other spellings" in line]
    assert "first.toml:1" in warning and "الصندوق" in warning and NAME not in warning


def test_a_reason_for_a_split_may_not_hold_what_is_redacted(tmp_path: Path) -> None:
    decision = '[[split]]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nreason = "الثاني عن راميه الصندوق"\n'
    content = {"corrections/a.toml": REDACT, "duplicates.toml": decision}
    site = build_archive(tmp_path, content, {"a.txt": f"عنوان\n{TAIL}"})
    assert site.exit_code == 2
    assert "duplicates.toml:1" in site.err and "a.toml:1 redacts" in site.err and NAME not in site.err
