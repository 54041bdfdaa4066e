"""The tasks of the archive: ``invoke --list``. Thin: each names its arguments and calls the program.

Nothing heavy is imported before a task needs it, so that a build with nothing to do stays instant. Exit codes are those
of ``news_archive.errors``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from invoke import Context, Exit, ParseError, task

sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)
"""Invoke turns compiled modules off; without them every build compiles the whole program: a quarter second."""
ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))
if sys.dont_write_bytecode:  # they are kept where everything else is that a build remembers
    from news_archive.compiled import keep_compiled

    keep_compiled(ROOT / "plugins", ROOT / ".cache" / "compiled")

if TYPE_CHECKING:
    from news_archive.entities import Authority
    from news_archive.server import SiteServer
    from news_archive.settings import Settings as ArchiveSettings

CONTENT = ROOT / "content"
WATCHED = ("seeds", "content", "theme", "plugins", "pelicanconf.py")


class Number(int):
    """What a flag takes that counts something; anything else is refused before a task starts."""

    def __new__(cls, value: str | int = 0) -> Self:
        """Return the number; raise what invoke prints as one sentence."""
        digits = str(value)
        if not (digits.isascii() and digits.isdigit()):
            raise ParseError(f"{digits!r} is not a number of 0 or more")
        return super().__new__(cls, int(digits))


NONE = Number(0)


HELP = {
    "source": "Folder (.txt .md .html) or file (.jsonl .jsonl.gz .csv .parquet); may be given many times, replaces the default",
    "prepared": "Build from this folder, which invoke prepare left, instead of sources",
    "to": "The prepared folder: Parquet files of all that is known of the articles",
    "engine": "Where the work is done: local (this process), duckdb (this machine, beyond its memory) or spark",
    "master": "Spark's master: local[N], spark://HOST:PORT, yarn, k8s://... (default: local[*])",
    "output": "Folder of the site (default: output)",
    "siteurl": "Full address of the published site, for feeds, sitemap and citations",
    "strict": "Exit with 1 when a record was rejected",
    "fresh": "Treat every article and draw every page again",
    "jobs": "Number of worker processes (default: one per processor)",
    "settings": "A Pelican settings file instead of pelicanconf.py",
    "quiet": "Print no report",
    "zip": "Add archive.zip, the whole site as one file that runs from a disk",
    "parquet": "Add the data files as Parquet; needs pyarrow",
    "parts": "Publish in parts: year, decade, source, or a number of parts of equal size",
    "host": "Address to listen on (default: 127.0.0.1, this machine only)",
    "port": "Number of the port (default: 8000)",
    "prefix": "Path under which the site is served, for instance /repo/",
    "branch": "Branch that GitHub Pages serves (default: gh-pages)",
    "remote": "Where to push (default: origin)",
    "push": "Push the branch; --no-push leaves it on this machine",
    "forget": "Publish one commit without earlier ones, so that what was taken down is not in the branch's history",
    "words": 'The query: words, "a phrase", AND, OR, NOT, brackets',
    "limit": "How many results to show (default: 10)",
    "json": "Print JSON instead of a table",
    "articles": "How many articles (default: 10000)",
    "work": "Folder for what is made on the way (default: a temporary one; for screenshots .cache/screenshots)",
    "select": "Only tests whose name matches this (pytest -k)",
    "path": "Only the tests under this path",
    "absent": "Prove instead that this string, or each line of @FILE, is nowhere in the site, in no spelling",
    "only": "Run this check alone; the README lists them",
}


def _help(*names: str) -> dict[str, str]:
    return {name: HELP[name] for name in names}


def _finish(code: int) -> None:
    if code:
        raise Exit(code=code)


def _or_exit(action: Callable[[], Any]) -> Any:
    """Return what ``action`` returns; end with its sentence and exit code if the archive cannot do it."""
    from news_archive.errors import ArchiveError

    try:
        return action()
    except BrokenPipeError:  # the reader of our output (head, less) has seen enough
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return None
    except ArchiveError as error:
        raise Exit(f"error: {error}", error.exit_code) from None


def _build(
    source: Iterable[str] = (),
    output: str | None = None,
    siteurl: str | None = None,
    strict: bool = False,
    fresh: bool = False,
    jobs: int = NONE,
    settings: str | None = None,
    quiet: bool = False,
    prepared: str | None = None,
    zip: bool = False,  # noqa: A002  the flag's name
    parquet: bool = False,
    parts: str = "",
) -> None:
    from news_archive.pelican_plugin.asked import BuildOptions
    from news_archive.pelican_plugin.build import run_build

    code = _or_exit(
        lambda: run_build(
            BuildOptions(
                source=tuple(Path(path) for path in source),
                output=Path(output) if output else None,
                siteurl=siteurl,
                strict=strict,
                fresh=fresh,
                jobs=jobs,
                settings=Path(settings) if settings else None,
                quiet=quiet,
                prepared=Path(prepared) if prepared else None,
                zip=zip,
                parquet=parquet,
                parts=parts,
            )
        )
    )
    _finish(code or 0)


def _site(output: str | None) -> Path:
    return Path(output or "output")


def _settings() -> ArchiveSettings:
    from news_archive.pelican_plugin.settings_file import run_settings
    from news_archive.settings import read_settings

    return read_settings(run_settings(ROOT / "pelicanconf.py").get("NEWS_ARCHIVE", {}))


def _authority() -> Authority:
    from news_archive.entities import load_authority

    return load_authority(CONTENT, _settings())


def _say_address(server: SiteServer) -> None:
    sys.stdout.write(f"{server.url}  (Ctrl-C ends)\n")
    sys.stdout.flush()


def _run(*command: str | Path) -> int:
    """Run a program of the development environment from the project's folder; return its exit code."""
    import subprocess

    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


@task(
    iterable=["source"],
    help=_help(
        "source",
        "output",
        "siteurl",
        "strict",
        "fresh",
        "jobs",
        "settings",
        "quiet",
        "prepared",
        "zip",
        "parquet",
        "parts",
    ),
    auto_shortflags=False,
)
def build(
    c: Context,
    source: list[str],
    output: str | None = None,
    siteurl: str | None = None,
    strict: bool = False,
    fresh: bool = False,
    jobs: int = NONE,
    settings: str | None = None,
    quiet: bool = False,
    prepared: str | None = None,
    zip: bool = False,  # noqa: A002  the flag's name
    parquet: bool = False,
    parts: str = "",
) -> None:
    """Build the site; do only what changed since the last build."""
    _build(source, output, siteurl, strict, fresh, jobs, settings, quiet, prepared, zip, parquet, parts)


@task(iterable=["source"], help=_help("source", "to", "engine", "master", "jobs", "settings"), auto_shortflags=False)
def prepare(
    c: Context,
    source: list[str],
    to: str,
    engine: str = "local",
    master: str = "local[*]",
    jobs: int = NONE,
    settings: str | None = None,
) -> None:
    """Clean, compare and link on an engine of choice, and leave Parquet files for build --prepared and for others."""
    from news_archive.pelican_plugin.preparation import prepare_archive

    lines = _or_exit(lambda: prepare_archive(source, to, engine, master, jobs, settings))
    sys.stdout.writelines(f"{line}\n" for line in lines)


@task(
    iterable=["source"], help=_help("source", "output", "siteurl", "strict", "jobs", "settings"), auto_shortflags=False
)
def rebuild(
    c: Context,
    source: list[str],
    output: str | None = None,
    siteurl: str | None = None,
    strict: bool = False,
    jobs: int = NONE,
    settings: str | None = None,
) -> None:
    """Build the site from nothing, as if no build had been before."""
    _build(source, output, siteurl, strict, True, jobs, settings)


@task(help=_help("output"), auto_shortflags=False)
def clean(c: Context, output: str | None = None) -> None:
    """Remove the built site and what was remembered of it."""
    import shutil

    from news_archive.output_lock import check_output, hold_lock
    from news_archive.pelican_plugin.asked import cache_folder

    def remove() -> None:
        folder = check_output(_site(output).absolute())
        cache = cache_folder(folder)
        with hold_lock(folder):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(cache, ignore_errors=True)

    _or_exit(remove)


@task(help=_help("output", "host", "port", "prefix"), auto_shortflags=False)
def serve(
    c: Context, output: str | None = None, host: str = "127.0.0.1", port: int = Number(8000), prefix: str = "/"
) -> None:
    """Serve the built site on this machine, the way GitHub Pages serves it."""
    from news_archive.server import open_server, serve_until_interrupted

    server = _or_exit(lambda: open_server(_site(output), host=host, port=port, prefix=prefix))
    _say_address(server)
    serve_until_interrupted(server)


@task(iterable=["source"], help=_help("source", "output", "host", "port", "prefix"), auto_shortflags=False)
def reserve(
    c: Context,
    source: list[str],
    output: str | None = None,
    host: str = "127.0.0.1",
    port: int = Number(8000),
    prefix: str = "/",
) -> None:
    """Build, then serve."""
    _build(source, output)
    serve(c, output=output, host=host, port=port, prefix=prefix)


def _rebuilder(source: list[str], output: str | None) -> Callable[[], bool]:
    """Return a function that builds in a process of its own, so that changed code counts; it says whether it worked."""
    import subprocess

    command = [sys.executable, "-m", "invoke", "--search-root", str(ROOT), "build"]
    command += [part for path in source for part in ("--source", path)]
    command += ["--output", output] if output else []
    return lambda: subprocess.run(command, check=False).returncode == 0


def _watched(source: list[str]) -> list[Path]:
    return [ROOT / name for name in WATCHED] + [Path(path) for path in source]


@task(iterable=["source"], help=_help("source", "output", "host", "port", "prefix"), auto_shortflags=False)
def livereload(
    c: Context,
    source: list[str],
    output: str | None = None,
    host: str = "127.0.0.1",
    port: int = Number(8000),
    prefix: str = "/",
) -> None:
    """Build and serve; after each change of a file build again and reload the open pages."""
    from news_archive.server import serve_with_reload

    rebuild_site = _rebuilder(source, output)
    rebuild_site()
    _or_exit(
        lambda: serve_with_reload(
            _site(output),
            _watched(source),
            rebuild_site,
            host=host,
            port=port,
            prefix=prefix,
            opened=_say_address,
        )
    )


@task(iterable=["source"], help=_help("source", "output"), auto_shortflags=False)
def regenerate(c: Context, source: list[str], output: str | None = None) -> None:
    """Build, and build again after each change of a file."""
    from news_archive.server import rebuild_on_change

    rebuild_site = _rebuilder(source, output)
    rebuild_site()
    rebuild_on_change(_watched(source), rebuild_site)


@task(iterable=["source"], help=_help("source", "output", "siteurl"), auto_shortflags=False)
def preview(c: Context, source: list[str], output: str | None = None, siteurl: str | None = None) -> None:
    """Build the site as it will be published, with its full address (--siteurl, SITEURL, or the GitHub remote)."""
    from news_archive.hosting import find_siteurl

    _build(source, output, _or_exit(lambda: find_siteurl(siteurl, ROOT)))


@task(
    iterable=["source"],
    help=_help("source", "output", "siteurl", "branch", "remote", "push", "forget"),
    auto_shortflags=False,
)
def gh_pages(
    c: Context,
    source: list[str],
    output: str | None = None,
    siteurl: str | None = None,
    branch: str = "gh-pages",
    remote: str = "origin",
    push: bool = True,
    forget: bool = False,
) -> None:
    """Build as for preview, commit the site to a branch of its own, and push it."""
    from news_archive.hosting import commit_site, push_branch

    preview(c, source=source, output=output, siteurl=siteurl)
    commit = _or_exit(lambda: commit_site(ROOT, _site(output), branch, forget=forget))
    sys.stdout.write(f"{branch} is now {commit[:12]}\n")
    if push:
        _or_exit(lambda: push_branch(ROOT, remote, branch, forget=forget))


@task(positional=["words"], help=_help("words", "limit", "json", "output"), auto_shortflags=False)
def search(c: Context, words: str, limit: int = Number(10), json: bool = False, output: str | None = None) -> None:
    """Search the built site on the command line, with whoosh."""
    from news_archive.search.terminal import run_search

    cache = Path(".cache") / "search"
    _or_exit(lambda: run_search(words, _site(output), cache, limit=limit, as_json=json))


@task(
    help=_help("articles", "work") | {"source": "A .jsonl or .jsonl.gz to measure with, instead of generated articles"},
    auto_shortflags=False,
)
def bench(c: Context, articles: int = Number(10_000), source: str | None = None, work: str | None = None) -> None:
    """Measure builds: time, memory and growth, beside Hugo and Pagefind where they are installed."""
    from news_archive.bench import bench_lines, run_bench

    given, folder = Path(source) if source else None, Path(work) if work else None
    result = _or_exit(lambda: run_bench(ROOT, articles=articles, source=given, work=folder))
    sys.stdout.write("\n".join(bench_lines(result)) + "\n")


@task(help=_help("output", "only", "absent"), auto_shortflags=False)
def check(c: Context, output: str | None = None, only: str | None = None, absent: str | None = None) -> None:
    """Check the built site: records, text, links, HTML, policy, leaks, data, sizes, search; one line per fault."""
    from news_archive.check import run_checks

    checked = _or_exit(lambda: run_checks(_site(output), only, absent=absent))
    for name, faults in checked.faults.items():
        sys.stdout.write("".join(f"{name}: {fault}\n" for fault in faults))
    sys.stdout.write("".join(f"{name}: not run: {reason}\n" for name, reason in checked.not_run.items()))
    sys.stdout.write(f"{checked.count} faults in {len(checked.faults)} checks\n")
    if checked.count:
        raise Exit(code=5)


@task(
    positional=["file"],
    iterable=["also"],
    help={
        "file": "File or folder to take in",
        "also": "Another one; may be given many times",
        "to": "Folder of raw articles (default: seeds)",
    },
    auto_shortflags=False,
)
def ingest(c: Context, file: str, also: list[str], to: str = "seeds") -> None:
    """Copy files into the archive under safe names, their bytes untouched; nothing is overwritten."""
    from news_archive.source import ingest_files

    def take_in() -> int:
        refused = 0
        for found in ingest_files([Path(path) for path in (file, *also)], Path(to)):
            refused += not found.kept_as
            sys.stdout.write(
                f"{found.name} -> {Path(to) / found.kept_as if found.kept_as else 'refused'}: {found.note}\n"
            )
        return refused

    _finish(1 if _or_exit(take_in) else 0)


@task(help=_help("output"), auto_shortflags=False)
def report(c: Context, output: str | None = None) -> None:
    """Show what cleaning did to the built site's articles, rule by rule, what was merged or rejected, and ambiguous names."""
    from news_archive.ambiguous_names import ambiguous_lines
    from news_archive.review import report_lines

    def show() -> None:
        site, authority = _site(output), _authority().without_samples()
        sys.stdout.writelines(f"{line}\n" for line in report_lines(site))
        sys.stdout.writelines(f"{line}\n" for line in ambiguous_lines(site, authority))

    _or_exit(show)


@task(
    iterable=["reject"],
    help=_help("output")
    | {
        "only": "Suggest this alone: names, rules, copies or moved",
        "limit": "How many names, and pairs of each kind (default: 40)",
        "reject": "A name not to suggest again; may be given many times",
    },
    auto_shortflags=False,
)
def suggest(
    c: Context, reject: list[str], output: str | None = None, only: str | None = None, limit: int = Number(40)
) -> None:
    """Suggest names, cleaning rules, merges and moved addresses for the editor to decide, as TOML; change nothing."""
    from news_archive.copy_suggestions import suggest_copies
    from news_archive.entities import NameTest
    from news_archive.errors import UsageError
    from news_archive.name_suggestions import reject_names, suggest_names
    from news_archive.pelican_plugin.asked import cache_folder
    from news_archive.pelican_plugin.moved_pages import suggest_moves
    from news_archive.review import suggest_lines
    from news_archive.store import Store

    def show() -> None:
        if reject:
            sys.stdout.write(f"{reject_names(CONTENT, reject)} names rejected\n")
            return
        if only not in (None, "names", "rules", "copies", "moved"):
            raise UsageError(f"--only {only}: there are names, rules, copies and moved")
        if only in (None, "names"):
            names = _authority().without_samples()
            sys.stdout.writelines(f"{line}\n" for line in suggest_names(_site(output), CONTENT, names, limit))
        if only in (None, "rules"):
            sys.stdout.writelines(f"{line}\n" for line in suggest_lines(_site(output)))
        if only in (None, "copies"):
            pairs = suggest_copies(_site(output), CONTENT, NameTest(_authority()), limit, _settings().dedupe)
            sys.stdout.writelines(f"{line}\n" for line in pairs)
        if only in (None, "moved"):
            store = Store(cache_folder(_site(output).absolute()))
            sys.stdout.writelines(f"{line}\n" for line in suggest_moves(_site(output), CONTENT, store))

    _or_exit(show)


@task(
    help={"csv": "Write all names to this CSV", "read": "Read changed and new names from this CSV"},
    auto_shortflags=False,
)
def entities(c: Context, csv: str | None = None, read: str | None = None) -> None:
    """Check the authority file and count its names; write it as a table for OpenRefine, or read one back."""
    from collections import Counter

    from news_archive.entities.table import export_table, import_table

    def work() -> None:
        if read:
            done = import_table(CONTENT, Path(read), _settings())
            merged = f", {done.merged} became part of others" if done.merged else ""
            sys.stdout.write(f"{done.changed} entities changed, {done.new} new{merged}\n")
        if csv:
            Path(csv).write_text(export_table(CONTENT), encoding="utf-8")
        kinds = Counter(entity.type.value for entity in _authority().entities.values())
        sys.stdout.write("   ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items())) + "\n")

    _or_exit(work)


@task(iterable=["output"], help=_help("output", "work"), auto_shortflags=False)
def screenshots(c: Context, output: list[str], work: str = ".cache/screenshots") -> None:
    """Take pictures of built sites (--output, many times): each kind of page at 360, 768 and 1280 pixels, light and dark, its
    states and prints, on one contact sheet."""
    sys.path.insert(0, str(ROOT / "tests"))
    from browser.screenshots import take_screenshots

    pictures = _or_exit(lambda: take_screenshots([*map(_site, output)] or [_site(None)], Path(work)))
    sys.stdout.write(f"{len(pictures)} pictures in {work}\n")


@task(help=_help("select", "path"), auto_shortflags=False)
def test(c: Context, select: str | None = None, path: str | None = None) -> None:
    """Run the tests: Python, JavaScript and the browser's."""
    _finish(_run(sys.executable, "-m", "pytest", *(["-k", select] if select else []), *([path] if path else [])))


@task
def lint(c: Context) -> None:
    """Check style and types of the Python, and of the JavaScript where TypeScript's tsc is installed."""
    import shutil

    failed = [
        name
        for name, command in {
            "ruff check": (sys.executable, "-m", "ruff", "check", "."),
            "ruff format": (sys.executable, "-m", "ruff", "format", "--check", "."),
            "mypy": (sys.executable, "-m", "mypy"),
        }.items()
        if _run(*command)
    ]
    tsc, config = shutil.which("tsc"), ROOT / "theme" / "static" / "js" / "jsconfig.json"
    if tsc and config.exists():
        if _run(tsc, "--project", config):
            failed.append("tsc")
    else:
        sys.stdout.write("tsc: not run (no tsc on the PATH)\n")
    if failed:
        raise Exit(f"failed: {', '.join(failed)}", 1)
