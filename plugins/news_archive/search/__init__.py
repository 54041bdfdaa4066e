"""search: token arrays -> index shards that the browser reads; no server.

Layout, version 1 (``layout.VERSION``). Every file is a classic script of one call, so that it loads from ``file://``:

    search/manifest.js   NewsArchive.put("manifest", {...})       the only fixed name
    search/<name>.js     NewsArchive.put("<kind><number>", {...}) named by content; the manifest lists the names

    t  postings of the stems whose FNV-1a hash, modulo the number of t shards, is the shard's number
       {"s": stems, "f": forms of each stem, "n": bytes of each stem, "b": base64, "c": FNV-1a of b}
       bytes of a stem, form after form: varint documents, then for each document varint (gap << 1 | more),
       and, where more is 1, varint (count - 2); gap is the distance from the document before, from -1
    p  positions of the same stems, loaded for phrases only: the same frame without "f"; bytes of a stem: for each of
       its documents in order varint count, then varint gaps between positions; a block adds BLOCK_GAP
    d  what results show, DOCUMENTS documents a shard: {"r": rows, "c": ...}, a row is
       [id, title, source number, day, day is a bound, carriers, first words, name numbers]

Document numbers run from 0 in the order of ids. The manifest holds the lengths of all documents as one byte each on a
scale of powers of 2 ** (1/8), in base64, the names of sources and of entities, and the shards.
"""

from __future__ import annotations

from .documents import IndexedStory
from .layout import build_index
from .rules import rules_script

__all__ = ["IndexedStory", "build_index", "rules_script"]
