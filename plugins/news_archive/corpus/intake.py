"""The corpus of one build, its packed articles, and how it differs from the remembered one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from ..models import CleanArticle, Corpus, Head, Int32, Int64, RawRecord, Rejection, SourceArticle
from ..spool import Spool
from ..store import digest

Parse = Callable[[RawRecord], SourceArticle | Rejection]
Clean = Callable[[SourceArticle], CleanArticle | Rejection]
Screen = Callable[[Sequence[SourceArticle]], Clean]
"""Looks at many articles at once and returns what cleans each of them, the sooner for it."""
Seal = Callable[[CleanArticle | Head | Rejection], bytes]
"""Outcome -> 16 bytes for what depends on more than the record before it is read: the rules of the source it names."""
OwnKey = Callable[[str, bytes], bytes]
"""(id, key of a record) -> key of its outcome, which the editor's corrections of that article change."""


class _Blocks(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is read of a packed article where its text alone is wanted: ``CleanArticle`` up to its paragraphs."""

    source: msgspec.Raw
    sha256: msgspec.Raw
    id: msgspec.Raw
    title: str
    paragraphs: tuple[str, ...]


encode = msgspec.msgpack.Encoder().encode
_decode_article = msgspec.msgpack.Decoder(CleanArticle).decode
_decode_blocks = msgspec.msgpack.Decoder(_Blocks).decode
decode_heads = msgspec.msgpack.Decoder(list[Head]).decode
decode_rejections = msgspec.msgpack.Decoder(list[tuple[bytes, Rejection]]).decode


@dataclass(frozen=True, slots=True)
class Bodies:
    """The full clean articles, packed; decoded one at a time when a page or a data file needs them.

    They lie in a few segments that are never edited: a build adds one with what is new, and now and then all are
    laid together.
    """

    segments: list[memoryview | Spool]
    segment: Int32
    """Which segment each article lies in, shape (D,)."""
    starts: Int64
    """Its first byte there, shape (D,)."""
    ends: Int64

    def packed(self, number: int) -> bytes:
        return bytes(self.segments[self.segment[number]][int(self.starts[number]) : int(self.ends[number])])


@dataclass(frozen=True, slots=True)
class Intake:
    """The corpus of this build and how it differs from the remembered one."""

    corpus: Corpus
    bodies: Bodies
    rejections: list[tuple[bytes, Rejection]]
    """(record key, rejection) in order of source name."""
    inputs: int
    """Input records in all."""
    previous_number: Int32
    """For each article its number in the remembered corpus, -1 if it is new, shape (D,)."""
    renumbered: Int32 | None
    """Old surface id -> new (-1: gone), or None when nothing was remembered."""
    identity: bytes
    """Digest of which records the corpus holds, in which order; what is remembered by article number is kept under it."""
    previous_identity: bytes
    """Identity of the remembered corpus; b"" when nothing was remembered."""
    unchanged: bool
    """The corpus is the remembered one, record for record."""
    departed: tuple[tuple[str, str], ...] = ()
    """Id and name of each article of the remembered corpus whose id no article has any longer."""

    def blocks(self, number: int) -> tuple[str, ...]:
        """Decode an article's texts by block: its title, then its paragraphs."""
        found = _decode_blocks(self.bodies.packed(number))
        return (found.title, *found.paragraphs)

    def article(self, number: int) -> CleanArticle:
        """Decode one clean article, under the name that its record has today."""
        article = _decode_article(self.bodies.packed(number))
        source = self.corpus.heads[number].source
        return article if article.source == source else msgspec.structs.replace(article, source=source)

    @property
    def successors(self) -> dict[str, int]:
        """Id of each article whose file was changed -> number of the one that stands in that file now."""
        if not self.departed:
            return {}
        heads = self.corpus.heads
        new = {heads[number].source: number for number, old in enumerate(self.previous_number.tolist()) if old < 0}
        return {name: new[source] for name, source in self.departed if source in new}


def identify(heads: list[Head]) -> bytes:
    return digest("\n".join(f"{head.key} {head.source}" for head in heads).encode("utf-8", "surrogatepass"))
