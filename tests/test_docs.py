"""The README says what is there, and all of it: tasks, flags, settings, exit codes, paths; read from the code."""

from __future__ import annotations

import ast
import dataclasses
import importlib.util
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from news_archive import errors, settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """Return the text of a section of the README up to the next heading of the same depth."""
    match = re.search(rf"^(##+) {re.escape(title)}\n(.*?)(?=^##? |\Z)", README, re.MULTILINE | re.DOTALL)
    assert match, f"the README has no section {title!r}"
    return match[2]


def rows(title: str) -> list[list[str]]:
    """Return the body rows of the first table of a section."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def load_tasks() -> dict[str, Any]:
    from invoke import Task

    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: value for name, value in vars(module).items() if isinstance(value, Task)}


TASKS = load_tasks()


def documented_settings() -> dict[str, tuple[object, str]]:
    """Return ``section.name`` -> (default, first words of its docstring), read from settings.py."""
    tree = ast.parse(Path(settings.__file__).read_text(encoding="utf-8"))
    comments: dict[str, dict[str, str]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            own = comments.setdefault(node.name, {})
            for field, after in zip(node.body, [*node.body[1:], None], strict=True):
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    text = (
                        after.value.value
                        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
                        else ""
                    )
                    own[field.target.id] = " ".join(str(text).split())
    found = {}
    for part in dataclasses.fields(settings.Settings):
        values = getattr(settings.Settings(), part.name)
        for field in dataclasses.fields(values):
            comment = comments[type(values).__name__][field.name]
            found[f"{part.name}.{field.name}"] = (getattr(values, field.name), comment)
    return found


def settings_table() -> str:
    """Return the table as the README must have it; print it to renew the README."""
    lines = ["| setting | default | meaning |", "|---|---|---|"]
    for name, (default, comment) in documented_settings().items():
        shown = repr(default).replace("'", '"')
        lines.append(f"| `{name}` | `{shown}` | {comment.replace('``', '`').replace('|', '/')} |")
    return "\n".join(lines)


def test_every_task_is_in_the_readme_and_every_one_named_there_exists() -> None:
    listed = {re.findall(r"`invoke (\w+)", row[0])[0] for row in rows("Tasks")}
    assert listed == set(TASKS)
    assert set(re.findall(r"\binvoke ([a-z]\w*)", README)) <= set(TASKS)


@pytest.mark.parametrize("name", TASKS)
def test_every_task_and_every_flag_of_it_says_what_it_does(name: str) -> None:
    task = TASKS[name]
    assert (task.__doc__ or "").strip().endswith(".")
    for argument in task.get_arguments():
        assert argument.help, f"{name} --{argument.name}"


def test_every_flag_that_the_readme_names_exists() -> None:
    flags = {f"--{argument.name}" for task in TASKS.values() for argument in task.get_arguments()}
    flags |= {f"--no-{argument.name}" for task in TASKS.values() for argument in task.get_arguments()}
    used = {flag for line in re.findall(r"invoke [^`\n]*", README) for flag in re.findall(r"--[a-z][a-z-]*", line)}
    assert used <= flags | {"--list", "--help"}


def test_every_setting_is_in_the_readme_with_its_default_and_the_reverse() -> None:
    assert "\n".join(line for line in section("Settings").splitlines() if line.startswith("|")) == settings_table()


def test_every_setting_is_explained_where_it_is_defined() -> None:
    silent = [name for name, (_, comment) in documented_settings().items() if not comment]
    assert not silent


def test_the_exit_codes_are_those_of_the_errors() -> None:
    codes = {int(row[0]) for row in rows("Exit codes")}
    classes = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert codes == {0, 1} | {kind.exit_code for kind in classes}


def test_every_path_that_the_readme_names_exists() -> None:
    made = ("/", "output", ".cache", "data/", "a/", "e/", "http")
    for path in re.findall(r"`([\w.*-]*/[\w./*-]*)`", README):
        if not path.startswith(made):
            assert list(ROOT.glob(path.rstrip("/"))), path


def test_the_two_commands_of_the_quick_start_are_the_promised_ones() -> None:
    start = section("Quick start")
    assert "pip install -r requirements.txt && invoke build" in start
    assert "pip install -r requirements-dev.txt && invoke test" in start


def test_the_pythons_named_are_the_pythons_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [
        c.rsplit(" ", 1)[1] for c in project["classifiers"] if c.startswith("Programming Language :: Python :: 3.")
    ]
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    (matrix,) = re.findall(r"python: \[(.*)\]", workflow)
    assert re.findall(r"[\d.]+", matrix) == declared
    assert f"Python {declared[0]} to {declared[-1]}" in README


def test_every_action_of_the_workflows_is_pinned_by_its_commit() -> None:
    for file in (ROOT / ".github" / "workflows").glob("*.yml"):
        for action in re.findall(r"uses: (\S+.*)", file.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


GUIDE = (ROOT / "content" / "pages" / "guide.md").read_text(encoding="utf-8")


def test_the_editors_guide_names_tasks_flags_and_paths_that_exist() -> None:
    tasks = re.findall(r"invoke ([a-z]\w*)", GUIDE)
    assert set(tasks) <= set(TASKS)
    assert {"build", "check", "entities", "suggest", "gh_pages", "serve"} <= set(tasks)
    flags = {f"--{argument.name}" for task in TASKS.values() for argument in task.get_arguments()}
    assert set(re.findall(r"--[a-z][a-z-]+", GUIDE)) <= flags
    for path in re.findall(r"`((?:content|seeds|\.github)/[\w./-]*)`", GUIDE):
        assert (ROOT / path).exists(), path


def test_every_example_of_the_guide_is_read_by_the_program(tmp_path: Path) -> None:
    from news_archive import clean, corrections, dedupe, entities
    from news_archive.source import load_tables

    examples = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    table, names, copies, decisions, *additions = examples
    for name, text in {
        "entities/a.toml": names,
        "duplicates.toml": copies,
        "corrections/a.toml": decisions,
        "sources.toml": "\n".join((table, *additions)),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    known = settings.Settings()
    (first,) = load_tables(tmp_path / "sources.toml")
    assert first.holds_for("storm.txt")
    assert "salma-haddad" in entities.load_authority(tmp_path, known).entities
    assert dedupe.load_decisions(tmp_path / "duplicates.toml").merge
    assert len(corrections.load_corrections(tmp_path / "corrections").entries) == 3
    assert clean.load_rules(tmp_path, known).of("جريدة المرفأ").lines
    assert clean.load_rules(tmp_path, known).of("aljazirah").same_day


def test_the_guide_tells_every_exit_code() -> None:
    told = re.search(r"ورموز الخروج: (.*)", GUIDE)
    assert told
    assert {int(code) for code in re.findall(r"(?:^|، )(\d) ", told[1])} == {int(row[0]) for row in rows("Exit codes")}
