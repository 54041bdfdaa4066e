"""Publishing by hand puts exactly the site on the branch, and touches nothing else."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from news_archive.errors import BuildError, ConfigurationError, UsageError
from news_archive.hosting import check_siteurl, commit_site, find_siteurl, pages_address, push_branch


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Editor")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "editor@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.delenv("SITEURL", raising=False)
    home = tmp_path / "repository"
    (home / "output" / "a").mkdir(parents=True)
    (home / "output" / "index.html").write_text("1", encoding="utf-8")
    (home / "output" / ".nojekyll").touch()
    (home / "output" / "a" / "x.html").write_text("x", encoding="utf-8")
    (home / ".gitignore").write_text("output/\n", encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main", "repository")
    git(home, "add", ".gitignore")
    git(home, "commit", "-qm", "start")
    return home


def test_the_branch_holds_the_site_and_the_editors_files_are_left_alone(repository: Path) -> None:
    (repository / "draft.txt").write_text("not finished", encoding="utf-8")
    git(repository, "add", "draft.txt")
    before = git(repository, "status", "--porcelain")
    commit_site(repository, repository / "output", "gh-pages")
    assert git(repository, "ls-tree", "-r", "--name-only", "gh-pages").split() == [
        ".nojekyll",
        "a/x.html",
        "index.html",
    ]
    assert git(repository, "status", "--porcelain") == before
    assert git(repository, "rev-parse", "--abbrev-ref", "HEAD") == "main"


def test_a_new_state_is_a_new_commit_and_the_same_state_is_none(repository: Path) -> None:
    first = commit_site(repository, repository / "output", "gh-pages")
    assert commit_site(repository, repository / "output", "gh-pages") == first
    (repository / "output" / "a" / "x.html").unlink()
    second = commit_site(repository, repository / "output", "gh-pages")
    assert git(repository, "rev-parse", "gh-pages^") == first
    assert git(repository, "ls-tree", "-r", "--name-only", second).split() == [".nojekyll", "index.html"]


def test_the_branch_arrives_at_the_remote_and_a_refusal_is_one_sentence(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(repository, "remote", "add", "origin", str(tmp_path / "remote.git"))
    commit = commit_site(repository, repository / "output", "gh-pages")
    push_branch(repository, "origin", "gh-pages")
    assert git(tmp_path / "remote.git", "rev-parse", "gh-pages") == commit
    with pytest.raises(BuildError, match="git push failed"):
        push_branch(repository, "nowhere", "gh-pages")


def test_the_address_comes_from_the_flag_the_environment_or_the_remote(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="--siteurl"):
        find_siteurl(None, repository)
    git(repository, "remote", "add", "origin", "https://github.com/Editor/khizana.git")
    assert find_siteurl(None, repository) == "https://editor.github.io/khizana"
    monkeypatch.setenv("SITEURL", "https://archive.example.org/")
    assert find_siteurl(None, repository) == "https://archive.example.org"
    assert find_siteurl("https://given.example.org", repository) == "https://given.example.org"


def test_a_remote_elsewhere_has_no_pages_address() -> None:
    assert pages_address("https://gitlab.example.org/a/b.git") is None
    assert pages_address("https://github.com.evil.example/a/b") is None


def test_only_a_built_site_is_published(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no built site"):
        commit_site(repository, tmp_path / "empty", "gh-pages")


def test_a_site_published_to_forget_has_no_earlier_states_here_or_there(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "bare.git")
    git(repository, "remote", "add", "origin", str(tmp_path / "bare.git"))
    commit_site(repository, repository / "output", "gh-pages")
    push_branch(repository, "origin", "gh-pages")
    (repository / "output" / "a" / "x.html").write_text("taken down", encoding="utf-8")
    commit = commit_site(repository, repository / "output", "gh-pages", forget=True)
    push_branch(repository, "origin", "gh-pages", forget=True)
    assert git(tmp_path / "bare.git", "rev-list", "gh-pages") == commit
    assert commit_site(repository, repository / "output", "gh-pages", forget=True) == commit


@pytest.mark.parametrize(
    "address", ["not a url", "/repo", "ftp://example.org", "https://", "https://x.org/?a", 5, "https://x.org/\n"]
)
def test_an_address_that_is_none_is_refused(address: object) -> None:
    with pytest.raises(ConfigurationError, match="write it as https://"):
        check_siteurl(address)
