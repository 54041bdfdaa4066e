"""analyse: cleaned text -> token arrays, one pass, each distinct surface token analysed once.

``tokenise`` cuts a batch of articles into surface tokens with ids of its own; ``build_vocabulary`` puts the tokens of
all batches under one canonical numbering (sorted by code point), so that no later stage can see in which order, in
how many processes or in how many builds the articles came. Everything after this stage works on integers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Final

import numpy as np
import numpy.typing as npt

from .arabic.normal import FOLD
from .arabic.stems import stem
from .arabic.tokens import BASE_RANGES, MARK_RANGES
from .models import Bool, Int32, Int64, Tokens, Vocabulary

SENTENCE_MARKS: Final = ".!?…\N{ARABIC QUESTION MARK}\N{ARABIC FULL STOP}"
"""End a sentence where no letter or digit follows at once; a point behind a single letter (د. ب. أ) does not."""


def _class_table() -> npt.NDArray[np.int8]:
    """Return 2 for code points that begin a token, 1 for those that may follow, 0 for others, -1 for ends of sentences."""
    table = np.zeros(0x10001, dtype=np.int8)  # the last entry stands for all that lie beyond
    table[[ord(mark) for mark in SENTENCE_MARKS]] = -1
    for first, last in MARK_RANGES:
        table[first : last + 1] = 1
    for first, last in BASE_RANGES:
        table[first : last + 1] = 2
    return table


_CLASS: Final = _class_table()


@dataclass(frozen=True, slots=True)
class Batch:
    """The tokens of some articles under a numbering of their own."""

    surfaces: list[str]
    """Distinct surface tokens in order of first appearance; index = local id. Only those that were not known before."""
    tokens: Tokens
    """As in ``models.Tokens``, with local ids."""


class SurfaceNumbers:
    """Local ids that several batches share, so that a word which comes back in many of them is named once."""

    __slots__ = ("_told", "number")

    def __init__(self) -> None:
        self.number: defaultdict[str, int] = defaultdict(count().__next__)
        self._told = 0

    def added(self) -> list[str]:
        """Return the words that came in since the last call, in order of their ids."""
        new = list(islice(self.number, self._told, None))
        self._told += len(new)
        return new


def tokenise(articles: Sequence[Sequence[str]], numbers: SurfaceNumbers | None = None) -> Batch:
    """Cut articles, each a sequence of blocks (title first, then paragraphs), into tokens.

    A block holds no newline: the cleaning stage has split the text there. What ``TOKEN`` matches is found by tables over
    the whole text: all else is blanked, and what is left is split at the blanks.

    >>> batch = tokenise([["روسيا وروسيا", "قال: روسيا"]])
    >>> [batch.surfaces[i] for i in batch.tokens.ids]
    ['روسيا', 'وروسيا', 'قال', 'روسيا']
    >>> batch.tokens.starts.tolist(), batch.tokens.blocks.tolist(), batch.tokens.articles.tolist()
    ([0, 6, 0, 5], [0, 2, 4], [0, 2])
    >>> tokenise([["نعم. قال (د. ب. أ) لا؟ «ثم 5.5"]]).tokens.ends.tolist()
    [True, False, False, False, False, True, False, False, True]
    >>> tokenise([["ـ ـنعم ـ"]]).surfaces
    ['نعم']
    """
    numbers = numbers or SurfaceNumbers()
    counts = np.fromiter((len(blocks) for blocks in articles), dtype=np.int64, count=len(articles))
    blocks_of = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    lines = [block for blocks in articles for block in blocks]
    points = np.frombuffer("\n".join(lines).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind = _CLASS.take(points, mode="clip")
    starts, run_ends, inside = _find_words(kind)
    words = np.where(inside, points, ord(" ")).astype("<u4", copy=False).tobytes().decode("utf-32-le").split()
    if len(words) != len(starts):
        raise AssertionError("a token holds white space")
    ids = np.fromiter(map(numbers.number.__getitem__, words), dtype=np.int32, count=len(words))
    line_starts = np.zeros(len(lines) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, lines), dtype=np.int64, count=len(lines)) + 1, out=line_starts[1:])
    offsets = np.searchsorted(starts, line_starts)
    sizes = np.diff(offsets)
    ends = _find_ends(kind, starts, run_ends)
    ends[offsets[1:][sizes > 0] - 1] = True
    in_line = (starts - np.repeat(line_starts[:-1], sizes)).astype(np.int32)
    return Batch(numbers.added(), Tokens(ids, in_line, offsets.astype(np.int64), blocks_of, ends))


def _find_words(kind: npt.NDArray[np.int8]) -> tuple[Int64, Int64, Bool]:
    """Return where tokens begin and end, and which code points lie in one; ``kind`` is the class of each code point."""
    inside = kind > 0
    edges = np.diff(inside.view(np.int8), prepend=np.int8(0), append=np.int8(0))
    starts, ends = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
    marked = np.flatnonzero(kind[starts] == 1)
    if not len(marked):
        return starts, ends, inside
    letters = np.append(np.flatnonzero(kind == 2), len(kind))  # a run that begins with marks has its token behind them
    first = np.minimum(letters[np.searchsorted(letters, starts[marked])], ends[marked])
    lengths = first - starts[marked]
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    inside[np.repeat(starts[marked], lengths) + within] = False
    starts[marked] = first
    whole = starts < ends
    return starts[whole], ends[whole], inside


def _find_ends(kind: npt.NDArray[np.int8], starts: Int64, run_ends: Int64) -> Bool:
    """Return which tokens are followed by a mark that ends a sentence; ``kind`` is the class of each code point."""
    ends = np.zeros(len(starts), np.bool_)
    marks = np.flatnonzero(kind[:-1] < 0)
    marks = marks[kind[marks + 1] <= 0]
    token = np.searchsorted(starts, marks, side="right") - 1
    token = token[token >= 0]
    ends[token[run_ends[token] - starts[token] > 1]] = True
    return ends


@dataclass(frozen=True, slots=True)
class Renumbering:
    """A vocabulary and where the old ids of each of its sources went."""

    vocabulary: Vocabulary
    maps: list[Int32]
    """For each source list of surfaces: local id -> id in ``vocabulary``."""


def build_vocabulary(sources: Sequence[Sequence[str]]) -> Renumbering:
    """Merge lists of distinct surfaces into one canonical vocabulary.

    Surfaces, normal forms and stems are each sorted by code point.
    """
    known: set[str] = set()
    for source in sources:
        known.update(source)
    surfaces = sorted(known)
    position = {surface: i for i, surface in enumerate(surfaces)}
    maps = [np.fromiter(map(position.__getitem__, source), dtype=np.int32, count=len(source)) for source in sources]
    return Renumbering(analyse_surfaces(surfaces), maps)


def analyse_surfaces(surfaces: list[str]) -> Vocabulary:
    """Return the vocabulary of sorted distinct ``surfaces``: their normal forms and the stems of those."""
    normal = (
        "\n".join(surfaces).translate(FOLD).split("\n") if surfaces else []
    )  # in one go: no surface holds a newline
    norms, norm_of = _number(normal)
    stems, stem_of = _number([stem(norm) for norm in norms])
    return Vocabulary(surfaces, norms, norm_of, stems, stem_of)


def _number(values: Sequence[str]) -> tuple[list[str], Int32]:
    """Return the sorted distinct values and, for each value, its place among them."""
    distinct = sorted(dict.fromkeys(values))  # nearly in order already
    position = {value: i for i, value in enumerate(distinct)}
    return distinct, np.fromiter(map(position.__getitem__, values), dtype=np.int32, count=len(values))


def update_vocabulary(old: Vocabulary, used: Bool, added: Iterable[str]) -> tuple[Vocabulary, Int32]:
    """Return the vocabulary of the surfaces still ``used`` and those ``added``, and the map of the old ids (-1: gone).

    The result is what ``build_vocabulary`` gives for the same set of surfaces, at the cost of the difference.
    """
    new = sorted(word for word in set(added) if not _uses(old.surfaces, used, word))
    if bool(used.all()) and not new:
        return old, np.arange(len(old.surfaces), dtype=np.int32)
    analysed = analyse_surfaces(new)
    surfaces, from_old, from_new = _merge(old.surfaces, used, new)
    norm_used = np.zeros(len(old.norms), np.bool_)
    norm_used[old.norm_of[used]] = True
    norms, norm_from_old, norm_from_new = _merge(old.norms, norm_used, analysed.norms)
    stem_used = np.zeros(len(old.stems), np.bool_)
    stem_used[old.stem_of[norm_used]] = True
    stems, stem_from_old, stem_from_new = _merge(old.stems, stem_used, analysed.stems)
    norm_of = np.empty(len(surfaces), np.int32)
    norm_of[from_old[used]] = norm_from_old[old.norm_of[used]]
    norm_of[from_new] = norm_from_new[analysed.norm_of]
    stem_of = np.empty(len(norms), np.int32)
    stem_of[norm_from_old[norm_used]] = stem_from_old[old.stem_of[norm_used]]
    stem_of[norm_from_new] = stem_from_new[analysed.stem_of]
    return Vocabulary(surfaces, norms, norm_of, stems, stem_of), from_old


def _uses(words: list[str], used: Bool, word: str) -> bool:
    place = bisect_left(words, word)
    return place < len(words) and words[place] == word and bool(used[place])


def _merge(old: list[str], used: Bool, new: list[str]) -> tuple[list[str], Int32, Int32]:
    """Merge the used words of one sorted list with another sorted list; return the list and both maps (-1: unused)."""
    kept = _drop(old, np.flatnonzero(~used).tolist())
    fresh = [word for word in new if not _holds(kept, word)]
    merged = kept if not fresh else sorted([*kept, *fresh])  # timsort: two sorted runs, linear
    if not fresh:
        place = np.arange(len(kept), dtype=np.int32)
    else:
        cuts = np.fromiter((bisect_left(kept, word) for word in fresh), dtype=np.int64, count=len(fresh))
        shift = np.zeros(len(kept) + 1, np.int32)
        np.add.at(shift, cuts, 1)
        place = np.arange(len(kept), dtype=np.int32) + np.cumsum(shift[:-1], dtype=np.int32)
    from_old = np.full(len(old), -1, np.int32)
    from_old[used] = place
    from_new = np.fromiter((bisect_left(merged, word) for word in new), dtype=np.int32, count=len(new))
    return merged, from_old, from_new


def _drop(words: list[str], places: list[int]) -> list[str]:
    """Return ``words`` without those at ``places`` (ascending)."""
    if len(places) > 500:
        gone = set(places)
        return [word for place, word in enumerate(words) if place not in gone]
    kept = words.copy() if places else words
    for place in reversed(places):
        del kept[place]
    return kept


def _holds(words: list[str], word: str) -> bool:
    place = bisect_left(words, word)
    return place < len(words) and words[place] == word
