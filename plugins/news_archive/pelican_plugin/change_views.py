"""«ما الذي غيّرناه؟»: what a page shows of the changes that cleaning made.

Lines that were taken out, and any longer stretch of the text, are shown by themselves. Small changes are counted by
rule; those that a reader can see (a mark, a letter, a moved byline) are listed, each kind once, those of spaces are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from ..clean import RULE_NAMES
from ..models import Action, Span
from .escaping import between_tags
from .views import ChangedView, RemovedView
from .wording import Wording

_SMALL: Final = 25
"""Code points; a span that removes fewer is counted, not shown by itself."""
_LINE_RULES: Final = frozenset(
    (
        "embedded_code", "counter_line", "repeated_run", "repeated_adjacent", "title_repeated", "source_line", "tag_tail", "dateline",
        "agency_tail", "author_mail", "writer_line", "labelled_line", "file_head",
    )
)  # fmt: skip
"""Rules that take out whole lines, or the head or end of the text."""
_UNSEEN: Final = frozenset(("spaces", "line_breaks", "paragraph_breaks", "unicode_nfc"))
"""Rules whose changes look the same before and after."""
_MOST: Final = 4
"""Different changes of one rule that are listed."""
IN_LINE: Final = 4
"""Listed changes up to which they stand in the line that counts them."""
_LONGEST: Final = 60
"""Code points of a listed change."""


def is_shown(span: Span) -> bool:
    """Say whether a change is shown by itself."""
    return span.field == "body" and (
        span.rule in _LINE_RULES or len(span.text.strip()) > _SMALL + len(span.replacement)
    )


def split_changes(spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """Return the changes of an article that are shown by themselves, and the small ones."""
    shown: list[Span] = []
    small: list[Span] = []
    for span in spans:
        (shown if is_shown(span) else small).append(span)
    return shown, small


def removed_views(spans: Sequence[Span], published: str, words: Wording) -> list[RemovedView]:
    """Return the changes of one article that are shown by themselves, with their places in the published body."""
    places = find_places([span for span in spans if span.field == "body"], published)
    return [_removed_view(span, places[span.start], words) for span in spans if is_shown(span)]


def find_places(spans: Sequence[Span], published: str) -> dict[int, str]:
    """Return where the body's spans stood in its published text, by their start in the raw one.

    Whole lines stand after a paragraph (``7``; ``0`` is before the first), anything else within one (``7.120``).

    >>> find_places([Span("body", 3, 12, "counter_line", Action.DELETE, "\\nViews: 5", "")], "متن")
    {3: '1'}
    >>> find_places([Span("body", 0, 7, "dateline", Action.MOVE, "سانا - ", "")], "خبر")
    {0: '1.0'}
    """
    places = {}
    shift = 0  # raw offset minus published offset
    for span in spans:
        start = span.start - shift
        end = start + len(span.replacement)
        shift += span.end - span.start - len(span.replacement)
        line = published.rfind("\n", 0, start) + 1
        leads = "\n" in span.text[: len(span.text) - len(span.text.lstrip())]
        trails = "\n" in span.text[len(span.text.rstrip()) :]
        begins, ends = leads or start == line, trails or end >= len(published) or published[end] == "\n"
        before = published.count("\n", 0, line)
        if begins and ends:
            places[span.start] = str(before + (start > line))
        else:
            places[span.start] = f"{before + 1}.{start - line}"
    return places


def _removed_view(span: Span, place: str, words: Wording) -> RemovedView:
    action = "نُقل" if span.action is Action.MOVE else ""
    size = " ".join(filter(None, (action, words.counted(len(span.text.split()), "word"))))
    lines = [line.strip() for line in span.text.split("\n") if line.strip()]
    return RemovedView(rule_name(span.rule), size, lines, place)


def rule_name(rule: str) -> str:
    """Return a rule's plain Arabic name."""
    return RULE_NAMES.get(rule, (rule, ""))[0]


def count_small(spans: Sequence[Span], words: Wording) -> str:
    """Return the rules of small changes with how often each was needed."""
    return "، ".join(text for _, text in _counted(spans, words))


def _counted(spans: Sequence[Span], words: Wording) -> list[tuple[str, str]]:
    counts = Counter(span.rule for span in spans)
    return [
        (rule_name(rule), rule_name(rule) + (f" ×{words.number(count)}" if count > 1 else ""))
        for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def tell_small(spans: Sequence[Span], changed: Sequence[ChangedView], words: Wording) -> Markup:
    """Return the counted rules of small changes as HTML, each followed by those of its changes that can be seen."""
    shown: dict[str, list[str]] = {}
    for one in changed:
        after = f" ← <q>{between_tags(one.after)}</q>" if one.after else ""
        shown.setdefault(one.rule, []).append(f" <q>{between_tags(one.before)}</q>{after}")
    return Markup("، ".join(text + "".join(shown.get(name, ())) for name, text in _counted(spans, words)))  # noqa: S704  escaped above


def list_small(spans: Sequence[Span]) -> list[ChangedView]:
    """Return the small changes that can be seen, each different one once, by rule."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for span in spans:
        if span.rule not in _UNSEEN:
            found.setdefault(span.rule, Counter())[legible(span.text), legible(span.replacement)] += 1
    listed = []
    for rule in sorted(found):
        for (before, after), _ in sorted(found[rule].items(), key=lambda item: (-item[1], item[0]))[:_MOST]:
            if before.strip("␣") and before != after:
                listed.append(ChangedView(rule_name(rule), before, after))
    return listed


def legible(text: str) -> str:
    """Return a stretch with what cannot be seen named by its code point, cut to a legible length.

    >>> legible(" ,ثم"), legible("\\u200f")
    (',ثم', 'U+200F')
    """
    plain = " ".join(text.split()) or ("␣" if text else "")
    shown = plain if plain.isprintable() else "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in plain)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"
