"""The index says what the tokens say: read back bit by bit, the same bytes for the same articles, few files touched."""

from __future__ import annotations

import base64
import dataclasses
import json
import random
from typing import Any

import numpy as np
import pytest
from index_planner import make_index, plan
from news_archive.arabic.normal import normalise
from news_archive.arabic.stems import stem
from news_archive.crockford import DIGITS
from news_archive.search.bits import gamma, pack, rice, write_sizes
from news_archive.search.documents import BREAK, make_facets, make_rows
from news_archive.search.letters import AFTER, ALPHABET, AS_TEXT, BEFORE, ID_LENGTH, OTHER, exchange
from news_archive.search.partition import GROUP_BITS, cut, group_shards
from news_archive.search.terms import spell

WORDS = "روسيا وروسيا مكتبة المكتبة جسر النهر قال البلدية سوريا سورية كتاب الكتب مطر أمس غدا في من إلى".split()


TITLE = 4
"""Words of each title."""


def read(content: bytes) -> Any:
    value, _ = json.JSONDecoder().raw_decode(content.decode().partition(",")[2])
    return value


def make_articles(count: int) -> list[list[str]]:
    rng = random.Random(5)
    return [[" ".join(rng.choices(WORDS, k=n)) for n in (TITLE, 30, 20)] for _ in range(count)]


class Reader:
    def __init__(self, text: str) -> None:
        raw = base64.b64decode(text + "A" * (-len(text) % 4))
        self.bits = "".join(f"{byte:08b}" for byte in raw)
        self.at = 0

    def take(self, n: int) -> int:
        self.at += n
        return int(self.bits[self.at - n : self.at] or "0", 2)

    def ones(self, most: int) -> int:
        n = 0
        while n < most and self.take(1):
            n += 1
        return n

    def gamma(self) -> int:
        n = self.ones(24)
        return (1 << n) + self.take(n)

    def rice(self, k: int) -> int:
        quotient = self.ones(16)
        return self.take(24) if quotient == 16 else (quotient << k) + self.take(k)


def test_codes_are_read_back_whatever_their_size() -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(0, 1 << rng.integers(1, 20, 3000))
    parameters = rng.integers(0, 12, 3000)
    starts = np.array([0, 1, 500, 2999])
    for code, sizes, name in ((*gamma(values + 1), "gamma"), (*rice(values, parameters), "rice")):
        text, edges = pack(code, sizes, starts)
        for run, (a, b) in enumerate(zip(starts, [*starts[1:], 3000], strict=True)):
            reader = Reader(text[edges[run] : edges[run + 1]])
            for i in range(a, b):
                assert (reader.gamma() - 1 if name == "gamma" else reader.rice(int(parameters[i]))) == values[i]


@pytest.mark.parametrize("count", [0, 1, 40])
def test_every_word_is_found_where_it_stands(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("news_archive.search.layout.HEAVIEST", 600)
    monkeypatch.setattr("news_archive.search.layout.HEAVIEST_PLACES", 200)
    articles = make_articles(count)
    files = make_index(articles)
    manifest = read(files["manifest"])
    ids = [id_ for path in sorted(files, key=_number) if path.startswith("search/d") for id_ in _read_ids(files[path])]
    assert sorted(ids) == [f"{i:010}" for i in range(count)]
    marks = read_marks(manifest)
    expected = sorted(posting for row, id_ in enumerate(ids) for posting in _postings(row, articles[int(id_)]))
    found: list[Any] = []
    for path in (path for path in files if path.startswith("search/p")):
        under = _node(path)
        terms = [term for term in files if term.startswith("search/t") and _node(term).startswith(under)]
        places = read(files[path])
        for i, term in enumerate(sorted(terms, key=lambda path: (not stands_alone(path), _node(path)))):
            found += _read_postings(read(files[term]), {name: part[i] for name, part in places.items()}, marks)
    assert sorted(found) == expected


def _read_ids(shard: bytes) -> list[str]:
    text = read(shard)["i"].translate(str.maketrans(AS_TEXT, DIGITS))
    return [text[at : at + ID_LENGTH] for at in range(0, len(text), ID_LENGTH)]


def test_a_row_is_kept_in_few_characters_whatever_its_day_and_however_long_its_id() -> None:
    story = plan(make_articles(1)).topical[0][0]
    stories = [
        dataclasses.replace(story, id="abcde01234", title="خبر\x7fعاجل", source="سبق", day="2015-07-21", carriers=3),
        dataclasses.replace(story, id="abcde012345", title="TASS", day="2015-07", bound=True, source="سبق"),
    ]
    row = make_rows(stories, {"سبق": 33}, ["أول الخبر", ""])
    assert row["i"].translate(str.maketrans(AS_TEXT, DIGITS)) == "abcde01234,abcde012345,"
    assert row["s"] == write_sizes([33, 33])
    assert row["d"] == write_sizes([(2015 * 13 + 7) * 32 + 21, (2015 * 13 + 7) * 32])
    assert row["c"] == write_sizes([6, 2 * story.carriers + 1])
    assert exchange(row["t"]).split(BREAK) == ["خبر عاجل", "أول الخبر", "TASS", ""]


def test_what_weighs_much_has_a_shard_of_its_own_and_every_hash_one_shard() -> None:
    rng = np.random.default_rng(3)
    hashes = np.sort(rng.choice(1 << 32, 3000, replace=False))
    weights = np.where(rng.random(3000) < 0.02, 500, rng.integers(1, 30, 3000))
    dealt = cut(hashes, weights, 900)
    held = np.bincount(dealt.find(hashes), weights, len(dealt.nodes))
    assert 20 < len(dealt.alone) < 100
    assert {500} <= set(held[: len(dealt.alone)].tolist())
    assert held[len(dealt.alone) :].max() <= 900
    assert len(set(dealt.nodes)) == len(dealt.nodes)
    together = group_shards(dealt, held.astype(np.int64), 5000)
    assert sorted(place for own in together.members.values() for place in own) == list(range(len(dealt.nodes)))
    assert max(held[own].sum() for own in together.members.values()) <= 5000


def test_forms_are_kept_as_they_are_written() -> None:
    for written in (
        ["أمريكا", "الأمريكية", "امريكا"],
        ["مُدرسة"],
        ["ﷺ"],
        ["tass", "TASS"],
        ["مسؤول", "المسئول"],
        ["كوكب"],
    ):
        norms = [normalise(surface) for surface in written]
        word, affixes = spell(stem(norms[0]), norms, written)
        root, *others = word.split(",")
        told = [others.pop(0) if before == OTHER else BEFORE[before] + root + AFTER[after] for before, after in affixes]
        assert told == written
        assert normalise(root).replace("ؤ", "ء").replace("ئ", "ء") == stem(norms[0])


def test_the_same_articles_give_the_same_bytes_and_a_changed_one_touches_few() -> None:
    articles = make_articles(40)
    before = make_index(articles)
    assert make_index(articles) == before
    articles[7][2] += " طائرة"
    after = make_index(articles)
    assert sum(path.startswith("search/d") for path in after.keys() - before.keys()) <= 1


def test_a_file_has_another_name_if_and_only_if_its_content_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("news_archive.search.layout.HEAVIEST", 300)  # as many shards as a large archive has
    articles = make_articles(40)
    for i, article in enumerate(articles):  # and words that few of its articles hold
        article[1] += " " + "".join("بتثجحخدذرز"[int(digit)] for digit in f"{37 * i:04}")
    before = make_index(articles)
    shards = sum(path.startswith("search/t") for path in before)
    assert shards > 8
    articles[7][2] += " طائرة"
    after = make_index(articles)
    changed = {path for path in after.keys() - before.keys() if path.startswith("search/t")}
    assert 0 < len(changed) < shards
    assert all(after[path] == before[path] for path in after.keys() & before.keys() if path != "manifest")


def test_files_made_alone_are_those_made_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("news_archive.search.layout.HEAVIEST", 900)
    monkeypatch.setattr("news_archive.search.terms.SLICE", 50)
    planned = plan(make_articles(40))
    together = planned.make(planned.keys)
    assert together.keys() == planned.keys.keys()
    for path, content in together.items():
        assert planned.make([path]) == {path: content}


def test_filters_know_a_newspaper_by_its_name_and_by_what_its_articles_call_it() -> None:
    story = plan(make_articles(1)).topical[0][0]
    called = [
        dataclasses.replace(story, source=name, paper=paper)
        for name, paper in (("سبق", "sabq"), ("المرفأ", ""), ("سبق", "sabq.org"))
    ]
    facets = make_facets(called, ["المرفأ", "سبق"], {})
    assert (facets["s"], facets["ids"]) == ([1, 0, 1], ["", "sabq sabq.org"])


def _number(path: str) -> tuple[int, str]:
    digits = path.removeprefix("search/")[1:].partition("-")[0]
    return (int(digits) if digits.isdigit() else -1, path)


def _node(path: str) -> str:
    return f"{_number(path)[0]:b}"


def stands_alone(path: str) -> bool:
    return len(_node(path)) > GROUP_BITS


def _places(blocks: list[str]) -> list[tuple[str, int]]:
    place, found = 0, []
    for block in blocks:
        for word in block.split():
            found.append((word, place))
            place += 1
        place += 1
    return found


def _postings(row: int, blocks: list[str]) -> Any:
    """Yield what the index is to say of each stem of a document: the forms, sorted, and the places."""
    by_stem: dict[str, list[tuple[str, int]]] = {}
    for word, place in _places(blocks):
        by_stem.setdefault(stem(normalise(word)), []).append((normalise(word), place))
    for found in by_stem.values():
        yield row, sorted(form for form, _ in found), [place for _, place in found]


def read_marks(manifest: Any) -> list[int]:
    reader, marks = Reader(manifest["lengths"]), []
    for i in range(manifest["documents"]):
        marks.append(marks[-1] + reader.rice(0) if i % manifest["perShard"] else reader.take(6))
    return marks


def _read_sizes(text: str) -> list[int]:
    sizes, value, shift = [], 0, 0
    for character in text:
        digit = ALPHABET.index(character)
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            sizes.append(value)
            value = shift = 0
    return sizes


def _read_forms(reader: Reader, root: str, others: list[str]) -> list[str]:
    forms = []
    for _ in range(reader.gamma()):
        before, after = reader.gamma() - 1, reader.gamma() - 1
        forms.append(exchange(others.pop(0)) if before == len(BEFORE) else BEFORE[before] + root + AFTER[after])
    return forms


def _read_postings(shard: Any, places: Any, marks: list[int]) -> Any:
    at = spot = 0
    for word, size, held in zip(shard["w"].split(), _read_sizes(shard["n"]), _read_sizes(places["n"]), strict=True):
        root, *others = word.split(",")
        reader = Reader(shard["b"][at : at + size])
        where = Reader(places["b"][spot : spot + held])
        at, spot = at + size, spot + held
        documents, document = reader.gamma(), -1
        k = int(np.log2(max(1, 0.7 * len(marks) / (documents + 1))))
        forms = [normalise(form) for form in _read_forms(reader, exchange(root), others)]
        assert {stem(form) for form in forms} == {stem(forms[0])}
        for _ in range(documents):
            document += reader.rice(k) + 1
            tally = reader.ones(3) + 1
            tally = tally if tally < 4 else 3 + reader.gamma()
            count = reader.gamma() if tally == 4 else tally - (tally > 4)
            assert tally != 4 or reader.take(3) + 1 == TITLE
            step = max(0, (marks[document] - int(3 * np.log2(count))) // 3 - 1)
            place, rank = -1, 0
            found = []
            for _ in range(count):
                rank += reader.gamma() - 1 if len(forms) > 1 else 0
                place += where.rice(2 if tally == 4 and not found else step) + 1
                found.append((forms[rank], place))
            yield document, sorted(form for form, _ in found), [place for _, place in found]
