"""One number stands for every file of a release, and the way to it from any file can be shown."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from news_archive.errors import BuildError
from news_archive.output_tree import OutputFile
from news_archive.publish import key_of, publish
from news_archive.release import (
    BLANK,
    CHECKSUMS,
    RELEASE,
    Release,
    audit_path,
    leaf_hash,
    node_hash,
    read_checksums,
    tree_root,
)
from news_archive.store import Store


def rfc_root(hashes: list[bytes]) -> bytes:
    """The definition of RFC 6962, word for word."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return sha256(b"\1" + rfc_root(hashes[:k]) + rfc_root(hashes[k:])).digest()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 13, 64, 65, 200])
def test_the_root_is_that_of_the_rfc_also_through_blocks(count: int) -> None:
    hashes = [leaf_hash(str(n).encode()) for n in range(count)]
    assert tree_root(hashes) == rfc_root(hashes)
    blocks = [tree_root(hashes[i : i + 64]) for i in range(0, count, 64)]
    assert tree_root(blocks) == rfc_root(hashes)


@pytest.mark.parametrize("count", [1, 2, 7, 65])
def test_the_path_of_every_leaf_leads_to_the_root(count: int) -> None:
    hashes = [leaf_hash(str(n).encode()) for n in range(count)]
    for index, node in enumerate(hashes):
        for at_right, other in audit_path(hashes, index):
            node = node_hash(node, other) if at_right else node_hash(other, node)
        assert node == rfc_root(hashes)


def put(folder: Path, store: Store, texts: dict[str, str], *, limit: int = 0) -> list[str]:
    def file(path: str, text: str) -> OutputFile:
        return OutputFile(path, key_of(text), text.encode)

    files = [file(path, text) for path, text in texts.items()]
    index = file("index.html", f"<bdi data-release>{BLANK}</bdi> {BLANK}")
    return publish(files, folder, store, jobs=1, last=Release([index]), limit=limit).written


def test_the_root_stands_in_its_page_and_changes_with_any_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "cache")
    site = tmp_path / "site"
    put(site, store, {"a.html": "1", "b.html": "2"})
    first = (site / "index.html").read_text()
    root = first.split(">")[1].split("<")[0]
    assert root != BLANK
    assert first.endswith(f" {BLANK}")  # only its own place is filled
    lines = read_checksums(site)
    assert [line.split()[1] for line in lines] == [b"a.html", b"b.html", b"index.html"]
    for line in lines:
        digest, name = line.decode().split()
        assert sha256((site / name).read_bytes()).hexdigest() == digest
    assert rfc_root([leaf_hash(line) for line in lines[:2]]).hex() == root
    assert put(site, store, {"a.html": "1", "b.html": "2"}) == []
    assert put(site, store, {"a.html": "1", "b.html": "3"}) == ["b.html", CHECKSUMS, RELEASE, "index.html"]
    assert root not in (site / "index.html").read_text()


def test_a_checksum_that_someone_changed_is_made_again(tmp_path: Path) -> None:
    store, site = Store(tmp_path / "cache"), tmp_path / "site"
    put(site, store, {"a.html": "1"})
    before = (site / CHECKSUMS).read_bytes()
    (site / CHECKSUMS).write_bytes(b"forged")
    put(site, store, {"a.html": "1"})
    assert (site / CHECKSUMS).read_bytes() == before


def test_a_site_over_the_limit_is_refused_and_the_old_one_stands(tmp_path: Path) -> None:
    store, site = Store(tmp_path / "cache"), tmp_path / "site"
    put(site, store, {"a.html": "1"}, limit=2000)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    with pytest.raises(BuildError, match=r"publish\.max_bytes"):
        put(site, store, {"a.html": "1" * 3000}, limit=2000)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
