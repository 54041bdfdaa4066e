"""Saved web pages: their main text without what stands around it, and a date only where the page declares one."""

from __future__ import annotations

import builtins
from typing import Any

import pytest
from news_archive.models import RawRecord, Rejection, SourceArticle
from news_archive.source import parse_record
from news_archive.source.pages import find_declared_date

FIRST = "افتتحت بلدية مرج الورد صباح السبت حديقة المنارة بعد عامين من العمل، وحضر الافتتاح أهالي الحيّ الشرقي وأطفال المدارس."
SECOND = (
    "وقالت المهندسة رنا السعدي إن الحديقة تضمّ مئتي شجرة زيتون ومساراً للدراجات طوله كيلومتران، وإن ريّها من ماء المطر."
)
THIRD = (
    "وتُغلق الحديقة في العاشرة ليلاً، وتعمل فيها فرقة من المتطوعين تسهر على النظافة وتسقي الأشجار الصغيرة في أشهر الصيف."
)
TEXT = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
NAV = "<nav><ul><li><a href=/>الرئيسية</a><li><a href=/s>سياسة</a><li><a href=/e>اقتصاد</a></ul></nav>"
AROUND = """<div class="ad banner"><a href=http://x>اشترك الآن واحصل على خصم خمسين بالمئة من متجر الأثاث</a></div>
<aside class=related><h3>اقرأ أيضاً</h3><ul><li><a href=/1>مواعيد القطار الجديد</a><li><a href=/2>سوق السمك</a></ul></aside>
<section id=comments><h3>التعليقات</h3><div class=comment><p>خبر جميل شكراً لكم على هذه التغطية المميزة للحديقة.</p></div></section>
<footer>جميع الحقوق محفوظة لجريدة المرفأ، آخر تحديث 2024-03-01</footer>"""


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html lang=ar dir=rtl><head>{head}</head><body>{body}</body></html>"


def read(data: str | bytes) -> SourceArticle:
    pytest.importorskip("trafilatura", exc_type=ImportError)
    outcome = parse_record(RawRecord("x.html", "html", data.encode() if isinstance(data, str) else data))
    assert isinstance(outcome, SourceArticle)
    return outcome


@pytest.mark.parametrize(
    ("html", "day"),
    [
        ('<meta property="article:published_time" content="2016-07-20T08:00:00+03:00">', "2016-07-20"),
        ("<meta content='20 تموز 2016' name='date'>", "20 تموز 2016"),
        ('<script type="application/ld+json">{"datePublished": "2016-07-20"}</script>', "2016-07-20"),
        ("<time datetime=2016-07-20 pubdate>أمس</time>", "2016-07-20"),
        ('<meta property="article:modified_time" content="2024-01-01">', ""),
        ("<time datetime=2024-03-01>آخر تحديث</time>", ""),
        ("<p>في 20 تموز 2016 افتُتحت الحديقة</p><footer>2024-03-01</footer>", ""),
    ],
)
def test_a_page_is_dated_by_what_it_declares_and_by_nothing_else(html: str, day: str) -> None:
    assert find_declared_date(html) == day


def test_the_missing_extra_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def fail(name: str, *arguments: Any, **values: Any) -> Any:
        if name == "trafilatura":
            raise ModuleNotFoundError("No module named 'lxml_html_clean'", name="lxml_html_clean")
        return real(name, *arguments, **values)

    monkeypatch.setattr(builtins, "__import__", fail)
    outcome = parse_record(RawRecord("x.html", "html", page(TEXT).encode()))
    assert isinstance(outcome, Rejection) and outcome.reason == "needs_extra"
    assert (
        "pip install trafilatura lxml_html_clean" in outcome.detail and "(missing: lxml_html_clean)" in outcome.detail
    )


def test_navigation_comments_advertisements_and_the_heading_stay_outside() -> None:
    head = '<title>حديقة المنارة - جريدة المرفأ</title><meta property="og:site_name" content="المرفأ">'
    found = read(page(f"{NAV}<article><h1>حديقة المنارة</h1>{TEXT}</article>{AROUND}", head))
    assert (found.title, found.paper, found.date_field) == ("حديقة المنارة", "المرفأ", "")
    assert found.body.split("\n") == [FIRST, SECOND, THIRD]


@pytest.mark.parametrize(
    "declared", ['charset="windows-1256"', 'http-equiv=Content-Type content="text/html; charset=windows-1256"']
)
@pytest.mark.parametrize("encoding", ["windows-1256", "utf-8", "utf-16"])
def test_a_page_is_read_right_whatever_charset_it_claims(declared: str, encoding: str) -> None:
    html = page(f"<article><h1>حديقة المنارة</h1>{TEXT}</article>", f"<meta {declared}>")
    assert read(html.encode(encoding, "xmlcharrefreplace")).body.split("\n") == [FIRST, SECOND, THIRD]


def test_a_page_laid_out_in_a_table_gives_paragraphs_without_frames() -> None:
    cell = f"<font size=5>حديقة المنارة</font><br>{FIRST}<br>{SECOND}<br><br>{THIRD}"
    found = read(page(f"<table><tr><td>{NAV}</td><td>{cell}</td></tr></table>", "<title>حديقة المنارة</title>"))
    assert found.body.split("\n") == [FIRST, SECOND, THIRD]


def test_a_page_without_a_title_and_one_without_a_text() -> None:
    assert read(page(f"<article>{TEXT}</article>")).title == ""
    outcome = parse_record(RawRecord("x.html", "html", page(NAV).encode()))
    assert isinstance(outcome, Rejection) and outcome.reason == "no_main_text"
