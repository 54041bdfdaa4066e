"""An archive in parts: every article in one of them, links that cross, data of each, one front page over all."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
from news_archive.check import run_checks
from news_archive.errors import ConfigurationError
from news_archive.parts import Layout, Member, check_way, part_name
from site_builder import ROOT, Site, build_archive, build_site, run_invoke

pytestmark = pytest.mark.site

HREF = re.compile(r'<a\b[^<>]*?\shref=("[^"]*"|[^\s">]+)')
OLD = (
    "عنوان قديم\nالتاريخ: 2014-03-02\n\nنصّ قصير عن مكتبة الحيّ القديم كتب للاختبار وحده، وفيه كلمات كافية ليكون مادة.\n"
)
NEW = "عنوان جديد\nالتاريخ: 2015-05-06\n\nنصّ آخر عن حديقة الحيّ الجديد كتب للاختبار وحده، وفيه كلمات أخرى غير تلك الكلمات.\n"


def pages(site: Site) -> dict[str, str]:
    """Return the folder of each article's page by its id; a page that stands twice fails."""
    found: dict[str, str] = {}
    for path in site.output.rglob("a/*.html"):
        assert path.stem not in found, path
        found[path.stem] = path.parent.parent.relative_to(site.output).as_posix()
    return found


def rows(site: Site, name: str) -> list[bytes]:
    """Return the lines of a data file, or of those of all parts."""
    files = [*site.output.glob(f"data/{name}"), *sorted(site.output.glob(f"parts/*/data/{name}"))]
    return sorted(line for path in files for line in gzip.decompress(path.read_bytes()).splitlines())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build_site(tmp_path_factory.mktemp("whole"), [ROOT / "seeds"])


@pytest.mark.parametrize("way", ["3", "year", "source"])
def test_every_article_is_in_one_part_and_every_link_leads_somewhere(way: str, whole: Site, tmp_path: Path) -> None:
    site = build_site(tmp_path, [ROOT / "seeds"], "--parts", way)
    assert site.exit_code == 0, site.err
    held = pages(site)
    assert held.keys() == pages(whole).keys()
    assert len(set(held.values())) > (int(way) - 1 if way.isdigit() else 1)
    assert all(folder.startswith("parts/") for folder in held.values())
    done = run_invoke("search", "بلدية", "--json", "--limit", "100", "--output", site.output, cwd=site.output.parent)
    hits = json.loads(done.stdout)["hits"]
    assert len(hits) > 1 and all(hit["url"] == f"{held[hit['id']]}/a/{hit['id']}.html" for hit in hits)
    for name in ("articles.jsonl.gz", "spans.jsonl.gz", "mentions.jsonl.gz", "ledger.jsonl.gz", "relations.jsonl.gz"):
        assert rows(site, name) == rows(whole, name)
    for check in ("ledger", "text", "spans", "mentions", "links", "html", "policy", "machines", "checksums", "sizes"):
        assert run_checks(site.output, check).faults == {check: []}
    crossing = [
        link.strip('"')
        for path in site.output.glob("parts/*/a/*.html")
        for link in HREF.findall(path.read_text(encoding="utf-8"))
        if "/a/" in link and ".." in link
    ]
    assert crossing, "an article leads to one in another part"


def test_the_pages_of_a_site_in_parts_say_what_those_of_a_whole_one_say(whole: Site, tmp_path: Path) -> None:
    site = build_site(tmp_path, [ROOT / "seeds"], "--parts", "year")
    asset = re.compile(r"(style|site|search|icon)-[0-9a-f]+")
    attribute = re.compile(r'\s(?:href|src|action)=(?:"[^"]*"|[^\s">]+)|"@id":"[^"]*"')
    for name, folder in pages(site).items():
        mine = attribute.sub("", site.page(f"{folder}/a/{name}.html"))
        assert asset.sub("", mine) == asset.sub("", attribute.sub("", whole.page(f"a/{name}.html")))


def test_a_site_in_parts_is_the_same_in_steps_also_when_an_article_moves_to_another_year(tmp_path: Path) -> None:
    source = tmp_path / "seeds"
    shutil.copytree(ROOT / "seeds", source)
    path = source / "000_43b867d5ca1d8b1e.txt"
    texts = [path.read_bytes(), path.read_bytes() + "\nوزارت بعثة من المدرسة روسيا وسوريا ثم عادت.\n".encode()]

    def edit() -> None:
        path.write_bytes(texts[1])

    def move() -> None:
        moved = [p for p in sorted((source / "samples").rglob("*.txt")) if "2015" in p.read_text("utf-8", "replace")]
        assert moved
        for one in moved:
            one.write_text(one.read_text("utf-8").replace("2015", "2016"), "utf-8")

    def undo() -> None:
        path.write_bytes(texts[0])

    assert build_site(tmp_path, [source], "--parts", "year").exit_code == 0
    for number, step in enumerate((edit, move, undo)):
        step()
        stepped = build_site(tmp_path, [source], "--parts", "year")
        fresh = build_site(tmp_path, [source], "--parts", "year", "--jobs", "2", output=f"fresh-{number}")
        assert (stepped.exit_code, fresh.exit_code) == (0, 0), stepped.err
        assert stepped.files() == fresh.files(), step
    whole = build_site(tmp_path, [source])
    assert not (whole.output / "parts").exists(), "an archive is put together again by building it without parts"
    assert whole.files() == build_site(tmp_path, [source], output="alone").files()


def test_a_changed_article_rewrites_its_part_and_what_stands_over_all(tmp_path: Path) -> None:
    nouns = ("مكتبة", "حديقة", "مدرسة", "سوق", "جسر", "ساحة", "محطة", "ميناء")

    def write(last: str) -> None:
        records = [
            {
                "url": f"https://paper.example/{n}",
                "title": f"افتتاح {noun} الحي",
                "content": " ".join(
                    [f"افتتحت البلدية {noun} في الحي", *(f"{noun}{k}" for k in range(30)), last * (n == 3)]
                ),
                "date": f"2015-0{n + 1}-04",
            }
            for n, noun in enumerate(nouns)
        ]
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (tmp_path / "articles.jsonl").write_text(lines, encoding="utf-8")

    write("")
    before = build_site(tmp_path, [tmp_path / "articles.jsonl"], "--parts", "4").files()
    write("وحضر الحفل أهل الحي كلهم")
    after = build_site(tmp_path, [tmp_path / "articles.jsonl"], "--parts", "4").files()
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    parts = {name.split("/")[1] for name in changed if name.startswith("parts/")}
    assert len(parts) == 1, changed


def test_hidden_articles_keep_their_address_whatever_part_it_was_in(tmp_path: Path) -> None:
    site = build_archive(tmp_path, {}, {"old.txt": OLD, "new.txt": NEW}, "--parts", "2")
    held = pages(site)
    name, folder = sorted(held.items())[0]
    entry = f'[[hide]]\nids = ["{name}"]\nreason = "بطلب"\ndate = 2026-01-31\nauthor = "المحرر"\n'
    later = build_archive(tmp_path, {"corrections/c.toml": entry}, {"old.txt": OLD, "new.txt": NEW}, "--parts", "2")
    assert later.exit_code == 0, later.err
    assert 'data-part="withdrawn"' in later.page(f"{folder}/a/{name}.html")
    assert run_invoke("check", "--output", "out", "--only", "links", cwd=tmp_path).returncode == 0


def test_each_part_is_held_to_the_limit_by_itself(tmp_path: Path) -> None:
    setting = "NEWS_ARCHIVE = {'publish': {'max_bytes': %d}}"
    articles = {"old.txt": OLD, "new.txt": NEW}
    refused = build_archive(tmp_path, {}, articles, "--parts", "2", settings=setting % 10_000)
    assert refused.exit_code == 3
    assert "would hold" in refused.err
    assert not refused.output.exists()


def test_parts_that_are_sites_of_their_own_lead_to_each_other_by_whole_addresses(tmp_path: Path) -> None:
    setting = "NEWS_ARCHIVE = {'publish': {'parts': 'year', 'part_address': 'https://other.example/archive-{part}'}}"
    site = build_site_with(tmp_path, setting, "--siteurl", "https://archive.example/news")
    assert site.exit_code == 0, site.err
    front = site.page("index.html")
    assert re.search(r'href="https://other\.example/archive-\d{4}/a/[0-9a-z]{10}\.html"', front)
    path = next(iter(sorted(site.output.glob("parts/2015/a/*.html"))))
    page = path.read_text(encoding="utf-8")
    assert "default-src 'self' https://archive.example;" in page
    links = [link.strip('"') for link in HREF.findall(page)]
    assert not [link for link in links if link.startswith("../../")], (
        "nothing leads out of the folder but whole addresses"
    )
    assert "https://archive.example/news/index.html" in links
    folder = site.output / "parts" / "2015"
    for link in links:
        target = link.split("#")[0]
        if target and "://" not in target:
            assert (path.parent / target).resolve().is_relative_to(folder), link
            assert (path.parent / target).is_file(), link
    assert re.search(r'href="https://other\.example/archive-\d{4}/a/[0-9a-z]{10}\.html"', site.page("feed.xml"))
    assert "https://other.example/archive-2015/sitemap-1.xml.gz" in (folder / "sitemap.xml").read_text(encoding="utf-8")
    assert (folder / ".nojekyll").is_file()
    refused = build_site_with(tmp_path, setting.replace("{part}", "x"), output="no")
    assert refused.exit_code == 2
    assert "part_address" in refused.err


def build_site_with(folder: Path, setting: str, *options: str, output: str = "out") -> Site:
    settings = folder / "conf.py"
    settings.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\nPATH = {str(ROOT / 'content')!r}\n"
        f"THEME, PLUGIN_PATHS = {str(ROOT / 'theme')!r}, [{str(ROOT / 'plugins')!r}]\n{setting}\n",
        encoding="utf-8",
    )
    return build_site(folder, [ROOT / "seeds"], "--settings", settings, *options, output=output)


def test_a_way_to_divide_that_there_is_not_is_refused(tmp_path: Path) -> None:
    refused = build_site(tmp_path, [ROOT / "seeds"], "--parts", "month")
    assert refused.exit_code == 2
    assert "year, decade, source, or a number" in refused.err
    for way in ("1", "0", "1000", "-2", "٣", "years"):
        with pytest.raises(ConfigurationError):
            check_way(way)


def test_parts_of_equal_size_are_told_from_the_id_alone() -> None:
    ids = [f"{n:04x}".translate(str.maketrans("", "")).replace("i", "") + "aaaaaa" for n in range(0, 65536, 7)]
    counts = [0] * 4
    for name in ids:
        counts[int(part_name("4", Member(name, "2015", "x"))) - 1] += 1
    assert sum(counts) == len(ids)


def test_links_in_text_are_text() -> None:
    layout = Layout({"h92vjfds0t": "2", "0k3mzq8d1c": "1"})
    page = b'<p>href="0k3mzq8d1c.html" href=../e/x.html</p><a class=x href=0k3mzq8d1c.html#p2>a</a><a href="https://x.example/a">b</a>'
    led = layout.relink("a/h92vjfds0t.html", page)
    assert led == page.replace(b"href=0k3mzq8d1c.html#p2", b"href=../../1/a/0k3mzq8d1c.html#p2")
