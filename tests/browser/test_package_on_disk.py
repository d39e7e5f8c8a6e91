"""The package as a clerk meets it: unpacked to a memory stick, opened by its start file, without a server or a net."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from projects import ROOT, run


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real package, unpacked to a folder whose name has a space and an å."""
    out = tmp_path_factory.mktemp("paket")
    done = run(ROOT, "commands", "package", "--ut", str(out))
    assert done.returncode == 0, done.stderr
    (made,) = out.glob("*.zip")
    zipfile.ZipFile(made).extractall(out / "USB å minne")
    return out / "USB å minne" / made.stem


def test_the_start_file_opens_the_site_and_everything_works_there(page: Page, stick: Path) -> None:
    page.goto((stick / "oppna-vip.html").as_uri())
    page.wait_for_url(re.compile(r"/webbplats/index\.html$"))
    page.get_by_role("link", name=re.compile("^ADHD")).first.click()
    expect(page.locator("h1")).to_have_text("ADHD")
    page.get_by_label("Elevhälsa").check()
    expect(page.locator("[data-vip-status]").first).to_have_text(re.compile(r"^\d+ av \d+ artiklar visas$"))
    page.get_by_label("Sök i alla program").fill("läkemedel")
    page.get_by_label("Sök i alla program").press("Enter")
    expect(page.locator("[data-vip-results] a").first).to_be_visible()
    page.locator("[data-vip-results] a").first.click()
    expect(page.locator(".vip-article").first).to_be_visible()
    assert "/USB%20%C3%A5%20minne/" in page.url


def test_the_start_file_leads_on_without_javascript(browser: Browser, stick: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((stick / "oppna-vip.html").as_uri())
    page.get_by_role("link", name="Öppna webbplatsen").click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/webbplats/index.html")
    context.close()


def test_a_start_file_opened_inside_the_zip_file_says_what_to_do(browser: Browser, stick: Path, tmp_path: Path) -> None:
    shutil.copy(stick / "oppna-vip.html", tmp_path)
    context = browser.new_context()
    page = context.new_page()
    page.goto((tmp_path / "oppna-vip.html").as_uri())
    expect(page.get_by_text("Extrahera alla")).to_be_visible()
    assert page.url.endswith("/oppna-vip.html")
    context.close()
