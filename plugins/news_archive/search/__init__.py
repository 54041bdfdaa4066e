"""search: token arrays -> index shards that the browser reads; no server.

Layout, version 4 (``layout.VERSION``). Every file is a classic script of one call, so that it loads from ``file://``:

    NewsArchive.put("manifest", {...})    stands in the search page's own script, which spares a request
    search/<kind><number>-<4 characters>.js   NewsArchive.put("<kind><number>", {...}, proof)
       the characters are of the file's key, a digest of everything that its content depends on; the proof is the CRC-32
       of the version and the value's JSON without spaces: what fails it counts as missing

    t  what is known of the stems whose skeleton (``arabic.stems.skeleton``) has a CRC-32 (of its UTF-8) that, modulo the
       number of t shards, is the shard's number; so the stems of a root, and with them their likely misspellings, are
       together: {"w": words, "n": characters of each word, "b": characters}
       w: words with a space between, sorted; a word is its stem, then its normal forms, the commonest first, after a
          comma each; "-" in a form stands for the stem; a word without a comma has one form, which is the stem
       b: six bits a character (base64 alphabet), codes of ``bits``; each word begins on a character:
          gamma(documents)  5 bits k
          for each document: rice(gap - 1, k) from the document before (-1 at first), gamma(tally): 1 and 2 are the
            count, 3 says that the title holds it and gamma(count) follows, else it is the count and one
            for each of its tokens, if the word has several forms and is in fewer than "everywhere" documents:
              gamma(rank of the form + 1)
    p  where those tokens stand, loaded for phrases only: {"s": one object for each of "together" t shards, from this
       number times "together": {"n": characters of each of its words in fewer than "common" documents, "b": characters}};
       its name is the first characters of theirs, end to end
       b: for each document and each of its tokens: rice(gap - 1, j) from the place before (-1 at first);
          j = max(0, (length mark - floor(3 log2 count)) // 3 - 1)
          A place is the token's number in the document, plus one for each block before its own.
    d  what results show, DOCUMENTS documents a shard: {"r": rows}, a row is
       [id, title, source number, day, day is a bound, carriers, first words]
    f  one file, what filters and counts need: {"s": source number of each document, "days": distinct days,
       "d": number of each document's day, "b": documents whose day is a bound, "c": those with several carriers,
       "v": those with other versions, "names": [[slug, name, documents, kind, page, aliases ...]] where page is
       the file that a rare name shares, or ''}; lists of documents as gaps
    s  one file, what the box suggests: {"w": frequent words, "t": titles}
    x  the part of the page's script that is loaded with the first answers

Documents are numbered by what they are most about (``topics``), so that a query's answers lie together.
The manifest holds "hash", a digest of all texts, the length of every document as one base64 character on a scale of powers of 2 ** (1/3), "title",
how often a title's word counts, "common", "everywhere", the sources, and the four characters of every shard's name in one string.
"""

from __future__ import annotations

from .documents import IndexedStory
from .layout import Index, build_index
from .rules import bundle_scripts, rules_script

__all__ = ["Index", "IndexedStory", "build_index", "bundle_scripts", "rules_script"]
