"""A settings file that does not run is told with its line and with the name that may have been meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from news_archive.errors import ConfigurationError
from news_archive.pelican_plugin.settings_file import run_settings
from site_builder import ROOT


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ('"name": "خ', '"nmae": "خ'),
            "NEWS_ARCHIVE['site'] has no setting 'nmae'; is it name? It knows name, tagline",
        ),
        (('"site": {', '"sit": {'), "NEWS_ARCHIVE has no section 'sit'; is it site?"),
        (('"name": "خزانة الأخبار",', ""), "there is no 'name' where this line looks for it"),
        (('"samples": True,', '"samples": true,'), "NameError: name 'true' is not defined"),
        (('"samples": True,', '"samples": True'), None),
        (('"source": {', '"source": '), "SyntaxError: "),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, change: tuple[str, str], words: str | None) -> None:
    text = (ROOT / "pelicanconf.py").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "conf.py"
    path.write_text(text.replace(*change, 1), encoding="utf-8")
    if words is None:
        assert run_settings(path)["NEWS_ARCHIVE"]
        return
    with pytest.raises(ConfigurationError) as error:
        run_settings(path)
    assert words in str(error.value)
    assert "conf.py:" in str(error.value) or "(seen in line" in str(error.value)
