"""How fast names are found: ``invoke bench`` with authority files of a thousand and a hundred thousand made-up aliases.

A seeded generator makes the names up: two or three words, a given name first as in life, then invented ones; one name
in twenty is made of words that do stand next to one another in the articles, so that it occurs. Each has a weak
last name. Memory is what names and trie take beside the authority file.
"""

from __future__ import annotations

import gc
import random
import time
import tracemalloc
from functools import partial
from pathlib import Path
from typing import Final

from . import clean, source
from .corpus import build_corpus
from .entities import Authority, find_candidates, find_mentions
from .entities.text import Forms, find_surfaces
from .entities.trie import Gazetteer
from .entities.words import GIVEN
from .models import Corpus, Entity, EntityType
from .settings import Settings

SIZES: Final = (1_000, 100_000)
_KINDS: Final = tuple(EntityType)


def make_authority(corpus: Corpus, aliases: int, seed: int = 11) -> Authority:
    """Return an authority file with so many aliases, names and weak names counted, four to an entity."""
    rng = random.Random(seed)
    given = sorted(GIVEN)
    surfaces, ids = corpus.vocabulary.surfaces, corpus.tokens.ids
    entities: dict[str, Entity] = {}
    taken: set[str] = set()
    for number in range(max(1, aliases // 4)):
        first, second, third = rng.choice(given), _invent(rng), _invent(rng)
        other = ""
        kind = _KINDS[number % len(_KINDS)]
        if number % 5 == 0 and kind is not EntityType.PERSON and len(ids) > 1:  # one of its four names occurs
            place = rng.randrange(len(ids) - 1)
            other = f"{surfaces[ids[place]]} {surfaces[ids[place + 1]]}"
        if not other or other in taken:
            other = f"{second} {third}"
        taken.add(other)
        slug = f"name-{number}"
        names = (f"{first} {second} {third}", f"{first} {third}", other)
        entities[slug] = Entity(slug, kind, names[0], names[1:], weak=(third,), cues=(second,))
    return Authority(entities)


def _invent(rng: random.Random) -> str:
    """Return a word of three to five syllables that nobody bears."""
    return "ال" * (rng.random() < 0.5) + "".join(
        rng.choice("بتثجحخدذرزسشصضطظعغفقكلمنه") + rng.choice("اويا") for _ in range(rng.randint(2, 4))
    )


def read_corpus(articles: Path, content: Path) -> Corpus:
    """Return the articles of a file, cleaned and in tokens."""
    settings = Settings()
    rules = clean.load_rules(content, settings)
    records = source.find_records([articles], settings)
    cleaned = partial(clean.clean_article, rules=rules)
    return build_corpus(records, source.parse_record, cleaned, fingerprint=b"", previous=None, jobs=1).corpus


def measure_names(corpus: Corpus) -> dict[str, float]:
    """Return articles a CPU second for each size of authority file and for candidates, and MiB for the largest."""
    found: dict[str, float] = {}
    gc.disable()  # as builds do
    try:
        found |= _measure_speed(corpus)
    finally:
        gc.enable()
    authority = make_authority(corpus, SIZES[-1])
    forms = Forms(corpus.vocabulary, find_surfaces(corpus, range(len(corpus.heads))))
    tracemalloc.start()
    try:
        gazetteer = Gazetteer(authority, forms.index)
        gazetteer.find_entries(forms.forms)
        found[f"names_{SIZES[-1]}_mib"] = round(tracemalloc.get_traced_memory()[0] / 2**20, 1)
    finally:
        tracemalloc.stop()
    return found


def _measure_speed(corpus: Corpus) -> dict[str, float]:
    articles = len(corpus.heads)
    found: dict[str, float] = {}
    for size in SIZES:
        authority = make_authority(corpus, size)
        started = time.process_time()
        mentions = find_mentions(corpus, authority)
        found[f"names_{size}_per_second"] = round(articles / max(1e-6, time.process_time() - started))
    started = time.process_time()
    find_candidates(corpus, mentions)
    found["candidates_per_second"] = round(articles / max(1e-6, time.process_time() - started))
    return found


def names_line(found: dict[str, float]) -> str:
    """Return the figures as one line of the table."""
    sizes = "   ".join(f"{size:,} aliases {found[f'names_{size}_per_second']:,.0f}/s" for size in SIZES)
    memory = found[f"names_{SIZES[-1]}_mib"]
    return f"names         {sizes} ({memory:.0f} MiB)   candidates {found['candidates_per_second']:,.0f}/s"
