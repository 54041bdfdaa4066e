"""The vocabulary: every distinct surface token of the corpus under one numbering, with its normal form and its stem.

Surfaces, normal forms and stems are each sorted by code point, whatever order they came in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from .arabic import packed_forms
from .arabic.normal import normalise
from .arabic.packed import Packed, join, pack_words, sort_distinct, unpack
from .arabic.stems import stem
from .models import Bool, Int32, Vocabulary
from .words import Words, find_word, merge_words


@dataclass(frozen=True, slots=True)
class Renumbering:
    """A vocabulary and where the old ids of each of its sources went."""

    vocabulary: Vocabulary
    maps: list[Int32]
    """For each source list of surfaces: local id -> id in ``vocabulary``."""


def build_vocabulary(sources: Sequence[Sequence[str]]) -> Renumbering:
    """Merge lists of surfaces, none with a newline, into one canonical vocabulary."""
    packed = [pack_words(source) for source in sources]
    words, places = sort_distinct(join([found.take(fits) for found, fits in packed]))
    others = [[*compress(source, ~fits)] for source, (_, fits) in zip(sources, packed, strict=True)]
    vocabulary, moved = _add_others(_analyse(words, unpack(words)), sorted({word for few in others for word in few}))
    maps = []
    start = 0
    for (_, fits), few in zip(packed, others, strict=True):
        mapping = np.empty(len(fits), np.int32)
        end = start + len(fits) - len(few)
        mapping[fits], mapping[~fits] = moved[places[start:end]], find_places(vocabulary.surfaces, few)
        maps.append(mapping)
        start = end
    return Renumbering(vocabulary, maps)


def analyse_surfaces(surfaces: list[str]) -> Vocabulary:
    """Return the vocabulary of sorted distinct ``surfaces``."""
    words, fits = pack_words(surfaces)
    if fits.all():
        return _analyse(words, surfaces)
    vocabulary = _analyse(words.take(fits), [*compress(surfaces, fits)])
    return _add_others(vocabulary, [*compress(surfaces, ~fits)])[0]


def _analyse(words: Packed, surfaces: list[str]) -> Vocabulary:
    """Return the vocabulary of sorted distinct packed words, which ``surfaces`` are."""
    norms, norm_of = sort_distinct(packed_forms.fold(words))
    stems, stem_of = sort_distinct(packed_forms.stem(norms))
    return Vocabulary(surfaces, unpack(norms), norm_of, unpack(stems), stem_of)


def _add_others(vocabulary: Vocabulary, others: list[str]) -> tuple[Vocabulary, Int32]:
    """Add sorted surfaces that cannot be packed; return the vocabulary and the map of the ids before."""
    used = np.ones(len(vocabulary.surfaces), np.bool_)
    if not others:
        return vocabulary, np.arange(len(used), dtype=np.int32)
    norms, norm_of = _number(list(map(normalise, others)))
    stems, stem_of = _number(list(map(stem, norms)))
    return _extend(vocabulary, used, Vocabulary(others, norms, norm_of, stems, stem_of))


def _number(values: Sequence[str]) -> tuple[list[str], Int32]:
    """Return the sorted distinct values and, for each value, its place among them."""
    distinct = sorted(set(values))
    return distinct, find_places(distinct, values)


def find_places(words: Sequence[str], wanted: Sequence[str]) -> Int32:
    """Return the place of each wanted word in the sorted ``words``, which hold them all."""
    return np.fromiter((bisect_left(words, word) for word in wanted), dtype=np.int32, count=len(wanted))


def update_vocabulary(old: Vocabulary, used: Bool, added: Iterable[str]) -> tuple[Vocabulary, Int32]:
    """Return the vocabulary of the surfaces still ``used`` and those ``added``, and the map of the old ids (-1: gone).

    The result is what ``build_vocabulary`` gives for the same set of surfaces, at the cost of the difference.
    """
    new = sorted(word for word in set(added) if not _uses(old.surfaces, used, word))
    if bool(used.all()) and not new:
        return old, np.arange(len(old.surfaces), dtype=np.int32)
    return _extend(old, used, analyse_surfaces(new))


def _extend(old: Vocabulary, used: Bool, more: Vocabulary) -> tuple[Vocabulary, Int32]:
    """Merge the used surfaces of a vocabulary with another one; return the result and the map of the old ids."""
    surfaces, from_old, from_new = _merge(old.surfaces, used, more.surfaces)
    norm_used = np.zeros(len(old.norms), np.bool_)
    norm_used[old.norm_of[used]] = True
    norms, norm_from_old, norm_from_new = _merge(old.norms, norm_used, more.norms)
    stem_used = np.zeros(len(old.stems), np.bool_)
    stem_used[old.stem_of[norm_used]] = True
    stems, stem_from_old, stem_from_new = _merge(old.stems, stem_used, more.stems)
    norm_of = np.empty(len(surfaces), np.int32)
    norm_of[from_old[used]] = norm_from_old[old.norm_of[used]]
    norm_of[from_new] = norm_from_new[more.norm_of]
    stem_of = np.empty(len(norms), np.int32)
    stem_of[norm_from_old[norm_used]] = stem_from_old[old.stem_of[norm_used]]
    stem_of[norm_from_new] = stem_from_new[more.stem_of]
    return Vocabulary(surfaces, norms, norm_of, stems, stem_of), from_old


def _uses(words: Sequence[str], used: Bool, word: str) -> bool:
    place = find_word(words, word)
    return place >= 0 and bool(used[place])


def _merge(old: Sequence[str], used: Bool, new: Sequence[str]) -> tuple[Sequence[str], Int32, Int32]:
    """Merge the used words of one sorted list with another sorted list; return the list and both maps (-1: unused)."""
    merged_as_they_lie = merge_words(old, used, new) if isinstance(old, Words) else None
    if merged_as_they_lie is not None:
        return merged_as_they_lie
    kept = _drop(list(old), np.flatnonzero(~used).tolist())
    fresh = [word for word in new if find_word(kept, word) < 0]
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
