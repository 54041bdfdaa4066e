"""Packages that no page needs are not imported with Pelican; a page that needs one gets it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from site_builder import ROOT, build_archive

ARTICLE = {"one.txt": "عنوان المادة\n\nنصّ المادة الأولى كما وصل من المراسل في المدينة صباح اليوم.\n"}


def test_a_page_in_restructuredtext_is_still_drawn(tmp_path: Path) -> None:
    page = "صفحة أخرى\n#########\n\n:slug: other\n\nكلمة *مؤكدة* فيها.\n"
    site = build_archive(tmp_path, {"pages/other.rst": page}, ARTICLE)
    assert site.exit_code == 0, site.err
    assert "<em>مؤكدة</em>" in site.page("other.html")


def test_what_was_left_out_is_there_for_whoever_imports_it_afterwards() -> None:
    code = (
        "from news_archive.pelican_plugin.lean import import_pelican\n"
        "import sys\n"
        "import_pelican()\n"
        "assert not any(name.split('.')[0] in ('docutils', 'watchfiles') for name in sys.modules)\n"
        "from docutils.core import publish_string\n"
        "from watchfiles import watch\n"
        "assert b'<em>' in publish_string('*x*', writer='html')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "plugins", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
