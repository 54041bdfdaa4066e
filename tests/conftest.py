"""Fixtures of all tests: a site from a few files, and the two sites that many tests look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from browser_fixtures import browser, open_page, serve_site
from hypothesis import HealthCheck, settings
from site_builder import ROOT, SEED, Site, build_site, write_files

settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # a busy machine is no fault of the code

__all__ = ["browser", "make_site", "open_page", "samples_site", "seed_site", "serve_site"]


@pytest.fixture
def make_site(tmp_path: Path) -> Callable[..., Site]:
    """Write source files and build them: ``make_site({"a.txt": "..."}, "--strict")``; must not fail unasked."""

    def make(files: Mapping[str, str | bytes], *options: str | Path, exit_code: int = 0, output: str = "out") -> Site:
        source = write_files(tmp_path / "source", files)
        site = build_site(tmp_path, [source], *options, output=output)
        assert site.exit_code == exit_code, site.err + site.out
        return site

    return make


@pytest.fixture(scope="session")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the seed article alone."""
    site = build_site(tmp_path_factory.mktemp("seed"), [SEED])
    assert site.exit_code == 0, site.err + site.out
    return site


@pytest.fixture(scope="session")
def samples_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of everything in seeds/: the seed and the samples."""
    site = build_site(tmp_path_factory.mktemp("samples"), [ROOT / "seeds"])
    assert site.exit_code == 0, site.err + site.out
    return site
