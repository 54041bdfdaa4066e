"""A name that no file holds is proposed, with the reason; what is no name is not."""

from __future__ import annotations

import pytest
from article_reader import read_corpus
from news_archive.entities import find_candidates
from news_archive.mentions import tabulate
from news_archive.models import EntityType, Mention


def candidates(*blocks: str, mentions: tuple[Mention, ...] = ()) -> list[tuple[str, str, str]]:
    found = find_candidates(read_corpus("عنوان", *blocks), tabulate(mentions, 1))
    return [(("عنوان", *blocks)[m.block][m.start : m.end], m.type.value, m.rule) for m in found.mentions()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال محمد القرشاوي إن", [("محمد القرشاوي", "person", "given_name")]),
        ("وأضاف وسمير بن خالد المنبجي أمس", [("وسمير بن خالد المنبجي", "person", "given_name")]),
        ("قال أبو خليل المنبجي أمس", [("أبو خليل المنبجي", "person", "given_name")]),
        ("قال أبو خليل أمس", [("أبو خليل", "person", "given_name")]),
        ("وصل قشوار بن خالد أمس", [("قشوار بن خالد", "person", "given_name")]),
        ("وصل عبد الباري بن خالد أمس", [("عبد الباري بن خالد", "person", "given_name")]),
        (
            "زار محمد القرشاوي وسمير المنبجي",
            [("محمد القرشاوي", "person", "given_name"), ("وسمير المنبجي", "person", "given_name")],
        ),
        ("وسجل محمد توقيت", []),
        ("وصل المدرب برند جوتشمان إلى", [("برند جوتشمان", "person", "title")]),
        ("وزير الزراعة النمساوي برند جوتشمان في", [("برند جوتشمان", "person", "nationality")]),
        ("سكان مدينة المفتاحة القديمة", [("المفتاحة", "place", "place_trigger")]),
        ("ذكرت صحيفة بوردنبلاد أن", [("بوردنبلاد", "organisation", "organisation_trigger")]),
        ("في شارع محمد القرشاوي", []),
        ("علي المستوى الدولي", []),
        ("قال الرئيس أمس", []),
        ("خالد ووزير الزراعة", []),
    ],
)
def test_a_name_is_proposed_with_its_reason_or_not_at_all(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert candidates(text) == expected


def test_the_last_name_is_proposed_again_wherever_it_stands() -> None:
    found = candidates("قال القرشاوي", "وصل محمد القرشاوي", "وأضاف القرشاوي")
    assert [rule for _, _, rule in found] == ["last_name", "given_name", "last_name"]


def test_a_candidate_never_touches_a_known_name() -> None:
    known = Mention(0, 1, 4, 17, "known", EntityType.PERSON, "alias")
    assert candidates("قال محمد القرشاوي إن", mentions=(known,)) == []
