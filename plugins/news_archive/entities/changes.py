"""Which articles a change of the authority file can touch: only they are looked through again.

A name is found by its words and by nothing that other articles say. So an entity that came, went or was rewritten can
change what is found only in articles that hold a word with which one of its names, old or new, may begin. Adjectives are
the exception: they decide for all persons which last word is a name, and are looked for everywhere.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from ..models import Corpus, Entity, Int64
from .authority import Authority, is_quoted
from .text import Forms
from .trie import Gazetteer

MOST: Final = 0.5
"""Share of the articles from which all are looked through: it is done by several workers then."""


def find_touched(corpus: Corpus, old: Authority, new: Authority) -> Int64 | None:
    """Return the numbers of the articles in which names may differ, ascending; None for all."""
    before, after = ({slug: _essence(entity) for slug, entity in a.entities.items()} for a in (old, new))
    changed = sorted(slug for slug in before.keys() | after.keys() if before.get(slug) != after.get(slug))
    if not changed:
        return np.empty(0, np.int64)
    versions = [entity for a in (before, after) for slug in changed if (entity := a.get(slug)) is not None]
    if _adjectives(before) != _adjectives(after):
        return None
    tokens = corpus.tokens
    forms = Forms(corpus.vocabulary, np.arange(len(corpus.vocabulary.surfaces)))
    # two versions of one entity must both be in: the key is a number
    names = Authority({str(place): _open(entity) for place, entity in enumerate(versions)})
    entries = Gazetteer(names, forms.index).find_entries(forms.forms)
    held = (np.diff(entries.first) > 0)[forms.of_surface]
    places = np.flatnonzero(held[tokens.ids])
    touched = np.unique(np.searchsorted(tokens.blocks[tokens.articles], places, side="right") - 1)
    return touched if len(touched) <= MOST * len(corpus.heads) else None


def _essence(entity: Entity) -> Entity:
    """Return what matters for where an entity's names are found."""
    return replace(entity, identifiers=(), note="", origin="")


def _adjectives(entities: dict[str, Entity]) -> set[str]:
    return {text for entity in entities.values() for text in entity.adjectives}


def _open(entity: Entity) -> Entity:
    """Return an entity all of whose names are looked for, also those between quotation marks and last names."""
    quoted = tuple(text.strip("«»") for text in entity.aliases if is_quoted(text))
    return replace(entity, adjectives=(), aliases=(*entity.aliases, *quoted))
