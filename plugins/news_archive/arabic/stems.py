"""Stems of normal forms, by affix lists that began as the best of the measured facts ("Searching").

The sign of the future after a conjunction, or a compound prefix; one longest suffix leaving three letters; a final
letter; then conjunctions and clitics under length guards, twice; hamza on waw or yeh becomes a hamza. The guards were
chosen on questions and on titles asked in other spellings (mean reciprocal rank at 10): a conjunction, ب and ل may
leave three letters (known items 90.7 against 86.9 with four), ف and ك leave four, and two rounds (91.5) let لواشنطن
meet واشنطن. What begins with one of these letters by nature loses it in all its forms alike.
"""

from __future__ import annotations

from typing import Final

PREFIXES: Final = ("وبال", "وكال", "فبال", "فكال", "ولل", "فلل", "وال", "بال", "كال", "فال", "ال", "لل")
SUFFIXES: Final = tuple(
    sorted(
        "تهما تهم تها تنا تكم هما اتها اتهم اته اتنا يات ها هم هن نا كم ات ان ون ين وا ته يه ه ي ا".split(),
        key=lambda suffix: (-len(suffix), suffix),
    )
)
_FIRST: Final = frozenset(prefix[0] for prefix in PREFIXES)
_SUFFIXES_BY_END: Final = {end: tuple(s for s in SUFFIXES if s[-1] == end) for end in {s[-1] for s in SUFFIXES}}
FINALS: Final = "هيا"
FUTURE: Final = ("وس", "فس")
"""Prefixes of a verb only: a letter of ``PERSONS`` must follow."""
PERSONS: Final = "يتنا"
CONJUNCTION: Final = "و"
NEAR: Final = "بل"
"""Clitics that are taken off where three letters stay."""
FAR: Final = "فك"
"""Clitics that are taken off where four letters stay."""
ROUNDS: Final = 2
HAMZA: Final = str.maketrans(
    {"\N{ARABIC LETTER WAW WITH HAMZA ABOVE}": "ء", "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}": "ء"}
)


def stem(norm: str) -> str:
    """Return the stem of a normal form; a word of three letters or fewer, or not Arabic, stays as it is.

    >>> stem("والسوريين") == stem("سوريا") == stem("سوريه")
    True
    """
    word = norm.translate(HAMZA) if "ؤ" in norm or "ئ" in norm else norm
    if len(word) <= 3 or not "ء" <= word[0] <= "ي":
        return word
    if word.startswith(FUTURE) and len(word) > 4 and word[2] in PERSONS:
        word = word[2:]
    elif word[0] in _FIRST:
        for prefix in PREFIXES:
            if word.startswith(prefix) and len(word) - len(prefix) >= 3:
                word = word[len(prefix) :]
                break
    for suffix in _SUFFIXES_BY_END.get(word[-1], ()):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] in FINALS:
        word = word[:-1]
    for _ in range(ROUNDS):
        if len(word) > 3 and word[0] == CONJUNCTION:
            word = word[1:]
        if (len(word) > 3 and word[0] in NEAR) or (len(word) > 4 and word[0] in FAR):
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
