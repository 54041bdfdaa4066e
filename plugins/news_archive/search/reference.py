"""whoosh as the archive's query language, scoring reference and command-line search.

The page answers from shards of its own; this module answers the same questions with an engine of its own, so that the
two can be held against each other, and so that the editor can search without a browser. Its index holds the published
articles under the same analysis as the page (``arabic.tokens``, ``normal``, ``stems``), is built on demand into
``.cache/`` and is never on the way of a build.

The engine is whoosh3, one of two living forks. Both gave equal results in a trial with a custom analyzer on Python
3.11, 3.12 and 3.13 without a warning; whoosh3 has no dependency of its own, declares Python 3.14 and is released often,
while whoosh-reloaded needs cached-property, declares nothing after 3.12 and holds escapes that newer Pythons report.
Nothing but this module knows whoosh.

Left out on purpose: wildcards, ranges and field prefixes. Every text is a valid query.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final, Literal

from whoosh import analysis, fields, index, qparser, query, scoring

from ..arabic import normal, stems, tokens
from ..arabic.normal import normalise
from ..arabic.stems import stem
from ..arabic.tokens import TOKEN
from ..errors import UsageError
from . import apart
from .apart import Families, is_kin
from .layout import EVERYWHERE, limit_from
from .rules import ASKING, HAPPENED, PARTICLES

Form = Literal["stem", "exact"]

FORMS: Final[tuple[Form, ...]] = ("stem", "exact")
ARTICLES: Final = "data/articles.jsonl.gz"
APART: Final = "apart.json"
"""Beside an index: of each stem whose forms are told apart (``apart``), how many documents hold each form."""
BLOCK_GAP: Final = 100
"""Positions between two blocks, so that no phrase runs from one paragraph into the next."""
EXACT_BOOST: Final = 0.5
"""Weight of the form as written beside its stem; it ranks and never decides what is found."""
EXCERPT: Final = 180
"""Code points of an excerpt, about."""
MEMORY: Final = 256
"""Megabytes of postings that whoosh holds before it writes them out."""
LONGEST_QUERY: Final = 2000
"""Code points of a query that are read, as in the page."""
DEEPEST_QUERY: Final = 20
"""Brackets in a query; with more of them they are ignored."""
OPERATORS: Final = {"AND": "&", "OR": "|", "NOT": "!", "أو": "|", "او": "|"}
SIGNS: Final = {"+": "+", "-": "!", "\N{MINUS SIGN}": "!"}
_OPENING: Final = '«“„＂"('
_PARTS: Final = re.compile(r"""[«“„＂"]([^«»“”„＂"]*)(?:[»”＂"]|$)|([()])|([^\s()«»“”„＂"]+)""")


@dataclass(frozen=True, slots=True)
class Document:
    """One published article, as a row of ``data/articles.jsonl.gz``."""

    id: str
    title: str
    paragraphs: tuple[str, ...]
    source: str
    """Name of the newspaper or site, or ''."""
    date: str
    """EDTF, or ''."""
    folder: str = ""
    """Of the part of the archive that it stands in, with a slash, or ''."""
    beside: tuple[str, ...] = ()
    """What finds it, too: headlines of its copies, names of its writers."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that a query found."""

    id: str
    url: str
    """Relative to the site."""
    title: str
    source: str
    date: str
    excerpt: str
    matched: tuple[str, ...]
    """The words of the excerpt that the query asked for, as written, each once."""
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query: how many articles match, and the best of them."""

    total: int
    hits: tuple[Hit, ...]


@cache
def analyse(surface: str, form: Form) -> str:
    """Return the key under which a surface token is indexed; '' for one that holds no letter.

    >>> analyse("السوريّة", "stem"), analyse("السوريّة", "exact")
    ('سور', 'السوريه')
    """
    norm = normalise(surface)
    return stem(norm) if form == "stem" else norm


class ArchiveAnalyzer(analysis.Analyzer):  # type: ignore[misc]  # whoosh has no type information
    """Cuts text as the archive does; a newline ends a block."""

    def __init__(self, form: Form) -> None:
        self.form: Form = form

    def __call__(self, value: str, **_options: Any) -> Iterator[Any]:
        """Yield one token object again and again, as whoosh's own analyzers do."""
        token = analysis.Token(True, True, removestops=True)
        token.boost, token.stopped = 1.0, False
        token.pos = start = 0
        for block in value.split("\n"):
            for match in TOKEN.finditer(block):
                token.text = analyse(match[0], self.form)
                if token.text:
                    token.startchar, token.endchar = start + match.start(), start + match.end()
                    yield token
                    token.pos += 1
            token.pos += BLOCK_GAP
            start += len(block) + 1


def build_reference(documents: Iterable[Document], folder: Path, *, title_weight: int = 2) -> None:
    """Write an index of ``documents`` into ``folder``, which must not exist; it appears there when it is complete."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    schema = fields.Schema(
        id=fields.ID(stored=True),
        stem=fields.TEXT(analyzer=ArchiveAnalyzer("stem")),
        exact=fields.TEXT(analyzer=ArchiveAnalyzer("exact"), phrase=False),
        row=fields.STORED,
    )
    writer = index.create_in(str(scratch), schema).writer(limitmb=MEMORY)
    try:
        for document in documents:
            text = "\n".join((*(document.title,) * title_weight, *document.paragraphs, *document.beside))
            row = [document.folder, document.title, document.source, document.date, *document.paragraphs]
            writer.add_document(id=document.id, stem=text, exact=text, row=json.dumps(row, ensure_ascii=False))
        writer.commit()
        (scratch / APART).write_text(json.dumps(_count_apart(scratch), ensure_ascii=False), encoding="utf-8")
    except BaseException:
        writer.cancel()
        shutil.rmtree(scratch)
        raise
    if folder.exists():
        shutil.rmtree(scratch)
    else:
        scratch.rename(folder)


def _count_apart(folder: Path) -> dict[str, dict[str, int]]:
    """Return the documents of each form, by stem, of the stems whose forms are told apart."""
    forms: dict[str, dict[str, int]] = {}
    with index.open_dir(str(folder), readonly=True).reader() as reader:
        for text, info in reader.iter_field("exact"):
            norm = text.decode()
            forms.setdefault(stem(norm), {})[norm] = info.doc_frequency()
        everywhere = limit_from(reader.doc_count(), EVERYWHERE)
        return {
            key: own
            for key, own in forms.items()
            if len(own) > 1
            and len(set(map(Families(key, own.items()).of, own))) > 1
            and reader.doc_frequency("stem", key) < everywhere
        }


def read_query(words: str, *, leaning: bool = False) -> str:
    """Return a query as whoosh is to see it: tokens, quotes and signs (& and, | or, ! not, + must), nothing else.

    Words that only ask are left out beside others, and those that lean on others but for ``leaning``.

    >>> read_query("روسيا AND NOT «سوريا ولبنان» -جنيف")
    'روسيا & ! "سوريا ولبنان" ! جنيف'
    >>> read_query("5.5%")
    '( 5 | 5 )'
    """
    parts: list[str] = []
    for match in _PARTS.finditer(words[:LONGEST_QUERY]):
        phrase, bracket, word = match.groups()
        if phrase is not None:
            parts += _quote(phrase)
        elif bracket:
            if bracket == "(" or parts.count("(") > parts.count(")"):
                parts.append(bracket)
        elif word in OPERATORS:
            parts.append(OPERATORS[word])
        else:
            opens = words[match.end() : match.end() + 1] or " "
            sign = SIGNS.get(word[0], "") if len(word) > 1 or opens in _OPENING else ""
            found = TOKEN.findall(word[1:] if sign else word)
            if sign == word:
                parts.append(sign)
            elif found:
                parts += [sign] * bool(sign) + (found if len(found) == 1 else ["(", " | ".join(found), ")"])
    if parts.count("(") > DEEPEST_QUERY:
        parts = [part for part in parts if part not in "()"]
    parts += [")"] * (parts.count("(") - parts.count(")"))
    asking = {i for i, part in enumerate(parts) if normalise(part) in ASKING}
    asking |= {i for i, part in enumerate(parts) if i and parts[i - 1] == "ماذا" and part in HAPPENED}
    lean = {i for i, part in enumerate(parts) if part in PARTICLES}
    gone = _find_spare(parts, asking, set())
    if not leaning:
        gone |= _find_spare(parts, lean, gone)
    return " ".join(part for i, part in enumerate(parts) if i not in gone)


def _find_spare(parts: list[str], spare: set[int], gone: set[int]) -> set[int]:
    """Return which of the spare words are to be left out, as the page does: where others are asked for beside them."""
    levels: list[list[int]] = [[]]  # of each open bracket, the places of its own parts
    found: set[int] = set()

    def close(level: list[int]) -> None:
        own = {i for i in level if i in spare and _is_plain(parts, i)}
        others = [i for i in level if i not in own | gone and parts[i] not in "&|!+" and not _is_excluded(parts, i)]
        found.update(own if others else ())

    for i, part in enumerate(parts):
        if part == ")":
            close(levels.pop())
            continue
        levels[-1].append(i)
        if part == "(":
            levels.append([])
    for level in levels:
        close(level)
    return found


def _is_plain(parts: Sequence[str], i: int) -> bool:
    """Say whether a word stands for itself: no sign before it, no AND at its sides."""
    before, after = parts[i - 1] if i else "", parts[i + 1] if i + 1 < len(parts) else ""
    return before not in {"!", "+", "&"} and after != "&" and parts[i] not in "()&|!+" and not parts[i].startswith('"')


def _is_excluded(parts: Sequence[str], i: int) -> bool:
    return i > 0 and parts[i - 1] == "!"


def _quote(phrase: str) -> list[str]:
    found = TOKEN.findall(phrase)
    return [f'"{" ".join(found)}"'] if len(found) > 1 else found


class MustGroup(qparser.GroupNode):  # type: ignore[misc]
    """What a plus demands: an And of one part, which no other sign gives."""

    merging = False
    qclass = query.And


def parse_query(words: str, *, exact: bool = False, leaning: bool = False) -> Any:
    """Return whoosh's query for ``words``, under the grammar of the search page.

    Words, "phrases", AND, OR (also أو), NOT, +must, -not, brackets; plain neighbours mean any of them, and a query that
    only excludes finds nothing.
    """
    form: Form = "exact" if exact else "stem"
    schema = fields.Schema(**{form: fields.TEXT(analyzer=ArchiveAnalyzer(form))})
    must = qparser.OperatorsPlugin.OpTagger(r"\+", MustGroup, qparser.PrefixOperator)
    plugins = [
        qparser.WhitespacePlugin(),
        qparser.PhrasePlugin(),
        qparser.GroupPlugin(),
        qparser.OperatorsPlugin([(must, 0)], And="&", Or=r"\|", Not="!", AndNot=None, AndMaybe=None, Require=None),
    ]
    parser = qparser.QueryParser(form, schema, plugins=plugins, group=qparser.OrGroup)
    asked = _exclude(parser.parse(read_query(words, leaning=leaning), normalize=False)).normalize()
    return query.NullQuery if isinstance(asked, query.Not) else asked


def _exclude(asked: Any) -> Any:
    """Let + and NOT act on their neighbours: whoosh reads ``a NOT b`` between any-of words as a, or all without b."""
    if not isinstance(asked, query.Or | query.And):
        return asked
    parts = [_exclude(part) for part in asked]
    if isinstance(asked, query.And) and len(parts) == 1:
        return asked
    unwanted = [part for part in parts if isinstance(part, query.Not)]
    must = [part for part in parts if _is_must(part)]
    other = [part for part in parts if not isinstance(part, query.Not) and not _is_must(part)]
    if not must and not other:
        return query.NullQuery
    found = query.And(must) if must else type(asked)(other)
    if must and other:
        found = (
            query.And([found, type(asked)(other)])
            if isinstance(asked, query.And)
            else query.AndMaybe(found, query.Or(other))
        )
    return query.And([found.normalize(), *unwanted]) if unwanted else found.normalize()


def _is_must(part: Any) -> bool:
    return isinstance(part, query.And) and len(part) == 1


def search_reference(words: str, folder: Path, *, limit: int | None = 10, exact: bool = False) -> Found:
    """Return the articles of the index in ``folder`` that match, best first (BM25F; equal scores in order of id)."""
    told_apart = json.loads((folder / APART).read_text(encoding="utf-8"))
    with index.open_dir(str(folder), readonly=True).searcher(weighting=scoring.BM25F()) as searcher:
        for leaning in (False, True):
            asked = parse_query(words, exact=True, leaning=leaning)
            if not exact:
                asked = _ask_stems(asked, told_apart)
            results = searcher.search(asked if exact else _prefer_exact(asked, words), limit=None)
            if results.top_n:
                break
        best = sorted(
            ((round(float(score), 9), searcher.stored_fields(number)) for score, number in results.top_n),
            key=lambda pair: (-pair[0], pair[1]["id"]),
        )
        wanted = set(asked.iter_all_terms())
        hits = tuple(_make_hit(score, stored, wanted) for score, stored in best[:limit])
        return Found(len(best), hits)


def _ask_stems(asked: Any, told_apart: dict[str, dict[str, int]]) -> Any:
    """Return a query for words as they are written as one for their stems, or for the forms of the word's own family."""

    def own(norm: str) -> Any:
        key = stem(norm)
        if key not in told_apart:
            return query.Term("stem", key)
        families = Families(key, told_apart[key].items())
        forms = [form for form in told_apart[key] if is_kin(families.of(form), families.of(norm))]
        return query.Or([query.Term("exact", form) for form in forms])

    def ask(part: Any) -> Any:
        if isinstance(part, query.Term):
            return own(part.text)
        if isinstance(part, query.Phrase):
            families = [own(norm) for norm in part.words if stem(norm) in told_apart]
            phrase = query.Phrase("stem", [stem(norm) for norm in part.words])
            return query.And([phrase, *families]) if families else phrase
        return part.apply(ask) if part != query.NullQuery else part

    return ask(asked)


def _prefer_exact(asked: Any, words: str) -> Any:
    """Let the words as written raise the score of what the stems found."""
    literal = [query.Term("exact", analyse(token, "exact"), boost=EXACT_BOOST) for token in TOKEN.findall(words)]
    return query.AndMaybe(asked, query.Or(literal)) if literal and asked != query.NullQuery else asked


def _make_hit(score: float, stored: dict[str, Any], wanted: set[tuple[str, str]]) -> Hit:
    folder, title, source, date, *paragraphs = json.loads(stored["row"])
    excerpt, matched = find_excerpt(paragraphs, wanted)
    return Hit(stored["id"], f"{folder}a/{stored['id']}.html", title, source, date, excerpt, matched, score)


def find_excerpt(paragraphs: Iterable[str], wanted: set[tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """Return the stretch of text that holds the most wanted keys, the earliest on a draw, and the words found in it.

    >>> find_excerpt(["قال الوزير", "زارت روسيا اليوم"], {("stem", stem("روسيا"))})
    ('زارت روسيا اليوم', ('روسيا',))
    """
    best: tuple[int, str, tuple[str, ...]] | None = None
    for paragraph in paragraphs:
        found = [m for m in TOKEN.finditer(paragraph) if any((form, analyse(m[0], form)) in wanted for form in FORMS)]
        different = len({analyse(m[0], "stem") for m in found})
        if best is None or different > best[0]:
            start, end = _cut(paragraph, found[0].start() if found else 0)
            words = tuple(dict.fromkeys(m[0] for m in found if start <= m.start() and m.end() <= end))
            lead, tail = "… " if start else "", " …" if end < len(paragraph) else ""
            best = different, lead + paragraph[start:end] + tail, words
    return (best[1], best[2]) if best else ("", ())


def _cut(text: str, place: int) -> tuple[int, int]:
    """Return whole words round ``place``, about ``EXCERPT`` code points."""
    start = max(0, place - EXCERPT // 4)
    start = text.rfind(" ", 0, start + 1) + 1 if start else 0
    end = start + EXCERPT
    if end >= len(text):
        return start, len(text)
    space = text.rfind(" ", start, end)
    return start, space if space > place else end


def find_articles(output: Path) -> list[Path]:
    """Return the files of articles of a built site: its own, or one of each of its parts."""
    whole = output / ARTICLES
    return [whole] if whole.is_file() else sorted(output.glob(f"parts/*/{ARTICLES}"))


def read_documents(articles: Path, folder: str = "") -> Iterator[Document]:
    """Yield the published articles of a ``data/articles.jsonl.gz``, whose pages stand in ``folder`` of the site."""
    with gzip.open(articles, "rt", encoding="utf-8", newline="\n") as lines:
        for line in lines:
            row = json.loads(line)
            yield Document(
                row["id"],
                row["title"],
                tuple(row["paragraphs"]),
                row.get("source") or "",
                row.get("date") or "",
                folder,
                tuple(_find_beside(row)),
            )


def _find_beside(row: dict[str, Any]) -> Iterator[str]:
    """Yield the headlines of what was merged into an article, if they are others, and the names of who wrote it."""
    members = row.get("members") or ()
    yield from dict.fromkeys(member["title"] for member in members if member["title"] != row["title"])
    yield from dict.fromkeys(filter(None, [row.get("author"), *(member.get("author") for member in members)]))


def index_key(files: Sequence[Path]) -> str:
    """Return what an index depends on as a short name: the articles, the analysis and this module."""
    digest = hashlib.sha256()
    for path in (Path(__file__), *(Path(str(module.__file__)) for module in (normal, stems, tokens, apart))):
        digest.update(path.read_bytes())
    for articles in files:
        digest.update(articles.parent.parent.name.encode())
        with articles.open("rb") as handle:
            digest.update(hashlib.file_digest(handle, "sha256").digest())
    return digest.hexdigest()[:16]


def search_site(
    words: str,
    output: Path,
    cache_folder: Path,
    *,
    limit: int | None = 10,
    exact: bool = False,
    track: Callable[[Iterable[Document]], Iterable[Document]] = lambda documents: documents,
) -> Found:
    """Search a built site; index it first if its articles changed. ``track`` may watch the documents go by.

    Raises UsageError when ``output`` holds no built site or its articles cannot be read.
    """
    files = find_articles(output)
    if not files:
        raise UsageError(
            f"{output / ARTICLES} does not exist; run `invoke build` first, or name the site with --output"
        )
    folder = cache_folder / index_key(files)
    if not folder.is_dir():
        for old in cache_folder.glob("*") if cache_folder.is_dir() else ():
            shutil.rmtree(old, ignore_errors=True)
        try:
            build_reference(track(chain.from_iterable(_read_part(articles, output) for articles in files)), folder)
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise UsageError(f"{output / ARTICLES} cannot be read ({error}); run `invoke build` again") from error
    return search_reference(words, folder, limit=limit, exact=exact)


def _read_part(articles: Path, output: Path) -> Iterator[Document]:
    place = articles.parent.parent.relative_to(output).as_posix()
    return read_documents(articles, "" if place == "." else f"{place}/")
