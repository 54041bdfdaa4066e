"""A published address that goes is told with what stands for it, and leads on where the editor says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from html_tree import parse_page
from site_builder import Site, build_archive, run_invoke, write_files

BREAD = "الفرن القديم في الحي\nلم يتغير الفرن القديم في حي الدباغين إلا قليلاً: بابه من حديد، ووقوده من جفت الزيتون الذي تبيعه التعاونية."
RAIN = "أمطار على الساحل\nهطلت أمطار غزيرة على الساحل مساء أمس، وانقطع الطريق بين القريتين ساعتين ثم عاد السير إليه صباح اليوم."


def id_of(site: Site, source: str) -> str:
    return next(str(row["id"]) for row in site.data("ledger") if row["source"] == source)


def warnings(site: Site) -> list[str]:
    return [line for line in site.out.splitlines() if line.startswith("warning")]


def test_a_changed_file_is_told_and_its_old_address_leads_on(tmp_path: Path) -> None:
    before = build_archive(tmp_path, {}, {"bakery.txt": BREAD, "rain.txt": RAIN})
    old, rain = id_of(before, "bakery.txt"), id_of(before, "rain.txt")
    changed = build_archive(tmp_path, {}, {"bakery.txt": BREAD.replace("قليلاً", "قليلا جداً")})
    new = id_of(changed, "bakery.txt")
    assert old != new
    assert not (changed.output / "a" / f"{old}.html").exists()
    (told,) = warnings(changed)
    assert f"the page a/{old}.html is gone: bakery.txt was changed, and its page is a/{new}.html" in told
    suggested = run_invoke("suggest", "--only", "moved", "--output", changed.output, cwd=tmp_path).stdout
    assert "# bakery.txt" in suggested
    site = build_archive(tmp_path, {"moved.toml": suggested}, {})
    assert warnings(site) == []
    page = parse_page(site.page(f"a/{old}.html"))
    assert [link.attributes["href"] for link in page.one(data_part="moved").find("a")] == [f"{new}.html"]
    assert f'content="0;url={new}.html"' in site.page(f"a/{old}.html")
    assert old not in site.page("index.html") + site.page("sources.html")
    assert run_invoke("check", "--output", site.output, cwd=tmp_path).returncode == 0
    assert not run_invoke("suggest", "--only", "moved", "--output", site.output, cwd=tmp_path).stdout.count(rain)
    fresh = build_archive(tmp_path, {}, {}, output="fresh")
    assert fresh.files() == site.files()
    (tmp_path / "source" / "rain.txt").unlink()
    (told,) = warnings(build_archive(tmp_path, {}, {}))
    assert f"1 page is gone, for no record has its id any longer: a/{rain}.html (rain.txt)" in told


def test_a_name_with_another_id_keeps_its_old_address(tmp_path: Path) -> None:
    def name(slug: str) -> dict[str, str]:
        return {"entities/own.toml": f'[[entity]]\nid = "{slug}"\ntype = "organisation"\nname = "حي الدباغين"\n'}

    first = build_archive(tmp_path, name("tanners"), {"bakery.txt": BREAD})
    assert (first.output / "e" / "tanners.html").exists(), first.err
    (told,) = warnings(build_archive(tmp_path, name("tanners-quarter"), {}))
    assert "the page e/tanners.html is gone: no [[entity]] has this id any longer" in told
    moved = {"moved.toml": '[[moved]]\nfrom = "e/tanners.html"\nto = "e/tanners-quarter"\n'}
    for parts in ([], ["--parts", "2"]):
        site = build_archive(tmp_path, moved, {}, *parts)
        assert site.exit_code == 0, site.err
        assert warnings(site) == []
        assert 'href="tanners-quarter.html"' in site.page("e/tanners.html")
        assert run_invoke("check", "--output", site.output, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("entry", "code", "words"),
    [
        (
            'from = "86nkkbf4x1"\nto = "a/aaaaaaaaaa"',
            0,
            "a/86nkkbf4x1 leads to a/aaaaaaaaaa, which is no page of this build",
        ),
        ('from = "{id}"\nto = "a/aaaaaaaaaa"', 0, "is a page of this build and leads nowhere else"),
        ('from = "86nkkbf4x1"', 2, "needs to, the address of a page"),
        ('from = "عنوان"\nto = "a/aaaaaaaaaa"', 2, "needs from, the address of a page"),
        ('from = "86nkkbf4x1"\nto = "a/86nkkbf4x1"', 2, "leads back to itself"),
        ('form = "86nkkbf4x1"\nto = "a/86nkkbf4x1"', 2, "unknown name 'form'"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_told_with_its_line(tmp_path: Path, entry: str, code: int, words: str) -> None:
    if "{id}" in entry:
        entry = entry.replace("{id}", id_of(build_archive(tmp_path, {}, {"bakery.txt": BREAD}), "bakery.txt"))
    site = build_archive(tmp_path, {"moved.toml": f"# own\n[[moved]]\n{entry}\n"}, {"bakery.txt": BREAD})
    assert site.exit_code == code
    assert words in site.out + site.err
    assert "moved.toml:2" in site.out + site.err


def test_what_the_editor_merges_leads_on_by_itself(tmp_path: Path) -> None:
    first = build_archive(tmp_path, {}, {"bakery.txt": BREAD + " وفيه عمال كثيرون منذ زمن."})
    old = id_of(first, "bakery.txt")
    longer = BREAD + " وفيه عمال كثيرون منذ زمن. ويفتح صاحبه بابه كل يوم قبل الفجر بساعة."
    write_files(tmp_path / "source", {"longer.txt": longer})
    ids = f'ids = ["{old}", "{{new}}"]'
    second = build_archive(tmp_path, {}, {})
    new = id_of(second, "longer.txt")
    merge = f'[[merge]]\n{ids.replace("{new}", new)}\nmain = "{new}"\nreason = "خبر واحد"\n'
    third = build_archive(tmp_path, {"duplicates.toml": merge}, {})
    assert f'href="{new}.html"' in third.page(f"a/{old}.html")
    assert not [line for line in warnings(third) if old in line]


def test_a_correction_of_a_changed_file_is_told_its_new_id(tmp_path: Path) -> None:
    old = id_of(build_archive(tmp_path, {}, {"bakery.txt": BREAD}), "bakery.txt")
    entry = f'[[hide]]\nid = "{old}"\nreason = "طلب"\ndate = 2026-01-31\nauthor = "التحرير"\n'
    changed = {"bakery.txt": BREAD.replace("قليلاً", "قليلا جداً")}
    refused = build_archive(tmp_path, {"corrections/a.toml": entry}, changed)
    (tmp_path / "content" / "corrections" / "a.toml").unlink()
    new = id_of(build_archive(tmp_path, {}, {}), "bakery.txt")
    assert refused.exit_code == 2
    assert f"no article has the id {old} any longer: its file was changed, and its id is {new} now" in refused.err
