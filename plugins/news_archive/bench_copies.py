"""``invoke bench``, copies: how long it takes to find them in sets made to be hard, beside a normal set of that size.

The sets are made as numbers, by a seeded generator: a text is a row of word ids. Each set says what must come of it: how
many pages at least, at most. What is measured is ``find_duplicates`` on ready token arrays, verification included, and
the most memory that it holds at a time.
"""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Final

import numpy as np

from .dedupe import find_duplicates
from .models import Corpus, Duplicates, Head, Int64, Tokens, Vocabulary
from .settings import DedupeSettings

WORDS: Final = 60_000
"""Words of the vocabulary."""
LENGTH: Final = 500
"""Words of a text of the hard sets, and of a normal one on average."""
ROUNDS: Final = 5
"""How often each set is measured."""

Texts = list[Int64]


@dataclass(frozen=True, slots=True)
class CopiesCost:
    """What a set took."""

    texts: int
    words: int
    """Of a text, on average."""
    cpu: float
    """Seconds, the least of several times."""
    kilobytes: float
    """Most memory at a time, an article."""
    pages: int
    pairs: int
    right: bool
    """The number of pages is what it must be."""


def make_normal(count: int, rng: np.random.Generator) -> Texts:
    """A tenth of the texts are copies of another one with a few other words."""
    texts: Texts = []
    for number in range(count):
        if number > 10 and rng.random() < 0.1:
            text = texts[int(rng.integers(number))].copy()
            text[rng.integers(len(text), size=max(1, len(text) // 60))] = rng.integers(WORDS, size=1)
        else:
            text = np.minimum(rng.zipf(1.2, size=int(rng.integers(20, 2 * LENGTH - 20))), WORDS - 1).astype(np.int64)
        texts.append(text)
    return texts


def make_identical(count: int, rng: np.random.Generator) -> Texts:
    return [rng.integers(WORDS, size=LENGTH)] * count


def make_boilerplate(count: int, rng: np.random.Generator) -> Texts:
    """One boilerplate of 500 words in every text, and 100 words of its own."""
    frame = rng.integers(WORDS, size=LENGTH)
    return [np.concatenate([rng.integers(WORDS, size=100), frame]) for _ in range(count)]


def make_chain(count: int, rng: np.random.Generator) -> Texts:
    """Each text differs from the next by a stretch of 5 %."""
    text, step = rng.integers(WORDS, size=LENGTH), LENGTH // 20
    texts: Texts = []
    for number in range(count):
        text = text.copy()
        place = number * step % LENGTH
        text[place : place + step] = rng.integers(WORDS, size=step)
        texts.append(text)
    return texts


def make_near(count: int, rng: np.random.Generator) -> Texts:
    """One text in every paper, each with three words of its own."""
    text = rng.integers(WORDS, size=LENGTH)
    texts: Texts = []
    for _ in range(count):
        own = text.copy()
        own[rng.integers(LENGTH, size=3)] = rng.integers(WORDS, size=3)
        texts.append(own)
    return texts


SETS: Final[dict[str, tuple[Callable[[int, np.random.Generator], Texts], Callable[[int], tuple[int, int]]]]] = {
    "normal": (make_normal, lambda n: (n * 85 // 100, n)),
    "identical": (make_identical, lambda _: (1, 1)),
    "boilerplate": (make_boilerplate, lambda n: (n, n)),
    "chain of 5 %": (make_chain, lambda n: (n // 8, n)),
    "near copies": (make_near, lambda _: (1, 1)),
}
"""Name of a set -> how it is made, and the fewest and most pages that may come of it."""


def make_corpus(texts: Texts) -> Corpus:
    """Return texts as a corpus; each has an empty title and one paragraph."""
    surfaces = [f"كلمة{number:05d}" for number in range(WORDS)]
    every = np.arange(WORDS, dtype=np.int32)
    lengths = np.array([len(text) for text in texts], np.int64)
    ids = np.concatenate(texts).astype(np.int32)
    blocks = np.zeros(2 * len(texts) + 1, np.int64)
    blocks[2::2] = np.cumsum(lengths)
    blocks[1::2] = blocks[0:-1:2]
    ends = np.zeros(len(ids), np.bool_)
    ends[blocks[2::2] - 1] = True
    tokens = Tokens(ids, np.zeros(len(ids), np.int32), blocks, np.arange(0, 2 * len(texts) + 1, 2), ends)
    heads = [_head(number, int(length)) for number, length in enumerate(lengths.tolist())]
    return Corpus(heads, tokens, Vocabulary(surfaces, surfaces, every, surfaces, every))


def _head(number: int, words: int) -> Head:
    name = f"set.jsonl#{number + 1}"
    digest = sha256(name.encode()).hexdigest()
    return Head(
        source=name, id=f"{number:010d}", sha256=digest, title="", url=None, paper="", author="", agency=(), place="",
        date=None, words=words, characters_in=0, characters_out=0, sample=False, generated_title=False, rules=(),
        flags=(), key=digest,
    )  # fmt: skip


def measure_copies(count: int) -> dict[str, dict[str, Any]]:
    """Return what each set of ``count`` texts takes, and what a quarter of the normal set takes.

    The sets are measured in turn, several times over, and the least time of each counts: what a busy machine adds to
    one of them would else look like a property of that set.
    """
    sets = {"quarter of normal": _make("normal", count // 4)} | {name: _make(name, count) for name in SETS}
    least = dict.fromkeys(sets, float("inf"))
    collecting = gc.isenabled()
    gc.disable()  # as builds do
    try:
        for _ in range(ROUNDS):
            for name, corpus in sets.items():
                started = time.process_time()
                _find(corpus)
                least[name] = min(least[name], time.process_time() - started)
    finally:
        if collecting:
            gc.enable()
    return {name: asdict(_judge(name, corpus, least[name])) for name, corpus in sets.items()}


def _make(name: str, count: int) -> Corpus:
    return make_corpus(SETS[name][0](count, np.random.default_rng(7)))


def _find(corpus: Corpus) -> Duplicates:
    return find_duplicates(corpus, DedupeSettings(), is_name=lambda _: False)[0]


def _judge(name: str, corpus: Corpus, cpu: float) -> CopiesCost:
    """Return the cost of a set, and whether what comes of it is right."""
    tracemalloc.start()
    duplicates = _find(corpus)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    count, pages = len(corpus.heads), len(duplicates.stories)
    fewest, most = SETS[name][1](count) if name in SETS else (0, count)
    return CopiesCost(
        texts=count,
        words=round(len(corpus.tokens.ids) / max(1, count)),
        cpu=round(cpu, 3),
        kilobytes=round(peak / 1024 / max(1, count), 1),
        pages=pages,
        pairs=len(duplicates.pairs),
        right=fewest <= pages <= most,
    )


def copies_lines(costs: dict[str, dict[str, Any]]) -> list[str]:
    """Return the table."""
    normal = costs["normal"]["cpu"]
    titles = f"{'cpu s':>8}{'x normal':>10}{'KB each':>9}{'pages':>8}{'pairs':>9}"
    lines = [f"{'copies':<22}{'texts':>8}{'words':>7}{titles}"]
    for name, cost in costs.items():
        lines.append(
            f"{name:<22}{cost['texts']:>8,}{cost['words']:>7,}{cost['cpu']:>8.2f}{cost['cpu'] / max(normal, 0.001):>10.2f}"
            f"{cost['kilobytes']:>9.1f}{cost['pages']:>8,}{cost['pairs']:>9,}{'' if cost['right'] else '   WRONG'}"
        )
    return lines
