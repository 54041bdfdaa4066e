"""What the data files hold: for the data page, ``datapackage.json``, the JSON-LD of the data set and ``llms.txt``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..settings import SiteSettings
from . import metadata
from .views import DataField, DataFile, DataResource, DataView, PartView
from .wording import Wording


@dataclass(frozen=True, slots=True)
class Resource:
    name: str
    note: str
    english: str
    """The same for programs and for who reads no Arabic."""
    fields: tuple[tuple[str, str, str], ...]
    """(name, Frictionless type, note)."""
    key: str = ""
    """The column that tells rows apart, or ''."""
    table: bool = False
    """A CSV, not JSON Lines."""
    whole: bool = False
    """One JSON document whose only member, named as the resource, is the list of rows."""
    shared: bool = False
    """Of all articles together, also in an archive in parts."""

    @property
    def file(self) -> str:
        return f"{self.name}.json" if self.whole else f"{self.name}.csv.gz" if self.table else f"{self.name}.jsonl.gz"

    @property
    def is_lines(self) -> bool:
        return not self.table and not self.whole

    @property
    def has_parquet(self) -> bool:
        """Whether ``--parquet`` writes it as Parquet, too."""
        return not self.table and not self.whole

    @property
    def media_type(self) -> str:
        return "text/csv" if self.table else "application/json" if self.whole else "application/jsonl"


_TEXT: Final = (
    ("url", "string", "عنوانها في مصدرها"),
    ("title", "string", "العنوان"),
    ("title_generated", "boolean", "العنوان صُنع من أول جملة؛ ليس للسجلّ الخام عنوان"),
    ("paragraphs", "array", "الفقرات؛ النصّ body هو الفقرات يفصل بينها سطر جديد واحد"),
    ("source", "string", "معرّف الصحيفة أو الموقع؛ اسمه في sources من datapackage.json"),
    ("author", "string", "الكاتب"),
    ("persons", "array", "من نُسبت إليهم المادة، في حقل الكاتب أو مطلع الخبر"),
    ("place", "string", "المكان الذي أُرسل منه الخبر"),
    ("agency", "array", "الوكالات التي نُسب إليها"),
    ("tags", "array", "وسوم المصدر"),
    ("date", "string", "التاريخ بصيغة EDTF: يوم، أو شهر، أو مدة، أو ../يوم لما لا يتأخر عنه"),
    ("date_precision", "string", "day يوم، month شهر، year سنة، interval مدّة، upper_bound ليس بعده"),
    ("date_evidence", "string", "ما قُرئ منه التاريخ"),
    (
        "date_origin",
        "string",
        "من أين قُرئ: field حقل في المصدر، text النصّ، address عنوان الأصل، collected يوم الجمع، editor تصحيح المحرّر",
    ),
    (
        "event_dates",
        "array",
        "أيام يسمّيها مطلع الخبر بعداً من يوم صدوره («مساء أمس»): مواضعها وكلماتها وتاريخها؛ حيث يوم الصدور معروف",
    ),
)
"""What is said of a text, whether it is a page's or was merged into one."""
_RAW: Final = (
    ("encoding", "string", "كيف فُكّ ترميزه"),
    ("bytes", "integer", "حجمه كما وصل؛ وبصمته في ledger"),
)
"""What is said of a record as it came in."""

RESOURCES: Final = (
    Resource(
        "ledger",
        "سطر لكل سجلّ وصل: نُشر أو ضُمّ أو رُفض، ولماذا.",
        "One line per record that came in: kept, merged or rejected, and why",
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
        key="source",
        shared=True,
    ),
    Resource(
        "spans",
        "كل تغيير أحدثه التنظيف. بتطبيقها على النص الخام يُنال المنشور، وبعكسها يُنال الخام حرفاً بحرف.",
        "Every change that cleaning made; replayed over the raw text they give the published one, undone they give the raw text back",
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
        "The published articles with their text and the records merged into each",
        (
            ("id", "string", "معرّف المادة؛ صفحتها a/المعرّف.html"),
            *_TEXT,
            ("members", "array", "السجلّات التي ضُمّت إليها"),
            ("record", "string", "اسم السجلّ الذي نصّه هو المنشور: الملف، أو الملف ورقم السطر"),
            *_RAW,
        ),
        key="id",
    ),
    Resource(
        "copies",
        "السجلّات التي ضُمّت إلى صفحة غيرها، بنصوصها منقّاةً؛ تغييراتها في spans.",
        "The records merged into another one's page, with their cleaned text; what changed them is in spans",
        (
            ("id", "string", "معرّف المادة"),
            ("page", "string", "معرّف الصفحة التي ضُمّ إليها"),
            *_TEXT,
            ("record", "string", "اسم السجلّ: الملف، أو الملف ورقم السطر"),
            *_RAW,
        ),
        key="record",
    ),
    Resource(
        "articles",
        "المواد من غير نصوصها، لبرامج الجداول. الخلية التي يحسبها الجدول صيغةً حسابية تبدأ بفاصلة عليا.",
        "The published articles without their text, for spreadsheets; a cell that would run as a formula begins with an apostrophe",
        (
            ("id", "string", "معرّف المادة؛ صفحتها a/المعرّف.html"),
            ("url", "string", "عنوانها في مصدرها"),
            ("title", "string", "العنوان"),
            ("source", "string", "معرّف الصحيفة أو الموقع؛ اسمه في sources من datapackage.json"),
            ("author", "string", "الكاتب"),
            ("date", "string", "التاريخ بصيغة EDTF: يوم، أو شهر، أو مدة، أو ../يوم لما لا يتأخر عنه"),
            ("words", "integer", "كلمات النص"),
            ("carriers", "integer", "السجلّات التي حملتها، هي أولها"),
            ("names", "string", "معرّفات الأسماء المذكورة فيها، بينها مسافات"),
        ),
        key="id",
        table=True,
    ),
    Resource(
        "relations",
        "العلاقات بين السجلّات: النص نفسه، أو صيغة أخرى، أو أحدهما ضمن الآخر.",
        "Pairs of records whose texts overlap: the same text, another version, one within the other",
        (
            ("a", "string", "اسم السجلّ الأول"),
            ("b", "string", "اسم السجلّ الثاني"),
            ("relation", "string", "same أو version أو contained أو passage"),
            ("jaccard5", "number", "معامل جاكار على متتاليات من خمس كلمات"),
            ("containment5", "number", "نصيب أقصرهما من المشترك"),
        ),
        shared=True,
    ),
    Resource(
        "mentions",
        "مواضع الأسماء المعروفة في فقرات الصفحات، دون عناوينها ودون النسخ المضمومة إليها؛ تقرير البناء يعدّ هذه كلها.",
        "Where names of the authority file stand in the paragraphs of pages, not in headlines nor in merged copies; the build report counts those, too",
        (
            ("article", "string", "معرّف المادة"),
            ("paragraph", "integer", "رقم الفقرة من الصفر"),
            ("start", "integer", "أول محرف في الفقرة"),
            ("end", "integer", "ما بعد آخر محرف"),
            ("surface", "string", "الاسم كما كُتب"),
            ("entity", "string", "معرّف الاسم؛ صفحته في عمود page من entities"),
            ("type", "string", "person أو place أو organisation"),
            ("rule", "string", "سبب أخذه"),
        ),
    ),
    Resource(
        "quotations",
        "ما قيل بين علامتي اقتباس وسمّى النصُّ قائله: من قال ماذا، وعمّن نُقل.",
        "Words in quotation marks whose speaker the text names: who said what, and through whom it came",
        (
            ("article", "string", "معرّف المادة"),
            ("paragraph", "integer", "رقم الفقرة من الصفر"),
            ("start", "integer", "أول محرف من الكلام في الفقرة"),
            ("end", "integer", "ما بعد آخر محرف"),
            ("surface", "string", "الكلام"),
            ("speaker", "string", "معرّف القائل؛ صفحته في عمود page من entities"),
            ("verb", "string", "فعل القول كما يُقارن، أو نقطتان"),
            ("carrier", "string", "معرّف من نُقل عنه، أو فارغ"),
        ),
    ),
    Resource(
        "candidates",
        "مواضع أسماء ليست في ملف الأسماء: اقتراحات للمحرّر، لا تُربط أبداً.",
        "Where names stand that the authority file does not hold: proposals for the editor, never linked",
        (
            ("article", "string", "معرّف المادة"),
            ("paragraph", "integer", "رقم الفقرة من الصفر"),
            ("start", "integer", "أول محرف في الفقرة"),
            ("end", "integer", "ما بعد آخر محرف"),
            ("surface", "string", "الاسم كما كُتب"),
            ("entity", "string", "فارغ دائماً"),
            ("type", "string", "تخمين: person أو place أو organisation"),
            ("rule", "string", "ما دلّ عليه"),
        ),
    ),
    Resource(
        "entities",
        "الأسماء الواردة في الأرشيف وألقابها وعددها، دون الأعمدة الفارغة. وهي في entities.ttl.gz بمفردات SKOS.",
        "The names that stand in the archive, with their aliases and counts, empty columns left out; as SKOS in entities.ttl.gz",
        (
            ("id", "string", "معرّف الاسم"),
            ("type", "string", "person أو place أو organisation"),
            ("name", "string", "الاسم"),
            ("aliases", "array", "أسماء أخرى له، تُربط حيث وردت"),
            ("weak", "array", "أسماء لا تُربط إلا بعد الاسم الكامل أو بقرينة"),
            ("adjectives", "array", "النسبة إليه، لا تُربط"),
            ("identifiers", "object", "معرّفاته الخارجية المُتحقَّق منها"),
            ("note", "string", "ملاحظة المحرّر"),
            ("page", "string", "صفحته"),
            ("articles", "integer", "المواد التي ذكرته، في العنوان أو النصّ"),
            ("mentions", "integer", "مرات ذكره فيها، في العناوين والفقرات، دون النسخ المضمومة"),
            ("spellings", "array", "الرسوم التي ورد بها، وعدد كل منها؛ مجموعها عدد المرات"),
        ),
        key="id",
        whole=True,
        shared=True,
    ),
)


_KINDS: Final = {
    "string": "نصّ",
    "integer": "عدد صحيح",
    "number": "عدد",
    "boolean": "نعم أو لا",
    "array": "قائمة",
    "object": "بنية",
}
"""Frictionless type -> what the data page calls it."""


def data_view(
    counts: Mapping[str, int],
    days: Sequence[str],
    words: Wording,
    parts: Mapping[str, str],
    siteurl: str,
    *,
    zipped: bool,
    parquet: bool,
) -> DataView:
    """Return the data page.

    ``counts`` are rows by the name of their resource, ``days`` the first and the last known, ``parts`` labels by the
    name of each part.
    """

    def files(resource: Resource, name: str) -> list[DataFile]:
        if resource.shared or not parts:
            return [DataFile(name, f"data/{name}")]
        return [DataFile(f"{part}/{name}", f"parts/{part}/data/{name}") for part in parts]

    resources = [
        DataResource(
            r.file,
            r.note,
            words.counted(counts[r.name], "name" if r.whole else "row"),
            [DataField(name, _KINDS[kind], note) for name, kind, note in r.fields],
            files(r, r.file),
            [DataFile(TURTLE, f"data/{TURTLE}")]
            if r.whole
            else files(r, f"{r.name}.parquet")
            if parquet and r.has_parquet
            else [],
        )
        for r in RESOURCES
    ]
    extent = words.counted(counts["articles"], "article")
    if days:
        extent += f"، من {words.date(days[0])} إلى {words.date(days[-1])}"
    pages = [DataFile(label, f"parts/{part}/index.html") for part, label in parts.items()]
    return DataView(resources, ZIP if zipped else "", pages, extent, siteurl)


def part_view(part: str, label: str, count: str, *, parquet: bool) -> PartView:
    """Return the page of one part, whose articles are ``count`` in words."""
    files = [r.file for r in RESOURCES if not r.shared]
    files += [f"{r.name}.parquet" for r in RESOURCES if parquet and r.has_parquet and not r.shared]
    return PartView(part, label, count, [DataFile(name, f"parts/{part}/data/{name}") for name in files])


def dataset(
    site: SiteSettings, days: Sequence[str], href: Callable[[str, str], str], parts: Sequence[str], *, parquet: bool
) -> dict[str, Any]:
    """Return the archive as schema.org Dataset; ``days`` are the first and the last that are known.

    ``href`` gives what leads to a file of a part from the front page.
    """
    named = [(r, r.file, r.media_type) for r in RESOURCES]
    if parquet:
        named += [(r, f"{r.name}.parquet", PARQUET) for r in RESOURCES if r.has_parquet]
    files = [
        (href(f"data/{name}", part), kind, r.english)
        for r, name, kind in named
        for part in ([""] if r.shared or not parts else parts)
    ]
    return metadata.dataset(site.name, site.tagline, site.licence, days, files)


TURTLE: Final = "entities.ttl.gz"
"""The names as SKOS."""
ZIP: Final = "archive.zip"
"""The whole site as one file."""
PARQUET: Final = "application/vnd.apache.parquet"


def datapackage(
    site: SiteSettings,
    papers: Mapping[str, str],
    siteurl: str,
    *,
    parquet: bool,
    part: str = "",
    shared: bool | None = None,
) -> bytes:
    """Return ``datapackage.json`` (Frictionless Data Package): of a ``part``, of what all share, or of everything.

    ``papers`` are the names of the newspapers by the id that stands in the column ``source``.
    """
    chosen = [r for r in RESOURCES if shared in (None, r.shared)]
    value: dict[str, Any] = {
        "profile": "data-package",
        "name": f"news-archive-{part}" if part else "news-archive",
        "title": site.name,
        "description": site.tagline,
    }
    if site.licence.startswith(("http://", "https://")):
        value["licenses"] = [{"path": site.licence}]
    if siteurl:
        value["homepage"] = siteurl
    if papers:
        value["sources"] = [{"name": name, "title": title} for name, title in papers.items()]
    value["resources"] = [_resource(r) for r in chosen]
    if shared is not False:
        value["resources"].append(_TURTLE)
    if parquet:
        value["resources"] += [_as_parquet(r) for r in chosen if r.has_parquet]
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(resource: Resource) -> dict[str, Any]:
    fields = [{"name": name, "type": kind, "description": note} for name, kind, note in resource.fields]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if resource.key:
        schema["primaryKey"] = [resource.key]
    value: dict[str, Any] = {
        "name": f"{resource.name}-table" if resource.table else resource.name,
        "title": resource.english,
        "path": resource.file,
        "profile": "tabular-data-resource" if resource.table else "data-resource",
        "format": "csv" if resource.table else "json" if resource.whole else "jsonl",
        "mediatype": resource.media_type,
        "encoding": "utf-8",
        "description": resource.note,
        "schema": schema,
    }
    return value | ({"dialect": {"json": {"property": resource.name}}} if resource.whole else {"compression": "gz"})


_TURTLE: Final = {
    "name": "entities-skos",
    "title": "The names as a SKOS concept scheme in Turtle",
    "path": TURTLE,
    "profile": "data-resource",
    "format": "ttl",
    "mediatype": "text/turtle",
    "encoding": "utf-8",
    "description": "الأسماء بمفردات SKOS.",
    "compression": "gz",
}


def _as_parquet(resource: Resource) -> dict[str, Any]:
    value = _resource(resource) | {
        "name": f"{resource.name}-parquet",
        "path": f"{resource.name}.parquet",
        "format": "parquet",
        "mediatype": PARQUET,
    }
    del value["compression"], value["encoding"]
    return value
