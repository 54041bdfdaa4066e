"""``invoke build --zip`` and ``--parquet``: the whole site as one file, the data with its types."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from news_archive.built import BuiltSite
from news_archive.check.machines import machines
from news_archive.zipped import FOLDER, pack_site
from site_builder import SEED, Site, build_site, run_invoke, write_files

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def zipped_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("zipped")
    source = folder / "source"
    source.mkdir()
    shutil.copy(SEED, source)
    site = build_site(folder, [source], "--zip")
    assert site.exit_code == 0, site.err + site.out
    return site


def unpack(site: Site, folder: Path) -> Path:
    with zipfile.ZipFile(site.output / "archive.zip") as packed:
        assert packed.testzip() is None
        packed.extractall(folder)
    return folder / FOLDER


def test_the_zip_holds_every_file_of_the_site_but_itself(zipped_site: Site, tmp_path: Path) -> None:
    inside = Site(unpack(zipped_site, tmp_path), 0, "", "").files()
    outside = zipped_site.files()
    assert inside.keys() == outside.keys() - {"archive.zip"}
    assert {path for path in inside if inside[path] != outside[path]} == {
        "data.html",  # it names the zip only outside of it
        "data/checksums.txt.gz",
        "data/release.json",
    }


def test_the_zip_has_the_root_of_the_site_and_checksums_of_its_own(zipped_site: Site, tmp_path: Path) -> None:
    folder = unpack(zipped_site, tmp_path)
    roots = {json.loads((site / "data" / "release.json").read_text())["root"] for site in (folder, zipped_site.output)}
    assert len(roots) == 1
    for site in (folder, zipped_site.output):
        sums = dict(
            reversed(line.split("  "))
            for line in gzip.decompress((site / "data" / "checksums.txt.gz").read_bytes()).decode().splitlines()
        )
        files = Site(site, 0, "", "").files()
        assert sums == {path: files[path] for path in files.keys() - {"data/checksums.txt.gz", "data/release.json"}}
        assert f"data-release>{next(iter(roots))}<" in (site / "data.html").read_text(encoding="utf-8")
    assert 'href="archive.zip"' in zipped_site.page("data.html")
    assert "archive.zip" not in (tmp_path / FOLDER / "data.html").read_text(encoding="utf-8")
    done = run_invoke("check", "--output", tmp_path / FOLDER, cwd=tmp_path)
    assert done.returncode == 0, done.stdout


def test_the_zip_is_the_same_on_every_day_and_is_not_made_again_for_nothing(zipped_site: Site, tmp_path: Path) -> None:
    names = [info.filename for info in zipfile.ZipFile(zipped_site.output / "archive.zip").infolist()]
    assert names == sorted(names)
    before = zipped_site.files()["archive.zip"]
    folder = zipped_site.output.parent
    source = folder / "source"
    os.utime(source / SEED.name)
    again = build_site(folder, [source], "--zip", "--jobs", "1")
    assert again.files()["archive.zip"] == before
    assert build_site(folder, [source], "--zip", "--fresh", output="fresh").files()["archive.zip"] == before


def test_without_the_flag_the_zip_goes_and_with_a_new_article_it_is_new(make_site: Callable[..., Site]) -> None:
    first = make_site({"a.txt": "عنوان أول\n\nنص المادة الأولى كامل."}, "--zip")
    before = first.files()["archive.zip"]
    more = make_site({"b.txt": "عنوان ثان\n\nنص المادة الثانية كامل."}, "--zip")
    assert more.files()["archive.zip"] != before
    with zipfile.ZipFile(more.output / "archive.zip") as packed:
        assert sum(name.startswith(f"{FOLDER}a/") for name in packed.namelist()) == 2
    without = make_site({})
    assert "archive.zip" not in without.files()
    assert "archive.zip" not in without.page("data.html")


def test_more_files_than_the_old_format_counts_are_packed(tmp_path: Path) -> None:
    write_files(tmp_path, {"خبر.txt": "نص " * 100, "empty.txt": b"", "x.gz": b"\x1f\x8b"})
    paths = ["empty.txt", "x.gz", "خبر.txt"]
    many = [f"n/{number}" for number in range(70_000)]
    packed = tmp_path / "many.zip"
    packed.write_bytes(pack_site(tmp_path, [*paths, *many], dict.fromkeys(many, b"1"), jobs=1))
    with zipfile.ZipFile(packed) as found:
        assert len(found.namelist()) == 70_003
        assert found.read(f"{FOLDER}خبر.txt").decode() == "نص " * 100
        assert found.read(f"{FOLDER}n/69999") == b"1"
        assert found.getinfo(f"{FOLDER}empty.txt").date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.browser
def test_the_unpacked_archive_is_read_and_searched_from_a_disk(
    zipped_site: Site, tmp_path: Path, open_page: Callable[..., Any]
) -> None:
    page = open_page((unpack(zipped_site, tmp_path) / "search.html").as_uri())
    answer = page.evaluate("() => window.NewsArchive.search('لافروف', {})")
    assert answer["total"] == 1
    page.goto((tmp_path / FOLDER / "a" / f"{answer['hits'][0]['id']}.html").as_uri())
    assert page.locator("[data-part=body] p").count() > 0
    assert page.faults == []


def test_parquet_without_its_package_is_one_sentence_and_with_it_the_same_rows(tmp_path: Path) -> None:
    if importlib.util.find_spec("pyarrow") is None:
        site = build_site(tmp_path, [SEED], "--parquet")
        assert site.exit_code == 2
        assert "pyarrow" in site.err
        assert not site.output.exists()
        return
    import pyarrow.parquet as pq

    site = build_site(tmp_path, [SEED], "--parquet")
    assert site.exit_code == 0, site.err
    for name in ("articles", "ledger", "spans", "relations", "mentions"):
        assert pq.read_table(site.output / "data" / f"{name}.parquet").to_pylist() == site.data(name)
    package = json.loads((site.output / "data" / "datapackage.json").read_bytes())
    assert "articles.parquet" in {resource["path"] for resource in package["resources"]}
    assert list(machines(BuiltSite.open(site.output))) == []
    assert not (build_site(tmp_path, [SEED]).output / "data" / "articles.parquet").exists()
