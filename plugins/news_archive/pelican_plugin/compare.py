"""Two texts word by word: the rows of a comparison.

A row is one paragraph with both readings; where a shared word is written otherwise in the second text, ``data-b`` says
how. ``compare.js`` sets the second text beside the first out of it, so that no page holds what both share twice.

What both share is shown only around a change; the rest is a number between dots, and stands on the first text's page. A
row holds at least one element, which tells it from such a number; in a ``div`` the first paragraph is of the first text, the
second of the second, and an empty one says that its text has nothing there. A stretch that
only one text has is shown whole, unless it is long and that text has a page of its own to read it on: so nothing that
was merged away is lost. ``del`` marks words of the first text, ``ins`` those of the second, in every reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from markupsafe import Markup, escape

from ..dedupe.align import Stretch, Words, align
from .escaping import attribute, between_tags
from .wording import Wording

CONTEXT: Final = 3
"""Shared words shown before and after a change."""
NEAR: Final = 4
"""Words more than the two contexts up to which two changes stand in one row."""
WHOLE: Final = 20
"""Words from which a stretch that one text has alone is a row of its own."""
SHOWN: Final = 24
"""Words of such a stretch that are shown where its text has a page of its own."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows of two texts and what they count."""

    rows: Markup
    """Nothing but ``p`` and ``div`` elements; '' where no word differs."""
    shared: int
    only_a: int
    only_b: int
    places: int
    """Changes, each counted once."""


def compare(a: Words, b: Words, words: Wording, *, whole_a: bool = False, whole_b: bool = False) -> Comparison:
    """Compare two texts; ``whole_a`` and ``whole_b`` say which of them has no page of its own."""
    stretches = align(a.forms, b.forms)
    rows = _Rows(a, b, words, whole_a, whole_b)
    for place, stretch in enumerate(stretches):
        following = stretches[place + 1] if place + 1 < len(stretches) else None
        if stretch.same:
            rows.share(stretch, following)
        elif _is_whole(stretch):
            rows.set_apart(stretch)
        else:
            rows.change(stretch)
    changes = [s for s in stretches if not s.same]
    return Comparison(
        rows.finish() if changes else Markup(),
        shared=sum(s.a2 - s.a1 for s in stretches if s.same),
        only_a=sum(s.a2 - s.a1 for s in changes),
        only_b=sum(s.b2 - s.b1 for s in changes),
        places=len(changes),
    )


def _is_whole(stretch: Stretch) -> bool:
    a, b = stretch.a2 - stretch.a1, stretch.b2 - stretch.b1
    return max(a, b) >= WHOLE and (min(a, b) == 0 or min(a, b) >= WHOLE // 2)


@dataclass(slots=True)
class _Rows:
    """Lays rows one under the other while the stretches go by."""

    a: Words
    b: Words
    words: Wording
    whole_a: bool
    whole_b: bool
    done: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    """The open row: both readings."""
    waiting: tuple[int, int, int, int] = (0, 0, 0, 0)
    """Shared words that stand between the rows: ``a1, a2, b1, b2``."""

    def share(self, s: Stretch, following: Stretch | None) -> None:
        a1, b1 = s.a1, s.b1
        if self.row:
            close = following is not None and not _is_whole(following) and s.longer <= 2 * CONTEXT + NEAR
            shown = s.longer if close or s.longer <= CONTEXT + 2 else CONTEXT
            self._add_shared(a1, a1 + shown, b1, b1 + shown)
            if close:
                return
            self._close()
            a1, b1 = a1 + shown, b1 + shown
        self.waiting = (a1, s.a2, b1, s.b2)

    def change(self, s: Stretch) -> None:
        if not self.row:
            a1, a2, b1, b2 = self.waiting
            rest = a2 - a1 - CONTEXT
            if rest > 2:
                self._gap(rest)
                a1, b1 = a2 - CONTEXT, b2 - CONTEXT
            self._add_shared(a1, a2, b1, b2)
            self.waiting = (0, 0, 0, 0)
        gone, come = self.a.piece(s.a1, s.a2), self.b.piece(s.b1, s.b2)
        if gone:
            self.row.append(f"<del>{_inline(gone)}</del>")
        if come:
            self.row.append(f"<ins>{_inline(come)}</ins>")

    def set_apart(self, s: Stretch) -> None:
        self._close()
        self._gap(self.waiting[1] - self.waiting[0])
        self.waiting = (0, 0, 0, 0)
        gone = self._cut(self.a, s.a1, s.a2, self.whole_a)
        come = self._cut(self.b, s.b1, s.b2, self.whole_b)
        first = f"<p><del>{gone}</del>" if gone else "<p>"
        second = f"<p><ins>{come}</ins>" if come else "<p>"
        self.done.append(f"<div class=w>{first}{second}</div>")

    def finish(self) -> Markup:
        self._close()
        self._gap(self.waiting[1] - self.waiting[0])
        return Markup("".join(self.done))  # noqa: S704  every text is escaped where it is added

    def _add_shared(self, a1: int, a2: int, b1: int, b2: int) -> None:
        if a2 <= a1:
            return
        first, second = self.a.piece(a1, a2), self.b.piece(b1, b2)
        if first == second:
            self.row.append(_inline(first))
            return
        parts: list[str] = []
        for same, group in groupby(
            zip(self.a.pieces(a1, a2), self.b.pieces(b1, b2), strict=True), key=lambda pair: pair[0] == pair[1]
        ):
            words = list(group)
            first = "".join(pair[0] for pair in words)
            if same:
                parts.append(_inline(first))
            else:
                second = attribute("".join(pair[1] for pair in words).rstrip())
                parts.append(f"<i data-b={second}>{_inline(first.rstrip())}</i>{' ' * first.endswith(' ')}")
        self.row.append("".join(parts))

    def _close(self) -> None:
        if self.row:
            self.done.append(f"<p>{' '.join(self.row)}")
            self.row.clear()

    def _gap(self, count: int) -> None:
        if count > 0:
            self.done.append(f"<p>… {self.words.number(count)} …")

    def _cut(self, text: Words, first: int, last: int, whole: bool) -> str:
        """Return a stretch as HTML, its middle counted where it is long and can be read elsewhere."""
        if whole or last - first <= SHOWN + 10:
            return _lines(text.piece(first, last))
        head, tail = first + SHOWN * 2 // 3, last - SHOWN // 3
        between = self.words.counted(tail - head, "word")
        return f"{_lines(text.piece(first, head))} <small>… {between} …</small> {_lines(text.piece(tail, last))}"


def _inline(text: str) -> str:
    return between_tags(text.replace("\n", " "))


def _lines(text: str) -> str:
    return str(escape(text)).replace("\n", "<br>")
