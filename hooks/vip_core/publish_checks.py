"""Publish checks: the finished files, read as a browser would, before anybody else reads them.

The stages before have checked what authors wrote. These find what templates, scripts and settings made of it: links
and anchors that lead nowhere, anything loaded from another host, and scripts or styles that the site's
Content-Security-Policy would stop.
"""

from __future__ import annotations

import html as markup
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import page_readings, workers
from .page_readings import FAULT, Parsed, Reading, Targets, beyond, stands
from .problems import Point, Problem, ProblemLog, in_order, point_at

CHECKED = (".html", ".css")


@dataclass(frozen=True)
class _Page:
    """A file that has been read, with what is wrong with it by itself."""

    path: str
    reading: Reading
    problems: tuple[Problem, ...] = ()


def walked(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Give all that stands below ``folder``, by its path there, each folder before what is in it; follows no links."""
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                path = inside + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                yield path, entry


def files_in(folder: Path) -> frozenset[str]:
    """Return the paths of all files below ``folder``, relative to it."""
    return frozenset(path for path, entry in walked(folder) if not entry.is_dir(follow_symlinks=False))


def check(folder: Path, site_url: str = "") -> list[Problem]:
    """Return a problem for each fault of the site built in ``folder``; paths are relative to it.

    ``site_url`` is where the site is published: links that begin with ``/``, as those of ``404.html`` do, start there.
    """
    files = files_in(folder)
    pages = workers.results(partial(_read, folder), sorted(path for path in files if path.endswith(CHECKED)))
    anchors = {page.path: page.reading.ids for page in pages if page.path.endswith(".html")}
    targets = Targets(site_url)
    followed = [_follow(folder, page, targets, files, anchors) for page in pages]
    return in_order(
        [problem for page in pages for problem in page.problems] + [one for found in followed for one in found]
    )


def places(folder: Path, files: Iterable[str], site_url: str = "") -> Iterator[str]:
    """Yield the places that these pages and stylesheets in ``folder`` point at, as ``Targets.places`` does."""
    targets = Targets(site_url)
    for path in files:
        if path.endswith(CHECKED):
            page = _read(folder, path)
            yield from beyond(targets.places(path, page.reading), page.reading.ids)
            if page.problems:
                yield FAULT


def _read(folder: Path, path: str) -> _Page:
    """Return what a page or a stylesheet holds, with what is wrong with it by itself."""
    content = (folder / path).read_bytes()
    if path.endswith(".css"):
        return _Page(path, page_readings.read_stylesheet(content.decode("utf-8")))
    document = Parsed(content)
    return _Page(path, document.read(), tuple(_faults(document, path)))


def _faults(document: Parsed, path: str) -> list[Problem]:
    log = ProblemLog(path)
    if not document.has_title:
        log.error(Point(), "TITEL-SAKNAS", "sidan har ingen titel", hint="ge sidans mall en title")
    if not document.has_language:
        log.error(Point(), "SPRAK-SAKNAS", "sidan säger inte vilket språk den har", hint='skriv lang="sv" på html')
    for element in document.own_code():
        hint = "lägg koden i en fil bland theme_overrides/assets/js"
        log.error(Point(element.sourceline or 1), "EGEN-KOD", "sidan har kod i sig, som policyn stoppar", hint=hint)
    for element in document.own_styles():
        hint = "lägg stilen i en fil bland theme_overrides/assets/css"
        log.error(Point(element.sourceline or 1), "EGEN-STIL", "sidan har stil i sig, som policyn stoppar", hint=hint)
    return log.problems


def _follow(
    folder: Path, page: _Page, targets: Targets, files: frozenset[str], anchors: dict[str, frozenset[str]]
) -> list[Problem]:
    """Return a problem for all that ``page`` points at in vain or fetches from another host."""
    log = ProblemLog(page.path)
    for target in page.reading.leads | page.reading.loads:
        if target in page.reading.loads and targets.loads_elsewhere(target):
            hint = "lägg filen på webbplatsen: inget hämtas från andra"
            _note(log, folder, target, "ANNAN-VARD", f'"{target}" hämtas från en annan plats', hint)
        led = targets.place(page.path, target)
        if led is None:
            continue
        path, anchor = led
        found = stands(files, path or page.path)
        if not found:
            hint = "kontrollera mallen eller filen som länken kommer från"
            _note(log, folder, target, "DOD-LANK", f'"{target}" finns inte', hint)
        elif anchor and found in anchors and anchor not in anchors[found]:
            _note(log, folder, target, "DOTT-ANKARE", f'"{target}" finns inte på sidan', "kontrollera artikelns id")
    return log.problems


def _note(log: ProblemLog, folder: Path, target: str, code: str, message: str, hint: str) -> None:
    text = (folder / log.path).read_text(encoding="utf-8")
    place = max(text.find(markup.escape(target)), text.find(target), 0)
    log.error(point_at(text, place), code, message, value=target, hint=hint)
