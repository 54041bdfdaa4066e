"""The corpus as it is remembered for the next build."""

from __future__ import annotations

import msgspec
import numpy as np
import xxhash

from ..models import Corpus, Tokens, Vocabulary
from ..spool import Spool
from ..store import Arrays, Store
from ..words import Words, join_words
from .intake import Bodies, Intake, decode_heads, decode_rejections, encode


def save_corpus(store: Store, fingerprint: bytes, intake: Intake) -> None:
    """Remember the corpus for the next build."""
    corpus, tokens, vocabulary = intake.corpus, intake.corpus.tokens, intake.corpus.vocabulary
    segments = [segment.view() if isinstance(segment, Spool) else segment for segment in intake.bodies.segments]
    names = [f"bodies-{xxhash.xxh3_64_hexdigest(segment)}" for segment in segments]
    present = set(store.names("bodies-"))
    for name, segment in zip(names, segments, strict=True):
        if name not in present:
            store.write(name, b"", {}, {"bodies": segment})
    store.write(
        "corpus",
        fingerprint,
        {
            "ids": tokens.ids,
            "starts": tokens.starts,
            "blocks": tokens.blocks,
            "articles": tokens.articles,
            "ends": tokens.ends,
            "norm_of": vocabulary.norm_of,
            "stem_of": vocabulary.stem_of,
            "body_segment": intake.bodies.segment,
            "body_starts": intake.bodies.starts,
            "body_ends": intake.bodies.ends,
        },
        {
            "surfaces": join_words(vocabulary.surfaces),
            "norms": join_words(vocabulary.norms),
            "stems": join_words(vocabulary.stems),
            "heads": encode(corpus.heads),
            "rejections": encode(intake.rejections),
            "segments": encode(names),
            "identity": intake.identity,
        },
    )
    for name in present.difference(names):
        store.forget(name)


def load_corpus(store: Store, fingerprint: bytes) -> Intake | None:
    """Return the remembered corpus, or None where it does not read as one."""
    found = store.read("corpus", fingerprint)
    if found is None:
        return None
    try:
        return _read_corpus(store, *found)
    except (KeyError, msgspec.DecodeError):  # written by other code under the same fingerprint
        return None


def _read_corpus(store: Store, arrays: Arrays, blobs: dict[str, memoryview]) -> Intake | None:
    tokens = Tokens(arrays["ids"], arrays["starts"], arrays["blocks"], arrays["articles"], arrays["ends"])
    vocabulary = Vocabulary(
        Words(blobs["surfaces"]),
        Words(blobs["norms"]),
        arrays["norm_of"],
        _split(blobs["stems"]),
        arrays["stem_of"],
    )
    heads = decode_heads(blobs["heads"])
    segments = [store.read(name, b"") for name in msgspec.msgpack.decode(blobs["segments"], type=list[str])]
    if any(segment is None for segment in segments):
        return None
    bodies: list[memoryview | Spool] = [segment[1]["bodies"] for segment in segments if segment is not None]
    return Intake(
        corpus=Corpus(heads, tokens, vocabulary),
        bodies=Bodies(bodies, arrays["body_segment"], arrays["body_starts"], arrays["body_ends"]),
        rejections=decode_rejections(blobs["rejections"]),
        inputs=0,
        previous_number=np.arange(len(heads), dtype=np.int32),
        renumbered=None,
        identity=bytes(blobs["identity"]),
        previous_identity=b"",
        unchanged=True,
    )


def _split(data: memoryview) -> list[str]:
    return str(data, "utf-8").split("\n") if data else []
