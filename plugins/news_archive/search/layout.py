"""The files of the index, each named by what it depends on, so that only those that changed are made.

Nothing is remembered between builds: a shard's key is worked out from the keys of the documents that hold its stems,
which costs a few passes over the postings; encoding is left to whoever wants the file. See the package's docstring.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import xxhash

from ..arabic.stems import skeleton
from ..models import CleanArticle, Corpus, Int64
from ..settings import SearchSettings
from .documents import DOCUMENTS, IndexedStory, make_facets, make_rows
from .occurrences import find_runs, sort_occurrences
from .suggestions import make_suggestions
from .terms import checksum, encode_terms
from .topics import file_by_topic

VERSION: Final = 4
POSTINGS: Final = 2000
"""Postings in a t shard, about."""
TOGETHER: Final = 2
"""t shards whose places are in one p shard."""
COMMON: Final = 0.1
"""A stem in more than this share of at least ``COMMON_FROM`` documents is kept without places."""
EVERYWHERE: Final = 0.25
"""... and in more than this share without forms."""
COMMON_FROM: Final = 1000
NAME: Final = 4
"""Characters of a shard's name that stand for its key."""
ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"


class Index:
    """The index of some stories: its manifest and the keys of its files at once, their contents when asked for."""

    def __init__(
        self,
        corpus: Corpus,
        stories: Sequence[IndexedStory],
        settings: SearchSettings,
        *,
        text: Callable[[int], CleanArticle],
        labels: Mapping[str, tuple[str, ...]],
    ) -> None:
        """``text`` gives an article, ``labels`` the name, kind, shared page and aliases of each slug."""
        given = sorted(stories, key=lambda story: story.id)
        self._text = text
        self._title_weight = settings.title_weight
        self._corpus = corpus
        self._vocabulary = corpus.vocabulary
        self._postings = sort_occurrences(corpus, given, settings.title_weight)
        order = file_by_topic(self._postings)
        self._number = np.empty(len(order), np.int64)
        self._number[order] = np.arange(len(order))
        self._stories = [given[i] for i in order.tolist()]
        self._marks = quantise(self._postings.lengths[order])
        self._sources = sorted({story.source for story in given})
        self._labels = labels

    @cached_property
    def limits(self) -> tuple[int, int]:
        """Return the numbers of documents from which a stem is kept without places, and without forms."""
        documents = len(self._stories)
        return limit_from(documents, COMMON), limit_from(documents, EVERYWHERE)

    @cached_property
    def _shards(self) -> int:
        """A power of two, so that a growing archive is dealt out anew only when it doubles."""
        return int(1 << max(0, round(math.log2(max(1, len(self._postings.stem) / POSTINGS)))))

    @cached_property
    def _shard_of(self) -> Int64:
        count, stems = self._shards, self._vocabulary.stems
        return np.fromiter((_shard(skeleton(stem), count) for stem in stems), np.int64, len(stems))

    @cached_property
    def _facets(self) -> bytes:
        return script("f0", make_facets(self._stories, self._sources, self._labels))

    @cached_property
    def _suggestions(self) -> bytes:
        return script("s0", make_suggestions(self._corpus, self._postings, self._stories, self.limits[1]))

    @cached_property
    def keys(self) -> dict[str, bytes]:
        """Return each file's key by its path."""
        found: dict[str, bytes] = {}
        terms = self._term_keys()
        for i, key in enumerate(terms):
            found[f"search/t{i}-{short_name(key)}.js"] = key
        for i in range(0, len(terms), TOGETHER):
            group = terms[i : i + TOGETHER]
            name = "".join(short_name(key)[: NAME // TOGETHER] for key in group)
            found[f"search/p{i // TOGETHER}-{name}.js"] = xxhash.xxh3_128_digest(b"".join(group))
        for i, key in enumerate(self._row_keys()):
            found[f"search/d{i}-{short_name(key)}.js"] = key
        for kind, content in (("f", self._facets), ("s", self._suggestions)):
            key = xxhash.xxh3_128_digest(content)
            found[f"search/{kind}0-{short_name(key)}.js"] = key
        return found

    @cached_property
    def manifest(self) -> bytes:
        """Return the script that names the shards; see the package's docstring."""
        names = dict.fromkeys("tdfs", "")
        for path in self.keys:
            if path[7] in names:  # p shards are named after their t shards
                names[path[7]] += path.removesuffix(".js")[-NAME:]
        lengths = self._postings.lengths
        return script(
            "manifest",
            {
                "version": VERSION,
                "hash": self._archive_hash(),
                "documents": len(self._stories),
                "perShard": DOCUMENTS,
                "together": TOGETHER,
                "title": self._title_weight,
                "average": round(float(lengths.mean()), 3) if len(lengths) else 0,
                "lengths": "".join(map(ALPHABET.__getitem__, self._marks.tolist())),
                "sources": self._sources,
                "common": self.limits[0],
                "everywhere": self.limits[1],
                "shards": names,
            },
        )

    def make(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of some of the files."""
        numbers: dict[str, list[tuple[int, str]]] = {kind: [] for kind in "tpdfs"}
        for path in paths:
            name = path.removeprefix("search/").partition("-")[0]
            numbers[name[0]].append((int(name[1:]), path))
        made = {path: self._facets for _, path in numbers["f"]} | {path: self._suggestions for _, path in numbers["s"]}
        source_of = {name: i for i, name in enumerate(self._sources)}
        for number, path in numbers["d"]:
            rows = make_rows(self._stories[number * DOCUMENTS : (number + 1) * DOCUMENTS], source_of, self._text)
            made[path] = script(f"d{number}", {"r": rows})
        terms, places = dict(numbers["t"]), dict(numbers["p"])
        groups = {i: range(i * TOGETHER, min((i + 1) * TOGETHER, self._shards)) for i in places}
        encoded = encode_terms(
            self._postings,
            self._vocabulary,
            number=self._number,
            marks=self._marks,
            shard_of=self._shard_of,
            wanted=sorted({*terms, *(term for group in groups.values() for term in group)}),
            limits=self.limits,
        )
        parts: dict[int, dict[str, Any]] = {}
        for number, term, place in encoded:
            if number in terms:
                made[terms[number]] = script(f"t{number}", term)
            parts[number] = place
        for number, path in places.items():
            made[path] = script(f"p{number}", {"s": [parts[term] for term in groups[number]]})
        return made

    def _term_keys(self) -> list[bytes]:
        """Return the key of each pair of t and p shards: the sum of those of the documents in its postings.

        A document's key stands for its text, its place and its length; which of the document's stems fall into the
        shard follows from the text.
        """
        shards = self._shards
        sums = np.zeros((shards, 2), np.uint64)
        if len(self._postings.stem):
            documents = self._document_keys()[self._number[self._postings.document]]
            at = find_runs(self._postings.stem)
            by_stem = np.add.reduceat(documents, at, axis=0)
            np.add.at(sums, self._shard_of[self._postings.stem[at]], by_stem)
        common = f"{_code()} {shards} {self.limits} {self._title_weight}".encode()
        return [xxhash.xxh3_128_digest(common + bytes(own)) for own in sums]

    def _archive_hash(self) -> str:
        """Return what a citation of a search names: the digest of every page's id and text."""
        told = "\n".join(sorted(f"{story.id} {story.key}" for story in self._stories))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def _document_keys(self) -> npt.NDArray[np.uint64]:
        digests = b"".join(
            xxhash.xxh3_128_digest(f"{story.key} {number} {mark}".encode())
            for number, (story, mark) in enumerate(zip(self._stories, self._marks.tolist(), strict=True))
        )
        return np.frombuffer(digests, "<u8").reshape(-1, 2).astype(np.uint64)

    def _row_keys(self) -> list[bytes]:
        shown = [repr(story.shown).encode("utf-8", "surrogatepass") for story in self._stories]
        common = f"{_code()} {self._sources}".encode("utf-8", "surrogatepass")
        return [
            xxhash.xxh3_128_digest(common + b"\0".join(shown[first : first + DOCUMENTS]))
            for first in range(0, len(shown), DOCUMENTS)
        ]


def build_index(
    corpus: Corpus,
    stories: Sequence[IndexedStory],
    settings: SearchSettings,
    *,
    text: Callable[[int], CleanArticle],
    labels: Mapping[str, tuple[str, ...]],
) -> tuple[bytes, dict[str, bytes]]:
    """Return the manifest and every file of the index by path."""
    index = Index(corpus, stories, settings, text=text, labels=labels)
    return index.manifest, index.make(index.keys)


def script(name: str, value: Mapping[str, Any]) -> bytes:
    """Return the script that hands a value over; the number at its end proves the value, and the version it has."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    proof = "" if name == "manifest" else f",{checksum(f'{VERSION}{text}')}"
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'NewsArchive.put("{name}",{text}{proof});\n'.encode()


def quantise(lengths: Int64) -> Int64:
    """Return lengths as 0 to 63: three times the binary logarithm, rounded."""
    return np.minimum(63, np.round(3 * np.log2(np.maximum(lengths, 1)))).astype(np.int64)


def limit_from(documents: int, share: float) -> int:
    return int(documents * share) + 1 if documents >= COMMON_FROM else documents + 1


def short_name(key: bytes) -> str:
    """Return the characters of a key that go into a file's name."""
    number = int.from_bytes(key[:4], "little")
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(0, 5 * NAME, 5))


@cache
def _shard(key: str, count: int) -> int:
    return checksum(key) % count


@lru_cache(maxsize=1)
def _code() -> int:
    """Return a number that stands for the code that makes the files."""
    package = Path(__file__).parents[1]
    sources = sorted([*(package / "search").glob("*.py"), *(package / "arabic").glob("*.py")])
    return zlib.crc32(b"".join(path.read_bytes() for path in sources))
