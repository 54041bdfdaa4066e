"""An article is found by what stands beside its text: headlines and days of its copies, its writer, its newspaper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from site_builder import Site

pytestmark = pytest.mark.browser

BRIDGE = "جسر المشاة على نهر السدير يُفتح للعابرين بعد ترميم دام عامين"
COPY = "مرج الورد تستعيد جسرها الحجري"
ASK = "q => NewsArchive.search(q).then(a => a.hits.map(h => h.title))"


@pytest.fixture
def page_of(serve_site: Callable[..., str], open_page: Callable[..., Any]) -> Callable[..., Any]:
    def opened(site: Site, query: str, *, disk: bool = False) -> Any:
        base = f"{site.output.as_uri()}/" if disk else serve_site(site.output)
        page = open_page(f"{base}search.html?q={quote(query)}")
        page.locator("main .state h2, main .count").first.wait_for()
        return page

    return opened


@pytest.mark.parametrize("disk", [False, True])
def test_the_headline_of_a_copy_finds_the_page_and_the_answer_says_whose_it_is(
    samples_site: Site, page_of: Callable[..., Any], disk: bool
) -> None:
    page = page_of(samples_site, COPY, disk=disk)
    hit = page.locator(".hit-list li").first
    assert hit.locator("h2").inner_text() == BRIDGE
    hit.locator(".ex", has_text="بعنوان آخر في صوت الساحل").wait_for()
    assert hit.locator(".ex mark").all_inner_texts() == COPY.split()
    assert page.faults == []


def test_phrases_and_titles_look_into_the_headlines_of_copies(samples_site: Site, page_of: Callable[..., Any]) -> None:
    page = page_of(samples_site, "الجسر")
    assert page.evaluate(ASK, f"«{COPY}»") == [BRIDGE]
    assert page.evaluate(ASK, "عنوان:قناطر") == [BRIDGE]
    assert page.evaluate(ASK, "«عامين مرج»") == []  # no phrase runs from a headline into the next
    assert page.evaluate(ASK, "«حصيلة مهرجان المشي»") == ["حصيلة مهرجان المشي: 420 مشاركاً"]  # one newspaper's own, too


@pytest.mark.parametrize("disk", [False, True])
def test_a_writer_is_found_by_name_and_by_field(samples_site: Site, page_of: Callable[..., Any], disk: bool) -> None:
    page = page_of(samples_site, "هالة الرافعي", disk=disk)
    hit = page.locator(".hit-list li", has_text="سبعة كتب عن الأنهار")
    hit.locator(".ex", has_text="كتبها: هالة الرافعي").wait_for()
    for query in ("كاتب:الصواف", "author:ليلى الصوّاف", 'كاتب:"ليلى الصواف"', "الكاتب:ليلى صحيفة"):
        assert page.evaluate(ASK, query) == ["كيف نحفظ صحيفة قديمة"], query
    assert page.evaluate(ASK, "كاتب:البلدية") == []
    assert page.faults == []


def test_words_behind_a_field_belong_to_it_where_they_are_a_name_together(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "البلدية")
    sources = "q => NewsArchive.search(q, {limit: 200}).then(a => [a.total, [...new Set(a.hits.map(h => h.source))]])"
    whole = page.evaluate(sources, 'مصدر:"صوت الساحل"')
    assert whole[1] == ["صوت الساحل"]
    assert page.evaluate(sources, "مصدر:صوت الساحل") == whole
    assert page.evaluate(sources, "مصدر: صوت الساحل") == whole
    assert page.evaluate(sources, "مصدر:صوت الساحل الجسر") == page.evaluate(sources, 'مصدر:"صوت الساحل" الجسر')
    assert page.evaluate(sources, "مصدر:صوت الجسر") == page.evaluate(sources, 'مصدر:"صوت" الجسر')


def test_a_day_on_which_a_copy_stood_finds_the_page_and_the_answer_names_it(
    samples_site: Site, page_of: Callable[..., Any]
) -> None:
    page = page_of(samples_site, "17 أيار 2016")
    hit = page.locator(".hit-list li", has_text=BRIDGE)
    hit.locator(".meta", has_text="نشرة البلدية، ١٧ أيار ٢٠١٦").wait_for()
    dated = "([q, filters]) => NewsArchive.search(q, {filters, facets: true}).then(a => [a.hits.map(h => h.title), a.facets.month])"
    titles, months = page.evaluate(dated, ["الجسر", {"from": "2016-05-16", "to": "2016-05-16"}])
    assert BRIDGE in titles
    assert {"value": "2016-05", "count": len(titles)} in months
    assert page.evaluate(dated, ["الجسر", {"from": "2016-05-18", "to": "2016-05-18"}])[0] == []
    assert page.faults == []
