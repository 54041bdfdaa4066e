"""The reference search finds what the query says, in Arabic's spellings, and keeps its index only while it is true."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from news_archive.errors import UsageError
from news_archive.search.reference import (
    ARTICLES,
    Document,
    build_reference,
    find_excerpt,
    parse_query,
    search_reference,
    search_site,
)
from news_archive.search.terminal import run_search

DOCUMENTS = (
    Document(
        "a000000001", "افتتاح مكتبة البلدية", ("حضر الافتتاح أهالي البلدة.", "المكتبة في وسط السوق."), "البلدة", ""
    ),
    Document("a000000002", "طقس الأسبوع", ("أمطار في سوريا وغيوم في روسيا.",), "الطقس", "2026-03-01"),
    Document("a000000003", "الخارجية الروسية تعلّق", ("قال المتحدث إن المشاورات مستمرة في سورية.",), "", ""),
    Document("a000000004", "مشاورات", ("لا جديد عن الخارجية.", "الروسية لغة تدرّس في المعهد."), "", ""),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("reference") / "index"
    build_reference(DOCUMENTS, target)
    return target


def ids(found: object) -> set[int]:
    return {int(hit.id[1:]) for hit in found.hits}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("سوريا", {2, 3}),
        ("سورية", {2, 3}),
        ("المكتبه", {1}),
        ("روسيا", {2, 3, 4}),
        ("روسيا AND مشاورات", {3, 4}),
        ("روسيا AND سوريا", {2, 3}),
        ("مكتبة OR طقس", {1, 2}),
        ("مكتبة طقس", {1, 2}),
        ("روسيا NOT سوريا", {4}),
        ("روسيا AND NOT سوريا", {4}),
        ("روسيا مكتبة NOT سوريا", {1, 4}),
        ("ما هي مكتبة", {1}),
        ("في", {2, 3, 4, 1}),
        ("من كان", set()),
        ("في مكتبة", {1}),
        ("على المكتبة", {1}),
        ("+في مكتبة", {1, 2, 3, 4}),
        ("في غيرموجود", {1, 2, 3, 4}),
        ("ماذا حدث في المكتبة", {1}),
        ("(في) مكتبة", {1, 2, 3, 4}),
        ("كان AND مكتبة", set()),
        ("NOT روسيا", set()),
        ("-روسيا", set()),
        ("روسيا -سوريا", {4}),
        ("مكتبة +سوريا", {2, 3}),
        ("مكتبة أو طقس", {1, 2}),
        ("مكتبة روسيا AND مشاورات", {1, 3, 4}),
        ("مكتبة (روسيا AND مشاورات", {1, 3, 4}),
        (") مكتبة", {1}),
        ("غير-موجود روسيا", {2, 3, 4}),
        ('"الخارجية الروسية"', {3}),
        ("«الخارجية الروسية»", {3}),
        ('"الروسية الخارجية"', set()),
        ("(مكتبة OR روسيا) AND سوريا", {2, 3}),
        ("xyz", set()),
        ("", set()),
        ("،،،", set()),
        ("(" * 900 + "مكتبة", {1}),
        ("AND", set()),
    ],
)
def test_a_query_finds_exactly_the_articles_it_describes(folder: Path, words: str, expected: set[int]) -> None:
    found = search_reference(words, folder, limit=None)
    assert ids(found) == expected
    assert found.total == len(expected)


def test_a_phrase_does_not_run_from_one_paragraph_into_the_next(folder: Path) -> None:
    assert 4 not in ids(search_reference('"الخارجية الروسية"', folder))


def test_the_spelling_of_the_query_ranks_first_among_equal_stems(folder: Path) -> None:
    assert next(iter(search_reference("سورية", folder).hits)).id == "a000000003"
    assert next(iter(search_reference("سوريا", folder).hits)).id == "a000000002"


def test_a_limit_shortens_the_list_and_not_the_count(folder: Path) -> None:
    found = search_reference("روسيا", folder, limit=1)
    assert (found.total, len(found.hits)) == (3, 1)


@given(st.text(alphabet='ابترو سي()"«»*?[]:^~<>{}+-!&|/\\ANDORNOT\0\n', max_size=40))
@settings(max_examples=150, deadline=None)
def test_every_text_is_a_query(folder: Path, words: str) -> None:
    search_reference(words, folder)


def test_wildcards_and_fields_are_plain_text() -> None:
    assert "*" not in repr(parse_query("كتا*"))
    assert {field for field, _ in parse_query("exact:كتاب title:كتاب").iter_all_terms()} == {"stem"}


def test_an_excerpt_is_the_stretch_with_the_words_and_names_them_as_written() -> None:
    text = "كلمة " * 60 + "في روسيا والسوريين " + "كلمة " * 60
    excerpt, matched = find_excerpt(["مقدمة", text], {("stem", "روس"), ("stem", "سور")})
    assert matched == ("روسيا", "والسوريين")
    assert "روسيا والسوريين" in excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert len(excerpt) < 200


def write_site(output: Path, titles: list[str]) -> None:
    rows = [
        {"id": f"b{number:09}", "title": title, "paragraphs": ["نص"], "source": None, "date": None}
        for number, title in enumerate(titles)
    ]
    (output / ARTICLES).parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (output / ARTICLES).write_bytes(gzip.compress(text.encode(), mtime=0))


def test_the_index_follows_the_site_and_only_one_is_kept(tmp_path: Path) -> None:
    output, cache = tmp_path / "out", tmp_path / "cache"
    write_site(output, ["مكتبة"])
    assert search_site("مكتبة", output, cache).total == 1
    kept = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    assert search_site("حديقة", output, cache).total == 0
    assert {path.name: path.stat().st_mtime_ns for path in cache.iterdir()} == kept
    write_site(output, ["مكتبة", "حديقة"])
    assert search_site("حديقة", output, cache).total == 1
    assert len(list(cache.iterdir())) == 1


def test_searching_what_was_not_built_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="invoke build"):
        search_site("مكتبة", tmp_path / "out", tmp_path / "cache")


def test_a_damaged_data_file_is_one_sentence_and_leaves_no_index(tmp_path: Path) -> None:
    write_site(tmp_path / "out", ["مكتبة"])
    data = tmp_path / "out" / ARTICLES
    data.write_bytes(data.read_bytes()[:-12])
    with pytest.raises(UsageError, match="cannot be read"):
        search_site("مكتبة", tmp_path / "out", tmp_path / "cache")


def test_the_answer_is_json_for_programs_and_safe_text_for_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(tmp_path / "out", ["مكتبة \x1b[31m"])
    run_search("مكتبة", tmp_path / "out", tmp_path / "cache", limit=5, as_json=True)
    answer = json.loads(capsys.readouterr().out)
    assert answer["total"] == 1
    assert answer["hits"][0]["url"] == "a/b000000000.html"
    run_search("مكتبة", tmp_path / "out", tmp_path / "cache", limit=5, as_json=False)
    shown = capsys.readouterr().out
    assert "b000000000" in shown
    assert "\x1b[31m" not in shown
