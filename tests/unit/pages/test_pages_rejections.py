"""Why a record was rejected is said in Arabic on the Arabic page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from news_archive.models import RawRecord, Rejection
from news_archive.pelican_plugin.rejection_words import explain
from news_archive.settings import Settings, SourceSettings
from news_archive.source import find_records, parse_record
from news_archive.source.find import _OTHERS, why_passed_over
from site_builder import write_files


@pytest.mark.parametrize("why", [*_OTHERS.values(), why_passed_over("x.unknown")])
def test_what_is_passed_over_is_told_in_arabic(why: str) -> None:
    assert re.search("[\u0621-\u064a]", explain(why))


def test_what_cannot_be_read_is_told_in_arabic(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "empty.txt": "",
        "none.jsonl": "",
        "broken.jsonl": '{"title": \n[1]\n',
        "typed.jsonl": '{"titel": "x", "boddy": "y"}\n{"title": "x", "boddy": "y"}\n',
        "cells.csv": 'title,body\na,b,c\n"",""\n',
        "columns.csv": "T1,T2\na,b\n",
        "odd.txt": bytes(range(128, 160)) * 9,
        "broken.jsonl.gz": b"\x1f\x8b\x08\x00broken",
        "half.csv": b"\xff\xfea",
        "large.txt": "س" * 400,
        "page_files/x.js": "x",
        "page.html": "<p>x</p>",
    }
    settings = Settings(source=SourceSettings(max_bytes=500))
    outcomes = [
        parse_record(found) if isinstance(found, RawRecord) else found
        for found in find_records([write_files(tmp_path, files)], settings)
    ]
    details = [outcome.detail for outcome in outcomes if isinstance(outcome, Rejection)]
    assert len(details) >= 12
    assert [detail for detail in details if not re.search("[\u0621-\u064a]", explain(detail))] == []
