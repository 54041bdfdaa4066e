"""The stages in their order, each told what is remembered and asked only for what is not."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import clean, corrections, dedupe, ledger, source
from ..corpus import Intake, save_corpus
from ..corrections import Corrections
from ..entities import Authority
from ..ledger import LedgerLine
from ..mentions import MentionTable
from ..models import Duplicates
from ..moves import Move, load_moves
from ..settings import Settings
from ..store import Store, digest
from .authority import recall_authority, withhold_samples
from .copies import find_copies
from .firing import compare_rules, count_rules
from .names import begin_names, find_frequent_names
from .prints import code_fingerprint, fingerprint_folders, fingerprint_records, fingerprint_settings
from .taking_in import PreparedInput, check_corrections, ids_of, take_in, take_over


@dataclass(frozen=True, slots=True)
class Findings:
    """What the stages find in the articles: all that the search index and the rows of the data files are made from."""

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
    raw_files: dict[str, Path]
    """Where the raw file of a record stands, for records that are files of their own."""
    corrections: Corrections
    """What the editor corrected, hid and redacted."""
    labels: dict[str, str]
    """What pages call a source, by the name that its articles give."""
    moves: dict[str, Move]
    """Old addresses that lead on, as the editor said."""


@dataclass(frozen=True, slots=True)
class Archive(Findings):
    """Everything that is known of the articles once the stages have run: what was found, and the account of it."""

    lines: list[LedgerLine]
    rule_counts: dict[str, tuple[int, int]]
    """Spans and articles of each cleaning rule."""
    review: list[str]
    """Articles that a human should look at, each with the reason."""
    seconds: dict[str, float]
    """Wall seconds per stage, in order."""
    warnings: list[str]
    """What an editor must know and would not see on the pages: a redaction that finds nothing."""


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
    begin: Callable[[Findings], None] = lambda _findings: None,
    accept: Callable[[Intake], None] = lambda _intake: None,
) -> Archive:
    """Run source to entities over the records under ``paths``; ``content`` holds the editor's files.

    ``prepared`` records take the place of ``paths``. Without ``remember`` no next build is thought of.
    ``left_out`` are sources that this build does without. ``accept`` may refuse what was taken in, before it is remembered.
    ``begin`` hears what was found before it is written up, so that workers can go on from it meanwhile.
    """
    seconds: dict[str, float] = dict.fromkeys(("clean", "dedupe", "entities"), 0.0)
    clock = _Clock(seconds)
    corrected = corrections.load_corrections(content / "corrections")
    known_names = recall_authority(content, settings, store, fresh)
    moves = load_moves(content / "moved.toml")
    decisions = dedupe.load_decisions(content / "duplicates.toml")
    corrections.check_public(corrected, ((d.reason, d.origin) for d in (*decisions.merge, *decisions.split)))
    rules = clean.load_rules(content, settings)
    raw_files: dict[str, Path] = {}
    records_print = fingerprint_records(content, settings, corrected, apart=None if prepared else rules)
    if prepared is None:
        intake = take_in(paths, content, settings, rules, corrected, store, records_print, fresh, jobs, tick, raw_files)
    else:
        intake = take_over(prepared, store, records_print, fresh, jobs, tick, raw_files)
    accept(intake)
    warnings = check_corrections(corrected, intake, settings, lambda: ids_of(left_out, content, settings))
    clock.stop("clean")
    if not any(head.sample for head in intake.corpus.heads):
        known_names = known_names.without_samples()
    authority = corrections.restrict_authority(known_names, corrected)
    names_print = digest(
        records_print,
        code_fingerprint("entities"),
        fingerprint_settings(settings.entities),
        fingerprint_folders(content / "entities"),
        b"invented" if authority.invented else b"",
    )
    withheld = withhold_samples(corrections.names_redacted(corrected, authority), intake.corpus.heads, authority)
    found_by = digest(records_print, code_fingerprint("entities"), fingerprint_settings(settings.entities))
    with begin_names(intake, authority, withheld, store, found_by, fresh, jobs) as find_names:
        clock.stop("entities")
        duplicates = find_copies(  # while workers look for names
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
    labels = {found.id: found.name for found in rules.sources}
    findings = (
        settings, intake, duplicates, ids, authority, mentions, candidates, quotations, raw_files, corrected, labels,
        moves,
    )  # fmt: skip
    begin(Findings(*findings))
    lines = ledger.draw_up(heads, duplicates.stories, ids, [r for _, r in intake.rejections], intake.inputs)
    if remember and (fresh or not intake.unchanged):
        save_corpus(store, records_print, intake)
    rule_counts, review = count_rules(intake)
    review += compare_rules(store, rule_counts, len(heads))
    review = [*duplicates.warnings, *review]
    warnings += corrections.find_idle(corrected, heads)
    warnings += corrections.find_other_spellings(corrected, known_names)
    warnings += corrections.find_in_pages(corrected, content / "pages")
    warnings += rules.find_idle({head.paper for head in heads})
    warnings += rules.find_idle_sources(rejection for _, rejection in intake.rejections)
    warnings += clean.tell_doubtful_dates((head.source, head.flags) for head in heads)
    warnings += source.tell_unknown_fields((head.source, head.flags) for head in heads if head.flags)
    if prepared is None:
        names = (*(head.source for head in heads), *(rejection.source for _, rejection in intake.rejections))
        warnings += source.find_idle_tables(source.load_tables(content / "sources.toml"), names)
    warnings += find_frequent_names(authority, mentions, len(heads), settings)
    return Archive(*findings, lines, rule_counts, review, seconds, warnings)


class _Clock:
    """Adds the wall seconds between one stop and the next to a stage's."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self._seconds = seconds
        self._last = time.perf_counter()

    def stop(self, stage: str) -> None:
        now = time.perf_counter()
        self._seconds[stage] += now - self._last
        self._last = now
