"""The stages source and clean: records to the corpus, from sources or from a prepared folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from .. import clean, corrections, dedupe, source
from ..corpus import Clean, Intake, build_corpus, load_corpus
from ..corrections import Corrections, Corrector
from ..errors import UsageError
from ..models import NEEDS_EXTRA, CleanArticle, RawRecord, Rejection, SourceArticle
from ..settings import DedupeSettings, Settings
from ..store import Store
from ..streamed import stream_corpus


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


def open_records(
    paths: Sequence[Path], content: Path, settings: Settings, corrector: Corrector
) -> Iterator[RawRecord | Rejection]:
    """Yield the records under ``paths`` as the editor's tables read them, their names redacted."""
    return corrector.watch_names(source.find_records(paths, settings, source.load_tables(content / "sources.toml")))


def take_in(
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
    """Build the corpus of the records under ``paths``; where their raw files stand is put into ``raw_files``."""
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
        other_keys=corrector.other_keys(),
        seal=rules.print_of,
        retry=lambda rejection: rejection.reason == NEEDS_EXTRA and source.has_extra(),
    )


def take_over(
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


def _watch_files(
    records: Iterator[RawRecord | Rejection], raw_files: dict[str, Path]
) -> Iterator[RawRecord | Rejection]:
    """Pass the records on, noting where those that are files of their own stand."""
    for record in records:
        if isinstance(record, RawRecord) and record.kind in ("txt", "md", "html"):
            raw_files[record.source] = Path(record.path)
        yield record


def ids_of(paths: Sequence[Path], content: Path, settings: Settings) -> set[str]:
    """Return the ids of the records under some paths, which are read for nothing else."""
    records = open_records(paths, content, settings, Corrector(Corrections())) if paths else ()
    return {source.parse_record(record).id for record in records if isinstance(record, RawRecord)}


def check_corrections(
    corrected: Corrections, intake: Intake, settings: Settings, elsewhere: Callable[[], set[str]]
) -> list[str]:
    rejections = [rejection for _, rejection in intake.rejections]
    heads = intake.corpus.heads
    changed = {name: heads[number].id for name, number in intake.successors.items()} if corrected else {}
    warnings = corrections.check_against(corrected, heads, rejections, elsewhere, changed)
    corrections.check_copies(
        corrected, intake.corpus, rejections, least=settings.dedupe.contained, words=settings.dedupe.min_words
    )
    return warnings
