"""The rows of the data files that are written in buckets: what each bucket depends on, and its lines."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any, Final

from .. import datafiles
from ..mentions import MentionTable
from ..store import Store, digest
from .facts import Facts

PACKED: Final = {
    "articles": "articles.jsonl.gz",
    "copies": "copies.jsonl.gz",
    "spans": "spans.jsonl.gz",
    "mentions": "mentions.jsonl.gz",
    "candidates": "candidates.jsonl.gz",
    "quotations": "quotations.jsonl.gz",
    "table": "articles.csv.gz",
}
"""Part -> its file; each is written in buckets."""
_TABLE: Final = 8
"""Buckets in a member of the table, whose rows are short."""


class PackedRows:
    """Draws the rows of one archive, bucket by bucket."""

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
        tables = [keys[i : i + _TABLE] for i in range(0, len(keys), _TABLE)]
        return {
            "articles": [(digest(r, s), partial(self._article_rows, g)) for r, _, s, g in keys],
            "copies": [(digest(r, s), partial(self._copy_rows, g)) for r, _, s, g in keys],
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
                *(
                    (
                        digest(*(part for r, m, s, _ in some for part in (r, m, s))),
                        partial(self._table_rows, [n for *_, g in some for n in g]),
                    )
                    for some in tables
                ),
            ],
        }

    @cached_property
    def _proposals(self) -> list[bytes]:
        return self._site.archive.candidates.keys()

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

    def _copy_rows(self, group: list[int]) -> bytes:
        site, catalogue = self._site, self._site.catalogue
        stories = ((number, int(catalogue.story_of[number])) for number in group)
        return datafiles.json_lines(
            datafiles.copy_row(site.article(number), catalogue.ids[story])
            for number, story in stories
            if catalogue.stories[story].main != number
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
