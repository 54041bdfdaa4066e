"""The days of the year and the silence map show what the archive holds, and where it holds nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from site_builder import Site, build_site, write_files

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


def test_each_day_of_the_year_has_its_stories(short_site: Site) -> None:
    assert 'data-days="03-01 03-02 03-03 03-05"' in short_site.page("index.html")
    script = short_site.page("days/03.js")
    days = json.loads(script.removeprefix('NewsArchive.give("days/03",').removesuffix(");\n"))
    assert {day: len(stories) for day, stories in days.items()} == {"01": 2, "02": 1, "03": 1, "05": 1}


def test_an_archive_without_dates_has_no_day_of_the_year(tmp_path: Path) -> None:
    site = build_site(tmp_path, [write_files(tmp_path / "in", {"a.txt": f"عنوان بلا تاريخ\n{TEXT}\n"})])
    assert 'id="today"' not in site.page("index.html")
    assert not (site.output / "days").exists()
