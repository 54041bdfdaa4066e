"""Every threshold and choice of the archive, once, with its unit and where it comes from.

Users set them in ``pelicanconf.py`` as ``NEWS_ARCHIVE = {"clean": {"repeated_run_words": 25}, ...}``; a name that does
not exist here, or a value of the wrong type, is a ``ConfigurationError``. "The measured
facts" are those of 31,030 real articles from 14 newspapers (SaudiNewsNet), measured before the program was written.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, get_type_hints

from .errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """How the archive presents itself."""

    name: str = "خزانة الأخبار"
    """Name of the archive."""
    tagline: str = "أرشيف عربي للصحافة، منقّى ومفهرس، وكلّ ما حُذف منه ظاهر"
    """One line under the name."""
    months: str = "levant"
    """Month names in dates: ``levant`` (كانون الثاني، with the pan-Arab name where there is room) or ``arab`` (يناير)."""
    digits: str = "arab"
    """Digits of the interface: ``arab`` (٠-٩) or ``latn`` (0-9); article text keeps the source's."""
    hijri: bool = False
    """Show Hijri dates beside Gregorian ones (Umm al-Qura); a reader may switch them on and off."""
    page_size: int = 100
    """Articles on one page of a list."""
    licence: str = ""
    """Licence of the articles, shown in the footer; '' shows none."""
    feed_entries: int = 15
    """Articles in a feed: the newest of the archive, of each source and of the names most mentioned."""
    feed_names: int = 12
    """Names that have a feed: those in most articles."""


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """Intake."""

    samples: bool = True
    """Publish ``seeds/samples/`` (marked «نصّ تجريبي»)."""
    max_bytes: int = 50_000_000
    """Bytes; a larger file of one article is rejected as ``too_large``."""


@dataclass(frozen=True, slots=True)
class CleanSettings:
    """Cleaning rules."""

    repeated_run_paragraphs: int = 2
    """A repeated run needs at least so many paragraphs (the measured facts, repeated paragraphs)."""
    repeated_run_words: int = 25
    """... and so many words; the measured facts."""
    repeated_adjacent_words: int = 12
    """An adjacent identical paragraph of at least so many words is a copy; the measured facts."""
    review_share: float = 0.30
    """A rule that removes more than this share of an article is named in the report."""


@dataclass(frozen=True, slots=True)
class DedupeSettings:
    """Duplicates; thresholds read by eye in the measured facts."""

    same: float = 0.8
    """Jaccard index over 5-word shingles from which two records are one page; the measured facts, Duplicates."""
    version: float = 0.5
    """... from which two pages are linked as versions of one story."""
    contained: float = 0.8
    """Share of the shorter text's shingles from which it counts as contained in the longer one."""
    min_words: int = 20
    """Below this many words only equal bytes count."""
    max_shared: int = 200
    """A stretch in more different texts than this is a frame: texts that share nothing else are compared with the first of their set, not each with each."""
    portion: int = 1_000_000
    """Words that are joined at a time; a larger archive is joined in portions, with the same result in less memory."""


@dataclass(frozen=True, slots=True)
class EntitySettings:
    """Names."""

    link_each: str = "article"
    """Link the first mention in each ``article`` or in each ``paragraph``."""
    countries: bool = True
    """Add the country names of CLDR to the authority file."""
    frequent_share: float = 0.2
    """Share of the articles from which a person or organisation linked by one word is named in the report: the word may be a common one."""
    own_page: int = 20
    """A name in fewer articles has no page of its own but a section on one that it shares with names of its kind and letter."""
    share_from: int = 1000
    """... in an archive of at least so many articles; a smaller one gives each name a page."""


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """The index in the page."""

    title_weight: int = 8
    """A title token counts so many times; the measured facts, Searching."""


@dataclass(frozen=True, slots=True)
class PrepareSettings:
    """``invoke prepare``."""

    memory: str = "2GB"
    """What DuckDB, or each executor of Spark, may hold in memory before it spills to disk (``512MB``, ``2GB``)."""


@dataclass(frozen=True, slots=True)
class PublishSettings:
    """Where the site goes. GitHub Pages takes up to 1 GB."""

    domain: str = ""
    """A domain of your own, for instance `archive.example.org`; written to `CNAME` for GitHub Pages."""
    warn_bytes: int = 700_000_000
    """Bytes; a larger site is published with a warning in the report."""
    max_bytes: int = 950_000_000
    """Bytes; a larger site is refused and the old one stands; 0 refuses none. Counted for each part alone."""
    comparisons: bool = True
    """Compare carriers and versions word by word. False leaves their pages and the comparisons on articles' pages out."""
    parts: str = ""
    """Publish the archive in parts: by ``year``, ``decade`` or ``source``, or in so many of equal size; '' in one."""
    part_address: str = ""
    """Where each part is a site of its own, `{part}` standing for its name, for instance `https://example.org/archive-{part}/`; '' for folders of the site."""


@dataclass(frozen=True, slots=True)
class Settings:
    site: SiteSettings = field(default_factory=SiteSettings)
    source: SourceSettings = field(default_factory=SourceSettings)
    clean: CleanSettings = field(default_factory=CleanSettings)
    dedupe: DedupeSettings = field(default_factory=DedupeSettings)
    entities: EntitySettings = field(default_factory=EntitySettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    prepare: PrepareSettings = field(default_factory=PrepareSettings)
    publish: PublishSettings = field(default_factory=PublishSettings)


def read_settings(given: Mapping[str, Any]) -> Settings:
    """Return the settings with ``given`` laid over the defaults.

    Raises ConfigurationError for an unknown section or name and for a value of another type than the default's.
    """
    if not isinstance(given, Mapping):
        raise ConfigurationError("NEWS_ARCHIVE must be a dictionary of sections")
    sections: dict[str, Any] = {}
    known = {f.name: f for f in dataclasses.fields(Settings)}
    for name, values in given.items():
        if name not in known:
            raise ConfigurationError(f"NEWS_ARCHIVE has no section {name!r}; {_tell_known(name, known)}")
        sections[name] = _read_section(name, get_type_hints(Settings)[name], values)
    return Settings(**sections)


def _tell_known(name: object, known: Iterable[str]) -> str:
    """Return what may have been meant by a name that does not exist, and what there is.

    >>> _tell_known("nmae", ["name", "months"])
    'is it name? It knows name, months'
    """
    near = get_close_matches(str(name), known := list(known), 1)
    listed = f"knows {', '.join(known)}"
    return f"is it {near[0]}? It {listed}" if near else f"it {listed}"


def _read_section(name: str, section: type[Any], values: object) -> object:
    if not isinstance(values, Mapping):
        raise ConfigurationError(f"NEWS_ARCHIVE[{name!r}] must be a dictionary")
    hints = get_type_hints(section)
    for key, value in values.items():
        if key not in hints:
            raise ConfigurationError(f"NEWS_ARCHIVE[{name!r}] has no setting {key!r}; {_tell_known(key, hints)}")
        expected = hints[key]
        fits = isinstance(value, (int, float)) if expected is float else isinstance(value, expected)
        if not fits or (isinstance(value, bool) and expected is not bool):
            raise ConfigurationError(
                f"NEWS_ARCHIVE[{name!r}][{key!r}] must be {expected.__name__}, not {type(value).__name__}"
            )
        _check_value(f"NEWS_ARCHIVE[{name!r}][{key!r}]", f"{name}.{key}", values[key])
    return section(**values)


_CHOICES: Final = {
    "site.months": ("levant", "arab"),
    "site.digits": ("arab", "latn"),
    "entities.link_each": ("article", "paragraph"),
}
_AT_LEAST_ONE: Final = (
    "site.page_size",
    "source.max_bytes",
    "dedupe.portion",
    "dedupe.max_shared",
    "search.title_weight",
)


_MEMORY: Final = re.compile(r"[1-9]\d*(?:\.\d+)? ?[KMGT]i?B", re.IGNORECASE)
_SHARES: Final = (
    "clean.review_share",
    "dedupe.same",
    "dedupe.version",
    "dedupe.contained",
    "entities.frequent_share",
)


def _check_value(place: str, name: str, value: object) -> None:
    """Raise ConfigurationError for a word that is not among the choices, and for a number that makes no sense."""
    if name in _CHOICES and value not in _CHOICES[name]:
        raise ConfigurationError(f"{place} must be one of {', '.join(_CHOICES[name])}, not {value!r}")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        least = 1 if name in _AT_LEAST_ONE else 0
        if not value >= least:  # not a number is less than nothing
            raise ConfigurationError(f"{place} must be {least} or more, not {value!r}")
        if name in _SHARES and value > 1:
            raise ConfigurationError(f"{place} is a share: 1 or less, not {value!r}")
    if name == "site.name" and not str(value).strip():
        raise ConfigurationError(f"{place} must be a name")
    if name == "prepare.memory" and not _MEMORY.fullmatch(str(value)):
        raise ConfigurationError(f"{place} must be written as 512MB or 2GB, not {value!r}")
