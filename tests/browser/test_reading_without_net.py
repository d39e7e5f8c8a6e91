"""A program kept in the browser is read when the server is gone, is of one build, and is there only if it was asked for."""

from __future__ import annotations

import functools
import http.server
import io
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from projects import run, small_project


class Host:
    """A web server that can be stopped, started again and given another build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.start()

    def start(self) -> None:
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def send_head(self) -> io.BytesIO | BinaryIO | None:
                del self.headers["If-Modified-Since"]  # two builds may be of one second, which is all that it tells
                return super().send_head()

            def log_message(self, *_: object) -> None:
                pass

        handler = functools.partial(Quiet, directory=str(self.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def give(self, folder: Path) -> None:
        self.stop()
        self.folder = folder
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two builds of the small project with keeping turned on; the second says something else."""
    project = small_project(tmp_path_factory.mktemp("pwa") / "projekt")
    settings = project / "mkdocs.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("\nextra:\n", "\nextra:\n  pwa: true\n"), encoding="utf-8"
    )
    made = []
    for name in ("ett", "två"):
        done = run(project, "commands", "build", "--target", str(project.parent / name))
        assert done.returncode == 0, done.stderr
        made.append(project.parent / name)
        chapter = project / "programs/adhd/behandling-och-stod.md"
        text = chapter.read_text(encoding="utf-8")
        chapter.write_text(text.replace("Följ effekt", "Följ noga effekt"), encoding="utf-8")
    return made[0], made[1]


@pytest.fixture
def host(builds: tuple[Path, Path]) -> Iterator[Host]:
    made = Host(builds[0])
    yield made
    made.stop()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    context: BrowserContext = browser.new_context()
    yield context.new_page()
    context.close()


def keep(page: Page, host: Host, program: str = "adhd") -> None:
    page.goto(f"{host.address}{program}/")
    page.get_by_role("button", name="Spara för läsning utan nät").click()
    expect(page.locator("[data-vip-keep-status]")).to_have_text(
        re.compile(r"^Sparat \d+ \w+ 20\d\d\. "), timeout=30_000
    )


def caches_of(page: Page) -> list[str]:
    return list(page.evaluate("caches.keys()"))


def test_nothing_is_kept_or_started_before_it_is_asked_for(reader: Page, host: Host) -> None:
    reader.goto(host.address + "adhd/")
    expect(reader.get_by_role("button", name="Spara för läsning utan nät")).to_be_visible()
    assert caches_of(reader) == []
    assert reader.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert reader.evaluate("localStorage.length") == 0


def test_a_kept_program_is_read_filtered_and_searched_when_the_server_is_gone(reader: Page, host: Host) -> None:
    keep(reader, host)
    host.stop()
    reader.goto(host.address + "adhd/")
    reader.get_by_role("link", name="Behandling och stöd").first.click()
    expect(reader.get_by_text("Följ effekt och biverkningar")).to_be_visible()
    reader.get_by_label("Lärare").check()
    expect(reader.locator("[data-vip-status]").first).to_have_text(re.compile(r"^1 av 2 artiklar"))
    reader.goto(host.address + "sok/?q=läkemedel")
    expect(reader.locator("[data-vip-results] a").first).to_be_visible()
    host.start()


def test_a_page_that_is_not_kept_says_so_and_leads_to_what_is(reader: Page, host: Host) -> None:
    keep(reader, host)
    host.stop()
    reader.goto(host.address + "sjalvskadebeteende/lagar-och-regler/")
    expect(reader.locator("h1")).to_have_text("Sidan är inte sparad")
    host.start()


def test_a_new_build_takes_the_place_of_what_was_kept(reader: Page, host: Host, builds: tuple[Path, Path]) -> None:
    keep(reader, host)
    before = caches_of(reader)
    host.give(builds[1])
    reader.goto(host.address + "adhd/")
    reader.get_by_role("button", name="Spara på nytt").click()
    expect(reader.locator("[data-vip-keep-status]")).to_have_text(re.compile(r"^Sparat "), timeout=30_000)
    after = caches_of(reader)
    assert (len(after), after != before) == (1, True)
    host.stop()
    reader.goto(host.address + "adhd/behandling-och-stod/")
    expect(reader.get_by_text("Följ noga effekt")).to_be_visible()
    host.start()


def test_a_build_that_cannot_be_had_whole_leaves_the_earlier_one(
    reader: Page, host: Host, builds: tuple[Path, Path], tmp_path: Path
) -> None:
    """The server hands out the new build's worker, but still one page of the old build."""
    keep(reader, host)
    mixed = tmp_path / "blandat"
    shutil.copytree(builds[1], mixed)
    page = "adhd/behandling-och-stod/index.html"
    shutil.copy(builds[0] / page, mixed / page)
    before = caches_of(reader)
    host.give(mixed)
    reader.goto(host.address + "adhd/")
    reader.get_by_role("button", name="Spara på nytt").click()
    expect(reader.locator("[data-vip-keep-status]")).to_have_text(
        re.compile("^Det gick inte att spara"), timeout=30_000
    )
    assert caches_of(reader) == before
    host.stop()
    reader.goto(host.address + "adhd/behandling-och-stod/")
    expect(reader.get_by_text("Följ effekt och biverkningar")).to_be_visible()
    host.start()


def test_a_page_from_what_is_kept_gets_nothing_from_a_newer_build(
    reader: Page, host: Host, builds: tuple[Path, Path]
) -> None:
    keep(reader, host)
    host.stop()
    reader.goto(host.address + "adhd/")
    host.folder = builds[1]
    host.start()
    css = reader.locator("link[rel=stylesheet]").get_attribute("href") or ""
    asked = reader.evaluate("path => fetch(path).then(one => one.status, () => 0)", css)
    newer = reader.evaluate("() => fetch('behandling-och-stod/').then(one => one.text())")
    assert asked == 200
    assert re.findall(r"Följ \w+ \w+", newer) == ["Följ effekt och"]


def test_what_is_kept_can_be_taken_away_without_a_trace(reader: Page, host: Host) -> None:
    keep(reader, host)
    reader.get_by_role("button", name="Ta bort det sparade").click()
    expect(reader.get_by_role("button", name="Ta bort det sparade")).to_be_hidden()
    expect(reader.get_by_role("button", name="Spara för läsning utan nät")).to_be_enabled()
    assert caches_of(reader) == []
    assert reader.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_two_programs_are_kept_side_by_side(reader: Page, host: Host) -> None:
    keep(reader, host)
    keep(reader, host, "sjalvskadebeteende")
    assert len(caches_of(reader)) == 1
    host.stop()
    for program in ("adhd", "sjalvskadebeteende"):
        reader.goto(f"{host.address}{program}/lagar-och-regler/")
        expect(reader.locator("h1")).to_have_text("Lagar och regler")
    host.start()


def test_without_the_setting_nothing_of_it_is_published(site: Path) -> None:
    assert not (site / "service-worker.js").exists()
    assert not list(site.glob("assets/keep-program*"))
    assert "vip-keep" not in (site / "adhd" / "index.html").read_text(encoding="utf-8")
