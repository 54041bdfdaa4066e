"""A form filled in twice is two pieces of news; one text in two papers is one, however each writes its numbers."""

from __future__ import annotations

import pytest
from corpus_builder import make_corpus
from news_archive.dedupe import find_duplicates
from news_archive.dedupe.forms import find_filling
from news_archive.models import Relation
from news_archive.settings import DedupeSettings

NAMES = frozenset("مرجان سنديان البيلسان الزهراء الريحان الورد سليم هالة السندياني".split())
TAIL = (
    "وأعرب في ختام كلمته عن شكره لكل من أسهم في هذا العمل وعن أمله في أن يعم الخير على الجميع وأن تتواصل الجهود في ما فيه"
    " صالح الناس في المدن والقرى وأن يجد كل محتاج ما يسد حاجته في هذه الأيام وأن تبقى الأبواب مفتوحة لمن يطرقها من أهل البلاد"
)

FORMS = {
    "telegrams to different states": (
        "بعث رئيس المجلس اليوم برقية تهنئة بمناسبة العيد الوطني إلى رئيس جمهورية {0} ضمّنها أطيب التمنيات لشعب {0} الصديق.",
        ("مرجان",), ("سنديان",),
    ),
    "relief plane 5 and 6": (
        "وصلت إلى مطار المدينة أمس طائرة الإغاثة {0} ضمن الجسر الجوي وهي تحمل المواد الطبية والغذائية للمتضررين.",
        ("الخامسة",), ("السادسة",),
    ),
    "relief plane in digits": (
        "وصلت إلى مطار المدينة أمس طائرة الإغاثة رقم {0} ضمن الجسر الجوي وهي تحمل المواد الطبية والغذائية للمتضررين.",
        ("5",), ("6",),
    ),
    "the weather of two days": (
        "يكون الطقس غداً {0} معتدلاً في الساحل والعظمى {1} درجة والصغرى {2} درجة والرياح {3} خفيفة إلى معتدلة السرعة.",
        ("الأحد", "31", "22", "غربية"), ("الاثنين", "29", "20", "شمالية"),
    ),
    "the weather of two towns, with another sky": (
        "يكون الطقس غداً {4} في {0} والعظمى {1} درجة والصغرى {2} درجة والرطوبة {3} بالمئة والرياح خفيفة إلى معتدلة السرعة.",
        ("الزهراء", "31", "22", "60", "صافياً"), ("الريحان", "25", "14", "45", "غائماً"),
    ),
    "rates of exchange": (
        "أقفل سعر صرف العملة في السوق عند {0} للشراء و{1} للبيع وبلغ سعر الذهب {2} للغرام وسط تداول هادئ في نهاية الأسبوع.",
        ("1507", "1515", "42"), ("1510", "1518", "43"),
    ),
    "ordinal sessions": (
        "عقد المجلس البلدي جلسته {0} برئاسة رئيسه وبحث في بنود جدول الأعمال وأقر منها ما يتصل بالطرق والحدائق العامة.",
        ("الثالثة",), ("الرابعة",),
    ),
    "weekdays": (
        "تفتح المكتبة العامة في وسط المدينة أبوابها للقراء يوم {0} من الصباح حتى المساء أمام القراء من كل الأعمار وتنظم لهم زاوية للقراءة بصوت عال.",
        ("الثلاثاء",), ("الخميس",),
    ),
}  # fmt: skip
COPIES = {
    "yesterday for today": ("أعلنت البلدية {0} افتتاح الجسر بعد ترميمه أمام المشاة والدراجات في حضور الأهالي.", ("اليوم",), ("أمس",)),
    "a number in words": ("أعلنت البلدية زراعة {0} في الحدائق العامة قبل حلول الشتاء في حضور الأهالي.", ("10 أشجار",), ("عشر أشجار",)),
    "two spellings of a name": ("أعلن رئيس البلدية {0} افتتاح الجسر بعد ترميمه أمام المشاة في حضور الأهالي.", ("عبد السندياني",), ("عبدالسندياني",)),
    "another unit sign": ("ارتفعت أسعار الزيت بنسبة 7 {0} في الأسواق مع بداية الموسم كما قال التجار في المدينة.", ("بالمائة",), ("بالمئة",)),
    "a paper's own verb": ("{0} البلدية افتتاح الجسر بعد ترميمه أمام المشاة والدراجات في حضور الأهالي.", ("ذكر أن أعلنت",), ("أعلنت",)),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_form_filled_in_twice_is_linked_and_not_merged(name: str) -> None:
    form, one, two = FORMS[name]
    corpus = make_corpus({"a": f"{form.format(*one)} {TAIL}", "b": f"{form.format(*two)} {TAIL}"})
    found, _ = find_duplicates(corpus, DedupeSettings(same=0.5), is_name=NAMES.__contains__)
    assert all(not story.members for story in found.stories)
    assert [(p.relation, p.guarded) for p in found.pairs] == [(Relation.VERSION, True)]


@pytest.mark.parametrize("name", COPIES)
def test_one_text_that_two_papers_write_otherwise_is_one_page(name: str) -> None:
    form, one, two = COPIES[name]
    start = "ذكرت نشرة البلدية في عددها الأخير أن العمل تم. "
    corpus = make_corpus({"a": f"{start}{form.format(*one)} {TAIL}", "b": f"{start}{form.format(*two)} {TAIL}"})
    found, _ = find_duplicates(corpus, DedupeSettings(same=0.5), is_name=NAMES.__contains__)
    assert len(found.stories) == 1


def test_the_dateline_may_differ() -> None:
    corpus = make_corpus({"a": f"الزهراء 14 أيار: قال {TAIL}", "b": f"الريحان 15 أيار: قال {TAIL}"})
    found, _ = find_duplicates(corpus, DedupeSettings(), is_name=NAMES.__contains__)
    assert len(found.stories) == 1


def test_two_names_of_one_month_are_one_filling() -> None:
    assert find_filling("ايار") == find_filling("مايو") != find_filling("حزيران")
    assert find_filling("الاولي") == find_filling("الاول")
    assert find_filling("كلام") is None
