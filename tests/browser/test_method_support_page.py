"""The catalogue of method support in a browser: the same filter with facets of its own, and words searched within."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from browser.conftest import opened

PAGE = "metodstod/"


def test_a_value_and_words_narrow_the_list_and_stand_in_the_address(page: Page, root: str) -> None:
    page.goto(opened(root, PAGE))
    status = page.locator("[data-vip-status]").first
    expect(status).to_have_text("68 av 68 poster visas")
    page.get_by_label("Ej längre i bruk").check()
    expect(status).to_have_text("5 av 68 poster visas")
    expect(page.locator("[data-vip-count='form/verktyg']")).to_have_text("3")
    page.get_by_label("Sök i listan").fill("SJALVHJALP")
    expect(status).to_have_text("2 av 68 poster visas")
    expect(page.locator("[data-vip-count='form/verktyg']")).to_have_text("2")
    expect(page.locator(".vip-support:visible")).to_have_count(2)
    shared = page.url
    assert "lage=ej-i-bruk" in shared
    assert "q=SJALVHJALP" in shared
    page.goto(opened(root, "om/"))
    page.goto(shared)
    expect(status).to_have_text("2 av 68 poster visas")
    page.get_by_role("button", name="Rensa alla filter").click()
    expect(status).to_have_text("68 av 68 poster visas")
    expect(page.get_by_label("Sök i listan")).to_have_value("")


def test_the_readers_own_selection_is_carried_through_and_the_pages_is_left_behind(page: Page, root: str) -> None:
    page.goto(opened(root, PAGE + "?yrkesroll=larare&lage=okand"))
    expect(page.locator("[data-vip-unknown]")).to_be_hidden()
    entry = page.locator("#forsta-linjeboken")
    entry.locator("summary").click()
    entry.get_by_role("link", name="Första linjen för barn och unga").click()
    expect(page.locator("h1")).to_have_text("Nivå och process")
    assert "yrkesroll=larare" in page.url
    assert "lage=" not in page.url


def test_an_entry_that_the_address_points_at_shows_whatever_the_filter_says(page: Page, root: str) -> None:
    page.goto(opened(root, PAGE + "?rubrik=filmer#imr-appen"))
    expect(page.locator("#imr-appen")).to_be_visible()
    expect(page.locator("[data-vip-status]").first).to_have_text("5 av 68 poster visas")


def test_everything_is_listed_without_javascript(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(origin + PAGE)
    expect(page.locator(".vip-support:visible")).to_have_count(68)
    expect(page.get_by_text("Filtret behöver JavaScript")).to_be_visible()
    context.close()
