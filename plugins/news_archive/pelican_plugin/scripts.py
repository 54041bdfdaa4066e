"""Scripts as they are published: without comments and white space, the names of their variables as short as can be.

What a first search loads is for a third script, and a third of that is names that only the source needs. Names of
variables, parameters and inner functions become one letter or two, by scope (as in lexical addressing: a name is taken
again wherever the one that had it is not referred to); properties, keys and whatever a script does not declare stay.
Meant for the dialect of ``theme/static/js`` alone: classic scripts of ``function`` and ``var``, in one function each. What
is written otherwise (arrow functions, ``let``, templates, destructuring, classes) is published as it is, not guessed at.
Own code, since no library does it everywhere: ``tdewolff-minify`` (a twentieth smaller) has no wheel for Apple's processors,
``minify-html`` and ``rjsmin`` keep the names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from ..store import Store, digest

_TOKEN: Final = re.compile(
    r"(?P<space>\s+|//[^\n]*|/\*.*?\*/)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<name>[^\W\d][\w$]*|\$[\w$]*)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<mark>>>>=?|===|!==|&&|\|\||[+-]{2}|=>|[=!<>+\-*/%&|^]=|<<|>>|.)",
    re.DOTALL,
)
_PATTERN: Final = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_KEYWORDS: Final = frozenset(
    "break case catch continue default delete do else finally for function if in instanceof new of return switch this throw"
    " try typeof var void while with null true false undefined get set".split()
)
_BEFORE_PATTERN: Final = frozenset("return typeof case in of else".split())
_REFUSED: Final = frozenset("let const class import export async await yield => `".split())
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OPENS: Final = frozenset("([{")
_CLOSES: Final = frozenset(")]}")


class UnknownDialectError(ValueError):
    """A script says something that its shortening does not understand."""


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    breaks: bool
    """A line ends before it."""
    scope: _Scope | None = None
    """Where its name is declared."""


@dataclass(slots=True, eq=False)
class _Scope:
    """A function: what it declares, what is referred to in it and in the functions in it."""

    parent: _Scope | None
    declared: dict[str, None] = field(default_factory=dict)
    referred: set[tuple[int, str]] = field(default_factory=set)
    """Names by the id of the scope that they belong to; 0 stands for what is declared nowhere."""
    short: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> _Scope | None:
        """Return the scope that a name belongs to."""
        scope: _Scope | None = self
        while scope is not None and name not in scope.declared:
            scope = scope.parent
        return scope


def shorten_scripts(scripts: Mapping[str, bytes], cache: Path) -> dict[str, bytes]:
    """Return the scripts shortened, from ``cache`` where it has them."""
    key = digest(Path(__file__).read_bytes(), *scripts.values())
    store = Store(cache)
    found = store.read("scripts", key)
    if found is not None:
        return {name: bytes(data) for name, data in found[1].items()}
    shortened = {name: _shorten_or_keep(script) for name, script in scripts.items()}
    store.write("scripts", key, {}, shortened)
    return shortened


def _shorten_or_keep(script: bytes) -> bytes:
    try:
        return shorten_script(script)
    except UnknownDialectError:
        return script


def shorten_script(script: bytes) -> bytes:
    """Return the script with short names and without white space; one that is not a function called at once keeps its names.

    Raises `UnknownDialectError` for what it does not understand.


    >>> shorten_script(b"(function (global) { var word = 1; global.word = {word: word}; })(window);").rstrip()
    b'(function(a){var b=1;a.word={word:b};})(window);'
    """
    tokens = _read_tokens(script.decode())
    if [token.text for token in tokens[:2]] == ["(", "function"]:
        scopes = _resolve(tokens)
        _give_names(tokens, scopes)
    return _write(tokens).encode()


def _read_tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at, breaks = 0, False
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None and match.lastgroup is not None  # the last branch takes any character
        kind, found = match.lastgroup, match.group()
        if kind == "mark" and found in {"/", "/="} and _expects_value(tokens):
            pattern = _PATTERN.match(text, at)
            if pattern is None:
                raise UnknownDialectError(f"neither a division nor a pattern: {text[at : at + 40]!r}")
            kind, found = "string", pattern.group()
        at += len(found)
        if kind == "space":
            breaks |= "\n" in found
            continue
        tokens.append(_Token(kind, found, breaks))
        breaks = False
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.text in _REFUSED and not (before and before.text == ".") and not (after and after.text == ":"):
            raise UnknownDialectError(f"{token.text!r} is not in the dialect of these scripts")
    return tokens


def _expects_value(tokens: list[_Token]) -> bool:
    """Say whether a value comes next, so that a stroke begins a pattern."""
    if not tokens:
        return True
    last = tokens[-1]
    if last.kind == "name":
        return last.text in _BEFORE_PATTERN
    return last.kind == "mark" and last.text not in {")", "]", "}"}


def _resolve(tokens: list[_Token]) -> list[_Scope]:
    """Find the scopes, what each declares, and which of them every name belongs to."""
    top = _Scope(None)
    scopes, names = [top], []
    scope = top
    ends: list[tuple[_Scope, int]] = []  # of open functions: the scope around it and the depth at which its body ends
    depth, waiting = 0, ""
    lists: list[int] = []  # depths at which a var lists names
    follows = False  # the next name is declared
    for i, token in enumerate(tokens):
        text = token.text
        before = tokens[i - 1].text if i else ""
        after = tokens[i + 1].text if i + 1 < len(tokens) else ""
        if text in _CLOSES:
            depth -= 1
            while lists and lists[-1] > depth:
                lists.pop()
            if ends and ends[-1][1] == depth and text == "}":
                scope = ends.pop()[0]
        elif text == ";" and lists and lists[-1] == depth:
            lists.pop()
        if token.kind != "name":
            follows = text == "," and (waiting == "parameters" or (bool(lists) and lists[-1] == depth))
            follows |= text == "(" and waiting in {"function", "catch"}
            if text == "(" and waiting == "function":
                inner = _Scope(scope)
                scopes.append(inner)
                ends.append((scope, depth))
                scope, waiting = inner, "parameters"
            elif (text == "(" and waiting == "catch") or (text == "{" and waiting == "parameters"):
                waiting = ""
        elif text == "var":
            lists.append(depth)
            follows = True
        elif text in {"function", "catch"}:
            waiting, follows = text, False
            if text == "function" and after != "(":
                scope.declared[after] = None
        elif text in _KEYWORDS and before != ".":
            follows = False
        elif before != "." and not (before in {"{", ","} and after == ":") and before not in {"get", "set"}:
            if follows:
                scope.declared[text] = None
            names.append((token, scope))
            follows = False
        if text in _OPENS:
            depth += 1
    for token, around in names:
        home = token.scope = around.find(token.text)
        inside: _Scope | None = around
        while inside is not None:
            inside.referred.add((0 if home is None else id(home), token.text))
            inside = inside.parent
    return scopes


def _give_names(tokens: list[_Token], scopes: list[_Scope]) -> None:
    by_id = {id(scope): scope for scope in scopes}
    for scope in scopes:  # the outer ones first
        taken = {
            name if home == 0 else by_id[home].short.get(name, "") for home, name in scope.referred if home != id(scope)
        } | _KEYWORDS
        free = (name for name in _short_names() if name not in taken)
        scope.short = {name: next(free) for name in scope.declared}
    for token in tokens:
        if token.scope is not None:
            token.text = token.scope.short[token.text]


def _short_names() -> Iterator[str]:
    yield from _LETTERS
    for number in count():
        first, second = divmod(number, len(_LETTERS))
        yield _LETTERS[first] + _LETTERS[second]


def _write(tokens: list[_Token]) -> str:
    """Return the script; a line ends where a statement may end without a semicolon, which is told by lines alone."""
    written: list[str] = []
    last = ""
    for token in tokens:
        text = token.text
        open_ended = last in {"++", "--"} or (bool(last) and last[-1] not in ";,{([:?&|+=")
        if token.breaks and open_ended and text[0] not in ")]},;.:?&|=":
            written.append("\n")
        elif last and ((_is_word(last[-1]) and _is_word(text[0])) or (last[-1] == text[0] and text[0] in "+-/")):
            written.append(" ")
        written.append(text)
        last = text
    return "".join(written) + "\n"


def _is_word(character: str) -> bool:
    return character.isalnum() or character in "_$"
