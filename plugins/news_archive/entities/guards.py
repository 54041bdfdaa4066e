"""Which of the places where a name stands are mentions: what only looks like a name is left alone.

Every mention that is taken says why. Ambiguous without a cue: not taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec

from ..models import Entity, EntityType
from .authority import STOP_WORDS, Authority
from .common_words import is_common
from .forms import name_form, name_tokens
from .text import Text
from .trie import Pattern
from .words import (
    BEARERS,
    FIRMS,
    GIVEN,
    KINDS,
    LEARNERS,
    NAMED_AFTER,
    NATIONS,
    PARTS,
    PLACE_KINDS,
    ROLES,
    SURE_GIVEN,
    TITLES,
)

_TANWIN: Final = ("\N{ARABIC FATHATAN}", "\N{ARABIC FATHATAN}\N{ARABIC LETTER ALEF}")
_SERVANT: Final = frozenset(("عبد", "وعبد", "لعبد"))
_OFFICES: Final = TITLES | ROLES
_ORDINALS: Final = frozenset(
    map(name_form, ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن"))
)
_FATHERS: Final = frozenset(("بن", "ابن", "بنت"))


def _with_clitics(words: frozenset[str]) -> frozenset[str]:
    return frozenset(clitic + word for clitic in ("", "و", "ب", "ل", "ف", "ك") for word in words)


def _with_duals(words: frozenset[str]) -> frozenset[str]:
    """Return words with what two of them are before a name: مركزي محمد بن نايف, جامعتا …"""
    pairs = {word[:-1] + "ت" if word.endswith("ه") else word for word in words}
    return words | {pair + ending for pair in pairs for ending in ("ا", "ي")}


_NAMED_AFTER: Final = _with_clitics(_with_duals(NAMED_AFTER))
_BEARERS: Final = _with_clitics(_with_duals(BEARERS))
_FIRMS: Final = _with_clitics(FIRMS)
_LEARNERS: Final = _with_clitics(LEARNERS)
_PLACE_KINDS: Final = _with_clitics(PLACE_KINDS)
_KINDS: Final = {kind: _with_clitics(words) for kind, words in KINDS.items()}
_SURE_FIRST_NAMES: Final = frozenset(form for word in (*SURE_GIVEN, *PARTS, *_SERVANT) for form in (word, f"و{word}"))
"""Before a person's name they make it another's; before one of one word, any given name does."""
_FIRST_NAMES: Final = _SURE_FIRST_NAMES | {form for word in GIVEN for form in (word, f"و{word}")}
_TROPHIES: Final = frozenset(("كاس", "جايزه"))
_BEFORE_ADJECTIVES: Final = frozenset(("اراض", "اراضي", "قوي", "مصادر", "اطراف"))
"""Plurals without a feminine ending that an adjective in ية follows."""


class Match(msgspec.Struct, frozen=True, gc=False):
    """A place where some name stands, not yet judged."""

    first: int
    """Token."""
    last: int
    """Token, inclusive."""
    clitic: str
    patterns: tuple[Pattern, ...]
    also: tuple[Match, ...] = ()
    """The same tokens read with another clitic: وجدة is a town, and و with جدة."""


def judge(authority: Authority, text: Text, matches: list[Match]) -> Iterator[tuple[Match, str, str]]:
    """Yield the matches that are mentions, with their entity and the reason; the others are left unlinked."""
    entities = authority.entities
    sure: dict[str, int] = {}  # slug -> first token where it stands beyond doubt
    whole: dict[str, int] = {}  # ... by a name of more than one word
    judged: list[tuple[Match, _Open]] = []
    for match in matches:
        open_names = _find_open(entities, text, match)
        if open_names or match.also:
            judged.append((match, open_names))
        if open_names and _stands_alone(match):
            for pattern, _ in open_names:
                if pattern.kind == "alias":
                    sure.setdefault(pattern.slug, match.first)
                    if match.last > match.first:
                        whole.setdefault(pattern.slug, match.first)
    for match, open_names in judged:
        chosen = _choose(text, match, open_names, sure, whole)
        if chosen is None and match.also and not _is_other(match):
            for reading in match.also:
                chosen = _choose(text, reading, _find_open(entities, text, reading), sure, whole)
                if chosen is not None or _is_other(reading):
                    break
        if chosen is not None:
            yield match, *chosen


def _is_other(match: Match) -> bool:
    return any(pattern.kind == "other" for pattern in match.patterns)


_Open = list[tuple[Pattern, Entity]]
"""The names that a match may be, with their entities: those that no guard forbids."""


def _find_open(entities: dict[str, Entity], text: Text, match: Match) -> _Open:
    before = text.form(match.first - 1) if text.joined[match.first] else ""
    return [
        (pattern, entity)
        for pattern in match.patterns
        if pattern.kind != "other" and not _is_guarded(entity := entities[pattern.slug], match, text, before)
    ]


def _choose(
    text: Text, match: Match, open_names: _Open, sure: dict[str, int], whole: dict[str, int]
) -> tuple[str, str] | None:
    """Return the entity that one reading means and why, or None where that is not certain.

    بوش is George W. Bush, but in an article that has named Jeb Bush and no other it is he.
    """
    if not open_names or (match.first == match.last and text.surface(match.last).endswith(_TANWIN)):
        return None  # درعاً is a shield
    chosen: list[tuple[str, str]] = []
    alone = _stands_alone(match)
    for pattern, entity in open_names:
        if pattern.closed and text.surface(match.last).endswith("\N{ARABIC LETTER HEH}"):
            continue
        if entity.anticues and has_any(text, entity.anticues):
            continue
        rule = _reason(pattern, entity, match, text, sure, alone=alone)
        if rule:
            chosen.append((pattern.slug, rule))
    if not chosen:
        return None
    slug, rule = chosen[0] if len(chosen) == 1 else _prefer(match, chosen, whole)
    return (slug, "clitic" if rule == "alias" and match.clitic else rule) if slug else None


def _prefer(match: Match, chosen: list[tuple[str, str]], whole: dict[str, int]) -> tuple[str, str]:
    """Return the one of several that a name means, by the reasons for each; '' if that is not certain."""
    strong = [c for c in chosen if c[1] == "alias"] or chosen
    if match.first == match.last and strong[0][0] not in whole:
        strong = [c for c in chosen if whole.get(c[0], match.first) < match.first] or strong
    return strong[0] if len({slug for slug, _ in strong}) == 1 else ("", "")


def _stands_alone(match: Match) -> bool:
    """Say whether no other entity bears the name beyond doubt."""
    patterns = match.patterns
    return len(patterns) == 1 or len({pattern.slug for pattern in patterns if pattern.kind == "alias"}) <= 1


def _reason(
    pattern: Pattern, entity: Entity, match: Match, text: Text, sure: dict[str, int], *, alone: bool
) -> str | None:
    if pattern.kind == "alias" and (alone or not entity.cues or has_any(text, entity.cues)):
        return "alias"
    if pattern.kind == "last_name":
        return "last_name" if sure.get(entity.slug, match.first) < match.first else None
    if pattern.kind == "weak":
        if sure.get(entity.slug, match.first) < match.first:
            return "weak_after_full"
        if has_any(text, entity.cues):
            return "weak_cue"
    return None


def _is_guarded(entity: Entity, match: Match, text: Text, before: str) -> bool:
    """Say whether what stands beside the match (``before`` it, or '') makes it something else."""
    if entity.type is EntityType.PERSON:
        return _is_someone_else(match, text, before)
    if not before:
        return False
    if entity.type is EntityType.ORGANISATION:  # «نهر التايمز» is no newspaper, «كأس الاتحاد الأفريقي» not its giver
        return before in _TROPHIES or (match.first == match.last and before in _PLACE_KINDS)
    if before.isdigit() and text.form(match.last).endswith("ا"):
        return True  # «15 تركيا» are Turks, «15 كوبا» cups
    if before in ("ل", "ب") or before in _LEARNERS:
        return True  # «قال لـ«الشرق الأوسط»» is the newspaper
    return _is_bearer(match, text, before) or _is_adjective(match, text, before)


def _is_bearer(match: Match, text: Text, before: str) -> bool:
    """Say whether a place is only part of what bears its name: «بنك الكويت الدولي», «شركة بترول أبوظبي»."""
    if before in _BEARERS:
        return True
    if match.clitic or match.first < text.begin + 2 or not text.joined[match.first - 1] or before.startswith("ال"):
        return False
    return text.form(match.first - 2) in _FIRMS and before not in STOP_WORDS and not before.isdigit()


def _is_someone_else(match: Match, text: Text, before: str) -> bool:
    """Say whether a person's name names a thing (جامعة …) or is part of another's (يوسف …، … الصقيه)."""
    after = match.last + 1
    if after < text.end_token and text.joined[after] and _goes_on(match, text.form(match.last), text.form(after)):
        return True
    if not before:
        return False
    if before in _NAMED_AFTER:
        return True
    far = text.form(match.first - 2) if match.first >= text.begin + 2 and text.joined[match.first - 1] else ""
    if before in TITLES and far in _NAMED_AFTER:
        return True  # «مسجد الإمام علي»
    if match.clitic:
        return False
    if match.first == match.last and far in _FATHERS:
        return True  # «منصور بن عيد المرزوقي»
    if before.startswith("ال") and far in _SERVANT:
        before = far  # «عبد الله الفيصل»
    return before in (_FIRST_NAMES if match.first == match.last else _SURE_FIRST_NAMES)


def says_kind(form: str, kind: EntityType) -> bool:
    """Say whether the first of two words only says what the other names: صحيفة «التايمز», بمدينة مشهد."""
    return form in _KINDS[kind]


def is_named_after(before: str) -> bool:
    """Say whether a word, with or without a clitic, is a thing that bears a person's name: جامعة، بحديقة.

    With the article it bears none: «مديرة المكتبة سلمى الحداد» is she herself.
    """
    return before in _NAMED_AFTER


def _goes_on(match: Match, last: str, after: str) -> bool:
    """Say whether the word after a person's name belongs to a longer name: «عبدالله بن عبدالعزيز الصقيه», «جيرارد فان …»."""
    if match.first == match.last and (after in PARTS or after in _ORDINALS or (last in GIVEN and after in GIVEN)):
        return True
    return last in GIVEN and _is_family(after)


def _is_family(form: str) -> bool:
    return form.startswith("ال") and form not in NATIONS and form not in _OFFICES and not is_common(form)


def _is_adjective(match: Match, text: Text, before: str) -> bool:
    """Say whether one word in ية is the adjective: «المملكة السعودية», «قوات سورية»."""
    if match.first != match.last or not (last := text.form(match.last)).endswith("يه"):
        return False
    if last.startswith("ال") or match.clitic.endswith("ال"):
        return before.startswith(("ال", "وال", "بال", "لل", "كال", "فال")) and not match.clitic
    return not match.clitic and (before.endswith(("ه", "ات")) or before in _BEFORE_ADJECTIVES)


@cache
def _cue_form(cue: str) -> str:
    """Return a cue as it stands in ``Text.cue_words``; one without letters never does."""
    return f" {' '.join(name_tokens(cue)) or '?'} "


def has_any(text: Text, cues: tuple[str, ...]) -> bool:
    """Say whether one of the cues stands in the article, word for word."""
    if not cues:
        return False
    words = text.cue_words
    return any(_cue_form(cue) in words for cue in cues)
