"""The index says what the tokens say: read back bit by bit, the same bytes for the same articles, few files touched."""

from __future__ import annotations

import base64
import dataclasses
import json
import random
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from index_planner import make_index, plan
from news_archive.arabic.normal import normalise
from news_archive.arabic.stems import stem
from news_archive.crockford import DIGITS
from news_archive.search.bits import gamma, pack, rice
from news_archive.search.documents import BREAK, ID_LENGTH, make_facets, make_rows
from news_archive.search.files import read_file
from news_archive.search.letters import AFTER, BEFORE, OTHER
from news_archive.search.partition import GROUP_BITS, cut, group_shards
from news_archive.search.tallies import LENGTHS, RANKS, TITLED, kinds, make_code
from news_archive.search.terms import AFTER_BITS, spell

WORDS = "روسيا وروسيا مكتبة المكتبة جسر النهر قال البلدية سوريا سورية كتاب الكتب مطر أمس غدا في من إلى".split()


TITLE = 4
"""Words of each title."""


def read(content: bytes) -> tuple[str, list[bytes]]:
    file = read_file(content)
    assert file is not None
    return file


def read_manifest(content: bytes) -> Any:
    value, _ = json.JSONDecoder().raw_decode(content.decode().partition(",")[2])
    return value


def make_articles(count: int) -> list[list[str]]:
    rng = random.Random(5)
    return [[" ".join(rng.choices(WORDS, k=n)) for n in (TITLE, 30, 20)] for _ in range(count)]


class Reader:
    """Reads the bits of some bytes, of a text those that it has in the manifest."""

    def __init__(self, data: bytes | str) -> None:
        raw = data if isinstance(data, bytes) else base64.b64decode(data + "=" * (-len(data) % 4))
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

    def size(self) -> int:
        return 8 * (self.gamma() - 1) + self.take(3)

    def symbol(self, kind: int) -> int:
        codes, sizes = make_code(LENGTHS[kind])
        (found,) = [
            s for s, (code, n) in enumerate(zip(codes, sizes, strict=True)) if n and self._begins(int(code), int(n))
        ]
        self.at += int(sizes[found])
        return found

    def _begins(self, code: int, size: int) -> bool:
        return self.bits[self.at : self.at + size] == f"{code:0{size}b}"

    def below(self, end: int) -> int:
        most = (end - 1).bit_length()
        short = (1 << most) - end
        value = self.take(most - 1) if most else 0
        if most and value >= short:
            value = 2 * value + self.take(1) - short
        return (value + (end - short) // 2) % end

    def rising(self, count: int, end: int, first: int = 0) -> list[int]:
        """Return so many rising numbers from ``first`` below ``end``."""
        if not count:
            return []
        before = count // 2
        middle = first + before + self.below(end - (count - before) - (first + before) + 1)
        return [*self.rising(before, middle, first), middle, *self.rising(count - before - 1, end, middle + 1)]

    def pieces(self, count: int) -> list[bytes]:
        """Return what follows so many sizes, each as long as its size says."""
        sizes = [self.size() for _ in range(count)]
        data = bytes(int(self.bits[at : at + 8], 2) for at in range(-(-self.at // 8) * 8, len(self.bits), 8))
        assert len(data) == sum(sizes)
        ends = np.cumsum([0, *sizes]).tolist()
        return [data[a:b] for a, b in pairwise(ends)]


def test_codes_are_read_back_whatever_their_size() -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(0, 1 << rng.integers(1, 20, 3000))
    parameters = rng.integers(0, 12, 3000)
    starts = np.array([0, 1, 500, 2999])
    for code, sizes, name in ((*gamma(values + 1), "gamma"), (*rice(values, parameters), "rice")):
        bounds = [*starts.tolist(), 3000]
        for run, (a, b) in zip(pack((code, sizes), np.diff(bounds)), pairwise(bounds), strict=True):
            reader = Reader(run)
            for i in range(a, b):
                assert (reader.gamma() - 1 if name == "gamma" else reader.rice(int(parameters[i]))) == values[i]


@pytest.mark.parametrize("count", [0, 1, 40])
def test_every_word_is_found_where_it_stands(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("news_archive.search.layout.HEAVIEST", 600)
    monkeypatch.setattr("news_archive.search.layout.HEAVIEST_PLACES", 200)
    articles = make_articles(count)
    files = make_index(articles)
    manifest = read_manifest(files["manifest"])
    ids = [id_ for path in sorted(files, key=_number) if path.startswith("search/d") for id_ in _read_ids(files[path])]
    assert sorted(ids) == [f"{i:010}" for i in range(count)]
    marks = read_marks(manifest)
    expected = sorted(posting for row, id_ in enumerate(ids) for posting in _postings(row, articles[int(id_)]))
    found: list[Any] = []
    for path in (path for path in files if path.startswith("search/p")):
        under = _node(path)
        terms = [term for term in files if term.startswith("search/t") and _node(term).startswith(under)]
        _, places = read(files[path])
        for part, term in zip(
            places, sorted(terms, key=lambda path: (not stands_alone(path), _node(path))), strict=True
        ):
            found += _read_postings(read(files[term]), part, marks)
    assert sorted(found) == expected


def _read_ids(shard: bytes) -> list[str]:
    text, (bits,) = read(shard)
    reader = Reader(bits)
    lengths = [reader.gamma() + ID_LENGTH - 1 for _ in range(len(text.split(BREAK)) // 2)]
    _carriers, _first, width = [reader.gamma() for _ in lengths], reader.gamma(), reader.gamma() - 1
    assert width == 0, "no article has a day"
    return ["".join(DIGITS[reader.take(5)] for _ in range(length)) for length in lengths]


def test_a_row_is_kept_in_few_bits_whatever_its_day_and_however_long_its_id() -> None:
    story = plan(make_articles(1)).topical[0][0]
    stories = [
        dataclasses.replace(story, id="abcde01234", title="خبر\x7fعاجل", source="سبق", day="2015-07-21", carriers=3),
        dataclasses.replace(story, id="abcde012345", title="TASS", day="2015-07", bound=True, source="سبق"),
        dataclasses.replace(story, id="zzzzzzzzzz", title="", day="", source="المرفأ"),
    ]
    text, bits = make_rows(stories, {"سبق": 2, "المرفأ": 0, "غيرهما": 1}, ["أول الخبر", "", ""])
    assert text.split(BREAK) == ["خبر عاجل", "أول الخبر", "TASS", "", "", ""]
    reader = Reader(bits)
    lengths = [ID_LENGTH - 1 + reader.gamma() for _ in stories]
    assert [reader.gamma() for _ in stories] == [3, story.carriers, story.carriers]
    first, width = reader.gamma(), reader.gamma() - 1
    assert (first, width) == ((2015 * 13 + 7) * 32, 5)
    assert ["".join(DIGITS[reader.take(5)] for _ in range(n)) for n in lengths] == [story.id for story in stories]
    assert [reader.take(3) for _ in stories] == [4, 5, 0]
    assert [reader.take(width) for _ in stories] == [22, 1, 0]


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
        word, codes = spell(stem(norms[0]), norms[0], written)
        root, *others = word.split(",")
        affixes = [divmod(code, 1 << AFTER_BITS) for code in codes]
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
    facets, _ = make_facets(called, ["المرفأ", "سبق"], {})
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


def _read_forms(reader: Reader, root: str, others: list[str]) -> list[str]:
    forms = []
    for _ in range(reader.gamma()):
        before, after = reader.gamma() - 1, reader.gamma() - 1
        forms.append(others.pop(0) if before == len(BEFORE) else BEFORE[before] + root + AFTER[after])
    return forms


def _read_postings(shard: tuple[str, list[bytes]], places: bytes, marks: list[int]) -> Any:
    text, (bits,) = shard
    words = text.split()
    for word, own, held in zip(words, Reader(bits).pieces(len(words)), Reader(places).pieces(len(words)), strict=True):
        root, *others = word.split(",")
        reader, where = Reader(own), Reader(held)
        documents = reader.gamma()
        forms = [normalise(form) for form in _read_forms(reader, root, others)]
        assert {stem(form) for form in forms} == {stem(forms[0])}
        for document in reader.rising(documents, len(marks)):
            tally, rank = divmod(reader.symbol(int(kinds(np.array([len(forms)]))[0])), RANKS)
            tally += 1
            count = reader.gamma() if tally == TITLED else tally if tally < TITLED else 3 + reader.gamma()
            assert tally != 4 or 9 - reader.gamma() == TITLE
            step = max(0, (marks[document] - int(3 * np.log2(count))) // 3 - 1)
            place, found = -1, []
            for i in range(count):
                rank += reader.gamma() - 1 if len(forms) > 1 and (i or rank == RANKS - 1) else 0
                place += where.rice(2 if tally == 4 and not found else step) + 1
                found.append((forms[rank], place))
            yield document, sorted(form for form, _ in found), [place for _, place in found]
