"""Pictures of a built site for a person to look at: each kind of page, on a phone and a desk, by day and by night."""

from __future__ import annotations

import sys
from pathlib import Path

from browser.chromium import FLAGS, find_chromium
from news_archive.errors import UsageError
from serving import serve

WIDTHS = {360: 780, 1280: 900}
"""Width -> height of the window, in CSS pixels."""
QUERY = "روسيا"


def choose_pages(site: Path) -> dict[str, str]:
    """Return a name for each picture and the page it shows; the first of its kind where there are many."""
    pages = {"front": "index.html", "search": f"search.html#q={QUERY}", "about": "about.html", "missing": "404.html"}
    for name, folder in (("article", "a"), ("entity", "e")):
        found = sorted((site / folder).glob("*.html"), key=lambda page: (-page.stat().st_size, page.name))
        if found:
            pages[name] = f"{folder}/{found[0].name}"
    taken = {path.split("#")[0] for path in pages.values()}
    pages |= {page.stem: page.name for page in sorted(site.glob("*.html")) if page.name not in taken}
    return pages


def take_screenshots(site: Path, folder: Path) -> list[Path]:
    """Write ``<page>-<width>-<light|dark>.png`` for every chosen page into ``folder``; return the files."""
    from playwright.sync_api import sync_playwright

    if not (site / "index.html").is_file():
        raise UsageError(f"{site} holds no built site; run `invoke build` first")
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    with serve(site) as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for width, height in WIDTHS.items():
            for scheme in ("light", "dark"):
                context = chromium.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme, locale="ar"
                )
                page = context.new_page()
                for name, path in choose_pages(site).items():
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
        chromium.close()
    return pictures


if __name__ == "__main__":
    for picture in take_screenshots(Path(sys.argv[1]), Path(sys.argv[2])):
        sys.stdout.write(f"{picture}\n")
