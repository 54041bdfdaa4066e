"""search: token arrays -> index shards that the browser reads; no server.

Layout, version 9 (``files.VERSION``). Every file is a classic script of one call, so that it loads from ``file://``:

    NewsArchive.put("manifest", {...})    stands in the search page's own script, which spares a request
    search/<kind><number>-<4 characters>.js   NewsArchive.put("<kind><number>", "text", ["bits", ...], proof)
       the characters are of the file's key, a digest of everything that its content depends on; the proof is the CRC-32
       of the version, the text and the bits as they stand there, one after the other: what fails it counts as missing

Bits, and the deflated text, are bytes as digits of base 116 (``files.write_bytes``): six bytes, the first the highest, are a
number of seven digits, the highest first; k bytes at the end are, with zeros to make them six, the first k + 1 of these. The
digits are the characters from 1 to 127 but for 7 to 13, 26, 27, the quotation mark and the backslash, in their order.
A text is deflated (RFC 1951) UTF-8, or empty; in it the letters of ARABIC and the Latin alphabet have changed places
(``letters``), so that it is a byte a letter. Bits run from the highest of a byte down, in the codes of ``bits``: gamma; rice
with a parameter; below an end; rising numbers below an end; size. "Bits in the manifest" are bytes in base64.

    t  what is known of the stems whose skeleton (``arabic.stems.skeleton``) has a CRC-32 (of its UTF-8) that leads to the
       shard (``partition``): its 20 highest bits are a group that stands alone, and the number is these after a leading 1;
       or else the bits lead there in the trie "terms", the highest first, and the number is the path, after a leading 1.
       So the stems of a root, and with them their likely misspellings, are together.
       text: words with a space between, sorted; a word is its stem as it is most often written, then a comma and a whole
          form for each form of the code OTHER
       bits: the size in bytes of what follows of each word, then from the next byte on for each word, from a byte on:
          gamma(documents)
          if the word is in fewer than "everywhere" documents: gamma(forms); for each form, the commonest first, as it is
            most often written: gamma(1 + what stands before the stem), gamma(1 + what stands after it), by ``letters``
          the documents, as rising numbers below the number of all
          for each document: a symbol of ``tallies``, 9 * (tally - 1) + rank, in the code for so many forms (in "everywhere"
            documents or more: one): a tally up to 3 is the count; 4 says that the title holds the word, and gamma(count) and
            gamma(9 - tokens of the title, at most 8) follow; for 5 gamma(count - 3) follows
            for each of its tokens in the order of the ranks of their forms, if the word has several forms and is in fewer
            than "everywhere" documents: gamma(1 + how much its rank is above that of the one before), but for the first,
              whose rank is that of the symbol, and if this is 8, the gamma(1 + rank - 8) that follows
    p  where those tokens stand, loaded for phrases only; the number is a node of "terms" which the trie "places" has as a
       shard. No text; bits for each t shard under that node, first those that stand alone: the size in bytes of what follows
       of each of its words in fewer than "common" documents, then from the next byte on for each of these, from a byte on:
          for each document and each of its tokens: rice(gap - 1, j) from the place before (-1 at first);
          j = max(0, (length mark - floor(3 log2 count)) // 3 - 1), but 2 for the first place if the title holds the word
          A place is the token's number in the document, plus one for each block before its own. Behind an article's text
          stand the headlines of what was merged into it, which count as its title, and the names of its writers.
    d  what results show, "perShard" documents a shard, the last one the rest.
       text: of each document the title and the first words, U+007F between all of them
       bits: of every document gamma(length of its id - 9); then of every one gamma(carriers); gamma(first day),
          gamma(1 + width); of every one its id, five bits a character, the place in the alphabet of ids (``crockford``); of
          every one twice its source among the manifest's "sources", and one if the day is a bound, in as few bits as the
          highest of these needs; of every one its day in ``width`` bits: 0 for none, else one more than it is above the first.
          A day is the number (13 * year + month) * 32 + day, where what is not known is 0
    The text of the others is a value as JSON. Lists, of documents, are bits: gamma(1 + how many) of every list, then of every
    list its documents, as rising numbers below the number of all.
    y  one file: {"days": distinct days, "d": number of each document's day}
    f  one file, what filters and counts need besides: {"s": source number of each document, "ids": for each source
       what its articles call it, with spaces between, where that is not its name, "t": for each document of which a copy has
       another day the numbers of the copies' days among those of y, "names": [[slug, name, kind, page, aliases ...]] where
       page is the file that a rare name shares, or ''}; lists: documents whose day is a bound, those with several carriers,
       those with other versions, those of "t", and those that have each of the names
    c  one file, what was merged into pages, and who wrote them: {"c": for each document into which something was merged
       [[title, source, day, one if the day is a bound, and two if no other newspaper carried it], ...], "w": names of
       writers}; lists: the documents of "c", and those of each writer
    s  one file, what the box suggests: {"w": frequent words, "t": titles}
Parts of the page's script lie beside them:
    x  what is loaded after the first answers
    q  ... and for queries that are more than words (signs, phrases, dates, filters)

Documents are numbered along a tree of the words of titles (``topics``), those of a d shard by their length.
The manifest holds "version", "hash", a digest of all texts, "documents", their number, "average", their mean length,
"lengths", the length mark of each (bits in the manifest: six for the first of a d shard, rice(more than the one before, 0)
for the others; a mark m stands for 2 ** (m / 3) tokens), "title", how often a title's word counts, "common", "everywhere",
"sources", "alone", the groups that stand alone, ascending (bits in the manifest: gamma(how many + 1), for each
rice(gap - 1, k) from the one before, -1 at first; k = floor(log2(max(1, .7 * 2 ** 20 / (how many + 1))))), the tries "terms"
and "places" (bits in the manifest: in preorder 1 for two branches, 0 for a shard), and "shards": for each kind the four
characters of every shard's name in one string; of t first those that stand alone.
An archive in parts has an index of each and what the page must know of the whole (``divided``).
In the page, ``packed.js`` reads strings back, ``shards.js`` opens an index; ``rank.js`` asks what it opened and knows
nothing of files, so an object that answers for several indexes can stand in its place.
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
