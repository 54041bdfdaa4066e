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
from typing import TYPE_CHECKING, Any, Final

from ..arabic.tokens import find_tokens
from .pages import NotRun, Pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_BATCH: Final = 200
"""Titles that are asked for at a time."""
_HITS: Final = 10
_PAGES: Final = 60
"""Pages that are looked at: every kind, and every so many of a kind."""
_FLAGS: Final = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_ASK: Final = """async titles => {
  const found = [];
  for (const title of titles) {
    const answer = await window.NewsArchive.search(title, {limit: %d});
    found.push([answer.total, answer.hits.map(hit => [hit.id, hit.title])]);
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
    rows = [(row["id"], row["title"]) for row in pages.site.rows("articles")]
    asked = [(name, title, " ".join(find_tokens(title))) for name, title in rows]
    asked = [entry for entry in asked if entry[2]]
    with _chromium("the search") as browser:
        page = browser.new_page()
        page.goto((pages.site.folder / "search.html").resolve().as_uri())
        for start in range(0, len(asked), _BATCH):
            batch = asked[start : start + _BATCH]
            answers = page.evaluate(_ASK % _HITS, [query for _, _, query in batch])
            for (name, title, _), (total, hits) in zip(batch, answers, strict=True):
                if not _is_found(name, title, total, hits):
                    yield f"a/{name}.html: its title finds {total} articles, and it is not among the first {_HITS}"


def _is_found(name: str, title: str, total: int, hits: list[list[Any]]) -> bool:
    if any(hit[0] == name for hit in hits):
        return True
    same = sum(hit[1] == title for hit in hits)
    return same == len(hits) == _HITS and total > _HITS  # so many articles have this very title


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
