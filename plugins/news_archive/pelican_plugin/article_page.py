"""The page of a story."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Final

from markupsafe import Markup, escape

from ..catalogue import Catalogue
from ..clean import RULE_NAMES
from ..entities import Authority
from ..models import Action, CleanArticle, Head, Relation, Span
from ..settings import Settings
from .links import Links
from .markdown import render_markdown
from .prose import link_paragraphs
from .views import ArticleView, MemberView, NameCount, RelatedView, RemovedView
from .wording import KINDS, Wording

_SMALL: Final = 25
"""Code points; a span that removes fewer is counted, not shown."""
LINE_RULES: Final = frozenset(
    ("counter_line", "repeated_run", "repeated_adjacent", "title_repeated", "source_line", "tag_tail")
)
"""Cleaning rules that take out whole lines."""
_RELATED: Final = 8
_KINDS_OF_RELATION: Final = {
    Relation.SAME: "النصّ نفسه",
    Relation.VERSION: "صيغة أخرى",
    Relation.CONTAINED: "أحدهما ضمن الآخر",
}
_BLOCK: Final = re.compile(r"^<p>(.*)</p>\s*$", re.DOTALL)


def json_for_script(value: object) -> Markup:
    """Return JSON that can stand inside a script element: no <, > or & as such, so nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  escaped above


class ArticlePages:
    """Draws the views of stories' pages."""

    def __init__(
        self, catalogue: Catalogue, authority: Authority, settings: Settings, links: Links, words: Wording
    ) -> None:
        self.catalogue = catalogue
        self.authority = authority
        self.settings = settings
        self.links = links
        self.words = words

    def paragraphs(self, article: CleanArticle, number: int) -> list[Markup]:
        """Return a story's paragraphs as HTML, names linked; ``number`` is the article's."""
        if article.markdown:
            return _render_markdown("\n".join(article.paragraphs))
        mentions = self.catalogue.mentions
        return link_paragraphs(
            article.paragraphs,
            mentions.of(number),
            mentions,
            lambda slug: f"../e/{slug}.html",
            each_paragraph=self.settings.entities.link_each == "paragraph",
        )

    def view(self, story: int, article: CleanArticle, raw: str) -> ArticleView:
        catalogue, words = self.catalogue, self.words
        head = catalogue.head(story)
        record = catalogue.stories[story]
        day = catalogue.days[story]
        source = catalogue.source_of[head.paper]
        date, why = self._date(head)
        earlier, later = catalogue.neighbours[story]
        removed = [s for s in article.spans if _is_shown(s)]
        small = [s for s in article.spans if s not in removed] if removed else list(article.spans)
        identifier = catalogue.ids[story]
        shelf, shelf_href = (
            (head.paper, f"s/{source.slug}.html") if head.paper else ("بلا مصدر", f"s/{source.slug}.html")
        )
        if not day.day and not head.paper:
            shelf, shelf_href = "رفّ ما لا تاريخ له", "undated.html"
        return ArticleView(
            id=identifier,
            title=article.title,
            json_ld=json_for_script(self._json_ld(head, article)),
            shelf=shelf,
            shelf_href=shelf_href,
            sample=article.sample,
            date=date,
            date_why=why,
            paper=head.paper,
            paper_href=f"s/{source.slug}.html",
            author=article.author,
            agencies="، ".join(article.agency),
            length=f"{words.counted(head.words, 'word')} في {words.counted(len(article.paragraphs), 'paragraph')}",
            generated_title=article.generated_title,
            paragraphs=self.paragraphs(article, record.main),
            names=self._names(record.main),
            carried=f"حملته {words.counted(len(record.members) + 1, 'carrier')}"
            if record.reason != "revision"
            else "صيغ سابقة من العنوان نفسه",
            members=[self._member(record.main, member) for member in record.members],
            related=[
                RelatedView(
                    catalogue.ids[r.story],
                    catalogue.head(r.story).title,
                    _KINDS_OF_RELATION[r.pair.relation],
                    words.percent(max(r.pair.jaccard5, r.pair.containment5)),
                )
                for r in catalogue.related.get(story, [])[:_RELATED]
            ],
            changes=words.counted(len(article.spans), "change") if article.spans else "",
            removed=[self._removed(span) for span in removed],
            small=self._small(small),
            source=head.source,
            size=words.counted(article.size, "byte"),
            encoding=article.encoding,
            sha256=article.sha256,
            url=article.url,
            url_label=_shorten(article.url or "", 70),
            raw=raw,
            citation=self._citation(article, head, date, identifier),
            earlier=self.links.story(earlier) if earlier is not None else None,
            later=self.links.story(later) if later is not None else None,
        )

    def _date(self, head: Head) -> tuple[str, str]:
        words, date = self.words, head.date
        if date is None:
            return "بلا تاريخ", "لا يذكر النصّ ولا مصدره يوماً ولا سنة."
        if date.precision == "upper_bound":
            return "بلا تاريخ نشر", f"جُمعت المادة في {words.long_date(date.edtf[-10:])}، فهي لا تتأخر عنه."
        label = words.long_date(date.edtf.rsplit("/", 1)[-1])
        origin = "حقل التاريخ في المصدر" if date.origin == "field" else "نصّ المادة"
        return label, f"من {origin}: «{date.evidence}»"

    def _names(self, article: int) -> list[tuple[str, list[NameCount]]]:
        mentions = self.catalogue.mentions
        counts = Counter(mentions.of(article)[:, 4].tolist())
        groups: dict[str, list[NameCount]] = {kind: [] for kind in KINDS}
        for entity, count in sorted(counts.items(), key=lambda item: (-item[1], mentions.slugs[item[0]])):
            slug = mentions.slugs[entity]
            groups[mentions.types[entity]].append(NameCount(slug, self.authority.name(slug), self.words.number(count)))
        return [(KINDS[kind], names) for kind, names in groups.items() if names]

    def _member(self, main: int, member: int) -> MemberView:
        head = self.catalogue.heads[member]
        pair = self.catalogue.pair_of.get((min(main, member), max(main, member)))
        if pair is None:
            likeness = "ضُمّ بقرار المحرّر"
        elif pair.jaccard5 >= 0.9995:
            likeness = "النصّ نفسه"
        else:
            likeness = f"تطابق {self.words.percent(pair.jaccard5)}"
        return MemberView(
            head.title, head.paper or "بلا مصدر", head.author, self.links.date_of(head), head.url, likeness
        )

    def _removed(self, span: Span) -> RemovedView:
        name = RULE_NAMES.get(span.rule, (span.rule, ""))[0]
        action = "نُقل" if span.action is Action.MOVE else ""
        size = " ".join(filter(None, (action, self.words.counted(len(span.text.split()), "word"))))
        return RemovedView(name, size, [line for line in span.text.split("\n") if line.strip()])

    def _small(self, spans: list[Span]) -> str:
        counts = Counter(span.rule for span in spans)
        return "؛ ".join(
            f"{RULE_NAMES.get(rule, (rule, ''))[0]} في {self.words.counted(count, 'place_change')}"
            for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )

    def _citation(self, article: CleanArticle, head: Head, date: str, identifier: str) -> Markup:
        parts = [f"«{article.title}»", article.author, head.paper, date, self.settings.site.name]
        text = ". ".join(str(escape(part)) for part in parts if part)
        return Markup(f'{text}، المادة <bdi class="mono" dir="ltr">{escape(identifier)}</bdi>.')  # noqa: S704  escaped

    def _json_ld(self, head: Head, article: CleanArticle) -> dict[str, object]:
        data: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "inLanguage": "ar",
            "isPartOf": {"@type": "Collection", "name": self.settings.site.name},
        }
        if head.date is not None and head.date.precision in ("day", "month", "year"):
            data["datePublished"] = head.date.edtf
        if article.author:
            data["author"] = {"@type": "Person", "name": article.author}
        if head.paper:
            data["publisher"] = {"@type": "Organization", "name": head.paper}
        if article.url:
            data["isBasedOn"] = article.url
        return data


def _is_shown(span: Span) -> bool:
    """Say whether a change is shown by itself: lines that were taken out, and any longer stretch of the text."""
    return span.field == "body" and (span.rule in LINE_RULES or len(span.text.strip()) > _SMALL + len(span.replacement))


def _render_markdown(text: str) -> list[Markup]:
    """Return an editor's Markdown as the inner HTML of paragraphs; other blocks stand in one of their own."""
    html = render_markdown(text)
    blocks = [block for block in re.split(r"\n(?=<(?:p|h\d|ul|ol|blockquote|pre|table|hr))", html) if block.strip()]
    return [Markup(m.group(1) if (m := _BLOCK.match(block)) else block) for block in blocks]  # noqa: S704  markdown-it escapes


def _shorten(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
