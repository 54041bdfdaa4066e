"""Imports run one way: models, errors, mentions <- arabic <- stages <- pelican_plugin <- pelicanconf <- tasks.

Read from the import statements, not from what happens to be loaded: an import inside a function counts too.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "plugins" / "news_archive"

STAGES = ("source", "clean", "dedupe", "entities", "search")
BASE = ("models", "errors", "crockford", "arrays", "settings", "mentions", "moves", "editor_file", "excerpts", "words")
COMMANDS = ("bench", "bench_copies")
"""What a task calls beside the build; may call the build as a task does. Every other module runs the stages."""


def modules() -> dict[str, Path]:
    """Return every module of the package by its dotted name below ``news_archive``."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(path: Path, name: str, *, is_package: bool) -> set[str]:
    """Return the absolute dotted names that a module imports, wherever in the file the statement stands."""
    home = ["news_archive", *(name.split(".") if name else [])]
    if not is_package:
        home = home[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = home[: len(home) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            found.update(f"{start}.{alias.name}" for alias in node.names)
    return found


def internal(path: Path, name: str) -> set[str]:
    """Return the first part below ``news_archive`` of every import from the package itself."""
    found = imports(path, name, is_package=path.name == "__init__.py")
    return {full.split(".")[1] for full in found if full.startswith("news_archive.")}


MODULES = modules()


def top(name: str) -> str:
    return name.split(".")[0]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_what_stands_before_it_in_the_flow(name: str) -> None:
    own = top(name)
    used = internal(MODULES[name], name) - {own}
    if own == "":
        allowed: set[str] = set()
    elif own in BASE:
        allowed = set(BASE)
    elif own == "arabic":
        allowed = {"models", "errors"}
    elif own in STAGES:
        allowed = {*BASE, "arabic"}
    elif own in COMMANDS:
        allowed = {*STAGES, *map(top, MODULES)} - {""}
    else:
        allowed = {*STAGES, *map(top, MODULES)} - {"", "pelican_plugin", *(() if own == "pelican_plugin" else COMMANDS)}
    assert used <= allowed, f"{name} imports {sorted(used - allowed)}"


@pytest.mark.parametrize("name", [name for name in MODULES if top(name) != "pelican_plugin"])
def test_only_the_pelican_plugin_imports_pelican(name: str) -> None:
    path = MODULES[name]
    used = {full.split(".")[0] for full in imports(path, name, is_package=path.name == "__init__.py")}
    assert not used & {"pelican", "blinker"}


def test_the_package_itself_is_a_docstring_and_nothing_else() -> None:
    body = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)


def test_the_arabic_base_does_no_input_or_output() -> None:
    for name, path in MODULES.items():
        if top(name) == "arabic":
            used = {full.split(".")[0] for full in imports(path, name, is_package=path.name == "__init__.py")}
            assert not used & {"io", "os", "pathlib", "sys", "logging", "tempfile", "subprocess"}, name


def test_whoosh_stays_behind_one_module() -> None:
    users = {
        name
        for name, path in MODULES.items()
        if any(full.split(".")[0] == "whoosh" for full in imports(path, name, is_package=path.name == "__init__.py"))
    }
    assert users <= {"search.reference"}


def test_the_tasks_load_nothing_but_invoke_at_start() -> None:
    tree = ast.parse((ROOT / "tasks.py").read_text(encoding="utf-8"))
    loaded = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    loaded |= {str(node.module) for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert loaded <= {"__future__", "sys", "pathlib", "collections.abc", "typing", "invoke"}
