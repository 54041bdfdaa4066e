"""Hostile text stays text: five hundred payloads in every field change no element of any page, and reach no other place.

Every page of a site full of payloads is read by Chromium's own parser and held against those of the same site with the
word X in their place. That the comparison sees a hole is shown with holes made on purpose.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
from hostile.payloads import all_payloads, schemes
from news_archive.clean.edits import replay, undo
from news_archive.models import Action, Span
from site_builder import ROOT, Site, build_archive, run_invoke

pytestmark = [pytest.mark.browser, pytest.mark.site]

PAYLOADS = all_payloads()
LETTERS = "ابتجدرزسشصضطعغفقكلمنهي"
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
READ = """pages => pages.map(html => {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const path = e => {
    const steps = [];
    for (; e; e = e.parentElement) {
      // which way a text runs is told by its letters: an element that does nothing else, and dir with its two values
      const own = e.getAttributeNames().filter(n => n !== "open" && !(n === "dir" && /^(ltr|rtl)$/.test(e.dir)));
      if (e.localName !== "bdi" || own.length) steps.unshift(e.localName + "[" + own.sort().join() + "]");
    }
    return steps.join(">");
  };
  const all = [...parsed.querySelectorAll("*")];
  const body = parsed.querySelector("[data-part=body]");
  const h1 = parsed.querySelector("h1");
  return {
    paths: [...new Set(all.map(path))],
    links: all.flatMap(e => ["href", "src", "action", "formaction", "data", "poster", "srcset"]
      .filter(n => e.hasAttribute(n)).map(n => e.getAttribute(n))),
    title: h1 ? h1.textContent : "",
    head: parsed.title,
    paragraphs: body ? [...body.querySelectorAll("p[id]")].map(p => p.textContent) : [],
    json: [...parsed.querySelectorAll("script[type='application/ld+json']")].map(s => s.textContent),
    visible: all.filter(e => !e.closest("[data-part=changes]") && !e.children.length).map(e => e.textContent).join("\\n"),
  };
})"""


def word(number: int) -> str:
    """Return a word that stands for a number and for no other."""
    digits = []
    for _ in range(4):
        number, rest = divmod(number, len(LETTERS))
        digits.append(LETTERS[rest])
    return "مر" + "".join(digits)


@dataclass(frozen=True, slots=True)
class Hostile:
    """What is put into an archive: for each payload a record, a file and a name."""

    payloads: list[str]

    def articles(self) -> dict[str, str | bytes]:
        records = []
        for n, text in enumerate(self.payloads):
            body = f"نصّ الخبر {word(n)} {word(n + 5000)} {text} {word(n + 9000)} آخره."
            records.append(
                {
                    "title": f"{text} {word(n)}" if n % 3 else text,
                    "content": body,
                    "author": text,
                    "source": text if n % 4 else "جريدة المرفأ",
                    "url": text if text in SCHEMES else f"http://paper.example/{n}",
                    "date": "2015-07-20" if n % 2 else text,
                }
            )
        records += [{"title": f"عنوان {word(n)}", "content": f"خبر {word(n)} بلا شيء."} for n in (9500, 9501)]
        records += [{"title": word(n), "content": f"خبر {word(n)}.\n{word(n)}\u200b.\nViews: 5"} for n in (9502, 9503)]
        alone = {"source": "جريدة لا عدد لها غيره", "date": "2014-03-02"}  # as one with a payload for its source is
        records.append({"title": word(9504), "content": f"خبر {word(9504)} وحده.", **alone})
        named = [f"ذُكر {name} في الخبر." for _, name in self.names()]
        lines = "\n".join(json.dumps(record) for record in records)
        files = {
            f"files/{name}.txt": f"{text}\nملف {word(n + 4000)} {text}\nنصّ آخر."
            for n, text in enumerate(self.payloads)
            if (name := self.file_name(n, text))
        }
        often = "\n".join(line.replace("ذُكر", "جاء") for line in named[::2])  # these have pages, the others share some
        return {
            "records.jsonl": lines,
            "names.txt": "أسماء\n" + "\n".join(named),
            "more.txt": f"غيرها\n{often}",
            **files,
        }

    def file_name(self, number: int, text: str) -> str:
        name = (
            text.replace("/", "\u2044").replace("\x00", "").encode("utf-8", "replace")[:180].decode("utf-8", "ignore")
        )
        return f"{number} {name}" if name.strip(".") else ""

    def names(self) -> Iterator[tuple[str, str]]:
        for n, text in enumerate(self.payloads):
            if all(c.isprintable() for c in text) and len(text) < 120:
                yield f"name-{n}", f"{text} {word(n + 2000)}"

    def content(self) -> dict[str, str]:
        entities = "\n".join(
            f'[[entity]]\nid = "{slug}"\ntype = "person"\nname = {json.dumps(name, ensure_ascii=False)}'
            for slug, name in self.names()
        )
        return {"entities/hostile.toml": entities, "entities/seed.toml": "", "entities/samples.toml": ""}


SCHEMES = set(schemes())


SHARED = 'NEWS_ARCHIVE.setdefault("entities", {}).update({"own_page": 2, "share_from": 1})\n'


def build(folder: Path, payloads: list[str], settings: str = "") -> Site:
    hostile = Hostile(payloads)
    source: Any = hostile.articles()
    site = build_archive(folder, hostile.content(), source, settings=SHARED + settings)
    assert site.exit_code == 0, site.err[-2000:]
    return site


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "neighbour.txt").write_text("untouched", encoding="utf-8")
    return build(folder, PAYLOADS)


@pytest.fixture(scope="module")
def plain_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same archive with X for every payload, and with nothing for some."""
    plain = [
        ["X", "سX", "", "http://x.example/", "عX", "قX", "لX", "دX"][n % 8 if n % 7 else 2]
        for n in range(len(PAYLOADS))
    ]
    return build(tmp_path_factory.mktemp("plain"), plain)


def kind(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return folder or re.sub(r"-\d+", "", name)


def read_pages(site: Site, browser: Any) -> dict[str, dict[str, Any]]:
    """Return every page as Chromium's parser sees it."""
    paths = sorted(path.relative_to(site.output).as_posix() for path in site.output.rglob("*.html"))
    page = browser.new_page()
    found: list[dict[str, Any]] = []
    for start in range(0, len(paths), 100):
        found += page.evaluate(READ, [site.page(path) for path in paths[start : start + 100]])
    page.close()
    return dict(zip(paths, found, strict=True))


def find_holes(site: Site, plain: Site, browser: Any) -> list[str]:
    """Return everything in which a page of ``site`` is more than text in the elements of ``plain``."""
    known: dict[str, set[str]] = {}
    for path, page in read_pages(plain, browser).items():
        known.setdefault(kind(path), set()).update(page["paths"])
    rows = {row["id"]: row for row in site.data("articles")}
    addresses = {row["url"] for row in rows.values()} | {m["url"] for row in rows.values() for m in row["members"]}
    holes: list[str] = []
    for path, page in read_pages(site, browser).items():
        holes += [f"{path}: {place}" for place in page["paths"] if place not in known.get(kind(path), set())]
        for link in page["links"]:
            if link not in addresses and (urlsplit(link).scheme or link.startswith(("//", "\\"))):
                holes.append(f"{path}: leads to {link}")
        if DIRECTION.search(page["visible"]):
            holes.append(f"{path}: direction is changed")
        if kind(path) == "a":
            holes += [f"{path}: {hole}" for hole in find_lost_text(rows[path[2:-5]], page)]
    return holes


def find_lost_text(row: dict[str, Any], page: dict[str, Any]) -> Iterator[str]:
    """Yield what an article's page does not say as its data say it."""
    if page["title"] != row["title"]:
        yield f"heading {page['title']!r} is not {row['title']!r}"
    if " ".join(row["title"].split()) not in page["head"]:
        yield f"title {page['head']!r} is not {row['title']!r}"
    if page["paragraphs"] != row["paragraphs"]:
        yield "paragraphs are not those of the data"
    for text in page["json"]:
        try:
            value = json.loads(text)
        except ValueError as error:
            yield f"JSON-LD: {error}"
            continue
        if value["headline"] != row["title"]:
            yield "JSON-LD: another headline"
        if value.get("author", {}).get("name") != row["author"]:
            yield "JSON-LD: another author"


def test_there_are_enough_of_every_family() -> None:
    assert len(PAYLOADS) >= 500


def test_no_payload_changes_an_element_a_link_or_a_word(hostile_site: Site, plain_site: Site, browser: Any) -> None:
    assert find_holes(hostile_site, plain_site, browser) == []


def test_the_checks_find_no_fault_in_a_site_of_payloads(hostile_site: Site) -> None:
    done = run_invoke("check", "--output", hostile_site.output, cwd=hostile_site.output.parent)
    assert done.returncode == 0, done.stdout[:3000]


def test_every_payload_is_accounted_for_and_can_be_rebuilt(hostile_site: Site) -> None:
    hostile = Hostile(PAYLOADS)
    ledger = hostile_site.data("ledger")
    assert len(ledger) == len(PAYLOADS) + 5 + 2 + sum(name.startswith("files/") for name in hostile.articles())
    raw = [json.loads(line) for line in str(hostile.articles()["records.jsonl"]).splitlines()]
    spans: dict[str, list[dict[str, Any]]] = {}
    for span in hostile_site.data("spans"):
        spans.setdefault(span["source"], []).append(span)
    rows = {row["id"]: row for row in hostile_site.data("articles")}
    for line in ledger:
        if not line["source"].startswith("records.jsonl#") or line["status"] != "kept":
            continue
        record, row = raw[int(line["source"].split("#")[1]) - 1], rows[line["id"]]
        own = [
            Span(s["field"], s["start"], s["end"], s["rule"], Action(s["action"]), s["text"], s["replacement"])
            for s in spans.get(line["source"], [])
        ]
        body, author = [s for s in own if s.field == "body"], [s for s in own if s.field == "author"]
        given = re.sub("[\ud800-\udfff]", "\x1a", record["content"])
        assert replay(given, body) == "\n".join(row["paragraphs"])
        assert undo("\n".join(row["paragraphs"]), body) == given
        assert replay(record.get("author", ""), author) == (row["author"] or "")


def test_files_that_machines_read_parse_back(hostile_site: Site) -> None:
    for path in hostile_site.output.rglob("*"):
        if path.suffix == ".xml":
            ElementTree.parse(path)
        elif path.suffix in (".json", ".webmanifest"):
            json.loads(path.read_text(encoding="utf-8"))
        elif path.name.endswith(".jsonl.gz"):
            for line in gzip.decompress(path.read_bytes()).decode().split("\n")[:-1]:
                assert isinstance(json.loads(line), dict)


def test_feeds_carry_the_titles_exactly(hostile_site: Site) -> None:
    titles = {row["title"] for row in hostile_site.data("articles")}
    shown = {re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", title) for title in titles}
    for path in hostile_site.output.rglob("*.xml"):
        tree = ElementTree.parse(path)
        for entry in tree.iter("{http://www.w3.org/2005/Atom}entry"):
            title = entry.findtext("{http://www.w3.org/2005/Atom}title") or ""
            assert title in titles | shown, path


def test_nothing_is_written_beside_the_site_and_its_memory(hostile_site: Site) -> None:
    folder = hostile_site.output.parent
    written = {path.name for path in folder.iterdir()}
    assert written == {"neighbour.txt", "conf.py", "content", "source", "out", ".cache"} - (
        set() if "__pycache__" not in written else {"__pycache__"}
    ) | ({"__pycache__"} & written)
    before = {name: hash_of(content) for name, content in Hostile(PAYLOADS).articles().items()}
    after = {
        path.relative_to(folder / "source").as_posix(): hash_of(path.read_bytes())
        for path in (folder / "source").rglob("*")
        if path.is_file()
    }
    assert after == before


def hash_of(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def test_every_published_name_is_plain_and_every_file_a_file(hostile_site: Site) -> None:
    for path in hostile_site.output.rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9._-]+", path.name), path
        assert not path.is_symlink()
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)


def test_a_reader_of_hostile_pages_and_results_meets_nothing_but_text(
    hostile_site: Site, serve_site: Any, open_page: Any
) -> None:
    base = serve_site(hostile_site.output)
    page = open_page(f"{base}search.html")
    for query in PAYLOADS[::25]:
        page.goto(f"{base}search.html?q={quote(query)}")
        page.wait_for_timeout(150)
        assert page.locator("#search-app img, #search-app iframe, #search-app svg[onload]").count() == 0, query
    for row in hostile_site.data("articles")[::25]:
        page.goto(f"{base}a/{row['id']}.html")
        assert page.locator("h1").inner_text().split() == row["title"].split()
    assert page.evaluate("window.hostile") is None
    assert page.faults == []


CONTROLS = {
    "autoescape off": 'JINJA_ENVIRONMENT = {**JINJA_ENVIRONMENT, "autoescape": False}',
    "plain json.dumps": (
        "import json\nfrom markupsafe import Markup\nimport news_archive.pelican_plugin.article_page as pages\n"
        "pages.json_for_script = lambda value: Markup(json.dumps(value, ensure_ascii=False))"
    ),
    "unquoted attribute": "THEME = {theme!r}",
}


@pytest.mark.parametrize("control", CONTROLS)
def test_a_hole_made_on_purpose_is_seen(control: str, plain_site: Site, browser: Any, tmp_path: Path) -> None:
    settings = f"sys.path.insert(0, {str(ROOT / 'plugins')!r})\n" + CONTROLS[control]
    if control == "unquoted attribute":
        theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
        template = theme / "templates" / "article.html"
        text = template.read_text(encoding="utf-8")
        assert "<h1" in text
        template.write_text(text.replace("<h1", "<h1 title={{ a.title }}", 1), encoding="utf-8")
        settings = settings.format(theme=str(theme))
    site = build(tmp_path, [*PAYLOADS[:40], *PAYLOADS[-60:]], settings)
    assert find_holes(site, plain_site, browser)
