"""What is the same on every page."""

from __future__ import annotations

import msgspec


class Assets(msgspec.Struct, frozen=True, gc=False):
    """Published names of styles, scripts and fonts, relative to the root."""

    style: str
    script: str
    """Theme, frame and reading tools, on every page."""
    icon: str
    evidence: str
    """Of the page that makes the evidence of an article."""


class SiteView(msgspec.Struct, frozen=True, gc=False):
    """What every page knows of the site. Nothing here may change with the articles, or every page would."""

    name: str
    tagline: str
    policy: str
    article_policy: str
    """The same for an article's page, which needs less."""
    navigation: tuple[tuple[str, str, str], ...]
    """Section, page, label."""
    foot: tuple[tuple[str, str], ...]
    """Page, label."""
    assets: Assets
