"""What the workflow runs for GitHub Pages, run here: its steps, in their order, from a copy of what git holds."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest
from site_builder import ROOT, Site, run_invoke

pytestmark = pytest.mark.site
WORKFLOW = (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site that the steps of pages.yml make for https://editor.github.io/repo; installing is left to the reader."""
    home = tmp_path_factory.mktemp("workflow")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, home / name)
    for step in re.findall(r"- run: (.*)", WORKFLOW):
        if step.startswith("pip "):
            continue
        command = step.replace("invoke ", f"{sys.executable} -m invoke ")
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=home,
            env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "SITEURL": "https://editor.github.io/repo", "HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, (step, done.stdout[-2000:], done.stderr[-2000:])
    return Site(home / "output", 0, "", "")


def test_the_steps_build_check_and_leave_the_artefact(published: Site) -> None:
    assert (published.output / ".nojekyll").is_file()
    assert "https://editor.github.io/repo/" in published.page("feed.xml")
    for path in published.output.rglob("*"):
        assert not path.is_symlink()
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_every_link_answers_under_the_prefix(published: Site, serve_site: Callable[..., str]) -> None:
    base = serve_site(published.output, "/repo/")
    waiting, seen = [base], {base}
    for address in waiting:
        try:
            with urlopen(address) as answer:
                kind, body = answer.headers.get_content_type(), answer.read()
        except HTTPError as error:
            pytest.fail(f"{address}: {error.code}")
        if kind != "text/html":
            continue
        for link in re.findall(r'(?:href|src)="?([^"\s>]+)', body.decode()):
            target = urldefrag(urljoin(address, link))[0].split("?")[0]
            if target.startswith(base) and target not in seen:
                seen.add(target)
                waiting.append(target)
    assert len(seen) > 250


def test_the_workflow_asks_for_no_more_than_it_needs() -> None:
    assert re.search(r"^permissions:\n  contents: read\n", WORKFLOW, re.MULTILINE)
    assert "cancel-in-progress: false" in WORKFLOW
    assert "timeout: 1800000" in WORKFLOW
    assert "persist-credentials: false" in WORKFLOW


def test_a_domain_of_ones_own_is_in_the_artefact_and_in_the_addresses(tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\n"
        f"PATH, THEME, PLUGIN_PATHS = {str(ROOT / 'content')!r}, {str(ROOT / 'theme')!r}, [{str(ROOT / 'plugins')!r}]\n"
        'NEWS_ARCHIVE = {**NEWS_ARCHIVE, "publish": {"domain": "archive.example.org"}}\n',
        encoding="utf-8",
    )
    source = ROOT / "seeds" / "000_43b867d5ca1d8b1e.txt"
    build = ("build", "--settings", tmp_path / "conf.py", "--source", source, "--output", "out")
    done = run_invoke(*build, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "CNAME").read_text() == "archive.example.org\n"
    assert "https://archive.example.org/" in (tmp_path / "out" / "feed.xml").read_text(encoding="utf-8")
    wrong = (tmp_path / "conf.py").read_text(encoding="utf-8").replace('"archive.', '"https://archive.')
    (tmp_path / "conf.py").write_text(wrong, encoding="utf-8")
    done = run_invoke(*build, cwd=tmp_path)
    assert done.returncode == 2
    assert "is no domain" in done.stderr
