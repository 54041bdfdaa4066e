"""A corpus that is streamed is the corpus that is built, and what is out of order is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from news_archive.corpus import build_corpus
from news_archive.errors import BuildError
from news_archive.mentions import join_tables, tabulate
from news_archive.models import CleanArticle, EntityType, Mention, RawRecord, Rejection
from news_archive.streamed import stream_corpus

decode = msgspec.msgpack.Decoder(CleanArticle).decode


def parse(record: RawRecord) -> Any:
    return decode(record.data)


def make_records() -> list[RawRecord | Rejection]:
    articles = [
        CleanArticle(
            f"a.jsonl#{n}", f"{n:064d}", f"{n:010d}", f"عنوان {n}", (f"نص المادة {n} من كلمات", "وفقرة أخرى " * (n % 3 + 1)),
            "", None, "", (), "", None, (), (), "utf-8", 1, "jsonl", 20,
        )
        for n in range(700)
    ]  # fmt: skip
    kept: list[RawRecord | Rejection] = [
        RawRecord(a.source, "jsonl", msgspec.msgpack.encode(a), a.sha256[:32]) for a in articles
    ]
    return [*kept[:9], Rejection("b", "0", "empty_body", ""), *kept[9:], Rejection("a", "0", "empty_body", "")]


def key(record: RawRecord, _fingerprint: bytes = b"") -> bytes:
    return bytes.fromhex(record.context)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_streamed_corpus_equals_a_built_one(jobs: int, tmp_path: Path) -> None:
    built = build_corpus(make_records(), parse, lambda a: a, fingerprint=b"", previous=None, jobs=jobs, key_of=key)
    streamed = stream_corpus(make_records(), parse, key, folder=tmp_path / "new", jobs=jobs)
    assert (streamed.identity, streamed.inputs, streamed.unchanged) == (built.identity, built.inputs, built.unchanged)
    assert streamed.rejections == built.rejections
    assert streamed.corpus.heads == built.corpus.heads
    for name in ("ids", "starts", "blocks", "articles", "ends"):
        one, other = getattr(streamed.corpus.tokens, name), getattr(built.corpus.tokens, name)
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    assert streamed.corpus.vocabulary.surfaces == built.corpus.vocabulary.surfaces
    assert streamed.corpus.vocabulary.norms == built.corpus.vocabulary.norms
    assert [streamed.article(n) for n in (0, 350, 699)] == [built.article(n) for n in (0, 350, 699)]
    assert list((tmp_path / "new").iterdir()) == [], "the texts lie in a file without a name"


def test_records_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="not in order"):
        stream_corpus(reversed(make_records()), parse, key, folder=tmp_path, jobs=1)


def test_tables_of_stretches_of_articles_join_to_the_table_of_all() -> None:
    rng = np.random.default_rng(5)
    kinds = tuple(EntityType)
    mentions = [
        Mention(article, block, block, block + 2, f"e{rng.integers(9)}", kinds[0], f"r{rng.integers(3)}")
        for article in range(40)
        for block in range(int(rng.integers(4)))
    ]
    whole = tabulate(mentions, 40)
    parts = [tabulate([m for m in mentions if a <= m.article < b], 0) for a, b in ((0, 7), (7, 8), (8, 8), (8, 40))]
    joined = join_tables(parts, 40)
    assert (joined.slugs, joined.types, joined.rules) == (whole.slugs, whole.types, whole.rules)
    assert np.array_equal(joined.rows, whole.rows)
    assert np.array_equal(joined.offsets, whole.offsets)
