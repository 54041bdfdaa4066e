"""The days of the year and the silence map show what the archive holds, and where it holds nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from html_tree import parse_page
from site_builder import Site, build_archive, build_site, run_invoke, write_files

TEXT = "اجتمع مجلس البلدية أمس وقرر فتح الحديقة العامة للزوار من يوم السبت، ودعا السكان إلى المحافظة عليها وعلى أشجارها القديمة."


def record(paper: str, day: str, number: int) -> str:
    row = {
        "source": paper,
        "url": f"https://{paper}.example/{number}",
        "title": f"خبر {number} من {paper}",
        "date": day,
    }
    return json.dumps(row | {"content": f"{TEXT} الرقم {number} في {paper}، {day}."}, ensure_ascii=False)


@pytest.fixture(scope="module")
def short_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("short")
    lines = [record("north", f"2020-03-{day:02d}", day) for day in (1, 2, 5)]
    lines += [record("south", f"2020-03-{day:02d}", 40 + day) for day in (1, 3)]
    write_files(folder / "in", {"a.jsonl": "\n".join(lines) + "\n"})
    return build_site(folder, [folder / "in"])


def test_a_short_archive_shows_its_silence_day_by_day(short_site: Site) -> None:
    page = short_site.page("sources.html")
    table = page[page.index('class="silence"') :]
    assert table.count(">صمت<") == 3  # north on the 3rd and 4th, south on the 2nd
    assert table.count('scope="col"') == 5


def test_a_day_from_which_a_paper_has_but_a_copy_is_not_silent(tmp_path: Path) -> None:
    story = f"{TEXT} وحضر الافتتاح رئيس البلدية وعدد من المعلمين والطلاب."
    rows = [("north", "2020-03-01", f"{TEXT} الأول."), ("south", "2020-03-02", f"{story} ثم انصرفوا.")]
    rows += [
        ("north", "2020-03-02", story),
        ("north", "2020-03-03", "نقلت المكتبة كتبها إلى قاعة أوسع في وسط المدينة."),
    ]
    lines = "".join(
        json.dumps({"source": paper, "date": day, "title": f"خبر {n}", "content": text}, ensure_ascii=False) + "\n"
        for n, (paper, day, text) in enumerate(rows)
    )
    site = build_site(tmp_path, [write_files(tmp_path / "in", {"a.jsonl": lines})])
    assert "merged 1" in site.out
    page = site.page("sources.html")
    assert "بلا تاريخ · " not in page
    assert ">صمت<" not in page[page.index('class="silence"') :]
    assert "مادتان من ١ آذار ٢٠٢٠ إلى ٣ آذار ٢٠٢٠. وضُمّ سجلّ واحد إلى صفحات أخرى." in site.page("s/north.html")


def test_a_page_of_the_editors_needs_no_more_than_a_heading_and_a_draft_stays_at_home(tmp_path: Path) -> None:
    pages = {
        "pages/opening.md": "# افتتاح الأرشيف\n\nنصّ الصفحة.\n",
        "pages/سياسة النشر.md": "# سياسة النشر\n\nنصّ.\n",
        "pages/plain.md": "نصّ بلا عنوان.\n",
        "pages/secret.md": "Title: مسودة\nStatus: draft\n\nلم يكتمل بعد.\n",
    }
    site = build_archive(tmp_path, pages, {"a.txt": f"خبر\n{TEXT}\n"})
    assert site.exit_code == 0, site.err
    page = parse_page(site.page("opening.html"))
    assert [h.text() for h in page.find("h1")] == ["افتتاح الأرشيف"]
    assert parse_page(site.page("plain.html")).one("h1").text() == "plain"
    assert (
        ".html" not in site.files()
        and sum("سياسة النشر</h1>" in site.page(p) for p in site.files() if p.endswith(".html") and "/" not in p) == 1
    )
    assert not any("لم يكتمل" in site.page(path) for path in site.files() if path.endswith(".html"))
    assert run_invoke("check", "--output", "out", cwd=tmp_path).returncode == 0
    clash = build_archive(tmp_path, {"pages/index.md": "# صفحة\n\nنصّ.\n"}, {})
    assert clash.exit_code == 3 and "writes index.html" in clash.err


def test_each_page_of_the_editors_is_linked_from_the_page_about_the_archive(tmp_path: Path) -> None:
    pages = {
        "pages/thanks.md": "Title: شكر\nSlug: thanks\n\nشكراً.\n",
        "pages/thanks.en.md": "Title: Thanks\n\nThanks.\n",
    }
    site = build_archive(tmp_path, pages, {"a.txt": f"خبر\n{TEXT}"})
    about = site.page("about.html")
    others = about[about.index("صفحات أخرى") :].partition("</section>")[0]
    assert others.count("<li") == 1 and 'href="thanks.html"' in others and "Thanks" in others
    assert "صفحات أخرى" not in site.page("thanks.html")


def test_what_has_no_source_is_none_that_was_silent(tmp_path: Path) -> None:
    lines = [record("north", f"2020-03-{day:02d}", day) for day in (1, 5)]
    lines += [
        record("", f"2020-03-{day:02d}", 40 + day).replace("https://.example/", "https://x.example/") for day in (1, 4)
    ]
    site = build_site(tmp_path, [write_files(tmp_path / "in", {"a.jsonl": "\n".join(lines) + "\n"})])
    page = site.page("sources.html")
    assert page[page.index('class="silence"') :].count(">صمت<") == 3  # north on the 2nd, 3rd and 4th
    assert "مصدر واحد، أكثرها" in page
    assert "<b>مصدر واحد</b>" in site.page("index.html")
    assert "sources: 1" in site.page("llms.txt")


def test_a_day_leads_to_the_days_beside_it_and_to_its_month(short_site: Site) -> None:
    page = short_site.page("d/2020-03-02.html")
    ways = page[page.index("<nav class=ways") : page.index("</nav>")]
    assert "<a href=2020-03-01.html rel=prev>" in ways
    assert "<a href=2020-03-03.html rel=next>" in ways
    assert "calendar.html#m2020-03>" in ways
    assert "rel=prev" not in short_site.page("d/2020-03-01.html")
    assert "rel=next" not in short_site.page("d/2020-03-05.html")


def test_an_article_says_that_it_is_alone_in_its_day(short_site: Site) -> None:
    alone = {
        row["date"]: "d/" in short_site.page(f"a/{row['id']}.html").partition(" data-alone")[0][-40:]
        and " data-alone" in short_site.page(f"a/{row['id']}.html")
        for row in short_site.data("articles")
    }
    assert alone == {"2020-03-01": False, "2020-03-02": True, "2020-03-03": True, "2020-03-05": True}


def test_each_day_of_the_year_has_its_stories(short_site: Site) -> None:
    assert 'data-days="03-01 03-02 03-03 03-05"' in short_site.page("index.html")
    script = short_site.page("days/03.js")
    days = json.loads(script.removeprefix('NewsArchive.give("days/03",').removesuffix(");\n"))
    assert {day: len(stories) for day, stories in days.items()} == {"01": 2, "02": 1, "03": 1, "05": 1}


def test_an_archive_without_dates_has_no_day_of_the_year(tmp_path: Path) -> None:
    site = build_site(tmp_path, [write_files(tmp_path / "in", {"a.txt": f"عنوان بلا تاريخ\n{TEXT}\n"})])
    assert 'id="today"' not in site.page("index.html")
    assert not (site.output / "days").exists()


def test_sections_have_a_list_that_their_articles_lead_to(tmp_path: Path) -> None:
    lines = [record("north", "2020-03-01", 1), record("north", "2020-03-02", 2)]
    rows = [json.loads(line) for line in lines]
    rows[0]["author"], rows[1]["tags"] = "متابعة - سامي الخطيب", "حدائق، بلدية"
    folder = write_files(
        tmp_path / "in", {"a.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)}
    )
    site = build_site(tmp_path, [folder])
    assert 'href="sections.html"' in site.page("sources.html")
    page = site.page("sections.html")
    desk = next(row for row in site.data("articles") if row["url"].endswith("/1"))
    tagged = next(row for row in site.data("articles") if row["url"].endswith("/2"))
    assert "متابعة" in page
    assert f"a/{desk['id']}.html" in page
    assert page.count(f"a/{tagged['id']}.html") == len(tagged["tags"])
    link = site.page(f"a/{desk['id']}.html").split("<dt>القسم<dd><a href=")[1].split(">")[0]
    assert f'id="{link.split("#")[1]}"' in page


def test_the_calendar_opens_at_the_fullest_year(tmp_path: Path) -> None:
    lines = [record("north", f"2015-03-{day:02d}", day) for day in (1, 2, 5)] + [record("north", "2018-05-01", 9)]
    site = build_site(tmp_path, [write_files(tmp_path / "in", {"a.jsonl": "\n".join(lines) + "\n"})])
    page = site.page("calendar.html")
    assert 'id="y2015" open' in page
    assert page.count(" open>") == 1
    assert "sections.html" not in site.page("sources.html")
    order = json.loads(
        site.page("days/2015-03.js").removeprefix('NewsArchive.give("days/2015-03",').removesuffix(");\n")
    )
    assert sorted(order["days"]) == ["2015-03-01", "2015-03-02", "2015-03-05"]
    assert (order["before"], order["after"]) == ("", "2018-05")


def test_a_long_archive_shows_its_silence_year_by_year(tmp_path: Path) -> None:
    days = [f"{year}-{month:02d}-10" for year in (2010, 2011, 2013) for month in (1, 2, 5)]
    lines = [record("north", day, number) for number, day in enumerate(days)]
    site = build_site(tmp_path, [write_files(tmp_path / "in", {"a.jsonl": "\n".join(lines) + "\n"})])
    page = site.page("sources.html")
    table = page[page.index('class="silence"') :]
    assert table.count('scope="col"') == 4
    assert table.count(">صمت<") == 1  # 2012
    assert "صمت ٩ أشهر" in table  # of 2010 and 2011: all but January, February, May
    assert "صمت شهرين" in table  # of 2013, March and April: it ends in May


def test_the_years_outside_a_sources_life_are_one_cell_of_the_map(tmp_path: Path) -> None:
    lines = [record("north", f"{year}-01-10", year) for year in range(1980, 2020)]
    lines += [record("south", "2000-01-10", 1), record("west", "1980-01-10", 2)]
    site = build_site(tmp_path, [write_files(tmp_path / "in", {"a.jsonl": "\n".join(lines) + "\n"})])
    table = site.page("sources.html").partition('class="silence"')[2]
    south, west = (table.partition(f"<bdi>{name}</bdi>")[2].partition("</tr>")[0] for name in ("south", "west"))
    assert (south.count("<td"), 'colspan="20"' in south, 'colspan="19"' in south) == (3, True, True)
    assert (west.count("<td"), 'colspan="39"' in west) == (2, True)


def test_every_page_can_tell_the_root_of_the_release_and_none_changes_with_it(short_site: Site) -> None:
    root = json.loads(short_site.page("data/release.json"))["root"]
    assert short_site.page("data/release.js") == f'NewsArchive.give("release","{root}");\n'
    assert root in short_site.page("index.html")
    assert not any(root in short_site.page(path) for path in short_site.files() if path.startswith(("a/", "d/", "s/")))


def carried(days: tuple[str, ...], field: str) -> str:
    """Return one text that three papers carried, each on its day."""
    text = " ".join(f"{TEXT} وقال عضو المجلس رقم {n} إن العمل بدأ." for n in range(6))
    rows = [
        {"source": paper, "url": f"https://{paper}.example/1", "title": f"خبر {paper}", field: day, "content": text}
        for paper, day in zip(("north", "south", "east"), days, strict=True)
    ]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_the_front_page_says_how_its_lead_travelled_from_paper_to_paper(tmp_path: Path) -> None:
    lines = carried(("2020-03-03", "2020-03-01", "2020-03-02"), "date")
    page = build_site(tmp_path, [write_files(tmp_path / "in", {"a.jsonl": lines})]).page("index.html")
    chain = page[page.index("كيف انتقل الخبر") :].partition("</ol>")[0]
    assert [chain.index(paper) for paper in ("south", "east", "north")] == sorted(
        map(chain.index, ("south", "east", "north"))
    )
    assert chain.count("آذار ٢٠٢٠") == 3


def test_where_only_days_of_collection_are_known_nobody_is_said_to_be_first(tmp_path: Path) -> None:
    lines = carried(("2020-03-03", "2020-03-01", "2020-03-02"), "date_extracted")
    page = build_site(tmp_path, [write_files(tmp_path / "in", {"a.jsonl": lines})]).page("index.html")
    assert "كيف انتقل الخبر" not in page
    assert "آذار" not in page[page.index('class="spread"') :].partition("</ol>")[0]


def different(paper: str, day: str, number: int) -> str:
    words = " ".join(f"كلمة{number * 40 + n}" for n in range(40))
    row = {
        "source": paper,
        "url": f"https://{paper}.example/{number}",
        "title": f"خبر {number} من {paper}",
        "date": day,
    }
    return json.dumps(row | {"content": f"{words}."}, ensure_ascii=False)


def test_a_source_with_much_a_day_lists_its_newest_and_leads_to_its_place_in_each_day(tmp_path: Path) -> None:
    lines = [different("first", "2020-03-01", n) for n in range(13)]
    lines += [different("north", f"2020-03-0{1 + n // 12}", 20 + n) for n in range(24)]
    lines += [different("sparse", f"2020-02-{1 + n:02d}", 50 + n) for n in range(12)]
    settings = 'NEWS_ARCHIVE = {"source": {"samples": False}, "site": {"page_size": 10}}'
    site = build_archive(tmp_path, {}, {"a.jsonl": "\n".join(lines) + "\n"}, settings=settings)
    assert site.exit_code == 0, site.err
    files = site.files()
    assert "s/north-2.html" not in files and "s/sparse-2.html" in files
    page = parse_page(site.page("s/north.html"))
    assert len(page.one("section", aria_label="المواد").find("a")) == 10
    days = page.one("section", id="days").find("a")
    assert [(a.text(), a.attributes["href"]) for a in days] == [
        ("٢ آذار", "../d/2020-03-02.html#s-north"),
        ("١ آذار", "../d/2020-03-01-2.html#s-north"),  # behind what the first paper has of that day
    ]
    listed = {
        a.attributes["href"]
        for name in files
        if name.startswith("d/2020-03")
        for a in parse_page(site.page(name)).find("a")
        if a.attributes["href"].startswith("../a/")
    }
    assert len(listed) == 37
    assert run_invoke("check", "--only", "links", "--output", site.output, cwd=tmp_path).returncode == 0

    more = "\n".join([*lines, *(different("first", "2020-03-01", 100 + n) for n in range(10))]) + "\n"
    stepped = build_archive(tmp_path, {}, {"a.jsonl": more}, settings=settings)
    assert "../d/2020-03-01-3.html#s-north" in stepped.page("s/north.html")  # another paper moved its place
    fresh = build_archive(tmp_path, {}, {"a.jsonl": more}, "--fresh", settings=settings, output="fresh")
    assert stepped.files() == fresh.files()
