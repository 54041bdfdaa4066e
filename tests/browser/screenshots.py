"""Pictures of built sites for a person to look at: each kind of page, on a phone and a desk, by day and by night, and its states."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from browser.chromium import FLAGS, find_chromium
from news_archive.errors import UsageError
from serving import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_H1 = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_LATIN = re.compile(r"[A-Za-z]{2,}")
_SHARED = re.compile(r"[plo]_")

WIDTHS = {360: 780, 768: 1024, 1280: 900}
"""Width -> height of the window, in CSS pixels."""
TALLEST = 6000
"""CSS pixels of a page that a picture shows at most."""
_SETTLED = 150
"""Milliseconds in which scripts and fonts are done; a search takes longer."""
QUERY = "روسيا"
SHEET_WIDTH = 240
"""Pixels of a picture on the contact sheet."""


@dataclass(frozen=True, slots=True)
class State:
    """A way to see a page beside the plain one."""

    name: str
    pages: tuple[str, ...]
    """Names of the pages that are seen so."""
    stored: dict[str, str] = field(default_factory=dict)
    """What the reader chose before."""
    scripts: bool = True
    media: str | None = None


STATES = (
    State("english", ("front", "article", "entity", "sources", "calendar"), {"lang": "en"}),
    State("hijri", ("article", "day", "calendar"), {"hijri": "on"}),
    State("digits", ("front", "article"), {"digits": "latn"}),
    State("large", ("article",), {"size": "xl"}),
    State("plain", ("article", "entity", "search", "sections"), scripts=False),
    State("print", ("article", "entity", "stories", "day"), media="print"),
)


def choose_pages(site: Path) -> dict[str, str]:
    """Return a name for each picture and the page it shows; of articles those that strain a layout most, each one once."""
    pages = {
        "front": "index.html",
        "search": "search.html",
        "found": f"search.html?q={QUERY}",
        "nothing": "search.html?q=ظظظظ",
    }
    pages |= {"about": "about.html", "missing": "404.html"}
    for name, folder, fits in (
        ("entity", "e", lambda page: not _SHARED.match(page.name)),
        ("rare", "e", lambda page: _SHARED.match(page.name) is not None),
        ("comparison", "c", lambda page: True),
        ("day", "d", lambda page: True),
        ("source", "s", lambda page: True),
    ):
        found = sorted(filter(fits, (site / folder).glob("*.html")), key=lambda page: (-page.stat().st_size, page.name))
        if found:
            pages[name] = f"{folder}/{found[0].name}"
    texts = {page.name: page.read_text(encoding="utf-8") for page in sorted((site / "a").glob("*.html"))}
    measures: dict[str, Callable[[str], int]] = {
        "article": len,
        "headline": lambda text: len(_headline(text)),
        "mixed": lambda text: len(_LATIN.findall(_headline(text))),
        "most-names": lambda text: text.count("data-entity="),
        "carriers": lambda text: text.count("<li><b>"),
        "likenesses": lambda text: text.count(" class=n href"),
        "removed": lambda text: text.count("<li data-at"),
        "redacted": lambda text: text.count("[محجوب]"),
        "withdrawn": lambda text: text.count('data-part="withdrawn"'),
        "undated": lambda text: ("بلا تاريخ</b>" in text) * (1_000_000 - len(text)),
    }
    taken = {path.partition("?")[0] for path in pages.values()}
    for name, measure in measures.items():
        page = max(texts, key=lambda page: (measure(texts[page]), page), default="")
        if page and measure(texts[page]) and f"a/{page}" not in taken:
            pages[name] = f"a/{page}"
            taken.add(pages[name])
    return pages | {page.stem: page.name for page in sorted(site.glob("*.html")) if page.name not in taken}


def _headline(text: str) -> str:
    found = _H1.search(text)
    return html.unescape(found[1]) if found else ""


def take_screenshots(sites: Sequence[Path], folder: Path) -> list[Path]:
    """Write ``<site>/<page>-<width>-<light|dark>.png`` for every chosen page of each site, and those of its states.

    ``index.html`` in ``folder`` is the contact sheet that shows them all. Returns the pictures.
    """
    from playwright.sync_api import sync_playwright

    for site in sites:
        if not (site / "index.html").is_file():
            raise UsageError(f"{site} holds no built site; run `invoke build` first")
    names = [f"{number}-{site.absolute().name}" for number, site in enumerate(sites, 1)]
    pictures: list[Path] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for site, name in zip(sites, names, strict=True):
            (folder / name).mkdir(parents=True, exist_ok=True)
            with serve(site) as server:
                pictures += _take(chromium, server.url, choose_pages(site), folder / name)
        chromium.close()
    sheet = contact_sheet([picture.relative_to(folder).as_posix() for picture in pictures])
    (folder / "index.html").write_text(sheet, encoding="utf-8")
    return pictures


def _take(chromium: Browser, address: str, chosen: dict[str, str], folder: Path) -> Iterator[Path]:
    for width, height in WIDTHS.items():
        for scheme in ("light", "dark"):
            plain = State("", tuple(chosen))
            yield from _take_state(chromium, address, chosen, folder, plain, width=width, height=height, scheme=scheme)
    for state in STATES:
        width = 794 if state.media else 360  # a sheet of A4
        yield from _take_state(chromium, address, chosen, folder, state, width=width, height=780, scheme="light")


def _take_state(
    chromium: Browser, address: str, chosen: dict[str, str], folder: Path, state: State, **window: Any
) -> Iterator[Path]:
    context = chromium.new_context(
        viewport={"width": window["width"], "height": window["height"]},
        color_scheme=window["scheme"],
        locale="ar",
        java_script_enabled=state.scripts,
    )
    for key, value in state.stored.items():
        context.add_init_script(f"try {{ localStorage.setItem('{key}', '{value}') }} catch (error) {{}}")
    page = context.new_page()
    if state.media:
        page.emulate_media(media="print")
    for name in state.pages:
        if name not in chosen:
            continue
        page.goto(address + chosen[name], wait_until="load")
        page.wait_for_timeout(_SETTLED + 500 * ("?" in chosen[name]))
        target = folder / f"{name}-{state.name or window['width']}-{window['scheme']}.png"
        tall = min(TALLEST, page.locator("html").bounding_box()["height"])  # type: ignore[index]  # every page has one
        page.screenshot(path=target, full_page=True, clip={"x": 0, "y": 0, "width": window["width"], "height": tall})
        yield target
    context.close()


def contact_sheet(names: Sequence[str]) -> str:
    """Return a page of all pictures, a row a page of a site.

    >>> contact_sheet(["1-output/front-360-light.png"]).count("<img ")
    1
    """
    rows: dict[str, list[str]] = {}
    for name in names:
        rows.setdefault(name.rsplit("-", 2)[0], []).append(name)
    body = "".join(
        f"<h2>{html.escape(row)}</h2><p>"
        + "".join(
            f'<a href="{html.escape(name)}"><img src="{html.escape(name)}" width="{SHEET_WIDTH}" loading="lazy" '
            f'alt="{html.escape(name)}"></a> '
            for name in pictures
        )
        for row, pictures in rows.items()
    )
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title>{body}\n'


if __name__ == "__main__":
    for picture in take_screenshots([Path(path) for path in sys.argv[2:]], Path(sys.argv[1])):
        sys.stdout.write(f"{picture}\n")
