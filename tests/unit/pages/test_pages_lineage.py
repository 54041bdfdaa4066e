"""What a text says of its own way is read; what it does not say is not."""

from __future__ import annotations

import pytest
from corpus_builder import make_corpus
from news_archive.pelican_plugin.lineage import WayTest, find_way


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("ونقلت «سانا» عن مصدر دبلوماسي مطلع قوله لوكالة «تاس» الروسية للأنباء: نعم.", [("تاس", "سانا"), ("سانا", "")]),
        ("نقلت وكالة الأناضول عن رويترز أن المطر غزير.", [("رويترز", "الأناضول"), ("الأناضول", "")]),
        ("وقع أمس، نقلاً عن وكالة رويترز.", [("رويترز", "")]),
        ("ذكرت صحيفة «المرفأ» أن الجسر فُتح.", [("المرفأ", "")]),
        ("وقال في مقابلة مع وكالة «سبوتنيك»: نعم.", [("سبوتنيك", "")]),
    ],
)
def test_a_source_that_the_text_names(text: str, way: list[tuple[str, str]]) -> None:
    found = find_way(["فقرة أولى.", text])
    assert [(s.name, s.through) for s in found] == way
    assert {s.paragraph for s in found} == {2}
    assert all(s.words in text for s in found)


@pytest.mark.parametrize(
    "text",
    [
        "قال مصدر مطلع إن الاجتماع تأجل.",
        "زار الوفد وكالة رويترز أمس.",
        "نقلت السيارة المصابين إلى المستشفى.",
        "وام الهوى بقلبه.",
        "ذكرت صحيفة محلية أن الجسر فُتح.",
    ],
)
def test_what_names_no_source_is_no_way(text: str) -> None:
    assert find_way([text]) == []


@pytest.mark.parametrize(
    "text",
    [
        "ونقلت «سانا» عن مصدر دبلوماسي قوله لوكالة «تاس» الروسية.",
        "وقع أمس، نقلاً عن وكالة رويترز.",
        "وقال في مقابلة مع وكالة «سبوتنيك»: نعم.",
        "وفقاً لموقع «المرفأ» الإخباري.",
        "في تصريح لوكالة الأنباء السعودية.",
    ],
)
def test_what_names_a_source_is_never_passed_over_by_the_quick_test(text: str) -> None:
    corpus = make_corpus({"a": text, "b": "افتتحت البلدية الحديقة أمس."})
    test = WayTest(corpus)
    number = [head.source for head in corpus.heads].index("a")
    assert find_way([text]) and test(number) and not test(1 - number)
