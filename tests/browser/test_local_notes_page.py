"""Local notes in a browser: apart from the article, hidden and found with it, on screen and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.conftest import opened
from browser.test_pages import violations
from projects import copy_project, run

CHAPTER = "adhd/behandling-och-stod/"
ARTICLE = "#anpassningar-i-klassrummet"


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the address of a site that shows the example's notes, on a disk."""
    project = copy_project(tmp_path_factory.mktemp("lokalt"))
    settings = project / "mkdocs.yml"
    turned_on = settings.read_text(encoding="utf-8").replace("# lokalt: content/", "lokalt: content/")
    settings.write_text(turned_on, encoding="utf-8")
    done = run(project, "commands", "build", "--filer")
    assert done.returncode == 0, done.stderr
    return (project / "site").as_uri() + "/"


def test_a_note_says_who_answers_for_it_and_goes_with_its_article(page: Page, noted: str) -> None:
    page.goto(opened(noted, CHAPTER))
    note = page.get_by_role("complementary", name="Lokalt tillägg Exempelstad (påhittad)")
    expect(note).to_be_visible()
    expect(note).to_contain_text("Den ingår inte i programmet")
    page.get_by_label("Läkemedelsbehandling").check()
    expect(page.locator(ARTICLE)).to_be_hidden()
    expect(note).to_be_hidden()


def test_the_list_leads_to_the_note_even_when_the_filter_hides_its_article(page: Page, noted: str) -> None:
    page.goto(opened(noted, "lokalt/?insats=lakemedel"))
    page.get_by_role("link", name="Lånebara hjälpmedel i våra skolor").click()
    expect(page.locator(ARTICLE)).to_be_visible()
    expect(page.get_by_text("hörselkåpor")).to_be_in_viewport()


def test_a_search_for_the_notes_words_finds_its_article(page: Page, noted: str) -> None:
    page.goto(opened(noted, "sok/?q=hörselkåpor Exempelstad"))
    expect(page.locator("[data-vip-results] a").first).to_have_text("Anpassningar i klassrummet")


def test_a_note_is_marked_on_paper_too(page: Page, noted: str) -> None:
    page.goto(opened(noted, CHAPTER))
    page.emulate_media(media="print")
    expect(page.get_by_text("Lokalt tillägg", exact=True)).to_be_visible()


@pytest.mark.parametrize("address", [CHAPTER, "lokalt/"])
def test_axe_finds_nothing_where_notes_are_shown(context: BrowserContext, noted: str, address: str) -> None:
    page = context.new_page()
    page.goto(opened(noted, address))
    assert violations(page) == []
