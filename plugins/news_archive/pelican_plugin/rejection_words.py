"""Why a record was rejected or merged, in Arabic: the stages say it in English, to the editor and in the data files."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

from .direction import isolate

REASONS: Final[dict[str, str]] = {
    "empty_file": "ملف فارغ",
    "empty_body": "لا نصّ تحت العنوان",
    "undecodable": "ترميز غير معروف",
    "binary": "ليس نصّاً",
    "not_json": "سطر ليس JSON سليماً",
    "not_csv": "صفّ ليس CSV سليماً",
    "no_fields": "لا عمود معروف",
    "not_a_file": "ليس ملفاً عادياً",
    "passed_over": "ليس مادة: لا يُقرأ ملف من هذا النوع",
    "unreadable": "لا يُقرأ",
    "too_large": "أكبر من الحد",
    "damaged": "ملف معطوب",
    "needs_extra": "يحتاج إلى حزمة إضافية",
    "no_main_text": "لا نصّ رئيسي في الصفحة",
    "hidden": "سحبه المحرّر",
    "left_out": "ترك المحرّر صحيفته",
    "redaction_failed": "بقي فيه ما حُجب",
    "internal_error": "خطأ في البرنامج",
}
"""Reason of rejection -> plain Arabic."""
MERGED: Final[dict[str, str]] = {"same": "النصّ نفسه", "revision": "صيغة أسبق من المادة", "editor": "قرار المحرّر"}
"""Reason of merging -> plain Arabic."""
_DETAILS: Final = (
    ("there is nothing in it", "ليس فيه شيء"),
    ("there is no record in it", "ليس فيه سجلّ"),
    ("there is no text under the title", "لا نصّ تحت العنوان"),
    ("there is neither title nor text", "لا عنوان ولا نصّ"),
    ("its only paragraph was taken for the title; the text goes below it", "عُدّت فقرته الوحيدة عنواناً؛ موضع النصّ تحتها"),
    (r"these bytes are no text in (.+)", "ليس نصّاً بترميز من هذه: {}"),
    (r"this (?:line|row) is no text in (.+)", "ليس نصّاً بترميز من هذه: {}"),
    (r"this line is not JSON: (.+)", "ليس السطر JSON سليماً: {}"),
    ("this line is JSON but not an object with named fields", "السطر JSON، وليس كائناً له حقول مسمّاة"),
    (
        "the text of this line was once decoded wrongly and cannot be restored",
        "فُكّ ترميز السطر خطأً من قبل، ولا يُستعاد نصّه",
    ),
    (r"this row is not CSV: (.+)", "ليس الصفّ CSV سليماً: {}"),
    (
        r"(\d+) cells under (\d+) column names; look for a quotation mark that is not closed",
        "عدد خلاياه {} وعدد الأعمدة {}؛ ابحث عن علامة تنصيص لم تُغلق",
    ),
    (
        r"no (?:column|key) is known as title or text: (.+); say which in a \[\[table\]\] of content/sources\.toml",
        "لا عنوان ولا نصّ بين هذه الحقول: {}؛ عيّنهما في content/sources.toml",
    ),
    (
        r"no (?:column|key) is known as the text: (.+); say which in a \[\[table\]\] of content/sources\.toml",
        "لا نصّ بين هذه الحقول: {}؛ عيّنه في content/sources.toml",
    ),
    ("title and text of this row are empty", "العنوان والنصّ في هذا الصفّ فارغان"),
    ("no column of this Parquet file holds text", "لا عمود فيه نصّ"),
    (r"HTML needs two packages: (pip install [^()]+?)(?: \(.*\))?", "الصفحات المحفوظة تحتاج إلى حزمتين: {}"),
    (r"Parquet needs pyarrow, which is not installed: (.+)", "ملفات Parquet تحتاج إلى حزمة: {}"),
    ("no main text was found on this page; save its text as .txt", "لم يُعثر في الصفحة على نصّ رئيسي؛ احفظ نصّها ملفاً"),
    (r"(?:a line of |a row of )?([\d,]+) bytes; the limit is ([\d,]+) \(source\.max_bytes\)", "حجمه {} بايت، والحدّ {}"),
    (r"the file cannot be read: (.+)", "تعذّرت قراءة الملف: {}"),
    ("the folder could not be entered", "تعذّر فتح المجلد"),
    (
        "a link that leads out of the source folder; copy the file instead",
        "رابط إلى خارج مجلد المصادر؛ انسخ الملف نفسه",
    ),
    (
        "a link to a folder; its files are read where they are, not a second time here",
        "رابط إلى مجلد؛ تُقرأ ملفاته في موضعها",
    ),
    ("this is a folder, although it is named like an article", "مجلد له اسم كاسم مادة"),
    ("this is not a regular file, although it is named like an article", "ليس ملفاً عادياً، وإن كان اسمه كاسم مادة"),
    (r"the compressed file ends or breaks after line (\d+): (.+)", "ينقطع الملف المضغوط بعد السطر {}: {}"),
    (r"the Parquet file breaks after row (\d+): (.+)", "ينقطع الملف بعد الصفّ {}: {}"),
    ("the file begins as UTF-16 and goes on as something else", "يبدأ الملف بترميز UTF-16 ويمضي بغيره"),
    ("the file begins like UTF-16 but is not", "يبدأ الملف كأنه بترميز UTF-16 وليس كذلك"),
    ("a text of a word processor: save it as plain text (.txt)", "ملف محرّر نصوص: احفظه نصّاً عادياً"),
    ("a printed page: save its text as plain text (.txt)", "صفحة مطبوعة: احفظ نصّها نصّاً عادياً"),
    ("a spreadsheet: save it as .csv", "جدول: احفظه بصيغة CSV"),
    ("packed: unpack it here", "ملف مضغوط: فكّه هنا"),
    (r"data of another form: make it (.+)", "بيانات بصيغة أخرى: اجعلها {}"),
    ("data under another name: invoke ingest takes it", "بيانات باسم آخر: يأخذها الأمر invoke ingest"),
    (
        "mail or a web archive: save the page or the text (.html, .txt)",
        "بريد أو أرشيف صفحات: احفظ الصفحة أو نصّها",
    ),
    ("a picture, sound or film", "صورة أو صوت أو فيلم"),
    ("a part of a web page", "جزء من صفحة"),
    (r"the pictures and scripts of the saved page (.+)", "صور الصفحة المحفوظة {} وبرامجها"),
    (r"no article by its name: only (.+) are read", "لا تُقرأ إلا هذه الصيغ: {}"),
    (
        "what the editor redacts could not be taken out of this record whole; hide the article",
        "تعذّر نزع ما حجبه المحرّر كله؛ الأولى سحب المادة",
    ),
    (r"content/sources\.toml leaves out (.+) \(leave_out\)", "تُترك هذه الصحيفة في content/sources.toml: {}"),
    (r"the program failed on this record \((.+)\); please report it", "أخفق البرنامج في هذا السجلّ ({})؛ بلّغ عنه"),
)
"""What the stages say, as a pattern or as it stands -> Arabic; ``{}`` stands for what changes."""
_PATTERNS: Final = [(re.compile(said if "{}" in arabic else re.escape(said)), arabic) for said, arabic in _DETAILS]


def explain(detail: str) -> Markup | str:
    """Return the detail of a rejection in Arabic, what was given in it set apart; as it stands where it is not known.

    >>> explain("there is nothing in it"), explain("packed by hand")
    ('ليس فيه شيء', 'packed by hand')
    >>> print(explain("3 cells under 4 column names; look for a quotation mark that is not closed"))
    عدد خلاياه <bdi>3</bdi> وعدد الأعمدة <bdi>4</bdi>؛ ابحث عن علامة تنصيص لم تُغلق
    """
    for pattern, arabic in _PATTERNS:
        found = pattern.fullmatch(detail)
        if found:
            return Markup(arabic).format(*map(isolate, found.groups())) if found.groups() else arabic  # noqa: S704  our words
    return detail
