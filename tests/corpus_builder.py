"""A corpus of a few texts, without files: what tests of the stages after cleaning need."""

from __future__ import annotations

from hashlib import sha256

from news_archive.corpus import build_corpus
from news_archive.models import CleanArticle, Corpus, DateEvidence, RawRecord, SourceArticle


def make_corpus(
    texts: dict[str, str], urls: dict[str, str] | None = None, dates: dict[str, str] | None = None
) -> Corpus:
    def parse(record: RawRecord) -> SourceArticle:
        url = (urls or {}).get(record.source)
        return SourceArticle(
            record.source, sha256(record.data).hexdigest(), url or record.source, record.source, record.data.decode(),
            "", url, "", (dates or {}).get(record.source, ""), "", "utf-8", 1, "txt",
        )  # fmt: skip

    def clean(a: SourceArticle) -> CleanArticle:
        date = DateEvidence(a.date_field, "day", "", "field") if a.date_field else None
        return CleanArticle(
            a.source, a.sha256, a.id, a.title, tuple(a.body.split("\n")), "", a.url, a.source[0], (), "", date, (), (),
            "utf-8", 1, "txt", 1,
        )  # fmt: skip

    records = [RawRecord(name, "txt", text.encode(), context=name) for name, text in texts.items()]
    return build_corpus(records, parse, clean, fingerprint=b"", previous=None, jobs=1).corpus
