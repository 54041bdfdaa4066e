"""The files of the index, each named by what it depends on, so that only those that changed are made.

Nothing is remembered between builds: a shard's key is worked out from the keys of the documents that hold its stems,
which costs a few passes over the postings; encoding is left to whoever wants the file. See the package's docstring.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import xxhash

from ..arabic.stems import skeleton
from ..crockford import DIGITS
from ..models import CleanArticle, Corpus, Int64
from ..settings import SearchSettings
from .beside import add_writers
from .bits import fixed, pack, pack_lists, rice
from .documents import DOCUMENTS, IndexedStory, find_lead, make_copies, make_days, make_facets, make_rows
from .files import VERSION, dump, write_file, write_value
from .occurrences import find_runs, sort_occurrences, take_documents
from .partition import Grouping, Partition, cut, group_shards
from .pieces import PieceMemory, State, hash_stems
from .suggestions import make_suggestions
from .terms import EncodedTerms, checksum, encode_terms
from .topics import Topics, file_by_topic, find_topics

HEAVIEST: Final = 48_000
"""Bits in a t shard, about; a group of stems may weigh more."""
HEAVIEST_PLACES: Final = 80_000
"""Postings in the t shards whose places are in one p shard."""
_POSTING: Final = 4
"""Bits of a posting beside its gap, about, ..."""
_STEM: Final = 48
"""... and of a stem beside its postings."""
COMMON: Final = 0.08
"""A stem in more than this share of at least ``COMMON_FROM`` documents is kept without places."""
EVERYWHERE: Final = 0.25
"""... and in more than this share without forms."""
COMMON_FROM: Final = 1000
_MARK_BITS: Final = 6
NAME: Final = 4
"""Characters of a shard's name that stand for its key."""


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
        previous: State | None = None,
    ) -> None:
        """``text`` gives an article, ``labels`` the name, kind, shared page and aliases of each slug.

        ``previous`` is the ``state`` of an earlier index, or empty: the same files are made in less time next time.
        """
        given = sorted(stories, key=lambda story: story.id)
        self._text = text
        self._title_weight = settings.title_weight
        self._vocabulary = add_writers(corpus.vocabulary, given)
        self._corpus = dataclasses.replace(corpus, vocabulary=self._vocabulary)
        own = len(corpus.vocabulary.surfaces)
        self._postings = sort_occurrences(self._corpus, given, settings.title_weight, own)
        lengths = quantise(self._postings.lengths)
        self._stem_marks = hash_stems(self._vocabulary.stems)
        known = Topics.recall(previous) if previous else None
        self._topics = find_topics(self._postings, self._stem_marks, b"%d" % _code(), known)
        self._topical = file_by_topic(self._postings, self._stem_marks, self._topics)
        order = _sort_blocks(self._topical, lengths)
        self._number = np.empty(len(order), np.int64)
        self._number[order] = np.arange(len(order))
        self._stories = [given[i] for i in order.tolist()]
        self._marks = lengths[order]
        self._sources = sorted({story.source for story in given})
        self._labels = labels
        self._whole: Index | None = None
        self._share = 1
        self._previous = previous

    @property
    def topical(self) -> list[tuple[IndexedStory, int]]:
        """Return the stories and length marks by topic, before the documents of a shard are sorted by their lengths.

        A changed article moves hardly any other here, while it may shift all shards.
        """
        numbers = self._number[self._topical].tolist()
        return [(self._stories[number], int(self._marks[number])) for number in numbers]

    def restrict(self, places: Int64, share: int) -> Index:
        """Return the index of some of the documents, given by their places in ``topical``, ascending: that of a part.

        What decides how a stem is kept is counted over the whole, what its files hold comes from the part's documents
        alone. Its shards are ``share`` times smaller, for a query asks each part's.
        """
        part = object.__new__(Index)
        part._text, part._labels, part._title_weight = self._text, self._labels, self._title_weight
        part._corpus, part._vocabulary, part._hashes = self._corpus, self._vocabulary, self._hashes
        part._stem_marks, part._topics = self._stem_marks, self._topics
        chosen = self._topical[places]
        numbers = self._number[chosen]
        part._postings = take_documents(self._postings, chosen)
        part._number = np.arange(len(chosen))
        part._stories = [self._stories[number] for number in numbers.tolist()]
        part._marks = self._marks[numbers]
        part._sources = sorted({story.source for story in part._stories})
        part._whole, part._share, part._previous = self, share, None
        return part

    @cached_property
    def limits(self) -> tuple[int, int]:
        """Return the numbers of documents from which a stem is kept without places, and without forms."""
        if self._whole:
            return self._whole.limits
        documents = len(self._stories)
        return limit_from(documents, COMMON), limit_from(documents, EVERYWHERE)

    @cached_property
    def _hashes(self) -> Int64:
        stems, memory = self._vocabulary.stems, self._memory
        found = memory.recall_hashes()
        new = np.flatnonzero(found < 0).tolist()
        found[new] = [_hash(skeleton(stems[number])) for number in new]
        memory.hashes = found
        return found

    @cached_property
    def _memory(self) -> PieceMemory:
        """What is remembered of each stem."""
        return PieceMemory.open(self._stem_marks, self._previous, self._print)

    @property
    def _print(self) -> bytes:
        """Stands for what the pieces of a stem depend on beside its documents."""
        told = f"{_code()} {len(self._stories)} {self.limits} {self._title_weight}"
        return xxhash.xxh3_128_digest(told.encode())

    @property
    def state(self) -> State | None:
        """What to give as ``previous`` next time, once files were made; None where it is what it was."""
        state = self._memory.state(self._print)
        return None if state is None else state | self._topics.state

    @cached_property
    def _partition(self) -> Partition:
        """Return how stems are dealt out to t shards."""
        used = np.flatnonzero(self._postings.spread)
        spread = self._postings.spread[used]
        gap = np.log2(max(1, len(self._stories)) / spread).astype(np.int64)
        return cut(self._hashes[used], spread * (_POSTING + gap) + _STEM, HEAVIEST // self._share)

    @cached_property
    def _grouping(self) -> Grouping:
        """Return which t shards' places stand in each p shard."""
        weights = np.bincount(self._shard_of, self._postings.spread, len(self._partition.nodes)).astype(np.int64)
        return group_shards(self._partition, weights, HEAVIEST_PLACES // self._share)

    @cached_property
    def total(self) -> Int64:
        """Return how many documents of the whole hold each stem."""
        return (self._whole or self)._postings.spread

    @cached_property
    def frequent(self) -> tuple[list[str], int]:
        """Return the stems that are kept without places, those without forms first, and how many these are."""
        common = np.flatnonzero(self.total >= self.limits[0])
        plain = self.total[common] >= self.limits[1]
        ordered = [*common[plain].tolist(), *common[~plain].tolist()]
        return [self._vocabulary.stems[stem] for stem in ordered], int(plain.sum())

    @cached_property
    def _shard_of(self) -> Int64:
        return self._partition.find(self._hashes)

    @cached_property
    def _source_of(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self._sources)}

    @cached_property
    def _facets(self) -> bytes:
        facets, lists = make_facets(self._stories, self._sources, self._labels)
        return write_value("f0", facets, [pack_lists(lists, len(self._stories))])

    @cached_property
    def _days(self) -> bytes:
        return write_value("y0", make_days(self._stories))

    @cached_property
    def _copies(self) -> bytes:
        copies, lists = make_copies(self._stories)
        return write_value("c0", copies, [pack_lists(lists, len(self._stories))])

    @cached_property
    def _suggestions(self) -> bytes:
        return write_value("s0", make_suggestions(self._corpus, self._postings, self._stories, self.limits[1]))

    @cached_property
    def keys(self) -> dict[str, bytes]:
        """Return each file's key by its path."""
        found: dict[str, bytes] = {}
        terms = self._term_keys()
        for node, key in zip(self._partition.nodes, terms, strict=True):
            found[f"search/t{node}-{short_name(key)}.js"] = key
        for node, group in self._grouping.members.items():
            key = xxhash.xxh3_128_digest(b"".join(terms[i] for i in group))
            found[f"search/p{node}-{short_name(key)}.js"] = key
        for i, key in enumerate(self._row_keys()):
            found[f"search/d{i}-{short_name(key)}.js"] = key
        files = [_single("f0", self._facets), _single("y0", self._days), _single("c0", self._copies)]
        files += [] if self._whole else [self.suggestions]
        return found | {path: xxhash.xxh3_128_digest(content) for path, content in files}

    @property
    def suggestions(self) -> tuple[str, bytes]:
        """Return path and content of the file of suggestions, which is of the whole."""
        return _single("s0", self._suggestions)

    @cached_property
    def manifest(self) -> bytes:
        """Return the script that names the shards; see the package's docstring."""
        limits = {"common": self.limits[0], "everywhere": self.limits[1]}
        return write_manifest(self.statistics | {"lengths": write_marks(self._marks)} | limits | self.plan)

    @property
    def statistics(self) -> dict[str, Any]:
        """Return what scores, answers and citations need of all documents, but for their lengths."""
        lengths = self._postings.lengths
        return {
            "version": VERSION,
            "hash": self._archive_hash(),
            "documents": len(self._stories),
            "perShard": DOCUMENTS,
            "title": self._title_weight,
            "average": round(float(lengths.mean()), 3) if len(lengths) else 0,
            "sources": self._sources,
        }

    @property
    def plan(self) -> dict[str, Any]:
        """Return where the files are and how stems are dealt out to them."""
        names = dict.fromkeys("tpdfysc", "")
        for path in self.keys:
            names[path[7]] += path.removesuffix(".js")[-NAME:]
        return {
            "alone": write_in_manifest(self._partition.written_alone),
            "terms": write_in_manifest(self._partition.written),
            "places": write_in_manifest(self._grouping.written),
            "shards": names,
        }

    def make(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of some of the files."""
        numbers: dict[str, list[tuple[int, str]]] = {kind: [] for kind in "tpdfysc"}
        for path in paths:
            name = path.removeprefix("search/").partition("-")[0]
            numbers[name[0]].append((int(name[1:]), path))
        made = {path: self._facets for _, path in numbers["f"]}
        made |= {path: self._days for _, path in numbers["y"]}
        made |= {path: self._suggestions for _, path in numbers["s"]}
        made |= {path: self._copies for _, path in numbers["c"]}
        for number, path in numbers["d"]:
            made[path] = self._rows(number)
        if self._previous is not None:
            _ = self.keys  # what memory goes by
        place_of = {node: i for i, node in enumerate(self._partition.nodes)}
        terms, places = {place_of[node]: (node, path) for node, path in numbers["t"]}, dict(numbers["p"])
        groups = {node: self._grouping.members[node] for node in places}
        encoded = encode_terms(
            self._postings,
            self._vocabulary,
            number=self._number,
            marks=self._marks,
            shard_of=self._shard_of,
            wanted=sorted({*terms, *(term for group in groups.values() for term in group)}),
            total=self.total,
            limits=self.limits,
            memory=self._memory if self._previous is not None else None,
        )
        parts: dict[int, EncodedTerms] = {}
        for shard, part in encoded:
            if shard in terms:
                node, path = terms[shard]
                made[path] = write_file(f"t{node}", part.words, [part.bits])
            parts[shard] = part
        for node, path in places.items():
            made[path] = write_file(f"p{node}", "", [parts[shard].places for shard in groups[node]])
        return made

    def _rows(self, number: int) -> bytes:
        """Return a d shard."""
        stories = self._stories[number * DOCUMENTS : (number + 1) * DOCUMENTS]
        text, bits = make_rows(stories, self._source_of, [find_lead(self._text(story.article)) for story in stories])
        return write_file(f"d{number}", text, [bits])

    def _term_keys(self) -> list[bytes]:
        """Return the key of each pair of t and p shards: the sum of those of the documents in its postings.

        A document's key stands for its text, what results show of it, its place and its length; which of the document's
        stems fall into the shard follows from the text.
        """
        sums = np.zeros((len(self._partition.nodes), 2), np.uint64)
        if len(self._postings.stem):
            keys = self._document_keys()[self._number]
            at = find_runs(self._postings.stem)
            halves = [np.ascontiguousarray(half)[self._postings.document] for half in keys.T]  # one by one: much faster
            by_stem = np.stack([np.add.reduceat(half, at) for half in halves], axis=1)
            self._memory.sums = np.zeros((len(self._vocabulary.stems), 2), np.uint64)
            self._memory.sums[self._postings.stem[at]] = by_stem
            np.add.at(sums, self._shard_of[self._postings.stem[at]], by_stem)
        documents = len(self._stories)
        limits = "" if self._whole else self.limits
        common = f"{_code()} {documents} {limits} {self._title_weight} {self._sources}".encode("utf-8", "surrogatepass")
        kept = self._frequent_in_shards() if self._whole else {}
        return [xxhash.xxh3_128_digest(common + kept.get(i, b"") + bytes(own)) for i, own in enumerate(sums)]

    def _frequent_in_shards(self) -> dict[int, bytes]:
        """Return, for each shard that has any, which of its stems are frequent in the whole, as its bytes depend on it."""
        found: dict[int, bytes] = defaultdict(bytes)
        stems = np.flatnonzero((self.total >= self.limits[0]) & (self._postings.spread > 0))
        for stem, shard in zip(stems.tolist(), self._shard_of[stems].tolist(), strict=True):
            plain = "plain" if self.total[stem] >= self.limits[1] else "common"
            found[shard] += f"{self._vocabulary.stems[stem]} {plain}\n".encode()
        return found

    def _archive_hash(self) -> str:
        """Return what a citation of a search names: the digest of every page's id and text."""
        told = "\n".join(sorted(f"{story.id} {story.key}" for story in self._stories))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def _document_keys(self) -> npt.NDArray[np.uint64]:
        digests = b"".join(
            xxhash.xxh3_128_digest(b"%s %d %d" % (repr(story.found_by).encode("utf-8", "surrogatepass"), number, mark))
            for number, (story, mark) in enumerate(zip(self._stories, self._marks.tolist(), strict=True))
        )
        return np.frombuffer(digests, "<u8").reshape(-1, 2).astype(np.uint64)

    @cached_property
    def _shown(self) -> list[bytes]:
        return [repr(story.shown).encode("utf-8", "surrogatepass") for story in self._stories]

    def _row_keys(self) -> list[bytes]:
        shown = self._shown
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


def write_manifest(value: Mapping[str, Any]) -> bytes:
    """Return the script that hands over the manifest, which stands among other scripts and is not proven."""
    text = dump(value).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'NewsArchive.put("manifest",{text});\n'.encode()


def write_in_manifest(bits: bytes) -> str:
    """Return bits as the manifest holds them: among other code, where they are few and base64 is read without any."""
    return base64.b64encode(bits).rstrip(b"=").decode()


def _single(name: str, content: bytes) -> tuple[str, bytes]:
    """Return the path of a file of which there is one, by its content."""
    return f"search/{name}-{short_name(xxhash.xxh3_128_digest(content))}.js", content


def quantise(lengths: Int64) -> Int64:
    """Return lengths as 0 to 63: three times the binary logarithm, rounded."""
    return np.minimum(63, np.round(3 * np.log2(np.maximum(lengths, 1)))).astype(np.int64)


def _sort_blocks(order: Int64, lengths: Int64) -> Int64:
    """Return the documents of each block by their lengths: what a d shard holds stays, the lengths hardly cost."""
    return order[np.lexsort((lengths[order], np.arange(len(order)) // DOCUMENTS))]


def write_marks(marks: Int64) -> str:
    """Return the length marks as bits: the first of each block as it is, then what each is more than the one before."""
    first = np.arange(len(marks)) % DOCUMENTS == 0
    steps = rice(np.where(first, 0, np.diff(marks, prepend=0)), np.zeros(len(marks), np.int64))
    whole = fixed(marks, _MARK_BITS)
    bits = np.where(first, whole[0], steps[0]), np.where(first, whole[1], steps[1])
    return write_in_manifest(pack(bits, [len(marks)])[0])


def limit_from(documents: int, share: float) -> int:
    return int(documents * share) + 1 if documents >= COMMON_FROM else documents + 1


def short_name(key: bytes) -> str:
    """Return the characters of a key that go into a file's name."""
    number = int.from_bytes(key[:4], "little")
    return "".join(DIGITS[number >> shift & 31] for shift in range(0, 5 * NAME, 5))


@cache
def _hash(key: str) -> int:
    return checksum(key)


@lru_cache(maxsize=1)
def _code() -> int:
    """Return a number that stands for the code that makes the files."""
    package = Path(__file__).parents[1]
    sources = sorted([*(package / "search").glob("*.py"), *(package / "arabic").glob("*.py")])
    return zlib.crc32(b"".join(path.read_bytes() for path in sources))
