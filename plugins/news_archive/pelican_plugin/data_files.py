"""The data files of a site: rows drawn from the archive, packed bucket by bucket, noted with what describes them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping
from functools import cached_property, partial
from itertools import accumulate
from typing import Any, Final

import numpy as np

from .. import datafiles
from ..mentions import MentionTable
from ..models import Bool
from ..publish import key_of
from ..store import Store, digest
from .datapages import RESOURCES, Resource, data_view, datapackage, dataset, part_view
from .facts import Facts
from .frame import Note
from .parquet import parquet_file, pyarrow_version
from .views import DataView, PartView

PACKED: Final = {
    "articles": "articles.jsonl.gz",
    "spans": "spans.jsonl.gz",
    "mentions": "mentions.jsonl.gz",
    "candidates": "candidates.jsonl.gz",
    "quotations": "quotations.jsonl.gz",
    "table": "articles.csv.gz",
}
"""Part -> its file; each is written in buckets."""


def _count(table: MentionTable, is_main: Bool) -> int:
    """Return how many rows of a table stand in the paragraphs of pages."""
    rows = table.rows
    return int((is_main[rows[:, 0]] & (rows[:, 1] > 0)).sum()) if len(rows) else 0


class DataFiles:
    """Draws the data files of a site."""

    def __init__(self, site: Facts) -> None:
        self._site = site
        self._parts = site.layout.names if site.layout else ()
        heads = site.corpus.heads
        held: dict[str, list[int]] = {part: [] for part in self._parts or ("",)}
        for number, story in enumerate(site.catalogue.story_of.tolist()):
            held[site.part(story)].append(number)
        self.groups = {
            part: datafiles.buckets([heads[n].id for n in numbers], numbers) for part, numbers in held.items()
        }
        """The articles of each bucket, by part; '' stands for an archive that is whole."""
        for group in (group for groups in self.groups.values() for group in groups):
            # what one newspaper writes repeats itself: it packs better side by side
            group.sort(key=lambda n: (heads[n].paper, n))

    def members(self, store: Store) -> datafiles.Members:
        """Return the members of the files that are written in buckets, each with its key."""
        found: dict[str, list[datafiles.Member]] = {}
        for part, groups in self.groups.items():
            found |= {f"{part}/{kind}": members for kind, members in self._members(groups).items()}
        return datafiles.Members(store, found)

    def _members(self, groups: list[list[int]]) -> dict[str, list[datafiles.Member]]:
        site, heads = self._site, self._site.corpus.heads
        story_of = site.catalogue.story_of.tolist()
        records = [digest(*(heads[n].key.encode() + heads[n].source.encode() for n in group)) for group in groups]
        names = [digest(*(site.mention_keys[n] for n in group)) for group in groups]
        stories = [digest(*(site.story_carriers(story_of[n]) for n in group)) for group in groups]
        proposals = self._proposals
        proposed = [digest(*(proposals[n] for n in group)) for group in groups]
        keys = list(zip(records, names, stories, groups, strict=True))
        return {
            "articles": [(digest(r, s), partial(self._article_rows, g)) for r, _, s, g in keys],
            "spans": [(r, partial(self._span_rows, g)) for r, _, _, g in keys],
            "mentions": [
                (digest(r, m, s), partial(self._mention_rows, g, site.archive.mentions)) for r, m, s, g in keys
            ],
            "quotations": [(digest(r, m, s), partial(self._quotation_rows, g)) for r, m, s, g in keys],
            "candidates": [
                (digest(r, c, s), partial(self._mention_rows, g, site.archive.candidates))
                for (r, _, s, g), c in zip(keys, proposed, strict=True)
            ],
            "table": [
                (b"header", datafiles.csv_header),
                *((digest(r, m, s), partial(self._table_rows, g)) for r, m, s, g in keys),
            ],
        }

    @cached_property
    def _proposals(self) -> list[bytes]:
        return self._site.archive.candidates.keys()

    def note_all(self, note: Note, packed: Mapping[str, list[bytes]]) -> None:
        """Note every data file; ``packed`` holds the members of each in order, by part and kind."""
        site, parquet = self._site, self._site.extras.parquet
        for part in self.groups:
            own = {kind: packed[f"{part}/{kind}"] for kind in PACKED}
            self._note_part(partial(note, part=part) if part else note, part, own)
        archive = site.archive
        whole = {
            "ledger": datafiles.ledger_rows(archive.lines),
            "relations": datafiles.relation_rows(archive.duplicates, site.corpus.heads),
        }
        for resource in RESOURCES:
            if resource.name in whole:
                lines = datafiles.json_lines(whole[resource.name])
                note(f"data/{resource.file}", key_of(lines), partial(datafiles.gzip_file, lines))
                if parquet:
                    self._note_parquet(note, resource, lines)
        if self._parts:
            text = datapackage(site.settings.site, parquet=parquet, shared=True)
            note("data/datapackage.json", key_of(text), partial(bytes, text))

    def _note_part(self, note: Note, part: str, packed: Mapping[str, list[bytes]]) -> None:
        site, parquet = self._site, self._site.extras.parquet
        for kind, members in packed.items():
            data = b"".join(members) or datafiles.EMPTY
            note(f"data/{PACKED[kind]}", key_of(data), partial(bytes, data))
        texts = {
            "data/articles.index.json": self._index(part, packed),
            "data/datapackage.json": datapackage(
                site.settings.site, parquet=parquet, part=part, shared=False if part else None
            ),
        }
        for path, text in texts.items():
            note(path, key_of(text), partial(bytes, text))
        for resource in RESOURCES if parquet else ():
            if resource.is_lines and not resource.shared:
                self._note_parquet(note, resource, packed[resource.name])

    @staticmethod
    def _note_parquet(note: Note, resource: Resource, lines: bytes | list[bytes]) -> None:
        """Note a data file as Parquet, made from its lines or from the packed members of them."""

        def make() -> bytes:
            return parquet_file(resource, lines if isinstance(lines, bytes) else gzip.decompress(b"".join(lines)))

        parts = [lines] if isinstance(lines, bytes) else lines
        note(f"data/{resource.name}.parquet", key_of(pyarrow_version(), *parts), make)

    def view(self, *, zipped: bool = False) -> DataView:
        """Return the data page, with the link to the whole site as one file where there is one."""
        parquet = self._site.extras.parquet
        labels = {part: self._site.part_label(part) for part in self._parts}
        return data_view(self.counts(), self._site.words, labels, zipped=zipped, parquet=parquet)

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
        days = sorted(day.day for day in self._site.catalogue.days if day.day)
        site, layout = self._site, self._site.layout
        return dataset(
            site.settings.site,
            days[:1] + days[-1:],
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
            "ledger": len(site.archive.lines),
            "spans": sum(spans for spans, _ in site.rule_counts.values()),
            "articles": len(site.catalogue.stories),
            "relations": len(site.archive.duplicates.pairs) + len(site.archive.duplicates.passage_pairs),
            "mentions": _count(site.archive.mentions, is_main),
            "candidates": _count(site.archive.candidates, is_main),
            "entities": len(site.catalogue.stories_of_entity),
            "quotations": _count(site.archive.quotations, is_main),
        }

    def _index(self, part: str, packed: Mapping[str, list[bytes]]) -> bytes:
        """Return where each bucket of articles and spans begins, so that one article can be had without the others."""
        heads = self._site.corpus.heads
        groups = self.groups[part]
        bits = datafiles.bucket_bits(sum(map(len, groups)))

        def offsets(members: list[bytes]) -> list[int]:
            sizes = {
                datafiles.bucket_of(heads[group[0]].id, bits): len(member)
                for group, member in zip(groups, members, strict=True)
            }
            return list(accumulate((sizes.get(bucket, 0) for bucket in range(1 << bits)), initial=0))

        index = {
            "file": PACKED["articles"],
            "bits": bits,
            "offsets": offsets(packed["articles"]),
            "spans": {"file": PACKED["spans"], "offsets": offsets(packed["spans"])},
        }
        return (json.dumps(index) + "\n").encode()

    # --- rows -----------------------------------------------------------------------------------------------------

    def _mains(self, group: list[int]) -> list[tuple[int, int]]:
        """Return (article, story) of those in a group whose text is a page."""
        catalogue = self._site.catalogue
        pairs = ((number, int(catalogue.story_of[number])) for number in group)
        return [(number, story) for number, story in pairs if catalogue.stories[story].main == number]

    def _article_rows(self, group: list[int]) -> bytes:
        site = self._site
        return datafiles.json_lines(
            datafiles.article_row(
                site.article(number),
                site.catalogue.ids[story],
                datafiles.story_members(site.catalogue.stories[story], site.corpus.heads),
            )
            for number, story in self._mains(group)
        )

    def _table_rows(self, group: list[int]) -> bytes:
        site = self._site
        table = site.archive.mentions
        rows: list[list[object]] = []
        for number, story in self._mains(group):
            head = site.corpus.heads[number]
            names = sorted({table.slugs[entity] for entity in table.of(number)[:, 4].tolist()})
            date = head.date.edtf if head.date else ""
            carriers = len(site.catalogue.stories[story].members) + 1
            rows.append(
                [
                    site.catalogue.ids[story], head.url, head.title, head.paper, head.author, date, head.words, carriers,
                    " ".join(names),
                ]
            )  # fmt: skip
        return datafiles.csv_lines(rows)

    def _span_rows(self, group: list[int]) -> bytes:
        return datafiles.json_lines(row for n in group for row in datafiles.span_rows(self._site.article(n)))

    def _quotation_rows(self, group: list[int]) -> bytes:
        site = self._site
        table = site.archive.quotations
        rows: list[dict[str, Any]] = []
        for number, story in self._mains(group):
            found = table.of(number).tolist()
            paragraphs = site.article(number).paragraphs if found else ()
            for _, block, start, end, speaker, rule in found:
                verb, _, carrier = table.rules[rule].partition(" ")
                rows.append(
                    {
                        "article": site.catalogue.ids[story],
                        "paragraph": block - 1,
                        "start": start,
                        "end": end,
                        "surface": paragraphs[block - 1][start:end],
                        "speaker": table.slugs[speaker],
                        "verb": verb,
                        "carrier": carrier,
                    }
                )
        return datafiles.json_lines(rows)

    def _mention_rows(self, group: list[int], table: MentionTable) -> bytes:
        site = self._site
        rows: list[dict[str, Any]] = []
        for number, story in self._mains(group):
            given = datafiles.mention_rows(site.article(number), site.catalogue.ids[story], table, number)
            rows += given if table is site.archive.mentions else ({**row, "entity": ""} for row in given)
        return datafiles.json_lines(rows)
