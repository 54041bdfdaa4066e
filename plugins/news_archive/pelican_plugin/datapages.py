"""What the data files hold, for the data page and ``datapackage.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from .views import DataField, DataResource, DataView


@dataclass(frozen=True, slots=True)
class Resource:
    name: str
    note: str
    fields: tuple[tuple[str, str, str], ...]
    """(name, Frictionless type, note)."""


RESOURCES: Final = (
    Resource(
        "ledger",
        "سطر لكل سجلّ وصل: نُشر أو ضُمّ أو رُفض، ولماذا.",
        (
            ("source", "string", "اسم السجلّ: الملف، أو الملف ورقم السطر"),
            ("sha256", "string", "بصمة بايتات السجلّ كما وصلت"),
            ("status", "string", "kept نُشر، merged ضُمّ، rejected رُفض"),
            ("id", "string", "معرّف المادة"),
            ("merged_into", "string", "معرّف الصفحة التي ضُمّ إليها"),
            ("reason", "string", "سبب الضم أو الرفض"),
            ("detail", "string", "تفصيل الرفض"),
            ("characters_in", "integer", "محارف العنوان والنص قبل التنظيف"),
            ("characters_out", "integer", "محارفهما بعده"),
        ),
    ),
    Resource(
        "spans",
        "كل تغيير أحدثه التنظيف. بتطبيقها على النص الخام يُنال المنشور، وبعكسها يُنال الخام حرفاً بحرف.",
        (
            ("id", "string", "معرّف المادة"),
            ("source", "string", "اسم السجلّ"),
            ("field", "string", "الحقل: title أو body أو author"),
            ("start", "integer", "أول محرف في الحقل الخام"),
            ("end", "integer", "ما بعد آخر محرف"),
            ("rule", "string", "القاعدة"),
            ("action", "string", "delete حذف، replace إبدال، move نقل"),
            ("text", "string", "ما كان"),
            ("replacement", "string", "ما صار"),
        ),
    ),
    Resource(
        "articles",
        "المواد المنشورة بنصوصها، ومن حملها.",
        (
            ("id", "string", "معرّف المادة؛ صفحتها a/المعرّف.html"),
            ("url", "string", "عنوانها في مصدرها"),
            ("title", "string", "العنوان"),
            ("paragraphs", "array", "الفقرات"),
            ("source", "string", "الصحيفة أو الموقع"),
            ("author", "string", "الكاتب"),
            ("date", "string", "التاريخ بصيغة EDTF"),
            ("date_evidence", "string", "ما قُرئ منه التاريخ"),
            ("members", "array", "السجلّات التي ضُمّت إليها"),
        ),
    ),
    Resource(
        "relations",
        "العلاقات بين السجلّات: النص نفسه، أو صيغة أخرى، أو أحدهما ضمن الآخر.",
        (
            ("a", "string", "اسم السجلّ الأول"),
            ("b", "string", "اسم السجلّ الثاني"),
            ("relation", "string", "same أو version أو contained"),
            ("jaccard5", "number", "معامل جاكار على متتاليات من خمس كلمات"),
            ("containment5", "number", "نصيب أقصرهما من المشترك"),
        ),
    ),
    Resource(
        "mentions",
        "مواضع الأسماء المعروفة في الفقرات.",
        (
            ("article", "string", "معرّف المادة"),
            ("paragraph", "integer", "رقم الفقرة من الصفر"),
            ("start", "integer", "أول محرف في الفقرة"),
            ("end", "integer", "ما بعد آخر محرف"),
            ("surface", "string", "الاسم كما كُتب"),
            ("entity", "string", "معرّف الاسم؛ صفحته e/المعرّف.html"),
            ("type", "string", "person أو place أو organisation"),
            ("rule", "string", "سبب أخذه"),
        ),
    ),
)


def data_view() -> DataView:
    return DataView(
        [
            DataResource(f"{r.name}.jsonl.gz", r.note, [DataField(name, note) for name, _, note in r.fields])
            for r in RESOURCES
        ]
    )


def datapackage(name: str, resources: tuple[Resource, ...]) -> bytes:
    """Return ``datapackage.json`` (Frictionless Data Package)."""
    value = {
        "profile": "data-package",
        "name": "news-archive",
        "title": name,
        "resources": [
            {
                "name": r.name,
                "path": f"{r.name}.jsonl.gz",
                "format": "jsonl",
                "compression": "gz",
                "encoding": "utf-8",
                "description": r.note,
                "schema": {"fields": [{"name": n, "type": t, "description": d} for n, t, d in r.fields]},
            }
            for r in resources
        ],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
