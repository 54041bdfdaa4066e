"""Names of fields that are nearly right are told, in labelled lines and in tables; what merely has a colon is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from site_builder import Site

TEXT = "نظمت المدرسة يوم الخميس رحلة إلى القلعة القديمة شارك فيها ثلاثون تلميذاً مع معلماتهم، وزاروا المتحف الصغير عند بابها."


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", f"المصدر: صوت الجبل\nالكاتبب: منى البستاني\nرحلة إلى القلعة\n\n{TEXT}", "الكاتبب (meant: الكاتب?)"),
        ("a.csv", f"العنوان,التاريح,النص\nرحلة إلى القلعة,2015-09-05,{TEXT}\n", "التاريح (meant: التاريخ?)"),
        ("a.jsonl", f'{{"title": "رحلة", "text": "{TEXT}", "auther": "منى"}}', "auther (meant: author?)"),
    ],
)
def test_a_field_that_is_nearly_known_is_told(
    make_site: Callable[..., Site], name: str, content: str, told: str
) -> None:
    site = make_site({name: content})
    assert site.out.count(told) == 1
    assert f"{name}: " in site.out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"الوزير: لا صفقة قريبة\nالكاتبة: منى البستاني\n\n{TEXT}"),
        ("a.csv", f"العنوان,التاريخ,النص,الصفحة,dates\nرحلة,2015-09-05,{TEXT},4,x\n"),
        ("a.txt", f"رحلة إلى القلعة\n\n{TEXT}\nوقال المدير: المصدر واحد."),
    ],
)
def test_what_is_no_slip_is_not_told(make_site: Callable[..., Site], name: str, content: str) -> None:
    assert "nobody knows" not in make_site({name: content}).out
