"""Names that are linked in so many articles that they may be common words: «اليوم» the newspaper, and today.

Everyday words that the project knows are refused when the authority file is read. Others show by what they do: a person
or an organisation that one word links in a fifth of an archive is either its subject or a mistake, and the editor is
asked to look.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from ..models import Entity, EntityType, Int32
from .authority import Authority
from .forms import name_tokens

FEWEST: Final = 500
"""Articles of an archive that is too small to tell."""


def find_frequent(authority: Authority, articles: Int32, slugs: list[str], count: int, share: float) -> list[str]:
    """Return a line, naming file and line, for each name of one word that is linked in more than ``share`` of an archive.

    ``articles`` has a row for each mention without a cue: its article and the place of its entity in ``slugs``.
    """
    if count < FEWEST:
        return []
    pairs = np.unique(articles[:, 0].astype(np.int64) * len(slugs) + articles[:, 1])
    held = np.bincount(pairs % max(1, len(slugs)), minlength=len(slugs))
    lines = []
    for place in np.flatnonzero(held > share * count).tolist():
        entity = authority.entities[slugs[place]]
        words = _single_words(entity)
        if words and entity.type is not EntityType.PLACE:
            lines.append(
                f"{_origin(entity)}: {entity.slug} is linked in {held[place]:,} of {count:,} articles;"
                f" if {' or '.join(words)} is also a common word, make it weak and give cues"
            )
    return lines


def _single_words(entity: Entity) -> list[str]:
    return [t for t in (entity.name, *entity.aliases) if t not in entity.weak and len(name_tokens(t)) == 1]


def _origin(entity: Entity) -> str:
    return f"content/entities/{Path(entity.origin).name}"
