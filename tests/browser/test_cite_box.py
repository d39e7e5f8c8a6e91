"""The cite box, as readers meet it: copied, downloaded, filtered, printed, without JavaScript, and from a disk."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import rispy
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from browser.conftest import opened
from sample import ROOT, markdown_settings
from vip_core import citations, site
from vip_core.catalogue import Catalogue
from vip_core.citation_styles import STYLES, fill, template
from vip_core.publication import publication

CHAPTER = "adhd/behandling-och-stod/"
PUBLISHER = "Projektet Vård- och insatsprogram (eget utkast)"
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()


def chapter_box(page: Page) -> Locator:
    return page.get_by_role("region", name="Referera till kapitlet")


def texts(box: Locator) -> list[str]:
    return [text.strip() for text in box.locator("dd > span").all_text_contents()]


def expected(cited: citations.Citable) -> list[str]:
    """Return the references as the build's own templates give them today."""
    today = datetime.datetime.now().astimezone().date()
    values = {"publisher": cited.publisher, "version": cited.version, "year": str(cited.issued.year)}
    values |= {"title": cited.title, "container": cited.container, "url": cited.url}
    made = []
    for style in STYLES:
        text = fill(template(style, with_url=True), values).replace("⟦i⟧", "").replace("⟦/i⟧", "")
        text = text.replace("⟦accessed:d mmmm yyyy⟧", f"{today.day} {MONTHS[today.month - 1]} {today.year}")
        made.append(text.replace("⟦accessed:yyyy-mm-dd⟧", today.isoformat()))
    return made


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return site.prepare(ROOT, markdown_settings()).catalogue


def test_a_chapter_and_all_of_its_articles_are_cited_as_the_build_would(
    page: Page, root: str, catalogue: Catalogue
) -> None:
    where = publication("https://vip.example/", "Vård- och insatsprogram", {"utgivare": PUBLISHER})
    program, chapter = catalogue.program("adhd"), catalogue.chapter("adhd", "behandling-och-stod")
    page.goto(opened(root, CHAPTER))
    assert texts(chapter_box(page)) == expected(citations.cited_chapter(where, program, chapter))
    for article in chapter.articles:
        box = page.locator(f"#{article.id} details[data-vip-cite]")
        box.locator("summary").click()
        expect(box.locator("dd > span").first).to_be_visible()
        assert texts(box) == expected(citations.cited_article(where, program, chapter, article)), article.id


def test_a_reference_is_copied_and_that_is_told(page: Page, origin: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(origin + CHAPTER)
    box = chapter_box(page)
    button = box.get_by_role("button", name="Kopiera referens (APA)")
    button.focus()
    page.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_have_text("Referensen (APA) är kopierad.")
    assert page.evaluate("navigator.clipboard.readText()") == texts(box)[1]


@pytest.mark.parametrize("works", [True, False])
def test_a_refused_clipboard_leaves_the_reference_marked(page: Page, root: str, works: bool) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error()) } });"
        f"document.execCommand = () => {str(works).lower()};"
    )
    page.goto(opened(root, CHAPTER))
    box = chapter_box(page)
    box.get_by_role("button", name="Kopiera referens (Harvard)").click()
    told = "kopierad." if works else "markerad. Kopiera den med Ctrl+C eller Cmd+C."
    expect(box.get_by_role("status")).to_have_text(f"Referensen (Harvard) är {told}")
    assert page.evaluate("getSelection().toString()").strip() == texts(box)[2]


def test_an_active_filter_is_part_of_the_reference(page: Page, root: str) -> None:
    page.goto(opened(root, CHAPTER + "?yrkesroll=lakare"))
    box = page.locator("details[data-vip-cite]:visible").first
    box.locator("summary").click()
    for text in (*texts(chapter_box(page)), *texts(box)):
        assert text.endswith("Visat urval: Yrkesroll: Läkare.")
        assert "yrkesroll=" not in text
    page.get_by_role("button", name="Rensa alla filter").click()
    for text in (*texts(chapter_box(page)), *texts(box)):
        assert "Visat urval" not in text


def test_an_article_is_one_record_in_a_reference_manager(page: Page, root: str, tmp_path: Path) -> None:
    page.goto(opened(root, CHAPTER))
    section = page.locator(".vip-article").first
    section.locator("details[data-vip-cite] summary").click()
    with page.expect_download() as download:
        section.get_by_role("button", name="Ladda ner RIS").click()
    file = tmp_path / "referens.ris"
    download.value.save_as(file)
    (record,) = rispy.loads(file.read_bytes().decode())
    identifier = section.get_attribute("id")
    assert download.value.suggested_filename == f"adhd-behandling-och-stod-{identifier}.ris"
    assert record["urls"] == [f"https://vip.example/{CHAPTER}#{identifier}"]
    assert section.locator("h2").inner_text().startswith(record["title"])
    assert record["secondary_title"] == "ADHD: Behandling och stöd – Vård- och insatsprogram"
    assert record["access_date"] == f"{datetime.datetime.now().astimezone():%Y/%m/%d}"


def test_a_chapters_files_are_offered(page: Page, origin: str) -> None:
    page.goto(origin + CHAPTER)
    for name in ("RIS", "BibTeX", "CSL JSON"):
        with page.expect_download() as download:
            chapter_box(page).get_by_role("link", name=name).click()
        assert "Behandling och stöd" in Path(download.value.path()).read_text(encoding="utf-8")


def test_without_javascript_the_chapter_can_be_cited_and_says_how_an_article_is(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(origin + CHAPTER)
    box = chapter_box(plain)
    expect(box.locator("dd").first).to_contain_text(PUBLISHER)
    expect(box.locator("dd").first).to_contain_text("dagens datum")
    expect(box).to_contain_text("Skriv dagen då du läste texten")
    expect(box.get_by_role("button")).to_have_count(0)
    plain.locator("details[data-vip-cite] summary").first.click()
    plain.get_by_role("link", name="Så refererar du till en artikel").first.click()
    expect(box).to_be_in_viewport()
    context.close()


def test_on_paper_the_reference_stands_in_full_and_nothing_is_to_be_pressed(page: Page, origin: str) -> None:
    page.goto(origin + CHAPTER)
    page.emulate_media(media="print")
    box = chapter_box(page)
    expect(box.locator("dd").first).to_be_visible()
    expect(box.locator("dd").first).to_contain_text("Version 1.0")
    expect(box.locator("dd").first).to_contain_text("https://vip.example/" + CHAPTER)
    assert box.get_by_role("button").count() == 0
    expect(box.get_by_role("link", name="RIS")).to_be_hidden()
    expect(page.locator("details[data-vip-cite]").first).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_an_open_box(browser: Browser, origin: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(origin + CHAPTER)
    page.locator("details[data-vip-cite] summary").first.click()
    chapter_box(page).get_by_role("button", name="Kopiera referens (APA)").click()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
