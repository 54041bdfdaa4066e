"""The index of a few articles, each a title and its paragraphs, without a site."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

from news_archive.analyse import tokenise
from news_archive.models import Corpus
from news_archive.search import Index, IndexedStory, State
from news_archive.settings import SearchSettings
from news_archive.vocabulary import build_vocabulary

STORY = IndexedStory(0, "", "", "", "", "", False, 1, 0, ())


def plan(articles: list[list[str]], previous: State | None = None) -> Index:
    batch = tokenise(articles)
    made = build_vocabulary([batch.surfaces])
    tokens = dataclasses.replace(batch.tokens, ids=made.maps[0][batch.tokens.ids])
    stories = [
        dataclasses.replace(STORY, article=i, id=f"{i:010}", key=repr(blocks), title=blocks[0])
        for i, blocks in enumerate(articles)
    ]
    return Index(
        Corpus([], tokens, made.vocabulary),
        stories,
        SearchSettings(),
        text=lambda i: SimpleNamespace(paragraphs=articles[i][1:], markdown=False),  # type: ignore[arg-type, return-value]
        labels={},
        previous=previous,
    )


def make_index(articles: list[list[str]]) -> dict[str, bytes]:
    """Return every file of the index, and its manifest, by name."""
    planned = plan(articles)
    return planned.make(planned.keys) | {"manifest": planned.manifest}
