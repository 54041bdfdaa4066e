"""A Chromium for the browser tests, wherever they run: found, or installed, or an error that says what to install.

In this order: the one on the PATH; as root on Debian or Ubuntu, the distribution's package; Playwright's own download.
A program on the PATH counts only if it answers ``--version``: Ubuntu's package is a pointer to a snap, which does not
run in containers.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADVICE = (
    "the browser tests need Chromium: install it so that `chromium --version` answers "
    "(Debian: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install --cask chromium), "
    "or run `python -m playwright install --with-deps chromium`"
)


@functools.cache
def find_chromium() -> str:
    """Return the path of a Chromium that runs, installing one if there is none; raise RuntimeError with advice."""
    for find in (_on_path, _from_distribution, _from_playwright):
        path = find()
        if path is not None:
            return path
    raise RuntimeError(ADVICE)


def _on_path() -> str | None:
    for name in NAMES:
        path = shutil.which(name)
        if path is not None and _runs(path):
            return path
    return None


def _runs(path: str) -> bool:
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and any(character.isdigit() for character in answer.stdout)


def _from_distribution() -> str | None:
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return None
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            ["apt-get", "-qq", *command], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if done.returncode != 0 and command[0] == "install":
            return None
    return _on_path()


def _from_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    def installed() -> str | None:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
        return path if Path(path).is_file() and _runs(path) else None

    found = installed()
    if found is None:
        deps = ["--with-deps"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        for options in (deps, []):
            command = [sys.executable, "-m", "playwright", "install", *options, "chromium"]
            subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            found = installed()
            if found is not None:
                break
    return found
