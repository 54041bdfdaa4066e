from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from news_archive.pelican_plugin.template_cache import TemplateCache
from news_archive.store import Store


def render(folder: Path, source: str, fingerprint: bytes = b"a") -> str:
    cache = TemplateCache(Store(folder), lambda: fingerprint)
    loader = jinja2.DictLoader({"page": source})
    return jinja2.Environment(loader=loader, bytecode_cache=cache, autoescape=True).get_template("page").render(v=1)


def test_a_template_is_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert render(tmp_path, "{{ v }}a") == "1a"
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert render(tmp_path, "{{ v }}a") == "1a"


def test_a_changed_template_or_program_is_compiled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert render(tmp_path, "{{ v }}a") == "1a"
    assert render(tmp_path, "{{ v }}b") == "1b"
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    with pytest.raises(TypeError):
        render(tmp_path, "{{ v }}b", b"b")


def test_a_damaged_memory_of_a_template_is_compiled_anew(tmp_path: Path) -> None:
    render(tmp_path, "{{ v }}a")
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert render(tmp_path, "{{ v }}a") == "1a"
