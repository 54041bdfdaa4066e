"""``invoke bench``: how long builds take, how much memory, and how both grow.

Builds run as whole processes, measured by the operating system. The generated corpus is made of words from the
project's own sample articles, by a seeded generator, so that anyone gets the same articles; a tenth are copies with
small changes. Where Hugo and Pagefind are installed (packages ``hugo`` and ``pagefind-bin``), they build a plain site
of the same articles in turn, and the ratios are given.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import IO, Any, Final

from .arabic.tokens import TOKEN
from .bench_cleaning import cleaning_lines, measure_cleaning
from .bench_copies import copies_lines, measure_copies
from .errors import BuildError, UsageError
from .name_bench import measure_names, names_line, read_corpus

PAPERS: Final = ("المرفأ", "الصباح الأهلية", "صوت الساحل", "أخبار السهل", "نشرة البلدية", "البيادر")
MEASURED: Final = 25_000
"""Articles up to which the stages are measured by themselves, too: there they run in the bench's own process."""
FEWEST: Final = 40
"""Articles of which a quarter can still be compared with the whole."""
FIRST: Final = 20
"""Articles of the build before all that are measured."""
COPIES: Final = 0.1
"""Share of generated articles that repeat another one with small changes."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took, its own child processes included."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of user and system time."""
    peak: float
    """MiB of the largest process."""


def sample_words(seeds: Path) -> list[str]:
    """Return the words of the raw articles below ``seeds`` in order of first appearance.

    Raises UsageError if there are too few to make articles of.
    """
    words: dict[str, None] = {}
    for path in sorted(seeds.rglob("*.txt")):
        for word in TOKEN.findall(path.read_bytes().decode("utf-8", "ignore")):
            if "\N{ARABIC LETTER HAMZA}" <= word[0] <= "\N{ARABIC LETTER YEH}":
                words[word] = None
    if len(words) < 100:
        raise UsageError(f"{seeds} holds only {len(words)} different Arabic words; bench needs 100")
    return list(words)


def generate_articles(words: Sequence[str], count: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Yield ``count`` records with the fields of SaudiNewsNet; word frequencies follow Zipf's law."""
    rng = random.Random(seed)
    prefixes = ("", "", "", "", "ال", "و", "ب", "ل", "وال", "بال")
    suffixes = ("", "", "", "", "ات", "ها", "ين", "ي", "ية", "هم")
    vocabulary = [p + w + s for w in words for p in prefixes[3:] for s in suffixes[3:]]
    rng.shuffle(vocabulary)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))  # as choices would, but once
    bodies: list[list[str]] = []
    for number in range(count):
        if bodies and rng.random() < COPIES:
            body = [_change(line, rng) for line in rng.choice(bodies)]
        else:
            body = [
                " ".join(rng.choices(vocabulary, cum_weights=weights, k=rng.randint(20, 70))) + "."
                for _ in range(rng.randint(2, 9))
            ]
            if len(bodies) < 5000:
                bodies.append(body)
        day = rng.randint(1, 28)
        yield {
            "url": f"https://example.org/news/{number}",
            "title": " ".join(body[0].split()[:9]),
            "source": PAPERS[number % len(PAPERS)],
            "date_extracted": f"{2013 + number % 5}-{1 + number % 12:02d}-{day:02d} 08:00:00",
            "author": "",
            "content": "\n".join(body),
        }


def _change(line: str, rng: random.Random) -> str:
    words = line.split()
    if rng.random() < 0.3:
        words[rng.randrange(len(words))] = "أيضاً"
    return " ".join(words)


def measure(command: Sequence[str], *, cwd: Path | None = None, said: IO[bytes] | None = None) -> Cost:
    """Run a command and return what it took; raise BuildError if it fails. What it prints goes to ``said``, if given."""
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=said or subprocess.DEVNULL, stderr=errors, cwd=cwd)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise BuildError(
                f"{command[0]} ended with {process.returncode}: {errors.read()[-500:].decode(errors='replace')}"
            )
    return Cost(round(wall, 3), round(usage.ru_utime + usage.ru_stime, 3), round(usage.ru_maxrss / 1024, 1))


def read_articles(source: Path, count: int) -> list[dict[str, Any]]:
    """Return the first ``count`` records of a ``.jsonl`` or ``.jsonl.gz`` that have a title and a text."""
    opener: Any = gzip.open if source.suffix == ".gz" else open
    with opener(source, "rt", encoding="utf-8") as handle:
        rows = (json.loads(line) for line in handle if line.strip())
        usable = (row for row in rows if str(row.get("title", "")).strip() and str(row.get("content", "")).strip())
        return [row for row, _ in zip(usable, range(count), strict=False)]


def run_bench(
    project: Path, *, articles: int = 10_000, source: Path | None = None, work: Path | None = None
) -> dict[str, Any]:
    """Measure full, unchanged and one-changed builds at a quarter and the whole of ``articles``; return the figures."""
    if articles < FEWEST:
        raise UsageError(f"bench compares the whole with a quarter: it needs {FEWEST} articles or more, not {articles}")
    root = Path(work or tempfile.mkdtemp(prefix="news-archive-bench-"))
    try:
        rows = (
            read_articles(source, articles)
            if source
            else list(generate_articles(sample_words(project / "seeds"), articles))
        )
        result: dict[str, Any] = {"articles": len(rows), "source": source.name if source else "generated"}
        _warm_up(project, rows, root / "first")
        quarter = _measure_builds(project, rows[: max(1, len(rows) // 4)], root / "quarter")
        result |= _measure_builds(project, rows, root / "whole")
        for figure in ("cpu", "peak"):
            result[f"growth_{figure}"] = round(result["full"][figure] / quarter["full"][figure], 2)
        some = root / ("whole" if len(rows) <= MEASURED else "quarter") / "articles.jsonl"
        result["names"] = measure_names(read_corpus(some, project / "content"))
        result["cleaning"] = measure_cleaning(some, project / "content")
        result["copies"] = measure_copies(max(40, min(len(rows), MEASURED) // 2))
        peers = _measure_peers(rows, root / "peers")
        if peers:
            result["peers"] = peers
            for kind, ours in (("full", "full"), ("one_changed", "one_changed"), ("unchanged", "unchanged")):
                result[f"ratio_{kind}"] = {k: round(result[ours][k] / peers[k], 3) for k in ("wall", "cpu", "peak")}
        return result
    finally:
        if work is None:
            shutil.rmtree(root, ignore_errors=True)


def _warm_up(project: Path, rows: list[dict[str, Any]], root: Path) -> None:
    """Build a few articles, so that no measured build pays for what a project makes once: compiled modules, fonts."""
    root.mkdir(parents=True, exist_ok=True)
    _write(root / "articles.jsonl", rows[:FIRST])
    measure(_build(project, root / "articles.jsonl", root / "output"), cwd=root.parent)


def _build(project: Path, source: Path, output: Path) -> list[str]:
    """Return the command of a build; run in the bench's folder, it leaves what it remembers there."""
    invoke = [sys.executable, "-m", "invoke", "--search-root", str(project), "build"]
    return [*invoke, "--source", str(source), "--output", str(output)]


def _measure_builds(project: Path, rows: list[dict[str, Any]], root: Path) -> dict[str, Any]:
    root.mkdir(parents=True, exist_ok=True)
    source, output = root / "articles.jsonl", root / "output"
    _write(source, rows)
    command = _build(project, source, output)
    with tempfile.TemporaryFile() as said:
        full = measure([*command, "--fresh"], cwd=root.parent, said=said)
        said.seek(0)
        stages = read_stages(said.read().decode())
    unchanged = measure(command, cwd=root.parent)
    changed = [dict(row) for row in rows]
    changed[len(rows) // 2]["content"] += "\nفقرة جديدة."
    _write(source, changed)
    one = measure(command, cwd=root.parent)
    files = [path for path in output.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    return {
        "full": asdict(full),
        "unchanged": asdict(unchanged),
        "one_changed": asdict(one),
        "stages": stages,
        "files": len(files),
        "bytes": size,
        "bytes_per_article": round(size / len(rows)),
    }


def read_stages(report: str) -> dict[str, float]:
    """Return the seconds of each stage from a build's report.

    >>> read_stages("inputs  3\\nseconds   clean 1.50   publish 0.25\\n")
    {'clean': 1.5, 'publish': 0.25}
    """
    words = next((line.split()[1:] for line in report.splitlines() if line.startswith("seconds ")), [])
    return {stage: float(seconds) for stage, seconds in zip(words[::2], words[1::2], strict=False)}


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


_PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><main><article data-pagefind-body><h1>{{ .Title }}</h1><p>{{ .Date.Format "2006-01-02" }}</p>{{ .Content }}
</article></main></body></html>"""
_LIST = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><ul>{{ range (.Paginate .RegularPages).Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
</ul></body></html>"""


def _measure_peers(rows: Sequence[dict[str, Any]], root: Path) -> dict[str, float] | None:
    """Return what Hugo and Pagefind take together for a plain site of the same articles; None if they are not here."""
    hugo, pagefind = shutil.which("hugo"), shutil.which("pagefind")
    if not hugo or not pagefind:
        return None
    (root / "content" / "a").mkdir(parents=True)
    (root / "layouts").mkdir()
    (root / "hugo.toml").write_text('baseURL = "https://example.org/"\nuglyURLs = true\n', encoding="utf-8")
    for name, text in (("single.html", _PAGE), ("list.html", _LIST), ("home.html", _LIST)):
        (root / "layouts" / name).write_text(text, encoding="utf-8")
    for number, row in enumerate(rows):
        title = json.dumps(" ".join(re.sub(r"[\x00-\x1f]", " ", row["title"]).split()), ensure_ascii=False)
        body = re.sub(r"([\\`*_\[\]#<>|~])", r"\\\1", re.sub(r"[\x00-\x09\x0b-\x1f]", "", row["content"]))
        date = str(row.get("date_extracted") or "2015-01-01")[:10]
        text = f"---\ntitle: {title}\ndate: {date}\n---\n\n" + body.replace("\n", "\n\n")
        (root / "content" / "a" / f"{number:06d}.md").write_text(text, encoding="utf-8")
    first = measure([hugo, "--quiet", "-d", str(root / "site")], cwd=root)
    second = measure([pagefind, "--site", str(root / "site"), "--quiet"], cwd=root)
    return {
        "wall": round(first.wall + second.wall, 3),
        "cpu": round(first.cpu + second.cpu, 3),
        "peak": max(first.peak, second.peak),
    }


def bench_lines(result: dict[str, Any]) -> list[str]:
    """Return the table and, last, the figures as one line of JSON."""
    lines = [
        f"{result['articles']:,} articles ({result['source']})",
        "",
        f"{'':<14}{'wall s':>9}{'cpu s':>9}{'MiB':>8}",
    ]
    for kind in ("full", "one_changed", "unchanged", "peers"):
        if kind in result:
            cost = result[kind]
            lines.append(f"{kind:<14}{cost['wall']:>9.2f}{cost['cpu']:>9.2f}{cost['peak']:>8.0f}")
    for kind in ("full", "one_changed", "unchanged"):
        if f"ratio_{kind}" in result:
            ratio = result[f"ratio_{kind}"]
            lines.append(
                f"{kind + ' / peers':<22}wall {ratio['wall']:.3f}   cpu {ratio['cpu']:.3f}   memory {ratio['peak']:.3f}"
            )
    lines.append("stages        " + "   ".join(f"{stage} {seconds:.2f}" for stage, seconds in result["stages"].items()))
    lines.append(
        f"output        {result['files']:,} files, {result['bytes'] / 1e6:.1f} MB, {result['bytes_per_article']:,} B an article"
    )
    lines.append(
        f"growth        {result['growth_cpu']} x the CPU and {result['growth_peak']} x the memory for 4 x the articles"
    )
    lines.append(names_line(result["names"]))
    return [
        *lines,
        *cleaning_lines(result["cleaning"]),
        "",
        *copies_lines(result["copies"]),
        json.dumps(result, ensure_ascii=False),
    ]
