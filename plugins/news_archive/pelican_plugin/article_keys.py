"""What the page of an article depends on: everything that it shows, as one digest."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from ..store import digest
from .article_page import RELATED, ArticlePages
from .facts import Facts
from .versions import SHARED


class ArticleKeys:
    """The keys of the articles' pages."""

    def __init__(self, facts: Facts, articles: ArticlePages, near: Callable[[], list[list[int]]]) -> None:
        """``near`` gives the near stories of each; it is asked for the first key."""
        self.articles = articles
        self.facts = facts
        self._find_near = near

    def key(self, story: int) -> bytes:
        """Return the digest of everything that a story's page shows."""
        facts, layout = self.facts, self.facts.layout
        catalogue = facts.catalogue
        record = catalogue.stories[story]
        head = catalogue.heads[record.main]
        own = f"{head.key} {catalogue.ids[story]} {catalogue.source_of[head.paper].slug} {head.source}"
        parts: list[bytes] = [own.encode("utf-8", "surrogatepass"), facts.mention_keys[record.main]]
        for member in record.members:
            pair = catalogue.pair_of.get((min(record.main, member), max(record.main, member)))
            parts += (
                facts.briefs[member],
                f"{pair.jaccard5:.4f}".encode() if pair else b"-",
                record.reason.encode(),
            )
        parts.append(bytes(self.articles.alone(story)))
        for neighbour in () if catalogue.days[story].day else catalogue.neighbours[story]:
            parts.append(
                f"{catalogue.ids[neighbour]} {facts.part(neighbour)}".encode() if neighbour is not None else b"-"
            )
        for related in catalogue.related.get(story, [])[:RELATED]:
            likeness = f"{related.pair.relation} {related.pair.jaccard5:.4f} {related.pair.containment5:.4f}"
            parts += (facts.story_briefs[related.story], likeness.encode())
        parts += [facts.story_briefs[near] for near in self.near(story)]
        parts.append(self.articles.sections.href(head.desk).encode())
        parts.append(self.articles.versions.key(story, self.articles.families.href))
        if layout:
            others = (other for passage in catalogue.passages_of.get(record.main, ()) for other, _ in passage.others)
            parts += (facts.part(int(catalogue.story_of[other])).encode() for other in others)
            compared = (
                self.articles.families.href(story, related.story) for related in catalogue.related.get(story, ())
            )
            parts += (layout.part(href.partition("#")[0]).encode() for href in compared)
        return digest(*parts)

    @cached_property
    def _near(self) -> list[list[int]]:
        return self._find_near()

    def near(self, story: int) -> list[int]:
        """Return the stories that share names and rare words with one, but for those that its page lists besides."""
        found, catalogue = self._near[story], self.facts.catalogue
        passages = catalogue.passages_of.get(catalogue.stories[story].main, ())
        if passages or story in catalogue.related:
            listed = {related.story for related in catalogue.related.get(story, ())}
            listed |= {catalogue.story_of[other] for passage in passages for other, _ in passage.others[:SHARED]}
            return [number for number in found if number >= 0 and number not in listed]
        return found if found[-1] >= 0 else [number for number in found if number >= 0]
