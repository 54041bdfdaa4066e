"""search: token arrays -> index shards that the browser reads; no server.

Layout, version 8 (``layout.VERSION``). Every file is a classic script of one call, so that it loads from ``file://``:

    NewsArchive.put("manifest", {...})    stands in the search page's own script, which spares a request
    search/<kind><number>-<4 characters>.js   NewsArchive.put("<kind><number>", {...}, proof)
       the characters are of the file's key, a digest of everything that its content depends on; the proof is the CRC-32
       of the version and the value's JSON without spaces: what fails it counts as missing

Words and texts have the letters of ARABIC and the Latin alphabet exchanged (``letters``): one byte a letter. Bits are six
a character (base64 alphabet), in the codes of ``bits``.

    t  what is known of the stems whose skeleton (``arabic.stems.skeleton``) has a CRC-32 (of its UTF-8) that leads to the
       shard (``partition``): its 20 highest bits are a group that stands alone, and the number is these after a leading 1;
       or else the bits lead there in the trie "terms", the highest first, and the number is the path, after a leading 1.
       So the stems of a root, and with them their likely misspellings, are together:
       {"w": words, "n": characters of bits of each word, "b": bits}
       w: words with a space between, sorted; a word is its stem as it is most often written, then a comma and a whole
          form for each form of the code OTHER
       n: numbers of five bits a character, the low ones first; the sixth bit says that more follow
       b: each word begins on a character:
          gamma(documents)
          if the word is in fewer than "everywhere" documents: gamma(forms); for each form, the commonest first, as it is
            most often written: gamma(1 + what stands before the stem), gamma(1 + what stands after it), by ``letters``
          for each document: rice(gap - 1, k) from the document before (-1 at first), the tally, 1 to 3 as one one less and a
            zero, more as three ones and gamma(tally - 3): up to 3 it is the count; 4 says that the title holds the word, and
            gamma(count) and three bits follow, which are the tokens of the title less one, at most 7; else the count and one
            for each of its tokens, if the word has several forms and is in fewer than "everywhere" documents:
              gamma(1 + how much the rank of its form is above that of the one before), in the order of the ranks
          k = floor(log2(max(1, .7 * all documents / (documents + 1))))
    p  where those tokens stand, loaded for phrases only; the number is a node of "terms" which the trie "places" has as a
       shard: {"n": [...], "b": [...]}, for each t shard under that node, first those that stand alone: characters of each
       of its words in fewer than "common" documents, as n above; bits
       b: for each document and each of its tokens: rice(gap - 1, j) from the place before (-1 at first);
          j = max(0, (length mark - floor(3 log2 count)) // 3 - 1), but 2 for the first place if the title holds the word
          A place is the token's number in the document, plus one for each block before its own. Behind an article's text
          stand the headlines of what was merged into it, which count as its title, and the names of its writers.
    d  what results show, "perShard" documents a shard, the last one the rest:
       i: the ids, ten characters each, or if any is longer each with a comma behind it; their 32 characters have changed
          places with ``letters.AS_TEXT``
       s, d, c: numbers as in n above: the source among the manifest's "sources"; (13 * year + month) * 32 + day, where what
          is not known is 0; twice the carriers and one if the day is a bound
       t: of each document the title and the first words, U+007F between all of them
    y  one file: {"days": distinct days, "d": number of each document's day}
    f  one file, what filters and counts need besides: {"s": source number of each document, "ids": for each source
       what its articles call it, with spaces between, where that is not its name, "b": documents whose day is a bound, "c": those with several carriers,
       "v": those with other versions, "m": those of which a copy has another day, "t": for each of these the numbers of
       the copies' days among those of y, "names": [[slug, name, documents, kind, page, aliases ...]] where page is
       the file that a rare name shares, or ''}; lists of documents as gaps
    c  one file, what was merged into pages, and who wrote them: {"d": documents into which something was merged, as gaps,
       "c": for each [[title, source, day, one if the day is a bound, and two if no other newspaper carried it], ...],
       "w": names of writers, "a": the documents of each, as gaps}
    s  one file, what the box suggests: {"w": frequent words, "t": titles}
    x  the part of the page's script that is loaded after the first answers
    q  ... and the one that is loaded for queries that are more than words (signs, phrases, dates, filters)

Documents are numbered along a tree of the words of titles (``topics``), those of a d shard by their length.
The manifest holds "version", "hash", a digest of all texts, "documents", their number, "average", their mean length,
"lengths", the length mark of each (bits: six for the first of a d shard, rice(more than the one before, 0) for the
others; a mark m stands for 2 ** (m / 3) tokens), "title", how often a title's word counts, "common", "everywhere",
"sources", "alone", the groups that stand alone, ascending (bits: gamma(how many + 1), for each rice(gap - 1, k) from the one
before, -1 at first; k = floor(log2(max(1, .7 * 2 ** 20 / (how many + 1))))), the tries "terms" and "places" (bits: in
preorder 1 for two branches, 0 for a shard), and "shards": for each kind the four characters of every shard's name in one
string; of t first those that stand alone.
An archive in parts has an index of each and what the page must know of the whole (``divided``).
In the page, ``shards.js`` opens an index and reads it; ``rank.js`` asks what it opened
and knows nothing of files, so an object that answers for several indexes can stand in its place.
"""

from __future__ import annotations

from .divided import DividedIndex
from .documents import IndexedCopy, IndexedStory
from .layout import Index, build_index
from .pieces import State
from .rules import bundle_scripts, rules_script

__all__ = [
    "DividedIndex",
    "Index",
    "IndexedCopy",
    "IndexedStory",
    "State",
    "build_index",
    "bundle_scripts",
    "rules_script",
]
