"""What is the same on every page: the policy, the styles, the scripts, the faces, all named by their content."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol

from ..search import bundle_scripts
from ..settings import SiteSettings
from .fonts import build_fonts, content_name, font_styles, licences, short_name
from .scripts import shorten_scripts
from .translation import english_script
from .views import Assets, SiteView
from .wording import ARAB_MONTHS, LEVANT_MONTHS, NOUNS

POLICY: Final = (
    "default-src 'none';script-src 'self';style-src 'self';font-src 'self';img-src 'self';connect-src 'self';"
    "manifest-src 'self';worker-src 'self';base-uri 'none';form-action 'self';"
    "require-trusted-types-for 'script';trusted-types news-archive news-archive-frame"
)
"""Content-Security-Policy of every page: nothing from elsewhere, nothing inline, no text turned into code."""

ARTICLE_POLICY: Final = "default-src 'self';require-trusted-types-for 'script'"
"""The same in fewer words for the pages of which there are very many: articles, names, days, sources, comparisons.

They have no form; ``frame.js``, which gives them one, says with it where forms may lead. They need no ``base-uri``: what
a foreign ``base`` would fetch is from elsewhere, and ``default-src 'self'`` refuses it; ``check`` sees that none is there."""

NAVIGATION: Final = (
    ("search", "search.html", "البحث"),
    ("calendar", "calendar.html", "التقويم"),
    ("names", "names.html", "الأسماء"),
    ("sources", "sources.html", "المصادر"),
    ("about", "about.html", "عن الأرشيف"),
)
"""Section, page, label: in the header of every page."""
FOOT: Final = (
    ("stories.html", "القصص الأكثر تداولاً"),
    ("undated.html", "بلا تاريخ"),
    ("data.html", "البيانات"),
    ("method.html", "المنهج"),
)
"""Page, label: in the footer of every page."""

_COUNTED: Final = ("article", "word", "minute", "place_change")
"""Nouns that the scripts of every page count."""
RANDOM: Final = "random.js"
"""Ids of some articles, one of which the reader may open at random."""
PAGE_SCRIPTS: Final = (
    "theme.js",
    "frame.js",
    "folds.js",
    "language.js",
    "hijri.js",
    "reader.js",
    "cite.js",
    "origin.js",
    "highlight.js",
    "inplace.js",
    "compare.js",
    "today.js",
    "missing.js",
    "offline.js",
)
"""Scripts of every page, in one file: how it looks, what stands around it, tools for reading and citing."""
SHELL: Final = ("index.html", "search.html", "offline.html")
"""What the service worker keeps from the start beside styles and scripts."""
SEARCH_BESIDE: Final = ("theme.js", "frame.js", "language.js")
"""Those of them that the search page has from the start; the others act on articles, or come later."""
SEARCH_SCRIPTS: Final = (
    ("rules.js", "analysis.js", "packed.js", "shards.js", "plain.js", "apart.js", "rank.js"),
    ("page.js",),
)
"""What the search page loads besides, in the same file, before and after the manifest of the index."""
SEARCH_LATER: Final = {
    "refine": ("q0", ("query.js", "refine.js")),
    "more": ("x0", ("offline.js", "excerpt.js", "chart.js", "correct.js", "faults.js", "more.js")),
}
"""What it loads when it is needed, by the name that the page's script has for it: the beginning of the file's name, its scripts."""
TRANSLATING: Final = "translate.js"
"""What acts on a page of whose reader chose English or other digits; it comes with the English catalogue."""
_SHORT: Final = {"site.js": "s"}
"""Beginnings of names that stand on every page."""
PARTS_SCRIPT: Final = "parts.js"
"""... and in an archive in parts this one before it."""


_SPACES: Final = re.compile(r""" *(?P<sign>[{};,>]|(?<=[\w-]):(?= )) *|(?P<kept>"(?:[^"\\]|\\.)*")""")
"""Signs of a style sheet round which spaces say nothing, and strings, in which they do."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The site's view for the templates and the files that it names."""

    view: SiteView
    files: dict[str, bytes]
    """Path -> content."""
    search: tuple[bytes, bytes]
    """The search page's script, before and after the manifest of the index."""

    def search_script(self, manifest: bytes) -> tuple[str, bytes]:
        """Return name and content of the one script of the search page: each file less is a round trip less."""
        content = self.search[0] + manifest + self.search[1]
        return content_name("search", ".js", content), content


def make_frame(theme: Path, settings: SiteSettings, cache: Path, generated: dict[str, bytes], parts: str = "") -> Frame:
    """Read the theme's styles and scripts, cut the fonts, and give everything its published name.

    ``generated`` holds scripts that are made from the code (the search rules), by file name. ``parts`` is where each part
    of an archive in parts stands, ``{part}`` standing for its name.
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
    icon = (static / "icon.svg").read_bytes()
    icon_name = content_name("icon", ".svg", icon)
    files[icon_name] = icon
    scripts = {path.name: path.read_bytes() for path in sorted((static / "js").rglob("*.js"))} | generated
    shared = {
        *PAGE_SCRIPTS,
        *SEARCH_BESIDE,
        *chain(*SEARCH_SCRIPTS),
        *chain(*(own for _, own in SEARCH_LATER.values())),
    }
    shared |= {PARTS_SCRIPT, TRANSLATING}
    scripts |= shorten_scripts({name: scripts[name] for name in sorted(shared)}, cache)
    english = bundle_scripts(scripts.pop(TRANSLATING)) + english_script(theme / "locale" / "en.po")
    english_name = content_name("en", ".js", english)
    files[english_name] = english
    facts = {
        "name": settings.name,
        "font": names["archive-text"],
        "icon": icon_name,
        "digits": settings.digits,
        "hijri": settings.hijri,
        "english": english_name,
        "random": RANDOM,
        "months": LEVANT_MONTHS if settings.months == "levant" else ARAB_MONTHS,
        "nouns": {noun: NOUNS[noun] for noun in _COUNTED},
        "licence": settings.licence,
        "nav": [(href, label) for _, href, label in NAVIGATION],
        "foot": FOOT,
    }
    if parts:
        facts["part"] = parts
    facts_script = _facts_script(facts)
    beside = bundle_scripts(facts_script, *(scripts[name] for name in SEARCH_BESIDE))
    later = {}
    for name, (beginning, parts_of) in SEARCH_LATER.items():
        script = bundle_scripts(*(scripts[part] for part in parts_of))
        later[name] = f"search/{content_name(beginning, '.js', script)}"
        files[later[name]] = script
    every = bundle_scripts(facts_script, *(scripts.pop(name) for name in PAGE_SCRIPTS))
    scripts["site.js"] = b"if (!window.NewsArchive) {\n" + every + b"}\n"  # 404.html asks for it in several places
    for_parts = scripts.pop(PARTS_SCRIPT)
    before, after = (bundle_scripts(*(scripts.pop(name) for name in group)) for group in SEARCH_SCRIPTS)
    before += bundle_scripts(for_parts) if parts else b""
    for name in {part for _, parts_of in SEARCH_LATER.values() for part in parts_of} - set(PAGE_SCRIPTS):
        scripts.pop(name)
    told = json.dumps(later, separators=(",", ":"), sort_keys=True)
    search = (beside + before + f"NewsArchive.later = {told};\n".encode(), after)
    published = {
        name: short_name(_SHORT[name], ".js", data)
        if name in _SHORT
        else content_name(name.removesuffix(".js"), ".js", data)
        for name, data in scripts.items()
    }
    files |= {published[name]: data for name, data in scripts.items()}
    files["data/verify.py"] = (static / "evidence" / "verify.py").read_bytes()
    style_name = short_name("s", ".css", style)
    files[style_name] = style
    assets = Assets(
        style=style_name,
        script=published["site.js"],
        icon=icon_name,
        evidence=published["evidence.js"],
    )
    shell = (style_name, icon_name, published["site.js"], *SHELL)
    files["sw.js"] = make_worker((static / "worker" / "sw.js").read_bytes(), shell)
    return Frame(
        SiteView(settings.name, settings.tagline, POLICY, ARTICLE_POLICY, NAVIGATION, FOOT, assets), files, search
    )


def make_worker(script: bytes, shell: Sequence[str]) -> bytes:
    """Return the service worker: what it keeps from the start, its version by content, then its code."""
    head = f"var SHELL = {json.dumps(shell)};\n".encode()
    version = content_name("", "", head + script).strip("-")
    return bundle_scripts(head, f'var VERSION = "{version}";\n'.encode(), script)


def _facts_script(facts: dict[str, Any]) -> bytes:
    """Return the script that tells the others what they must know of this site, paths relative to its root."""
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"(window.NewsArchive = window.NewsArchive || {{}}).site = {text};\n".encode()


def _shrink(css: str) -> str:
    """Drop comments, indentation and spaces that say nothing; what stands in quotation marks stays."""
    parts = []
    for index, part in enumerate(css.split("/*")):
        parts.append(part if index == 0 else part.partition("*/")[2])
    lines = (line.strip() for line in "".join(parts).splitlines())
    return "".join(_SPACES.sub(_tighten, line) + "\n" for line in lines if line)


def _tighten(found: re.Match[str]) -> str:
    return found["kept"] or found["sign"]


class Note(Protocol):
    """Notes a file for the publication."""

    def __call__(self, path: str, key: bytes, make: Callable[[], bytes], part: str = "") -> None: ...
