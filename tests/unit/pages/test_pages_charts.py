"""A chart shows every month once, says what it leaves out, and its axis fits a phone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from news_archive.pelican_plugin.charts import month_chart, months_between
from news_archive.pelican_plugin.wording import Wording

WORDS = Wording("levant", "latn")
MONTHS = st.builds("{:04d}-{:02d}".format, st.integers(1975, 2024), st.integers(1, 12))


def test_one_month_is_no_chart() -> None:
    assert month_chart("", "", {"2015-07": 10}, WORDS) is None
    assert month_chart("", "", {"2015-07": 10, "2015-08": 0}, WORDS) is None
    assert month_chart("", "", {}, WORDS) is None


def test_a_month_between_that_has_nothing_is_drawn_as_silent() -> None:
    chart = month_chart("", "", {"2015-06": 4, "2015-08": 2}, WORDS)
    assert chart is not None
    assert [bar.height for bar in chart.bars] == [100, 0, 50]
    assert [bar.x for bar in chart.bars] == sorted((bar.x for bar in chart.bars), reverse=True), "earliest at the right"
    assert [(row.label, row.count) for row in chart.rows] == [
        ("حزيران 2015", "4"),
        ("تموز 2015", "0"),
        ("آب 2015", "2"),
    ]


def test_a_few_early_articles_stand_in_the_table_and_in_the_note_but_do_not_flatten_the_chart() -> None:
    chart = month_chart("", "9 مواد", {"1990-05": 2, "1991-02": 1, "2015-07": 8472, "2015-08": 982}, WORDS)
    assert chart is not None
    assert len(chart.bars) == 2
    assert chart.note == "9 مواد؛ وقبل تموز 2015: 3 مواد في الجدول"
    assert [row.label for row in chart.rows] == ["أيار 1990", "شباط 1991", "تموز 2015", "آب 2015"]


def test_an_early_part_that_matters_stays() -> None:
    chart = month_chart("", "", {"1990-05": 20, "2015-07": 1000, "2015-08": 980}, WORDS)
    assert chart is not None
    assert len(chart.bars) == len(months_between("1990-05", "2015-08"))
    assert chart.note == ""


@given(st.dictionaries(MONTHS, st.integers(1, 10_000), min_size=2, max_size=40))
def test_table_and_axis_agree_with_the_counts(counts: dict[str, int]) -> None:
    chart = month_chart("", "", counts, WORDS)
    if chart is None:
        assert len(counts) < 2 or len(months_between(min(counts), max(counts))) > 600
        return
    assert sum(int(row.count.replace(",", "")) for row in chart.rows) == sum(counts.values())
    assert max(bar.height for bar in chart.bars) == 100
    assert chart.width == 10 * len(chart.bars)
    assert all(bar.x >= 0 and bar.x + bar.width <= chart.width for bar in chart.bars)
    assert 1 <= len(chart.axis) <= 6
    assert all(1 <= tick.months <= 12 for tick in chart.axis)
