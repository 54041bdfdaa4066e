"""The tests of the page's scripts (``*.test.js``): in Node where there is one, and in Chromium everywhere.

Node's own runner reads them as they are; in Chromium a stand-in gives them the few modules of Node that they use, so
that ``pip install -r requirements-dev.txt && invoke test`` tests them on a machine without Node.
"""

from __future__ import annotations

import json
import mimetypes
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
FILES = sorted(HERE.glob("*.test.js"))
OLDEST_NODE = 18  # the first with a test runner


def find_node() -> str | None:
    node = shutil.which("node")
    if node is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().lstrip("v").split(".")[0]
    return node if major.isdigit() and int(major) >= OLDEST_NODE else None


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_scripts_in_node(file: Path) -> None:
    node = find_node()
    if node is None:
        pytest.skip(f"no node {OLDEST_NODE}+ on the PATH; the same file runs in Chromium")
    done = subprocess.run([node, "--test", file], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.browser
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_scripts_in_chromium(file: Path, browser: Any) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.route("http://project.test/**", answer_from_project)
        page.goto("http://project.test/tests/js/?list")
        page.add_script_tag(content=(HERE / "node_in_browser.js").read_text(encoding="utf-8"))
        results = page.evaluate("file => runTestFile(file)", f"/tests/js/{file.name}")
    finally:
        context.close()
    assert results, "the file holds no test"
    failed = [f"{result['name']}\n{result['error']}" for result in results if result["error"]]
    assert not failed, "\n\n".join(failed)


def answer_from_project(route: Any) -> None:
    """Answer a request with a file of the project, or with the names in one of its folders."""
    address = urlsplit(route.request.url)
    path = (ROOT / unquote(address.path).lstrip("/")).resolve()
    if not path.is_relative_to(ROOT):
        route.fulfill(status=404)
    elif address.query == "list" and path.is_dir():
        names = json.dumps(sorted(entry.name for entry in path.iterdir()))
        route.fulfill(status=200, content_type="text/html", body=names)
    elif path.is_file():
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        route.fulfill(status=200, content_type=kind, body=path.read_bytes())
    else:
        route.fulfill(status=404)
