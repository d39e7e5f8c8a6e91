"""The course, the slides and the flyers, as those who use them meet them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import opened

SLIDES = "for/elevhalsan/informationspaket/bildspel/"
PACK = "for/elevhalsan/informationspaket/"


@pytest.fixture
def unscripted(browser: Browser) -> Page:
    """A browser without JavaScript."""
    return browser.new_context(java_script_enabled=False).new_page()


def test_an_answer_is_judged_at_once_and_counted(page: Page, root: str) -> None:
    page.goto(opened(root, "utbildning/"))
    progress = page.locator("[data-vip-progress]")
    expect(progress).to_have_text("0 av 9 frågor rätt besvarade.")
    question = page.get_by_role("group", name="Vad är programmen främst till för?")
    question.get_by_label("Att bestämma vad lagen kräver").check()
    expect(question.get_by_role("status")).to_contain_text("Inte riktigt. Vad du måste göra står i lagen.")
    expect(progress).to_have_text("0 av 9 frågor rätt besvarade.")
    question.get_by_label("Att säga hur en insats utförs").check()
    expect(question.get_by_role("status")).to_contain_text("Rätt.")
    expect(progress).to_have_text("1 av 9 frågor rätt besvarade.")


def test_a_case_is_solved_on_the_site_with_the_filters_it_asks_for(
    context: BrowserContext, page: Page, root: str
) -> None:
    page.goto(opened(root, "utbildning/"))
    page.get_by_text("Fall: Socialtjänsten").click()
    case = page.locator("[data-vip-case][open]")
    with context.expect_page() as plain:
        case.get_by_role("link", name="Öppna sidan").click()
    plain.value.wait_for_load_state()
    expect(plain.value.get_by_role("checkbox", checked=True)).to_have_count(0)
    for facet in ("yrkesroll", "insats"):
        plain.value.locator(f"[data-vip-facet={facet}] [data-vip-show-all]").click()
    for value in ("socialsekreterare", "boende-boendestod"):
        plain.value.locator(f"[data-vip-filter] [value={value}]").check()
    with context.expect_page() as solved:
        case.get_by_role("link", name="Jämför").click()
    article = "#bostad-och-vardag"
    for shown in (plain.value, solved.value):
        expect(shown.locator(article)).to_be_visible()
        expect(shown.locator("#laro")).to_be_hidden()
    case.get_by_label("Bostad, vardag och arbete").check()
    expect(case.get_by_role("status")).to_contain_text("Rätt.")


def test_the_readers_own_selection_does_not_change_what_a_case_asks_for(page: Page, origin: str) -> None:
    page.goto(origin + "utbildning/?yrkesroll=larare")
    page.get_by_text("Fall: Socialtjänsten").click()
    link = page.get_by_role("link", name="Jämför").first
    link.hover()
    assert "yrkesroll=socialsekreterare&insats=boende-boendestod" in (link.get_attribute("href") or "")


def test_the_course_keeps_nothing_when_the_page_is_left(page: Page, origin: str) -> None:
    page.goto(origin + "utbildning/")
    page.get_by_label("Att säga hur en insats utförs").check()
    page.get_by_label("Ditt namn").fill("Kim Exempel")
    expect(page.locator("[data-vip-name]")).to_have_text("Kim Exempel")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, location.search]") == [
        0,
        0,
        "",
        "",
    ]
    page.reload()
    expect(page.locator("[data-vip-progress]")).to_have_text("0 av 9 frågor rätt besvarade.")
    expect(page.get_by_label("Ditt namn")).to_have_value("")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)


def test_the_printed_certificate_has_the_name_and_nothing_of_the_course_around_it(page: Page, origin: str) -> None:
    page.goto(origin + "utbildning/")
    page.evaluate("window.print = () => {}")
    page.get_by_label("Ditt namn").fill("Kim Exempel")
    page.get_by_role("button", name="Skriv ut intyget").click()
    page.emulate_media(media="print")
    expect(page.get_by_text("Kim Exempel")).to_be_visible()
    expect(page.get_by_role("heading", name="1. Vad programmen är")).to_be_hidden()
    expect(page.get_by_label("Ditt namn")).to_be_hidden()


def test_without_javascript_the_answers_and_a_certificate_to_fill_in_are_there(unscripted: Page, origin: str) -> None:
    unscripted.goto(origin + "utbildning/")
    unscripted.get_by_text("Visa svaret").first.click()
    expect(unscripted.get_by_text("Riktlinjer säger vad som bör erbjudas.")).to_be_visible()
    expect(unscripted.get_by_text("Genomförd utbildning")).to_be_visible()
    expect(unscripted.locator("[data-vip-fields]")).to_be_hidden()


def test_slides_turn_by_arrows_and_end_by_escape(page: Page, root: str) -> None:
    page.goto(opened(root, SLIDES))
    page.get_by_role("button", name="Visa bildspelet").click()
    place = page.locator("[data-vip-place]")
    expect(place).to_have_text("1 av 7")
    expect(page.locator(".vip-slide:visible")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_text("2 av 7")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("7 av 7")
    page.keyboard.press("Escape")
    expect(page.locator(".vip-slide:visible")).to_have_count(7)
    expect(page.get_by_role("button", name="Visa bildspelet")).to_be_focused()


def test_without_javascript_the_slides_are_a_list(unscripted: Page, origin: str) -> None:
    unscripted.goto(origin + SLIDES)
    expect(unscripted.locator(".vip-slide:visible")).to_have_count(7)
    expect(unscripted.get_by_role("button", name="Visa bildspelet")).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "pages", "size"),
    [
        (PACK + "blad-a4/", 1, (595, 842)),
        (PACK + "blad-a5/", 1, (420, 595)),
        ("for/socialtjansten/informationspaket/blad-a5/", 1, (420, 595)),
        (SLIDES, 7, (720, 405)),
        ("anvandarguide/lathund/", 1, (595, 842)),
    ],
)
def test_paper_comes_in_its_own_size_and_number(
    page: Page, origin: str, address: str, pages: int, size: tuple[int, int]
) -> None:
    page.goto(origin + address)
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == pages
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {size}


def test_a_text_is_copied_or_marked_for_copying(page: Page, root: str) -> None:
    page.goto(opened(root, PACK))
    page.get_by_role("button", name="Kopiera texten").first.click()
    told = page.get_by_role("status").filter(has_text="Texten är")
    expect(told).to_have_count(1)
    if "markerad" in (told.text_content() or ""):
        assert "https://vip.example/for/elevhalsan/" in page.evaluate("getSelection().toString()")


def test_a_pack_is_two_clicks_from_the_start_page(page: Page, root: str) -> None:
    page.goto(opened(root))
    page.get_by_role("link", name="Elevhälsan", exact=False).first.click()
    page.get_by_role("link", name="Hämta informationspaketet").click()
    expect(page.locator("h1")).to_have_text("Elevhälsan")
    expect(page.get_by_role("img", name="QR-kod som leder till https://vip.example/for/elevhalsan/")).to_be_visible()
