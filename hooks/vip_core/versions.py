"""Versions: the frozen texts of programs and chapters, and the record of what changed from each to the next.

A version is a text as readers met it. The living text of a page carries the latest version's number; every earlier one
is kept as it stood, front matter and all, in ``programs/<program>/_versioner/<chapter>/<version>.md`` (``index`` for the
program's own page). ``versioner.yml`` beside them has one record for each version, the oldest first: its number, the day it
took effect, and, for all but the first, the class of the change that made it and a note. The last record is the living
text's. A page that was never released has no record, and its front matter says all there is to know.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import addresses, marked_yaml
from .catalogue import Catalogue, Chapter, Program
from .front_matter import read_text
from .problems import Point, Problem, ProblemLog, did_you_mean
from .schema import VERSION, Choice, Date, Field, Known, Reader, Record, Text
from .vocabularies import check_unique

FOLDER = "_versioner"
RECORDS = "versioner.yml"
INDEX = "index"
EDITORIAL = "redaktionell"
CLASSES = {
    EDITORIAL: "Redaktionell ändring",
    "saklig": "Saklig ändring",
    "andrad-slutsats": "Ändrad slutsats",
}
HEAD = "# Textens versioner, den äldsta först. Skrivs av vip.py release; ändra inget här för hand.\n"


@dataclass(frozen=True)
class Release:
    """One version: its number, the day it took effect, and why. The first has neither class nor note."""

    version: str
    date: datetime.date
    change_class: str = ""
    note: str = ""

    @property
    def class_label(self) -> str:
        """The class of the change in Swedish, as readers meet it."""
        return CLASSES.get(self.change_class, "Första versionen")


@dataclass(frozen=True)
class FrozenVersion:
    """An earlier version that is kept: its record, its page's address, and where its text is."""

    release: Release
    address: str
    path: str
    file: Path

    @property
    def version(self) -> str:
        return self.release.version

    def digest(self) -> str:
        """Return the SHA-256 of the text, the same whatever line ends a computer gave the file."""
        return digest(self.file.read_bytes())


@dataclass(frozen=True)
class Versions:
    """Every version of the page at ``address``.

    ``current`` is the living text's, ``None`` when the page is retired; ``earlier`` are the frozen ones, the oldest first.
    """

    address: str
    program: str
    slug: str
    current: Release | None
    earlier: tuple[FrozenVersion, ...] = ()

    @property
    def history(self) -> str:
        """The address of the page that tells the history."""
        return addresses.history(self.program, self.slug)

    @property
    def previous(self) -> FrozenVersion | None:
        """The version before the living text."""
        return self.earlier[-1] if self.earlier else None


RELEASE = Record(
    (
        Field("version", VERSION, "Versionens nummer, inom citattecken.", True, '"1.0"'),
        Field("date", Date(), "Dagen då versionen började gälla.", True, "2026-11-21"),
        Field("class", Choice("klass"), "Ändringens klass. Saknas för den första versionen.", False, "saklig"),
        Field("note", Text(500), "Vad som ändrades och varför.", False, "Ny rekommendation om första insats."),
    )
)


def digest(text: bytes) -> str:
    """Return the SHA-256 of a text, in UTF-8 without byte-order mark and with Unix line ends."""
    plain = text.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(plain).hexdigest()


def folder(program: str, slug: str) -> str:
    """Return where the versions of a chapter are, below ``programs/``; of the program's own page for an empty slug."""
    return f"{program}/{FOLDER}/{slug or INDEX}"


def read(root: Path, catalogue: Catalogue, shown_as: str) -> tuple[dict[str, Versions], list[Problem]]:
    """Read the versions of every page below ``root``, by the page's address; those of retired pages as well."""
    found: dict[str, Versions] = {}
    problems: list[Problem] = []
    living = {text.address: text for text in catalogue.texts}
    for program, slug, place in folders(root):
        address = addresses.chapter(program, slug) if slug else f"{program}/"
        page = living.get(address)
        versions, noted = _read_folder(place, f"{shown_as}/{folder(program, slug)}", program, slug, page)
        problems += noted
        if versions:
            found[address] = versions
    for address, page in living.items():
        if address not in found:
            program, _, slug = address.rstrip("/").partition("/")
            found[address] = Versions(address, program, slug, Release(page.page.version, page.page.changed))
    return found, problems


def folders(root: Path) -> Iterator[tuple[str, str, Path]]:
    """Give each folder of versions with its program and slug, in the order of their names."""
    for program in sorted(root.iterdir()):
        place = program / FOLDER
        if place.is_dir():
            for chapter in sorted(place.iterdir()):
                if chapter.is_dir():
                    yield program.name, "" if chapter.name == INDEX else chapter.name, chapter


def _read_folder(
    place: Path, shown_as: str, program: str, slug: str, page: Program | Chapter | None
) -> tuple[Versions | None, list[Problem]]:
    log = ProblemLog(f"{shown_as}/{RECORDS}")
    releases = _read_records(place / RECORDS, log)
    if releases is None:
        return None, log.problems
    texts = {file.stem: file for file in sorted(place.glob("[!.]*.md"))}
    numbers = [release.version for release, _ in releases]
    current = None
    frozen = releases
    if page is not None:
        current, frozen = releases[-1][0], releases[:-1]
        _check_current(page, current.version, log)
    for release, line in frozen:
        if release.version not in texts:
            message = f"version {release.version} har ingen fryst text"
            hint = f"återställ filen {release.version}.md ur versionshistoriken"
            log.error(Point(line), "VERSION-SAKNAS", message, value=release.version, hint=hint)
    problems = log.problems
    for number in texts.keys() - {release.version for release, _ in frozen}:
        stray = ProblemLog(f"{shown_as}/{number}.md")
        hint = did_you_mean(number, numbers) or f"återställ {RECORDS} ur versionshistoriken, eller ta bort filen"
        stray.error(Point(), "VERSION-OKAND", f"{RECORDS} har ingen tidigare version {number}", value=number, hint=hint)
        problems = problems + stray.problems
    earlier = tuple(
        FrozenVersion(
            release,
            addresses.version(program, slug, release.version),
            f"{shown_as}/{release.version}.md",
            texts[release.version],
        )
        for release, _ in frozen
        if release.version in texts
    )
    address = addresses.chapter(program, slug) if slug else f"{program}/"
    return Versions(address, program, slug, current, earlier), problems


def _read_records(file: Path, log: ProblemLog) -> list[tuple[Release, int]] | None:
    """Return each record with its line; ``None`` when there is none that can be read, which is then noted."""
    if not file.is_file():
        log.error(Point(), "FIL-SAKNAS", "filen finns inte", hint="återställ filen ur versionshistoriken")
        return None
    text = read_text(file, log)
    node = marked_yaml.read(text, log) if text is not None else None
    if not isinstance(node, marked_yaml.Sequence) or not node.items:
        if not log.problems:
            log.error(Point(), "FIL-TOM", "filen har inga versioner", hint="återställ filen ur versionshistoriken")
        return None
    reader = Reader(log, Known({"klass": CLASSES}))
    check_unique(node, "version", reader)
    releases: list[tuple[Release, int]] = []
    for item in node.items:
        values: Mapping[str, Any] = RELEASE.read(item, "", reader) or {}
        if values.get("version") and values.get("date"):
            release = Release(values["version"], values["date"], values.get("class") or "", values.get("note") or "")
            releases.append((release, item.line))
    return releases or None


def _check_current(page: Program | Chapter, recorded: str, log: ProblemLog) -> None:
    written = page.page.version
    if not written or written == recorded:
        return
    on_page = ProblemLog(page.page.source.path)
    on_page.error(
        page.page.source.meta.get("version") or page.page.source.meta,
        "VERSION-FOR-HAND",
        f"den senaste versionen är {recorded}",
        field="version",
        value=written,
        hint=f'skriv version: "{recorded}"; en ny version görs med vip.py release',
    )
    log.problems += on_page.problems
