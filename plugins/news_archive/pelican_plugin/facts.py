"""What the pages and files of a site ask of one archive: look-ups, and digests of what a page may show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import msgspec
import numpy as np

from ..catalogue import Catalogue
from ..chronology import Day
from ..corrections import redaction_keys
from ..excerpts import AFTER, plain_markdown
from ..models import CleanArticle, Head, Int32, Int64
from ..parts import UNDATED, Layout, Member, divide
from ..pipeline import Findings
from ..settings import Settings
from ..store import digest
from .name_addresses import NameAddresses
from .wording import Wording

_EXCERPT = 260
"""Code points of the lead story's text on the front page."""
_SHOWN_AS_TEXT = frozenset((".txt", ".md"))
"""Raw files that browsers show or save, and never run."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a build adds when it is asked to."""

    zip: bool = False
    parquet: bool = False


class Facts:
    """One archive as its pages see it: it draws nothing and notes no file."""

    def __init__(
        self,
        archive: Findings,
        settings: Settings,
        siteurl: str,
        extras: Extras | None = None,
    ) -> None:
        self.archive = archive
        self.settings = settings
        self.siteurl = siteurl
        self.extras = extras or Extras()
        self.corpus = archive.intake.corpus
        self.words = Wording(settings.site.months, settings.site.digits)
        self.catalogue = Catalogue(
            self.corpus.heads, archive.duplicates, archive.page_ids, archive.mentions, archive.labels
        )
        self.addresses = NameAddresses(self.catalogue, archive.authority, settings.entities)

    @cached_property
    def layout(self) -> Layout | None:
        """Where files go in an archive in parts; None in one that is whole."""
        way = self.settings.publish.parts
        if not way:
            return None
        catalogue = self.catalogue
        names = divide(
            way,
            (
                Member(name, day.year, catalogue.source_of[catalogue.head(number).paper].slug)
                for number, (name, day) in enumerate(zip(catalogue.ids, catalogue.days, strict=True))
            ),
        )
        part_of = dict(zip(catalogue.ids, names, strict=True))
        for story, name in zip(catalogue.stories, names, strict=True):
            for number in (story.main, *story.members):
                part_of.setdefault(self.corpus.heads[number].id, name)
        return Layout(part_of, siteurl=self.siteurl, address=self.settings.publish.part_address)

    def href(self, path: str) -> str:
        """Return what leads to a file from the front page."""
        return self.layout.href(path) if self.layout else path

    def part_label(self, part: str) -> str:
        """Return what pages call a part."""
        way = self.settings.publish.parts
        if part == UNDATED and way != "source":
            return "بلا تاريخ"
        if way == "source":
            return next((s.label or "بلا مصدر" for s in self.catalogue.sources if s.slug == part), part)
        return f"عقد {self.words.digits(part[:-1])}" if way == "decade" else self.words.digits(part)

    def part(self, story: int) -> str:
        """Return the part of a story's page, '' in an archive that is whole."""
        return self.layout.part_of(self.catalogue.ids[story]) if self.layout else ""

    # --- look-ups -------------------------------------------------------------------------------------------------

    @lru_cache(maxsize=1024)  # noqa: B019  one Site lives as long as a build; a bucket of the data files fits
    def article(self, number: int) -> CleanArticle:
        return self.archive.intake.article(number)

    @lru_cache(maxsize=1 << 14)  # noqa: B019  some 60 MB of text; pages of names come back to the same articles
    def blocks(self, number: int) -> tuple[str, ...]:
        return self.archive.intake.blocks(number)

    def main_head(self, story: int) -> Head:
        return self.catalogue.head(story)

    def moved(self) -> dict[str, tuple[str, str]]:
        """Return, for each article that the editor merged into another's page, that page's id and title."""
        heads, pages = self.corpus.heads, set(self.catalogue.ids)
        return {
            heads[member].id: (page, heads[story.main].title)
            for page, story in zip(self.catalogue.ids, self.catalogue.stories, strict=True)
            if story.reason == "editor"
            for member in story.members
            if heads[member].id not in pages
        }

    def page_of(self, number: int) -> str:
        """Return the id of the page that carries an article."""
        return self.catalogue.ids[int(self.catalogue.story_of[number])]

    @property
    def days(self) -> list[Day]:
        return self.catalogue.days

    @property
    def newest_first(self) -> list[int]:
        return self.catalogue.newest_first

    def raw_path(self, article: int) -> str:
        """Return where an article's raw file is published, '' for a record of a container."""
        head = self.corpus.heads[article]
        if head.source not in self.archive.raw_files:
            return ""
        if redaction_keys(head.flags) and (head.generated_title or not head.source.endswith(".txt")):
            return ""  # what was redacted cannot be taken out of the file with certainty
        suffix = self.archive.raw_files[head.source].suffix.lower()
        if suffix not in _SHOWN_AS_TEXT:  # a page as it was received would run its scripts at the archive's address
            suffix += ".txt"
        return f"raw/{head.id}-{head.sha256[:8]}{suffix}"

    def excerpt(self, story: int) -> str:
        article = self.article(self.catalogue.stories[story].main)
        text = plain_markdown("\n".join(article.paragraphs)) if article.markdown else article.paragraphs[0]
        if len(text) <= _EXCERPT:
            return text
        cut = text.rfind(" ", 0, _EXCERPT)
        return text[: cut if cut > AFTER else _EXCERPT] + " …"

    def spellings(self) -> dict[str, list[tuple[str, int]]]:
        """Return the written forms of each name with their counts in all stories, copies left out."""
        rows = self.catalogue.mention_rows
        tokens, surfaces = self.corpus.tokens, self.corpus.vocabulary.surfaces
        if not len(rows):
            return {}
        block = tokens.articles[rows[:, 0]] + rows[:, 1]
        first = tokens.find(block, rows[:, 2])
        after = tokens.follow(first, block, rows[:, 3])
        slugs, ids, bits = self.archive.mentions.slugs, tokens.ids, len(surfaces).bit_length()
        forms: dict[str, list[tuple[str, int]]] = defaultdict(list)
        single = after - first == 1
        keys, counts = np.unique(rows[single, 4].astype(np.int64) << bits | ids[first[single]], return_counts=True)
        for entity, word, count in zip(
            (keys >> bits).tolist(), (keys & (1 << bits) - 1).tolist(), counts.tolist(), strict=True
        ):
            forms[slugs[entity]].append((surfaces[word], count))
        for entity, words, count in _count_forms(rows[~single, 4], first[~single], after[~single], ids):
            forms[slugs[entity]].append((" ".join(surfaces[word] for word in words), count))
        return {slug: sorted(own, key=lambda form: (-form[1], form[0])) for slug, own in forms.items()}

    # --- keys -----------------------------------------------------------------------------------------------------

    @cached_property
    def briefs(self) -> list[bytes]:
        """For each article a digest of what another page may show of it."""
        encode = msgspec.msgpack.Encoder().encode
        return [
            encode(
                (
                    h.id,
                    h.title,
                    self.catalogue.called(h.paper),
                    h.author,
                    h.url,
                    h.date.edtf if h.date else "",
                    h.sample,
                )
            )
            for h in self.corpus.heads
        ]

    @cached_property
    def story_briefs(self) -> list[bytes]:
        brief = self.briefs
        return [
            digest(
                brief[record.main],
                f"{name} {len(record.members)} {record.reason} {self.part(number)}".encode(),
                *(brief[member] for member in record.members),
            )
            for number, (record, name) in enumerate(zip(self.catalogue.stories, self.catalogue.ids, strict=True))
        ]

    def story_brief(self, story: int) -> bytes:
        """Return 16 bytes that stand for what another page may show of a story."""
        return self.story_briefs[story]

    @cached_property
    def mention_keys(self) -> list[bytes]:
        """For each article a digest of its mentions and of what their entities are called, and where they are shown."""
        name, path = self.archive.authority.name, self.addresses.path
        return self.archive.mentions.keys(lambda slug: f"{name(slug)} {path(slug)}")

    def story_carriers(self, story: int) -> bytes:
        """Return ``story_brief`` with what the data files say of the records merged into the story."""
        return self.story_brief(story) + b"".join(self.briefs[m] for m in self.catalogue.stories[story].members)


def _count_forms(entity: Int32, first: Int64, after: Int64, ids: Int32) -> Iterator[tuple[int, list[int], int]]:
    """Yield (entity, surfaces, how often) of names of several words, from the tokens of each mention.

    Mentions are put into classes word by word, those that end apart from those that go on.
    """
    code, at, base = entity.astype(np.int64), np.arange(len(entity)), 0
    width, place = np.int64(ids.max(initial=0)) + 1, 0
    while len(at):
        found, code[at] = np.unique(code[at] * width + ids[first[at] + place], return_inverse=True)
        code[at] += base
        base, place = base + len(found), place + 1
        at = at[after[at] - first[at] > place]
    _, at, counts = np.unique(code, return_index=True, return_counts=True)
    for n, a, b, count in zip(
        entity[at].tolist(), first[at].tolist(), after[at].tolist(), counts.tolist(), strict=True
    ):
        yield n, ids[a:b].tolist(), count
