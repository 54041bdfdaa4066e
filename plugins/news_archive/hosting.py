"""Publish by hand: the address that GitHub Pages gives a repository, and the site as a commit of a branch of its own.

Plain git, no working tree: the site is written to the object store through an index of its own, so neither the editor's
files nor his index are touched, whatever state they are in.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from .errors import BuildError, ConfigurationError, UsageError

_GITHUB: Final = re.compile(
    r"(?:git@github\.com:|(?:https|ssh|git)://(?:[^@/]+@)?github\.com/)([^/]+)/(.+?)(?:\.git)?/?"
)
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_SITEURL: Final = re.compile(r"https?://[^\s/?#\"'<>\\]+(?:/[^\s?#\"'<>\\]*)?")
_MESSAGE: Final = "Publish the archive"


def pages_address(remote: str) -> str | None:
    """Return the address at which GitHub Pages serves the repository behind a remote's URL, or None.

    >>> pages_address("git@github.com:Editor/khizana.git")
    'https://editor.github.io/khizana'
    >>> pages_address("https://github.com/editor/editor.github.io")
    'https://editor.github.io'
    >>> pages_address("/srv/git/khizana.git")
    """
    match = _GITHUB.fullmatch(remote.strip())
    if match is None:
        return None
    host = f"{match[1].lower()}.github.io"
    return f"https://{host}" if match[2].lower() == host else f"https://{host}/{match[2]}"


def check_domain(name: str) -> None:
    """Raise ConfigurationError for a ``publish.domain`` that is no plain host name.

    >>> check_domain("archive.example.org")
    """
    if name and not _DOMAIN.fullmatch(name):
        raise ConfigurationError(
            f"NEWS_ARCHIVE['publish']['domain'] = {name!r} is no domain; write it as archive.example.org, without https://"
        )


def check_siteurl(address: object) -> None:
    """Raise ConfigurationError for a SITEURL under which nothing can be published; '' is that of a site that is not yet.

    >>> check_siteurl("https://editor.github.io/khizana")
    """
    if address and not (isinstance(address, str) and _SITEURL.fullmatch(address)):
        raise ConfigurationError(
            f"the site's address {address!r} (--siteurl, SITEURL) is none; write it as https://archive.example.org/news"
        )


def find_siteurl(given: str | None, repository: Path) -> str:
    """Return the address to publish under: the given one, SITEURL, or that of the GitHub remote ``origin``."""
    if given or os.environ.get("SITEURL"):
        return (given or os.environ["SITEURL"]).rstrip("/")
    asked = subprocess.run(
        ["git", "remote", "get-url", "origin"], cwd=repository, capture_output=True, text=True, check=False
    )
    address = pages_address(asked.stdout) if asked.returncode == 0 else None
    if address is None:
        raise UsageError("the site's address is not known; give it with --siteurl https://... or set SITEURL")
    return address


def commit_site(repository: Path, site: Path, branch: str, *, forget: bool = False) -> str:
    """Commit the files of ``site`` to ``branch`` of ``repository``, on top of what it holds; return the commit.

    The same files give the same tree; when the branch already has it, no commit is added. With ``forget`` the commit
    has no parent, so that nothing which was taken down stays in the branch's history.
    """
    folder = site.resolve()
    if not (folder / "index.html").is_file():
        raise UsageError(f"{site} holds no built site")
    with tempfile.TemporaryDirectory() as scratch:
        index = os.environ | {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        _git(repository, "--work-tree", str(folder), "add", "--all", "--force", ".", cwd=folder, env=index)
        tree = _git(repository, "write-tree", env=index)
    parent = _git(repository, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}", optional=True)
    alone = not _git(repository, "rev-parse", "--verify", "--quiet", f"{parent}^", optional=True)
    if parent and _git(repository, "rev-parse", f"{parent}^{{tree}}") == tree and (alone or not forget):
        return parent
    before = ["-p", parent] if parent and not forget else []
    commit = _git(repository, "commit-tree", tree, "-m", _MESSAGE, *before)
    _git(repository, "update-ref", f"refs/heads/{branch}", commit, *([parent] if parent else []))
    return commit


def push_branch(repository: Path, remote: str, branch: str, *, forget: bool = False) -> None:
    """Push the branch, over what stands there if that is to be forgotten; raise BuildError when it is refused."""
    force = ["--force"] if forget else []
    _git(repository, "push", *force, remote, f"refs/heads/{branch}:refs/heads/{branch}")


def _git(
    repository: Path,
    *arguments: str,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    optional: bool = False,
) -> str:
    git_dir = subprocess.run(
        ["git", "rev-parse", "--absolute-git-dir"], cwd=repository, capture_output=True, text=True, check=False
    )
    if git_dir.returncode != 0:
        raise UsageError(f"{repository} is not in a git repository: {git_dir.stderr.strip()}")
    done = subprocess.run(
        ["git", "--git-dir", git_dir.stdout.strip(), *arguments],
        cwd=cwd or repository,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 and not optional:
        words = done.stderr.strip().splitlines() or ["it gave no reason"]
        raise BuildError(f"git {arguments[0]} failed: {words[-1]}")
    return done.stdout.strip() if done.returncode == 0 else ""
