"""Everything comes in with a name and a reason, in the same order on every machine."""

from __future__ import annotations

import gzip
import json
import os
import socket
from pathlib import Path

import pytest
from news_archive.errors import ConfigurationError, UsageError
from news_archive.models import RawRecord, Rejection, SourceArticle
from news_archive.settings import Settings, SourceSettings
from news_archive.source import article_id, find_records, load_tables, parse_record
from news_archive.source.decode import decode

SETTINGS = Settings()
TEXT = "عاد العابرون أمس إلى الجسر الحجري الصغير الذي يصل حيّ الدبّاغين بالسوق القديم في المدينة، وقال رئيس البلدية إن العمل انتهى."


def outcomes(path: Path) -> dict[str, SourceArticle | Rejection]:
    return {r.source: r if isinstance(r, Rejection) else parse_record(r) for r in find_records([path], SETTINGS)}


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8 (with BOM)"),
        ("utf-16", "utf-16-le (with BOM)"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("windows-1256", "windows-1256"),
        ("iso8859-6", "iso-8859-6"),
    ],
)
def test_each_encoding_is_read_right(encoding: str, name: str) -> None:
    text = TEXT.replace("،", "،") if encoding != "iso8859-6" else TEXT
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (text, name)


@pytest.mark.parametrize("encoding", ["windows-1256", "iso8859-6"])
@pytest.mark.parametrize(
    "text",
    [
        "عاد قطار الجبل",
        "أمطار غزيرة تقطع طريق الساحل",
        "خمسون عاماً على بناء الجسر",
        "سلمى الحداد تفتح مكتبة صغيرة لأهل القرية",
        "مُنِعَ الصَّيْدُ في الخليج شهرين",
    ],
)
def test_a_headline_is_enough_to_tell_two_arabic_encodings_apart(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded is not None and decoded.text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("هو", "windows-1256"),  # من in the other one
        ("أو", "windows-1256"),
        ("مو", "iso8859-6"),
        ("Сегодня в Москве прошло заседание", "windows-1251"),
        ("νέα μέτρα για την οικονομία", "windows-1253"),
        ("הממשלה אישרה היום את התקציב", "windows-1255"),
        ("L'été dernier, à Genève, la délégation a déjà présenté", "windows-1252"),
        ("Türkiye bugün yeni yasayı görüştü", "windows-1254"),
        ("政府今天宣布新的措施", "gbk"),
    ],
)
def test_two_readings_too_near_each_other_and_other_languages_are_not_decoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) is None


def as_browsers_read(data: bytes) -> str:
    return "".join(bytes([byte]).decode("windows-1252", "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("utf-8", "latin-1"), ("windows-1256", "latin-1"), ("utf-8", "windows-1256")],
)
def test_a_text_that_was_once_read_wrongly_is_repaired(right: str, wrong: str) -> None:
    decoded = decode(TEXT.encode(right).decode(wrong).encode("utf-8"))
    assert decoded is not None and decoded.text == TEXT


@pytest.mark.parametrize("right", ["utf-8", "windows-1256"])
def test_a_text_that_was_read_as_browsers_read_windows_1252_is_repaired(right: str) -> None:
    decoded = decode(as_browsers_read(TEXT.encode(right)).encode())
    assert decoded is not None and decoded.text == TEXT


def test_mojibake_with_bytes_lost_on_the_way_is_rejected_not_shown() -> None:
    broken = TEXT.encode().decode("windows-1252", "ignore")  # the five bytes without a letter are gone
    assert decode(broken.encode()) is None


def test_a_field_of_a_line_that_was_read_wrongly_is_repaired_with_the_others() -> None:
    row = {
        "title": "خبر".encode("windows-1256").decode("latin-1"),
        "content": TEXT.encode("windows-1256").decode("latin-1"),
    }
    for ascii_only in (False, True):
        data = json.dumps(row | {"source": "المرفأ"}, ensure_ascii=ascii_only).encode()
        parsed = parse_record(RawRecord("x", "jsonl", data))
        assert isinstance(parsed, SourceArticle)
        assert (parsed.title, parsed.body, parsed.paper) == ("خبر", TEXT, "المرفأ")
        assert parsed.encoding == "windows-1256 (repaired from latin-1)"


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n" + bytes(200), b"\xff\xfe\x00\xd8\x00"])
def test_bytes_that_are_no_text_are_not_decoded(data: bytes) -> None:
    decoded = decode(data)
    assert decoded is None or "\ufffd" not in decoded.text


def test_western_text_is_left_alone() -> None:
    text = "Déjà vu à l'été, Ökologie für Mädchen"
    decoded = decode(text.encode())
    assert decoded is not None and decoded.text == text


def test_what_cannot_be_an_article_is_a_line_of_the_ledger(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "secret.txt"
    folder.mkdir()
    outside.write_text("سرّ\nخارج المجلد")
    (folder / "good.txt").write_text(f"عنوان\n{TEXT}")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x7fELF" + bytes(500) + bytes(range(256)))
    (folder / "folder.txt").mkdir()
    (folder / "out.txt").symlink_to(outside)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "README.md").write_text("not an article")
    (folder / ".hidden.txt").write_text("x")
    (folder / "evil\u202e\n.txt").write_text(f"عنوان\n{TEXT}")
    found = outcomes(folder)
    reasons = {name: r.reason for name, r in found.items() if isinstance(r, Rejection)}
    assert reasons == {
        "binary.txt": "binary",
        "empty.txt": "empty_file",
        "folder.txt": "not_a_file",
        "loop.txt": "unreadable",
        "out.txt": "not_a_file",
        "pipe.txt": "not_a_file",
    }
    assert set(found) - set(reasons) == {"good.txt", "evil\\u202e\\n.txt"}


def test_a_broken_line_costs_itself_only(tmp_path: Path) -> None:
    rows = [json.dumps({"title": f"عنوان {n}", "content": TEXT}) for n in range(3)]
    path = tmp_path / "news.jsonl"
    path.write_text(f"{rows[0]}\n{{broken\n[1]\n\n{rows[2]}\n")
    found = outcomes(path)
    assert [(name, getattr(r, "reason", "")) for name, r in found.items()] == [
        ("news.jsonl#1", ""),
        ("news.jsonl#2", "not_json"),
        ("news.jsonl#3", "not_json"),
        ("news.jsonl#5", ""),
    ]


def test_a_compressed_file_that_ends_early_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    lines = "".join(json.dumps({"title": str(n), "content": TEXT * 20 + str(n * 7919)}) + "\n" for n in range(400))
    path.write_bytes(gzip.compress(lines.encode())[:-200])
    found = list(outcomes(path).values())
    assert isinstance(found[0], SourceArticle)
    assert [r.reason for r in found if isinstance(r, Rejection)] == ["damaged"]


def test_a_row_of_csv_is_read_by_its_column_names(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(f'العنوان,النص,الصحيفة\r\nخبر,"{TEXT}\nسطر ""آخر""",المرفأ\r\nناقص\r\n')
    found = outcomes(path)
    first = found["news.csv#1"]
    assert isinstance(first, SourceArticle)
    assert (first.title, first.body, first.paper) == ("خبر", f'{TEXT}\nسطر "آخر"', "المرفأ")
    assert isinstance(found["news.csv#2"], Rejection)


def test_a_table_says_which_column_is_which(tmp_path: Path) -> None:
    settings = tmp_path / "sources.toml"
    settings.write_text(
        """[[table]]
file = "export-*.csv"
delimiter = "|"
fields = {title = "T1", body = ["lead", "rest"], date = "day"}
values = {paper = "المرفأ"}
""",
        encoding="utf-8",
    )
    tables = load_tables(settings)
    (tmp_path / "export-1.csv").write_text(
        f"T1|lead|rest|day|title\nخبر|مطلع|{TEXT}|2015-01-02|غيره\n", encoding="utf-8"
    )
    (found,) = [
        parse_record(r) for r in find_records([tmp_path / "export-1.csv"], SETTINGS, tables) if isinstance(r, RawRecord)
    ]
    assert isinstance(found, SourceArticle)
    assert (found.title, found.body, found.paper, found.date_field) == ("خبر", f"مطلع\n{TEXT}", "المرفأ", "2015-01-02")


@pytest.mark.parametrize(
    "text", ["[[table]]", "[[table]]\nfile='x'\nfields={colour='a'}", "[[table]]\nfile='x'\ndelimiter='ab'"]
)
def test_a_wrong_table_stops_the_build(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(ConfigurationError):
        load_tables(tmp_path / "sources.toml")


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row(tmp_path: Path) -> None:
    rows = [
        "title,text",
        f"أول,{TEXT.replace(',', '')}",
        '"مفتوح,نص',
        'مكتبة "الحيّ",نص فيه "كلمة"',
        '"سطر\nثان","قال ""نعم"""',
    ]
    (tmp_path / "x.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = list(outcomes(tmp_path / "x.csv").values())
    titles = [r.title if isinstance(r, SourceArticle) else r.reason for r in found]
    assert titles == ["أول", "not_csv", 'مكتبة "الحيّ"', "سطر\nثان"]
    assert isinstance(found[3], SourceArticle) and found[3].body == 'قال "نعم"'


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1256", "iso8859-6"])
def test_a_table_may_come_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "x.csv").write_bytes(f"العنوان;النص\r\nخبر;{TEXT}\r\n".encode(encoding))
    (found,) = outcomes(tmp_path / "x.csv").values()
    assert isinstance(found, SourceArticle)
    assert (found.title, found.body) == ("خبر", TEXT)


def test_what_is_larger_than_the_limit_is_refused_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    settings = Settings(source=SourceSettings(max_bytes=2000))
    line = json.dumps({"title": "خبر", "content": TEXT})
    (tmp_path / "a.txt").write_text("x" * 2001)
    (tmp_path / "b.jsonl").write_text(f"{'y' * 5_000_000}\n{line}\n")
    (tmp_path / "c.csv").write_text(f"title,text\nخبر,{'ب' * 3000}\nخبر,{TEXT}\n" * 40, encoding="utf-8")
    found = {r.source: getattr(r, "reason", "") for r in find_records([tmp_path], settings)}
    assert (found["a.txt"], found["b.jsonl#1"], found["b.jsonl#2"]) == ("too_large", "too_large", "")
    assert (found["c.csv#1"], found["c.csv#2"]) == ("too_large", "")  # the file may be larger than any of its rows


def test_a_device_a_socket_and_links_to_folders_are_lines_of_the_ledger(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "real").mkdir(parents=True)
    (folder / "real" / "a.txt").write_text(f"عنوان\n{TEXT}")
    (folder / "again").symlink_to(folder / "real")
    (folder / "round").symlink_to(folder)
    (folder / "away").symlink_to(tmp_path)
    (folder / "null.txt").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(folder)  # a socket's path must be short
        try:
            listener.bind("s.txt")
        finally:
            os.chdir(here)
        reasons = {name: getattr(r, "reason", "") for name, r in outcomes(folder).items()}
    assert reasons == {
        "again": "not_a_file",
        "away": "not_a_file",
        "null.txt": "not_a_file",
        "real/a.txt": "",
        "round": "not_a_file",
        "s.txt": "not_a_file",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_and_a_folder_that_cannot_be_read_are_lines_of_the_ledger(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b").mkdir()
    for path in (tmp_path / "a.txt", tmp_path / "b"):
        path.chmod(0)
    try:
        assert {r.reason for r in outcomes(tmp_path).values() if isinstance(r, Rejection)} == {"unreadable"}
    finally:
        (tmp_path / "b").chmod(0o700)


def test_a_file_that_vanishes_or_grows_while_the_folder_is_read_costs_itself(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (tmp_path / name).write_text(f"عنوان\n{TEXT}", encoding="utf-8")
    records = find_records([tmp_path], SETTINGS)
    assert next(records).source == "a.txt"
    (tmp_path / "b.txt").unlink()
    with open(tmp_path / "c.txt", "a", encoding="utf-8") as growing:
        growing.write("\nسطر جديد")
    found = list(records)
    assert [getattr(r, "reason", "") for r in found] == ["unreadable", "", ""]
    assert isinstance(found[1], RawRecord) and found[1].data.endswith("جديد".encode())


def test_lone_surrogates_and_nulls_never_reach_a_page(tmp_path: Path) -> None:
    record = RawRecord("x", "jsonl", b'{"title": "\\ud800 x", "content": "a\\u0000b"}')
    parsed = parse_record(record)
    assert isinstance(parsed, SourceArticle)
    parsed.title.encode()


def test_front_matter_of_a_raw_text_has_no_effect() -> None:
    parsed = parse_record(RawRecord("x.txt", "txt", b"Slug: ../../x\nSave_as: /etc/passwd\nTemplate: x\n"))
    assert isinstance(parsed, SourceArticle)
    assert (parsed.title, parsed.body) == ("Slug: ../../x", "Save_as: /etc/passwd\nTemplate: x\n")


def test_an_address_identifies_an_article_whatever_its_tracking_query() -> None:
    assert article_id("http://Example.org/a?utm_source=x#y", b"1") == article_id("http://example.org/a", b"2")
    assert article_id(None, b"1") != article_id(None, b"2")


def test_a_source_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        list(find_records([tmp_path / "nothing"], SETTINGS))
    (tmp_path / "x.pdf").write_text("x")
    with pytest.raises(UsageError, match="can be read"):
        list(find_records([tmp_path / "x.pdf"], SETTINGS))


def test_what_no_parser_reads_is_named_with_what_to_do(tmp_path: Path) -> None:
    for name in ("a.txt", "b.docx", "c.png", "d.pdf", "e", "README.md", ".hidden.docx"):
        (tmp_path / name).write_text(f"عنوان\n{TEXT}", encoding="utf-8")
    parts = tmp_path / "page_files"
    parts.mkdir()
    (tmp_path / "page.html").write_text("<p>x</p>", encoding="utf-8")
    (parts / "frame.html").write_text("<p>إعلان</p>", encoding="utf-8")
    (parts / "logo.png").write_bytes(b"x")
    found = outcomes(tmp_path)
    passed = {name: r for name, r in found.items() if isinstance(r, Rejection) and r.reason == "passed_over"}
    assert sorted(passed) == ["b.docx", "c.png", "d.pdf", "e", "page_files"]
    assert "save it as plain text" in passed["b.docx"].detail
    assert "saved page page" in passed["page_files"].detail
    assert set(found) - set(passed) == {"a.txt", "page.html"}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("العنوان;نص المادة;اسم الجريدة;يوم النشر;بقلم", "خبر;{};المرفأ;2016-07-20;سالم"),
        ("headline,story,newspaper_name,issue_date,byline", "خبر,{},المرفأ,2016-07-20,سالم"),
        ("عنوان رئيسي\tالتفاصيل\tاسم الصحيفة\tتاريخ الصدور\tاسم الكاتب", "خبر\t{}\tالمرفأ\t2016-07-20\tسالم"),
    ],
)
def test_columns_with_names_that_people_give_are_understood(tmp_path: Path, header: str, row: str) -> None:
    text = "عاد العابرون إلى الجسر الحجري الصغير."
    (tmp_path / "x.csv").write_text(f"{header}\n{row.format(text)}\n", encoding="utf-8")
    found = outcomes(tmp_path)["x.csv#1"]
    assert isinstance(found, SourceArticle)
    assert (found.title, found.body, found.paper) == ("خبر", text, "المرفأ")
    assert (found.date_field, found.author) == ("2016-07-20", "سالم")


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_every_line_of_a_container_in_utf_16_is_read(tmp_path: Path, mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    lines = [json.dumps({"title": f"خبر {n} \u060a", "content": TEXT}, ensure_ascii=False) for n in range(3)]
    (tmp_path / "a.jsonl").write_bytes(mark + "\r\n".join([*lines, ""]).encode(encoding))
    found = outcomes(tmp_path)
    assert [a.title for a in found.values() if isinstance(a, SourceArticle)] == [f"خبر {n} \u060a" for n in range(3)]
    assert len(found) == 3
    (tmp_path / "a.jsonl").write_bytes(mark + lines[0].encode(encoding) + b"\n\x00x")
    assert isinstance([*outcomes(tmp_path).values()][-1], Rejection)  # half a letter at its end


def test_rows_that_end_as_on_an_old_mac_are_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(f'title,content\rخبر,"{TEXT}\rوبعده"\rآخر,{TEXT}\r'.encode())
    found = list(outcomes(tmp_path).values())
    assert [a.title for a in found if isinstance(a, SourceArticle)] == ["خبر", "آخر"]
    assert len(found) == 2


@pytest.mark.parametrize(("name", "data"), [("a.csv", b""), ("a.csv", b"title,content\n"), ("a.jsonl", b"\n\n")])
def test_a_container_without_a_record_is_a_line_of_the_ledger(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    (found,) = outcomes(tmp_path).values()
    assert isinstance(found, Rejection)
    assert (found.source, found.reason) == (name, "empty_file")


def test_what_programs_write_for_nothing_is_nothing_and_deep_json_is_no_json(tmp_path: Path) -> None:
    deep = '{"a":' * 5000 + "1" + "}" * 5000
    lines = [f'{{"title": "خبر", "content": "{TEXT}", "author": NaN, "date": 20150720.0}}', deep]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    first, second = outcomes(tmp_path).values()
    assert isinstance(first, SourceArticle) and isinstance(second, Rejection)
    assert (first.author, first.date_field, second.reason) == ("", "20150720", "not_json")
