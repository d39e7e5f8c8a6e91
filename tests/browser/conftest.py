"""The real site, built once and shown in a real browser in each of the ways readers meet it."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from commands import browser as chromium
from projects import ROOT, run

SUB_PATH = "/kommun/vip/"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder with the strict policy a host would send, below a sub-path and at the root."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(SUB_PATH.rstrip("/")))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("å site") / "site"
    done = run(ROOT, "commands", "build", "--target", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a site while the block runs; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def origin(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.ARGUMENTS))
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Give a page, and fail the test when the page complained of anything or asked another host for something."""
    opened = context.new_page()
    complaints: list[str] = []
    opened.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: complaints.append(request.url) if _elsewhere(request.url) else None)
    yield opened
    assert complaints == []


def _elsewhere(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1", "file:", "data:", "about:"))


@pytest.fixture(scope="session")
def disk_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site built for a disk, whose links lead to files."""
    folder = tmp_path_factory.mktemp("disk") / "site"
    done = run(ROOT, "commands", "build", "--filer", "--target", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(params=["http", "sub-path", "file", "disk build"])
def root(request: pytest.FixtureRequest, origin: str) -> str:
    """Give the site's address over HTTP, from a sub-path, from a disk, and as built for a disk."""
    if request.param == "http":
        return origin
    if request.param == "sub-path":
        return origin.rstrip("/") + SUB_PATH
    folder: Path = request.getfixturevalue("site" if request.param == "file" else "disk_site")
    return folder.as_uri() + "/"


def opened(root: str, address: str = "") -> str:
    """Return what a reader opens to see ``address``: on a disk, the file itself."""
    path, mark, rest = address, "", ""
    for sign in ("?", "#"):
        if sign in path:
            path, mark, rest = path[: path.index(sign)], sign, path[path.index(sign) + 1 :]
    return root + path + ("index.html" if root.startswith("file:") else "") + mark + rest
