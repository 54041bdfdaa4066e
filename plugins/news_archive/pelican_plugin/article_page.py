"""The page of a story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from ..clean import TWO_WAYS, find_event_dates
from ..corrections import redaction_keys
from ..models import CleanArticle, Head
from . import metadata
from .change_views import IN_LINE, count_small, list_small, removed_views, split_changes, tell_small
from .correction_pages import CorrectionPages
from .direction import direction
from .escaping import json_for_script
from .facts import Facts
from .families import Families
from .links import Links
from .markdown import render_markdown
from .prose import Sentence, link_paragraphs, name_mark
from .sections import Sections
from .versions import NEAR, VersionPages
from .views import ArticleView, MarkedName, NearView, RelatedView

RELATED: Final = 8
"""Texts near to this one that its page names."""
_OTHER: Final = re.compile(r"<(?:h\d|ul|ol|blockquote|pre|table|hr)\b")
_BLOCK: Final = re.compile(r"^<p>(.*)</p>\s*$", re.DOTALL)


class ArticlePages:
    """Draws the views of stories' pages."""

    def __init__(
        self,
        site: Facts,
        links: Links,
        corrections: CorrectionPages,
        *,
        versions: VersionPages,
        families: Families,
        sections: Sections,
    ) -> None:
        self.catalogue = site.catalogue
        self.authority = site.archive.authority
        self.addresses = site.addresses
        self.settings = site.settings
        self.links = links
        self.words = site.words
        self.corrections = corrections
        self.versions = versions
        self.families = families
        self.sections = sections

    def paragraphs(self, article: CleanArticle, number: int, sentences: Sequence[Sentence] = ()) -> list[Markup]:
        """Return a story's paragraphs as HTML, names linked; ``number`` is the article's."""
        if article.markdown:
            return _render_markdown("\n".join(article.paragraphs))
        mentions = self.catalogue.mentions
        return link_paragraphs(
            article.paragraphs,
            mentions.of(number),
            mentions,
            self._name,
            each_paragraph=self.settings.entities.link_each == "paragraph",
            sentences=sentences,
        )

    def alone(self, story: int) -> tuple[bool, bool]:
        """Say whether a story is the only one of its day, and the only one of its source: nothing is before or after it."""
        day, paper = self.catalogue.days[story].day, self.catalogue.head(story).paper
        of_day = bool(day) and len(self.catalogue.by_day[day]) == 1
        return of_day, len(self.catalogue.source_of[paper].stories) == 1

    def view(self, story: int, article: CleanArticle, raw: str, near: Sequence[int]) -> ArticleView:
        """Return the page of a story; ``raw`` is where its file is published, ``near`` the stories to read next."""
        catalogue, words = self.catalogue, self.words
        head = catalogue.head(story)
        record = catalogue.stories[story]
        day = catalogue.days[story]
        source = catalogue.source_of[head.paper]
        date, why = self._date(head)
        removed, small = split_changes(article.spans)
        changed = list_small(small)
        rows = catalogue.mentions.of(record.main).tolist()
        shelf_label, shelf, shelf_href = "المصدر", source.label or "بلا مصدر", f"s/{source.slug}.html"
        earlier: int | None = None
        later: int | None = None
        shared, sentences = self.versions.shared(story)
        if not day.day:  # among undated ones nothing is earlier: they are told by their order on the list
            later, earlier = catalogue.neighbours[story]
            if not head.paper:
                shelf_label, shelf, shelf_href = "الرفّ", "رفّ ما لا تاريخ له", "undated.html"
        paragraphs = self.paragraphs(article, record.main, sentences)
        return ArticleView(
            id=catalogue.ids[story],
            title=article.title,
            tags=metadata.article_tags(source.label),
            json_ld=json_for_script(metadata.news_article(article, self._mentions(rows), self.addresses.path)),
            shelf_label=shelf_label,
            shelf=shelf,
            shelf_href=shelf_href,
            sample=article.sample,
            date=date,
            day_href=f"d/{day.day}.html" if day.day else "",
            date_why=why,
            author=article.author,
            place=article.place,
            said_day=self._said_day(article),
            agencies="، ".join(article.agency),
            desk=article.desk,
            desk_href=self.sections.href(article.desk),
            keywords="، ".join(article.tags),
            generated_title=article.generated_title,
            body=_body(paragraphs, markdown=article.markdown),
            names=self._title_names(rows),
            versions=self.versions.carriers(story),
            way=self.versions.way(article, record.main),
            related=[
                RelatedView(
                    catalogue.ids[r.story],
                    catalogue.head(r.story).title,
                    NEAR[r.pair.relation],
                    self.versions.likeness(r.pair),
                    self.families.href(story, r.story),
                    catalogue.split_reason(r.carrier, r.other),
                )
                for r in catalogue.related.get(story, [])[:RELATED]
            ],
            near=[NearView(catalogue.ids[n], catalogue.head(n).title) for n in near],
            shared=shared,
            changes=words.counted(len(article.spans), "change") if article.spans else "",
            removed=removed_views(article.spans, "\n".join(article.paragraphs), words) if removed else [],
            small=count_small(small, words) if len(changed) > IN_LINE else "",
            changed=changed,
            told=tell_small(small, changed, words) if small else Markup(""),
            source=head.source,
            size=self._size(article) if raw else "",
            sha256=article.sha256,
            url=article.url,
            raw=raw,
            earlier=catalogue.ids[earlier] if earlier is not None else "",
            later=catalogue.ids[later] if later is not None else "",
            corrections=tuple(self.corrections.lines(head.flags)),
            redacted=bool(redaction_keys(head.flags)),
            alone=self.alone(story),
        )

    def _date(self, head: Head) -> tuple[str, str]:
        words, date = self.words, head.date
        if date is None:
            return "بلا تاريخ", "لا تاريخ يُقرأ في النصّ ولا في مصدره."
        if date.precision == "upper_bound":
            return (
                f"{words.date(date.edtf[-10:])} أو قبله",
                "",
            )  # that it is the day of collection the page's script adds
        if date.origin == "address":
            return words.date(date.edtf), ""  # where it stands in the original's address the page's script shows
        label = words.long_date(date.edtf.rsplit("/", 1)[-1])
        if date.origin == "editor":
            return label, "صحّحه المحرّر."
        if date.origin == "collected":
            return label, "يوم جمعها، وهو يوم صدورها عند المحرّر."
        origin = "من التاريخ المرفق بالمادة" if date.origin == "field" else "من نصّ المادة"
        order = "، بقراءة اليوم قبل الشهر" if any(flag.startswith(TWO_WAYS) for flag in head.flags) else ""
        return label, f"{origin}: «{date.evidence}»{order}"

    def _said_day(self, article: CleanArticle) -> tuple[str, str, str] | None:
        dates = (found for found in find_event_dates(article) if found.precision != "interval")
        first = next(dates, None)
        return (first.words, first.edtf, self.words.date(first.edtf)) if first else None

    def _size(self, article: CleanArticle) -> str:
        encoding = "" if article.encoding == "utf-8" else f"، {article.encoding}"
        return self.words.counted(article.size, "byte") + encoding

    @lru_cache(maxsize=1 << 14)  # noqa: B019  as long as a build; ten thousand pages name the same names
    def _name(self, slug: str) -> tuple[str, str, Sequence[str]]:
        """Return a name, where a link on an article's page leads to it, and its forms that say as much in a list.

        One word of a person's or a body's name (أوباما، برشلونة) says less than the name; that of a place is one (سوريا، سورية).
        """
        entity = self.authority.entities[slug]
        telling = [alias for alias in entity.aliases if entity.type == "place" or " " in alias]
        return entity.name, f"../{self.addresses.path(slug)}", sorted(telling, key=len, reverse=True)

    def _title_names(self, rows: Sequence[Sequence[int]]) -> list[MarkedName]:
        """Return the names that stand in an article's title and nowhere in its text."""
        if not rows or rows[0][1]:  # they are in order: none stands in the title
            return []
        mentions = self.catalogue.mentions
        in_text = {row[4] for row in rows if row[1] > 0}
        counts = Counter(row[4] for row in rows if row[4] not in in_text)
        names = []
        for entity, count in sorted(counts.items(), key=lambda item: (-item[1], mentions.slugs[item[0]])):
            slug = mentions.slugs[entity]
            name = self.authority.name(slug)
            names.append(
                MarkedName(self.addresses.path(slug), name, name_mark(mentions.types[entity], count, name, name))
            )
        return names

    def _mentions(self, rows: Sequence[Sequence[int]]) -> list[tuple[int, str]]:
        """Return (block, slug) of each mention."""
        slugs = self.catalogue.mentions.slugs
        return [(row[1], slugs[row[4]]) for row in rows]


def _body(paragraphs: Sequence[Markup], *, markdown: bool) -> Markup:
    """Return the paragraphs as elements that can be led to; an editor's Markdown may hold blocks of other kinds.

    As text joined here and not in the template, which would put it out in eight pieces a paragraph.
    """
    parts: list[str] = []
    for number, text in enumerate(paragraphs, 1):
        tag = "div" if markdown and _OTHER.match(text) else "p"
        parts += ("<", tag, " id=p", str(number), direction(text), ">", text, "</", tag, ">")
    return Markup("".join(parts))  # noqa: S704  the paragraphs are HTML


def _render_markdown(text: str) -> list[Markup]:
    """Return an editor's Markdown as the inner HTML of paragraphs, and whole blocks of other kinds."""
    html = render_markdown(text)
    blocks = [block for block in re.split(r"\n(?=<(?:p|h\d|ul|ol|blockquote|pre|table|hr))", html) if block.strip()]
    return [Markup(m.group(1) if (m := _BLOCK.match(block)) else block) for block in blocks]  # noqa: S704  markdown-it escapes
