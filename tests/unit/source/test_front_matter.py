"""The head of an editor's Markdown: known fields are taken, and nothing else of it is lost or taken for a field."""

from __future__ import annotations

import pytest
from news_archive.clean import clean_article, load_rules, undo
from news_archive.models import CleanArticle, RawRecord, SourceArticle
from news_archive.settings import Settings
from news_archive.source import parse_record, tell_unknown_fields
from news_archive.source.front_matter import read_front_matter
from site_builder import ROOT

TEXT = "افتتحت المكتبة أبوابها صباح أمس أمام الزوار من أهل المدينة."


def parse(text: str) -> SourceArticle:
    article = parse_record(RawRecord("a.md", "md", text.encode()))
    assert isinstance(article, SourceArticle)
    return article


def cleaned(text: str) -> CleanArticle:
    article = clean_article(parse(text), load_rules(ROOT / "content", Settings()))
    assert isinstance(article, CleanArticle)
    return article


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("between", ["", "\n"])
def test_arabic_names_of_fields_are_read_as_those_of_columns(end: str, between: str) -> None:
    head = "العنوان: انقطاع الطريق\nالمصدر: الأفق\nالتاريخ: 2015-07-20\nالكاتب: سليم الحداد\n"
    article = parse((head + between + TEXT).replace("\n", end))
    assert (article.title, article.paper, article.date_field) == ("انقطاع الطريق", "الأفق", "2015-07-20")
    assert (article.author, article.body, article.unknown_fields) == ("سليم الحداد", TEXT, ())


@pytest.mark.parametrize("fences", [True, False])
def test_mistyped_fields_stay_as_a_change_that_can_be_undone_and_are_told(fences: bool) -> None:
    head = "titel: افتتاح\nsorce: المرفأ\nauther: سليم\ndat: 2015\n"
    article = cleaned(f"---\n{head}---\n\n{TEXT}" if fences else f"{head}\n{TEXT}")
    assert article.paragraphs == (TEXT,)
    body = [span for span in article.spans if span.field == "body"]
    assert (body[0].rule, body[0].text) == ("file_head", head)
    assert undo(TEXT, body).startswith(head)
    (warning,) = tell_unknown_fields([(article.source, article.flags)])
    for name, near in (("titel", "title"), ("sorce", "source"), ("auther", "author"), ("dat", "date")):
        assert f"{name} (meant: {near}?)" in warning


def test_a_mistyped_field_among_known_ones_costs_that_field_alone() -> None:
    article = parse(f"title: افتتاح\nالمصدرر: المرفأ\ndate: 2015\n\n{TEXT}")
    assert (article.title, article.date_field, article.paper) == ("افتتاح", "2015", "")
    assert (article.body, article.head_lines) == (f"المصدرر: المرفأ\n{TEXT}", 1)
    assert (
        "meant: المصدر?"
        in tell_unknown_fields([("a.md", tuple(f"field_unknown:{n}" for n in article.unknown_fields))])[0]
    )


@pytest.mark.parametrize(
    "text",
    [
        f"دمشق: أمطار غزيرة\n\n{TEXT}",
        f"اليوم: أمطار غزيرة\n\n{TEXT}",
        f"الخبر: أمطار غزيرة\n{TEXT}",
        f"قال الوزير: نعم\n{TEXT}",
    ],
)
def test_a_headline_with_a_colon_is_a_headline(text: str) -> None:
    found = read_front_matter(text)
    assert found.fields == {"title": text.partition("\n")[0]}
    assert (found.kept, found.unknown) == (0, ())


def test_words_before_a_colon_below_the_head_are_text() -> None:
    found = read_front_matter(f"العنوان: خبر\nقال الوزير: نعم\n{TEXT}")
    assert found.body == f"قال الوزير: نعم\n{TEXT}"
    assert read_front_matter(f"العنوان: خبر\nالنص: قال الوزير\n{TEXT}").body.split() == f"قال الوزير {TEXT}".split()


def test_a_list_goes_on_over_lines_and_a_heading_is_the_title() -> None:
    found = read_front_matter(f"---\nsource: المرفأ\ntags:\n  - سوق\n  - تجار\n---\n\n# افتتاح السوق\n\n{TEXT}")
    assert found.fields == {"paper": "المرفأ", "tags": "سوق, تجار", "title": "افتتاح السوق"}
    assert found.body.strip() == TEXT


def test_a_field_that_is_said_twice_keeps_the_first_and_shows_the_second() -> None:
    article = parse(f"title: الأول\nالعنوان: الثاني\n\n{TEXT}")
    assert (article.title, article.body) == ("الأول", f"العنوان: الثاني\n{TEXT}")
    assert "العنوان (said twice)" in tell_unknown_fields([("a.md", ("field_unknown:العنوان",))])[0]
