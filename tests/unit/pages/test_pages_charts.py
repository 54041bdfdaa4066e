"""A chart shows every month once, says what it leaves out, and its axis fits a phone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from news_archive.pelican_plugin.charts import dense_months, month_chart, months_between, time_chart
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


def test_a_late_stray_is_left_out_like_an_early_one() -> None:
    chart = month_chart("", "", {"2015-07": 8472, "2015-08": 982, "2018-05": 1}, WORDS)
    assert chart is not None
    assert (len(chart.bars), chart.note) == (2, "وبعد آب 2015: مادة واحدة في الجدول")
    assert [row.label for row in chart.rows] == ["تموز 2015", "آب 2015", "أيار 2018"]
    assert dense_months({"2015-07": 1, "2018-05": 1}, 0.5) == ["2015-07", "2018-05"]


def test_a_short_time_is_drawn_day_by_day_with_its_silent_days() -> None:
    days = {"2015-07-30": 4, "2015-08-01": 2, "2015-07": 1, "2009-01-05": 1}
    chart = time_chart(("months", "days"), "", {**days, "2015-07-31": 0, "2015-08-02": 600}, WORDS)
    assert chart is not None
    assert chart.title == "days"
    assert [round(bar.height, 1) for bar in chart.bars] == [0.7, 0, 0.3, 100]
    assert chart.note == "وقبل تموز 2015: مادة واحدة في الجدول؛ ومادة واحدة يُعرف شهرها وحده؛ 2015"
    assert sum(int(row.count) for row in chart.rows) == 608
    assert all(bar.width <= 0.03 * chart.width + 0.1 for bar in chart.bars)


def test_a_long_time_is_drawn_month_by_month() -> None:
    chart = time_chart(("months", "days"), "", {"2015-01-30": 4, "2015-06-01": 2}, WORDS)
    assert chart is not None
    assert (chart.title, len(chart.bars)) == ("months", 6)
    assert time_chart(("months", "days"), "", {"2015-01-30": 4}, WORDS) is None
    assert time_chart(("months", "days"), "", {"2015": 4}, WORDS) is None
    assert time_chart(("months", "days"), "", {}, WORDS) is None


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
