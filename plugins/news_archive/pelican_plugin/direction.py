"""Which way a text that the archive did not write runs, where it is inserted into a page that runs from right to left.

A browser takes the direction of ``<bdi>`` and of ``dir=auto`` from the first letter, so that «TASS: ...» before an Arabic
headline would turn it round. Here a text with any Arabic (or Hebrew) letter runs from right to left, whatever it begins
with; one that has none, from left to right. ``theme/static/js/theme.js`` has the same for what scripts insert.
"""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

from .escaping import attribute, between_tags

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters and marks of scripts that run from right to left; not their digits."""
_FOREIGN: Final = Markup(" dir=ltr")
_AS_PAGE: Final = Markup("")
_LETTER: Final = re.compile(r"[^\W\d_]")


def is_foreign(text: str) -> bool:
    """Say whether a text has letters and none of them is written from right to left.

    >>> is_foreign("TASS تعلن"), is_foreign("943 ثلاجة"), is_foreign("OpenStreetMap"), is_foreign("42")
    (False, False, True, False)
    """
    return _RIGHT_TO_LEFT.search(text) is None and _LETTER.search(text) is not None


def isolate(text: str) -> Markup:
    """Return a text in an element of its own that runs as the text does.

    >>> print(isolate("خبر"), isolate("TASS تعلن"), isolate("TASS"))
    <bdi>خبر</bdi> <bdi dir=rtl>TASS تعلن</bdi> <bdi>TASS</bdi>
    """
    first = _RIGHT_TO_LEFT.search(text)
    turned = first is not None and _LETTER.search(text, 0, first.start()) is not None
    return Markup(f"<bdi{' dir=rtl' if turned else ''}>{between_tags(text)}</bdi>")  # noqa: S704  escaped


def headline(text: str) -> Markup:
    """Return a text for a line of its own, which runs from right to left; a foreign one is set apart.

    >>> print(headline("TASS تعلن"), headline("TASS"))
    TASS تعلن <bdi>TASS</bdi>
    """
    return isolate(text) if is_foreign(text) else between_tags(text)


def direction(text: str) -> Markup:
    """Return the attribute that a block needs for a text, '' for one that runs as the page does.

    >>> direction("خبر"), direction("Breaking news")
    (Markup(''), Markup(' dir=ltr'))
    """
    return _FOREIGN if is_foreign(text) else _AS_PAGE


FILTERS: Final = {
    "bdi": isolate,
    "headline": headline,
    "direction": direction,
    "text": between_tags,
    "attribute": lambda text: Markup(attribute(text)),  # noqa: S704  escaped there
}
"""Filters of the templates, by name."""
