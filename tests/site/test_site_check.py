"""``invoke check`` finds nothing in a good site, and each way of breaking one is found by the check that is there for it."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from news_archive.check import CHECKS, run_checks
from news_archive.errors import UsageError
from site_builder import ROOT, Site, run_invoke

pytestmark = pytest.mark.site
IN_BROWSER = ("search", "accessibility")


def change_rows(site: Path, name: str, change: Callable[[list[dict[str, Any]]], None]) -> None:
    path = site / "data" / f"{name}.jsonl.gz"
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().split("\n")[:-1]]
    change(rows)
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))


def change_text(site: Path, name: str, old: str, new: str) -> None:
    path = site / name
    text = path.read_text(encoding="utf-8")
    assert re.search(old, text), old
    path.write_text(re.sub(old, lambda _: new, text, count=1), encoding="utf-8")


def an_article(site: Path) -> str:
    return min((site / "a").glob("*.html")).relative_to(site).as_posix()


BREAKS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a record that is listed twice": ("ledger", lambda s: change_rows(s, "ledger", lambda r: r.append(r[0]))),
    "a rejection without a reason": (
        "ledger",
        lambda s: change_rows(s, "ledger", lambda r: [x.update(reason="") for x in r if x["status"] == "rejected"]),
    ),
    "a changed word": ("text", lambda s: change_text(s, an_article(s), "<p id=p1>", "<p id=p1>كلمة ")),
    "a missing page": ("text", lambda s: (s / an_article(s)).unlink()),
    "a span that does not fit": (
        "spans",
        lambda s: change_rows(s, "spans", lambda r: [x.update(replacement="غريب") for x in r if x["field"] == "body"]),
    ),
    "a raw file of another text": (
        "spans",
        lambda s: [p.write_bytes(p.read_bytes() + b"!") for p in (s / "raw").glob("*.txt")],
    ),
    "a mention at another place": (
        "mentions",
        lambda s: change_rows(s, "mentions", lambda r: r[0].update(surface="غيره")),
    ),
    "a dead link": ("links", lambda s: change_text(s, "about.html", 'href="data.html"', 'href="nowhere.html"')),
    "a dead anchor": ("links", lambda s: change_text(s, "about.html", 'href="data.html"', 'href="data.html#nowhere"')),
    "a page that no link leads to": ("links", lambda s: (s / "lost.html").write_bytes((s / "about.html").read_bytes())),
    "an id that stands twice": ("html", lambda s: change_text(s, "about.html", "<h1", '<p id="main">x</p><h1')),
    "a skipped heading": ("html", lambda s: change_text(s, "about.html", "<h2", "<h4")),
    "a field without a label": ("html", lambda s: change_text(s, "about.html", "<h2", "<input><h2")),
    "no policy": ("policy", lambda s: change_text(s, "about.html", "<meta http-equiv[^>]*>", "")),
    "a weaker policy": ("policy", lambda s: change_text(s, "about.html", "script-src 'self'", "script-src 'self' 'unsafe-inline'")),
    "a form that may lead anywhere": ("policy", lambda s: change_text(s, an_article(s), "</main>", "<form></form></main>")),
    "a policy that lets a base stand": ("policy", lambda s: change_text(s, "about.html", "base-uri 'none';", "")),
    "a base": ("policy", lambda s: change_text(s, an_article(s), "<title>", '<base href="http://x.example/"><title>')),
    "a policy that comes late": ("policy", lambda s: change_text(s, "about.html", "<head>", '<head><link href="x">')),
    "a script in the page": ("policy", lambda s: change_text(s, "about.html", "<h1", "<script>1</script><h1")),
    "a handler": ("policy", lambda s: change_text(s, "about.html", "<h1", '<h1 onclick="x()"')),
    "a link that tells": ("policy", lambda s: change_text(s, an_article(s), "</main>", '<a href="http://x.example/">x</a></main>')),
    "a path of this machine": ("leaks", lambda s: change_text(s, "about.html", "<h1", f"<p>{Path.cwd()}</p><h1")),
    "a file of the memory": ("leaks", lambda s: (s / ".cache").write_text("x")),
    "a draft": ("leaks", lambda s: ((s / "drafts").mkdir(), (s / "drafts" / "x.html").write_text("x"))),  # type: ignore[func-returns-value]
    "a changed file": ("checksums", lambda s: change_text(s, "about.html", "<h1", "<h1 ")),
    "an added file": ("checksums", lambda s: (s / "more.txt").write_text("x")),
    "a forged root": ("checksums", lambda s: change_text(s, "data/release.json", '"root":"[0-9a-f]{64}"', f'"root":"{"0" * 64}"')),
    "a file that only its owner reads": ("sizes", lambda s: (s / "about.html").chmod(0o600)),
    "a link to a file": ("sizes", lambda s: (s / "more.html").symlink_to("about.html")),
    "two names of one file": ("sizes", lambda s: (s / "more.html").hardlink_to(s / "about.html")),
    "a name for one system only": ("sizes", lambda s: (s / "a:b.html").write_text("x")),
}  # fmt: skip


def test_a_good_site_has_no_fault_in_any_check_that_runs_here(samples_site: Site) -> None:
    for name in CHECKS:
        if name not in (*IN_BROWSER, "vnu", "redactions"):
            assert run_checks(samples_site.output, name).faults == {name: []}


@pytest.mark.parametrize("way", BREAKS)
def test_a_broken_site_is_found_by_the_check_for_it(way: str, samples_site: Site, tmp_path: Path) -> None:
    name, change = BREAKS[way]
    site = shutil.copytree(samples_site.output, tmp_path / "site")
    change(site)
    assert run_checks(site, name).faults[name]


@pytest.mark.browser
def test_the_search_finds_every_sample_by_its_title_and_a_lost_one_is_told(samples_site: Site, tmp_path: Path) -> None:
    def ask(folder: Path) -> tuple[int, str]:  # in a process of its own, as Playwright wants it
        done = run_invoke("check", "--output", folder, "--only", "search", cwd=tmp_path)
        return done.returncode, done.stdout

    assert ask(samples_site.output) == (0, "0 faults in 1 checks\n")
    site = shutil.copytree(samples_site.output, tmp_path / "site")
    lost = {"id": "0000000000", "title": "مرجان الغائب عن كل فهرس", "paragraphs": [], "author": None}
    change_rows(site, "articles", lambda rows: rows.append(lost))
    code, words = ask(site)
    assert code == 5
    assert words.startswith("search: a/0000000000.html: its title finds ")


def test_a_fault_is_one_line_with_page_and_reason_and_the_exit_code_is_five(samples_site: Site, tmp_path: Path) -> None:
    site = shutil.copytree(samples_site.output, tmp_path / "site")
    BREAKS["a dead link"][1](site)
    done = run_invoke("check", "--output", site, "--only", "links", cwd=tmp_path)
    assert done.returncode == 5
    assert done.stdout == "links: about.html: nowhere.html leads nowhere\n1 faults in 1 checks\n"


def test_a_check_that_does_not_exist_is_refused_with_the_names_of_those_that_do(samples_site: Site) -> None:
    with pytest.raises(UsageError, match="ledger, text, spans"):
        run_checks(samples_site.output, "everything")


def test_every_check_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z]+)` \| ", readme, re.MULTILINE)
    assert [name for name in rows if name in CHECKS] == list(CHECKS)
