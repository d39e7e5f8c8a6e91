"""Page readings: what in finished HTML leads somewhere, can be led to, is loaded, or would be stopped by the host's policy.

A page is read whole, or piece by piece: what two pieces hold together is what each of them holds, since a piece is a row
of complete elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree, html

from . import addresses

_RELATIONS_THAT_LOAD = "stylesheet icon manifest preload modulepreload prefetch preconnect dns-prefetch"


def _path(path: str) -> etree.XPath:
    return etree.XPath(path, smart_strings=False)


# Each path by itself: a union of paths is sorted, which takes longer than finding what it holds.
_IDS = (_path("//@id"), _path("//a/@name"))
_LEADS = _path("//a/@href")
_LOADS = (
    _path("//@src"),
    _path(f"//link[contains(' {_RELATIONS_THAT_LOAD} ', concat(' ', @rel, ' '))]/@href"),
    _path("/html/body/@data-search-code"),
    _path("/html/body/@data-search-index"),
)
# What follows is looked for only where its name stands in the page.
_REFRESH = _path("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content")
_RARE_LEADS = ((b"<area", _path("//area/@href")), (b"action", _path("//form/@action")))
_RARE_LOADS = ((b"<object", _path("//object/@data")), (b"poster", _path("//@poster")))
_SOURCE_SETS = _path("//@srcset")
_OWN_SCRIPT = etree.XPath("//script[not(@src)][not(@type) or contains(@type, 'javascript') or @type='module']")
_OWN_HANDLER = etree.XPath("//*[@*[starts-with(name(), 'on')]]")
_OWN_STYLE = etree.XPath("//style|//*[@style]")
_MAYBE_HANDLERS = (
    tuple(  # one for each sign that an attribute may follow, since each is sought fast by its first letters
        (before + b"on", re.compile(re.escape(before) + rb"on[a-z]+\s*="))
        for before in (b" ", b"\n", b"\t", b"\f", b"\r", b'"', b"'", b"/")
    )
)
_MAYBE_STYLE = re.compile(rb"style\s*=")
_URL_IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
_KEPT = 8192
_ELSEWHERE = frozenset(("http", "https"))
FAULT = "!"
"""Stands among the places a page points at when it has a fault of its own."""


@dataclass(frozen=True)
class Reading:
    """The anchors of some HTML, where its links lead, and what a browser fetches by itself, as they are written."""

    ids: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()
    faultless: bool = True


class Parsed:
    """A page, or a row of complete elements, as a document. ``content`` is in UTF-8."""

    def __init__(self, content: bytes) -> None:
        self.tree = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
        self._lower = content.lower()

    def read(self) -> Reading:
        """Return what stands in it."""
        leads = {*_LEADS(self.tree), *self._rare(_RARE_LEADS)}
        if b"refresh" in self._lower:
            leads |= {re.sub(r"^.*?=\s*", "", text).strip("\"' ") for text in _REFRESH(self.tree) if "=" in text}
        loads = {found for path in _LOADS for found in path(self.tree)}
        loads.update(self._rare(_RARE_LOADS))
        if b"srcset" in self._lower:
            loads |= {part.split()[0] for text in _SOURCE_SETS(self.tree) for part in text.split(",") if part.strip()}
        ids = frozenset(found for path in _IDS for found in path(self.tree))
        return Reading(ids, frozenset(leads), frozenset(loads), not (self.own_code() or self.own_styles()))

    def _rare(self, paths: Iterable[tuple[bytes, etree.XPath]]) -> Iterator[str]:
        for name, path in paths:
            if name in self._lower:
                yield from path(self.tree)

    @property
    def has_title(self) -> bool:
        """Whether the page has a title."""
        return bool((self.tree.findtext(".//title") or "").strip())

    @property
    def has_language(self) -> bool:
        """Whether the page says which language it is in."""
        return bool(self.tree.get("lang"))

    def own_code(self) -> list[html.HtmlElement]:
        """Return the elements with code in the page itself."""
        scripts = _OWN_SCRIPT(self.tree) if b"<script" in self._lower else []
        may_have = any(begins in self._lower and found.search(self._lower) for begins, found in _MAYBE_HANDLERS)
        return [*scripts, *(_OWN_HANDLER(self.tree) if may_have else ())]

    def own_styles(self) -> list[html.HtmlElement]:
        """Return the elements with style in the page itself."""
        return list(_OWN_STYLE(self.tree)) if b"<style" in self._lower or _MAYBE_STYLE.search(self._lower) else []


def read_piece(piece: str) -> Reading:
    """Return what stands in a row of complete elements."""
    return Parsed(f"<body>{piece}".encode()).read() if "<" in piece else Reading()


def read_page(page: str) -> Reading:
    """Return what stands in a whole page, which needs a title and a language."""
    document = Parsed(page.encode())
    found = document.read()
    return found if document.has_title and document.has_language else replace(found, faultless=False)


def read_stylesheet(text: str) -> Reading:
    """Return what a stylesheet loads."""
    return Reading(loads=frozenset(one or other for one, other in _URL_IN_CSS.findall(text)))


class Targets:
    """Follows what pages point at. ``site_url`` is where the site is published: links that begin with ``/`` start there."""

    def __init__(self, site_url: str = "") -> None:
        base = urlsplit(site_url).path.strip("/")
        self._below = f"/{base}/" if base else "/"
        self._split = lru_cache(maxsize=_KEPT)(_split)  # pages of one folder share most of their targets
        self._joined = lru_cache(maxsize=_KEPT)(_joined)

    def places(self, page: str, reading: Reading) -> Iterator[str]:
        """Yield ``path#anchor`` for all that ``reading``, of the file ``page``, points at on the site.

        What it points at on its own page has no path. ``FAULT`` stands for what no page may have.
        """
        if not reading.faultless or any(self.loads_elsewhere(target) for target in reading.loads):
            yield FAULT
        for target in reading.leads | reading.loads:
            place = self.place(page, target)
            if place:
                yield f"{place[0]}#{place[1]}"

    def place(self, page: str, target: str) -> tuple[str, str] | None:
        """Return the path and the anchor that ``target`` leads to from the file ``page``; ``None`` for one out of the site.

        The path may be a folder's, and is empty for the page itself. What a frozen text points at may have changed since,
        so it leads to no anchors of other pages.
        """
        parts, path, anchor = self._split(target)
        if parts.scheme or parts.netloc:
            return None
        if not path:
            return "", anchor
        inside = self._inside(path, page.rpartition("/")[0]) or "index.html"
        return inside, "" if f"/{addresses.VERSION}/" in page else anchor

    def loads_elsewhere(self, target: str) -> bool:
        """Say whether loading ``target`` asks another host."""
        parts = self._split(target)[0]
        return bool(parts.netloc) or parts.scheme in _ELSEWHERE

    def _inside(self, path: str, folder: str) -> str:
        """Return ``path``, as written in a file in ``folder``, as seen from the site's root; as it is when it leads out of it."""
        if path.startswith("/"):
            if not path.startswith(self._below):
                return path
            path, folder = path.removeprefix(self._below), ""
        return self._joined(folder, path)


def beyond(places: Iterable[str], ids: frozenset[str]) -> set[str]:
    """Return those of a page's ``places`` that are on other pages; ``FAULT`` stands for an anchor that its own ``ids`` lack."""
    there = {f"#{anchor}" for anchor in ("", *ids)}
    return {FAULT if place.startswith("#") else place for place in places if place not in there}


def stands(files: frozenset[str], path: str) -> str:
    """Return the file at ``path``, which for a folder is its ``index.html``; empty when there is none."""
    if path in files:
        return path
    index = f"{path}/index.html"
    return index if index in files else ""


def all_stand(places: Iterable[str], files: frozenset[str], anchors: dict[str, frozenset[str]]) -> bool:
    """Say whether all ``places`` (as ``Targets.places`` gives them) are there; ``anchors`` are those of each page."""
    for place in places:
        path, _, anchor = place.partition("#")
        found = stands(files, path)
        if not found or (anchor and found in anchors and anchor not in anchors[found]):
            return False
    return True


def _split(target: str) -> tuple[SplitResult, str, str]:
    """Return a target's parts, its path and its anchor."""
    parts = urlsplit(target)
    anchor = unquote(parts.fragment).partition(":~:")[0]
    return parts, unquote(parts.path), "" if anchor == "top" else anchor


def _joined(folder: str, path: str) -> str:
    """Return ``path`` as seen from the site's root; ``posixpath`` does the same, much slower."""
    inside = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == "..":
            if not inside:
                return path
            inside.pop()
        elif part not in ("", "."):
            inside.append(part)
    return "/".join(inside)
