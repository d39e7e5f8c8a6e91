"""Landing pages equal a filter made by hand over the Markdown files: of the real content, and of small projects."""

from __future__ import annotations

from pathlib import Path

import pytest

import markdown_by_hand
from markdown_by_hand import PlainArticle
from sample import ROOT, Sample
from vip_core import landing_pages
from vip_core.site import Site

Plan = dict[str, tuple[list[str], list[str]]]


def _by_hand(programs: Path) -> Plan:
    """Return the articles of every landing page by its address: those that name the value, and those for all."""
    everything = markdown_by_hand.articles(programs)
    scopes: list[tuple[str, list[PlainArticle]]] = [("", everything)]
    for program in dict.fromkeys(article.program for article in everything):
        scopes.append((f"{program}/", [article for article in everything if article.program == program]))
    pages: Plan = {}
    for prefix, within in scopes:
        for facet in markdown_by_hand.load(programs / "_facets.yml"):
            for value in facet["values"]:
                one = (facet["key"], value["key"])
                named = [article.key for article in within if article.names(*one)]
                others = [article.key for article in within if article.is_for(*one) and not article.names(*one)]
                if named:
                    pages[f"{prefix}filter/{facet['key']}/{value['key']}/"] = (named, others)
    return pages


def _planned(site: Site) -> Plan:
    return {
        page.address: ([article.key for article in page.named], [article.key for article in page.others])
        for page in site.landing_pages
    }


def test_the_real_landing_pages_equal_a_filter_by_hand(real_site: Site) -> None:
    by_hand = _by_hand(ROOT / "programs")
    assert len(by_hand) > 100
    assert _planned(real_site) == by_hand


def test_the_real_articles_are_those_of_the_markdown(real_site: Site) -> None:
    by_hand = markdown_by_hand.articles(ROOT / "programs")
    assert [(article.key, article.title) for article in real_site.catalogue.articles] == [
        (article.key, article.title) for article in by_hand
    ]


def test_a_small_project_equals_a_filter_by_hand(sample: Sample) -> None:
    assert _planned(sample.site()) == _by_hand(sample.root / "programs")


def test_a_value_that_no_article_names_has_no_page(sample: Sample) -> None:
    assert [address for address in _planned(sample.site()) if address.endswith("/aldre/")] == []


def test_a_value_named_in_one_program_alone_has_a_page_there_and_for_all_programs(sample: Sample) -> None:
    found = [address for address in _planned(sample.site()) if address.endswith("/lindriga/")]
    assert found == ["filter/svarighetsgrad/lindriga/", "sjalvskadebeteende/filter/svarighetsgrad/lindriga/"]


def test_articles_that_name_the_value_come_before_those_for_everybody(sample: Sample) -> None:
    named, others = _planned(sample.site())["filter/yrkesroll/skolkurator/"]
    assert named == ["adhd/niva-och-process#forsta-steget", "sjalvskadebeteende/behandling-och-stod#samtal"]
    assert "adhd/niva-och-process#remiss" in others
    assert "adhd/behandling-och-stod#lakemedel" not in named + others


def test_articles_about_acute_danger_are_on_pages_of_other_values_too(sample: Sample) -> None:
    sample.replace(
        "programs/sjalvskadebeteende/niva-och-process.md", "alltid: true", "alltid: true\nyrkesroll: [lakare]"
    )
    _, others = _planned(sample.site())["filter/yrkesroll/larare/"]
    assert "sjalvskadebeteende/niva-och-process#akut-fara" in others


def test_an_inherited_value_counts_as_named(sample: Sample) -> None:
    sample.replace("programs/adhd/lagar-och-regler.md", "yrkesroll: alla", "yrkesroll: [skolkurator]")
    named, _ = _planned(sample.site())["adhd/filter/yrkesroll/skolkurator/"]
    assert "adhd/lagar-och-regler#ratt-till-stod" in named


def test_a_new_facet_value_needs_an_edit_of_the_vocabulary_alone(sample: Sample) -> None:
    sample.replace(
        "programs/_facets.yml", "    - key: larare\n", "    - key: rektor\n      label: Rektor\n    - key: larare\n"
    )
    sample.replace("programs/adhd/niva-och-process.md", "[larare, skolkurator]", "[larare, rektor]")
    named, _ = _planned(sample.site())["filter/yrkesroll/rektor/"]
    assert named == ["adhd/niva-och-process#forsta-steget"]


def test_a_page_says_how_many_articles_it_has_and_where(sample: Sample) -> None:
    pages = {page.address: page for page in sample.site().landing_pages}
    everywhere = pages["filter/yrkesroll/lakare/"]
    assert everywhere.title == "Läkare – alla program"
    assert everywhere.description == "6 artiklar i alla program för yrkesroll: Läkare."
    assert len(everywhere.named) + len(everywhere.others) == 6
    assert pages["adhd/filter/insats/lakemedel/"].title == "Läkemedelsbehandling – ADHD"


def test_one_article_is_not_called_articles(sample: Sample) -> None:
    sample.replace("programs/adhd/niva-och-process.md", "id: remiss\n", "id: remiss\nutforare: [elevhalsa]\n")
    sample.replace(
        "programs/adhd/niva-och-process.md", "id: forsta-steget\n", "id: forsta-steget\nutforare: [elevhalsa]\n"
    )
    sample.replace(
        "programs/adhd/behandling-och-stod.md", "id: samordnad-plan\n", "id: samordnad-plan\nutforare: [elevhalsa]\n"
    )
    pages = {page.address: page for page in sample.site().landing_pages}
    alone = pages["adhd/filter/utforare/specialistpsykiatri/"]
    assert alone.description == "1 artikel i programmet ADHD för utförare: Specialistpsykiatri."


def test_a_page_carries_its_own_selection(sample: Sample) -> None:
    page = next(page for page in sample.site().landing_pages if page.address == "adhd/filter/insats/lakemedel/")
    assert page.selection == {"insats": ("lakemedel",)}


def test_the_pages_of_all_programs_come_first_and_in_the_order_of_the_vocabulary(sample: Sample) -> None:
    addresses = [page.address for page in sample.site().landing_pages]
    assert addresses[:3] == [
        "filter/utforare/elevhalsa/",
        "filter/utforare/specialistpsykiatri/",
        "filter/yrkesroll/larare/",
    ]
    programs = [address.split("/")[0] for address in addresses]
    assert list(dict.fromkeys(programs)) == ["filter", "adhd", "sjalvskadebeteende"]


def test_articles_are_grouped_by_program_and_chapter_in_source_order(sample: Sample) -> None:
    catalogue = sample.site().catalogue
    groups = landing_pages.by_chapter(catalogue, reversed(catalogue.articles))
    assert [(group.program.slug, group.chapter.slug, len(group.articles)) for group in groups] == [
        ("adhd", "niva-och-process", 2),
        ("adhd", "behandling-och-stod", 2),
        ("adhd", "lagar-och-regler", 1),
        ("sjalvskadebeteende", "niva-och-process", 1),
        ("sjalvskadebeteende", "behandling-och-stod", 1),
        ("sjalvskadebeteende", "lagar-och-regler", 1),
    ]
    assert landing_pages.by_chapter(catalogue, []) == ()


@pytest.mark.parametrize("which", ["real", "sample"])
def test_no_two_pages_share_an_address(which: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue("real_site") if which == "real" else request.getfixturevalue("sample").site()
    addresses = [page.address for page in site.pages]
    assert sorted(addresses) == sorted(set(addresses))
