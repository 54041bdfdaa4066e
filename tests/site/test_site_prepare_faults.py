"""What goes wrong beyond this machine ends in one sentence, and nothing half-written stays."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from site_builder import ROOT, build_site, run_invoke, write_files

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(importlib.util.find_spec("pyarrow") is None, reason="pyarrow is not installed"),
]
HAS_SPARK = importlib.util.find_spec("pyspark") is not None
needs_spark = pytest.mark.skipif(
    not (HAS_SPARK and shutil.which("java")), reason="spark was not run: PySpark or Java is not installed"
)
TEXT = "عنوان تجريبي\n\nنصّ قصير من كلمات قليلة كتبت للاختبار وحده، وفيه ما يكفي ليكون مادة واحدة.\n"


def refuse(folder: Path, *options: str, code: int, env: Mapping[str, str] | None = None, to: str = "p") -> str:
    """Run ``prepare`` over one article and return its one sentence; nothing is left behind."""
    source = write_files(folder / "s", {"a.txt": TEXT})
    before = sorted(path.name for path in folder.iterdir())
    done = run_invoke("prepare", "--source", source, "--to", to, *options, cwd=folder, env=env)
    said = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert done.returncode == code, done.stderr
    assert len(said) == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in folder.iterdir()) == before
    return said[0]


@pytest.mark.skipif(HAS_SPARK, reason="PySpark is installed")
def test_without_pyspark_it_says_what_to_install(tmp_path: Path) -> None:
    assert "pip install pyspark" in refuse(tmp_path, "--engine", "spark", code=2)


@pytest.mark.skipif(not HAS_SPARK, reason="PySpark is not installed")
def test_without_java_it_says_what_is_missing(tmp_path: Path) -> None:
    home = {"PATH": str(Path(sys.executable).parent), "JAVA_HOME": ""}
    assert "needs Java 17" in refuse(tmp_path, "--engine", "spark", code=2, env=home)
    wrong = {"JAVA_HOME": str(tmp_path)}
    assert "JAVA_HOME" in refuse(tmp_path, "--engine", "spark", code=2, env=wrong)


@needs_spark
def test_a_wrong_python_on_the_workers_is_named(tmp_path: Path) -> None:
    said = refuse(
        tmp_path, "--engine", "spark", "--master", "local[1]", code=3, env={"PYSPARK_PYTHON": "/nowhere/python"}
    )
    assert "/nowhere/python" in said
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    said = refuse(
        tmp_path, "--engine", "spark", "--master", "local[1]", code=3, env={"PYSPARK_PYTHON": str(bare / "bin/python")}
    )
    assert "PYSPARK_PYTHON" in said


@needs_spark
def test_a_worker_that_is_lost_changes_nothing(tmp_path: Path) -> None:
    """One of Spark's Python workers is killed while it works; the task is done again."""
    stop, killed = threading.Event(), list[int]()

    def kill_one() -> None:
        while not stop.wait(0.05):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    words = (process / "cmdline").read_bytes()
                    mine = str(tmp_path).encode() in (process / "environ").read_bytes()
                except OSError:
                    continue
                if mine and b"pyspark.worker" in words:
                    os.kill(int(process.name), signal.SIGKILL)
                    killed.append(int(process.name))
                    return

    killer = threading.Thread(target=kill_one)
    killer.start()
    mark = {"NEWS_ARCHIVE_TEST": str(tmp_path), "SPARK_CONF_DIR": str(tmp_path)}
    conf = write_files(
        tmp_path, {"spark-defaults.conf": "spark.python.use.daemon false\nspark.python.worker.reuse false\n"}
    )
    assert conf
    spark = ("--engine", "spark", "--master", "local[2]")
    done = run_invoke("prepare", "--source", ROOT / "seeds", "--to", "p", *spark, cwd=tmp_path, env=mark)
    stop.set()
    killer.join()
    assert killed
    assert done.returncode == 0, done.stderr
    assert "lost and done again" in done.stdout
    own = run_invoke("prepare", "--source", ROOT / "seeds", "--to", "q", cwd=tmp_path)
    assert own.returncode == 0
    read = [{path.name: path.read_bytes() for path in sorted((tmp_path / to).iterdir())} for to in ("p", "q")]
    assert read[0] == read[1]


@pytest.mark.parametrize("name", ["records", "overlaps"])
def test_a_damaged_table_ends_the_build_and_the_old_site_stands(name: str, tmp_path: Path) -> None:
    source = write_files(tmp_path / "s", {"a.txt": TEXT})
    assert run_invoke("prepare", "--source", source, "--to", "p", cwd=tmp_path).returncode == 0
    before = build_site(tmp_path, [], "--prepared", "p").files()
    path = tmp_path / "p" / f"{name}.parquet"
    content = bytearray(path.read_bytes())
    for place in range(4, 40):
        content[place] ^= 0x55
    path.write_bytes(bytes(content[:-12]))
    (tmp_path / "p" / "prepared.json").touch()
    after = build_site(tmp_path, [], "--prepared", "p", "--fresh")
    assert after.exit_code == 2, after.err
    assert f"{name}.parquet is damaged" in after.err
    assert "Traceback" not in after.err
    assert after.files() == before


def test_a_full_disk_leaves_no_half_written_folder(tmp_path: Path) -> None:
    duckdb = importlib.util.find_spec("duckdb") is not None
    small = tmp_path / "small"
    small.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("a small disk needs root and tmpfs")
    try:
        for engine in ("local", "duckdb") if duckdb else ("local",):
            done = run_invoke(
                "prepare", "--source", ROOT / "seeds", "--to", small / "p", "--engine", engine, cwd=tmp_path
            )
            assert done.returncode == 3, done.stderr
            assert "No space left" in done.stderr or "disk" in done.stderr
            assert "Traceback" not in done.stderr
            assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


@needs_spark
def test_what_spark_reads_by_its_address_is_what_is_read_from_a_folder(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    spark = ("--engine", "spark", "--master", "local[2]")
    done = run_invoke("prepare", "--source", (tmp_path / "seeds").as_uri(), "--to", "p", *spark, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert run_invoke("prepare", "--source", "seeds", "--to", "q", cwd=tmp_path).returncode == 0
    read = [{path.name: path.read_bytes() for path in sorted((tmp_path / to).iterdir())} for to in ("p", "q")]
    assert read[0] == read[1]


def test_an_address_is_for_spark_alone(tmp_path: Path) -> None:
    done = run_invoke("prepare", "--source", "s3a://bucket/articles", "--to", "p", cwd=tmp_path)
    assert done.returncode == 2
    assert "--engine spark alone reads" in done.stderr
