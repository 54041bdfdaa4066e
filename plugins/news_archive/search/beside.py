"""What an article is found by beside its own text: the headlines of what was merged into it, and who wrote it.

Both are blocks of words behind the text. They do not count for its length: an article is no longer for its copies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ..arabic.normal import normalise
from ..arabic.stems import stem
from ..arabic.tokens import find_tokens
from ..models import Bool, Corpus, Int32, Int64, Vocabulary
from ..words import add_words, find_word
from .documents import IndexedStory


@dataclass(frozen=True, slots=True)
class Beside:
    """Tokens of the stories, one story's after the other's."""

    surfaces: Int32
    titled: Bool
    """The token stands in a headline."""
    steps: Int64
    """Token within what its story has, plus one for each block before its own."""
    counts: Int64
    """Tokens of each story."""


def add_writers(vocabulary: Vocabulary, stories: Iterable[IndexedStory]) -> Vocabulary:
    """Return the vocabulary with the words of writers' names that no text has; they come last, sorted.

    Ids stay what they are, so what is known by id holds for both.
    """
    words = {word for name in {name for story in stories for name in story.writers} for word in find_tokens(name)}
    surfaces = sorted(word for word in words if find_word(vocabulary.surfaces, word) < 0)
    if not surfaces:
        return vocabulary
    folded = [normalise(word) for word in surfaces]
    norms, norm_of = _number(vocabulary.norms, folded)
    stems, stem_of = _number(vocabulary.stems, [stem(norm) for norm in norms])
    return Vocabulary(
        add_words(vocabulary.surfaces, surfaces),
        add_words(vocabulary.norms, norms),
        np.concatenate([vocabulary.norm_of, norm_of]),
        add_words(vocabulary.stems, stems),
        np.concatenate([vocabulary.stem_of, stem_of]),
    )


def _number(known: Sequence[str], values: Sequence[str]) -> tuple[list[str], Int32]:
    """Return the sorted values that are not known, and the number of each value among both."""
    places = {value: find_word(known, value) for value in set(values)}
    new = sorted(value for value, place in places.items() if place < 0)
    places |= {value: len(known) + i for i, value in enumerate(new)}
    return new, np.array([places[value] for value in values], np.int32)


def gather(corpus: Corpus, stories: Sequence[IndexedStory], own: int) -> Beside:
    """Return the words beside each story's text; of the corpus' surfaces the first ``own`` are sorted."""
    read = _reader(corpus.vocabulary, own)
    blocks = [_blocks(corpus, story, read) for story in stories]
    some = [words for words, _ in chain.from_iterable(blocks)]
    sizes = np.array([len(words) for words in some], np.int64)
    counts = np.array([sum(len(words) for words, _ in these) for these in blocks], np.int64)
    return Beside(
        surfaces=np.concatenate([*some, np.empty(0, np.int32)]),
        titled=np.repeat(np.array([titled for _, titled in chain.from_iterable(blocks)], np.bool_), sizes),
        steps=_steps(sizes, np.array([len(these) for these in blocks], np.int64), counts),
        counts=counts,
    )


def _steps(sizes: Int64, blocks: Int64, counts: Int64) -> Int64:
    """Return the token's number in its story, plus one for each of the story's blocks before its own."""
    first = np.cumsum(blocks) - blocks
    inside = np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    return inside + np.repeat(np.arange(len(sizes), dtype=np.int64) - np.repeat(first, blocks), sizes)


def _reader(vocabulary: Vocabulary, own: int) -> Callable[[str], Int32]:
    """Return what gives the surfaces of a name, each name looked up once."""
    known: dict[str, Int32] = {}
    others = {word: own + i for i, word in enumerate(vocabulary.surfaces[own:])}

    def read(name: str) -> Int32:
        if name not in known:
            words = find_tokens(name)
            known[name] = np.array(
                [others[word] if word in others else find_word(vocabulary.surfaces, word, own) for word in words],
                np.int32,
            )
        return known[name]

    return read


def _blocks(corpus: Corpus, story: IndexedStory, read: Callable[[str], Int32]) -> list[tuple[Int32, bool]]:
    """Return the headlines that say something else than those before them, and the names of the writers."""
    found: list[tuple[Int32, bool]] = []
    if story.merged:
        seen = {_headline(corpus, story.article)[1]}
        for article in story.merged:
            words, norms = _headline(corpus, article)
            if norms not in seen:
                seen.add(norms)
                found.append((words, True))
    found += [(read(name), False) for name in story.writers]
    return [block for block in found if len(block[0])]


def _headline(corpus: Corpus, article: int) -> tuple[Int32, bytes]:
    """Return the surfaces of a headline, and its normal forms as bytes."""
    tokens = corpus.tokens
    block = tokens.articles[article]
    words = tokens.ids[tokens.blocks[block] : tokens.blocks[block + 1]]
    return words, corpus.vocabulary.norm_of[words].tobytes()
