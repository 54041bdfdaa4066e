"""The colours that an editor may change."""

from __future__ import annotations

import re
from pathlib import Path

TOKENS = Path(__file__).parents[3] / "theme" / "static" / "css" / "10-tokens.css"


def test_the_dark_colours_are_the_same_whether_the_system_or_the_reader_asks_for_dark() -> None:
    css = TOKENS.read_text(encoding="utf-8")
    system, reader = (
        re.search(rf"{re.escape(head)} \{{(.*?)\}}", css, re.DOTALL)
        for head in (':root:not([data-theme="light"])', '\n:root[data-theme="dark"]')
    )
    assert system is not None and reader is not None
    assert system[1].split() == reader[1].split(), "change the dark colours in both places of 10-tokens.css"
