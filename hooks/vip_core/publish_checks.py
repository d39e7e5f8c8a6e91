"""Publish checks: the finished files, read as a browser would, before anybody else reads them.

The stages before have checked what authors wrote. These find what templates, scripts and settings made of it: links
and anchors that lead nowhere, anything loaded from another host, and scripts or styles that the site's
Content-Security-Policy would stop.
"""

from __future__ import annotations

import html as markup
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html

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
_OWN_CODE = etree.XPath(
    "//script[not(@src)][not(@type) or contains(@type, 'javascript') or @type='module']|//*[@*[starts-with(name(), 'on')]]"
)
_OWN_STYLE = etree.XPath("//style|//*[@style]")
_URL_IN_CSS = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
_ELSEWHERE = frozenset(("http", "https"))


@dataclass(frozen=True)
class _Page:
    """What the checks need of one page: its anchors, where its links lead, and what a browser fetches by itself."""

    ids: frozenset[str]
    leads: frozenset[str] = frozenset()
    loads: frozenset[str] = frozenset()


@dataclass
class _Checks:
    """The checks of one folder. ``base`` is the path below which the site is published, without slashes around it."""

    folder: Path
    base: str
    files: frozenset[str]
    pages: dict[str, _Page] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, path: str) -> None:
        """Read a page, and note what is wrong with it by itself."""
        log = ProblemLog(path)
        content = (self.folder / path).read_bytes()
        document = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
        if not (document.findtext(".//title") or "").strip():
            log.error(Point(), "TITEL-SAKNAS", "sidan har ingen titel", hint="ge sidans mall en title")
        if not document.get("lang"):
            log.error(Point(), "SPRAK-SAKNAS", "sidan säger inte vilket språk den har", hint='skriv lang="sv" på html')
        for element in _OWN_CODE(document):
            hint = "lägg koden i en fil bland theme_overrides/assets/js"
            log.error(Point(element.sourceline or 1), "EGEN-KOD", "sidan har kod i sig, som policyn stoppar", hint=hint)
        for element in _OWN_STYLE(document):
            hint = "lägg stilen i en fil bland theme_overrides/assets/css"
            log.error(
                Point(element.sourceline or 1), "EGEN-STIL", "sidan har stil i sig, som policyn stoppar", hint=hint
            )
        refreshed = {re.sub(r"^.*?=\s*", "", text).strip("\"' ") for text in _REFRESH(document) if "=" in text}
        sets = {part.split()[0] for text in _SOURCE_SETS(document) for part in text.split(",") if part.strip()}
        self.pages[path] = _Page(
            frozenset(_IDS(document)), frozenset(_LEADS(document)) | refreshed, frozenset(_LOADS(document)) | sets
        )
        self.problems += log.problems

    def read_style(self, path: str) -> None:
        """Note what a stylesheet fetches from elsewhere or in vain."""
        found = _URL_IN_CSS.findall((self.folder / path).read_text(encoding="utf-8"))
        self.pages[path] = _Page(frozenset(), loads=frozenset(one or other for one, other in found))

    def follow(self, path: str) -> None:
        """Note what the file ``path`` points at in vain, or fetches from another host."""
        page = self.pages[path]
        for target in page.leads | page.loads:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                if target in page.loads and (parts.netloc or parts.scheme in _ELSEWHERE):
                    hint = "lägg filen på webbplatsen: inget hämtas från andra"
                    self._note(path, target, "ANNAN-VARD", f'"{target}" hämtas från en annan plats', hint)
                continue
            found = self._file(unquote(parts.path), path)
            anchor = unquote(parts.fragment).partition(":~:")[0]
            if found not in self.files:
                hint = "kontrollera mallen eller filen som länken kommer från"
                self._note(path, target, "DOD-LANK", f'"{target}" finns inte', hint)
            elif anchor not in ("", "top") and found in self.pages and anchor not in self.pages[found].ids:
                self._note(path, target, "DOTT-ANKARE", f'"{target}" finns inte på sidan', "kontrollera artikelns id")

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
            inside = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        inside = "" if inside == "." else inside
        return inside if inside in self.files else posixpath.join(inside, "index.html")

    def _note(self, path: str, target: str, code: str, message: str, hint: str) -> None:
        text = (self.folder / path).read_text(encoding="utf-8")
        place = max(text.find(markup.escape(target)), text.find(target), 0)
        log = ProblemLog(path)
        log.error(point_at(text, place), code, message, value=target, hint=hint)
        self.problems += log.problems


def check(folder: Path, site_url: str = "") -> list[Problem]:
    """Return a problem for each fault of the site built in ``folder``; paths are relative to it.

    ``site_url`` is where the site is published: links that begin with ``/``, as those of ``404.html`` do, start there.
    """
    files = frozenset(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    checks = _Checks(folder, urlsplit(site_url).path.strip("/"), files)
    for path in sorted(files):
        if path.endswith(".html"):
            checks.read(path)
        elif path.endswith(".css"):
            checks.read_style(path)
    for path in list(checks.pages):
        checks.follow(path)
    return in_order(checks.problems)
