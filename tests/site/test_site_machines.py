"""What a built site gives to machines: it passes its own check, and a changed article rewrites only what shows it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from news_archive.built import BuiltSite
from news_archive.check.machines import json_ld, machines
from site_builder import Site, build_site, write_files

pytestmark = pytest.mark.site

HOSTILE = [
    "عنوان \x1a فيه محرف تحكم ]]> و<script>alert(1)</script>",
    "\u202eعنوان مقلوب 😀 & \"اقتباس\" 'مفرد'",
    "=1+1 عنوان كأنه صيغة",
    "</script><!-- عنوان ثالث",
]


def records(titles: list[str]) -> str:
    rows = [
        {
            "url": f"https://news.example/{n}?a=1&b=<{n}>",
            "title": title,
            "content": f"وصل القطار رقم {n} إلى محطة السنديان في موعده. " * 3 + f"الخبر {n * 7919}.",
            "source": "جريدة المرفأ" if n % 2 else "<المنارة>&",
            "author": title,
            "date": f"2015-07-{n + 1:02}",
        }
        for n, title in enumerate(titles)
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.mark.parametrize("options", [(), ("--siteurl", "https://example.org/repo/")])
def test_hostile_titles_leave_every_file_for_machines_valid(
    make_site: Callable[..., Site], options: tuple[str, ...]
) -> None:
    site = make_site({"news.jsonl": records(HOSTILE)}, *options)
    assert list(machines(BuiltSite.open(site.output))) == []
    rows = {row["id"]: row for row in site.data("articles")}
    assert len(rows) == len(HOSTILE)
    for name, row in rows.items():
        data = json_ld(site.page(f"a/{name}.html"))
        assert data is not None
        assert (data["headline"], data["author"]["name"]) == (row["title"], row["author"])
    assert (site.output / "sitemap.xml").exists() == bool(options) == (site.output / "opensearch.xml").exists()


def test_the_data_package_says_what_each_newspaper_is_called(samples_site: Site) -> None:
    package = json.loads((samples_site.output / "data" / "datapackage.json").read_bytes())
    called = {source["name"]: source["title"] for source in package["sources"]}
    assert {row["source"] for row in samples_site.data("articles") if row["source"]} <= called.keys()


def test_the_table_says_of_each_article_what_the_lines_say(samples_site: Site) -> None:
    text = gzip.decompress((samples_site.output / "data" / "articles.csv.gz").read_bytes()).decode("utf-8-sig")
    table = {row["id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    articles = samples_site.data("articles")
    assert table.keys() == {row["id"] for row in articles}
    for row in articles:
        cells = table[row["id"]]
        assert cells["title"].removeprefix("'") == row["title"].removeprefix("'")
        assert (cells["date"], cells["source"]) == (row["date"] or "", row["source"] or "")
        assert int(cells["carriers"]) == len(row["members"]) + 1


def test_the_samples_pass_the_check_for_machines(samples_site: Site) -> None:
    assert list(machines(BuiltSite.open(samples_site.output))) == []


def test_the_check_sees_a_feed_that_names_a_missing_page_and_a_column_that_is_not_described(
    make_site: Callable[..., Site],
) -> None:
    site = make_site({"news.jsonl": records(HOSTILE[:2])})
    feed = site.output / "feed.xml"
    feed.write_text(feed.read_text(encoding="utf-8").replace("a/", "a/0", 1), encoding="utf-8")
    ledger = site.output / "data" / "ledger.jsonl.gz"
    ledger.write_bytes(gzip.compress(b'{"strange": 1}\n', mtime=0))
    faults = list(machines(BuiltSite.open(site.output)))
    assert any("leads nowhere" in fault for fault in faults)
    assert any("strange" in fault for fault in faults)


def test_a_changed_article_rewrites_only_the_feeds_that_show_it(tmp_path: Path) -> None:
    source = write_files(tmp_path / "source", {"news.jsonl": records([f"خبر أول رقم {n}" for n in range(6)])})
    before = build_site(tmp_path, [source]).files()
    write_files(source, {"news.jsonl": records([f"خبر {'آخر' if n == 1 else 'أول'} رقم {n}" for n in range(6)])})
    site = build_site(tmp_path, [source])
    after = site.files()
    changed = {path for path in after if before.get(path) != after[path] and path.endswith((".xml", ".json"))}
    paper = next(row["source"] for row in site.data("articles") if "آخر" in row["title"])
    assert paper == "جريدة المرفأ"
    assert {path for path in changed if path.startswith("feed.")} == {"feed.xml", "feed.json"}
    assert len([path for path in changed if path.startswith("s/")]) == 2  # its own newspaper's, not the other one's
    fresh = build_site(tmp_path, [source], "--fresh", output="fresh").files()
    assert fresh == after
