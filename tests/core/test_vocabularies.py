"""Sources as a reader meets them, and vocabularies in their order."""

from __future__ import annotations

from typing import Any

import pytest

from sample import Sample
from vip_core.vocabularies import Source


def source(**csl: Any) -> Source:
    return Source("nyckel", {"type": "report", "title": "Titel", **csl})


@pytest.mark.parametrize(
    ("csl", "authors"),
    [
        (
            {"author": [{"family": "Larsson", "given": "H."}, {"family": "Öst", "given": "L.-G."}]},
            "Larsson H., Öst L.-G.",
        ),
        ({"author": [{"family": "Larsson"}]}, "Larsson"),
        ({"publisher": "Socialstyrelsen"}, "Socialstyrelsen"),
        ({}, ""),
    ],
    ids=["två personer", "bara efternamn", "utgivare", "ingen"],
)
def test_authors_are_people_or_else_the_publisher(csl: dict[str, Any], authors: str) -> None:
    assert source(**csl).authors == authors


def test_a_doi_comes_before_a_page() -> None:
    assert source(doi="10.1/x", url="https://exempel.se").url == "https://doi.org/10.1/x"
    assert source(url="https://exempel.se").url == "https://exempel.se"
    assert source().url == ""


@pytest.mark.parametrize(
    ("csl", "where"),
    [
        (
            {"container-title": "Läkartidningen", "issued": 2024, "volume": "121", "issue": "2", "page": "3-9"},
            "Läkartidningen 2024;121(2):3-9",
        ),
        ({"container-title": "Läkartidningen", "issued": 2024}, "Läkartidningen 2024"),
        ({"publisher": "SBU", "number": "307", "issued": 2019}, "307. 2019"),
        ({"author": [{"family": "A"}], "publisher": "Förlaget", "issued": 2019}, "Förlaget. 2019"),
        ({"type": "legislation", "number": "SFS 2010:800", "issued": 2010}, "SFS 2010:800"),
    ],
    ids=["artikel", "artikel utan nummer", "rapport", "bok", "lag"],
)
def test_where_a_source_was_published(csl: dict[str, Any], where: str) -> None:
    assert source(**csl).where == where


def test_facets_and_values_keep_the_order_of_their_file(sample: Sample) -> None:
    facets = sample.site().catalogue.vocabularies.facets
    assert [facet.label for facet in facets] == ["Utförare", "Yrkesroll", "Åldersgrupp", "Insats", "Svårighetsgrad"]
    assert [value.label for value in facets[2].values] == ["Barn/Unga", "Vuxna", "Äldre"]
    assert facets[0].value("elevhalsa").label == "Elevhälsa"


def test_an_entry_is_a_named_selection(sample: Sample) -> None:
    sample.write(
        "programs/_entries.yml",
        "- key: larare\n  title: Jag är lärare\n  description: Skolan.\n  selection: {yrkesroll: [larare], insats: alla}\n",
    )
    site = sample.site()
    (entry,) = site.catalogue.vocabularies.entries
    assert entry.selection == {"yrkesroll": ("larare",)}
    assert "for/larare/" in [page.address for page in site.pages]


def test_themes_may_be_left_out(sample: Sample) -> None:
    (sample.root / "programs/_themes.yml").unlink()
    sample.replace("programs/adhd/niva-och-process.md", "teman: [samsjuklighet]\n", "")
    assert sample.prepare().problems == ()
