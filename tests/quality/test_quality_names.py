"""Four hundred links of ten thousand real articles, read by eye in their sentences, are what they were read to be.

Needs the SaudiNewsNet sample, which is not part of this project; see ``quality_data``.
"""

from __future__ import annotations

import json
from functools import partial

import pytest
from news_archive.clean import clean_article, load_rules
from news_archive.corpus import build_corpus
from news_archive.entities import find_names, load_authority
from news_archive.settings import Settings
from news_archive.source import find_records, parse_record
from quality_data import find_data
from site_builder import ROOT

READ = ROOT / "tests" / "fixtures" / "names" / "read_by_eye.json"
FLOOR = 0.97
"""Share of the links that are right."""
KEPT = 0.98
"""Share of the right ones that must still be found: cleaning may take a line away, a guard may ask for more."""


@pytest.fixture(scope="module")
def linked() -> set[tuple[str, str]]:
    settings = Settings()
    wanted = {article for article, _, _ in json.loads(READ.read_text(encoding="utf-8"))["links"]}
    records = find_records([find_data("saudinewsnet-10k.jsonl.gz")], settings)
    cleaned = partial(clean_article, rules=load_rules(ROOT / "content", settings))
    intake = build_corpus(records, parse_record, cleaned, fingerprint=b"", previous=None, jobs=1)
    heads = intake.corpus.heads
    numbers = [number for number, head in enumerate(heads) if head.id in wanted]
    names = find_names(intake.corpus, load_authority(ROOT / "content", settings), intake.blocks, numbers)
    return {(heads[mention.article].id, mention.entity) for mention in names.mentions.mentions()}


def test_the_links_that_were_read_by_eye_are_still_right(linked: set[tuple[str, str]]) -> None:
    found = json.loads(READ.read_text(encoding="utf-8"))["links"]
    assert len(found) == 400
    verdicts = {
        v: {(article, entity) for article, entity, verdict in found if verdict == v} for v in ("right", "mended")
    }
    assert not verdicts["mended"] & linked
    kept = verdicts["right"] & linked
    assert len(kept) >= KEPT * len(verdicts["right"])
    wrong = sum((article, entity) in linked for article, entity, verdict in found if verdict == "wrong")
    assert len(kept) >= FLOOR * (len(kept) + wrong)
