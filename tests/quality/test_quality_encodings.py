"""Five hundred real articles, written in every encoding, come back letter for letter or not at all.

Needs the SaudiNewsNet sample (one article a line, fields ``title`` and ``content``), which is not part of this project:
put it where the skip message says, or name its folder in ``NEWS_ARCHIVE_DATA``.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable

import pytest
from news_archive.source.decode import decode
from quality_data import find_data

SEED, COUNT, EXACT = 20150721, 500, 0.995


def _cp1252(data: bytes) -> str:
    """Read bytes as browsers read windows-1252: its five gaps as latin-1."""
    return "".join(bytes([byte]).decode("windows-1252", "ignore") or chr(byte) for byte in data)


def _fit(text: str, charset: str) -> str:
    """Leave out what the charset cannot hold: such a text was never written in it."""
    return text.encode(charset, "ignore").decode(charset)


ENCODINGS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "utf-8": ("utf-8", lambda text: text.encode()),
    "utf-8 with BOM": ("utf-8", lambda text: text.encode("utf-8-sig")),
    "utf-16 little-endian": ("utf-8", lambda text: text.encode("utf-16-le")),
    "utf-16 big-endian": ("utf-8", lambda text: text.encode("utf-16-be")),
    "utf-16 little-endian with BOM": ("utf-8", lambda text: b"\xff\xfe" + text.encode("utf-16-le")),
    "utf-16 big-endian with BOM": ("utf-8", lambda text: b"\xfe\xff" + text.encode("utf-16-be")),
    "windows-1256": ("windows-1256", lambda text: text.encode("windows-1256")),
    "iso-8859-6": ("iso8859-6", lambda text: text.encode("iso8859-6")),
    "windows-1256 read as latin-1": (
        "windows-1256",
        lambda text: text.encode("windows-1256").decode("latin-1").encode(),
    ),
    "windows-1256 read as windows-1252": ("windows-1256", lambda text: _cp1252(text.encode("windows-1256")).encode()),
    "utf-8 read as windows-1252": ("utf-8", lambda text: _cp1252(text.encode()).encode()),
    "utf-8 read as latin-1": ("utf-8", lambda text: text.encode().decode("latin-1").encode()),
    "utf-8 read as windows-1256": ("utf-8", lambda text: text.encode().decode("windows-1256").encode()),
}


@pytest.fixture(scope="module")
def articles() -> list[str]:
    with gzip.open(find_data("saudinewsnet-10k.jsonl.gz"), "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    usable = [f"{row['title']}\n{row['content']}" for row in rows if len(row["content"].split()) >= 20]
    return random.Random(SEED).sample(usable, COUNT)


@pytest.mark.parametrize("name", ENCODINGS)
def test_real_articles_are_read_right_or_rejected(articles: list[str], name: str) -> None:
    charset, encode = ENCODINGS[name]
    exact = 0
    for article in articles:
        text = _fit(article, charset)
        decoded = decode(encode(text))
        assert decoded is None or decoded.text == text, f"{name}: read as {decoded and decoded.encoding}"
        exact += decoded is not None
    assert exact >= EXACT * len(articles)
