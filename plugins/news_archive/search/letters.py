"""Arabic in one byte a letter: what makes the words and texts of the index a fifth smaller once they are deflated.

Deflate codes bytes, and an Arabic letter is two in UTF-8, of which the first says almost nothing. So the letters of the
press and those of the Latin alphabet change places: an exchange, which the page makes again to read. Nothing is lost,
whatever the text. Forms of a stem are written as what stands before and after it; the lists, the
commonest first, are those of 171,635 forms of 9,454 articles and leave out one form in a hundred.
"""

from __future__ import annotations

from typing import Final

ARABIC: Final = "ايلمونرتبعةدفهسقأحكجشطصخىإزضذثئءغظؤآ،«»؛؟ـ–…ًٌٍَُِّْ"
LATIN: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_EXCHANGE: Final = str.maketrans(ARABIC + LATIN, LATIN + ARABIC)
BEFORE: Final = (
    " و ال وال ب ل لل بال ف ك وب وس فال ول الب كال بو كو وو الو ولل والب الل وبال لو بل فس الف الك أل لب بب فو فل وك"
    " والو للب بالب وف الكو كل إل والل فب البو للو وأل بالو والف البل والك كب لك لف بك وإل وبو وكو الفل الفو بول كول وبل ولو"
).split(" ")
"""What stands before a stem, as written."""
AFTER: Final = (
    " ة ي ه ات ها ية ا ين ون هم ان نا وا ته تها ى يا يات يين اتها اته تهم يه هما يها اتهم يون اه هن كم تنا يته اها يان"
    " يتها اة أ ينا اتنا انا يهم هة هات يتهم اي ياتها تهما اهم ياته هي تة ياتهم يهما اية يي تكم اتهما اين أة هية هين أت هها"
).split(" ")
"""What stands after a stem, as written."""
BEFORE_RANK: Final = {letters: rank for rank, letters in enumerate(BEFORE)}
AFTER_RANK: Final = {letters: rank for rank, letters in enumerate(AFTER)}
OTHER: Final = 64
"""Stands for a form that is not its stem between two of these."""


def exchange(text: str) -> str:
    """Return the text with Arabic and Latin letters exchanged.

    >>> exchange(exchange("قالت TASS")), exchange("قال").isascii()
    ('قالت TASS', True)
    """
    return text.translate(_EXCHANGE)
