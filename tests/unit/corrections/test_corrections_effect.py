"""What the editor's decisions did is told, and where they do not reach."""

from __future__ import annotations

from pathlib import Path

from news_archive.corrections import find_in_pages, load_corrections
from news_archive.pelican_plugin.report import report_lines

NAME = "رامية الصندوق"
ENTRY = 'reason = "طلب"\ndate = 2026-01-31\nauthor = "هيئة التحرير"\n'
SUMMARY = {
    "inputs": 1, "statuses": {"kept": 1, "merged": 0, "rejected": 0}, "reasons": [], "rejected": [], "rules": [],
    "review": [], "mentions": 0, "entities": 0, "relations": 0, "unchanged": True, "files": 1, "bytes": 1,
    "largest": ["index.html", 1], "warn_bytes": 2, "output": "out",
}  # fmt: skip


def write_redaction(folder: Path, ids: str = "") -> Path:
    folder.mkdir()
    (folder / "a.toml").write_text(f'[[redact]]\ntext = "{NAME}"\n{ids}{ENTRY}', encoding="utf-8")
    return folder


def test_a_page_of_the_editors_that_holds_what_is_redacted_is_told_with_its_line(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "more").mkdir(parents=True)
    (pages / "about.md").write_text("# عنوان\n\nكتبت رَاميه\nالصندوق هنا.\n", encoding="utf-8")
    (pages / "more" / "clear.md").write_text("# عنوان\n\nكتبت سلمى.\n", encoding="utf-8")
    (warning,) = find_in_pages(load_corrections(write_redaction(tmp_path / "corrections")), pages)
    assert "about.md:3: " in warning and "a.toml:1 redacts" in warning
    assert "الصندوق" not in warning


def test_a_redaction_of_one_article_says_nothing_of_pages(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "about.md").write_text(NAME, encoding="utf-8")
    own = load_corrections(write_redaction(tmp_path / "corrections", 'ids = ["h92vjfds0t"]\n'))
    assert find_in_pages(own, pages) == []
    assert find_in_pages(load_corrections(tmp_path / "corrections"), tmp_path / "none") == []


def test_the_report_has_a_line_on_decisions_only_where_there_are_any() -> None:
    counts = {"corrected": 1, "redacted": 2, "hidden": 1, "merged": 0, "split": 0}
    some = report_lines({**SUMMARY, "decisions": counts}, 1)
    assert "decisions corrected 1   redacted 2 articles   hidden 1   merged 0   split 0" in some
    none = report_lines({**SUMMARY, "decisions": dict.fromkeys(counts, 0)}, 1)
    assert not any(line.startswith("decisions") for line in none)
    assert none == report_lines(SUMMARY, 1)


def test_the_proof_says_where_it_belongs_when_it_stands_alone(tmp_path: Path) -> None:
    import shutil
    import subprocess
    import sys

    root = Path(__file__).resolve().parents[3]
    shutil.copy(root / "theme" / "static" / "evidence" / "verify.py", tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "verify.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "belongs in an article's zip of evidence" in done.stderr
    assert "Traceback" not in done.stderr
