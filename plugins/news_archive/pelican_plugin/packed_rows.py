"""The rows of the data files that are written in buckets: what each bucket depends on, and its lines."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any, Final

from .. import datafiles
from ..mentions import MentionTable
from ..models import Int32
from ..pipeline import code_fingerprint
from ..row_order import chain_texts, cut_buckets, find_subjects, order_stories
from ..store import digest
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
"""Buckets in a member of the table, whose rows are short, and of the quotations, which are few."""
Buckets = dict[str, list[list[int]]]
"""The stories of each bucket, by part; '' stands for an archive that is whole."""


def rows_print() -> bytes:
    """Return the digest of what decides what stands in a member, beside what its key holds."""
    return code_fingerprint("datafiles.py", "row_order.py", "clean", "pelican_plugin/packed_rows.py")


class PackedRows:
    """Draws the rows of one archive, bucket by bucket."""

    def __init__(self, site: Facts) -> None:
        self._site = site
        catalogue = site.catalogue
        subjects = find_subjects(*catalogue.entity_story, len(catalogue.stories))
        titles = [catalogue.head(story).title for story in range(len(catalogue.stories))]
        held: dict[str, list[int]] = {part: [] for part in (site.layout.names if site.layout else ("",))}
        for story in order_stories(subjects, titles, catalogue.ids):
            held[site.part(story)].append(story)
        self.buckets: Buckets = {part: cut_buckets(stories, catalogue.ids) for part, stories in held.items()}
        self._chained: tuple[list[int], list[int]] = ([], [])

    def members(self) -> dict[str, list[datafiles.NamedMember]]:
        """Return the members of the files that are written in buckets, by part and kind."""
        found: dict[str, list[datafiles.Member]] = {}
        for part, buckets in self.buckets.items():
            found |= {f"{part}/{kind}": members for kind, members in self._members(buckets).items()}
        return datafiles.name_members(found)

    def _members(self, buckets: list[list[int]]) -> dict[str, list[datafiles.Member]]:
        site, heads = self._site, self._site.corpus.heads
        groups = [self._records(bucket) for bucket in buckets]
        records = [digest(*(heads[n].key.encode() + heads[n].source.encode() for n in group)) for group in groups]
        names = [digest(*(site.mention_keys[n] for n in group)) for group in groups]
        stories = [digest(*(site.story_carriers(story) for story in bucket)) for bucket in buckets]
        proposals = self._proposals
        proposed = [digest(*(proposals[n] for n in group)) for group in groups]
        keys = list(zip(records, names, stories, buckets, strict=True))
        tables = [keys[i : i + _TABLE] for i in range(0, len(keys), _TABLE)]
        return {
            "articles": [(digest(r, s), partial(self._article_rows, b)) for r, _, s, b in keys],
            "copies": [(digest(r, s), partial(self._copy_rows, b)) for r, _, s, b in keys],
            "spans": [(r, partial(self._span_rows, b)) for r, _, _, b in keys],
            "mentions": [
                (digest(r, m, s), partial(self._mention_rows, b, site.archive.mentions)) for r, m, s, b in keys
            ],
            "quotations": [
                (digest(*(part for r, m, s, _ in some for part in (r, m, s))), partial(self._all_quotations, some))
                for some in tables
            ],
            "candidates": [
                (digest(r, c, s), partial(self._mention_rows, b, site.archive.candidates))
                for (r, _, s, b), c in zip(keys, proposed, strict=True)
            ],
            "table": [
                (b"header", datafiles.csv_header),
                *(
                    (
                        digest(*(part for r, m, s, _ in some for part in (r, m, s))),
                        partial(self._table_rows, [story for *_, bucket in some for story in bucket]),
                    )
                    for some in tables
                ),
            ],
        }

    @cached_property
    def _proposals(self) -> list[bytes]:
        return self._site.archive.candidates.keys()

    @cached_property
    def _stems(self) -> Int32:
        """The stem of each surface token."""
        vocabulary = self._site.corpus.vocabulary
        return vocabulary.stem_of[vocabulary.norm_of]

    # --- rows -----------------------------------------------------------------------------------------------------

    def _records(self, bucket: list[int]) -> list[int]:
        """Return the records of a bucket's stories, the text of each before those merged into it."""
        stories = self._site.catalogue.stories
        return [number for story in bucket for number in (stories[story].main, *stories[story].members)]

    def _chain(self, bucket: list[int]) -> list[int]:
        """Return the stories of a bucket in the order of their rows; the files of one bucket are made one after another."""
        if self._chained[0] is not bucket:
            tokens, stories = self._site.corpus.tokens, self._site.catalogue.stories
            bounds = [tokens.blocks[tokens.articles[[stories[s].main, stories[s].main + 1]]] for s in bucket]
            texts = [self._stems[tokens.ids[start:end]] for start, end in bounds]
            self._chained = bucket, [bucket[place] for place in chain_texts(texts)]
        return self._chained[1]

    def _mains(self, bucket: list[int]) -> list[tuple[int, int]]:
        """Return (article, story) of a bucket's pages in the order of their rows."""
        stories = self._site.catalogue.stories
        return [(stories[story].main, story) for story in self._chain(bucket)]

    def _article_rows(self, bucket: list[int]) -> bytes:
        site = self._site
        return datafiles.json_lines(
            datafiles.article_row(
                site.article(number),
                site.catalogue.ids[story],
                datafiles.story_members(site.catalogue.stories[story], site.corpus.heads),
            )
            for number, story in self._mains(bucket)
        )

    def _copy_rows(self, bucket: list[int]) -> bytes:
        site, catalogue = self._site, self._site.catalogue
        return datafiles.json_lines(
            datafiles.copy_row(site.article(number), catalogue.ids[story])
            for story in self._chain(bucket)
            for number in catalogue.stories[story].members
        )

    def _table_rows(self, stories: list[int]) -> bytes:
        site = self._site
        table = site.archive.mentions
        rows: list[list[object]] = []
        for story in stories:
            record = site.catalogue.stories[story]
            head = site.corpus.heads[record.main]
            names = sorted({table.slugs[entity] for entity in table.of(record.main)[:, 4].tolist()})
            date = head.date.edtf if head.date else ""
            carriers = len(record.members) + 1
            rows.append(
                [
                    site.catalogue.ids[story], head.url, head.title, head.paper, head.author, date, head.words, carriers,
                    " ".join(names),
                ]
            )  # fmt: skip
        return datafiles.csv_lines(rows)

    def _span_rows(self, bucket: list[int]) -> bytes:
        records = self._records(self._chain(bucket))
        return datafiles.json_lines(row for n in records for row in datafiles.span_rows(self._site.article(n)))

    def _all_quotations(self, some: list[tuple[bytes, bytes, bytes, list[int]]]) -> bytes:
        return b"".join(self._quotation_rows(bucket) for *_, bucket in some)

    def _quotation_rows(self, bucket: list[int]) -> bytes:
        site = self._site
        table = site.archive.quotations
        rows: list[dict[str, Any]] = []
        for number, story in self._mains(bucket):
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

    def _mention_rows(self, bucket: list[int], table: MentionTable) -> bytes:
        site = self._site
        rows: list[dict[str, Any]] = []
        for number, story in self._mains(bucket):
            given = datafiles.mention_rows(site.article(number), site.catalogue.ids[story], table, number)
            rows += given if table is site.archive.mentions else ({**row, "entity": ""} for row in given)
        return datafiles.json_lines(rows)
