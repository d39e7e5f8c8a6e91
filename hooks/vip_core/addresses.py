"""Addresses: where each page is found, relative to the site's root, and how one page reaches another.

An address ends in ``/`` and the start page's is empty. The page at ``adhd/`` is the file ``adhd/index.html`` in every
build; only links differ, since a disk has no server that adds ``index.html``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGE = "index.html"
FILTER = "filter"
ENTRY = "for"
THEME = "tema"
SEARCH = "sok/"
GLOSSARY = "ordlista/"
ALPHABET = "a-o/"
OLD_SEARCH = "soekresultat/"
EDITORIAL = "redaktion"
METHOD_SUPPORT = "metodstod/"
PATHWAYS = "vardforlopp/"
STATISTICS = "statistik/"
NEWS = "nyheter/"
LOCAL_NOTES = "lokalt/"
WHICH_SOURCE = "vilken-kalla-galler/"
SHORT = "id"
VERSION = "version"
HISTORY = "historik"
UNSAVED = "utan-nat/"
USER_GUIDE = "anvandarguide/"
CHEAT_SHEET = "anvandarguide/lathund/"
TRAINING = "utbildning/"
CONTACT = "om/kontakt/"


def landing(facet: str, value: str, program: str = "") -> str:
    """Return the address of a facet value's landing page, for one program or the whole site."""
    return "/".join(part for part in (program, FILTER, facet, value) if part) + "/"


def landing_index(program: str = "") -> str:
    """Return the address of the list of landing pages, for one program or the whole site."""
    return "/".join(part for part in (program, FILTER) if part) + "/"


def entry(key: str) -> str:
    """Return the address of an entry."""
    return f"{ENTRY}/{key}/"


def information_pack(key: str, part: str = "") -> str:
    """Return the address of an entry's information pack, or of one part of it."""
    return f"{entry(key)}informationspaket/" + (f"{part}/" if part else "")


def theme(key: str) -> str:
    """Return the address of a theme."""
    return f"{THEME}/{key}/"


def editorial(program: str = "") -> str:
    """Return the address of the editors' overview, of one program or the whole site."""
    return "/".join(part for part in (EDITORIAL, program) if part) + "/"


def chapter(program: str, slug: str) -> str:
    """Return the address of a chapter."""
    return f"{program}/{slug}/"


def article(program: str, slug: str, article_id: str) -> str:
    """Return the address of an article, with its anchor."""
    return f"{program}/{slug}/#{article_id}"


def in_site(address: str) -> str:
    """Return the path of the file of the page at an address, from the site's root."""
    return address + PAGE


def file(site_dir: Path, address: str) -> Path:
    """Return the file of the page at an address, below the folder of a built site."""
    return Path(f"{site_dir}/{in_site(address)}")  # a path is taken apart each time something is added to it


def short(page_id: str) -> str:
    """Return the permanent short address of a program or chapter."""
    return f"{SHORT}/{page_id}/"


def version(program: str, slug: str, number: str) -> str:
    """Return the address of a frozen version of a chapter, or of a program's own page when ``slug`` is empty."""
    return "/".join(part for part in (program, slug, VERSION, number) if part) + "/"


def history(program: str, slug: str) -> str:
    """Return the address of a chapter's history, or of a program's own page's when ``slug`` is empty."""
    return "/".join(part for part in (program, slug, HISTORY) if part) + "/"


def without_anchor(address: str) -> str:
    """Return the page of an address that may carry an anchor."""
    return address.partition("#")[0]


def anchor(address: str) -> str:
    """Return the anchor of an address, empty when it has none."""
    return address.partition("#")[2]


def as_written(text: str) -> str:
    """Return the address an author means by ``adhd/om-tillstandet``, with or without ``index.html`` or a last ``/``."""
    page, mark, anchor = text.partition("#")
    page = page.removesuffix("index.html").strip("/")
    return (page + "/" if page else "") + mark + anchor


@dataclass(frozen=True)
class LinkStyle:
    """How addresses become links: to folders for a server, or to ``index.html`` files for a disk.

    Where only a part of the site is published, ``left_out`` holds the addresses that are not, articles' among them, and
    links to those lead to ``elsewhere``, the root of the whole site.
    """

    files: bool = False
    left_out: frozenset[str] = frozenset()
    elsewhere: str = ""

    def link(self, from_address: str, to_address: str) -> str:
        """Return the relative link from one page to another; ``to_address`` may carry a query and an anchor."""
        cut = min((to_address.find(mark) for mark in "?#" if mark in to_address), default=len(to_address))
        address, rest = to_address[:cut], to_address[cut:]
        if self.left_out and (address in self.left_out or f"{address}#{rest.partition('#')[2]}" in self.left_out):
            return self.elsewhere + to_address
        if address == from_address and rest.startswith("#"):
            return rest
        folder = _way(from_address, address)
        return f"{folder}index.html{rest}" if self.files else f"{folder or './'}{rest}"

    def asset(self, from_address: str, path: str) -> str:
        """Return the relative link from a page to a file; one of a program that is left out leads elsewhere."""
        if self.left_out and path.partition("/")[0] + "/" in self.left_out:
            return self.elsewhere + path
        return _way(from_address, path)


def _way(here: str, there: str) -> str:
    """Return the relative way from one address to another or to a file; empty when they are the same.

    ``posixpath.relpath`` gives the same, ten times slower: a site has more links than anything else.
    """
    common = 0
    for place, (ours, theirs) in enumerate(zip(here, there, strict=False), 1):
        if ours != theirs:
            break
        if ours == "/":
            common = place
    return "../" * here.count("/", common) + there[common:]


OVER_HTTP = LinkStyle()
FROM_DISK = LinkStyle(files=True)
