"""The catalogue of a project without errors: what programs, chapters and articles hold once everything is resolved."""

from __future__ import annotations

import datetime
import shutil

import pytest

from sample import Sample
from vip_core.catalogue import Article


def article(sample: Sample, key: str) -> Article:
    return next(one for one in sample.site().catalogue.articles if one.key == key)


def test_programs_stand_by_title_and_chapters_in_the_vocabularys_order(sample: Sample) -> None:
    catalogue = sample.site().catalogue
    assert [program.title for program in catalogue.programs] == ["ADHD", "Självskadebeteende"]
    for program in catalogue.programs:
        assert [chapter.slug for chapter in program.chapters] == [
            "niva-och-process",
            "behandling-och-stod",
            "lagar-och-regler",
        ]


def test_the_order_of_chapters_is_the_vocabularys_to_decide(sample: Sample) -> None:
    kinds = sample.text("programs/_chapters.yml").split("- slug:")
    sample.write("programs/_chapters.yml", "- slug:".join([kinds[0], kinds[3], kinds[1], kinds[2]]))
    first, *_ = sample.site().catalogue.program("adhd").chapters
    assert first.slug == "lagar-och-regler"


def test_articles_stand_in_source_order(sample: Sample) -> None:
    assert [one.id for one in sample.site().catalogue.program("adhd").articles] == [
        "forsta-steget",
        "remiss",
        "lakemedel",
        "samordnad-plan",
        "ratt-till-stod",
    ]


def test_an_article_has_every_facet_its_own_or_its_chapters(sample: Sample) -> None:
    assert article(sample, "adhd/niva-och-process#forsta-steget").audience == {
        "utforare": ("alla",),
        "yrkesroll": ("larare", "skolkurator"),
        "aldersgrupp": ("barn-unga",),
        "insats": ("alla",),
        "svarighetsgrad": ("alla",),
    }
    assert article(sample, "adhd/niva-och-process#remiss").audience["aldersgrupp"] == ("barn-unga", "vuxna")


def test_an_article_knows_its_sources_themes_and_former_names(sample: Sample) -> None:
    remiss = article(sample, "adhd/niva-och-process#remiss")
    assert remiss.sources == ("sos-adhd-2024", "larsson-2014")
    assert dict(remiss.strengths) == {"sos-adhd-2024": "bör"}
    assert remiss.themes == ("samsjuklighet",)
    assert article(sample, "adhd/behandling-och-stod#samordnad-plan").former == ("sip",)
    assert article(sample, "adhd/lagar-och-regler#ratt-till-stod").law_checked == "2026-02"
    assert article(sample, "sjalvskadebeteende/niva-och-process#akut-fara").always


def test_a_page_keeps_its_front_matter(sample: Sample) -> None:
    page = sample.site().catalogue.chapter("adhd", "behandling-och-stod").page
    assert (page.id, page.status, page.version) == ("adhd-behandling-och-stod", "remiss", "1.2")
    assert (page.changed, page.review_by) == (datetime.date(2026, 11, 21), datetime.date(2099, 11, 21))
    assert page.former == ("adhd/behandling/",)


def test_a_folded_description_is_one_line(sample: Sample) -> None:
    sample.replace("programs/adhd/index.md", "description: Så upptäcker och", "description: |\n  Så upptäcker\n  och")
    assert sample.site().catalogue.program("adhd").page.description == "Så upptäcker och behandlar ni adhd."


def test_a_chapter_added_to_the_vocabulary_needs_a_file_and_nothing_else(sample: Sample) -> None:
    sample.write(
        "programs/_chapters.yml",
        sample.text("programs/_chapters.yml")
        + "- slug: om-tillstandet\n  title: Om tillståndet\n  description: Begrepp.\n",
    )
    for program in ("adhd", "sjalvskadebeteende"):
        text = sample.text(f"programs/{program}/lagar-och-regler.md").replace("Lagar och regler", "Om tillståndet")
        text = text.replace("-lagar-och-regler", "-om-tillstandet")
        sample.write(f"programs/{program}/om-tillstandet.md", text)
    site = sample.site()
    assert [program.chapters[-1].slug for program in site.catalogue.programs] == ["om-tillstandet", "om-tillstandet"]
    assert "adhd/om-tillstandet/" in [page.address for page in site.pages]


def test_another_number_of_programs_makes_no_difference(sample: Sample) -> None:
    for file in sorted((sample.root / "programs/adhd").glob("*.md")):
        text = file.read_text(encoding="utf-8").replace("id: adhd", "id: ny").replace("title: ADHD", "title: Nytt")
        sample.write(f"programs/nytt/{file.name}", text.replace("[adhd/behandling/]", "[]"))
    shutil.copytree(sample.root / "programs/adhd/bilder", sample.root / "programs/nytt/bilder")
    assert [program.slug for program in sample.site().catalogue.programs] == ["adhd", "nytt", "sjalvskadebeteende"]


@pytest.mark.parametrize("missing", ["program", "chapter"])
def test_asking_for_what_is_not_there_is_a_key_error(sample: Sample, missing: str) -> None:
    catalogue = sample.site().catalogue
    with pytest.raises(KeyError):
        _ = catalogue.program("nej") if missing == "program" else catalogue.chapter("adhd", "nej")


def test_pages_have_the_addresses_of_their_files(sample: Sample) -> None:
    addresses = [page.address for page in sample.site().pages if page.source]
    assert addresses == [
        "adhd/",
        "sjalvskadebeteende/",
        "adhd/niva-och-process/",
        "adhd/behandling-och-stod/",
        "adhd/lagar-och-regler/",
        "sjalvskadebeteende/niva-och-process/",
        "sjalvskadebeteende/behandling-och-stod/",
        "sjalvskadebeteende/lagar-och-regler/",
        "",
        "om/",
    ]


def test_images_are_published_beside_their_pages_and_data_files_are_not(sample: Sample) -> None:
    sample.write("programs/adhd/_anteckning.txt", "inte för webben")
    sample.write("content/_data/tabell.csv", "inte för webben")
    assert [asset.path for asset in sample.site().assets] == ["adhd/bilder/trappa.png"]
