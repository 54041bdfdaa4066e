"""Which suggested names are one name: written in full and in short, or in two spellings.

Two spellings are only called one name where that is safe to paste. «محمد نور» and «محمد أنور» share their letters but
for ا و ي, and are two men: words that differ must be long enough, begin alike, and not both be given names of their
own. What is merely near is told in a comment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from .arabic.normal import normalise
from .entities.forms import name_form
from .entities.words import GIVEN, PARTS

_LEAST: Final = 3
"""Letters without ا و ي that words in two spellings must share; more for a name of one word."""
_VOWELS: Final = "اويءئؤ"
_SAME: Final = str.maketrans({"ج": "غ"})
"""Two letters for one foreign sound: غروس، جروس."""
_SON: Final = name_form("بن")


def skeleton(text: str) -> str:
    """Return the letters by which names are near: without ا و ي, hamza, spaces and the article.

    >>> skeleton("كريستيان غروس") == skeleton("كرستيان جروس")
    True
    """
    bare = "".join(word.removeprefix("ال") for word in normalise(text).split())
    return ("".join(c for c in bare if c not in _VOWELS) or bare).translate(_SAME)


def is_spelling(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two names of the same skeleton, as forms, are surely one name in two spellings.

    >>> [is_spelling(tuple(a.split()), tuple(b.split())) for a, b in
    ...     [("خورخي داسيلفا", "خورخي داسليفا"), ("محمد حسين", "محمد حسن"), ("سروج", "سراج")]]
    [True, False, False]
    """
    if len(one) != len(other):
        return False
    for a, b in zip(one, other, strict=True):
        if a == b:
            continue
        least = _LEAST + (len(one) == 1)
        if len(skeleton(a)) < least or a[0].translate(_SAME) != b[0].translate(_SAME) or (a in GIVEN and b in GIVEN):
            return False
        if a.startswith("ال") != b.startswith("ال"):
            return False
    return True


def find_full_names(names: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return for each short name the one name that says it in full, where only one does.

    «فيصل بن خالد» and «فيصل خالد» are short for «فيصل بن خالد بن عبدالعزيز» or «… بن خالد الفيصل».
    """
    full: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    known = set(names)
    for name in known:
        if _SON not in name:
            continue
        for short in _shorten(name):
            if short != name and short in known:
                full[short].add(name)
    return {short: next(iter(found)) for short, found in full.items() if len(found) == 1}


def _shorten(name: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return what a name with بن is cut to: its beginning up to a father, its first and last word."""
    cuts = {name[:length] for length in range(3, len(name)) if name[length - 2] == _SON and name[length] in PARTS}
    return cuts | {(name[0], name[-1])} if name[-2] not in PARTS else cuts
