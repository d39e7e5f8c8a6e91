"""PDF files of the print pages, by the browser's own print: tagged, with an outline, contents and page numbers."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from pypdf import PdfReader

from vip_core.information_packs import InformationPack
from vip_core.print_pages import PrintPage
from vip_core.site import Site

from . import browser
from .progress import Progress

_MARGINS = {"top": "18mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}
_STYLE = "width: 100%; margin: 0 20mm; font: 8px sans-serif; color: #444; display: flex; justify-content: space-between"
_MADE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")


class BrowserMissing(Exception):
    """There is no browser to print with; the person has been told."""


def printed(folder: Path, site: Site, epoch: int, progress: Progress) -> dict[str, bytes]:
    """Return a PDF file for each print page, flyer and set of slides of the site built in ``folder``, by its name.

    Flyers and slides name their own paper.

    ``epoch`` is the time that the files say they were made. Raises ``BrowserMissing``.
    """
    chromium = browser.find_or_install()
    if chromium is None:
        raise BrowserMissing
    pages = [page.subject for page in site.pages if isinstance(page.subject, PrintPage)]
    packs = (page.subject for page in site.pages if isinstance(page.subject, InformationPack))
    sheets = [pack for pack in packs if pack.part]
    made: dict[str, bytes] = {}
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(browser.ARGUMENTS))
        page = opened.new_page()
        for number, one in enumerate(pages, 1):
            progress.say(f"Gör pdf {number} av {len(pages)}: {one.title}")
            page.goto((folder / one.address / "index.html").as_uri())
            made[f"{one.name}.pdf"] = _dated(_with_page_numbers(page, one.title, site), epoch)
        for sheet in sheets:
            progress.say(f"Gör pdf: {sheet.title}")
            page.goto((folder / sheet.address / "index.html").as_uri())
            pdf = page.pdf(prefer_css_page_size=True, tagged=True, print_background=True)
            made[f"for-{sheet.entry.key}-{sheet.part}.pdf"] = _dated(pdf, epoch)
        opened.close()
    return made


def _with_page_numbers(page: Page, title: str, site: Site) -> bytes:
    """Print twice: the contents can only name pages once they are laid out, and naming them moves nothing."""
    first = _print(page, title, site)
    page.evaluate(
        "numbers => document.querySelectorAll('[data-vip-page]')"
        ".forEach(place => { place.textContent = numbers[place.dataset.vipPage] ?? '' })",
        page_numbers(first),
    )
    return _print(page, title, site)


def _print(page: Page, title: str, site: Site) -> bytes:
    name, address = escape(site.publication.site_name), escape(site.publication.site_url)
    header = f'<div style="{_STYLE}"><span>{name}</span><span>{escape(title)}</span></div>'
    numbers = '<span><span class="pageNumber"></span> av <span class="totalPages"></span></span>'
    return page.pdf(
        format="A4",
        margin=_MARGINS,  # type: ignore[arg-type]
        display_header_footer=True,
        header_template=header,
        footer_template=f'<div style="{_STYLE}"><span>{address}</span>{numbers}</div>',
        tagged=True,
        outline=True,
        print_background=True,
    )


def page_numbers(pdf: bytes) -> Mapping[str, int]:
    """Return the page that each anchor of a PDF file is on, from 1."""
    reader = PdfReader(io.BytesIO(pdf))
    found = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    return {name.removeprefix("/"): number + 1 for name, number in found.items() if number is not None}


def _dated(pdf: bytes, epoch: int) -> bytes:
    """Return the file with the given time as that of its making, in as many bytes, so that nothing in it moves."""
    moment = datetime.datetime.fromtimestamp(epoch, datetime.UTC).strftime("D:%Y%m%d%H%M%S+00'00'").encode()
    return _MADE.sub(lambda found: b"/" + found[1] + b" (" + moment + b")", pdf)
