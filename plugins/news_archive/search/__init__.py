"""search: token arrays -> index shards that the browser reads; no server.

Layout, version 2 (``layout.VERSION``). Every file is a classic script of one call, so that it loads from ``file://``:

    search/manifest.js          NewsArchive.put("manifest", {...})      the only fixed name
    search/<kind><number>-<6 hex>.js   NewsArchive.put("<kind><number>", {...})  the hex digits are of its content

    t  what is known of the stems whose CRC-32 (of their UTF-8), modulo the number of t shards, is the shard's number
       {"w": words, "n": characters of each word, "b": characters, "c": CRC-32 of w and b, one after the other}
       w: words with a space between; a word is its stem, then its normal forms, the commonest first, after a comma
          each; "-" in a form stands for the stem; a word without a comma has one form, which is the stem
       b: six bits a character (base64 alphabet), codes of ``bits``; each word begins on a character:
          gamma(documents)  5 bits k
          for each document: rice(gap - 1, k) from the document before (-1 at first), gamma(tally): 1 and 2 are the
            count, 3 says that the title holds it and gamma(count) follows, else it is the count and one
            for each place, unless the word is in "common" documents or more:
              gamma(rank of the form + 1) if the word has several forms
              rice(gap - 1, j) from the place before (-1 at first);
                j = max(0, (length mark - floor(4 log2 count)) // 4 - 1)
          A place is the token's number in the document, plus one for each block before its own.
    d  what results show, DOCUMENTS documents a shard: {"r": rows}, a row is
       [id, title, source number, day, day is a bound, carriers, first words]
    f  one file, what filters and counts need: {"s": source number of each document, "days": distinct days,
       "d": number of each document's day, "v": documents with several carriers, "names": [[slug, label, gaps]]}

Documents are numbered by what they are most about (``layout._file_by_topic``), so that a query's answers lie together.
The manifest holds the length of every document as one base64 character on a scale of powers of 2 ** (1/4), "title",
how often a title's word counts, "common", the sources, and the six hex digits of every shard's name in one string.
"""

from __future__ import annotations

from .documents import IndexedStory
from .layout import build_index
from .rules import bundle_scripts, rules_script

__all__ = ["IndexedStory", "build_index", "bundle_scripts", "rules_script"]
