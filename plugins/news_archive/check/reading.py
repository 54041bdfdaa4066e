"""What only a browser can tell: that the search finds every article by its own title, and that pages are accessible.

Both need Chromium and Playwright, which the development requirements bring; the second needs axe-core as well.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..arabic.normal import normalise
from ..arabic.tokens import find_tokens
from .pages import NotRun, Pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_BATCH: Final = 200
"""Titles that are asked for at a time."""
_HITS: Final = 10
_MANY: Final = 1000
_PAGES: Final = 60
"""Pages that are looked at: every kind, and every so many of a kind."""
_FLAGS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_ASK: Final = """async titles => {
  const found = [];
  for (const title of titles) {
    const answer = await window.NewsArchive.search(title, {limit: %d});
    found.push([answer.total, answer.hits.map(hit => hit.id)]);
  }
  return found;
}"""
_AXE: Final = """async () => {
  const result = await axe.run(document, {resultTypes: ["violations"]});
  return result.violations.map(v => `${v.id} (${v.impact}): ${v.nodes[0].target.join(" ")}`);
}"""


@contextmanager
def _chromium(what: str) -> Iterator[Browser]:
    if find_spec("playwright") is None:
        raise NotRun(f"{what} needs Playwright and Chromium (pip install -r requirements-dev.txt)")
    from playwright.sync_api import Error, sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next((found for name in names if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        except Error as error:
            raise NotRun(f"{what} needs a Chromium that starts: {str(error).splitlines()[0]}") from error
        yield browser
        browser.close()


def search(pages: Pages) -> Iterator[str]:
    """The search in the page finds every article by its own title."""
    titles = {row["id"]: frozenset(map(normalise, find_tokens(row["title"]))) for row in pages.site.rows("articles")}
    asked = [(row["id"], " ".join(find_tokens(row["title"]))) for row in pages.site.rows("articles")]
    asked = [entry for entry in asked if entry[1]]
    with _chromium("the search") as browser:
        page = browser.new_page()
        page.goto((pages.site.folder / "search.html").resolve().as_uri())
        for start in range(0, len(asked), _BATCH):
            batch = asked[start : start + _BATCH]
            answers = page.evaluate(_ASK % _HITS, [query for _, query in batch])
            for (name, query), (total, hits) in zip(batch, answers, strict=True):
                if name in hits:
                    continue
                ((total, hits),) = page.evaluate(_ASK % _MANY, [query])  # others may have all its words in their titles
                before = hits[: hits.index(name)] if name in hits else None
                if before is None or not all(titles[name] <= titles.get(hit, frozenset()) for hit in before):
                    yield f"{pages.site.article(name)}: its title finds {total} articles, and others before it"


def accessibility(pages: Pages) -> Iterator[str]:
    """axe-core finds nothing in a sample of every kind of page."""
    script = find_axe()
    if script is None:
        raise NotRun("needs axe-core (npm install axe-core, pip install axe-playwright-python, or AXE_SCRIPT)")
    code = script.read_text(encoding="utf-8")
    with _chromium("accessibility") as browser:
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 360, "height": 800})
            page = context.new_page()
            for path in sample(pages.site.pages()):
                page.goto((pages.site.folder / path).resolve().as_uri())
                page.evaluate(code)
                yield from (f"{path}: {fault} ({scheme})" for fault in page.evaluate(_AXE))
            context.close()


def sample(paths: list[str]) -> list[str]:
    """Return some pages of every kind, the same ones each time.

    >>> sample(["index.html", "a/1.html", "a/2.html"])
    ['a/1.html', 'a/2.html', 'index.html']
    """
    kinds: dict[str, list[str]] = {}
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        kinds.setdefault(folder or re.sub(r"-\\d+", "", name), []).append(path)
    share = max(1, _PAGES // len(kinds)) if kinds else 1
    return [path for group in kinds.values() for path in group[:: -(-len(group) // share)]]


def find_axe() -> Path | None:
    """Return the path of axe-core's script, wherever it is."""
    places = [Path(os.environ["AXE_SCRIPT"])] if "AXE_SCRIPT" in os.environ else []
    places.append(Path("node_modules/axe-core/axe.min.js"))
    found = find_spec("axe_playwright_python")
    if found is not None and found.origin:
        places.append(Path(found.origin).parent / "axe.min.js")
    return next((path for path in places if path.is_file()), None)
