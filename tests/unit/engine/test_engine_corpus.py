"""The corpus is the same whether it was built fresh or in steps."""

from __future__ import annotations

import random
from hashlib import sha256

import numpy as np
import pytest
from news_archive.corpus import Intake, build_corpus, load_corpus, save_corpus
from news_archive.models import CleanArticle, RawRecord, Rejection, SourceArticle
from news_archive.store import Store

WORDS = "روسيا وروسيا مكتبة المكتبة جسر النهر قال البلدية سوريا سورية كتاب الكتب مطر أمس غدا".split()
PRINT = b"rules 1"


def parse(record: RawRecord) -> SourceArticle | Rejection:
    digest = sha256(record.data).hexdigest()
    if not record.data.strip():
        return Rejection(record.source, digest, "empty_body", "nothing in it")
    title, _, body = record.data.decode().partition("\n")
    return SourceArticle(
        record.source, digest, digest[:10], title, body, "", None, "", "", "", "utf-8", len(record.data), "txt"
    )


def clean(article: SourceArticle) -> CleanArticle | Rejection:
    if "عطل" in article.body:
        raise ValueError("a fault in a rule")
    return CleanArticle(
        article.source,
        article.sha256,
        article.id,
        article.title,
        tuple(article.body.split("\n")),
        "",
        None,
        "",
        (),
        "",
        None,
        (),
        (),
        "utf-8",
        article.size,
        "txt",
        len(article.title) + len(article.body),
    )


def make_record(name: str, seed: int) -> RawRecord:
    rng = random.Random(seed)
    lines = [" ".join(rng.choices(WORDS, k=rng.randint(1, 9))) + str(rng.randint(0, 30)) for _ in range(3)]
    return RawRecord(name, "txt", "\n".join(lines).encode())


def build(records: list[RawRecord], previous: Intake | None = None, jobs: int = 1) -> Intake:
    return build_corpus(records, parse, clean, fingerprint=PRINT, previous=previous, jobs=jobs)


def same(a: Intake, b: Intake) -> bool:
    left, right = a.corpus, b.corpus
    arrays = [
        (left.tokens.ids, right.tokens.ids),
        (left.tokens.starts, right.tokens.starts),
        (left.tokens.blocks, right.tokens.blocks),
        (left.tokens.articles, right.tokens.articles),
        (left.vocabulary.norm_of, right.vocabulary.norm_of),
        (left.vocabulary.stem_of, right.vocabulary.stem_of),
    ]
    return (
        left.heads == right.heads
        and left.vocabulary.surfaces == right.vocabulary.surfaces
        and left.vocabulary.norms == right.vocabulary.norms
        and left.vocabulary.stems == right.vocabulary.stems
        and all(np.array_equal(x, y) for x, y in arrays)
        and [a.article(i) for i in range(len(left.heads))] == [b.article(i) for i in range(len(right.heads))]
        and a.rejections == b.rejections
        and a.identity == b.identity
    )


@pytest.mark.parametrize("seed", range(8))
def test_a_corpus_built_in_steps_equals_a_fresh_one(seed: int, tmp_path) -> None:
    rng = random.Random(seed)
    records = {f"{i}.txt": make_record(f"{i}.txt", rng.randint(0, 40)) for i in range(30)}
    store = Store(tmp_path)
    known: Intake | None = None
    for _ in range(6):
        built = build(list(records.values()), known)
        assert same(built, build(list(records.values())))
        save_corpus(store, PRINT, built)
        known = load_corpus(store, PRINT)
        assert known is not None
        for _ in range(rng.randint(0, 4)):
            name = rng.choice(sorted(records))
            action = rng.choice(["edit", "remove", "rename", "empty", "add"])
            if action == "edit":
                records[name] = make_record(name, rng.randint(0, 99))
            elif action == "remove":
                del records[name]
            elif action == "rename":
                records["new " + name] = RawRecord("new " + name, "txt", records.pop(name).data)
            elif action == "empty":
                records[name] = RawRecord(name, "txt", b" ")
            else:
                records[f"{rng.random()}.txt"] = make_record("x", rng.randint(0, 99))
                records = {n: RawRecord(n, "txt", r.data) for n, r in records.items()}


def test_the_number_of_workers_changes_nothing() -> None:
    records = [make_record(f"{i}.txt", i) for i in range(600)]
    assert same(build(records), build(records, jobs=2))


def test_an_unchanged_archive_says_so() -> None:
    records = [make_record(f"{i}.txt", i) for i in range(5)]
    first = build(records)
    again = build(records, first)
    assert again.unchanged and same(first, again)
    assert not build(records[1:], first).unchanged


def test_a_fault_in_a_rule_costs_one_article_and_is_accounted_for() -> None:
    good, bad = make_record("good.txt", 1), RawRecord("bad.txt", "txt", "عنوان\nعطل".encode())
    built = build([good, bad])
    assert [head.source for head in built.corpus.heads] == ["good.txt"]
    assert [(r.source, r.reason) for _, r in built.rejections] == [("bad.txt", "internal_error")]


@pytest.mark.parametrize("damage", ["truncate", "flip", "foreign", "missing"])
def test_a_damaged_memory_reads_as_none(damage: str, tmp_path) -> None:
    store = Store(tmp_path)
    save_corpus(store, PRINT, build([make_record("a.txt", 1)]))
    path = tmp_path / "corpus"
    data = bytearray(path.read_bytes())
    if damage == "truncate":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "flip":
        data[-3] ^= 1
        path.write_bytes(data)
    elif damage == "missing":
        path.unlink()
    assert load_corpus(store, b"other rules" if damage == "foreign" else PRINT) is None
