"""Tokens are found where they stand."""

from __future__ import annotations

import numpy as np
from news_archive.analyse import tokenise

ARTICLES = [["عنوان", "قال الوزير اليوم إن المطر", "سطر"], ["عنوان آخر", "؟", "كلمة  بعيدة"]]


def test_each_offset_of_each_block_leads_to_the_first_token_that_begins_there_or_behind_it() -> None:
    tokens = tokenise(ARTICLES).tokens
    blocks = [text for article in ARTICLES for text in article]
    asked = [(number, offset) for number, text in enumerate(blocks) for offset in range(len(text) + 2)]
    found = tokens.find(np.array([block for block, _ in asked]), np.array([offset for _, offset in asked]))
    begins = tokens.blocks[np.array([block for block, _ in asked])]
    followed = tokens.follow(begins, np.array([block for block, _ in asked]), np.array([offset for _, offset in asked]))
    assert followed.tolist() == found.tolist()
    for (block, offset), token in zip(asked, found.tolist(), strict=True):
        own = range(int(tokens.blocks[block]), int(tokens.blocks[block + 1]))
        assert token == next((t for t in own if tokens.starts[t] >= offset), own.stop)


def test_nothing_is_found_in_nothing() -> None:
    none = np.empty(0, np.int64)
    assert not len(tokenise([]).tokens.find(none, none))
    assert not len(tokenise(ARTICLES).tokens.find(none, none))
