"""Privacy: nothing is kept of a reader who has not asked for it, whatever the reader does."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from browser.conftest import opened
from browser.test_pages import KINDS

_KEPT = """async () => ({
  cookies: document.cookie,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: globalThis.caches ? await caches.keys() : [],
  workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
})"""
_NOTHING: dict[str, Any] = {"cookies": "", "local": [], "session": [], "databases": [], "caches": [], "workers": 0}


@pytest.fixture
def asked(context: BrowserContext) -> list[str]:
    """Give a list that fills with every request of the browser, also from workers and new windows."""
    urls: list[str] = []
    context.on("request", lambda request: urls.append(request.url))
    return urls


def test_a_reader_who_visits_everything_leaves_nothing_behind(page: Page, origin: str, asked: list[str]) -> None:
    for address in KINDS.values():
        page.goto(origin + address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(_KEPT) == _NOTHING, address
    assert page.context.cookies() == []
    assert asked
    assert [url for url in asked if not url.startswith(origin)] == []


def test_filtering_searching_and_printing_leave_nothing_behind(page: Page, origin: str, asked: list[str]) -> None:
    page.goto(origin + KINDS["chapter"])
    page.locator("input[name=yrkesroll]").first.check()
    page.get_by_role("button", name="Rensa alla filter").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.get_by_label("Sök i alla program").fill("självskada hos barn")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-vip-results] a").first).to_be_visible()
    page.locator("[data-vip-results] a").first.click()
    expect(page.locator("mark").first).to_be_visible()
    assert page.evaluate(_KEPT) == _NOTHING
    assert page.context.cookies() == []
    assert [url for url in asked if not url.startswith(origin)] == []
    assert not [url for url in asked if "?" in url and "assets/" in url]


def test_copying_asks_nobody_and_keeps_nothing(page: Page, origin: str, asked: list[str]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(origin + KINDS["chapter"])
    buttons = page.locator("[data-vip-cite] button")
    for place in range(min(buttons.count(), 3)):
        if buttons.nth(place).is_visible():
            buttons.nth(place).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    assert page.evaluate(_KEPT) == _NOTHING
    assert [url for url in asked if not url.startswith(origin)] == []


def test_the_colour_scheme_is_kept_only_when_the_reader_chooses_it(page: Page, origin: str) -> None:
    page.goto(origin)
    page.locator("[data-vip-scheme]").click()
    assert page.evaluate(_KEPT) == {**_NOTHING, "local": ["vip-utseende"]}
    assert page.context.cookies() == []


def test_every_page_leads_to_what_is_said_about_privacy(page: Page, root: str) -> None:
    page.goto(opened(root, KINDS["chapter"]))
    page.get_by_role("contentinfo").get_by_role("link", name="Integritet").click()
    expect(page.locator("h1")).to_have_text("Integritet")
    expect(page.locator("main")).to_contain_text("inga kakor")
