"""Who carried a story: its carriers with their differences, how it travelled, and where its sentences stand besides.

Order is told only from dates that are known: a date of collection says no more than "not later". Texts are read here
only for the pages that are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Final

from msgspec.structs import replace

from ..catalogue import Catalogue
from ..chronology import find_day
from ..dedupe.align import Words, cut_words
from ..models import CleanArticle, Corpus, Head, RelatedPair, Relation, Story
from .compare import Comparison, compare
from .lineage import WayTest, find_way
from .links import Links
from .prose import Sentence
from .version_views import CarrierView, PairView, SharedView, SideView, StationView, VersionsView
from .wording import Wording

MOST: Final = 5
"""Different texts of a story up to which each is compared with each; beyond it, each with the page's."""
MANY: Final = 30
"""Carriers up to which the likeness of each two is part of the page's key."""
OWN: Final = 8
"""Words of a sentence that is shown as a carrier's own."""
_SHINGLE: Final = 4
_STATIONS: Final = 6
SHARED: Final = 4
"""Other places of one sentence that are listed."""
UNKNOWN_ORDER: Final = "لا يُعرف أيّهما أسبق."
"""What is said of two texts of which one has no known day."""
NEAR: Final = {
    Relation.SAME: "يكاد يطابقه",
    Relation.VERSION: "صيغة أخرى",
    Relation.CONTAINED: "أحدهما ضمن الآخر",
}
"""What texts of different pages are to each other."""


class VersionPages:
    """Draws the views of carriers, of how a text came here, and of its passages."""

    def __init__(
        self,
        catalogue: Catalogue,
        corpus: Corpus,
        links: Links,
        words: Wording,
        text: Callable[[int], CleanArticle],
        raw_path: Callable[[int], str],
        *,
        compared: bool = True,
    ) -> None:
        """``compared``: show what the texts differ in."""
        self.catalogue = catalogue
        self.corpus = corpus
        self.links = links
        self.words = words
        self.text = text
        self.raw_path = raw_path
        self.compared = compared

    # --- carriers -------------------------------------------------------------------------------------------------

    def carriers(self, story: int) -> VersionsView | None:
        """Return the carriers of a story with more than one, in the order of their known dates."""
        catalogue = self.catalogue
        record = catalogue.stories[story]
        if not record.members:
            return None
        texts = self._cut(record)
        different = self._different(record, texts)
        others = different[1:] if self.compared else []
        compared = {n: compare(texts[record.main], texts[n], self.words, whole_b=True) for n in others}
        anchors = {n: f"v{place}" for place, n in enumerate(compared, 1) if compared[n].rows}
        by_form = {texts[n].forms: n for n in different}
        equal = {n: by_form[text.forms] for n, text in texts.items()}

        def put(a: int, b: int, found: Comparison, anchor: str) -> PairView:
            pair = self._pair(a, b, found, anchor, story)
            sides = (self._among(pair.a, a, equal), self._among(pair.b, b, equal))
            return replace(
                pair, a=sides[0], b=sides[1], order=pair.order if self.known_day(a) or self.known_day(b) else ""
            )

        pairs = [put(record.main, n, compared[n], anchors[n]) for n in anchors]
        cross = [
            put(a, b, found, f"{anchors.get(a, 'v')}-{anchors.get(b, 'v')}")
            for a, b in (combinations(others, 2) if len(different) <= MOST else ())
            if (found := compare(texts[a], texts[b], self.words, whole_a=True, whole_b=True)).rows
        ]
        order, known = self._order(record)
        own = _own_sentences(texts, [n for n in different if n == record.main or n in anchors])
        earliest = self._first(record)
        return VersionsView(
            title=self._title(record),
            order=order,
            decision=catalogue.merge_reason(record.main) if record.reason == "editor" else "",
            carriers=[
                self._carrier(record, n, anchors.get(equal[n], ""), own.get(n, []), known if n == earliest else "")
                for n in self._in_order(record)
            ],
            pairs=pairs,
            cross=cross,
            note=""
            if len(different) <= MOST or not self.compared
            else f"نصوصها المختلفة {self.words.number(len(different))}، وقد قورن كل منها بنصّ هذه الصفحة.",
        )

    def _cut(self, record: Story) -> dict[int, Words]:
        """Return the words of each record of a story; equal texts are cut once."""
        known: dict[tuple[str, ...], Words] = {}
        texts = {}
        for number in (record.main, *record.members):
            paragraphs = self.text(number).paragraphs
            found = known.get(paragraphs)
            if found is None:
                found = known[paragraphs] = cut_words(paragraphs)
            texts[number] = found
        return texts

    def _title(self, record: Story) -> str:
        if record.reason == "revision":
            return "صيغ سابقة من العنوان نفسه"
        papers = len({self.catalogue.heads[number].paper for number in (record.main, *record.members)})
        if papers == 1:
            return "نُشر غير مرة في المصدر نفسه"
        carried = f"حملته {self.words.counted(papers, 'carrier')}"
        records = 1 + len(record.members)
        return carried if papers == records else f"{carried} في {self.words.counted(records, 'article')}"

    @staticmethod
    def _different(record: Story, texts: dict[int, Words]) -> list[int]:
        """Return the first record of each different text, the page's first."""
        seen: dict[tuple[str, ...], int] = {}
        for number in (record.main, *record.members):
            seen.setdefault(texts[number].forms, number)
        return list(seen.values())

    def known_day(self, number: int) -> str:
        """Return the day on which a record was published, '' where it is not known."""
        day = find_day(self.catalogue.heads[number].date)
        return day.day if len(day.day) == 10 and not day.bound else ""

    def _in_order(self, record: Story) -> list[int]:
        """Return the records of a story: those with a known day by day, then the others as they are."""
        numbers = (record.main, *record.members)
        dated = sorted(
            (n for n in numbers if self.known_day(n)), key=lambda n: (self.known_day(n), n != record.main, n)
        )
        return dated + [n for n in numbers if not self.known_day(n)]

    def _first(self, record: Story) -> int:
        """Return the one record that is known to be earlier than the other dated ones, -1 if there is none."""
        dated = [n for n in self._in_order(record) if self.known_day(n)]
        if len(dated) > 1 and self.known_day(dated[0]) < self.known_day(dated[1]):
            return dated[0]
        return -1

    def _order(self, record: Story) -> tuple[str, str]:
        """Return what is known of the order of appearance, and what the earliest record is called."""
        numbers = (record.main, *record.members)
        unknown = sum(not self.known_day(n) for n in numbers)
        if unknown == len(numbers):
            return "لا يُعرف يوم نشر أيّ منها، فلا ترتيب بينها.", ""
        if unknown:
            return (
                f"رُتّب ما عُرف يوم نشره؛ و{self.words.counted(unknown, 'carrying')} بلا يوم نشر معلوم، وقد يكون أسبق.",
                "أقدم تاريخ معلوم",
            )
        return "بترتيب أيام نشرها.", "أول ظهور"

    def _carrier(self, record: Story, number: int, anchor: str, own: list[str], first: str) -> CarrierView:
        head = self.catalogue.heads[number]
        return CarrierView(
            title=head.title,
            paper=self.catalogue.called(head.paper) or "بلا مصدر",
            agency="، ".join(head.agency),
            author="" if head.author in head.agency else head.author,
            date=self.links.date_of(head),
            first=first,
            url=head.url or "",
            raw=self.raw_path(number),
            source=head.source,
            likeness="" if number == record.main else self._likeness(record, number),
            me=number == record.main,
            compare=anchor,
            own=own,
        )

    def _likeness(self, record: Story, member: int) -> str:
        pair = self.catalogue.pair_of.get((min(record.main, member), max(record.main, member)))
        if pair is None:
            return "ضُمّ بقرار المحرّر" if record.reason == "editor" else ""
        return "النصّ نفسه" if pair.jaccard5 == 1 else self._agreement(pair)

    def likeness(self, pair: RelatedPair) -> str:
        """Return how much of two texts is one: of the shorter, where it is contained. Only the whole is 100 %."""
        share = pair.containment5 if pair.relation is Relation.CONTAINED else pair.jaccard5
        return self.words.percent(share if share == 1 else min(share, 0.99))

    def _agreement(self, pair: RelatedPair) -> str:
        return f"تطابق\N{NO-BREAK SPACE}{self.likeness(pair)}"

    # --- pairs ----------------------------------------------------------------------------------------------------

    def _pair(self, a: int, b: int, found: Comparison, anchor: str, story: int) -> PairView:
        heads = self.catalogue.heads
        pair = self.catalogue.pair_of.get((min(a, b), max(a, b)))
        mine = {a: self.catalogue.story_of[a] == story, b: self.catalogue.story_of[b] == story}
        kind = "" if pair is None else self._agreement(pair)
        if pair is not None and not all(mine.values()):
            kind = f"{NEAR[pair.relation]}، {self.likeness(pair)}"
        return PairView(
            anchor=anchor,
            a=self._side(heads[a], a),
            b=self._side(heads[b], b),
            kind=kind,
            counts=(
                f"{self.words.counted(found.shared, 'word')} مشتركة، و{self.words.number(found.only_a)} في أ وحده،"
                f" و{self.words.number(found.only_b)} في ب وحده"
            ),
            order=self._earlier(a, b),
            decision=self.catalogue.split_reason(a, b),
            rows=found.rows,
        )

    def _side(self, head: Head, number: int) -> SideView:
        page = self.catalogue.ids[int(self.catalogue.story_of[number])]
        return SideView(
            self.catalogue.called(head.paper) or "بلا مصدر", head.title, self.links.date_of(head), f"../a/{page}.html"
        )

    def _among(self, side: SideView, number: int, equal: dict[int, int]) -> SideView:
        """Return the side as the story's own page shows it: no link to itself, and who else has the text."""
        papers = (self.catalogue.heads[n].paper for n, first in equal.items() if first == number and n != number)
        return replace(side, href="", also=[self.catalogue.called(paper) or "بلا مصدر" for paper in papers])

    def _earlier(self, a: int, b: int) -> str:
        first, second = self.known_day(a), self.known_day(b)
        if not first or not second:
            return UNKNOWN_ORDER
        if first == second:
            return "نُشرا في يوم واحد."
        return "أ أسبق نشراً." if first < second else "ب أسبق نشراً."

    def pair_of_stories(self, story: int, other: int, carrier: int, its: int, anchor: str) -> PairView:
        """Compare two records of different stories; a text that is no page's own is shown whole."""
        stories = self.catalogue.stories
        found = compare(
            self._cut_one(carrier),
            self._cut_one(its),
            self.words,
            whole_a=carrier != stories[story].main,
            whole_b=its != stories[other].main,
        )
        return self._pair(carrier, its, found, anchor, story)

    @lru_cache(maxsize=64)  # noqa: B019  as long as a build; the pairs of one page share their texts
    def _cut_one(self, number: int) -> Words:
        return cut_words(self.text(number).paragraphs)

    # --- how it came, and where its sentences stand ---------------------------------------------------------------

    @cached_property
    def _may_name_sources(self) -> WayTest:
        return WayTest(self.corpus)

    def way(self, article: CleanArticle, number: int) -> list[StationView]:
        """Return the sources that a text names, the farthest first."""
        if not self._may_name_sources(number):
            return []
        stations = find_way(article.paragraphs)[:_STATIONS]
        beyond = {s.through: s.name for s in stations if s.through}
        shown = []
        for station in sorted(stations, key=lambda s: (not s.through, s.paragraph)):
            note = f"نقلت عنها «{station.through}»" if station.through else ""
            if station.name in beyond and not station.through:
                note = f"نقلت عن «{beyond[station.name]}»"
            place = self.words.number(station.paragraph)
            shown.append(StationView(station.name, note, f"الفقرة {place}", f"#p{station.paragraph}"))
        return shown

    def shared(self, story: int) -> tuple[list[SharedView], list[Sentence]]:
        """Return the pages that hold sentences of this one, and the sentences, each with its first other place."""
        catalogue = self.catalogue
        listed: dict[int, SharedView] = {}
        sentences: list[Sentence] = []
        for passage in catalogue.passages_of.get(catalogue.stories[story].main, []):
            for other, block in passage.others[:SHARED]:
                if other not in listed:
                    head = catalogue.heads[other]
                    page = catalogue.ids[int(catalogue.story_of[other])]
                    listed[other] = SharedView(page, f"p{block}", head.title, catalogue.called(head.paper))
            first = catalogue.ids[int(catalogue.story_of[passage.others[0][0]])]
            place = f"{first}.html#p{passage.others[0][1]}"
            sentences.append((passage.block, passage.start, passage.end, place))
        return list(listed.values()), sentences

    def key(self, story: int, compared_at: Callable[[int, int], str]) -> bytes:
        """Return what the page of a story shows of other records beyond their briefs: texts, figures, decisions."""
        catalogue = self.catalogue
        record = catalogue.stories[story]
        if not (record.members or story in catalogue.related or record.main in catalogue.passages_of):
            return b""
        parts: list[str] = []
        numbers = (record.main, *record.members)
        for number in record.members:
            head = catalogue.heads[number]
            parts += (head.key, head.source, self.raw_path(number), catalogue.called(head.paper))
        crossed = (
            combinations(sorted(numbers), 2) if len(numbers) <= MANY else ((record.main, n) for n in record.members)
        )
        for a, b in ((min(pair), max(pair)) for pair in crossed):
            pair = catalogue.pair_of.get((a, b))
            parts.append(f"{pair.jaccard5:.4f}" if pair else "-")
        if record.reason == "editor":
            parts.append(catalogue.merge_reason(record.main))
        for related in catalogue.related.get(story, ()):
            parts += (compared_at(story, related.story), catalogue.split_reason(related.carrier, related.other))
        for passage in catalogue.passages_of.get(record.main, ()):
            parts.append(f"{passage.block} {passage.start} {passage.end}")
            for other, block in passage.others[:SHARED]:
                head = catalogue.heads[other]
                parts.append(
                    f"{catalogue.ids[int(catalogue.story_of[other])]} {block} {head.title} {catalogue.called(head.paper)}"
                )
        return "\n".join(parts).encode("utf-8", "surrogatepass")


def _own_sentences(texts: dict[int, Words], numbers: Sequence[int]) -> dict[int, list[str]]:
    """Return for each of some texts the sentences of which the other texts have hardly a word in this order."""
    if len(numbers) < 2:
        return {}
    shingles = {n: {texts[n].forms[i : i + _SHINGLE] for i in range(len(texts[n].forms))} for n in numbers}
    found: dict[int, list[str]] = {}
    for number in numbers:
        text = texts[number]
        others = set[tuple[str, ...]]().union(*(shingles[n] for n in numbers if n != number))
        for first, last in text.sentences():
            parts = [text.forms[i : i + _SHINGLE] for i in range(first, max(first + 1, last - _SHINGLE + 1))]
            if last - first >= OWN and sum(part in others for part in parts) * 4 < len(parts):
                found.setdefault(number, []).append(text.piece(first, last).replace("\n", " "))
    return found
