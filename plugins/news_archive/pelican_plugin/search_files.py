"""The search page and its index: which stories it holds, which of its files have to be made, the script that names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ..catalogue import Catalogue
from ..chronology import find_day
from ..entities import Authority
from ..models import CleanArticle, Corpus
from ..parts import Layout
from ..publish import key_of
from ..search import DividedIndex, Index, IndexedCopy, IndexedStory, State
from ..settings import SearchSettings
from .name_addresses import NameAddresses
from .publication import Publication, Standing

if TYPE_CHECKING:
    from .frame import Frame


@dataclass(frozen=True, slots=True)
class MadeIndex:
    """What a worker sends back of the index."""

    manifest: bytes
    keys: dict[str, bytes]
    """Every file's key by its path."""
    made: dict[str, bytes]
    """The contents of the files that the last build did not publish."""


class SearchFiles:
    """The index of one archive, planned and made once, by whichever process asks."""

    def __init__(
        self,
        corpus: Corpus,
        catalogue: Catalogue,
        authority: Authority,
        addresses: NameAddresses,
        settings: SearchSettings,
        article: Callable[[int], CleanArticle],
        layout: Layout | None = None,
        part_label: Callable[[str], str] = str,
        memory: Callable[[], State | None] = lambda: None,
    ) -> None:
        """``memory`` gives what the last build left of its index, or nothing; see ``Index.state``."""
        self.corpus = corpus
        self.catalogue = catalogue
        self.authority = authority
        self.addresses = addresses
        self.settings = settings
        self.article = article
        self.layout = layout
        self.part_label = part_label
        self._memory = memory

    @cached_property
    def index(self) -> Index | DividedIndex:
        known = self.authority.entities
        labels = {
            slug: (
                known[slug].name,
                known[slug].type.value,
                self.addresses.stem(slug),
                *known[slug].aliases,
                *known[slug].weak,
            )
            for slug in self.catalogue.stories_of_entity
        }
        layout = self.layout
        previous = (self._memory() or {}) if layout is None else None
        whole = Index(self.corpus, self._stories(), self.settings, text=self.article, labels=labels, previous=previous)
        if layout is None:
            return whole
        return DividedIndex(whole, layout.part_of, folder=layout.folder, base=layout.base, label=self.part_label)

    def _stories(self) -> list[IndexedStory]:
        catalogue = self.catalogue
        names: dict[int, list[str]] = defaultdict(list)
        for slug, stories in catalogue.stories_of_entity.items():
            for story in stories:
                names[story].append(slug)
        found = []
        for number, record in enumerate(catalogue.stories):
            head = catalogue.head(number)
            day, source = catalogue.days[number], catalogue.called(head.paper)
            found.append(
                IndexedStory(
                    article=record.main,
                    id=catalogue.ids[number],
                    key=head.key,
                    title=head.title,
                    source=source,
                    paper="" if head.paper == source else head.paper,
                    day=day.day,
                    bound=day.bound,
                    carriers=catalogue.papers(number) if record.members else 1,
                    versions=len(catalogue.related.get(number, ())),
                    names=tuple(names.get(number, ())),
                    copies=self._copies(number) if record.members else (),
                    merged=self._merged(number) if record.members else (),
                    writers=self._writers(number) if record.members else (head.author,) if head.author else (),
                )
            )
        return found

    def _copies(self, number: int) -> tuple[IndexedCopy, ...]:
        """Return what was merged into a story; revisions and what one newspaper carried twice are no copies of others."""
        catalogue, story = self.catalogue, self.catalogue.stories[number]
        same = story.reason == "revision" or catalogue.papers(number) < 2
        found = []
        for article in story.members:
            head = catalogue.heads[article]
            day = find_day(head.date)
            found.append(IndexedCopy(head.title, catalogue.called(head.paper), day.day, day.bound, same))
        return tuple(found)

    def _merged(self, number: int) -> tuple[int, ...]:
        """Return what was merged into a story under a headline of its own."""
        catalogue, story = self.catalogue, self.catalogue.stories[number]
        title = catalogue.head(number).title
        heads = [(article, catalogue.heads[article]) for article in story.members]
        return tuple(article for article, head in heads if head.title != title and not head.generated_title)

    def _writers(self, number: int) -> tuple[str, ...]:
        catalogue, story = self.catalogue, self.catalogue.stories[number]
        names = (catalogue.heads[article].author for article in (story.main, *story.members))
        return tuple(dict.fromkeys(filter(None, names)))

    def make_missing(self, standing: Standing, remember: Callable[[State], None]) -> MadeIndex:
        """Make the files that the last build did not publish, and have what the next build can use remembered."""
        keys = self.index.keys
        missing = [path for path, key in keys.items() if not standing.is_published(path, key)]
        made = MadeIndex(self.index.manifest, keys, self.index.make(missing))
        state = self.index.state if isinstance(self.index, Index) else None
        if state is not None:
            remember(state)
        return made

    def note(
        self, publication: Publication, made: MadeIndex, frame: Frame, render_page: Callable[[str], bytes]
    ) -> None:
        """Note the shards, the script that names them and the page that loads the script."""
        for path, key in made.keys.items():
            content = made.made.get(path)
            make = partial(self._make, path) if content is None else partial(bytes, content)
            publication.note_as_it_is(path, key, make)
        name, script = frame.search_script(made.manifest)
        publication.note_as_it_is(name, key_of(script), partial(bytes, script))
        page = render_page(name)
        publication.note("search.html", key_of(page), partial(bytes, page))

    def _make(self, path: str) -> bytes:
        """Make one shard again: it was published and is no longer there as it was."""
        return self.index.make([path])[path]
