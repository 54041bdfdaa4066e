"""Build a tiny site from a few files and read it back: what most tests of the whole need.

Each build is the real program in a process of its own, in a folder of its own, as an editor would run it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT / "seeds" / "000_43b867d5ca1d8b1e.txt"


@dataclass(frozen=True, slots=True)
class Site:
    """A built site and what the build said."""

    output: Path
    exit_code: int
    out: str
    err: str

    def data(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of ``data/<name>.jsonl.gz``."""
        with gzip.open(self.output / "data" / f"{name}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
            return [json.loads(line) for line in lines]

    def page(self, path: str) -> str:
        return (self.output / path).read_text(encoding="utf-8")

    def files(self) -> dict[str, str]:
        """Return the SHA-256 of every file by its path; the site as a value."""
        return {
            path.relative_to(self.output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files, given by their relative path; text becomes UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def run_invoke(
    *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``invoke`` with the project's tasks from ``cwd``."""
    command = [sys.executable, "-m", "invoke", "--search-root", str(ROOT), *map(str, arguments)]
    surroundings = {key: value for key, value in os.environ.items() if key != "SITEURL"} | dict(env or {})
    return subprocess.run(
        command,
        cwd=cwd,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def build_site(
    cwd: Path,
    sources: Sequence[Path],
    *options: str | Path,
    output: str = "out",
    env: Mapping[str, str] | None = None,
) -> Site:
    """Run ``invoke build`` over ``sources`` in ``cwd``; the caller looks at the exit code."""
    given = [part for source in sources for part in ("--source", source)]
    done = run_invoke("build", *given, "--output", output, *options, cwd=cwd, env=env)
    return Site(cwd / output, done.returncode, done.stdout, done.stderr)


def build_archive(
    folder: Path,
    content: Mapping[str, str],
    articles: Mapping[str, str | bytes],
    *options: str | Path,
    settings: str = "",
    output: str = "out",
) -> Site:
    """Build articles with a content folder and settings of their own, as an editor's own archive would be.

    ``settings`` are lines for the end of the settings file.
    """
    content_folder = folder / "content"
    if not content_folder.exists():
        shutil.copytree(ROOT / "content", content_folder)
    write_files(content_folder, content)
    home = repr(str(ROOT))
    (folder / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {home})\nfrom pelicanconf import *\nPATH = {str(content_folder)!r}\n"
        f"THEME, PLUGIN_PATHS = {home} + '/theme', [{home} + '/plugins']\n{settings}\n",
        encoding="utf-8",
    )
    source = write_files(folder / "source", articles)
    return build_site(folder, [source], "--settings", folder / "conf.py", *options, output=output)
