"""One story, one page: merged where two texts are one, linked where they are versions, left alone otherwise."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from corpus_builder import make_corpus
from news_archive.dedupe import find_duplicates, load_decisions
from news_archive.dedupe.decisions import Decision, Decisions
from news_archive.dedupe.increment import DRIFT, update
from news_archive.dedupe.join import join
from news_archive.dedupe.pairs import Bounds, find_overlaps
from news_archive.dedupe.shingles import Shingles, make_shingles
from news_archive.dedupe.texts import read_texts
from news_archive.errors import ConfigurationError
from news_archive.models import Corpus, Duplicates, Relation
from news_archive.settings import DedupeSettings

WORDS = [f"كلمة{n}" for n in range(400)]
SETTINGS = DedupeSettings()


def words(seed: int, count: int = 60) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)


def stories(corpus: Corpus, duplicates: Duplicates) -> dict[str, set[str]]:
    names = [head.source for head in corpus.heads]
    return {names[s.main]: {names[m] for m in s.members} for s in duplicates.stories}


def relations(corpus: Corpus, duplicates: Duplicates) -> dict[tuple[str, str], Relation]:
    names = [head.source for head in corpus.heads]
    return {(names[p.a], names[p.b]): p.relation for p in duplicates.pairs}


def test_one_text_in_three_papers_is_one_page_of_the_longest() -> None:
    text = words(1, 100)
    corpus = make_corpus({"a": " ".join(text), "b": " ".join([*text, "وزيادة"]), "c": " ".join(text[:-2])})
    found, _ = find_duplicates(corpus, SETTINGS)
    assert stories(corpus, found) == {"b": {"a", "c"}}


def test_a_version_and_a_contained_item_keep_their_pages_and_are_linked() -> None:
    text, other = words(1, 100), words(2, 100)
    corpus = make_corpus(
        {
            "main": " ".join(text),
            "version": " ".join(text[:75] + words(3, 25)),
            "roundup": " ".join(other + text[:40]),
            "item": " ".join(text[:40]),
        }
    )
    found, _ = find_duplicates(corpus, SETTINGS)
    assert all(not members for members in stories(corpus, found).values())
    named = relations(corpus, found)
    assert named["main", "version"] is Relation.VERSION
    assert named["item", "roundup"] is Relation.CONTAINED
    assert named["item", "main"] is Relation.CONTAINED


def test_a_chain_of_small_steps_never_joins_two_different_texts() -> None:
    text = words(1, 200)
    chain = {}
    for step in range(12):
        text = [*text[: step * 15], *(f"خطوة{step}{n}" for n in range(10)), *text[step * 15 + 10 :]]
        chain[f"{step:02d}"] = " ".join(text)
    corpus = make_corpus(chain)
    found, _ = find_duplicates(corpus, SETTINGS)
    close = {(p.a, p.b) for p in found.pairs if p.relation is Relation.SAME}
    for story in found.stories:
        assert all((min(story.main, m), max(story.main, m)) in close for m in story.members)
    assert len(found.stories) > 1


def test_short_texts_are_equal_only_as_whole_records() -> None:
    corpus = make_corpus({"a": "اعتذار عن التأخر", "b": "اعتذار عن التأخر ", "c": "اعتذار عن التأخر"})
    found, _ = find_duplicates(corpus, SETTINGS)
    merged = stories(corpus, found)
    assert merged["b"] == set() and len(merged) == 2


def test_records_of_one_address_are_one_page_with_the_latest_text() -> None:
    url = "http://example.org/1"
    corpus = make_corpus(
        {"old": " ".join(words(1)), "new": " ".join(words(2))},
        {"old": url, "new": url},
        {"old": "2018-04-20", "new": "2018-04-21"},
    )
    found, _ = find_duplicates(corpus, SETTINGS)
    assert stories(corpus, found) == {"new": {"old"}}
    assert [s.reason for s in found.stories] == ["revision"]


@pytest.mark.parametrize("seed", range(6))
def test_the_pairs_are_those_of_comparing_all_with_all(seed: int) -> None:
    rng = random.Random(seed)
    texts = {}
    for n in range(40):
        base = words(rng.randint(0, 8), rng.choice([30, 60, 120]))
        cut = rng.randint(0, len(base))
        texts[f"{n:02d}"] = " ".join(base[:cut] + words(100 + n, rng.randint(0, 40)) + base[cut:])
    corpus = make_corpus(texts)
    shingles = make_shingles(corpus)
    sets = [set(shingles.hashes[a:b].tolist()) for a, b in zip(shingles.offsets, shingles.offsets[1:], strict=False)]
    distinct = [n for n in range(len(sets)) if shingles.text.tolist().index(shingles.text[n]) == n]
    expected = set()
    for i in distinct:
        for j in distinct:
            if i < j and (shared := len(sets[i] & sets[j])):
                near = shared / len(sets[i] | sets[j]) >= 0.5
                if near or shared / min(len(sets[i]), len(sets[j])) >= 0.8:
                    expected.add((i, j))
    articles = np.array(distinct, np.int64)
    for portion, max_shared in ((2_000_000, 200), (300, 200), (50, 200), (300, 3)):
        joined = join(shingles, articles, max_shared=max_shared, common_from=1, portion=portion)
        found = find_overlaps(joined.holdings, articles, bounds=Bounds(0.5, 0.8), max_shared=max_shared).rows()
        pairs = {(o.a, o.b) for o in found}
        assert pairs == expected if max_shared == 200 else pairs <= expected
        for o in found:
            assert (o.shared, o.size_a, o.size_b) == (len(sets[o.a] & sets[o.b]), len(sets[o.a]), len(sets[o.b]))


def test_a_formula_shared_by_very_many_is_no_copy_and_costs_nothing() -> None:
    formula = " ".join(words(1, 60))
    corpus = make_corpus({f"{n:03d}": f"{formula} {' '.join(words(1000 + n, 30))}" for n in range(300)})
    found, _ = find_duplicates(corpus, DedupeSettings(max_shared=200))
    assert found.pairs == [] and len(found.stories) == 300


@pytest.mark.parametrize("count", [12, 60])
def test_a_text_in_very_many_papers_each_with_a_word_of_its_own_is_one_page(count: int) -> None:
    text = words(1, 120)
    corpus = make_corpus({f"{n:03d}": " ".join([*text[:60], f"زيادة{n}", *text[60:]]) for n in range(count)})
    found, _ = find_duplicates(corpus, DedupeSettings(max_shared=10))
    assert len(found.stories) == 1
    assert {p.relation for p in found.pairs} == {Relation.SAME}


def test_texts_of_frames_are_linked_with_the_first_of_their_set_and_not_merged() -> None:
    frame = " ".join(words(1, 100))
    corpus = make_corpus({f"{n:03d}": f"{frame} {' '.join(words(1000 + n, 20 + n % 3))}" for n in range(40)})
    found, _ = find_duplicates(corpus, DedupeSettings(max_shared=30))
    assert len(found.stories) == 40
    assert {p.relation for p in found.pairs} == {Relation.VERSION} and len(found.pairs) < 45
    assert {n for p in found.pairs for n in (p.a, p.b)} == set(range(40))


@pytest.mark.parametrize("seed", range(8))
def test_frames_bring_the_same_stories_together_as_comparing_all_with_all(seed: int) -> None:
    rng = random.Random(seed)
    bases = [words(seed * 10 + n, 90) for n in range(3)]
    texts = {}
    for n in range(60):
        own = rng.choice(bases).copy()
        for _ in range(rng.randint(0, 4)):
            own.insert(rng.randrange(len(own)), f"زيادة{n}{rng.randrange(9)}")
        texts[f"{n:02d}"] = " ".join(own + [f"خاتمة{n}{i}" for i in range(rng.choice([0, 0, 8, 30]))])
    corpus = make_corpus(texts)
    exact, _ = find_duplicates(corpus, DedupeSettings(max_shared=1000))
    framed, _ = find_duplicates(corpus, DedupeSettings(max_shared=rng.choice([4, 8, 12])))
    assert [(s.main, s.members) for s in framed.stories] == [(s.main, s.members) for s in exact.stories]


def test_the_editor_merges_splits_and_chooses(tmp_path: Path) -> None:
    file = tmp_path / "duplicates.toml"
    file.write_text('[[merge]]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nmain = "bbbbbbbbbb"\nreason = "خبر واحد"\n')
    corpus = make_corpus({"aaaaaaaaaa": " ".join(words(1)), "bbbbbbbbbb": " ".join(words(2))})
    found, _ = find_duplicates(corpus, SETTINGS, decisions=load_decisions(file))
    assert stories(corpus, found) == {"bbbbbbbbbb": {"aaaaaaaaaa"}}
    text = " ".join(words(3, 90))
    file.write_text('[[split]]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nreason = "مختلفان"\n')
    corpus = make_corpus({"aaaaaaaaaa": text, "bbbbbbbbbb": text + " اليوم"})
    found, _ = find_duplicates(corpus, SETTINGS, decisions=load_decisions(file))
    assert len(found.stories) == 2


@pytest.mark.parametrize(
    "text",
    [
        '[[merge]]\nids = ["x"]\nreason = "r"',
        '[[merge]]\nids = ["aaaaaaaaaa"]\nreason = "r"',
        '[[merge]]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]',
        "[[join]]\n",
        "merge = [",
    ],
)
def test_a_wrong_decision_names_its_file(text: str, tmp_path: Path) -> None:
    (tmp_path / "duplicates.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"duplicates\.toml"):
        load_decisions(tmp_path / "duplicates.toml")


@pytest.mark.parametrize("count", [22, 450])
def test_many_equal_texts_are_one_page_whatever_their_dates(count: int) -> None:
    dates = {f"n{n:04d}": f"2015-01-{28 - n % 28:02d}" for n in range(count)}
    corpus = make_corpus(dict.fromkeys(dates, " ".join(words(1))), dates=dates)
    found, _ = find_duplicates(corpus, SETTINGS)
    assert len(found.stories) == 1
    main = found.stories[0].main
    stated = {pair.a if pair.b == main else pair.b for pair in found.pairs if main in (pair.a, pair.b)}
    assert stated == set(found.stories[0].members)


def test_two_large_sets_of_near_texts_are_one_page() -> None:
    text = " ".join(words(2, 100))
    corpus = make_corpus({f"a{n:02d}": text + " زيادة" for n in range(21)} | {f"b{n:02d}": text for n in range(20)})
    found, _ = find_duplicates(corpus, SETTINGS)
    assert len(found.stories) == 1


def decide(tmp_path: Path, text: str) -> Decisions:
    (tmp_path / "duplicates.toml").write_text(text)
    return load_decisions(tmp_path / "duplicates.toml")


def test_two_texts_that_were_split_do_not_meet_under_a_third(tmp_path: Path) -> None:
    text = words(3, 100)
    a, b, c = "aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"
    corpus = make_corpus({a: " ".join([*text, "زيادة"]), b: " ".join(text), c: " ".join(text[:-1])})
    split = f'[[split]]\nids = ["{b}", "{c}"]\nreason = "r"\n'
    found, _ = find_duplicates(corpus, SETTINGS, decisions=decide(tmp_path, split))
    assert stories(corpus, found) == {a: {b}, c: set()}
    both = split + f'[[merge]]\nids = ["{a}", "{c}"]\nreason = "r"\n'
    found, _ = find_duplicates(corpus, SETTINGS, decisions=decide(tmp_path, both))
    assert stories(corpus, found) == {a: {c}, b: set()}


def test_decisions_that_contradict_each_other_stop_the_build(tmp_path: Path) -> None:
    pair = 'ids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nreason = "r"\n'
    with pytest.raises(ConfigurationError, match="merged and split"):
        decide(tmp_path, f"[[merge]]\n{pair}[[split]]\n{pair}")


def test_a_merge_that_names_a_revised_article_keeps_its_latest_text() -> None:
    corpus = make_corpus(
        {"aaaaaaaa01": " ".join(words(5)), "aaaaaaaa02": " ".join(words(6)), "bbbbbbbbbb": " ".join(words(7))},
        urls=dict.fromkeys(("aaaaaaaa01", "aaaaaaaa02"), "http://example.org/1"),
        dates={"aaaaaaaa01": "2015-01-01", "aaaaaaaa02": "2015-01-02"},
    )
    name = next(head.id for head in corpus.heads if head.source == "aaaaaaaa01")
    merge = Decisions(merge=(Decision((name, "bbbbbbbbbb"), name, "r"),))
    found, _ = find_duplicates(corpus, SETTINGS, decisions=merge)
    assert stories(corpus, found) == {"aaaaaaaa02": {"aaaaaaaa01", "bbbbbbbbbb"}}


def test_a_comment_behind_a_header_hides_no_decision(tmp_path: Path) -> None:
    text = '[[merge]]   # one story\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nreason = "r"\n'
    assert len(decide(tmp_path, text).merge) == 1
    assert len(decide(tmp_path, 'merge = [{ids = ["aaaaaaaaaa", "bbbbbbbbbb"], reason = "r"}]').merge) == 1
    with pytest.raises(ConfigurationError, match=r"duplicates\.toml:1: "):
        decide(tmp_path, '[[merge]] # one story\nids = ["x"]\n')
    with pytest.raises(ConfigurationError, match="two brackets"):
        decide(tmp_path, '[merge]\nids = ["aaaaaaaaaa", "bbbbbbbbbb"]\nreason = "r"\n')


def test_the_template_of_decisions_is_read_once_its_marks_are_taken_away(tmp_path: Path) -> None:
    template = (Path(__file__).parents[3] / "content" / "duplicates.toml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in template.splitlines()[1:]]
    found = decide(tmp_path, "\n".join(line for line in lines if line != "#"))
    assert (len(found.merge), len(found.split)) == (1, 1)


# What is remembered changes how fast copies are found, never which.

VOCABULARY = [f"كلمة{n}" for n in range(300)]


def is_name(word: str) -> bool:
    return word.endswith(("3", "7"))


def edit(texts: dict[str, str], rng: random.Random) -> None:
    """Change, add, remove or copy one article."""
    kind, name = rng.choice("cardcc"), rng.choice(sorted(texts))
    body = texts[name].split()
    if kind == "c":
        body[rng.randrange(len(body))] = rng.choice(VOCABULARY)
    elif kind == "r" and len(texts) > 10:
        del texts[name]
        return
    elif kind == "a":
        body = rng.choices(VOCABULARY, k=rng.randint(5, 60))
    if kind in "ad":
        name = f"n{rng.randrange(10_000):04d}"
    texts[name] = " ".join(body)


@pytest.mark.parametrize("seed", range(12))
def test_in_steps_gives_what_afresh_gives(seed: int) -> None:
    rng = random.Random(seed)
    frame = rng.choices(VOCABULARY, k=40)
    texts = {}
    for n in range(30):  # a third hold a common frame, so that counts cross the bound now and then
        own = rng.choices(VOCABULARY, k=rng.randint(10, 60))
        texts[f"n{n:04d}"] = " ".join(own + frame if n % 3 == 0 else own)
    settings = DedupeSettings(max_shared=DRIFT + rng.choice([2, 8, 12, 150]), same=rng.choice([0.6, 0.8]))
    state = None
    for _ in range(25):
        corpus = make_corpus(texts)
        stepped, state = find_duplicates(corpus, settings, is_name=is_name, previous=state)
        assert stepped == find_duplicates(corpus, settings, is_name=is_name)[0]
        for _ in range(rng.choice([0, 1, 1, 1, 3])):
            edit(texts, rng)


def test_one_change_is_a_step_and_a_change_of_a_frame_is_not() -> None:
    rng = random.Random(1)
    frame = " ".join(rng.choices(VOCABULARY, k=40))
    texts = {f"n{n}": " ".join(rng.choices(VOCABULARY, k=50)) for n in range(20)}
    texts |= {f"f{n}": f"{frame} {' '.join(rng.choices(VOCABULARY, k=90))}" for n in range(20)}
    settings = DedupeSettings(max_shared=DRIFT + 10)
    _, state = find_duplicates(make_corpus(texts), settings)

    def is_step(changed: dict[str, str]) -> bool:
        read = read_texts(make_corpus(changed), state)
        assert read.shingles is None
        return update(read, read.words.nonzero()[0], state, settings) is not None

    assert is_step(texts)
    assert is_step(texts | {"n1": texts["n1"] + " زيادة"})
    assert not is_step(texts | {"f1": texts["f1"] + " زيادة"})
    assert not is_step(texts | {"new": frame + " كلام آخر"})


def test_what_was_remembered_of_two_texts_is_not_asked_again() -> None:
    text = words(1, 100)
    texts = {"a": " ".join(text), "b": " ".join([*text[:50], "كلمة3", *text[51:]]), "c": " ".join(words(2, 90))}
    asked: list[str] = []
    _, state = find_duplicates(make_corpus(texts), SETTINGS, is_name=lambda word: bool(asked.append(word)))
    assert asked
    asked.clear()
    changed = make_corpus(texts | {"c": " ".join(words(3, 90))})
    found, _ = find_duplicates(changed, SETTINGS, is_name=lambda word: bool(asked.append(word)), previous=state)
    assert not asked and found == find_duplicates(changed, SETTINGS, is_name=lambda _: False)[0]


def test_under_other_names_texts_are_remembered_and_pairs_judged_again() -> None:
    form = words(1, 120)
    texts = {"a": " ".join([*form[:60], "مصطفى", *form[60:]]), "b": " ".join([*form[:60], "عيسى", *form[60:]])}
    corpus, known = make_corpus(texts), ("مصطفى", "عيسى")
    found, state = find_duplicates(corpus, SETTINGS, is_name=known.__contains__, names=b"two")
    assert [pair.guarded for pair in found.pairs] == [True]
    for names, asked in ((b"two", known), (b"none", ())):
        again, _ = find_duplicates(corpus, SETTINGS, is_name=asked.__contains__, previous=state, names=names)
        assert again == find_duplicates(corpus, SETTINGS, is_name=asked.__contains__)[0]


@pytest.mark.parametrize("names", [("مصطفى", "عيسى"), ("مصطفي", "عيسي")])
def test_whether_two_texts_are_a_form_does_not_hang_on_how_others_write_a_name(names: tuple[str, str]) -> None:
    form = words(1, 120)
    texts = {"a": " ".join([*form[:60], "مصطفي", *form[60:]]), "b": " ".join([*form[:60], "عيسي", *form[60:]])}
    texts["c"] = " ".join([*words(2, 40), "مصطفى", "عيسى"])
    alone, state = find_duplicates(make_corpus({n: texts[n] for n in "ab"}), SETTINGS, is_name=names.__contains__)
    corpus = make_corpus(texts)
    found, _ = find_duplicates(corpus, SETTINGS, is_name=names.__contains__)
    assert [p.guarded for p in found.pairs] == [p.guarded for p in alone.pairs] == [True]
    assert find_duplicates(corpus, SETTINGS, is_name=names.__contains__, previous=state)[0] == found


@pytest.mark.parametrize("texts", [{}, {"a": "كلمة"}, {"a": "كلمة", "b": "كلمة أخرى"}])
def test_an_archive_of_hardly_a_word_has_no_copies(texts: dict[str, str]) -> None:
    corpus = make_corpus(texts)
    found, state = find_duplicates(corpus, SETTINGS)
    assert found.pairs == [] and len(found.stories) == len(texts)
    assert find_duplicates(corpus, SETTINGS, previous=state)[0] == found


def test_shingles_whose_hashes_begin_alike_are_told_apart() -> None:
    rng = np.random.default_rng(3)
    alike = (np.uint64(1) << np.uint64(60)) + np.arange(12, dtype=np.uint64)
    sets = [
        rng.permutation(np.append(alike[n % 4 :: 2], rng.integers(1 << 63, size=4, dtype=np.uint64))) for n in range(9)
    ]
    offsets = np.append(0, np.cumsum([len(own) for own in sets]))
    shingles = Shingles(np.concatenate(sets), offsets, np.diff(offsets).astype(np.int32), np.arange(9, dtype=np.uint64))
    held = join(shingles, np.arange(9), max_shared=99, common_from=99, portion=1000).holdings
    found = find_overlaps(held, np.arange(9), bounds=Bounds(0.1, 0.1), max_shared=99).rows()
    ours = [set(own.tolist()) for own in sets]
    assert {(o.a, o.b): o.shared for o in found} == {
        (a, b): len(ours[a] & ours[b]) for a in range(9) for b in range(a + 1, 9) if ours[a] & ours[b]
    }
