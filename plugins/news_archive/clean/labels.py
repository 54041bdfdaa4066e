"""Rule ``labelled_line``: what the lines of a plain text say that name its newspaper, day or writer stands in its fields."""

from __future__ import annotations

from ..arabic.labelled_lines import find_labelled_head, find_source_at_end
from ..models import Action
from .edits import Edit, Field
from .screen import ALL

RULE = "labelled_line"


def take_labelled_lines(title: Field, body: Field, paper: str) -> None:
    """Move the labelled lines out of a text that nothing else has touched; its title may stand below them.

    A last line that names another newspaper than ``paper`` is no label of this text and stays.
    """
    head = find_labelled_head(title.raw, body.raw)
    edits = []
    if head is not None:
        if head.title is not None:
            start, end, replacement = head.title
            title.apply(RULE, [Edit(start, end, replacement, Action.MOVE)])
            title.may = ALL
        edits.append(Edit(*head.body, "", Action.MOVE))
    last = find_source_at_end(body.raw, head.body[1] if head else 0)
    if last is not None and " ".join(last[0].split()) == paper:
        edits.append(Edit(last[1], last[2], "", Action.MOVE))
    if edits:
        body.apply(RULE, edits)
        body.may = ALL
