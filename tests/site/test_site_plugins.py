"""Plugins and themes of others work with the archive's articles: they are Pelican's."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from site_builder import ROOT, build_site

pytest.importorskip("pelican.plugins.sitemap")

BASE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pelicanconf import *
PATH = {str(ROOT / "content")!r}
PLUGIN_PATHS = [{str(ROOT / "plugins")!r}]
THEME = {str(ROOT / "theme")!r}
"""


def write_settings(folder: Path, lines: str) -> Path:
    path = folder / "settings.py"
    path.write_text(BASE + lines, encoding="utf-8")
    return path


def test_pelicans_sitemap_plugin_lists_every_article(tmp_path: Path) -> None:
    lines = 'PLUGINS = [*PLUGINS, "pelican.plugins.sitemap"]\nSITEMAP = {"format": "txt"}\n'
    settings = write_settings(tmp_path, lines)
    site = build_site(tmp_path, [ROOT / "seeds"], "--settings", settings, "--siteurl", "https://example.org/x")
    assert site.exit_code == 0, site.err
    listed = set((site.output / "sitemap.txt").read_text().split())
    pages = {f"https://example.org/x/a/{path.name}" for path in (site.output / "a").glob("*.html")}
    assert pages and pages <= listed


def test_pelicans_simple_theme_draws_the_articles(tmp_path: Path) -> None:
    lines = 'THEME = "simple"\nDIRECT_TEMPLATES = ["index", "archives"]\nARCHIVES_SAVE_AS = "archives.html"\n'
    settings = write_settings(tmp_path, lines)
    site = build_site(tmp_path, [ROOT / "seeds"], "--settings", settings)
    assert site.exit_code == 0, site.err
    rows = site.data("articles")
    assert rows
    whole = 0
    for row in rows:
        page = site.page(f"a/{row['id']}.html")
        text = html.unescape(re.sub(r"<[^>]+>", "", page))
        whole += all(paragraph in text for paragraph in row["paragraphs"])
        assert "data-article-id" not in page
    assert whole >= len(rows) - 3  # the rest is the editor's Markdown, which stands raw in the data and drawn here
    assert all(f"a/{row['id']}.html" in site.page("archives.html") for row in rows)
    assert re.search('<link rel="?stylesheet', site.page("e/syria.html"))  # drawn by the archive's own theme
    again = build_site(tmp_path, [ROOT / "seeds"], "--settings", settings)
    assert again.files() == site.files()


def test_settings_count_as_pelican_reads_them(tmp_path: Path) -> None:
    lines = 'if "pelican" in sys.modules:\n    NEWS_ARCHIVE = {"dedupe": {"min_words": 100000}}\n'
    site = build_site(tmp_path, [ROOT / "seeds"], "--settings", write_settings(tmp_path, lines))
    assert site.exit_code == 0, site.err
    assert "contained" not in {row["relation"] for row in site.data("relations")}
