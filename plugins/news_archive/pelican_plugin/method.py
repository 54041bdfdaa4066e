"""The method page: how the archive treats what it is given, from the rules and thresholds that are in force.

Every number comes from the settings of this build, every rule from the list that the cleaning runs through, so the
page cannot say what the program does not do.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..clean import RULE_NAMES
from ..settings import Settings
from .wording import Wording


@dataclass(frozen=True, slots=True)
class MethodStep:
    key: str
    """Anchor."""
    title: str
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class MethodView:
    steps: list[MethodStep]
    rules: list[tuple[str, str, str]]
    """(name, identifier, what it does), in the order in which they run."""


def method_view(settings: Settings, words: Wording) -> MethodView:
    """Return the page for the settings in force."""
    clean, dedupe = settings.clean, settings.dedupe
    counted, percent = words.counted, words.percent
    steps = [
        MethodStep(
            "identity",
            "الهوية",
            [
                "معرّف المادة عشرة محارف من بصمة SHA-256 لعنوانها في مصدرها، أو لبايتاتها إن لم يكن لها عنوان؛ فلا يتغيّر بتغيّر البرنامج.",
                "السجلّات التي لها العنوان نفسه صيغ لمادة واحدة: تُنشر أحدثها، والباقي صيغ سابقة تحتها.",
            ],
        ),
        MethodStep(
            "dates",
            "التاريخ",
            [
                (
                    "يُعطى التاريخ بدليل مذكور، والأول أولى: تصحيح المحرّر، فحقل في المصدر، فالنصّ (مطلع الخبر أو سطر للتاريخ)، "
                    "فيوم كامل في عنوان الأصل (/2015/07/24/) لا يتأخر عن يوم الجمع. وما لا دليل عليه يبقى بلا تاريخ."
                ),
                "إن قال النصّ أو الحقل شهراً أو سنة ووقع يوم العنوان فيهما أُخذ اليوم؛ وإن اختلفا بقي قول النصّ وعُرض على المحرّر.",
                (
                    "التاريخ المكتوب أرقاماً (03/04/2015) يُقرأ اليوم فيه قبل الشهر، إلا أن يقول المحرّر أو عنوان الأصل أو يوم الجمع غير ذلك؛ "
                    "وتقول الصفحة إن قُرئ بلا دليل على ترتيبه."
                ),
                "يوم الجمع حدّ أعلى لا تاريخ نشر؛ لذلك يُكتب ذلك اليوم «أو قبله».",
            ],
        ),
        MethodStep(
            "cleaning",
            "التنظيف",
            [
                (
                    "الكتلة المكرّرة بالترتيب نفسه تُحذف نسختها اللاحقة. أقلّ ما يُعدّ كتلة: "
                    f"{counted(clean.repeated_run_paragraphs, 'paragraph')}، فيها {counted(clean.repeated_run_words, 'word')}."
                ),
                (
                    f"الفقرة المعادة بعد نفسها مباشرة: تُحذف إن كان فيها "
                    f"{counted(clean.repeated_adjacent_words, 'word')} فأكثر. وما دون ذلك يبقى، فقد يكون لازمة في قصيدة."
                ),
                f"كل تغيير محفوظ بموضعه ونصّه، ويمكن ردّه حرفاً بحرف. والقاعدة التي تأخذ أكثر من {percent(clean.review_share)} من مادة تُعرض على المحرّر.",
            ],
        ),
        MethodStep(
            "copies",
            "النسخ",
            [
                (
                    f"تُقارن النصوص بعد تنظيفها بمتتاليات من خمس كلمات. من تطابق {percent(dedupe.same)} فما "
                    f"فوق صفحة واحدة تحتها كل من حملها؛ ومن {percent(dedupe.version)} صيغتان لكل منهما صفحة."
                ),
                "الصيغتان لا تُضمّان لأن في كل منهما ما ليس في الأخرى؛ تُقارنان كلمة بكلمة، ومن صفحة كل منهما رابط إلى الأخرى.",
                (
                    "ونصّان زاد ما تطابق منهما على حدّ الصفحة الواحدة يبقيان صفحتين إن كان الفرق بينهما ما يُملأ به نموذج مرتين: "
                    "اسم في موضع اسم، أو عدد في موضع عدد، أو يوم في موضع يوم، كبرقيتين إلى رئيسين أو طقس يومين. "
                    "واختلاف رسم العدد أو الاسم بين صحيفتين، و«أمس» في موضع «اليوم»، ليس من ذلك."
                ),
                f"إذا دخل {percent(dedupe.contained)} من النص الأقصر في الأطول قيل إن أحدهما ضمن الآخر، ولا يُضمّان.",
                f"ما قلّ عن {counted(dedupe.min_words, 'word')} لا يُعدّ نسخة إلا إن تساوت بايتاته. وتساوي العنوانين ليس دليلاً.",
                "وللمحرّر أن يجمع أو يفصل خلافاً لذلك كله؛ وتقول الصفحة إنه قرّر، ولماذا.",
            ],
        ),
        MethodStep(
            "names",
            "الأسماء",
            [
                "لا يُربط اسم إلا من ملف الأسماء، بعد نزع حروف العطف والجر وأل التعريف، والأطول أولى من الأقصر.",
                "الاسم الملتبس لا يُربط إلا بعد ذكره كاملاً في المادة أو مع قرينة؛ وإلا بقي بلا رابط.",
                (
                    "رسوم الاسم الواحد ما كتبه ملف الأسماء منها، وما خالفها في همزة أو ألف أو تاء أو تشكيل أو بحرف متصل. "
                    "وما عدا ذلك اسم آخر: لا يُضمّ اسمان لأن رسمهما متقارب حتى يكتب المحرّر أنهما واحد."
                ),
                "الرابط عند أول ذكر في كل مادة."
                if settings.entities.link_each == "article"
                else "الرابط عند أول ذكر في كل فقرة.",
            ],
        ),
        MethodStep(
            "search",
            "البحث والقرابة",
            [
                (
                    f"يجمع البحث صور الكلمة بجذعها، وتُعدّ كلمة العنوان "
                    f"{counted(settings.search.title_weight, 'mention')}، وللرسم كما كُتب نصيب زائد. ويجري كله في متصفحك."
                ),
                "المواد القريبة ما شارك في أسماء وكلمات نادرة، لا في وسوم.",
            ],
        ),
    ]
    return MethodView(steps, [(name, rule, note) for rule, (name, note) in RULE_NAMES.items()])
