"""The archive: what the site has been, and the pages that keep it: frozen versions, histories and tombstones."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import addresses, front_matter, ledger, retired, versions
from .catalogue import Catalogue, Chapter, Program
from .ledger import NO_DIGEST, Entry, Ledger, Named, Present
from .marked_yaml import Scalar
from .problems import Point, Problem, ProblemLog
from .redirects import Moved, Redirect
from .retired import Retired
from .versions import FrozenVersion, Versions


@dataclass(frozen=True)
class FrozenPage:
    """A page that shows an earlier version as it stood."""

    frozen: FrozenVersion
    versions: Versions
    subject: str

    @property
    def address(self) -> str:
        return self.frozen.address

    @property
    def title(self) -> str:
        return f"{self.subject}, version {self.frozen.version}"

    @property
    def crumb(self) -> str:
        return f"Version {self.frozen.version}"

    @property
    def description(self) -> str:
        return f"Version {self.frozen.version} av {self.subject}, som den stod när nästa version ersatte den."


@dataclass(frozen=True)
class HistoryPage:
    """A page that tells every version of a text, and what changed."""

    versions: Versions
    subject: str

    @property
    def address(self) -> str:
        return self.versions.history

    @property
    def title(self) -> str:
        return f"Historik: {self.subject}"

    @property
    def crumb(self) -> str:
        return "Historik"

    @property
    def description(self) -> str:
        return f"Alla versioner av {self.subject} och vad som ändrades mellan dem."


@dataclass(frozen=True)
class Tombstone:
    """A page in the place of one that is retired. ``versions`` are its frozen texts, if it has any."""

    retired: Retired
    versions: Versions | None = None

    @property
    def address(self) -> str:
        return self.retired.address

    @property
    def title(self) -> str:
        return self.retired.title

    @property
    def description(self) -> str:
        return f"Sidan {self.retired.title} har utgått."


ArchivePage = FrozenPage | HistoryPage | Tombstone


@dataclass(frozen=True)
class Departed:
    """An article that is no longer on a page: its anchor there, and where it is now or what became of it."""

    anchor: str
    title: str
    to_address: str = ""
    retired: Retired | None = None


@dataclass(frozen=True)
class Archive:
    """Everything that was published before. ``versions`` and ``departed`` are by the address of a page."""

    versions: Mapping[str, Versions] = field(default_factory=dict)
    retired: tuple[Retired, ...] = ()
    ledger: Ledger | None = None

    @property
    def tombstones(self) -> tuple[Tombstone, ...]:
        return tuple(Tombstone(record, self.versions.get(record.page)) for record in self.retired if not record.anchor)

    def moved(self) -> tuple[Moved, ...]:
        """Return what the retired pages say of redirects."""
        return tuple(
            Moved(stone.address, stone.retired.former, stone.retired.ids, gone=True) for stone in self.tombstones
        )


def read(root: Path, catalogue: Catalogue, programs: str, content: str) -> tuple[Archive, list[Problem]]:
    """Read the archive of the project at ``root``, whose folders are called ``programs`` and ``content``."""
    kept, problems = versions.read(root / programs, catalogue, programs)
    gone, noted = retired.read(root / content / retired.FILE, f"{content}/{retired.FILE}")
    problems += noted
    book, noted = ledger.read(root / content / ledger.FILE, f"{content}/{ledger.FILE}")
    problems += noted
    standing = {record.page for record in gone if not record.anchor}
    for address, found in kept.items():
        if found.current is None and not standing.intersection((address, f"{found.program}/")):
            log = ProblemLog(f"{programs}/{versions.folder(found.program, found.slug)}/{versions.RECORDS}")
            message = f"/{address} har frysta versioner men ingen text"
            hint = f"återställ texten, eller för in adressen i {content}/{retired.FILE}"
            log.error(Point(), "VERSION-UTAN-SIDA", message, value=address, hint=hint)
            problems += log.problems
    return Archive(kept, gone, book), problems


def pages(archive: Archive, catalogue: Catalogue) -> tuple[ArchivePage, ...]:
    """Return the pages that the archive adds to the site."""
    titles = _titles(archive, catalogue)
    found: list[ArchivePage] = list(archive.tombstones)
    for address, kept in archive.versions.items():
        title = titles.get(address) or _last_title(kept)
        found.append(HistoryPage(kept, title))
        found += [FrozenPage(frozen, kept, title) for frozen in kept.earlier]
    return tuple(found)


def _last_title(kept: Versions) -> str:
    """Return the title that a text had when it was last frozen; its address when there is none to be read."""
    source = front_matter.read(kept.earlier[-1].file, kept.earlier[-1].path)[0] if kept.earlier else None
    title = source.meta.get("title") if source else None
    return title.text if isinstance(title, Scalar) else kept.address


def _titles(archive: Archive, catalogue: Catalogue) -> dict[str, str]:
    programs = {program.slug: program.title for program in catalogue.programs}
    titles = {stone.address: stone.title for stone in archive.tombstones}
    titles |= {chapter.address: f"{chapter.title} – {programs[chapter.program]}" for chapter in catalogue.chapters}
    return titles | {program.address: program.title for program in catalogue.programs}


def departed(
    archive: Archive, catalogue: Catalogue, redirects: Iterable[Redirect], content: str
) -> tuple[dict[str, tuple[Departed, ...]], list[Problem]]:
    """Return the articles that have left each page, by its address; an anchor that is taken is noted."""
    to = {redirect.from_address: redirect.to_address for redirect in redirects}
    found: dict[str, dict[str, Departed]] = {}
    problems: list[Problem] = []
    taken = _anchors(catalogue)
    sources = {chapter.address: chapter.page.source.path for chapter in catalogue.chapters}

    def add(address: str, one: Departed, log: ProblemLog, line: int, name: str) -> None:
        page, _, anchor = address.partition("#")
        page = to.get(page, page)
        if f"{page}#{anchor}" in taken or anchor in found.get(page, {}):
            message = f'"{address}" är redan en artikels adress'
            hint = "ett id används aldrig igen: välj ett annat till den nya artikeln"
            log.error(Point(line), "ID-ATERANVANT", message, field=name, value=address, hint=hint)
        found.setdefault(page, {})[anchor] = one

    for article in catalogue.articles:
        log = ProblemLog(sources[addresses.chapter(article.program, article.chapter)])
        for address in article.former_addresses:
            add(
                address,
                Departed(addresses.anchor(address), article.title, article.address),
                log,
                article.line,
                "tidigare",
            )
        problems += log.problems
    log = ProblemLog(f"{content}/{retired.FILE}")
    for record in archive.retired:
        for address in (record.address, *record.former) if record.anchor else ():
            left = Departed(addresses.anchor(address), record.title, record.successor, record)
            add(address, left, log, record.line, "address" if address == record.address else "former")
    return {page: tuple(gone.values()) for page, gone in found.items()}, problems + log.problems


def _anchors(catalogue: Catalogue) -> frozenset[str]:
    """Return the address of every article, with those its anchor had before."""
    return frozenset(
        f"{addresses.chapter(article.program, article.chapter)}#{anchor}"
        for article in catalogue.articles
        for anchor in (article.id, *article.former_anchors)
    )


def present(
    archive: Archive,
    catalogue: Catalogue,
    entries: Iterable[Entry],
    redirects: Iterable[Redirect],
    gone: Mapping[str, tuple[Departed, ...]],
) -> Present:
    """Return what the site answers to; ``entries`` are its pages, articles and redirects as the ledger would hold them."""
    left = {f"{page}#{one.anchor}" for page, those in gone.items() for one in those}
    return Present(
        {entry.address: entry for entry in entries},
        _anchors(catalogue) | left,
        {redirect.from_address: redirect.to_address for redirect in redirects},
        frozenset(stone.address for stone in archive.tombstones),
        {frozen.address: frozen for kept in archive.versions.values() for frozen in kept.earlier},
        tuple(_named(page) for page in catalogue.texts),
        frozenset(name for record in archive.retired for name in record.ids),
    )


def _named(subject: Program | Chapter) -> Named:
    had = tuple(addresses.as_written(former) for former in subject.page.former)
    return Named(subject.page.id, (subject.address, *had), subject.page.source)


def check(archive: Archive, found: Present, content: str) -> list[Problem]:
    """Compare what was published with what the site answers to."""
    living = frozenset(found.entries) | found.anchors | frozenset(found.redirects)
    problems = retired.check_successors(archive.retired, living, f"{content}/{retired.FILE}")
    problems += _check_former(archive.retired, found, f"{content}/{retired.FILE}")
    if archive.ledger is not None:
        problems += ledger.check(archive.ledger, found, f"{content}/{ledger.FILE}")
    elif found.frozen:
        log = ProblemLog(f"{content}/{ledger.FILE}")
        hint = "återställ den ur versionshistoriken"
        log.error(Point(), "FIL-SAKNAS", "liggaren finns inte, men det finns frysta versioner", hint=hint)
        problems += log.problems
    return problems


def _check_former(gone: Iterable[Retired], found: Present, shown_as: str) -> list[Problem]:
    """Return a problem for each earlier address of a retired page that leads elsewhere."""
    log = ProblemLog(shown_as)
    for record in gone:
        for former in () if record.anchor else record.former:
            if found.redirects.get(former) != record.page:
                message = f'"{former}" är redan en annan sidas adress'
                hint = "ta bort adressen ur listan"
                log.error(Point(record.line), "ADRESSKROCK", message, field="former", value=former, hint=hint)
    return log.problems


def entries(
    archive: Archive,
    catalogue: Catalogue,
    pages: Iterable[str],
    redirects: Iterable[Redirect],
    day: datetime.date,
) -> tuple[Entry, ...]:
    """Return every address of the site as the ledger holds it when first published on ``day``.

    ``pages`` are the addresses of all pages. A text, its articles and its frozen versions are told by their versions, everything else by the day.
    """
    first = {text.address: text.page.version for text in catalogue.texts}
    first |= {article.address: first[chapter.address] for chapter in catalogue.chapters for article in chapter.articles}
    digests: dict[str, str] = {}
    for kept in archive.versions.values():
        for frozen in kept.earlier:
            first[frozen.address], digests[frozen.address] = frozen.version, frozen.digest()
    every = {*pages, *first, *(redirect.from_address for redirect in redirects)}
    return tuple(
        Entry(address, first.get(address) or day.isoformat(), digests.get(address, NO_DIGEST))
        for address in sorted(every)
    )
