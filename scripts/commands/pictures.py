"""Takes pictures of every kind of page, wide and narrow, light and dark, for people to look at."""

from __future__ import annotations

import argparse
import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from mkdocs_adapter import site_build
from vip_core.site import CONTENT, Site

from . import browser, configuration, guide_pictures

WIDTHS = {1280: 900, 360: 740}
SCHEMES = ("light", "dark")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--ut", type=Path, metavar="MAPP", help="mappen för bilderna (skarmbilder)")
    parser.add_argument(
        "--sida", action="append", metavar="ADRESS", help="bara den här adressen; får anges flera gånger"
    )
    parser.add_argument("--guide", action="store_true", help="ta om användarguidens bilder, och inga andra")
    parser.add_argument("--hela", action="store_true", help="hela sidan, inte bara det som syns först")


def run(root: Path, options: argparse.Namespace) -> int:
    """Take the pictures of the site in ``site/``; returns the exit status."""
    site = root / "site"
    if not (site / "index.html").is_file():
        print("Bygg webbplatsen först: python3 scripts/vip.py build", file=sys.stderr)
        return 1
    chromium = browser.find_or_install()
    if chromium is None:
        return 1
    if options.guide:
        with served(site) as origin, sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=chromium, args=list(browser.ARGUMENTS))
            taken = guide_pictures.take(opened, origin, root / CONTENT)
            opened.close()
        print(f"{len(taken)} bilder, {sum(file.stat().st_size for file in taken) // 1024} kB, i {taken[0].parent}")
        return 0
    out: Path = options.ut or root / "skarmbilder"
    out.mkdir(parents=True, exist_ok=True)
    addresses = options.sida or one_of_each_kind(site_build.prepare(configuration.load(root)))
    with served(site) as origin, sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(browser.ARGUMENTS))
        for width, height in WIDTHS.items():
            for scheme in SCHEMES:
                context = opened.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
                page = context.new_page()
                for address in addresses:
                    page.goto(origin + address)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=out / f"{_name(address)}-{width}-{scheme}.png", full_page=options.hela)
                context.close()
        opened.close()
    print(f"{len(addresses) * len(WIDTHS) * len(SCHEMES)} bilder i {out}")
    return 0


def one_of_each_kind(site: Site) -> list[str]:
    """Return the address of one page for each template, the fullest chapter among them."""
    by_template: dict[str, str] = {}
    for page in sorted(site.pages, key=lambda page: (-len(page.html.sections), page.address)):
        by_template.setdefault(page.template, page.address)
    return list(by_template.values())


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine while the block runs; gives its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def _name(address: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in address.strip("/")) or "start"
