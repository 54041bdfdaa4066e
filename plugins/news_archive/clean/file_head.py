"""Rule ``file_head``: lines in the head of a Markdown file that gave no field, taken out and told to the editor."""

from __future__ import annotations

from typing import Final

from .edits import Edit, Field

RULE: Final = "file_head"


def take_head(body: Field, lines: int) -> None:
    """Take the first ``lines`` out of a body."""
    end = 0
    for _ in range(lines):
        end = body.text.find("\n", end) + 1 or len(body.text)
    if end:
        body.apply(RULE, [Edit(0, end)])
