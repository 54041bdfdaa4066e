"""One Chromium for the whole run, a fresh context for each test, and what went wrong in the page as a list."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.chromium import FLAGS, find_chromium
from serving import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address; ``page.faults`` collects console errors, policy violations and requests to other hosts."""
    contexts = []

    def open_at(url: str, **options: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}, "locale": "ar"} | options))
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.faults = watch_faults(page, url)  # type: ignore[attr-defined]
        page.goto(url)
        return page

    yield open_at
    for context in contexts:
        context.close()


def wait_until(page: Page, script: str, arg: Any = None) -> None:
    """Ask the page again and again until ``script`` is true of it; TimeoutError after 15 seconds.

    Playwright's ``wait_for_function`` asks from within the page, and every time but the first the page's own
    policy forbids it: a test with it passes only where the page is quicker than the test.
    """
    end = time.monotonic() + 15
    while not page.evaluate(script, arg):
        if time.monotonic() > end:
            raise TimeoutError(f"never true of {page.url}: {script}")
        page.wait_for_timeout(20)


def watch_faults(page: Page, url: str) -> list[str]:
    """Return a list that fills with everything that a clean page never causes."""
    faults: list[str] = []
    origin = url.split("/")[0] if url.startswith("file:") else "/".join(url.split("/")[:3])
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "requestfailed",
        # a page that is left before its icon has come aborts the request; that is no fault of the page
        lambda request: None if request.failure == "net::ERR_ABORTED" else faults.append(f"failed: {request.url}"),
    )
    page.on(
        "request",
        lambda request: None if request.url.startswith((origin, "data:", "blob:")) else faults.append(request.url),
    )
    return faults


@pytest.fixture
def serve_site() -> Iterator[Callable[..., str]]:
    """Serve a folder as GitHub Pages would; returns the address of its front page."""
    with ExitStack() as stack:

        def start(root: Path, prefix: str = "/") -> str:
            return stack.enter_context(serve(root, prefix=prefix)).url

        yield start
