"""Scripts as they are published: shorter, and saying the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from news_archive.pelican_plugin.scripts import UnknownDialectError, shorten_script, shorten_scripts

ROOT = Path(__file__).parents[3]
SCRIPTS = sorted((ROOT / "theme" / "static" / "js").rglob("*.js"))


@pytest.mark.parametrize(
    ("given", "short"),
    [
        ("(function () { var word = 1; return word; })();", "(function(){var a=1;return a;})();\n"),
        ("(function (g) { g.word = { word: 1, of: g.word }; })(x);", "(function(a){a.word={word:1,of:a.word};})(x);\n"),
        ("(function () { var a1 = f(a, b); })();", "(function(){var c=f(a,b);})();\n"),
        ("(function () { var x = y ? z : y; })();", "(function(){var a=y?z:y;})();\n"),
        ("(function () { var one = 1, two = one; for (var k of two) f(k); })();", None),
        ("(function () { var one = '// kept', two = /[/'\"]/.test(one); })();", None),
        ("(function () { try { f(); } catch (error) { g(error); } })();", None),
        ("var top = 1; // gone\nf(top);", "var top=1;f(top);\n"),
        (
            "(function () { var i = 1, k = i + +i - -i; i++\nk = i; })();",
            "(function(){var a=1,b=a+ +a- -a;a++\nb=a;})();\n",
        ),
    ],
)
def test_names_that_a_function_declares_are_shortened_and_no_others(given: str, short: str | None) -> None:
    found = shorten_script(given.encode()).decode()
    assert short is None or found == short
    assert len(found) < len(given)
    assert shorten_script(found.encode()).decode() == found


def test_an_inner_name_is_no_outer_one_that_is_still_referred_to() -> None:
    found = shorten_script(
        b"(function (one) { var two = 1; return function (three) { return one + two + three; }; })(1);"
    )
    assert found == b"(function(a){var b=1;return function(c){return a+b+c;};})(1);\n"
    found = shorten_script(b"(function (one) { var two = 1; return function (three) { return two + three; }; })(1);")
    assert found == b"(function(a){var b=1;return function(a){return b+a;};})(1);\n"


@pytest.mark.parametrize("given", ["(function(){ let a; })()", "f(x => 1)", "var a = `b`;", "f(/)"])
def test_what_is_not_understood_is_refused(given: str) -> None:
    with pytest.raises(UnknownDialectError):
        shorten_script(given.encode())


@pytest.mark.skipif(
    shutil.which("node") is None, reason="no node on the PATH; browsers read the scripts in other tests"
)
def test_the_scripts_of_the_pages_stay_scripts(tmp_path: Path) -> None:
    names = []
    for path in SCRIPTS:
        try:
            short = shorten_script(path.read_bytes())
        except UnknownDialectError:
            continue
        (tmp_path / path.name).write_bytes(short)
        names.append(str(tmp_path / path.name))
    read = (
        "for (const n of JSON.parse(process.argv[1])) new (require('vm').Script)(require('fs').readFileSync(n, 'utf8'))"
    )
    subprocess.run(["node", "-e", read, json.dumps(names)], check=True)
    assert len(names) > 20


def test_what_was_shortened_once_is_remembered(tmp_path: Path) -> None:
    given = {"a.js": b"(function () { var word = 1; })();"}
    first = shorten_scripts(given, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["scripts"]
    assert shorten_scripts(given, tmp_path) == first == {"a.js": b"(function(){var a=1;})();\n"}
    assert shorten_scripts({"a.js": b"f();"}, tmp_path) == {"a.js": b"f();\n"}


def test_a_script_in_another_dialect_is_published_as_it_is(tmp_path: Path) -> None:
    own = b"const answer = () => 42;  // by an editor\n"
    assert shorten_scripts({"own.js": own}, tmp_path) == {"own.js": own}
