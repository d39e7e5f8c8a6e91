"""Information packs: what a flyer and the slides say is true of the entry, and their code leads to it."""

from __future__ import annotations

import dataclasses

from sample import ROOT, markdown_settings
from vip_core import information_packs, scope
from vip_core.addresses import OVER_HTTP
from vip_core.information_packs import InformationPack
from vip_core.page_views import Views
from vip_core.publication import publication
from vip_core.scope import Scope
from vip_core.selection import names
from vip_core.site import Site


def packs(found: Site) -> dict[str, InformationPack]:
    return {page.address: page.subject for page in found.pages if isinstance(page.subject, InformationPack)}


def test_every_entry_has_a_pack_with_flyers_in_two_sizes_and_slides(real_site: Site) -> None:
    entries = [entry.key for entry in real_site.catalogue.vocabularies.entries]
    parts = ("", "blad-a4/", "blad-a5/", "bildspel/")
    assert set(packs(real_site)) == {f"for/{key}/informationspaket/{part}" for key in entries for part in parts}


def test_the_examples_name_the_audience_and_are_from_programs_of_their_own(real_site: Site) -> None:
    for pack in packs(real_site).values():
        assert len(pack.examples) == information_packs.EXAMPLES
        assert len({article.program for article in pack.examples}) == len(pack.examples)
        for article in pack.examples:
            wanted = [(facet, value) for facet, chosen in pack.page.selection.items() for value in chosen]
            assert any(names(article.audience, *one) for one in wanted)


def test_the_examples_are_those_written_for_the_fewest_others(real_site: Site) -> None:
    found = packs(real_site)
    assert found["for/elevhalsan/informationspaket/"].examples[0].title == "Elevhälsans första samtal"
    assert all("larare" in one.audience["yrkesroll"] for one in found["for/larare/informationspaket/"].examples)


def test_without_a_published_address_there_is_no_code_and_no_half_address(real_site: Site) -> None:
    assert all((pack.url, pack.qr_code, pack.printed_url) == ("", "", "") for pack in packs(real_site).values())


def test_the_code_and_the_printed_address_are_those_of_the_entry(real_site: Site) -> None:
    page = packs(real_site)["for/chef/informationspaket/"].page
    made = information_packs.information_packs((page,), publication("https://kommun.example/vip", "VIP", {}))
    assert {pack.url for pack in made} == {"https://kommun.example/vip/for/chef/"}
    assert made[0].printed_url == "kommun.example/vip/for/chef"
    moved = dataclasses.replace(made[0], url="https://kommun.example/vip/for/larare/")
    assert "<svg" in made[0].qr_code != moved.qr_code
    assert "style" not in made[0].qr_code


def test_a_part_of_the_site_has_packs_of_its_own_articles(real_site: Site) -> None:
    published = publication("https://kommun.example/", "VIP", {})
    part = scope.prepare(ROOT, markdown_settings(), OVER_HTTP, published, Scope(programs=("adhd",), entries=("chef",)))
    views = Views(part)
    found = [page for page in part.pages if isinstance(page.subject, InformationPack)]
    assert {page.address for page in found} == {key for key in packs(real_site) if key.startswith("for/chef/")}
    for page in found:
        assert [item.article.program for item in views.of(page).articles] == ["adhd"]
