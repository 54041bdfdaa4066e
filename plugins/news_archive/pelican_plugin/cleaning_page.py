"""«سجلّ التنظيف»: what each rule did, source by source, with examples; what was removed much of; all that was rejected."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..catalogue import Catalogue
from ..clean import RULE_NAMES
from ..ledger import LedgerLine, count_statuses, rejected
from ..models import LEFT_OUT, CleanArticle, Status
from .change_views import legible, rule_name
from .rejection_words import MERGED, REASONS, explain
from .views import CleaningView, MergedRow, MuchRemovedRow, RejectedRow, RuleExample, RuleRow, SourceRow
from .wording import Wording

_REJECTED: Final = 2000
"""Rejected records that the page lists."""
_EXAMPLES: Final = 3
_SOURCES: Final = 8
"""Sources that the table names, those with most articles; the others are counted together."""
_MUCH: Final = "much_removed:"
_LISTED: Final = 100
"""Articles that lost much, which the page lists."""
_MERGED: Final = 200
"""Merged records that the page lists; each stands on the page of its story, too."""


@dataclass(frozen=True, slots=True)
class CleaningPage:
    """Draws the log."""

    catalogue: Catalogue
    words: Wording
    article: Callable[[int], CleanArticle]
    """Gives an article by its number in the corpus."""
    counts: Mapping[str, tuple[int, int]]
    """Spans and articles of each rule."""

    def view(self, lines: Sequence[LedgerLine]) -> CleaningView:
        words = self.words
        statuses = count_statuses(lines)
        refused = rejected(lines)
        left_out = Counter(line.detail or "" for line in refused if line.reason == LEFT_OUT)
        single = [line for line in refused if line.reason != LEFT_OUT]
        more = len(single) - _REJECTED
        by_source = self._count_by_source()
        stories = self._stories_by_rule()
        columns, rows = self._sources(by_source)
        return CleaningView(
            note=(
                f"وصل {words.counted(len(lines), 'record')}: نُشر {words.number(statuses['kept'])}، وضُمّ"
                f" {words.number(statuses['merged'])}، ورُفض {words.number(statuses['rejected'])}. كل تغيير معروض تحت مادته، وكلها في صفحة البيانات."
            ),
            rules=[
                RuleRow(
                    rule_name(rule),
                    rule,
                    RULE_NAMES.get(rule, ("", ""))[1],
                    words.number(spans),
                    words.number(articles),
                    self._examples(rule, stories.get(rule, ())),
                )
                for rule, (spans, articles) in sorted(self.counts.items(), key=lambda item: (-item[1][0], item[0]))
            ],
            columns=columns,
            sources=rows,
            much=self._much(),
            merged=self._merged([line for line in lines if line.status is Status.MERGED]),
            merged_count=words.counted(statuses["merged"], "record"),
            merged_more=(
                f"و{words.counted(statuses['merged'] - _MERGED, 'record')} غيرها في ledger.jsonl.gz"
                if statuses["merged"] > _MERGED
                else ""
            ),
            rejected=[_rejected_row(line) for line in single[:_REJECTED]]
            + [
                RejectedRow(words.counted(count, "record"), REASONS[LEFT_OUT], explain(detail), detail)
                for detail, count in sorted(left_out.items())
            ],
            rejected_count=words.counted(len(refused), "record"),
            rejected_more=f"و{words.counted(more, 'record')} غيرها في ledger.jsonl.gz" if more > 0 else "",
        )

    def _merged(self, lines: Sequence[LedgerLine]) -> list[MergedRow]:
        """Return the first records that became part of a story, each with its page."""
        listed = lines[:_MERGED]
        wanted = {line.merged_into for line in listed}
        catalogue = self.catalogue
        titles = {
            name: catalogue.heads[story.main].title
            for name, story in zip(catalogue.ids, catalogue.stories, strict=True)
            if name in wanted
        }
        return [
            MergedRow(line.source, page, titles.get(page, page), MERGED.get(line.reason or "", line.reason or ""))
            for line in listed
            if (page := line.merged_into or "")
        ]

    def _count_by_source(self) -> dict[str, Counter[str]]:
        """Return the articles of each rule by source."""
        counts = Counter((rule, head.paper) for head in self.catalogue.heads for rule, _ in head.rules)
        by_source: dict[str, Counter[str]] = defaultdict(Counter)
        for (rule, paper), count in counts.items():
            by_source[rule][paper] = count
        return by_source

    def _sources(self, by_source: dict[str, Counter[str]]) -> tuple[list[str], list[SourceRow]]:
        """Return the names of the sources and, for each rule, its articles in each of them."""
        totals = Counter(head.paper for head in self.catalogue.heads)
        named = [paper for paper, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:_SOURCES]]
        others = len(totals) > len(named)
        rows = []
        for rule, counts in sorted(by_source.items(), key=lambda item: (-sum(item[1].values()), item[0])):
            cells = [counts[paper] for paper in named]
            cells += [sum(counts.values()) - sum(cells)] if others else []
            rows.append(SourceRow(rule_name(rule), [self.words.number(count) if count else "" for count in cells]))
        columns = [self.catalogue.called(paper) or "بلا مصدر" for paper in named] + (["غيرها"] if others else [])
        return columns, rows

    def _stories_by_rule(self) -> dict[str, list[int]]:
        """Return the stories whose text each rule changed, ascending."""
        catalogue = self.catalogue
        found: dict[str, list[int]] = defaultdict(list)
        for story, record in enumerate(catalogue.stories):
            for rule, _ in catalogue.heads[record.main].rules:
                found[rule].append(story)
        return found

    def _examples(self, rule: str, stories: Sequence[int]) -> list[RuleExample]:
        """Return changes of the rule in a few of ``stories``, of different sources where there are such."""
        catalogue = self.catalogue
        found: dict[str, int] = {}
        spare: list[int] = []
        for story in stories:
            paper = catalogue.head(story).paper
            if paper not in found:
                found[paper] = story
            elif len(spare) < _EXAMPLES:
                spare.append(story)
            if len(found) >= _EXAMPLES:
                break
        examples = []
        for story in (*found.values(), *spare)[:_EXAMPLES]:
            article = self.article(catalogue.stories[story].main)
            span = next(span for span in article.spans if span.rule == rule)
            before, after = legible(span.text), legible(span.replacement)
            examples.append(RuleExample(before, after, catalogue.ids[story], article.title))
        return examples

    def _much(self) -> list[MuchRemovedRow]:
        """Return the articles that one rule took a large share of, for a human to look at."""
        catalogue = self.catalogue
        rows = []
        for story, record in enumerate(catalogue.stories):
            head = catalogue.heads[record.main]
            rules = [flag.removeprefix(_MUCH) for flag in head.flags if flag.startswith(_MUCH)]
            if rules:
                rows.append(MuchRemovedRow(catalogue.ids[story], head.title, "، ".join(map(rule_name, rules))))
        return rows[:_LISTED]


def _rejected_row(line: LedgerLine) -> RejectedRow:
    """Return a row with the detail in Arabic and in English; without one where it says what the reason says already."""
    reason, said = REASONS.get(line.reason or "", line.reason or ""), line.detail or ""
    detail = explain(said)
    if detail == reason:
        return RejectedRow(line.source, reason, "", "")
    return RejectedRow(line.source, reason, detail, said if detail != said else "")
