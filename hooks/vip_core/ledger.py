"""The ledger: every address and article anchor ever published, so that none is lost unnoticed.

``content/_ledger.txt`` has a line for each, sorted: the address (``/`` for the start page), a tab, the version or the day it
was first published, a tab, and the SHA-256 of a frozen text or ``-``. Generated listings are in it too: readers bookmark
filter pages, and flyers print them. A filter page that has gone leads by itself to the list of filter pages (see
``redirects``), so that an author who narrows an audience meets no error; every other address must answer by an author's wish.
Files such as feeds and data are not pages and are kept by their own contracts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import addresses, versions
from .front_matter import SourceFile, read_text
from .marked_yaml import CONFLICT
from .problems import Point, Problem, ProblemLog
from .versions import FrozenVersion

FILE = "_ledger.txt"
NO_DIGEST = "-"
_START = "/"
_LINE = re.compile(r"([^\s#/][^\s#]*/(?:#[^\s#]+)?|/)\t(\d+(?:\.\d+)+|\d{4}-\d{2}-\d{2})\t([0-9a-f]{64}|-)")
_RUN_RELEASE = "kör vip.py release, som ordnar raderna"


@dataclass(frozen=True)
class Entry:
    """One address, with its anchor if it has one; ``first`` is the version or the day it was first published."""

    address: str
    first: str
    digest: str = NO_DIGEST
    line: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.address or _START}\t{self.first}\t{self.digest}"


@dataclass(frozen=True)
class Ledger:
    """The entries by address."""

    entries: Mapping[str, Entry]

    @property
    def pages(self) -> tuple[str, ...]:
        """The addresses without an anchor, in the ledger's order."""
        return tuple(address for address in self.entries if "#" not in address)

    def with_new(self, present: Iterable[Entry]) -> Ledger:
        """Return the ledger with the entries it lacks; what it has already is kept as it is, and in order."""
        entries = {entry.address: entry for entry in present} | dict(self.entries)
        return Ledger(dict(sorted(entries.items())))

    def text(self) -> str:
        """Return the file's text."""
        return "".join(f"{entry}\n" for entry in self.entries.values())


def read(file: Path, shown_as: str) -> tuple[Ledger | None, list[Problem]]:
    """Read the ledger. ``None`` when there is no file: nothing has been published yet, so nothing can be lost."""
    if not file.is_file():
        return None, []
    log = ProblemLog(shown_as)
    text = read_text(file, log)
    entries: dict[str, Entry] = {}
    before = ""
    for number, line in enumerate((text or "").split("\n"), 1):
        if not line and number == (text or "").count("\n") + 1:
            continue
        entry = _entry(line, number, log)
        if entry is None:
            continue
        if entry.address in entries:
            first = entries[entry.address]
            message = f"{_shown(entry.address)} står redan på rad {first.line}"
            same = first == entry
            code, hint = ("LIGGARE-ORDNING", _RUN_RELEASE) if same else ("LIGGARE-DUBBEL", "behåll raden som är äldst")
            log.error(Point(number), code, message, value=entry.address, hint=hint)
            continue
        if entry.address < before:
            message = f"{_shown(entry.address)} står efter {_shown(before)}"
            log.error(Point(number), "LIGGARE-ORDNING", message, value=entry.address, hint=_RUN_RELEASE)
        before = max(before, entry.address)
        entries[entry.address] = entry
    return Ledger(dict(sorted(entries.items()))), log.problems


def frozen_entries(programs: Path) -> Iterator[Entry]:
    """Give an entry for each frozen text below the folder ``programs``, whether or not anything else tells of it."""
    for program, slug, folder in versions.folders(programs):
        for file in sorted(folder.glob("[!.]*.md")):
            yield Entry(addresses.version(program, slug, file.stem), file.stem, versions.digest(file.read_bytes()))


def _entry(line: str, number: int, log: ProblemLog) -> Entry | None:
    found = _LINE.fullmatch(line)
    if found:
        return Entry("" if found[1] == _START else found[1], found[2], found[3], number)
    if CONFLICT.match(line):
        hint = "ta bort raderna som börjar med <<<<<<<, ======= och >>>>>>>, behåll alla andra, och kör vip.py release"
        log.error(Point(number), "LIGGARE-KONFLIKT", "två ändringar möts här", value=line[:7], hint=hint)
    else:
        message = "raden är inte adress, version eller dag och kontrollsumma med tabb emellan"
        hint = "återställ raden ur versionshistoriken; nya rader skrivs av vip.py release"
        log.error(Point(number), "LIGGARE-RAD", message, value=line[:80], hint=hint)
    return None


def _shown(address: str) -> str:
    return f"/{address}"


@dataclass(frozen=True)
class Named:
    """A page with a permanent id, the addresses it has had, and the source that tells."""

    id: str
    addresses: tuple[str, ...]
    source: SourceFile


@dataclass(frozen=True)
class Present:
    """What the site answers to now.

    ``entries`` are its pages, redirects and articles as the ledger would hold them; ``anchors`` the addresses of articles
    that were renamed, moved or retired; ``redirects`` lead to pages; on ``tombstones`` every anchor is answered for.
    ``frozen`` has each frozen version by address, ``sources`` the file of each page, and ``retired_ids`` where each is told.
    """

    entries: Mapping[str, Entry]
    anchors: frozenset[str]
    redirects: Mapping[str, str]
    tombstones: frozenset[str]
    frozen: Mapping[str, FrozenVersion]
    named: tuple[Named, ...]
    retired_ids: frozenset[str]

    def answers(self, address: str) -> bool:
        """Say whether an address is a page, an article, or leads to one."""
        if address in self.entries or address in self.anchors:
            return True
        page, _, anchor = address.partition("#")
        to = self.redirects.get(page, page)
        if to in self.tombstones:
            return True
        return bool(anchor) and to != page and self.answers(f"{to}#{anchor}")


def check(ledger: Ledger, present: Present, shown_as: str) -> list[Problem]:
    """Compare the ledger with the site: lost addresses and edited frozen texts are errors, new addresses one warning."""
    log = ProblemLog(shown_as)
    lost = [entry for entry in ledger.entries.values() if not present.answers(entry.address)]
    _note_lost(lost, ledger, present, log)
    new = [address for address in present.entries if address not in ledger.entries and address not in present.frozen]
    if new:
        count = "en ny adress står" if len(new) == 1 else f"{len(new)} nya adresser står"
        message = f"{count} inte i liggaren, bland dem {_shown(new[0])}"
        hint = "kör vip.py release när texten publiceras, så skrivs de in"
        log.warning(Point(), "ADRESS-EJ-INSKRIVEN", message, value=new[0], hint=hint)
    return log.problems + _check_frozen(ledger, present) + _check_ids(ledger, present)


def _note_lost(lost: Iterable[Entry], ledger: Ledger, present: Present, log: ProblemLog) -> None:
    """Note each lost page, with how many addresses went with it, and each lost article of a page that is there."""
    pages = {entry.address for entry in lost if "#" not in entry.address}
    told: dict[str, int] = {}
    for entry in lost:
        outermost = _outermost(entry.address, pages)
        told[outermost] = told.get(outermost, -1) + 1
    for address, more in told.items():
        message = f"{_shown(address)} är publicerad men finns inte längre"
        if more:
            message += f", inte heller {more} {'adress' if more == 1 else 'adresser'} under den"
        hint = _mend(address, ledger, present)
        log.error(Point(ledger.entries[address].line), "ADRESS-FORSVUNNEN", message, value=address, hint=hint)


def _outermost(address: str, pages: set[str]) -> str:
    """Return the first of the pages around an address, or itself."""
    page = addresses.without_anchor(address)
    parts = page.split("/")[:-1]
    around = ("/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1))
    return next((candidate for candidate in around if candidate in pages), address)


def _mend(address: str, ledger: Ledger, present: Present) -> str:
    page, _, anchor = address.partition("#")
    if ledger.entries[address].digest != NO_DIGEST:
        return "återställ den frysta texten ur versionshistoriken"
    if page.startswith(f"{addresses.SHORT}/"):
        return (
            f"ett id ändras aldrig: skriv tillbaka id: {page.split('/')[1]}, eller för in det under ids i _utgangna.yml"
        )
    if not anchor:
        return "skriv adressen under tidigare på sidan som ersätter den (vip.py move gör det), eller för in den i _utgangna.yml"
    to = present.redirects.get(page, page)
    new = [found for found in present.entries if found.startswith(f"{to}#") and found not in ledger.entries]
    heir = f" {new[0].partition('#')[2]}" if len(new) == 1 else " som ersätter den"
    return f"skriv tidigare: [{anchor}] i artikeln{heir}, eller för in adressen i _utgangna.yml"


def _check_frozen(ledger: Ledger, present: Present) -> list[Problem]:
    problems: list[Problem] = []
    for address, frozen in present.frozen.items():
        log = ProblemLog(frozen.path)
        entry = ledger.entries.get(address)
        if entry is None or entry.digest == NO_DIGEST:
            message = f"den frysta texten i version {frozen.version} står inte i liggaren"
            log.error(Point(), "FRYST-EJ-INSKRIVEN", message, hint="kör vip.py release, så skrivs den in")
        elif entry.digest != present.entries[address].digest:
            message = f"texten i version {frozen.version} har ändrats efter att den frystes, och den kan vara citerad"
            hint = "återställ filen ur versionshistoriken, gör ändringen i kapitlet och kör vip.py release"
            log.error(Point(), "FRYST-ANDRAD", message, hint=hint)
        problems += log.problems
    return problems


def _check_ids(ledger: Ledger, present: Present) -> list[Problem]:
    """Return a problem for each id that was another page's: it is published, and its page's addresses are not."""
    problems: list[Problem] = []
    for page in present.named:
        known = addresses.short(page.id) in ledger.entries
        if page.id in present.retired_ids or (known and not any(one in ledger.entries for one in page.addresses)):
            log = ProblemLog(page.source.path)
            message = f'"{page.id}" är publicerat som id för en annan sida'
            hint = "välj ett nytt id; har sidan bara bytt adress: skriv den förra under tidigare"
            log.error(
                page.source.meta.get("id") or Point(), "ID-ATERANVANT", message, field="id", value=page.id, hint=hint
            )
            problems += log.problems
    return problems
