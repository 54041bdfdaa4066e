"""The stages in their order, each told what is remembered and asked only for what is not.

source -> clean -> analyse -> dedupe -> entities. Pages and search follow in ``pelican_plugin``; nothing here knows
Pelican, so the same run serves the command line. Each stage's memory is kept under a fingerprint of its own code, its
settings and the editor's files it reads: a change of the authority file re-links without re-cleaning, a change of the
theme does neither.
"""

from __future__ import annotations

import contextlib
import shutil
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

import msgspec
import numpy as np

from . import clean, corrections, dedupe, entities, ledger, source
from .corpus import Clean, Intake, build_corpus, load_corpus, save_corpus
from .corrections import Corrections, Corrector
from .entities import Authority
from .errors import UsageError
from .ledger import LedgerLine
from .mentions import MentionTable, carry_over, join_tables
from .models import (
    NEEDS_EXTRA,
    CleanArticle,
    Corpus,
    Duplicates,
    Entity,
    EntityType,
    Int64,
    RawRecord,
    Rejection,
    SourceArticle,
)
from .parallel import fork_map
from .settings import DedupeSettings, Settings
from .store import Store, digest, fingerprint_files
from .streamed import stream_corpus

_TABLES = ("mentions", "candidates", "quotations")
"""Names under which the tables of names are remembered."""
FEW_ARTICLES = 20
"""Articles below which a rule's firing is no statistic."""
FIRING = 0.2
"""A rule that fires so much more or less often than in the build before is named in the report."""
SHARE = 2500
"""Articles whose names a worker finds at a time."""
MANY = 1000
"""Articles from which a stage is worth spreading over workers."""
TOGETHER = 30_000
"""Articles up to which names are looked for while copies are; more would take more memory than both need in turn."""
PACKAGE = Path(__file__).parent
_COMMON = (
    "models.py",
    "settings.py",
    "analyse.py",
    "vocabulary.py",
    "corpus.py",
    "streamed.py",
    "spool.py",
    "store.py",
    "arabic",
)


class PreparedInput(Protocol):
    """Records that were treated before, perhaps on another engine; see ``prepare``."""

    @property
    def identity(self) -> bytes:
        """Stands for all that is in it."""

    @property
    def records_print(self) -> bytes:
        """The ``fingerprint_records`` under which they were treated."""

    def records(self, keep_raw: Callable[[str, bytes], None]) -> Iterator[RawRecord | Rejection]:
        """Yield every record, its packed article in place of its bytes."""

    def key(self, record: RawRecord, fingerprint: bytes) -> bytes:
        """Return the key that the record has among those of its own source."""

    def parse(self, record: RawRecord) -> SourceArticle | Rejection:
        """Unpack a record."""

    def clean(self, article: SourceArticle) -> CleanArticle | Rejection:
        """Return the unpacked article, which is clean."""

    def overlaps(self, settings: DedupeSettings) -> dedupe.State:
        """Return what its texts have in common, as the duplicate stage remembers it."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that is known of the articles once the stages have run."""

    settings: Settings
    intake: Intake
    duplicates: Duplicates
    page_ids: list[str]
    """Id of each story's page, in the order of ``duplicates.stories``."""
    authority: Authority
    mentions: MentionTable
    candidates: MentionTable
    """Names that are not in the authority file, each with its type in place of a slug; never linked."""
    quotations: MentionTable
    """Words between quotation marks, each with the slug of who said them; see ``entities.quotations``."""
    lines: list[LedgerLine]
    raw_files: dict[str, Path]
    """Where the raw file of a record stands, for records that are files of their own."""
    rule_counts: dict[str, tuple[int, int]]
    """Spans and articles of each cleaning rule."""
    review: list[str]
    """Articles that a human should look at, each with the reason."""
    seconds: dict[str, float]
    """Wall seconds per stage, in order."""
    corrections: Corrections
    """What the editor corrected, hid and redacted."""
    labels: dict[str, str]
    """What pages call a source, by the name that its articles give."""
    warnings: list[str]
    """What an editor must know and would not see on the pages: a redaction that finds nothing."""


def code_fingerprint(*names: str) -> bytes:
    """Return the digest of the named modules and packages of this package, with the shared base."""
    files: list[Path] = []
    for name in (*_COMMON, *names):
        path = PACKAGE / name
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return fingerprint_files(files)


def _settings_fingerprint(*sections: object) -> bytes:
    return msgspec.json.encode(sections, order="sorted")


def _folder_fingerprint(*paths: Path) -> bytes:
    files = [f for path in paths for f in (sorted(path.rglob("*")) if path.is_dir() else [path]) if f.is_file()]
    return digest(*(part for f in files for part in (f.name.encode(), f.read_bytes())))


def run_stages(
    paths: Sequence[Path],
    content: Path,
    settings: Settings,
    store: Store,
    *,
    fresh: bool = False,
    jobs: int = 1,
    tick: Callable[[str, int], None] = lambda _stage, _done: None,
    prepared: PreparedInput | None = None,
    remember: bool = True,
    left_out: Sequence[Path] = (),
) -> Archive:
    """Run source to entities over the records under ``paths``; ``content`` holds the editor's files.

    ``prepared`` records take the place of ``paths``. Without ``remember`` no next build is thought of.
    ``left_out`` are sources that this build does without.
    """
    seconds: dict[str, float] = dict.fromkeys(("clean", "dedupe", "entities"), 0.0)
    clock = _Clock(seconds)
    corrected = corrections.load_corrections(content / "corrections")
    known_names = _load_authority(content, settings, store, fresh)
    authority = corrections.restrict_authority(known_names, corrected)
    decisions = dedupe.load_decisions(content / "duplicates.toml")
    corrections.check_public(corrected, ((d.reason, d.origin) for d in (*decisions.merge, *decisions.split)))
    rules = clean.load_rules(content, settings)
    raw_files: dict[str, Path] = {}
    records_print = fingerprint_records(content, settings, corrected, apart=None if prepared else rules)
    if prepared is None:
        intake = _take_in(
            paths, content, settings, rules, corrected, store, records_print, fresh, jobs, tick, raw_files
        )
    else:
        intake = _take_over(prepared, store, records_print, fresh, jobs, tick, raw_files)
    warnings = _check_corrections(corrected, intake, settings, lambda: _ids_of(left_out, content, settings))
    clock.stop("clean")
    names_print = digest(
        records_print,
        code_fingerprint("entities"),
        _settings_fingerprint(settings.entities),
        _folder_fingerprint(content / "entities"),
    )
    withheld = corrections.names_redacted(corrected, authority)
    found_by = digest(records_print, code_fingerprint("entities"), _settings_fingerprint(settings.entities))
    with _begin_names(intake, authority, withheld, store, found_by, fresh, jobs) as find_names:
        clock.stop("entities")
        duplicates = _find_duplicates(  # while workers look for names
            intake,
            settings,
            authority,
            decisions,
            store,
            names_print,
            fresh,
            prepared,
        )
        heads = intake.corpus.heads
        corrections.check_members(corrected, heads, duplicates.stories, intake.article)
        clock.stop("dedupe")
        mentions, candidates, quotations = find_names()
        clock.stop("entities")
    ids = ledger.page_ids(heads, duplicates.stories)
    lines = ledger.draw_up(heads, duplicates.stories, ids, [r for _, r in intake.rejections], intake.inputs)
    if remember and (fresh or not intake.unchanged):
        save_corpus(store, records_print, intake)
    rule_counts, review = _count_rules(intake)
    review += _compare_rules(store, rule_counts, len(heads))
    review = [*duplicates.warnings, *review]
    warnings += corrections.find_idle(corrected, heads)
    warnings += corrections.find_other_spellings(corrected, known_names)
    warnings += rules.find_idle({head.paper for head in heads})
    warnings += clean.tell_unread_dates((head.source, head.flags) for head in heads)
    if prepared is None:
        names = (*(head.source for head in heads), *(rejection.source for _, rejection in intake.rejections))
        warnings += source.find_idle_tables(source.load_tables(content / "sources.toml"), names)
    warnings += _find_frequent(authority, mentions, len(heads), settings)
    return Archive(
        settings,
        intake,
        duplicates,
        ids,
        authority,
        mentions,
        candidates,
        quotations,
        lines,
        raw_files,
        rule_counts,
        review,
        seconds,
        corrected,
        {found.id: found.name for found in rules.sources},
        warnings,
    )


def _count_rules(intake: Intake) -> tuple[dict[str, tuple[int, int]], list[str]]:
    spans: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    review = []
    for head in intake.corpus.heads:
        for rule, count in head.rules:
            spans[rule] += count
            articles[rule] += 1
        review += [f"{head.source}: {flag}" for flag in head.flags if flag.startswith("much_removed")]
    return {rule: (spans[rule], articles[rule]) for rule in sorted(spans)}, sorted(review)


def _compare_rules(store: Store, counts: dict[str, tuple[int, int]], articles: int) -> list[str]:
    """Return the rules that fire a fifth more or less often than in the build before, and remember today's.

    Shares of articles are compared, so that a growing archive is no news; few articles prove nothing.
    """
    found = store.read("rules", b"")
    today = msgspec.json.encode({"articles": articles, "rules": {rule: n for rule, (_, n) in counts.items()}})
    before = bytes(found[1]["counts"]) if found else b""
    if today == before:
        return []
    store.write("rules", b"", {}, {"counts": today})
    old: dict[str, Any] = msgspec.json.decode(before) if before else {"articles": 0, "rules": {}}
    if min(old["articles"], articles) < FEW_ARTICLES:
        return []
    changed = []
    for rule in sorted(old["rules"].keys() | counts.keys()):
        past, now = old["rules"].get(rule, 0), counts.get(rule, (0, 0))[1]
        a, b = past / old["articles"], now / articles
        if max(past, now) >= FEW_ARTICLES and abs(b - a) > FIRING * max(a, 1e-9):
            changed.append(
                f"rule {rule}: {now:,} of {articles:,} articles, {past:,} of {old['articles']:,} in the last build"
            )
    return changed


def _watch_files(
    records: Iterator[RawRecord | Rejection], raw_files: dict[str, Path]
) -> Iterator[RawRecord | Rejection]:
    """Pass the records on, noting where those that are files of their own stand."""
    for record in records:
        if isinstance(record, RawRecord) and record.kind in ("txt", "md", "html"):
            raw_files[record.source] = Path(record.path)
        yield record


def _load_authority(content: Path, settings: Settings, store: Store, fresh: bool) -> Authority:
    """Return the authority file, remembered once it was found to be right: to read and check it is a tenth of a second."""
    folder = content / "entities"
    fingerprint = digest(
        code_fingerprint("entities"),
        _settings_fingerprint(settings.entities),
        str(content).encode("utf-8", "surrogatepass"),  # an entity tells where it stands
        _folder_fingerprint(folder),
        version("babel").encode(),  # the countries' names
    )
    found = None if fresh else store.read("authority", fingerprint)
    if found is not None:
        known = msgspec.msgpack.decode(found[1]["entities"], type=list[Entity])
        return Authority({entity.slug: entity for entity in known})
    authority = entities.load_authority(content, settings)
    store.write("authority", fingerprint, {}, {"entities": msgspec.msgpack.encode([*authority.entities.values()])})
    return authority


class _Clock:
    """Adds the wall seconds between one stop and the next to a stage's."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds = seconds
        self._last = time.perf_counter()

    def stop(self, stage: str) -> None:
        now = time.perf_counter()
        self._seconds[stage] += now - self._last
        self._last = now


def fingerprint_records(
    content: Path, settings: Settings, corrected: Corrections, *, apart: clean.CleaningRules | None = None
) -> bytes:
    """Return the digest of all that the outcome of a record depends on beside the record.

    Rules that are ``apart`` are left out but for the places they know: ``CleaningRules.print_of`` stands for what they
    say of one source.
    """
    return digest(
        code_fingerprint("source", "clean", "corrections"),
        _settings_fingerprint(settings.source, settings.clean),
        _folder_fingerprint(content / "sources.toml") if apart is None else repr(sorted(apart.places)).encode(),
        corrected.fingerprint,
    )


def open_records(
    paths: Sequence[Path], content: Path, settings: Settings, corrector: Corrector
) -> Iterator[RawRecord | Rejection]:
    """Yield the records under ``paths`` as the editor's tables read them, their names redacted."""
    return corrector.watch_names(source.find_records(paths, settings, source.load_tables(content / "sources.toml")))


def _take_in(
    paths: Sequence[Path],
    content: Path,
    settings: Settings,
    rules: clean.CleaningRules,
    corrected: Corrections,
    store: Store,
    records_print: bytes,
    fresh: bool,
    jobs: int,
    tick: Callable[[str, int], None],
    raw_files: dict[str, Path],
) -> Intake:
    corrector = Corrector(corrected)

    def screen(articles: Sequence[SourceArticle]) -> Clean:
        return partial(corrector.clean, clean=clean.screen_articles(articles, rules))

    return build_corpus(
        _watch_files(open_records(paths, content, settings, corrector), raw_files),
        partial(corrector.parse, parse=source.parse_record),
        partial(corrector.clean, clean=partial(clean.clean_article, rules=rules)),
        fingerprint=records_print,
        previous=None if fresh else load_corpus(store, records_print),
        jobs=jobs,
        tick=partial(tick, "clean"),
        screen=screen,
        own_key=corrector.key,
        other_keys=corrector.other_keys,
        seal=rules.print_of,
        retry=lambda rejection: rejection.reason == NEEDS_EXTRA and source.has_extra(),
    )


def _ids_of(paths: Sequence[Path], content: Path, settings: Settings) -> set[str]:
    """Return the ids of the records under some paths, which are read for nothing else."""
    records = open_records(paths, content, settings, Corrector(Corrections())) if paths else ()
    return {source.parse_record(record).id for record in records if isinstance(record, RawRecord)}


def _check_corrections(
    corrected: Corrections, intake: Intake, settings: Settings, elsewhere: Callable[[], set[str]]
) -> list[str]:
    rejections = [rejection for _, rejection in intake.rejections]
    warnings = corrections.check_against(corrected, intake.corpus.heads, rejections, elsewhere)
    corrections.check_copies(
        corrected, intake.corpus, rejections, least=settings.dedupe.contained, words=settings.dedupe.min_words
    )
    return warnings


def _take_over(
    prepared: PreparedInput,
    store: Store,
    records_print: bytes,
    fresh: bool,
    jobs: int,
    tick: Callable[[str, int], None],
    raw_files: dict[str, Path],
) -> Intake:
    """Build the corpus of records that are clean already; raw files among them are laid into the build's memory.

    Raises UsageError when they were cleaned under other rules or corrections than those in force.
    """
    if prepared.records_print != records_print:
        raise UsageError(
            "the prepared folder was made under other corrections, rules, settings or code; run invoke prepare again"
        )
    folder = store.folder / "raw"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    def keep_raw(name: str, data: bytes) -> None:
        number = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        raw_files[name] = folder / f"{number}{Path(name).suffix}"
        raw_files[name].write_bytes(data)

    previous = None if fresh else load_corpus(store, records_print)
    if previous is None:
        return stream_corpus(
            prepared.records(keep_raw),
            prepared.parse,
            lambda record: prepared.key(record, records_print),
            folder=store.folder,
            jobs=jobs,
            tick=partial(tick, "clean"),
        )
    return build_corpus(
        prepared.records(keep_raw),
        prepared.parse,
        prepared.clean,
        fingerprint=records_print,
        previous=previous,
        jobs=jobs,
        tick=partial(tick, "clean"),
        key_of=prepared.key,
    )


def _find_duplicates(
    intake: Intake,
    settings: Settings,
    authority: Authority,
    decisions: dedupe.Decisions,
    store: Store,
    names: bytes,
    fresh: bool,
    prepared: PreparedInput | None,
) -> Duplicates:
    """``names`` stands for what the authority knows. What texts have in common is remembered whatever that is."""
    fingerprint = digest(code_fingerprint("dedupe"), _settings_fingerprint(settings.dedupe))
    found = None if fresh else store.read("dedupe", fingerprint)
    known = found[0] if found else prepared.overlaps(settings.dedupe) if prepared else None
    duplicates, state = dedupe.find_duplicates(
        intake.corpus,
        settings.dedupe,
        is_name=entities.NameTest(authority),
        decisions=decisions,
        previous=known,
        names=names,
    )
    if found is None or not intake.unchanged or found[0]["names"].tobytes() != names:
        store.write("dedupe", fingerprint, state, {})
    return duplicates


_Tables = tuple[MentionTable, MentionTable, MentionTable]


@contextlib.contextmanager
def _begin_names(
    intake: Intake,
    authority: Authority,
    withheld: Mapping[str, frozenset[str]],
    store: Store,
    fingerprint: bytes,
    fresh: bool,
    jobs: int,
) -> Iterator[Callable[[], _Tables]]:
    """Let workers begin to look for names; yield what gives mentions, candidates and quotations.

    ``withheld`` gives the slugs redacted in the article of an id. Where only the authority file changed, the articles
    that the change can touch are looked through.
    """
    corpus = intake.corpus
    previous = intake.previous_number
    old = None if fresh else _load_tables(store, digest(fingerprint, intake.previous_identity))
    if old is not None:
        touched = _find_touched(corpus, authority, store, digest(fingerprint, intake.previous_identity))
        if touched is None:
            old = None
        elif len(touched):
            previous = previous.copy()
            previous[touched] = -1
        elif intake.unchanged:
            known = old
            yield lambda: known
            return

    def admit(found: MentionTable) -> MentionTable:
        if not withheld:
            return found
        ids, slugs = [head.id for head in corpus.heads], found.slugs
        pairs = found.rows[:, [0, 4]].tolist()
        return found.only(np.array([slugs[s] not in withheld.get(ids[a], ()) for a, s in pairs], np.bool_))

    def remember(tables: _Tables) -> _Tables:
        _save_tables(store, digest(fingerprint, intake.identity), tables, authority)
        return tables

    def add(old: _Tables) -> _Tables:
        new = np.flatnonzero(previous < 0).tolist()
        names = entities.find_names(corpus, authority, partial(_blocks, intake), new)
        return (
            carry_over(old[0], previous, admit(names.mentions)),
            carry_over(old[1], previous, names.candidates),
            carry_over(old[2], previous, admit(names.quotations)),
        )

    if old is not None:
        yield lambda: remember(add(old))
        return
    count = len(corpus.heads)
    if count > TOGETHER:
        yield lambda: remember(_join(_find_all(intake, authority, admit, jobs), count))
        return
    parts = _find_all(intake, authority, admit, jobs)
    try:
        yield lambda: remember(_join(parts, count))
    finally:
        if isinstance(parts, Generator):
            parts.close()


def _find_frequent(authority: Authority, mentions: MentionTable, count: int, settings: Settings) -> list[str]:
    sure = [place for place, rule in enumerate(mentions.rules) if rule in ("alias", "clitic")]
    rows = mentions.rows[np.isin(mentions.rows[:, 5], sure)][:, [0, 4]]
    return entities.find_frequent(authority, rows, mentions.slugs, count, settings.entities.frequent_share)


def _blocks(intake: Intake, number: int) -> tuple[str, ...]:
    """Return an article's texts by block."""
    return intake.blocks(number)


def _find_all(
    intake: Intake, authority: Authority, admit: Callable[[MentionTable], MentionTable], jobs: int
) -> Iterator[_Tables]:
    """Find the names in all articles, some at a time; what is found is laid out as arrays where it is found.

    Workers begin at once.
    """
    count = len(intake.corpus.heads)
    shares = max(jobs, -(-count // SHARE)) if count > MANY else 1
    parts = [range(count * i // shares, count * (i + 1) // shares) for i in range(shares)]
    finder = entities.NameFinder(intake.corpus, authority, partial(_blocks, intake))

    def find(part: range) -> _Tables:
        names = finder.find(part)
        return admit(names.mentions), names.candidates, admit(names.quotations)

    return fork_map(find, parts, jobs)


def _join(parts: Iterator[_Tables], count: int) -> _Tables:
    mentions, candidates, quotations = zip(*parts, strict=True)
    return join_tables(mentions, count), join_tables(candidates, count), join_tables(quotations, count)


def _find_touched(corpus: Corpus, authority: Authority, store: Store, fingerprint: bytes) -> Int64 | None:
    """Return the articles that the change of the authority file since the remembered names can touch; None for all."""
    found = store.read("names", fingerprint)
    if found is None:
        return None
    known = msgspec.msgpack.decode(found[1]["entities"], type=list[Entity])
    return entities.find_touched(corpus, Authority({entity.slug: entity for entity in known}), authority)


def _save_tables(store: Store, fingerprint: bytes, tables: _Tables, authority: Authority) -> None:
    store.write("names", fingerprint, {}, {"entities": msgspec.msgpack.encode([*authority.entities.values()])})
    for name, table in zip(_TABLES, tables, strict=True):
        names = msgspec.json.encode([table.slugs, table.types, table.rules])
        store.write(name, fingerprint, {"rows": table.rows, "offsets": table.offsets}, {"names": names})


def _load_tables(store: Store, fingerprint: bytes) -> _Tables | None:
    tables = []
    for name in _TABLES:
        found = store.read(name, fingerprint)
        if found is None:
            return None
        slugs, types, rules = msgspec.json.decode(found[1]["names"], type=tuple[list[str], list[EntityType], list[str]])
        tables.append(MentionTable(found[0]["rows"], found[0]["offsets"], slugs, types, rules))
    return tables[0], tables[1], tables[2]
