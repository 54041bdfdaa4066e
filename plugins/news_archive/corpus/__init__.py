"""From input records to the corpus, doing again only what was not done before.

A record's outcome (a clean article or a rejection) depends on its bytes, its parser's context, the rules and the code,
and on nothing else; so it is kept under a digest of these. The corpus is the clean articles in canonical order (by id,
then source) with their token arrays; the same set of records gives the same corpus, built fresh or in steps.
"""

from __future__ import annotations

from .build import CHUNK, build_corpus
from .intake import Bodies, Clean, Intake, OwnKey, Parse, Seal, identify
from .memory import load_corpus, save_corpus
from .treat import make_head, record_key, seal_key, treat_record

__all__ = [
    "CHUNK",
    "Bodies",
    "Clean",
    "Intake",
    "OwnKey",
    "Parse",
    "Seal",
    "build_corpus",
    "identify",
    "load_corpus",
    "make_head",
    "record_key",
    "save_corpus",
    "seal_key",
    "treat_record",
]
