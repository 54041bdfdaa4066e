"""What one source adds to its articles is suggested first; what all sources write is not."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from typing import Any

from news_archive.rule_suggestions import rule_lines, suggest_names_of_sources, suggest_rules

WORDS = "مدينة جسر نهر مكتبة طريق حديقة مدرسة سوق بلدية ساحة بيت شارع قرية مرفأ معرض كتاب قطار ميناء حقل بئر".split()


def articles(added: dict[str, str], count: int = 60) -> list[dict[str, Any]]:
    """Return articles of three sources; ``added`` gives what a source puts under its own, ``{}`` for what varies."""
    rng = random.Random(5)
    rows = []
    for number in range(count * 3):
        source = ("المرفأ", "الصباح", "الساحل")[number % 3]
        lines = [" ".join(rng.choices(WORDS, k=rng.randint(8, 25))) + "." for _ in range(rng.randint(2, 6))]
        if rng.random() < 0.3:
            lines[-1] = "يذكر أن " + lines[-1]
        if source in added and rng.random() < 0.5:
            lines.append(added[source].replace("{}", " ".join(rng.choices(WORDS, k=4))))
        rows.append(
            {
                "id": f"{number:010d}",
                "source": source,
                "author": source if rng.random() < 0.3 else "",
                "paragraphs": lines,
            }
        )
    return rows


def suggested(rows: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    def again() -> Iterator[dict[str, Any]]:
        return iter(rows)

    return [(s.source, s.kind, s.text) for s in suggest_rules(again)]


def test_a_line_that_recurs_in_one_source_is_suggested() -> None:
    assert suggested(articles({"المرفأ": "تابعونا على موقعنا"})) == [("المرفأ", "line", "تابعونا على موقعنا")]


def test_a_line_with_a_variable_end_is_suggested_by_its_beginning() -> None:
    assert suggested(articles({"الصباح": "كلمات البحث: {}"})) == [("الصباح", "starts", "كلمات البحث:")]


def test_a_line_with_a_variable_beginning_is_suggested_by_its_end() -> None:
    found = suggested(articles({"الصباح": "{} - جميع الحقوق محفوظة"}))
    assert [source for source, _, _ in found] == ["الصباح"]
    assert found[0][2].endswith("جميع الحقوق محفوظة")


def test_what_is_glued_to_the_last_sentence_is_suggested_from_its_first_words() -> None:
    rows = articles({})
    for row in rows[::3][:30]:
        row["paragraphs"][-1] += f" مقالات أخرى للكاتب{row['paragraphs'][0][:40]}"
    assert suggested(rows) == [("المرفأ", "from", "مقالات أخرى للكاتب")]


def test_a_phrase_that_every_source_uses_is_not_suggested() -> None:
    assert suggested(articles({})) == []


def test_suggestions_are_toml_with_their_evidence() -> None:
    lines = list(rule_lines(suggest_rules(lambda: articles({"المرفأ": 'شارك "الخبر"'}))))
    (rule,) = tomllib.loads("\n".join(lines))["rule"]
    assert rule == {"source": "المرفأ", "position": "last", "line": 'شارك "الخبر"'}
    assert any("of 60 articles" in line for line in lines)


def test_what_a_source_writes_into_every_author_field_is_its_name() -> None:
    assert [(source, name) for source, name, _, _ in suggest_names_of_sources(articles({}))] == [
        ("الساحل", "الساحل"),
        ("الصباح", "الصباح"),
        ("المرفأ", "المرفأ"),
    ]


def test_a_line_that_dates_its_article_is_never_suggested() -> None:
    assert suggested(articles({"الصباح": "التاريخ: 20 تموز 2015"})) == []
    assert suggested(articles({"الصباح": "السبت 12 تشرين الأول 2019"})) == []
