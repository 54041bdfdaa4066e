"""The data files of a site: rows drawn from the archive, packed bucket by bucket, noted with what describes them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping
from functools import cache, partial
from importlib.metadata import version
from itertools import accumulate
from typing import Any, Final

import numpy as np
import xxhash

from .. import datafiles
from ..mentions import MentionTable
from ..models import Bool
from ..pipeline import Archive
from ..publish import key_of
from ..store import Store, digest
from .datapages import RESOURCES, Resource, data_view, datapackage, dataset, part_view
from .facts import Facts
from .frame import Note
from .packed_rows import PACKED, Buckets
from .parquet import parquet_file, pyarrow_version
from .views import DataView, PartView

LEDGER: Final = "ledger.jsonl.gz"
INDEXED: Final = 4
"""Characters of an id by which the index knows it: of 10,000 articles one in a hundred shares them with another."""


def _count(table: MentionTable, is_main: Bool) -> int:
    """Return how many rows of a table stand in the paragraphs of pages."""
    rows = table.rows
    return int((is_main[rows[:, 0]] & (rows[:, 1] > 0)).sum()) if len(rows) else 0


class DataFiles:
    """Draws the data files of a site."""

    def __init__(self, archive: Archive, site: Facts, store: Store) -> None:
        self._archive = archive
        self._site = site
        self._store = store
        self._parts = site.layout.names if site.layout else ()

    def note_all(self, note: Note, buckets: Buckets, packed: Mapping[str, list[datafiles.Packed]]) -> None:
        """Note every data file; ``packed`` holds the members of each in order, by part and kind."""
        site, parquet = self._site, self._site.extras.parquet
        for part, stories in buckets.items():
            own = {kind: packed[f"{part}/{kind}"] for kind in PACKED}
            self._note_part(partial(note, part=part) if part else note, part, stories, own)
        relations = datafiles.json_lines(datafiles.relation_rows(site.archive.duplicates, site.corpus.heads))
        note("data/relations.jsonl.gz", key_of(relations), partial(datafiles.gzip_file, relations))
        whole = {"ledger": self._note_ledger(note), "relations": relations}
        for resource in RESOURCES if parquet else ():
            if resource.name in whole:
                self._note_parquet(note, resource, whole[resource.name])
        if self._parts:
            text = self._package(shared=True)
            note("data/datapackage.json", key_of(text), partial(bytes, text))

    def _package(self, *, part: str = "", shared: bool | None) -> bytes:
        site = self._site
        papers = {
            name: site.catalogue.called(name) for name in sorted({head.paper for head in site.corpus.heads}) if name
        }
        return datapackage(
            site.settings.site, papers, site.siteurl, parquet=site.extras.parquet, part=part, shared=shared
        )

    def _note_ledger(self, note: Note) -> bytes:
        """Note the ledger, and which record is the first of each of its gzip members; return its lines."""
        lines, size = self._archive.lines, datafiles.LEDGER_BLOCK
        first = [lines[start].source for start in range(0, len(lines), size)]
        blocks = [
            datafiles.json_lines(datafiles.ledger_rows(lines[start : start + size]))
            for start in range(0, len(lines), size)
        ]

        @cache
        def pack() -> list[datafiles.Packed]:
            memory = datafiles.MemberMemory(self._store, "ledger", version("deflate").encode())
            parts = datafiles.name_members({"ledger": [(digest(block), partial(bytes, block)) for block in blocks]})
            made = {name: make() for name, make in memory.missing(parts)}
            return memory.finish({"ledger": [name for name, _ in parts["ledger"]]}, made)["ledger"]

        def index() -> bytes:
            offsets = accumulate(map(len, pack()), initial=0)
            value = {"file": LEDGER, "first": first, "offsets": list(offsets)}
            return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()

        whole = b"".join(blocks)
        note(f"data/{LEDGER}", key_of(whole), lambda: datafiles.join_members(pack()))
        note("data/ledger.index.json", key_of(whole), index)
        return whole

    def _note_part(
        self, note: Note, part: str, buckets: list[list[int]], packed: Mapping[str, list[datafiles.Packed]]
    ) -> None:
        parquet = self._site.extras.parquet
        for kind, members in packed.items():
            # members lie in what is remembered; they are put together only where the file is written
            key = key_of(*map(xxhash.xxh3_128_digest, members))
            note(f"data/{PACKED[kind]}", key, partial(datafiles.join_members, members))
        texts = {
            "data/articles.index.json": self._index(buckets, packed),
            "data/datapackage.json": self._package(part=part, shared=False if part else None),
        }
        for path, text in texts.items():
            note(path, key_of(text), partial(bytes, text))
        for resource in RESOURCES if parquet else ():
            if resource.has_parquet and not resource.shared:
                self._note_parquet(note, resource, packed[resource.name])

    @staticmethod
    def _note_parquet(note: Note, resource: Resource, lines: bytes | list[datafiles.Packed]) -> None:
        """Note a data file as Parquet, made from its lines or from the packed members of them."""

        def make() -> bytes:
            return parquet_file(resource, lines if isinstance(lines, bytes) else gzip.decompress(b"".join(lines)))

        parts = [lines] if isinstance(lines, bytes) else lines
        key = key_of(pyarrow_version(), *map(xxhash.xxh3_128_digest, parts))
        note(f"data/{resource.name}.parquet", key, make)

    def view(self, *, zipped: bool = False) -> DataView:
        """Return the data page, with the link to the whole site as one file where there is one."""
        site = self._site
        labels = {part: site.part_label(part) for part in self._parts}
        return data_view(
            self.counts(), self._days(), site.words, labels, site.siteurl, zipped=zipped, parquet=site.extras.parquet
        )

    def _days(self) -> list[str]:
        """Return the first day that is known and the last, none where none is."""
        days = sorted(day.day for day in self._site.catalogue.days if day.day)
        return days[:1] + days[-1:]

    def parts(self) -> list[PartView]:
        """Return the page of each part."""
        site = self._site
        counts = Counter(map(site.part, range(len(site.catalogue.stories))))
        return [
            part_view(
                part, site.part_label(part), site.words.counted(counts[part], "article"), parquet=site.extras.parquet
            )
            for part in self._parts
        ]

    def as_dataset(self) -> dict[str, Any]:
        """Return the archive as schema.org Dataset."""
        site, layout = self._site, self._site.layout
        return dataset(
            site.settings.site,
            self._days(),
            lambda path, part: (layout.base(part) if layout else "") + path,
            self._parts,
            parquet=site.extras.parquet,
        )

    def counts(self) -> dict[str, int]:
        """Return how many rows each file has."""
        site = self._site
        is_main = np.zeros(len(site.corpus.heads), np.bool_)
        is_main[[story.main for story in site.catalogue.stories]] = True
        return {
            "ledger": len(self._archive.lines),
            "spans": sum(spans for spans, _ in self._archive.rule_counts.values()),
            "articles": len(site.catalogue.stories),
            "copies": sum(len(story.members) for story in site.catalogue.stories),
            "relations": len(site.archive.duplicates.pairs) + len(site.archive.duplicates.passage_pairs),
            "mentions": _count(site.archive.mentions, is_main),
            "candidates": _count(site.archive.candidates, is_main),
            "entities": len(site.catalogue.stories_of_entity),
            "quotations": _count(site.archive.quotations, is_main),
        }

    def _index(self, buckets: list[list[int]], packed: Mapping[str, list[datafiles.Packed]]) -> bytes:
        """Return which articles stand in each bucket and where it begins, so that one can be had without the others."""
        ids = self._site.catalogue.ids

        def offsets(kind: str) -> list[int]:
            return list(accumulate(map(len, packed[kind]), initial=0))

        index = {
            "file": PACKED["articles"],
            "ids": ["".join(ids[story][:INDEXED] for story in bucket) for bucket in buckets],
            "offsets": offsets("articles"),
            **{kind: {"file": PACKED[kind], "offsets": offsets(kind)} for kind in ("spans", "copies")},
        }
        return (json.dumps(index, separators=(",", ":")) + "\n").encode()
