"""Write the index: postings by one sort, bits by NumPy, shards named by what they hold. See the package's docstring."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from ..models import Bool, CleanArticle, Corpus, Int64
from ..settings import SearchSettings
from .bits import Code, gamma, pack, rice, rice_parameters
from .documents import IndexedStory

VERSION: Final = 2
DOCUMENTS: Final = 16
"""Documents in a d shard."""
LEAD: Final = 130
"""Code points of the first words that a result shows."""
POSTINGS: Final = 2000
"""Postings in a t shard, about."""
COMMON: Final = 0.1
"""A stem in more than this share of at least ``COMMON_FROM`` documents is kept without forms and positions."""
COMMON_FROM: Final = 1000
TOPIC: Final = (5, 30)
"""A stem in at least 5 documents and at most one in 30 may be what a document is filed under."""
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_PARAMETER_BITS: Final = 5


SLICE: Final = 300_000
"""Tokens that are encoded at a time, about."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Every token of the indexed documents, sorted by stem, document and place."""

    stem: Int64
    norm: Int64
    document: Int64
    position: Int64
    """Token within the document, one more for each block before it, so that no phrase runs from block to block."""
    in_title: Bool


def build_index(
    corpus: Corpus,
    stories: Sequence[IndexedStory],
    settings: SearchSettings,
    *,
    text: Callable[[int], CleanArticle],
    labels: Mapping[str, str],
) -> dict[str, bytes]:
    """Return the files of the index by path. ``text`` gives an article, ``labels`` the name of each slug."""
    stories = sorted(stories, key=lambda story: story.id)
    tokens = _sort_occurrences(corpus, stories)
    order = _file_by_topic(tokens, len(stories), len(corpus.vocabulary.stems))
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    tokens = _renumber(tokens, number)
    stories = [stories[i] for i in order.tolist()]
    lengths = np.bincount(tokens.document, minlength=len(stories))
    lengths += (settings.title_weight - 1) * np.bincount(tokens.document[tokens.in_title], minlength=len(stories))
    files: dict[str, bytes] = {}
    sources = sorted({story.source for story in stories})
    shards = {
        "t": _term_shards(corpus, tokens, quantise(lengths)),
        "d": _document_shards(stories, sources, text),
        "f": [_facets(stories, sources, labels)],
    }
    names: dict[str, str] = {}
    for kind, values in shards.items():
        names[kind] = ""
        for i, value in enumerate(values):
            content = script(f"{kind}{i}", value)
            name = f"{zlib.crc32(content) & 0xFFFFFF:06x}"
            files[f"search/{kind}{i}-{name}.js"] = content
            names[kind] += name
    manifest = {
        "version": VERSION,
        "documents": len(stories),
        "perShard": DOCUMENTS,
        "title": settings.title_weight,
        "average": round(float(lengths.mean()), 3) if len(stories) else 0,
        "lengths": "".join(map(ALPHABET.__getitem__, quantise(lengths).tolist())),
        "sources": sources,
        "common": _common_from(len(stories)),
        "shards": names,
    }
    files["search/manifest.js"] = script("manifest", manifest)
    return files


def script(name: str, value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'NewsArchive.put("{name}",{text});\n'.encode()


def checksum(text: str) -> int:
    """Return the CRC-32 of the text's UTF-8 bytes, as the page computes it.

    >>> checksum("123456789") == 0xCBF43926
    True
    """
    return zlib.crc32(text.encode())


def quantise(lengths: Int64) -> Int64:
    """Return lengths as 0 to 63: four times the binary logarithm, rounded."""
    return np.minimum(63, np.round(4 * np.log2(np.maximum(lengths, 1)))).astype(np.int64)


def _common_from(documents: int) -> int:
    """Return the number of documents from which a stem is kept without positions."""
    return int(documents * COMMON) + 1 if documents >= COMMON_FROM else documents + 1


def _sort_occurrences(corpus: Corpus, stories: Sequence[IndexedStory]) -> Occurrences:
    tokens, vocabulary = corpus.tokens, corpus.vocabulary
    articles = np.array([story.article for story in stories], np.int64)
    first, last = tokens.blocks[tokens.articles[articles]], tokens.blocks[tokens.articles[articles + 1]]
    counts = last - first
    document = np.repeat(np.arange(len(stories), dtype=np.int64), counts)
    inside = np.arange(len(document), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    place = np.repeat(first, counts) + inside
    block_of = np.repeat(np.arange(len(tokens.blocks) - 1, dtype=np.int64), np.diff(tokens.blocks))
    block = block_of[place] - tokens.articles[articles][document]
    norm = vocabulary.norm_of[tokens.ids[place]]
    stem = vocabulary.stem_of[norm]
    order = np.argsort(stem, kind="stable")
    return Occurrences(
        stem[order].astype(np.int64),
        norm[order].astype(np.int64),
        document[order],
        (inside + block)[order],
        (block == 0)[order],
    )


def _renumber(tokens: Occurrences, number: Int64) -> Occurrences:
    document = number[tokens.document]
    order = np.argsort(tokens.stem * max(1, len(number)) + document, kind="stable")
    return Occurrences(
        tokens.stem[order], tokens.norm[order], document[order], tokens.position[order], tokens.in_title[order]
    )


def _starts(*keys: Int64) -> Int64:
    """Return where a run of equal keys begins."""
    if not len(keys[0]):
        return np.empty(0, np.int64)
    new = np.ones(len(keys[0]), np.bool_)
    new[1:] = False
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def _file_by_topic(tokens: Occurrences, documents: int, stems: int) -> Int64:
    """Return the documents in the order of the stem that each is most about, then of their ids.

    What a query finds then lies in few d shards, and gaps are short. Frequencies count by their binary logarithm, so
    that a changed article moves no other.
    """
    at = _starts(tokens.stem, tokens.document)
    stem, document = tokens.stem[at], tokens.document[at]
    count = np.diff(np.append(at, len(tokens.stem)))
    titles = np.add.reduceat(tokens.in_title.astype(np.int64), at) if len(at) else count
    spread = np.bincount(stem, minlength=stems)
    low, share = TOPIC
    known = (spread[stem] >= low) & (spread[stem] <= max(low, documents // share))
    stem, document, weight = stem[known], document[known], (count + 3 * titles)[known]
    rare = np.floor(np.log2(max(1, documents) / np.maximum(1, spread))).astype(np.int64)
    score = np.minimum(weight, 15) * (rare[stem] + 1)
    order = np.lexsort((stem, score, document))
    last = np.flatnonzero(np.append(document[order][1:] != document[order][:-1], True)) if len(order) else order
    topic = np.full(documents, -1, np.int64)
    topic[document[order][last]] = stem[order][last]
    return np.argsort(topic, kind="stable")


def _term_shards(corpus: Corpus, tokens: Occurrences, length_marks: Int64) -> list[dict[str, Any]]:
    vocabulary, documents = corpus.vocabulary, len(length_marks)
    posting = _starts(tokens.stem, tokens.document)
    count = max(1, len(posting) // POSTINGS)
    shard_of = np.fromiter((checksum(stem) % count for stem in vocabulary.stems), np.int64, len(vocabulary.stems))
    ranks, forms = _rank_forms(tokens, vocabulary.stem_of.astype(np.int64))
    text, edges, stems = _encode_in_slices(tokens, ranks, length_marks, _common_from(documents))
    by_shard = np.lexsort((stems, shard_of[stems])) if len(stems) else stems
    cuts = np.searchsorted(shard_of[stems][by_shard], np.arange(count + 1))
    form_cuts = np.searchsorted(vocabulary.stem_of[forms], stems, side="left").tolist()
    form_ends = np.searchsorted(vocabulary.stem_of[forms], stems, side="right").tolist()
    own = forms.tolist()
    words = [
        _entry(vocabulary.stems[stem], [vocabulary.norms[norm] for norm in own[a:b]])
        for stem, a, b in zip(stems.tolist(), form_cuts, form_ends, strict=True)
    ]
    places = edges.tolist()
    shards = []
    for a, b in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        chosen = by_shard[a:b].tolist()
        body = "".join([text[places[i] : places[i + 1]] for i in chosen])
        listed = " ".join([words[i] for i in chosen])
        sizes = [places[i + 1] - places[i] for i in chosen]
        shards.append({"w": listed, "n": sizes, "b": body, "c": checksum(listed + body)})
    return shards


def _entry(stem: str, forms: list[str]) -> str:
    """Return a stem and its forms as one word; ``-`` stands for the stem in a form, and a lone ``-`` is left out."""
    short = [form.replace(stem, "-", 1) for form in forms]
    return stem if short == ["-"] else ",".join([stem, *short])


def _rank_forms(tokens: Occurrences, stem_of: Int64) -> tuple[Int64, Int64]:
    """Return each token's rank among the forms of its stem, and the forms by stem and rank, the commonest first."""
    frequency = np.bincount(tokens.norm, minlength=len(stem_of))
    used = np.flatnonzero(frequency)
    forms = used[np.lexsort((used, -frequency[used], stem_of[used]))]
    at = _starts(stem_of[forms])
    rank = np.zeros(len(stem_of), np.int64)
    rank[forms] = np.arange(len(forms)) - np.repeat(at, np.diff(np.append(at, len(forms))))
    return rank[tokens.norm], forms


def _encode_in_slices(
    tokens: Occurrences, ranks: Int64, length_marks: Int64, common_from: int
) -> tuple[str, Int64, Int64]:
    """As ``_encode_postings`` for all stems, some at a time: the columns it works with are many times the tokens."""
    at = _starts(tokens.stem)
    wanted = np.searchsorted(at, np.arange(SLICE, len(tokens.stem), SLICE))
    cuts = np.unique(np.concatenate([[0], at[wanted[wanted < len(at)]], [len(tokens.stem)]])).tolist()
    texts: list[str] = []
    edges: list[Int64] = []
    stems: list[Int64] = []
    length = 0
    for a, b in pairwise(cuts):
        part = Occurrences(
            tokens.stem[a:b], tokens.norm[a:b], tokens.document[a:b], tokens.position[a:b], tokens.in_title[a:b]
        )
        postings = _starts(part.stem, part.document)
        text, places, own = _encode_postings(part, postings, ranks[a:b], length_marks, common_from)
        texts.append(text)
        edges.append(places[:-1] + length)
        stems.append(own)
        length += len(text)
    every = np.concatenate([*edges, np.array([length], np.int64)])
    return "".join(texts), every, np.concatenate([*stems, np.empty(0, np.int64)]).astype(np.int64)


def _encode_postings(
    tokens: Occurrences, posting: Int64, ranks: Int64, length_marks: Int64, common_from: int
) -> tuple[str, Int64, Int64]:
    """Return the characters of all stems, where each stem's begin, and the stems."""
    stem, document = tokens.stem[posting], tokens.document[posting]
    count = np.diff(np.append(posting, len(tokens.stem)))
    titled = np.add.reduceat(tokens.in_title.astype(np.int64), posting) > 0 if len(posting) else count > 0
    first = _starts(stem)
    spread = np.diff(np.append(first, len(stem)))
    gaps = np.diff(document, prepend=0) - 1
    gaps[first] = document[first]
    k = rice_parameters(gaps, first)
    head = np.full(len(first), _PARAMETER_BITS, np.int64)
    varied = np.maximum.reduceat(ranks, posting[first]) > 0 if len(first) else head > 0
    common = spread >= common_from
    # a posting's own positions: gaps with a parameter that both sides work out from the document's length
    step = np.diff(tokens.position, prepend=0) - 1
    step[posting] = tokens.position[posting]
    size_k = np.maximum(0, (length_marks[document] - (4 * np.log2(count)).astype(np.int64)) // 4 - 1)
    tally = np.where(titled, 3, np.where(count < 3, count, count + 1))
    posting_code = _join(rice(gaps, np.repeat(k, spread)), gamma(tally))
    posting_code = _join(posting_code, _only(titled, gamma(count)))
    ranked = np.repeat(np.repeat(varied & ~common, spread), count)
    placed = np.repeat(np.repeat(~common, spread), count)
    token_code = _join(_only(ranked, gamma(ranks + 1)), _only(placed, rice(step, np.repeat(size_k, count))))
    head_code = _join(gamma(spread), (k.astype(np.uint64), head))
    # the stream: a stem's head, then each posting followed by its tokens
    stem_of_posting = np.repeat(np.arange(len(first)), spread)
    postings_at = posting + np.arange(len(posting)) + stem_of_posting + 1
    tokens_at = np.arange(len(ranks)) + np.repeat(np.arange(len(posting)) + stem_of_posting + 2, count)
    heads_at = postings_at[first] - 1
    codes = np.empty(len(ranks) + len(posting) + len(first), np.uint64)
    sizes = np.empty(len(codes), np.int64)
    for at, (code, bits) in ((heads_at, head_code), (postings_at, posting_code), (tokens_at, token_code)):
        codes[at], sizes[at] = code, bits
    text, edges = pack(codes, sizes, heads_at)
    return text, edges, stem[first]


def _join(first: tuple[Code, Int64], second: tuple[Code, Int64]) -> tuple[Code, Int64]:
    """Return the codes of both, one after the other, as one code each."""
    return (first[0] << second[1].astype(np.uint64)) | second[0], first[1] + second[1]


def _only(wanted: Bool, code: tuple[Code, Int64]) -> tuple[Code, Int64]:
    """Return the codes where they are wanted, and no bits elsewhere."""
    return np.where(wanted, code[0], np.uint64(0)), np.where(wanted, code[1], 0)


def _document_shards(
    stories: Sequence[IndexedStory], sources: Sequence[str], text: Callable[[int], CleanArticle]
) -> list[dict[str, Any]]:
    source_of = {name: i for i, name in enumerate(sources)}
    shards = []
    for first in range(0, len(stories), DOCUMENTS):
        rows = [
            [
                story.id,
                story.title,
                source_of[story.source],
                story.day,
                int(story.bound),
                story.carriers,
                _lead(text(story.article)),
            ]
            for story in stories[first : first + DOCUMENTS]
        ]
        shards.append({"r": rows})
    return shards


def _lead(article: CleanArticle) -> str:
    words = " ".join(article.paragraphs[:3])[: LEAD * 2]
    if len(words) <= LEAD:
        return words
    cut = words.rfind(" ", 0, LEAD)
    return words[: cut if cut > 0 else LEAD] + " …"


def _facets(stories: Sequence[IndexedStory], sources: Sequence[str], labels: Mapping[str, str]) -> dict[str, Any]:
    """Return what filters and counts need of every document; loaded only when one is used."""
    source_of = {name: i for i, name in enumerate(sources)}
    days = sorted({story.day for story in stories})
    day_of = {day: i for i, day in enumerate(days)}
    holders: dict[str, list[int]] = {}
    for number, story in enumerate(stories):
        for slug in story.names:
            holders.setdefault(slug, []).append(number)
    return {
        "s": [source_of[story.source] for story in stories],
        "days": days,
        "d": [day_of[story.day] for story in stories],
        "v": [number for number, story in enumerate(stories) if story.carriers > 1],
        "names": [[slug, labels[slug], np.diff(holders[slug], prepend=0).tolist()] for slug in sorted(holders)],
    }
