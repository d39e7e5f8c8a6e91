"""Every earlier address leads on, over HTTP and from a disk, with JavaScript and without; and the pages of the archive."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import _Quiet, opened
from browser.test_pages import violations
from projects import copy_project, run

WORDS = (
    ["release", "adhd/behandling-och-stod", "--klass", "saklig", "--not", "Nya riktlinjer."],
    ["move", "*/behandling-och-stod", "*/insatser"],
    ["move", "adhd/insatser#foraldrastod", "adhd/insatser#stod-till-foraldrar"],
    ["move", "adhd/insatser#psykoedukation", "adhd/om-tillstandet#kunskap-om-adhd"],
    ["retire", "*/forebyggande-insatser", "--not", "Ingår i Insatser.", "--ersatt-av", "*/insatser"],
    [
        "retire",
        "adhd/insatser#lakemedel-vid-skadligt-bruk",
        "--not",
        "Inaktuell.",
        "--ersatt-av",
        "adhd/insatser#valja-insatser",
    ],
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = copy_project(tmp_path_factory.mktemp("changed") / "project")
    for words in WORDS:
        done = run(made, "commands", *words)
        assert done.returncode == 0, done.stderr
    chapter = made / "programs/adhd/insatser.md"
    text = chapter.read_text(encoding="utf-8")
    assert "Börja med miljön" in text
    chapter.write_text(text.replace("Börja med miljön", "Börja med omgivningen", 1), encoding="utf-8")
    for target, options in (("site", []), ("disk", ["--filer"])):
        done = run(made, "commands", "build", "--target", str(made / target), *options)
        assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def changed(project: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(project / "site"))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(params=["http", "disk"])
def place(request: pytest.FixtureRequest, project: Path, changed: str) -> str:
    return changed if request.param == "http" else (project / "disk").as_uri() + "/"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    made = browser.new_context(java_script_enabled=request.param)
    yield made.new_page()
    made.close()


def test_a_chapters_earlier_address_and_its_short_one_lead_to_it(reader: Page, place: str) -> None:
    for address in ("adhd/behandling-och-stod/", "id/adhd-behandling-och-stod/"):
        reader.goto(opened(place, address))
        reader.wait_for_url(opened(place, "adhd/insatser/"))
        expect(reader.locator("h1")).to_have_text("Behandling och stöd")


def test_a_frozen_version_is_found_at_the_earlier_address(reader: Page, place: str) -> None:
    reader.goto(opened(place, "adhd/behandling-och-stod/version/1.0/"))
    reader.wait_for_url(opened(place, "adhd/insatser/version/1.0/"))
    expect(reader.locator(".vip-frozen")).to_contain_text("Du läser version 1.0")


def test_query_and_anchor_are_kept_by_the_script(page: Page, place: str) -> None:
    page.goto(opened(place, "adhd/behandling-och-stod/?yrkesroll=lakare#infor-start-lakemedel"))
    page.wait_for_url(opened(place, "adhd/insatser/?yrkesroll=lakare#infor-start-lakemedel"))
    expect(page.locator("#infor-start-lakemedel")).to_be_in_viewport()


def test_an_articles_earlier_anchor_shows_the_article(reader: Page, place: str) -> None:
    reader.goto(opened(place, "adhd/insatser/#foraldrastod"))
    expect(reader.locator("#stod-till-foraldrar h2")).to_be_in_viewport()


def test_an_article_that_the_filter_would_hide_is_shown_at_its_earlier_anchor(page: Page, place: str) -> None:
    page.goto(opened(place, "adhd/insatser/?yrkesroll=rektor#foraldrastod"))
    page.wait_for_url(opened(place, "adhd/insatser/?yrkesroll=rektor#stod-till-foraldrar"))
    expect(page.locator("#stod-till-foraldrar")).to_be_visible()


def test_an_article_in_another_chapter_is_found_through_both_addresses(page: Page, place: str) -> None:
    for address in ("adhd/insatser/#psykoedukation", "adhd/behandling-och-stod/#psykoedukation"):
        page.goto(opened(place, address))
        page.wait_for_url(opened(place, "adhd/om-tillstandet/#kunskap-om-adhd"))


def test_without_a_script_the_old_place_says_where_the_article_is(browser: Browser, place: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(opened(place, "adhd/insatser/#psykoedukation"))
    line = page.locator("#psykoedukation")
    expect(line).to_be_in_viewport()
    line.get_by_role("link").click()
    page.wait_for_url(opened(place, "adhd/om-tillstandet/#kunskap-om-adhd"))
    context.close()


def test_what_is_retired_says_so_and_where_to_go(reader: Page, place: str) -> None:
    reader.goto(opened(place, "adhd/forebyggande-insatser/#somn"))
    expect(reader.locator("main")).to_contain_text("Ingår i Insatser.")
    reader.get_by_role("link", name="Behandling och stöd").first.click()
    reader.wait_for_url(opened(place, "adhd/insatser/"))
    reader.goto(opened(place, "adhd/insatser/#lakemedel-vid-skadligt-bruk"))
    expect(reader.locator("#lakemedel-vid-skadligt-bruk")).to_contain_text("utgick")
    expect(reader.locator("#lakemedel-vid-skadligt-bruk")).to_be_in_viewport()


def test_the_difference_is_read_without_colour_and_without_eyes(reader: Page, place: str) -> None:
    reader.goto(opened(place, "adhd/insatser/historik/"))
    reader.get_by_text("Visa vad som ändrades från version 1.0").click()
    removed, added = reader.locator("del", has_text="miljön"), reader.locator("ins", has_text="omgivningen")
    assert "line-through" in removed.evaluate("element => getComputedStyle(element).textDecorationLine")
    assert "underline" in added.evaluate("element => getComputedStyle(element).textDecorationLine")
    expect(removed).to_have_text("[borttaget: miljön] ")
    expect(added).to_have_text("[tillagt: omgivningen] ")


PAGES = ("adhd/insatser/historik/", "adhd/insatser/version/1.0/", "adhd/forebyggande-insatser/", "adhd/insatser/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_on_the_pages_of_the_archive(browser: Browser, changed: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    wrong = {}
    for address in PAGES:
        page.goto(changed + address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        if found := violations(page):
            wrong[address] = found
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    context.close()
    assert wrong == {}


def test_axe_finds_nothing_on_a_redirect_that_waits_to_be_clicked(browser: Browser, changed: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/redirect.*.js", lambda route: route.abort())
    page.goto(changed + "adhd/behandling-och-stod/")
    assert violations(page) == []
    page.get_by_role("link").click()
    page.wait_for_url(changed + "adhd/insatser/")
    context.close()


def test_frozen_versions_are_kept_from_search_engines_and_point_to_the_living_page(page: Page, changed: str) -> None:
    page.goto(changed + "adhd/insatser/version/1.0/")
    expect(page.locator('meta[name="robots"]')).to_have_attribute("content", "noindex")
    expect(page.locator('link[rel="canonical"]')).to_have_attribute("href", "https://vip.example/adhd/insatser/")
