"""The evidence of an article, made in the page, verifies with its own script, and fails after one changed byte."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from site_builder import Site

pytestmark = pytest.mark.browser


def make_evidence(page: Any, name: str) -> bytes:
    """Return the zip that the page makes of an article."""
    encoded = page.evaluate(
        """id => NewsArchive.evidence(id).then(made => {
          let text = "";
          for (let i = 0; i < made.bytes.length; i += 8192) {
            text += String.fromCharCode.apply(null, made.bytes.subarray(i, i + 8192));
          }
          return btoa(text);
        })""",
        name,
    )
    return base64.b64decode(encoded)


def verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(folder / "verify.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder.parent)


def unpack(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def root_of(site: Site) -> str:
    return str(json.loads((site.output / "data" / "release.json").read_text())["root"])


def test_the_seeds_evidence_verifies_and_fails_after_one_changed_byte(
    seed_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    base = serve_site(seed_site.output, "/repo/")
    name = seed_site.data("articles")[0]["id"]
    page = open_page(f"{base}a/{name}.html")
    page.get_by_role("link", name="حزمة الإثبات").click()
    link = page.locator("#evidence a[download]")
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == f"{name}.zip"
    data = Path(download.value.path()).read_bytes()
    assert page.faults == []
    folder = unpack(data, tmp_path / "evidence")
    root = root_of(seed_site)
    assert root in (seed_site.output / "index.html").read_text(encoding="utf-8")
    done = verify(folder, root)
    assert done.returncode == 0, done.stderr
    assert root in done.stdout
    assert verify(folder, root[:-1] + ("0" if root[-1] != "0" else "1")).returncode != 0
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert any(path.startswith("raw/") for path in names)
    for path in names:
        if path == "verify.py":
            continue
        file = folder / path
        whole = file.read_bytes()
        middle = len(whole) // 2
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        assert verify(folder, root).returncode != 0, path
        file.write_bytes(whole)
    assert verify(folder, root).returncode == 0


def test_every_sample_gives_evidence_that_verifies(
    samples_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    base = serve_site(samples_site.output)
    page = open_page(f"{base}evidence.html")
    for row in samples_site.data("articles"):
        folder = unpack(make_evidence(page, row["id"]), tmp_path / row["id"])
        done = verify(folder, root_of(samples_site))
        assert done.returncode == 0, (row["title"], done.stderr)


def test_a_page_that_was_changed_after_the_release_gives_no_evidence(
    seed_site: Site, serve_site: Callable[..., str], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    import shutil

    site = shutil.copytree(seed_site.output, tmp_path / "site")
    name = seed_site.data("articles")[0]["id"]
    page_file = site / "a" / f"{name}.html"
    page_file.write_bytes(page_file.read_bytes().replace(b"</main>", b" </main>"))
    page = open_page(f"{serve_site(site)}evidence.html#{name}")
    page.locator("#evidence p", has_text="تعذّر").wait_for()
    assert page.locator("#evidence a").count() == 0


def test_opened_from_a_disk_the_page_says_why_it_makes_nothing(seed_site: Site, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{seed_site.output.as_uri()}/evidence.html#{seed_site.data('articles')[0]['id']}")
    assert "invoke serve" in page.locator("#evidence").inner_text()
    assert page.faults == []
