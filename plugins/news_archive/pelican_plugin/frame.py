"""What is the same on every page: the policy, the styles, the scripts, the faces, all named by their content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..search import bundle_scripts
from ..settings import SiteSettings
from .fonts import build_fonts, content_name, font_styles, licences
from .views import Assets, SiteView

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self';"
    " manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self';"
    " require-trusted-types-for 'script'; trusted-types news-archive"
)
"""Content-Security-Policy of every page: nothing from elsewhere, nothing inline, no text turned into code."""

SEARCH_SCRIPTS: Final = ("rules.js", "engine.js", "page.js")


@dataclass(frozen=True, slots=True)
class Frame:
    """The site's view for the templates and the files that it names."""

    view: SiteView
    files: dict[str, bytes]
    """Path -> content."""


def make_frame(theme: Path, settings: SiteSettings, cache: Path, generated: dict[str, bytes]) -> Frame:
    """Read the theme's styles and scripts, cut the fonts, and give everything its published name.

    ``generated`` holds scripts that are made from the code (the search rules), by file name.
    """
    static = theme / "static"
    files: dict[str, bytes] = {}
    fonts = build_fonts(cache)
    names = {}
    for face, data in fonts.items():
        name = content_name(face, ".woff2", data)
        files[f"fonts/{name}"] = data
        names[face] = f"fonts/{name}"
    for name, data in licences().items():
        files[f"fonts/{name}"] = data
    sheets = "".join(_shrink(path.read_text(encoding="utf-8")) for path in sorted((static / "css").glob("*.css")))
    style = (font_styles(names) + sheets).encode()
    scripts = {path.name: path.read_bytes() for path in sorted((static / "js").rglob("*.js"))} | generated
    scripts["search.js"] = bundle_scripts(*(scripts.pop(name) for name in SEARCH_SCRIPTS if name in scripts))
    published = {name: content_name(name.removesuffix(".js"), ".js", data) for name, data in scripts.items()}
    files |= {published[name]: data for name, data in scripts.items()}
    style_name = content_name("style", ".css", style)
    files[style_name] = style
    icon = (static / "icon.svg").read_bytes()
    icon_name = content_name("icon", ".svg", icon)
    files[icon_name] = icon
    assets = Assets(
        style=style_name,
        theme=published["theme.js"],
        cite=published["cite.js"],
        text_font=names["archive-text"],
        icon=icon_name,
        search=[published["search.js"]],
    )
    return Frame(SiteView(settings.name, settings.tagline, POLICY, assets), files)


def _shrink(css: str) -> str:
    """Drop comments and indentation; nothing that a reader of the sheet in a browser would miss."""
    parts = []
    for index, part in enumerate(css.split("/*")):
        parts.append(part if index == 0 else part.partition("*/")[2])
    lines = (line.strip() for line in "".join(parts).splitlines())
    return "".join(line + "\n" for line in lines if line)


Note = Callable[[str, bytes, Callable[[], bytes]], None]
"""(path, key, make): note a file for the publication."""
