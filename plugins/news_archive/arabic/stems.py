"""Stems of normal forms, by the affix lists that scored best in the measured facts ("Searching").

Compound prefix, one longest suffix leaving three letters, a final letter, then a conjunction and one clitic under a
length guard; hamza on waw or yeh becomes a hamza.
"""

from __future__ import annotations

from typing import Final

PREFIXES: Final = ("وبال", "وكال", "فبال", "فكال", "ولل", "فلل", "وال", "بال", "كال", "فال", "ال", "لل", "وس", "فس")
SUFFIXES: Final = tuple(
    sorted(
        "تهما تهم تها تنا تكم هما اتها اتهم اته اتنا يات ها هم هن نا كم ات ان ون ين وا ته يه ه ي ا".split(),
        key=lambda suffix: (-len(suffix), suffix),
    )
)
FINALS: Final = "هيا"
HAMZA: Final = str.maketrans(
    {"\N{ARABIC LETTER WAW WITH HAMZA ABOVE}": "ء", "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}": "ء"}
)


def stem(norm: str) -> str:
    """Return the stem of a normal form; a word of three letters or fewer, or not Arabic, stays as it is.

    >>> stem("والسوريين") == stem("سوريا") == stem("سوريه")
    True
    """
    word = norm.translate(HAMZA)
    if len(word) <= 3 or not "ء" <= word[0] <= "ي":
        return word
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word[len(prefix) :]
            break
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] in FINALS:
        word = word[:-1]
    if len(word) > 4 and word[0] == "و":
        word = word[1:]
    if len(word) > 4 and word[0] in "بلفكس":
        word = word[1:]
    return word


WEAK: Final = "ءاوي"
"""Letters that come and go between a word and its broken plural."""
SKELETON: Final = 4
"""Letters of a skeleton, at most."""


def skeleton(word: str) -> str:
    """Return what a stem shares with most stems of its root: its first strong letters; other scripts stay whole.

    >>> skeleton("مدارس") == skeleton("مدرس"), skeleton("tass")
    (True, 'tass')
    """
    if not "ء" <= word[:1] <= "ي":
        return word
    strong = "".join(letter for letter in word if letter not in WEAK)
    return strong[:SKELETON] if len(strong) > 1 else word
