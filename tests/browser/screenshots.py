"""Pictures of a built site for a person to look at: each kind of page, on a phone and a desk, by day and by night."""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

from browser.chromium import FLAGS, find_chromium
from news_archive.errors import UsageError
from serving import serve

_H1 = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_LATIN = re.compile(r"[A-Za-z]{2,}")

WIDTHS = {360: 780, 768: 1024, 1280: 900}
"""Width -> height of the window, in CSS pixels."""
QUERY = "روسيا"
SHEET_WIDTH = 240
"""Pixels of a picture on the contact sheet."""


def choose_pages(site: Path) -> dict[str, str]:
    """Return a name for each picture and the page it shows; of articles the longest and the longest headline."""
    pages = {"front": "index.html", "search": f"search.html#q={QUERY}", "about": "about.html", "missing": "404.html"}
    for name, folder in (("article", "a"), ("entity", "e"), ("comparison", "c"), ("day", "d"), ("source", "s")):
        found = sorted((site / folder).glob("*.html"), key=lambda page: (-page.stat().st_size, page.name))
        if found:
            pages[name] = f"{folder}/{found[0].name}"
    headlines = {page: _headline(page) for page in (site / "a").glob("*.html")}
    if headlines:
        longest = max(headlines, key=lambda page: (len(headlines[page]), page.name))
        mixed = max(headlines, key=lambda page: (len(_LATIN.findall(headlines[page])), page.name))
        pages |= {"headline": f"a/{longest.name}", "mixed": f"a/{mixed.name}"}
    taken = {path.split("#")[0] for path in pages.values()}
    pages |= {page.stem: page.name for page in sorted(site.glob("*.html")) if page.name not in taken}
    return pages


def _headline(page: Path) -> str:
    found = _H1.search(page.read_text(encoding="utf-8"))
    return html.unescape(found[1]) if found else ""


def take_screenshots(site: Path, folder: Path) -> list[Path]:
    """Write ``<page>-<width>-<light|dark>.png`` for every chosen page, and ``print.png``, into ``folder``.

    ``index.html`` beside them is the contact sheet that shows them all. Returns the pictures.
    """
    from playwright.sync_api import sync_playwright

    if not (site / "index.html").is_file():
        raise UsageError(f"{site} holds no built site; run `invoke build` first")
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    chosen = choose_pages(site)
    with serve(site) as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for width, height in WIDTHS.items():
            for scheme in ("light", "dark"):
                context = chromium.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, locale="ar"
                )
                page = context.new_page()
                for name, path in chosen.items():
                    page.goto(server.url + path, wait_until="networkidle")
                    if name == "search":
                        box = page.locator("main input[type=search]").first
                        box.fill(QUERY)
                        box.press("Enter")
                        page.wait_for_timeout(500)
                    target = folder / f"{name}-{width}-{scheme}.png"
                    page.screenshot(path=target, full_page=width == 360 and name != "article")
                    pictures.append(target)
                context.close()
        if "article" in chosen:
            page = chromium.new_page(viewport={"width": 794, "height": 1123}, locale="ar")
            page.emulate_media(media="print")
            page.goto(server.url + chosen["article"], wait_until="networkidle")
            page.screenshot(path=folder / "print.png", full_page=True)
            pictures.append(folder / "print.png")
        chromium.close()
    (folder / "index.html").write_text(contact_sheet([picture.name for picture in pictures]), encoding="utf-8")
    return pictures


def contact_sheet(names: list[str]) -> str:
    """Return a page of all pictures, one row a page."""
    rows: dict[str, list[str]] = {}
    for name in names:
        rows.setdefault(name.split("-")[0].removesuffix(".png"), []).append(name)
    body = "".join(
        f"<h2>{html.escape(row)}</h2><p>"
        + "".join(
            f'<a href="{html.escape(name)}"><img src="{html.escape(name)}" width="{SHEET_WIDTH}" loading="lazy" '
            f'alt="{html.escape(name)}"></a> '
            for name in pictures
        )
        for row, pictures in sorted(rows.items())
    )
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title>{body}\n'


if __name__ == "__main__":
    for picture in take_screenshots(Path(sys.argv[1]), Path(sys.argv[2])):
        sys.stdout.write(f"{picture}\n")
