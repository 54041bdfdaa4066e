"""Write the index: postings by one sort, bytes by NumPy, shards named by what they hold. See the package's docstring."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import xxhash

from ..models import CleanArticle, Corpus, Int64
from ..settings import SearchSettings
from .documents import IndexedStory

VERSION: Final = 1
DOCUMENTS: Final = 16
"""Documents in a d shard."""
BLOCK_GAP: Final = 100
"""Positions between two blocks, so that no phrase runs from one paragraph into the next."""
LEAD: Final = 170
"""Code points of the first words that a result shows."""
_POSTINGS: Final = 7000
"""Postings in a t shard, about."""
Bytes = npt.NDArray[np.uint8]


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
    stem, norm, document, position, in_title = _tokens_of(corpus, stories)
    lengths = np.bincount(document, minlength=len(stories)) + np.bincount(
        document[in_title], minlength=len(stories)
    ) * (settings.title_weight - 1)
    postings = len(np.unique(stem.astype(np.int64) * max(1, len(stories)) + document))
    count = 1 << max(0, (postings // _POSTINGS).bit_length())
    shard_of = np.fromiter((fnv1a(s) % count for s in corpus.vocabulary.stems), np.int64, len(corpus.vocabulary.stems))
    files: dict[str, bytes] = {}
    names: dict[str, list[str]] = {"t": [], "p": [], "d": []}

    def put(kind: str, value: dict[str, Any]) -> None:
        number = len(names[kind])
        content = script(f"{kind}{number}", value)
        name = f"{kind}-{xxhash.xxh3_64_hexdigest(content)[:12]}"
        files[f"search/{name}.js"] = content
        names[kind].append(name)

    weights = np.where(in_title, settings.title_weight, 1)
    for value in _posting_shards(corpus, stem, norm, document, weights, shard_of, count):
        put("t", value)
    for value in _position_shards(corpus, stem, document, position, shard_of, count):
        put("p", value)
    sources = sorted({story.source for story in stories})
    slugs = sorted({slug for story in stories for slug in story.names})
    for value in _document_shards(stories, sources, slugs, text):
        put("d", value)
    manifest = {
        "version": VERSION,
        "documents": len(stories),
        "perShard": DOCUMENTS,
        "gap": BLOCK_GAP,
        "average": round(float(lengths.mean()), 3) if len(stories) else 0,
        "lengths": base64.b64encode(quantise(lengths).tobytes()).decode(),
        "sources": sources,
        "names": [[slug, labels[slug]] for slug in slugs],
        "shards": names,
    }
    files["search/manifest.js"] = script("manifest", manifest)
    return files


def script(name: str, value: Mapping[str, Any]) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'NewsArchive.put("{name}",{text});\n'.encode()


def fnv1a(text: str) -> int:
    """Return the 32-bit FNV-1a hash over UTF-16 code units, as the page computes it.

    >>> fnv1a("")
    2166136261
    """
    value = 2166136261
    for unit in np.frombuffer(text.encode("utf-16-le"), dtype="<u2").tolist():
        value = (value ^ unit) * 16777619 & 0xFFFFFFFF
    return value


def quantise(lengths: Int64) -> Bytes:
    """Return lengths as one byte each: 8 times the binary logarithm, rounded."""
    return np.minimum(255, np.round(8 * np.log2(np.maximum(lengths, 1)))).astype(np.uint8)


def encode_varints(values: Int64) -> tuple[Bytes, Int64]:
    """Return the little-endian base-128 bytes of the values, and where each value's bytes start (and the end).

    >>> encode_varints(np.array([1, 300]))[0].tolist()
    [1, 172, 2]
    """
    sizes = np.ones(len(values), np.int64)
    for bits in (7, 14, 21, 28):
        sizes += values >= 1 << bits
    starts = np.zeros(len(values) + 1, np.int64)
    np.cumsum(sizes, out=starts[1:])
    out = np.zeros(int(starts[-1]), np.uint8)
    rest = values.astype(np.int64)
    for step in range(5):
        has = sizes > step
        if not has.any():
            break
        more = sizes[has] > step + 1
        out[starts[:-1][has] + step] = (rest[has] & 127) | (more.astype(np.int64) << 7)
        rest >>= 7
    return out, starts


def _tokens_of(
    corpus: Corpus, stories: Sequence[IndexedStory]
) -> tuple[Int64, Int64, Int64, Int64, npt.NDArray[np.bool_]]:
    """Return stem, normal form, document, position and "stands in the title" of every token of the stories."""
    tokens, vocabulary = corpus.tokens, corpus.vocabulary
    articles = np.array([story.article for story in stories], np.int64)
    first, last = tokens.blocks[tokens.articles[articles]], tokens.blocks[tokens.articles[articles + 1]]
    counts = last - first
    document = np.repeat(np.arange(len(stories), dtype=np.int64), counts)
    start = np.repeat(first, counts)
    inside = np.arange(len(document), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    place = start + inside
    block = np.searchsorted(tokens.blocks, place, side="right") - 1
    block_in = block - tokens.articles[articles][document]
    norm = vocabulary.norm_of[tokens.ids[place]].astype(np.int64)
    stem = vocabulary.stem_of[norm].astype(np.int64)
    return stem, norm, document, inside + block_in * BLOCK_GAP, block_in == 0


def _posting_shards(
    corpus: Corpus,
    stem: Int64,
    norm: Int64,
    document: Int64,
    weights: Int64,
    shard_of: Int64,
    count: int,
) -> list[dict[str, Any]]:
    vocabulary = corpus.vocabulary
    rank_order = np.lexsort((np.arange(len(vocabulary.norms)), vocabulary.stem_of, shard_of[vocabulary.stem_of]))
    rank = np.empty(len(vocabulary.norms), np.int64)
    rank[rank_order] = np.arange(len(rank_order))
    width = int(document.max(initial=0)) + 1
    keys, inverse_counts = _sum_by_key(rank[norm] * width + document, weights)
    which, docs = keys // width, keys % width
    starts = np.flatnonzero(np.concatenate([[True], which[1:] != which[:-1]])) if len(which) else np.empty(0, np.int64)
    ends = np.append(starts[1:], len(which))
    gaps = np.diff(docs, prepend=-1)
    gaps[starts] = docs[starts] + 1
    more = inverse_counts > 1
    # the stream of values: at each form's start the number of its documents, then gaps and counts
    values = np.stack([gaps << 1 | more, inverse_counts - 2], axis=1).ravel()
    keep = np.stack([np.ones(len(more), np.bool_), more], axis=1).ravel()
    before = np.concatenate([[0], np.cumsum(keep)])
    stream = values[keep]
    heads = before[2 * starts]
    stream = np.insert(stream, heads, ends - starts)
    form_starts = heads + np.arange(len(heads))
    data, offsets = encode_varints(stream)
    forms = rank_order[which[starts]] if len(starts) else np.empty(0, np.int64)
    return _frame(
        corpus, forms, vocabulary.stem_of[forms], offsets[form_starts], data, shard_of, count, with_forms=True
    )


def _sum_by_key(keys: Int64, weights: Int64) -> tuple[Int64, Int64]:
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    edges = (
        np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(ordered) else np.empty(0, np.int64)
    )
    sums = np.add.reduceat(weights[order], edges) if len(edges) else np.empty(0, np.int64)
    return ordered[edges], sums


def _position_shards(
    corpus: Corpus, stem: Int64, document: Int64, position: Int64, shard_of: Int64, count: int
) -> list[dict[str, Any]]:
    stems = len(corpus.vocabulary.stems)
    rank_order = np.lexsort((np.arange(stems), shard_of))
    rank = np.empty(stems, np.int64)
    rank[rank_order] = np.arange(stems)
    width = int(document.max(initial=0)) + 1
    keys = rank[stem] * width + document
    order = np.argsort(keys, kind="stable")  # positions ascend within a document already
    keys, position = keys[order], position[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.empty(0, np.int64)
    ends = np.append(starts[1:], len(keys))
    gaps = np.diff(position, prepend=0)
    gaps[starts] = position[starts]
    stream = np.insert(gaps, starts, ends - starts)
    document_starts = starts + np.arange(len(starts))
    data, offsets = encode_varints(stream)
    which = keys[starts] // width
    first = np.flatnonzero(np.concatenate([[True], which[1:] != which[:-1]])) if len(which) else np.empty(0, np.int64)
    found = rank_order[which[first]] if len(first) else np.empty(0, np.int64)
    return _frame(corpus, found, found, offsets[document_starts[first]], data, shard_of, count, with_forms=False)


def _frame(
    corpus: Corpus,
    items: Int64,
    stem_of_item: npt.NDArray[Any],
    starts: Int64,
    data: Bytes,
    shard_of: Int64,
    count: int,
    *,
    with_forms: bool,
) -> list[dict[str, Any]]:
    """Cut the bytes of consecutive items (forms or stems, ordered by shard and stem) into shards."""
    shards: list[dict[str, Any]] = []
    ends = np.append(starts[1:], len(data))
    item_shard = shard_of[stem_of_item]
    cuts = np.searchsorted(item_shard, np.arange(count + 1))
    words, stems = corpus.vocabulary.norms, corpus.vocabulary.stems
    for a, b in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        own = stem_of_item[a:b].tolist()
        edges = [i for i in range(len(own)) if i == 0 or own[i] != own[i - 1]]
        limits = [*edges[1:], len(own)]
        raw = data[int(starts[a]) : int(ends[b - 1])].tobytes() if b > a else b""
        sizes = (ends[a:b] - starts[a:b]).tolist()
        body = base64.b64encode(raw).decode()
        shard: dict[str, Any] = {"s": [stems[own[i]] for i in edges]}
        if with_forms:
            shard["f"] = [
                [words[j] for j in items[a + i : a + limit].tolist()] for i, limit in zip(edges, limits, strict=True)
            ]
        shard["n"] = [sum(sizes[i:limit]) for i, limit in zip(edges, limits, strict=True)]
        shard["b"] = body
        shard["c"] = fnv1a(body)
        shards.append(shard)
    return shards


def _document_shards(
    stories: Sequence[IndexedStory],
    sources: Sequence[str],
    slugs: Sequence[str],
    text: Callable[[int], CleanArticle],
) -> list[dict[str, Any]]:
    source_of = {name: i for i, name in enumerate(sources)}
    slug_of = {slug: i for i, slug in enumerate(slugs)}
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
                [slug_of[slug] for slug in story.names],
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
