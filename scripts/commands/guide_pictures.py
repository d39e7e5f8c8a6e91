"""Takes the pictures of the user guide from the built site: what each step is about, framed."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from vip_core import user_guide

_QUALITY = 55
_SCALE = 0.75  # a wide screen, shown at about the width of the text
_FRAME = "outline: 4px solid #8e1b2e !important; outline-offset: 3px !important; border-radius: 4px;"
_FILTERED = "?utforare=elevhalsa&yrkesroll=larare"


@dataclass(frozen=True)
class _Shot:
    """What a picture shows: the page, what to do there first, and what to frame."""

    address: str
    framed: str
    act: Callable[[Page], object] = lambda _: None


def _search(page: Page) -> None:
    page.locator("[data-vip-find-input]").press_sequentially("sömn barn")
    page.locator(".vip-suggestions__item").first.wait_for()


_SHOTS = {
    "valj-program": _Shot("", "#vip--programmen"),
    "sok": _Shot("adhd/", ".vip-find", _search),
    "oppna-artikel": _Shot("adhd/behandling-och-stod/#anpassningar-i-klassrummet", ":target .vip-article__head"),
    "valj-filter": _Shot(
        f"adhd/behandling-och-stod/{_FILTERED}", "[data-vip-facet=utforare], [data-vip-facet=yrkesroll]"
    ),
    "rensa": _Shot(f"adhd/behandling-och-stod/{_FILTERED}", "[data-vip-clear]"),
    "valj-kapitel": _Shot("adhd/", ".vip-program"),
}


def take(browser: Browser, origin: str, content: Path) -> list[Path]:
    """Take a picture for each step of the guide, from the site at ``origin``; returns the files, below ``content``."""
    folder = content / user_guide.PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    width, height = (round(side / _SCALE) for side in user_guide.PICTURE_SIZE)
    # The frame is a style of our own, which the site's policy would refuse.
    context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    taken = []
    for name, shot in _SHOTS.items():
        page.goto("about:blank")
        page.goto(origin + shot.address)
        page.wait_for_load_state("networkidle")
        shot.act(page)
        page.add_style_tag(content=f"{shot.framed} {{ {_FRAME} }}")
        file = folder / f"{name}.webp"
        file.write_bytes(_webp(page))
        taken.append(file)
    context.close()
    return taken


def _webp(page: Page) -> bytes:
    """Return what shows as WebP, a third of the size of a PNG; Playwright itself gives none."""
    session = page.context.new_cdp_session(page)
    size = page.viewport_size
    assert size is not None
    top = page.evaluate("scrollY")
    clip = {"x": 0, "y": top, "width": size["width"], "height": size["height"], "scale": _SCALE}
    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": _QUALITY, "clip": clip})
    return base64.b64decode(shot["data"])
