"""What the editor decided, told to readers: the log of corrections, the page that stands for a hidden article, and the
lines on a page that was corrected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from ..corrections import Correction, Corrections, Kind, correction_keys, redaction_keys
from ..models import Head
from ..publish import key_of
from .frame import Note
from .views import DecisionView, SiteView
from .wording import Wording

LOG: Final = "corrections.html"
FIELDS: Final = {
    "title": "العنوان",
    "author": "اسم الكاتب",
    "date": "التاريخ",
    "source": "اسم المصدر",
    "url": "الرابط",
    "text": "عبارة في النص",
}


class CorrectionPages:
    """Draws what is public of the corrections."""

    def __init__(
        self,
        corrections: Corrections,
        heads: Sequence[Head],
        page_of: Callable[[int], str],
        moved: Mapping[str, tuple[str, str]],
        words: Wording,
    ) -> None:
        """``moved`` gives id and title of the page for each article that the editor merged into it."""
        self.corrections = corrections
        self.moved = moved
        self.heads = heads
        self._here = {head.id for head in heads} if corrections else set()
        self.page_of = page_of
        self.words = words

    def note_all(
        self, note: Note, get_template: Callable[[str], Any], view: SiteView, render: Callable[..., bytes]
    ) -> None:
        """Note the log and, at their addresses, a page for each article that was hidden or merged by the editor."""
        content = render(get_template("corrections"), view, root="", entries=self.log())
        note(LOG, key_of(content), partial(bytes, content))
        template = get_template("tombstone")
        for name, entry in sorted(self.corrections.hidden.items()):
            page = render(template, view, root="../", id=name, entry=self._view(entry))
            note(f"a/{name}.html", key_of(page), partial(bytes, page))
        template = get_template("moved")
        for name, (to, title) in sorted(self.moved.items()):
            page = render(template, view, root="../", id=name, to=to, title=title)
            note(f"a/{name}.html", key_of(page), partial(bytes, page))

    @property
    def signposts(self) -> set[str]:
        """Paths of the pages that only say what became of an article; no search engine need know them."""
        return {f"a/{name}.html" for name in (*self.corrections.hidden, *self.moved)}

    def log(self) -> list[DecisionView]:
        """Return every entry, latest first."""
        touched: Counter[str] = Counter()
        pages: dict[str, str] = {}
        for number, head in enumerate(self.heads):
            touched.update(redaction_keys(head.flags))
            if any(head.id in entry.ids for entry in self.corrections.entries):
                pages[head.id] = self.page_of(number)
        entries = sorted(self.corrections.entries, key=lambda entry: entry.date, reverse=True)
        return [self._view(entry, touched[entry.key], pages) for entry in entries]

    def lines(self, flags: tuple[str, ...]) -> list[DecisionView]:
        """Return what was decided about an article with these flags."""
        keys = set(correction_keys(flags))
        return [self._view(entry) for entry in self.corrections.entries if entry.key in keys]

    def _has_page(self, name: str) -> bool:
        return name in self._here or name in self.corrections.hidden

    def _view(self, entry: Correction, touched: int = 0, pages: dict[str, str] | None = None) -> DecisionView:
        what = {
            Kind.CORRECT: f"{'صُحّحت' if entry.field == 'text' else 'صُحّح'} {FIELDS.get(entry.field, '')}",
            Kind.KEEP: "أُبقي ما حذفه التنظيف",
            Kind.HIDE: "سُحبت المادة",
            Kind.REDACT: "حُجب كلام",
        }[entry.kind]
        known = pages or {}
        ids = tuple(sorted({known.get(name, name) for name in entry.ids if self._has_page(name)}))
        gone = tuple(sorted(name for name in entry.ids if not self._has_page(name)))
        extent = self.words.counted(touched, "article") if touched else ""
        return DecisionView(what, entry.reason, self.words.long_date(entry.date), entry.author, ids, extent, gone)
