"""The panel of ``vip.py serve`` in a real browser: it comes and goes by itself, and everyone can read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from projects import copy_sample
from serving import CHAPTER, PAGE, Served, started


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    found = started(copy_sample(tmp_path_factory.mktemp("panel") / "projekt"))
    found.until(lambda text: "Första steget" in text)
    yield found
    found.process.kill()
    found.process.communicate()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_comes_and_goes_without_a_key_pressed(served: Served, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"http://127.0.0.1:{served.port}/{PAGE}")
    panel = page.locator(".vip-serve")
    expect(panel).to_have_count(0)
    served.replace(CHAPTER, "status: utkast", "status: utkst")
    expect(panel).to_be_visible(timeout=40_000)
    expect(panel).to_contain_text('Menade du "utkast"?')
    expect(page.locator("h1")).to_have_text("Nivå och process")
    assert Axe().run(page).response["violations"] == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
    page.evaluate("window.scrollTo(0, 600)")
    expect(panel).to_be_in_viewport()
    served.replace(CHAPTER, "status: utkst", "status: utkast")
    expect(panel).to_have_count(0, timeout=40_000)


def test_a_page_that_cannot_be_shown_yet_appears_by_itself(tmp_path: Path, context: BrowserContext) -> None:
    project = copy_sample(tmp_path / "projekt")
    chapter = project / CHAPTER
    good = chapter.read_text(encoding="utf-8")
    chapter.write_text(good.replace("id: remiss", "id: [", 1), encoding="utf-8")
    served = started(project)
    try:
        served.until(lambda text: "1 fel att rätta" in text)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{served.port}/{PAGE}")
        expect(page.locator("h1")).to_have_text("Sidan kan inte visas än")
        assert Axe().run(page).response["violations"] == []
        chapter.write_text(good, encoding="utf-8")
        expect(page.locator("h1")).to_have_text("Nivå och process", timeout=40_000)
    finally:
        served.process.kill()
        served.process.communicate()
