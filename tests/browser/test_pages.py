"""Every kind of page, as readers meet it: on a phone, by keyboard, without JavaScript, on paper."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.conftest import opened

KINDS = {
    "start": "",
    "program": "adhd/",
    "chapter": "adhd/behandling-och-stod/",
    "law chapter": "adhd/lagar-och-regler/",
    "history": "adhd/behandling-och-stod/historik/",
    "landing page": "filter/yrkesroll/larare/",
    "program landing page": "adhd/filter/utforare/elevhalsa/",
    "landing index": "filter/",
    "entry": "for/larare/",
    "theme": "tema/samsjuklighet/",
    "search": "sok/?q=läkemedel",
    "glossary": "ordlista/",
    "general page": "om/",
    "page for integrators": "om/data/",
    "accessibility statement": "tillganglighet/",
    "privacy": "integritet/",
    "news": "nyheter/webbplatsen-oppnar/",
    "editors' overview": "redaktion/",
    "editors' overview of a program": "redaktion/adhd/",
    "method support": "metodstod/",
    "pathways": "vardforlopp/",
    "pathway": "vardforlopp/schizofreni/",
    "which source": "vilken-kalla-galler/",
    "statistics": "statistik/",
    "news list": "nyheter/",
    "news of a year": "nyheter/2022/",
    "news from a source": "nyheter/schizofreniforloppen-2022/",
    "user guide": "anvandarguide/",
    "cheat sheet": "anvandarguide/lathund/",
    "guide for an audience": "anvandarguide/elevhalsa/",
    "training": "utbildning/",
    "information pack": "for/elevhalsan/informationspaket/",
    "flyer": "for/elevhalsan/informationspaket/blad-a4/",
    "slides": "for/elevhalsan/informationspaket/bildspel/",
    "contact": "om/kontakt/",
    "missing": "404.html",
}
WIDTHS = {"wide": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


@pytest.fixture(params=list(WIDTHS))
def sized(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=WIDTHS[request.param])
    yield made
    made.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    made = browser.new_context(viewport=WIDTHS["phone"], has_touch=True)
    yield made.new_page()
    made.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without JavaScript."""
    made = browser.new_context(viewport=WIDTHS["phone"], java_script_enabled=False)
    yield made.new_page()
    made.close()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"][:3]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(sized: BrowserContext, origin: str, scheme: str) -> None:
    page = sized.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    wrong = {}
    for kind, address in KINDS.items():
        page.goto(origin + address)
        page.wait_for_load_state("networkidle")
        if found := violations(page):
            wrong[kind] = found
    assert wrong == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sheet", ["Kapitel", "Filter"])
def test_axe_finds_nothing_with_a_sheet_open(phone: Page, origin: str, scheme: str, sheet: str) -> None:
    phone.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    phone.goto(origin + KINDS["chapter"] + "?yrkesroll=larare")
    phone.get_by_role("button", name=sheet).click()
    assert violations(phone) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(browser: Browser, origin: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()
    too_wide = {}
    for kind, address in KINDS.items():
        page.goto(origin + address)
        page.wait_for_load_state("networkidle")
        if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
            too_wide[kind] = found
    context.close()
    assert too_wide == {}


def test_every_kind_of_page_opens_without_a_complaint(page: Page, root: str) -> None:
    for kind, address in KINDS.items():
        if kind == "missing":
            continue  # a server shows it in place of another page, so its links are those of the published address
        page.goto(opened(root, address))
        expect(page.locator("h1")).to_be_visible()


def test_a_sheet_takes_the_focus_and_gives_it_back(phone: Page, origin: str) -> None:
    phone.goto(origin + KINDS["chapter"])
    opener = phone.get_by_role("button", name="Filter")
    opener.focus()
    phone.keyboard.press("Enter")
    sheet = phone.get_by_role("dialog", name="Filtrera innehåll")
    expect(sheet).to_be_focused()
    for _ in range(80):
        phone.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('[role=dialog]')"
        assert phone.evaluate(inside)
    phone.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_phone_filters_with_the_thumb(phone: Page, origin: str) -> None:
    phone.goto(origin + KINDS["chapter"])
    phone.get_by_role("button", name="Filter").tap()
    phone.get_by_label("Elevhälsa").tap()
    button = phone.get_by_role("button", name=re.compile(r"^Visa \d+ artiklar$"))
    box = button.bounding_box()
    assert box is not None
    assert box["y"] > WIDTHS["phone"]["height"] / 2
    button.tap()
    expect(phone.locator("[data-vip-active]")).to_have_text("1")
    expect(phone.locator("[data-vip-status]").first).to_have_text(re.compile(r"^\d+ av \d+ artiklar visas$"))


def test_the_first_stop_of_the_keyboard_skips_to_the_text(page: Page, origin: str) -> None:
    page.goto(origin + KINDS["chapter"])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_every_stop_of_the_keyboard_can_be_seen(page: Page, origin: str) -> None:
    page.goto(origin + KINDS["program"])
    for _ in range(40):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(() => { const r = document.activeElement.getBoundingClientRect();"
            " return [r.width, r.height, r.bottom, r.top, innerHeight]; })()"
        )
        assert box[0] > 0
        assert box[2] > 0
        assert box[3] < box[4]


def test_a_term_is_explained_on_focus_and_escape_takes_it_away(page: Page, root: str) -> None:
    page.goto(opened(root, KINDS["chapter"]))
    term = page.locator("[data-vip-term]").first
    term.focus()
    tip = page.get_by_role("tooltip")
    expect(tip).to_have_text(term.get_attribute("data-vip-term") or "")
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    term.click()
    expect(page.locator("h1")).to_have_text("Ordlista")


def test_the_reader_chooses_light_or_dark_and_only_that_is_stored(page: Page, origin: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(origin)
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Byt till mörkt utseende").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(origin + KINDS["chapter"])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert page.evaluate("Object.keys(localStorage)") == ["vip-utseende"]
    assert page.context.cookies() == []


def test_reading_filtering_and_linking_work_without_javascript(plain: Page, origin: str) -> None:
    plain.goto(origin)
    plain.get_by_role("link", name="Filtersidor").first.click()
    plain.get_by_role("link", name="Lärare", exact=True).click()
    expect(plain.locator("h1")).to_have_text("Lärare – alla program")
    plain.locator(".vip-item__title").first.click()
    expect(plain.locator(".vip-article:target")).to_be_visible()
    assert "yrkesroll=larare" in plain.url
    plain.get_by_role("link", name="Kapitel", exact=True).click()
    expect(plain.locator(".vip-chapters a").first).to_be_visible()
    plain.goto(origin + KINDS["search"])
    expect(plain.get_by_text("Sökningen behöver JavaScript")).to_be_visible()


def test_a_printed_chapter_says_what_was_chosen_and_where_it_is(page: Page, origin: str) -> None:
    page.goto(origin + KINDS["chapter"] + "?yrkesroll=larare")
    page.emulate_media(media="print")
    expect(page.locator(".vip-filter")).to_be_hidden()
    expect(page.locator("[data-vip-printed]")).to_contain_text("Lärare")
    expect(page.locator("[data-vip-printed]")).to_contain_text("https://vip.example/adhd/behandling-och-stod/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert "https://vip.example/adhd/" in page.locator("[data-vip-address]").first.get_attribute("data-vip-address")  # type: ignore[operator]
    assert page.locator(".vip-article:visible").count() < page.locator(".vip-article").count()
    cut = "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== 'visible').length"
    assert page.locator(".vip-table").evaluate_all(cut) == 0


def test_a_first_visit_to_a_chapter_is_light(page: Page, origin: str, site: Path) -> None:
    """At most 60 KB compressed and 8 requests, with no search index among them."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(origin + KINDS["chapter"])
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 8
    files = [site / url.removeprefix(origin).split("?")[0] for url in asked]
    files = [file / "index.html" if file.is_dir() else file for file in files]
    assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files if file.exists()) <= 60_000
    assert not [url for url in asked if "assets/search/" in url]


def test_the_layout_does_not_shift_while_a_page_loads(page: Page, origin: str) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) shift += entry.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    for kind in ("start", "program", "chapter", "landing page", "search"):
        page.goto(origin + KINDS[kind])
        page.wait_for_load_state("networkidle")
        assert page.evaluate("shift") == 0, kind


def test_forced_colours_keep_the_chosen_chapter_and_boxes_visible(browser: Browser, origin: str) -> None:
    context = browser.new_context(forced_colors="active", viewport=WIDTHS["wide"])
    page = context.new_page()
    page.goto(origin + KINDS["chapter"])
    expect(page.locator(".vip-chapters a[aria-current]")).to_be_visible()
    expect(page.locator("input[name=utforare]").first).to_be_visible()
    context.close()
