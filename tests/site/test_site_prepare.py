"""Beyond one machine: every engine prepares the same folder, and a site built from it is the site of its sources."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import numpy as np
import pytest
from news_archive.dedupe.join import join
from news_archive.dedupe.pairs import Bounds, find_overlaps
from news_archive.dedupe.shingles import Shingles
from news_archive.prepare.join import join_sql
from news_archive.settings import DedupeSettings
from site_builder import ROOT, build_site, run_invoke, write_files

pytestmark = pytest.mark.site
needs_arrow = pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is not installed")


def prepare(folder: Path, engine: str, to: str, *options: str) -> dict[str, bytes]:
    done = run_invoke("prepare", "--source", ROOT / "seeds", "--to", to, "--engine", engine, *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in sorted((folder / to).iterdir())}


@needs_arrow
def test_a_site_from_a_prepared_folder_is_the_site_of_its_sources(tmp_path: Path) -> None:
    prepare(tmp_path, "local", "prepared")
    direct = build_site(tmp_path, [ROOT / "seeds"], output="direct")
    later = build_site(tmp_path, [], "--prepared", "prepared", output="later")
    assert later.exit_code == 0, later.err
    assert later.files() == direct.files()


@needs_arrow
@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_another_engine_leaves_the_same_bytes(engine: str, tmp_path: Path) -> None:
    package = "pyspark" if engine == "spark" else engine
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{engine} was not run: {package} is not installed")
    if engine == "spark" and not shutil.which("java"):
        pytest.skip("spark was not run: there is no Java")
    own = prepare(tmp_path, engine, "other", *(["--master", "local[2]"] if engine == "spark" else []))
    assert own == prepare(tmp_path, "local", "local")
    assert not list(tmp_path.glob(".other.w*")), "what was made on the way is gone"


@needs_arrow
@pytest.mark.parametrize("engine", ["local", "spark by address"])
def test_a_folder_with_parquet_gives_the_same_articles_by_every_way(engine: str, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if engine != "local" and not (importlib.util.find_spec("pyspark") and shutil.which("java")):
        pytest.skip("spark was not run: PySpark or Java is not installed")
    source = write_files(tmp_path / "s", {"a.txt": "عنوان تجريبي\n\nنصّ قصير من كلمات قليلة كتبت للاختبار وحده."})
    texts = ["عادت القوارب إلى المرفأ الصغير بعد العاصفة.", "فتحت المكتبة العامة أبوابها صباحاً لأهل الحيّ."]
    pq.write_table(pa.table({"title": ["خبر المرفأ", "خبر المكتبة"], "content": texts}), source / "rows.parquet")
    (source / "cut.parquet").write_bytes((source / "rows.parquet").read_bytes()[:-9])
    how = (
        ["--source", source]
        if engine == "local"
        else ["--source", source.as_uri(), "--engine", "spark", "--master", "local[2]"]
    )
    done = run_invoke("prepare", *how, "--to", "p", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    direct = build_site(tmp_path, [source], output="direct")
    assert {row["source"]: row["status"] for row in direct.data("ledger")} == {
        "a.txt": "kept", "rows.parquet#1": "kept", "rows.parquet#2": "kept", "cut.parquet": "rejected",
    }  # fmt: skip
    later = build_site(tmp_path, [], "--prepared", "p", output="later")
    for name in ("ledger", "articles", "spans", "relations", "mentions"):
        assert later.data(name) == direct.data(name)


def test_the_sql_text_finds_what_the_arrays_find() -> None:
    duckdb = pytest.importorskip("duckdb")
    random = np.random.default_rng(7)
    pool = random.integers(0, 2**62, 600)
    base = [random.choice(pool, size=random.integers(3, 60), replace=False) for _ in range(60)]
    near = [
        np.concatenate([own[: int(len(own) * share)], pool[i : i + 4]])
        for i, own in enumerate(base)
        for share in (0.6, 0.9)
    ]
    sets = [np.unique(own).astype(np.uint64) for own in base + near]
    offsets = np.cumsum([0, *map(len, sets)])
    number = np.arange(len(sets), dtype=np.uint64)
    shingles = Shingles(np.concatenate(sets), offsets, np.diff(offsets).astype(np.int32), number)
    settings = DedupeSettings(max_shared=9)
    joined = join(shingles, np.arange(len(sets)), max_shared=9, common_from=9, portion=500)
    bounds = Bounds(settings.version, settings.contained)
    found = find_overlaps(joined.holdings, np.arange(len(sets)), bounds=bounds, max_shared=9).rows()
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE shingle (text BIGINT, hash BIGINT)")
        rows = [(text, int(value)) for text, own in enumerate(sets) for value in own.tolist()]
        connection.executemany("INSERT INTO shingle VALUES (?, ?)", rows)
        told = connection.sql(join_sql(settings)).fetchall()
    assert len(found) > 20
    assert told == [(o.a, o.b, o.shared, o.size_a, o.size_b) for o in found]


@needs_arrow
def test_what_cannot_be_prepared_or_built_from_is_refused_in_one_sentence(tmp_path: Path) -> None:
    def say(*arguments: str | Path) -> str:
        done = run_invoke(*arguments, cwd=tmp_path)
        assert done.returncode == 2, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    source = write_files(tmp_path / "s", {"a.txt": "عنوان تجريبي\n\nنصّ قصير من كلمات قليلة كتبت للاختبار وحده."})
    write_files(tmp_path / "mine", {"letter.txt": "x"})
    assert "not known" in say("prepare", "--source", source, "--to", "p", "--engine", "hadoop")
    assert "did not write" in say("prepare", "--source", source, "--to", "mine")
    assert "does not exist" in say("prepare", "--source", "nowhere", "--to", "p")
    assert "not a prepared folder" in say("build", "--prepared", "s", "--output", "out")
    assert "one of the two" in say("build", "--prepared", "p", "--source", source, "--output", "out")
    assert run_invoke("prepare", "--source", source, "--to", "p", cwd=tmp_path).returncode == 0
    records = tmp_path / "p" / "records.parquet"
    records.write_bytes(records.read_bytes()[:-40])
    assert "records.parquet is damaged" in say("build", "--prepared", "p", "--output", "out")
    assert not (tmp_path / "out").exists()


@needs_arrow
def test_a_folder_prepared_under_other_corrections_is_not_published(tmp_path: Path) -> None:
    source = write_files(tmp_path / "s", {"a.txt": "عنوان تجريبي\n\nنصّ قصير من كلمات قليلة كتبت للاختبار وحده."})
    assert run_invoke("prepare", "--source", source, "--to", "p", cwd=tmp_path).returncode == 0
    mark = tmp_path / "p" / "prepared.json"
    text = mark.read_text(encoding="utf-8")
    start = text.index('"records": "') + len('"records": "')
    mark.write_text(text[:start] + "0" * 32 + text[start + 32 :], encoding="utf-8")
    done = run_invoke("build", "--prepared", "p", "--output", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "run invoke prepare again" in done.stderr
