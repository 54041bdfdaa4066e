"""Which articles a change of the authority file can touch: only they are looked through again.

A name is found by its words and by nothing that other articles say. So an entity that came, went or was rewritten can
change what is found only in articles that hold a word with which one of its names, old or new, may begin. Adjectives are
the exception: they decide for all persons which last word is a name, and are looked for everywhere.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import Final

import numpy as np

from ..arabic.normal import normalise
from ..models import Corpus, Entity, Int64
from .authority import Authority, is_quoted
from .trie import find_beginnings

MOST: Final = 0.5
"""Share of the articles from which all are looked through: it is done by several workers then."""


def find_touched(corpus: Corpus, old: Authority, new: Authority) -> Int64 | None:
    """Return the numbers of the articles in which names may differ, ascending; None for all."""
    before, after = old.entities, new.entities
    differ = [slug for slug in before.keys() | after.keys() if before.get(slug) != after.get(slug)]
    changed = sorted(slug for slug in differ if _essence(before.get(slug)) != _essence(after.get(slug)))
    if not changed:
        return np.empty(0, np.int64)
    versions = [entity for a in (before, after) for slug in changed if (entity := a.get(slug)) is not None]
    if _adjectives(before) != _adjectives(after):
        return None
    tokens, vocabulary = corpus.tokens, corpus.vocabulary
    held = np.zeros(len(vocabulary.norms), np.bool_)
    for word in {word for entity in versions for word in find_beginnings(_open(entity))}:
        norm = normalise(word)
        place = bisect_left(vocabulary.norms, norm)
        if place < len(held) and vocabulary.norms[place] == norm:
            held[place] = True
    places = np.flatnonzero(held[vocabulary.norm_of][tokens.ids])
    touched = np.unique(np.searchsorted(tokens.blocks[tokens.articles], places, side="right") - 1)
    return touched if len(touched) <= MOST * len(corpus.heads) else None


def _essence(entity: Entity | None) -> Entity | None:
    """Return what matters for where an entity's names are found."""
    return entity and replace(entity, identifiers=(), note="", origin="")


def _adjectives(entities: dict[str, Entity]) -> set[str]:
    return {text for entity in entities.values() for text in entity.adjectives}


def _open(entity: Entity) -> Entity:
    """Return an entity all of whose names are looked for, also those between quotation marks and last names."""
    quoted = tuple(text.strip("«»") for text in entity.aliases if is_quoted(text))
    return replace(entity, adjectives=(), aliases=(*entity.aliases, *quoted))
