"""Draw a page of the archive's theme."""

from __future__ import annotations

from typing import Any, Final

from markupsafe import Markup

from .views import SiteView

EMPTY: Final = Markup("")


def render(
    template: Any, site: SiteView, *, root: str, section: str = "", head: Markup = EMPTY, feed: str = "", **values: Any
) -> bytes:
    """Render a page of the archive's theme; ``root`` leads from it to the site's root.

    ``head`` is for machines, ``feed`` the feed beside the page without its suffix, or ''.
    """

    def current(name: str) -> Markup:
        return Markup(' aria-current="page"') if name == section else Markup("")

    text: str = template.render(site=site, root=root, current=current, head=head, feed=feed, **values)
    return text.encode()
