"""Read blocks of text as one article of a corpus, for tests of names."""

from __future__ import annotations

from news_archive.corpus import build_corpus
from news_archive.models import CleanArticle, Corpus, RawRecord, SourceArticle


def read_corpus(*blocks: str) -> Corpus:
    """Return a corpus of one article: the first block is its title."""

    def parse(record: RawRecord) -> SourceArticle:
        return SourceArticle(
            "x", "0" * 64, "x", blocks[0], "\n".join(blocks[1:]), "", None, "", "", "", "utf-8", 1, "txt"
        )

    def clean(a: SourceArticle) -> CleanArticle:
        return CleanArticle(
            "x", a.sha256, "x", a.title, blocks[1:], "", None, "", (), "", None, (), (), "utf-8", 1, "txt", 1
        )

    return build_corpus([RawRecord("x", "txt", b"x")], parse, clean, fingerprint=b"", previous=None, jobs=1).corpus
