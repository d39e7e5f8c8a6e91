"""Publish checks: the finished files, read as a browser would, before anybody else reads them.

The stages before have checked what authors wrote. These find what templates, scripts and settings made of it: links
and anchors that lead nowhere, anything loaded from another host, and scripts or styles that the site's
Content-Security-Policy would stop.
"""

from __future__ import annotations

import html as markup
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from lxml import etree, html

from . import addresses
from .memory import FORGETFUL, Memory, digest
from .problems import Point, Problem, ProblemLog, in_order, point_at

_RELATIONS_THAT_LOAD = "stylesheet icon manifest preload modulepreload prefetch preconnect dns-prefetch"
_LEADS = etree.XPath("//a/@href|//area/@href|//form/@action", smart_strings=False)
_LOADS = etree.XPath(
    f"//@src|//object/@data|//@poster|//link[contains(' {_RELATIONS_THAT_LOAD} ', concat(' ', @rel, ' '))]/@href"
    "|//@data-search-code|//@data-search-index",
    smart_strings=False,
)
_SOURCE_SETS = etree.XPath("//@srcset", smart_strings=False)
_REFRESH = etree.XPath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content", smart_strings=False)
_IDS = etree.XPath("//@id|//a/@name", smart_strings=False)
_OWN_SCRIPT = etree.XPath("//script[not(@src)][not(@type) or contains(@type, 'javascript') or @type='module']")
_OWN_HANDLER = etree.XPath("//*[@*[starts-with(name(), 'on')]]")
_OWN_STYLE = etree.XPath("//style|//*[@style]")
# Whether a search for them is worth while: it goes through every attribute of a page.
_MAYBE_HANDLER = re.compile(rb"[\s\"'/]on[a-z]+\s*=", re.IGNORECASE)
_MAYBE_STYLE = re.compile(rb"<style|[\s\"'/]style\s*=", re.IGNORECASE)
_URL_IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
_ELSEWHERE = frozenset(("http", "https"))


@dataclass(frozen=True)
class _Page:
    """What the checks need of one file: its anchors, where its links lead, what a browser fetches by itself, its faults."""

    path: str
    mark: bytes
    ids: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def anchors(self) -> bytes:
        """A hash of the page's anchors, which is all that links from other pages can depend on."""
        return digest(self.path, *sorted(self.ids))


def check(folder: Path, site_url: str = "", memory: Memory = FORGETFUL) -> list[Problem]:
    """Return a problem for each fault of the site built in ``folder``; paths are relative to it.

    ``site_url`` is where the site is published: links that begin with ``/``, as those of ``404.html`` do, start there.
    ``memory`` spares files that have not changed since they were checked.
    """
    files = frozenset(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    marks = {path: digest(path, (folder / path).read_bytes()) for path in files if path.endswith((".html", ".css"))}
    paths = sorted(marks)
    pages = memory.results("read", partial(_read, folder, marks), paths, marks.__getitem__)
    world = _World(folder, urlsplit(site_url).path.strip("/"), files, {page.path: page for page in pages})
    everywhere = digest(site_url, *sorted(files), *(page.anchors for page in pages))
    followed = memory.results("followed", world.follow, pages, lambda page: digest(everywhere, page.mark))
    memory.keep()
    return in_order(
        [problem for page in pages for problem in page.problems] + [one for found in followed for one in found]
    )


def _read(folder: Path, marks: Mapping[str, bytes], path: str) -> _Page:
    """Return what a page or a stylesheet holds, with what is wrong with it by itself."""
    content = (folder / path).read_bytes()
    if path.endswith(".css"):
        found = _URL_IN_CSS.findall(content.decode("utf-8"))
        return _Page(path, marks[path], loads=frozenset(one or other for one, other in found))
    document = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    refreshed = {re.sub(r"^.*?=\s*", "", text).strip("\"' ") for text in _REFRESH(document) if "=" in text}
    sets = {part.split()[0] for text in _SOURCE_SETS(document) for part in text.split(",") if part.strip()}
    return _Page(
        path,
        marks[path],
        frozenset(_IDS(document)),
        frozenset(_LEADS(document)) | refreshed,
        frozenset(_LOADS(document)) | sets,
        tuple(_faults(document, content, path)),
    )


def _faults(document: html.HtmlElement, content: bytes, path: str) -> list[Problem]:
    log = ProblemLog(path)
    if not (document.findtext(".//title") or "").strip():
        log.error(Point(), "TITEL-SAKNAS", "sidan har ingen titel", hint="ge sidans mall en title")
    if not document.get("lang"):
        log.error(Point(), "SPRAK-SAKNAS", "sidan säger inte vilket språk den har", hint='skriv lang="sv" på html')
    handlers = _OWN_HANDLER(document) if _MAYBE_HANDLER.search(content) else []
    for element in (*_OWN_SCRIPT(document), *handlers):
        hint = "lägg koden i en fil bland theme_overrides/assets/js"
        log.error(Point(element.sourceline or 1), "EGEN-KOD", "sidan har kod i sig, som policyn stoppar", hint=hint)
    for element in _OWN_STYLE(document) if _MAYBE_STYLE.search(content) else ():
        hint = "lägg stilen i en fil bland theme_overrides/assets/css"
        log.error(Point(element.sourceline or 1), "EGEN-STIL", "sidan har stil i sig, som policyn stoppar", hint=hint)
    return log.problems


def _joined(folder: str, path: str) -> str:
    """Return ``path`` as seen from the site's root; ``posixpath`` does the same, much slower."""
    inside = folder.split("/") if folder else []
    for part in path.split("/"):
        if part == ".." and inside:
            inside.pop()
        elif part not in ("", "."):
            inside.append(part)
    return "/".join(inside)


@dataclass(frozen=True)
class _World:
    """Everything that links can lead to. ``base`` is the path below which the site is published, without outer slashes."""

    folder: Path
    base: str
    files: frozenset[str]
    pages: Mapping[str, _Page]
    parts: dict[str, SplitResult] = field(default_factory=dict, compare=False, repr=False)

    def _split(self, target: str) -> SplitResult:
        """Return the parts of a target: pages of one depth share most of theirs."""
        if target not in self.parts:
            self.parts[target] = urlsplit(target)
        return self.parts[target]

    def follow(self, page: _Page) -> list[Problem]:
        """Return a problem for all that ``page`` points at in vain or fetches from another host."""
        log = ProblemLog(page.path)
        for target in page.leads | page.loads:
            parts = self._split(target)
            if parts.scheme or parts.netloc:
                if target in page.loads and (parts.netloc or parts.scheme in _ELSEWHERE):
                    hint = "lägg filen på webbplatsen: inget hämtas från andra"
                    self._note(log, target, "ANNAN-VARD", f'"{target}" hämtas från en annan plats', hint)
                continue
            found = self._file(unquote(parts.path), page.path)
            anchor = unquote(parts.fragment).partition(":~:")[0]
            if found not in self.files:
                hint = "kontrollera mallen eller filen som länken kommer från"
                self._note(log, target, "DOD-LANK", f'"{target}" finns inte', hint)
            elif anchor not in ("", "top") and found in self.pages and self._lacks(found, anchor, page):
                self._note(log, target, "DOTT-ANKARE", f'"{target}" finns inte på sidan', "kontrollera artikelns id")
        return log.problems

    def _lacks(self, found: str, anchor: str, page: _Page) -> bool:
        """Say whether the page at ``found`` has no such anchor, which a frozen text may point at all the same.

        What it points at may have gone since; the link then leads to the page that tells.
        """
        return anchor not in self.pages[found].ids and f"/{addresses.VERSION}/" not in page.path

    def _file(self, path: str, page: str) -> str:
        """Return the file that a link leads to from ``page``; a folder's is its ``index.html``."""
        if not path:
            return page
        below = f"/{self.base}/" if self.base else "/"
        if path.startswith(below):
            inside = posixpath.normpath(path.removeprefix(below))
        elif path.startswith("/"):
            return path
        else:
            inside = _joined(posixpath.dirname(page), path)
        inside = "" if inside == "." else inside
        return inside if inside in self.files else posixpath.join(inside, "index.html")

    def _note(self, log: ProblemLog, target: str, code: str, message: str, hint: str) -> None:
        text = (self.folder / log.path).read_text(encoding="utf-8")
        place = max(text.find(markup.escape(target)), text.find(target), 0)
        log.error(point_at(text, place), code, message, value=target, hint=hint)
