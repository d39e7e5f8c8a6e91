"""The sections around the programs: near the start page, found by search, and shown where they belong."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import opened
from vip_core.site import Site

TEMPLATES = {
    f"{name}.html"
    for name in (
        "method_support", "pathway", "news", "news_item", "statistics", "main", "contact", "user_guide", "cheat_sheet",
        "guide_audience", "training",
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def sections(real_site: Site) -> set[str]:
    return {page.address for page in real_site.pages if page.template in TEMPLATES}


def linked(site: Path, address: str) -> set[str]:
    """Return the addresses that the page at ``address`` links to, without query and anchor."""
    html = (site / address / "index.html").read_text(encoding="utf-8")
    targets = (re.split("[?#]", target)[0] for target in re.findall(r'<a [^>]*href="([^"]*)"', html))
    paths = (posixpath.normpath(posixpath.join(address, target)) for target in targets if ":" not in target)
    return {"" if path == "." else path + "/" for path in paths}


def test_every_section_is_two_clicks_from_the_start_page(site: Path, sections: set[str]) -> None:
    first = linked(site, "")
    second = {address for one in first & sections for address in linked(site, one)}
    assert sections - first - second == set()


def test_every_section_is_found_by_search(real_site: Site, sections: set[str]) -> None:
    lists = {page.address for page in real_site.pages if page.template == "news.html"}
    assert sections - lists - {document.url for document in real_site.search_documents()} == set()


@pytest.mark.parametrize(
    ("words", "title", "heading"),
    [
        ("pyramidverktyget", "Pyramidverktyget", "Metod- och kunskapsstöd"),
        ("genombrott.nu", "Genombrott.nu", "Metod- och kunskapsstöd"),
        ("sessioner statistik", "Statistik", "Statistik"),
    ],
)
def test_a_reader_who_searches_for_a_section_gets_there(
    page: Page, origin: str, words: str, title: str, heading: str
) -> None:
    page.goto(origin + "sok/?q=" + words)
    page.locator("[data-vip-results] a").get_by_text(title, exact=True).first.click()
    expect(page.locator("h1")).to_have_text(heading)


def test_a_program_shows_its_pathway_news_and_method_support(page: Page, root: str) -> None:
    page.goto(opened(root, "schizofreni-och-liknande-tillstand/"))
    main = page.get_by_role("main")
    for name in (
        "IMR-appen",
        "De två vårdförloppen för schizofreni blev en process",
        "Läs mer om vilken källa som gäller",
    ):
        expect(main.get_by_role("link", name=name)).to_be_visible()
    main.get_by_role("link", name="Schizofreni: från första insjuknandet").click()
    expect(page.locator("h1")).to_have_text("Schizofreni: från första insjuknandet till fortsatt vård och stöd")
    page.get_by_role("link", name="Försämring").click()
    expect(page.get_by_role("heading", name="5. Försämring")).to_be_in_viewport()
    page.get_by_role("link", name="Krisplan och självvald inläggning").click()
    expect(page.locator(".vip-article:target h2")).to_contain_text("Krisplan och självvald inläggning")


def test_an_article_names_the_method_support_that_belongs_to_it(page: Page, root: str) -> None:
    page.goto(opened(root, "schizofreni-och-liknande-tillstand/behandling-och-stod/#psykopedagogik-imr"))
    article = page.locator("#psykopedagogik-imr")
    article.get_by_text("Metod- och kunskapsstöd (1)").click()
    expect(article.get_by_text("Uppgifter från mars 2020")).to_be_visible()
    article.get_by_role("link", name="IMR-appen").click()
    expect(page.locator("#imr-appen")).to_be_in_viewport()
    expect(page.locator("#imr-appen")).to_contain_text("länken inte kontrollerad")


def test_a_law_chapter_says_which_source_applies(page: Page, root: str) -> None:
    page.goto(opened(root, "adhd/lagar-och-regler/"))
    page.get_by_role("link", name="Läs mer om vilken källa som gäller").click()
    expect(page.locator("h1")).to_have_text("Vilken källa gäller?")


def test_charts_are_named_and_their_numbers_stand_in_a_table(page: Page, root: str) -> None:
    page.goto(opened(root, "statistik/"))
    section = page.locator("#sessioner")
    expect(section.get_by_role("img", name="Skåne: sessioner per månad")).to_be_visible()
    row = section.get_by_role("row", name="okt 2022").first
    expect(row).to_contain_text("3\N{NO-BREAK SPACE}130")
    expect(section.get_by_text("dec 2022–mars 2023: uppgift saknas")).to_be_visible()


def test_the_archive_of_a_year_tells_what_is_from_a_source(page: Page, root: str) -> None:
    page.goto(opened(root))
    page.get_by_role("link", name="Alla nyheter").click()
    page.get_by_role("navigation", name="Nyheter efter år").get_by_role("link", name="2022").click()
    expect(page.locator("h1")).to_have_text("Nyheter 2022")
    expect(page.get_by_text("Ur källorna: 2022")).to_have_count(2)
