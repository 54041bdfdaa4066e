"""Pages that several names, or several families of versions, share: who stands where, and that hardly anyone moves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from news_archive.catalogue import Catalogue
from news_archive.entities import Authority
from news_archive.models import Entity, EntityType
from news_archive.pelican_plugin.families import PAIRS, SHARED, Families
from news_archive.pelican_plugin.name_addresses import HEAVY, NameAddresses
from news_archive.settings import EntitySettings

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def addresses(counts: dict[str, int], *, stories: int = 2000, own_page: int = 20) -> NameAddresses:
    """Return the addresses of persons with these names, each in so many articles; its slug is n0, n1 and so on."""
    slugs = {f"n{place}": name for place, name in enumerate(counts)}
    entities = {slug: Entity(slug, EntityType.PERSON, name) for slug, name in slugs.items()}
    of_entity = {slug: list(range(counts[name])) for slug, name in slugs.items()}
    catalogue = SimpleNamespace(stories=range(stories), stories_of_entity=of_entity)
    authority = SimpleNamespace(entities=entities, name=lambda slug: entities[slug].name)
    return NameAddresses(cast(Catalogue, catalogue), cast(Authority, authority), EntitySettings(own_page=own_page))


def test_a_rare_name_shares_a_page_with_its_letter_and_a_known_one_has_its_own() -> None:
    found = addresses({"سامي": 3, "سعاد": 19, "رنا": 1, "سليم": 20})
    assert [found.path(f"n{n}") for n in range(4)] == [
        "e/p_633.html#n0",
        "e/p_633.html#n1",
        "e/p_631.html#n2",
        "e/n3.html",
    ]
    assert found.own == ["n3"]
    assert [group.slugs for group in found.groups] == [("n2",), ("n0", "n1")]


def test_in_a_small_archive_or_where_the_editor_wants_it_every_name_has_its_own_page() -> None:
    assert addresses({"سامي": 3}, stories=999).path("n0") == "e/n0.html"
    assert addresses({"سامي": 3}, own_page=0).path("n0") == "e/n0.html"


def test_a_heavy_letter_is_cut_by_the_next_one_and_names_that_end_there_stay() -> None:
    many = {f"سا{letter}": 19 for letter in "بتثجحخدذرز"} | {"سي": 19, "س": 19}
    assert sum(many.values()) > HEAVY
    found = addresses(many)
    assert [(group.prefix, len(group.slugs)) for group in found.groups] == [("س", 1), ("سا", 10), ("سي", 1)]
    light = addresses(dict(list(many.items())[:10]))
    assert [group.prefix for group in light.groups] == ["س"]


def families(pairs: int, *, apart: bool = False) -> Families:
    """Return families of two articles each."""
    ids = [f"{ALPHABET[n % 32]}{ALPHABET[n // 32]}{n:08d}" for n in range(2 * pairs)]
    related = {n: [SimpleNamespace(story=n ^ 1)] for n in range(2 * pairs)}
    unused = cast(Any, None)
    return Families(cast(Catalogue, SimpleNamespace(ids=ids, related=related)), unused, unused, apart=apart)


def test_a_few_comparisons_have_a_page_each_and_many_share_pages_by_their_ids() -> None:
    assert len(families(SHARED - 1).pages) == SHARED - 1
    many = families(SHARED * 10)
    assert len(many.pages) <= 20
    assert sum(len(page.pairs) for page in many.pages) == SHARED * 10
    assert all(len(page.pairs) <= PAIRS for page in many.pages)
    assert {many.href(n, n ^ 1) for n in range(2 * SHARED * 10)} == {
        f"{page.path}#{pair.anchor}" for page in many.pages for pair in page.pairs
    }


def test_in_an_archive_in_parts_each_family_keeps_a_page_that_can_move_with_its_articles() -> None:
    assert {page.path[2:12] for page in families(SHARED * 4, apart=True).pages} <= set(
        families(SHARED * 4).catalogue.ids
    )
