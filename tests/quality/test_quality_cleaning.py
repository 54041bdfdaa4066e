"""Ten thousand real articles: nothing is lost, every change is exact, and what was read by eye is still what is done.

Needs the SaudiNewsNet sample, which is not part of this project; see ``quality_data``.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from news_archive.clean import CleaningRules, clean_article, load_rules, replay, undo
from news_archive.models import CleanArticle, RawRecord, Rejection, SourceArticle
from news_archive.rule_suggestions import suggest_names_of_sources, suggest_rules
from news_archive.settings import Settings
from news_archive.source import find_records, parse_record
from quality_data import find_data
from site_builder import ROOT

READ = ROOT / "tests" / "fixtures" / "cleaning" / "read_by_eye.json"
EMPTY = 126
"""Articles of the sample that have no text."""


@pytest.fixture(scope="module")
def records() -> list[SourceArticle]:
    parsed = [
        parse_record(record)
        for record in find_records([find_data("saudinewsnet-10k.jsonl.gz")], Settings())
        if isinstance(record, RawRecord)
    ]
    assert len(parsed) == 10_000
    assert not any(isinstance(article, Rejection) for article in parsed)
    return [article for article in parsed if isinstance(article, SourceArticle)]


def treat(records: list[SourceArticle], rules: CleaningRules) -> list[tuple[SourceArticle, CleanArticle]]:
    outcomes = [(record, clean_article(record, rules)) for record in records]
    assert {outcome.reason for _, outcome in outcomes if isinstance(outcome, Rejection)} == {"empty_body"}
    return [(record, outcome) for record, outcome in outcomes if isinstance(outcome, CleanArticle)]


@pytest.fixture(scope="module")
def cleaned(records: list[SourceArticle]) -> list[tuple[SourceArticle, CleanArticle]]:
    return treat(records, load_rules(ROOT / "content", Settings()))


def test_no_article_with_a_body_is_lost(
    records: list[SourceArticle], cleaned: list[tuple[SourceArticle, CleanArticle]]
) -> None:
    assert len(cleaned) == len(records) - EMPTY
    kept = {record.source for record, _ in cleaned}
    assert not [r.source for r in records if r.source not in kept and any(c.isalnum() for c in r.body)]


def test_every_change_replays_and_undoes_and_a_second_pass_changes_nothing(
    cleaned: list[tuple[SourceArticle, CleanArticle]],
) -> None:
    rules = load_rules(ROOT / "content", Settings())
    for record, article in cleaned:
        body = "\n".join(article.paragraphs)
        for field, raw, published in (
            ("title", record.title, "" if article.generated_title else article.title),
            ("body", record.body, body),
            ("author", record.author, article.author),
        ):
            spans = [span for span in article.spans if span.field == field]
            assert replay(raw, spans) == published
            assert undo(published, spans) == raw
        again = clean_article(
            msgspec.structs.replace(record, title=article.title, body=body, author=article.author), rules
        )
        assert isinstance(again, CleanArticle)
        assert (again.title, again.paragraphs, again.author) == (article.title, article.paragraphs, article.author)


def signature(article: CleanArticle) -> str:
    spans = (f"{s.field} {s.start} {s.end} {s.rule} {s.action} {s.replacement}" for s in article.spans)
    return sha256("\n".join(spans).encode()).hexdigest()[:12]


def test_the_sample_that_was_read_by_eye_is_cleaned_as_it_was_read(
    cleaned: list[tuple[SourceArticle, CleanArticle]],
) -> None:
    """A rule that treats one of them otherwise must be read again, and the fixture written anew."""
    found = json.loads(READ.read_text(encoding="utf-8"))["articles"]
    assert len(found) == 300
    assert {verdict for _, verdict, _ in found} == {"right"}
    now = {(article.id, signature(article)) for _, article in cleaned}
    changed = [name for name, _, then in found if (name, then) not in now]
    assert not changed


def test_repeats_that_are_meant_stay(cleaned: list[tuple[SourceArticle, CleanArticle]]) -> None:
    """Two repetitions are taken out of ten thousand articles, both read and true; poems and lists keep theirs."""
    rules = [span.rule for _, article in cleaned for span in article.spans]
    assert (rules.count("repeated_run"), rules.count("repeated_adjacent"), rules.count("title_repeated")) == (1, 1, 0)


@pytest.mark.parametrize(
    ("source", "name", "additions"),
    [
        ("aawsat", "الشرق الأوسط", ["...المزيد", "* خدمة"]),
        ("aljazirah", "الجزيرة", ["مقالات أخرى للكاتب"]),
        ("aleqtisadiya", "الاقتصادية", ["* وحدة التقارير الاقتصادية"]),
    ],
)
def test_the_additions_of_a_source_without_rules_are_among_its_first_suggestions(
    records: list[SourceArticle], tmp_path: Path, source: str, name: str, additions: list[str]
) -> None:
    outcomes = treat(records, load_rules(tmp_path, Settings()))
    rows = [
        {"id": article.id, "source": article.paper, "author": article.author, "paragraphs": list(article.paragraphs)}
        for _, article in outcomes
    ]
    found = [s.text for s in suggest_rules(lambda: rows) if s.source == source]
    assert found[: len(additions)] == additions
    assert name in [text for paper, text, _, _ in suggest_names_of_sources(rows) if paper == source]
