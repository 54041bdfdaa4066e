"""What the data files say of the records, held against each other and against the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain
from typing import Any

from ..clean.edits import undo
from ..errors import BuildError
from ..models import Action, Span
from .pages import Pages


def ledger(pages: Pages) -> Iterator[str]:
    """Every record is kept, merged or rejected; merged ones end at a kept page in one step."""
    rows = list(pages.site.rows("ledger"))
    kept = {row["id"] for row in rows if row["status"] == "kept"}
    names = [row["source"] for row in rows]
    if len(set(names)) != len(names):
        yield "data/ledger.jsonl.gz: a record stands twice"
    for row in rows:
        if row["status"] == "merged" and row["merged_into"] not in kept:
            yield f"{row['source']}: merged into {row['merged_into']}, which is not kept"
        elif row["status"] == "rejected" and not row["reason"]:
            yield f"{row['source']}: rejected without a reason"
        elif row["status"] not in ("kept", "merged", "rejected"):
            yield f"{row['source']}: status {row['status']!r}"
    published = {row["id"] for row in pages.site.rows("articles")}
    for name in sorted(kept ^ published):
        yield f"{name}: in the ledger or in the articles, not in both"


def text(pages: Pages) -> Iterator[str]:
    """The visible paragraphs of each page are the cleaned text, exactly (an editor's Markdown left aside)."""
    markdown = {row["id"] for row in pages.site.rows("ledger") if row["source"].split("#")[0].endswith(".md")}
    for row in pages.site.rows("articles"):
        path = pages.site.article(row["id"])
        if not (pages.site.folder / path).is_file():
            yield f"{path}: the page is missing"
        elif row["id"] not in markdown and pages.page(path).paragraphs != row["paragraphs"]:
            yield f"{path}: the page's text is not that of data/articles.jsonl.gz"


def spans(pages: Pages) -> Iterator[str]:
    """The spans of each record fit its text, and undone they give the raw file, where that is published."""
    lines = {row["source"]: row for row in pages.site.rows("ledger") if row["status"] in ("kept", "merged")}
    found: dict[str, list[Span]] = defaultdict(list)
    for row in pages.site.rows("spans"):
        if row["source"] in lines:
            place = (row["field"], row["start"], row["end"], row["rule"])
            found[row["source"]].append(Span(*place, Action(row["action"]), row["text"], row["replacement"]))
    for row in chain(pages.site.rows("articles"), pages.site.rows("copies")):
        line = lines.get(row["record"])
        if line is not None:
            yield from (f"{row['id']}: {fault}" for fault in _undo(pages, row, line, found[line["source"]]))


def _undo(pages: Pages, row: dict[str, Any], line: dict[str, Any], own: list[Span]) -> Iterator[str]:
    raw: dict[str, str] = {}
    published = {"title": row["title"], "body": "\n".join(row["paragraphs"]), "author": row["author"] or ""}
    for field, words in published.items():
        if field == "title" and row["title_generated"]:
            continue  # the raw record has none
        try:
            raw[field] = undo(words, [span for span in own if span.field == field])
        except BuildError as error:
            yield f"{field}: {error}"
    folder = pages.site.article(row.get("page", row["id"])).partition("a/")[0]
    file = pages.site.folder / folder / "raw" / f"{row['id'][:10]}-{line['sha256'][:8]}.txt"
    if not file.is_file():
        return
    data = file.read_bytes()
    if sha256(data).hexdigest() != line["sha256"]:
        yield f"raw/{file.name} is not the file whose SHA-256 stands in the ledger"
    try:
        decoded = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return
    given = (decoded,) if row["title_generated"] else ()  # a single paragraph is a text without a title
    if (
        "body" in raw
        and b"\0" not in data
        and _is_arabic(decoded)
        and raw["body"] not in (decoded.partition("\n")[2], *given)
    ):
        yield f"raw/{file.name} is not what the spans give back"


def _is_arabic(text: str) -> bool:
    """Say whether the text was not decoded twice: such a file is repaired before it is read."""
    return any("\u0621" <= c <= "\u064a" for c in text)


def mentions(pages: Pages) -> Iterator[str]:
    """Every mention lies in its paragraph and reads as it says."""
    texts = {row["id"]: row["paragraphs"] for row in pages.site.rows("articles")}
    for row in chain(*map(pages.site.rows, ("mentions", "candidates", "quotations"))):
        paragraphs = texts.get(row["article"], [])
        inside = row["paragraph"] < len(paragraphs)
        if not inside or paragraphs[row["paragraph"]][row["start"] : row["end"]] != row["surface"]:
            yield f"{row['article']}: mention {row['surface']!r} is not at its place"
