"""What the heads of pages say, whatever stands in their titles."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace

import pytest

from sample import Sample
from vip_core import page_metadata, structured_data
from vip_core.catalogue import Chapter
from vip_core.citations import Citable
from vip_core.page_metadata import Described, HeadLink, PageMetadata
from vip_core.page_views import PageView, Views
from vip_core.publication import UNPUBLISHED, publication
from vip_core.site import Site
from vip_core.sitemap import LastChanges, rows

PUBLISHED = publication("https://vip.example/", "VIP", {"utgivare": "Projektet"})
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \"'"


def views_of(made: Site, address: str) -> PageView:
    page = next(page for page in made.pages if page.address == address)
    return Views(made).of(page)


def linked(metadata: PageMetadata) -> dict[str, str]:
    return {link.rel: link.href for link in metadata.links}


def graph(metadata: PageMetadata) -> dict[str, dict[str, object]]:
    return {node["@type"]: node for node in json.loads(metadata.data)["@graph"]}


@pytest.fixture(scope="module")
def published(real_site: Site) -> Site:
    return replace(real_site, publication=PUBLISHED)


def test_structured_data_cannot_leave_its_block() -> None:
    data = structured_data.json_ld([{"@type": "WebPage", "name": HOSTILE, "about": [{"name": HOSTILE}]}])
    assert not re.search("[<>&\u2028\u2029]", data)
    assert json.loads(data)["@graph"] == [{"@type": "WebPage", "name": HOSTILE, "about": [{"name": HOSTILE}]}]


def test_what_is_not_known_is_left_out_at_every_depth() -> None:
    data = json.loads(structured_data.json_ld([{"name": "", "url": None, "a": [], "b": [{"c": "", "d": 0}]}]))
    assert data["@graph"] == [{"b": [{"d": 0}]}]


def test_a_chapter_tells_who_it_is_for_what_it_cites_and_its_version(published: Site) -> None:
    chapter = published.catalogue.chapter("adhd", "behandling-och-stod")
    node = graph(views_of(published, chapter.address).metadata)["MedicalWebPage"]
    assert node["version"] == chapter.page.version
    assert node["dateModified"] == chapter.page.changed.isoformat()
    assert node["publisher"] == {"@type": "Organization", "name": "Projektet"}
    assert node["isPartOf"]["@id"] == "https://vip.example/adhd/"  # type: ignore[index]
    cited = {key for article in chapter.articles for key in article.sources}
    assert len(node["citation"]) == len(cited)  # type: ignore[arg-type]
    assert node["audience"]


def test_only_an_approved_chapter_says_that_it_was_reviewed(published: Site) -> None:
    program = published.catalogue.programs[0]

    def node(status: str) -> dict[str, object]:
        chapter: Chapter = replace(program.chapters[0], page=replace(program.chapters[0].page, status=status))
        made = structured_data.chapter_node(PUBLISHED, published.catalogue, program, chapter, "https://vip.example/x/")
        found: dict[str, object] = json.loads(structured_data.json_ld([made]))["@graph"][0]
        return found

    assert "lastReviewed" not in node("utkast")
    assert "lastReviewed" not in node("remiss")
    assert node("faststalld")["lastReviewed"] == program.chapters[0].page.changed.isoformat()


def test_a_chapter_for_certain_roles_names_them(published: Site) -> None:
    program = published.catalogue.programs[0]
    page = program.chapters[0].page
    chapter = replace(program.chapters[0], page=replace(page, audience={**page.audience, "yrkesroll": ("larare",)}))
    node = structured_data.chapter_node(PUBLISHED, published.catalogue, program, chapter, "")
    assert [one["audienceType"] for one in node["audience"]] == ["Lärare"]


def test_every_page_knows_the_way_to_itself(published: Site) -> None:
    made = Views(published)
    for page in published.pages:
        trail = graph(made.of(page).metadata)["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in trail] == list(range(1, len(trail) + 1))  # type: ignore[arg-type, index, call-overload]
        assert trail[-1]["item"] == "https://vip.example/" + page.address  # type: ignore[index]


def test_the_start_page_offers_its_search(published: Site) -> None:
    action = graph(views_of(published, "").metadata)["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == "https://vip.example/sok/?q={search_term_string}"  # type: ignore[index]


def test_a_chapter_links_to_the_address_to_cite_and_its_latest_version(published: Site) -> None:
    links = linked(views_of(published, "adhd/behandling-och-stod/").metadata)
    here = "https://vip.example/adhd/behandling-och-stod/"
    assert (links["cite-as"], links["latest-version"]) == (here, here)
    assert "predecessor-version" not in links


def test_a_frozen_version_links_to_the_latest_and_the_one_before() -> None:
    links = page_metadata.version_links("https://vip.example/a/", "https://vip.example/a/version/1.0/")
    assert links == (
        HeadLink("latest-version", "https://vip.example/a/"),
        HeadLink("predecessor-version", "https://vip.example/a/version/1.0/"),
    )


def test_the_tags_of_a_chapter_agree_with_its_reference(published: Site) -> None:
    view = views_of(published, "adhd/behandling-och-stod/")
    names = dict(view.metadata.names)
    assert view.cite is not None
    cited: Citable = view.cite.cited
    assert names["citation_title"] == names["DC.title"] == cited.title
    assert names["citation_inbook_title"] == names["DCTERMS.isPartOf"] == cited.container
    assert names["citation_author"].removesuffix(",") == names["DC.creator"] == cited.publisher == "Projektet"
    assert names["citation_publication_date"] == f"{cited.issued:%Y/%m/%d}"
    assert names["citation_public_url"] == names["DC.identifier"] == cited.url


def test_a_publisher_of_several_words_is_not_taken_for_a_person(published: Site) -> None:
    """Reference managers split a name without a comma into first names and a surname."""
    author = dict(views_of(published, "adhd/behandling-och-stod/").metadata.names)["citation_author"]
    surname, _, first_names = author.partition(",")
    assert (surname, first_names.strip()) == ("Projektet", "")


def test_feeds_are_named_where_they_belong(published: Site) -> None:
    found = {
        address: [link.href for link in views_of(published, address).metadata.links if link.rel == "alternate"]
        for address in ("", "adhd/", "for/larare/", "adhd/behandling-och-stod/")
    }
    assert found == {
        "": ["feeds/nyheter.xml", "feeds/andringar.xml"],
        "adhd/": ["feeds/adhd.xml"],
        "for/larare/": ["feeds/for-larare.xml"],
        "adhd/behandling-och-stod/": [],
    }


def test_an_unpublished_page_names_no_address() -> None:
    described = Described("T", "D", "", datetime.date(2026, 11, 21))
    made = page_metadata.page_metadata(UNPUBLISHED, described, [])
    assert not {"DC.identifier", "citation_public_url"} & dict(made.names).keys()
    assert "og:url" not in dict(made.properties)


def test_the_sitemap_says_when_the_texts_behind_a_page_changed(sample: Sample) -> None:
    path = "programs/adhd/lagar-och-regler.md"
    line = next(line for line in sample.text(path).splitlines() if line.startswith("andrad:"))
    sample.replace(path, line, "andrad: 2027-01-02")
    made = sample.site()
    found = {row.address: row.changed for row in rows(made.pages, LastChanges(made.catalogue))}
    changed = {address for address, day in found.items() if day == datetime.date(2027, 1, 2)}
    assert {"", "adhd/", "adhd/lagar-och-regler/", "filter/", "adhd/filter/", "a-o/"} <= changed
    for page in made.landing_pages:
        chapters = {(one.program, one.chapter) for one in (*page.named, *page.others)}
        assert (page.address in changed) == (("adhd", "lagar-och-regler") in chapters)
    assert not {address for address in changed if address.startswith("sjalvskadebeteende/")}
    assert "soekresultat/" not in found
