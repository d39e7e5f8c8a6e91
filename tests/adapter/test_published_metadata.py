"""The built site, read by programs that others have made: metadata, structured data, feeds and the sitemap."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree  # noqa: N813 - the name everybody knows it by
from pathlib import Path
from typing import Any

import extruct
import feedparser
import pytest
import rdflib

from projects import copy_project, run

HERE = "https://vip.example/"
KINDS = (
    "",
    "adhd/",
    "adhd/behandling-och-stod/",
    "filter/",
    "filter/yrkesroll/larare/",
    "for/larare/",
    "tema/samsjuklighet/",
    "sok/",
    "a-o/",
    "ordlista/",
    "om/",
    "om/data/",
    "nyheter/webbplatsen-oppnar/",
)
CHAPTER = "adhd/behandling-och-stod/"
PUBLISHER = "Projektet Vård- och insatsprogram (eget utkast)"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = copy_project(tmp_path_factory.mktemp("metadata") / "project")
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    return project / "site"


def read(built: Path, address: str) -> dict[str, Any]:
    """Return what the reader finds in a page, by syntax."""
    text = (built / address / "index.html").read_text(encoding="utf-8")
    found: dict[str, Any] = extruct.extract(
        text, base_url=HERE + address, syntaxes=["json-ld", "opengraph", "dublincore"], errors="strict"
    )
    return found


@pytest.mark.parametrize("address", KINDS)
def test_a_reader_finds_open_graph_and_dublin_core_on_every_page(built: Path, address: str) -> None:
    found = read(built, address)
    (graph,) = found["opengraph"]
    properties = dict(graph["properties"])
    assert properties["og:url"] == HERE + address
    assert properties["og:title"]
    assert properties["og:locale"] == "sv_SE"
    (core,) = found["dublincore"]
    elements = {one["name"]: one["content"] for one in core["elements"]}
    assert elements["DC.identifier"] == HERE + address
    assert elements["DC.creator"] == PUBLISHER
    assert elements["DC.language"] == "sv"


@pytest.mark.parametrize("address", KINDS)
def test_structured_data_uses_only_words_of_schema_org(built: Path, address: str) -> None:
    (block,) = read(built, address)["json-ld"]
    assert block["@context"] == "https://schema.org"
    words = rdflib.SDO  # the vocabulary as rdflib ships it
    inside = json.dumps({**block, "@context": {"@vocab": str(words)}})  # the real context stands on another host
    graph = rdflib.Dataset().parse(data=inside, format="json-ld")
    kind = rdflib.RDF.type
    used = {term for _, term, _, _ in graph.quads() if term != kind} | set(graph.objects(None, kind))
    assert words.BreadcrumbList in used
    unknown = {str(term) for term in used if not isinstance(term, rdflib.URIRef) or term not in words}
    assert unknown <= {f"{words}query-input"}  # schema.org adds -input to a property's name by a rule, not by a word


def test_every_page_of_the_site_has_one_block_that_can_be_read(built: Path) -> None:
    for file in built.rglob("index.html"):
        text = file.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in text:
            continue  # a page that only leads on
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert len(blocks) == 1, file
        kinds = {node["@type"] for node in json.loads(blocks[0])["@graph"]}
        assert "BreadcrumbList" in kinds
        assert len(kinds) >= 2


def test_a_chapter_is_a_medical_page_and_the_start_page_a_site(built: Path) -> None:
    def kinds(address: str) -> set[str]:
        return {node["@type"] for node in read(built, address)["json-ld"][0]["@graph"]}

    assert kinds(CHAPTER) == {"MedicalWebPage", "BreadcrumbList"}
    assert kinds("") == {"WebPage", "WebSite", "BreadcrumbList"}
    assert kinds("for/larare/") == {"CollectionPage", "BreadcrumbList"}


def test_the_head_escapes_what_authors_write(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    file = project / "content/om.md"
    hostile = """</script><img src=x onerror=alert(1)>"' & mer"""
    text = file.read_text(encoding="utf-8").replace(
        "title: Om webbplatsen", "title: '" + hostile.replace("'", "''") + "'"
    )
    file.write_text(text, encoding="utf-8")
    done = run(project, "commands", "build")
    assert done.returncode == 0, done.stderr
    assert "<img src=x" not in (project / "site/om/index.html").read_text(encoding="utf-8")
    found = read(project / "site", "om/")
    assert dict(found["opengraph"][0]["properties"])["og:title"] == hostile
    assert found["json-ld"][0]["@graph"][0]["name"] == hostile


def test_links_to_reference_files_and_feeds_lead_to_files(built: Path) -> None:
    for address in KINDS:
        text = (built / address / "index.html").read_text(encoding="utf-8")
        for link in re.findall(r'<link rel="(?:describedby|alternate)" href="([^"]+)"', text):
            assert (built / address / link).is_file(), link
        assert "hreflang" not in text


def test_feed_readers_read_the_published_feeds(built: Path) -> None:
    feeds = sorted((built / "feeds").glob("*.xml"))
    assert feeds
    for file in feeds:
        feed = feedparser.parse(file.read_bytes())
        assert not feed.bozo, file
        for entry in feed.entries:
            assert (built / entry.link.removeprefix(HERE) / "index.html").is_file()


def test_the_sitemap_lists_exactly_the_pages_to_be_found_each_with_its_day(built: Path) -> None:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    rows = etree.parse(built / "sitemap.xml").getroot().findall("s:url", names)
    listed = {row.findtext("s:loc", "", names): row.findtext("s:lastmod", "", names) for row in rows}
    wanted = set()
    for file in built.rglob("index.html"):
        text = file.read_text(encoding="utf-8")
        address = HERE + file.relative_to(built).as_posix().removesuffix("index.html")
        leads_on = 'http-equiv="refresh"' in text or 'name="robots" content="noindex' in text
        if not leads_on and f'<link rel="canonical" href="{address}">' in text:
            wanted.add(address)
    assert listed.keys() == wanted
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for address, day in listed.items() if CHAPTER in address)
    assert len([day for day in listed.values() if day]) > 0.9 * len(listed)


def test_a_chapter_knows_no_more_of_the_site_than_its_own_program(built: Path) -> None:
    """The head of a page grows with the page's own sources, never with the site."""
    head = (built / CHAPTER / "index.html").read_text(encoding="utf-8").split("</head>")[0]
    assert "sjalvskadebeteende" not in head
