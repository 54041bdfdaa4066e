"""A name leads to its page, rightly or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from article_reader import read_corpus
from news_archive.entities import Authority, NameFinder, find_frequent, find_mentions, load_authority
from news_archive.errors import ConfigurationError
from news_archive.settings import EntitySettings, Settings

ROOT = Path(__file__).resolve().parents[3]
NO_COUNTRIES = Settings(entities=EntitySettings(countries=False))
FILE = """
[[entity]]
id = "kerry"
type = "person"
name = "جون كيري"
weak = ["كيري"]
[[entity]]
id = "moscow"
type = "place"
name = "موسكو"
not = ["سبارتاك موسكو"]
[[entity]]
id = "syria"
type = "place"
name = "سورية"
aliases = ["سوريا"]
[[entity]]
id = "saudi"
type = "place"
name = "السعودية"
[[entity]]
id = "group"
type = "organisation"
name = "المجموعة الدولية"
[[entity]]
id = "ali"
type = "person"
name = "علي حسن"
[[entity]]
id = "fatah"
type = "organisation"
name = "حركة فتح"
weak = ["فتح"]
cues = ["محمود درويش", "رام الله"]
"""


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "names.toml").write_text(FILE)
    return load_authority(tmp_path, NO_COUNTRIES)


def mentions(authority: Authority, *blocks: str) -> list[tuple[str, str, str]]:
    corpus = read_corpus(*blocks)
    found = find_mentions(corpus, authority)
    return [(blocks[m.block][m.start : m.end], m.entity, m.rule) for m in found.mentions()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زار موسكو", [("موسكو", "moscow", "alias")]),
        ("بين واشنطن وموسكو", [("وموسكو", "moscow", "clitic")]),
        ("دعوة للمجموعة الدولية", [("للمجموعة الدولية", "group", "clitic")]),
        ("«سوريا»", [("سوريا", "syria", "alias")]),
        ("فاز سبارتاك موسكو", []),
        ("قوات سورية", []),
        ("في سورية", [("سورية", "syria", "alias")]),
        ("الصحف السعودية", []),
        ("في السعودية", [("السعودية", "saudi", "alias")]),
        ("على حسن الظن", []),
        ("جامعة جون كيري", []),
        ("كيري", []),
        ("فتح الباب", []),
        ("قالت فتح في رام الله", [("فتح", "fatah", "weak_cue")]),
    ],
)
def test_a_name_is_taken_with_its_clitic_or_left_alone(
    text: str, expected: list[tuple[str, str, str]], authority: Authority
) -> None:
    assert mentions(authority, "عنوان", text) == expected


def test_the_last_name_counts_after_the_full_one(authority: Authority) -> None:
    found = mentions(authority, "عنوان", "قال كيري", "وصل جون كيري", "وأضاف كيري")
    assert found == [("جون كيري", "kerry", "alias"), ("كيري", "kerry", "weak_after_full")]


CITIES = """
[[entity]]
id = "jeddah"
type = "place"
name = "جدة"
[[entity]]
id = "oujda"
type = "place"
name = "مدينة وجدة"
weak = ["وجدة"]
cues = ["المغرب"]
[[entity]]
id = "zealots"
type = "organisation"
name = "حماس"
[[entity]]
id = "ghali"
type = "person"
name = "بطرس غالي"
[[entity]]
id = "second"
type = "person"
name = "عبدالله الثاني"
[[entity]]
id = "manchester"
type = "place"
name = "مانشستر"
not = ["مانشستر يونايتد"]
[[entity]]
id = "united"
type = "organisation"
name = "مانشستر يونايتد"
"""


BEARERS = """
[[entity]]
id = "port"
type = "place"
name = "الريحان"
[[entity]]
id = "cups"
type = "place"
name = "كوبا"
[[entity]]
id = "paper"
type = "organisation"
name = "صحيفة المرفأ"
aliases = ["المرفأ"]
[[entity]]
id = "haddad"
type = "person"
name = "نزيه الحداد"
aliases = ["الحداد"]
[[entity]]
id = "club"
type = "organisation"
name = "نادي البيادر"
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("زار جامعة الريحان", []),
        ("وقع بنك الريحان الدولي العقد", []),
        ("وقعت لشركة بترول الريحان", []),
        ("وقعت شركة من الريحان", [("الريحان", "port", "alias")]),
        ("وقعت الشركة في الريحان", [("الريحان", "port", "alias")]),
        ("أضف 15 كوبا من الماء", []),
        ("سافر إلى كوبا", [("كوبا", "cups", "alias")]),
        ("على ضفة نهر المرفأ", []),
        ("قالت المرفأ أمس", [("المرفأ", "paper", "alias")]),
        ("قالت صحيفة «المرفأ» أمس", [("المرفأ", "paper", "alias")]),
        ("نقلا عن لصحيفة المرفأ", [("المرفأ", "paper", "alias")]),
        ("فاز نادي البيادر", [("البيادر", "club", "alias")]),
        ("قال الحداد أمس", [("الحداد", "haddad", "alias")]),
        ("احتفل منصور بن عيد الحداد", []),
    ],
)
def test_a_place_is_not_what_bears_its_name_and_a_name_is_not_its_kind(
    text: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "names.toml").write_text(BEARERS)
    assert mentions(load_authority(tmp_path, NO_COUNTRIES), "عنوان", text) == expected


def test_a_name_in_very_many_articles_is_told_with_its_line(authority: Authority) -> None:
    slugs = ["moscow", "group", "kerry", "lone"]
    lone = replace(authority.entities["group"], slug="lone", name="المرفأ", origin="/x/content/entities/y.toml:7")
    known = Authority({**authority.entities, "lone": lone})
    rows = np.array([(article, place) for article in range(360) for place in range(4)], np.int32)
    lines = find_frequent(known, rows, slugs, 600, 0.2)
    assert lines == [
        "content/entities/y.toml:7: lone is linked in 360 of 600 articles; if المرفأ is also a common word, make it weak and give cues"
    ]
    assert find_frequent(known, rows, slugs, 600, 0.6) == find_frequent(known, rows, slugs, 499, 0.2) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سافر إلى جدة", [("جدة", "jeddah", "alias")]),
        ("سافر مع جده", []),
        ("بين الرياض وجدة", [("وجدة", "jeddah", "clitic")]),
        ("وجدة في شرق المغرب", [("وجدة", "oujda", "weak_cue")]),
        ("بالحماس نفسه", []),
        ("قال يوسف بطرس غالي", []),
        ("قال السيد بطرس غالي", [("بطرس غالي", "ghali", "alias")]),
        ("زار عبدالله الثاني اليوم الثاني", [("عبدالله الثاني", "second", "alias")]),
        ("فاز مانشستر يونايتد", [("مانشستر يونايتد", "united", "alias")]),
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(
    text: str, expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "names.toml").write_text(CITIES)
    assert mentions(load_authority(tmp_path, NO_COUNTRIES), "عنوان", text) == expected


def test_the_files_of_the_project_load() -> None:
    authority = load_authority(ROOT / "content", Settings())
    assert {"syria", "egypt", "john-kerry"} <= set(authority.entities)


BAD = {
    "a slug twice": '[[entity]]\nid="a"\ntype="place"\nname="مدينة ألف"\n[[entity]]\nid="a"\ntype="place"\nname="مدينة باء"',
    "one alias, two names": '[[entity]]\nid="a"\ntype="place"\nname="طرابلس"\n[[entity]]\nid="b"\ntype="place"\nname="طرابلس"',
    "equal after folding": '[[entity]]\nid="a"\ntype="place"\nname="أربيل"\n[[entity]]\nid="b"\ntype="place"\nname="اربيل"',
    "a letter": '[[entity]]\nid="a"\ntype="place"\nname="ا"',
    "nothing": '[[entity]]\nid="a"\ntype="place"\nname=""',
    "only harakat": '[[entity]]\nid="a"\ntype="place"\nname="ًٌ"',
    "a stop word": '[[entity]]\nid="a"\ntype="place"\nname="منذ"',
    "5,000 characters": f'[[entity]]\nid="a"\ntype="place"\nname="{"م" * 5000}"',
    "an override": '[[entity]]\nid="a"\ntype="place"\nname="مدينة\\u202e"',
    "a bad slug": '[[entity]]\nid="../x"\ntype="place"\nname="ريحانة"',
    "no type": '[[entity]]\nid="a"\nname="ريحانة"',
    "a bad identifier": '[[entity]]\nid="a"\ntype="place"\nname="ريحانة"\nidentifiers = {wikidata = "Z1"}',
    "an unknown field": '[[entity]]\nid="a"\ntype="place"\nname="ريحانة"\nalias = ["x"]',
    "a harmful identifier": '[[entity]]\nid="a"\ntype="place"\nname="ريحانة"\nidentifiers = {viaf = "1> . <x"}',
    "a cue without letters": '[[entity]]\nid="a"\ntype="place"\nname="ريحانة"\ncues = ["…"]',
    "an empty exception": '[[entity]]\nid="a"\ntype="place"\nname="ريحانة"\nnot = [""]',
    "an everyday word": '[[entity]]\nid="a"\ntype="organisation"\nname="صحيفة اليوم"\naliases=["اليوم"]',
    "an everyday word with the article": '[[entity]]\nid="a"\ntype="organisation"\nname="الأخبار"',
    "two letters": '[[entity]]\nid="a"\ntype="place"\nname="قم"',
    "no entity at all": "entity = 3\n",
    "not TOML": "[[entity]\n",
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_authority_file_stops_the_build_with_its_place(case: str, tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "bad.toml").write_text(BAD[case])
    with pytest.raises(ConfigurationError, match=r"bad\.toml"):
        load_authority(tmp_path, NO_COUNTRIES)


def test_the_fault_is_named_with_the_line_where_its_entity_begins(tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    good = '[[entity]]\nid="a"\ntype="place"\nname="مدينة ألف"\n\n'
    (tmp_path / "entities" / "bad.toml").write_text(f'{good}  [[ entity ]]\nid="b"\ntype="place"\nname="ا"')
    with pytest.raises(ConfigurationError, match=r"bad\.toml:6: b: the name 'ا' is too short"):
        load_authority(tmp_path, NO_COUNTRIES)


@pytest.mark.parametrize("name", ["شركة <b>سهم</b>", "نادي (.*)+ الورد", "بنك $\\\\d"])
def test_signs_in_a_name_are_only_signs(name: str, tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "odd.toml").write_text(f'[[entity]]\nid="odd"\ntype="organisation"\nname="{name}"')
    assert mentions(load_authority(tmp_path, NO_COUNTRIES), "عنوان", "لا شيء هنا") == []


def test_a_name_between_quotation_marks_is_the_newspaper_that_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "entities").mkdir()
    paper = '[[entity]]\nid = "daily"\ntype = "organisation"\nname = "جريدة الريحان"\naliases = ["«الريحان»"]\n'
    (tmp_path / "entities" / "names.toml").write_text(BEARERS + paper)
    blocks = ("عنوان", "وصل إلى الريحان وكتبت «الريحان» أن «الريحان الجديدة» قرب الريحان")
    names = NameFinder(read_corpus(*blocks), load_authority(tmp_path, NO_COUNTRIES), lambda _: blocks)
    found = [(m.entity, m.rule, m.type) for m in names.find().mentions.mentions()]
    assert found == [
        ("port", "alias", "place"),
        ("daily", "quoted", "organisation"),
        ("port", "alias", "place"),
        ("port", "alias", "place"),
    ]
