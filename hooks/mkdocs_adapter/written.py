"""What is written: what this build and the last one wrote and where, so that what has not changed is not made again."""

from __future__ import annotations

import os
import shutil
import sys
from array import array
from collections.abc import Callable, Container, Iterable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from vip_core import addresses
from vip_core.memory import Memory
from vip_core.page_readings import all_stand
from vip_core.publish_checks import walked
from vip_core.site_files import SiteFile

PAGES, FILES = "written", "files"
Mark = tuple[int, int, int]


@dataclass(frozen=True)
class PageRecord:
    """What was read in a page that was written: its anchors, and the numbers of the places it points at, as an array.

    Numbers are those of the ``process`` that wrote the page; ``fresh`` has the places it had not numbered before, in order.
    """

    address: str
    process: bytes
    ids: tuple[str, ...]
    places: bytes
    fresh: tuple[str, ...]


@dataclass(frozen=True)
class _Known:
    """A file that stands: its hash, its mark, and, when it is a page, its anchors and the numbers of the places it points at."""

    digest: bytes
    mark: Mark | None
    ids: tuple[str, ...] = ()
    places: bytes = b""


@dataclass(frozen=True)
class Listing:
    """What stands in a folder: which it is, each file's mark by its path, and the folders, outer ones first. Links have no mark."""

    folder: Path
    identity: Mark
    files: Mapping[str, Mark | None]
    folders: tuple[str, ...]


class Written:
    """The pages and files of an earlier site in ``folder``, and those that this one has.

    One is reused when its hash is the same and its file is the very one that was written then: the same place on the
    disk, size and time of change.
    """

    def __init__(self, memory: Memory, folder: Path | None) -> None:
        self._memory = memory
        self._folder = folder
        self._digests: Mapping[str, bytes] = {}
        self._there: frozenset[str] = frozenset()
        kept = memory.load(PAGES) if folder and folder.is_dir() else {}
        self._before: dict[str, _Known] = kept.get("pages", {})  # by path
        self._before |= memory.load(FILES) if kept else {}
        self._places: list[str] = kept.get("places", [])
        self._numbers = {place: number for number, place in enumerate(self._places)}
        self._of_process: dict[bytes, list[int]] = {}
        self._now: dict[str, _Known] = {}

    def start_from(self, older: Callable[[], Listing], site_dir: Path, wanted: Container[str]) -> None:
        """Let an older site become the empty folder ``site_dir``, with nothing in it but files of the earlier site.

        Those are files at the ``wanted`` paths, linked into both when the earlier one was built. Where that cannot be done,
        the folder stays empty. ``older`` tells where the older site is and what stood in it a moment ago; it is listed again
        if another has come there.
        """
        kept = {path: known.mark for path, known in self._before.items() if path in wanted}
        try:
            listing = older()
            site_dir.rmdir()
            listing.folder.rename(site_dir)
            if listing.identity != _identity(site_dir):
                listing = listed(site_dir)
            self._there = frozenset(path for path, mark in listing.files.items() if mark and mark == kept.get(path))
            _prune(site_dir, listing, self._there)
        except OSError:
            self._there = frozenset()
            shutil.rmtree(site_dir, ignore_errors=True)
            site_dir.mkdir(parents=True, exist_ok=True)

    def expect(self, digests: Mapping[str, bytes]) -> None:
        """Take the hashes of the pages to write now, by address."""
        self._digests = digests

    def reuse(self, address: str, site_dir: Path) -> bool:
        """Put the file of the page at ``address`` into ``site_dir`` if the earlier site has it; say whether it did.

        If not, there is no file at that place, so that what is written there is in no other site.
        """
        path = addresses.in_site(address)
        known = self._reuse(path, self._digests[address], site_dir)
        if known is None:
            return False
        self._now[path] = known
        return True

    def put(self, files: Iterable[SiteFile], site_dir: Path) -> None:
        """Put generated files into ``site_dir``, from the earlier site where it has them, and remember them as ``keep`` does pages."""
        now: dict[str, _Known] = {}
        for file in files:
            digest = file.key() if file.key else b""
            known = self._reuse(file.path, digest, site_dir) if digest else None
            if known is None:
                file.write_to(site_dir)
                known = _Known(digest, _mark(site_dir / file.path))
            now[file.path] = known
        if self._folder:
            self._memory.save(FILES, now)

    def _reuse(self, path: str, digest: bytes, site_dir: Path) -> _Known | None:
        known = self._before.get(path)
        is_there = path in self._there
        if known is None or self._folder is None or known.digest != digest:
            if is_there:
                Path(f"{site_dir}/{path}").unlink()
            return None
        if is_there:
            return known
        earlier, place = Path(f"{self._folder}/{path}"), Path(f"{site_dir}/{path}")
        if known.mark is None or _mark(earlier) != known.mark:
            return None
        place.parent.mkdir(parents=True, exist_ok=True)
        mark: Mark | None = known.mark
        try:
            os.link(earlier, place)
        except OSError:
            shutil.copyfile(earlier, place)
            mark = _mark(place)
        return _Known(known.digest, mark, known.ids, known.places)

    def add(self, record: PageRecord, site_dir: Path) -> None:
        """Note a page that has been written to ``site_dir``. Records of one process come in the order they were made."""
        numbers = self._of_process.setdefault(record.process, [])
        for place in record.fresh:
            if place not in self._numbers:
                self._numbers[place] = len(self._places)
                self._places.append(place)
            numbers.append(self._numbers[place])
        places = array("I", map(numbers.__getitem__, array("I", record.places))).tobytes()
        mark = _mark(addresses.file(site_dir, record.address))
        ids = tuple(map(sys.intern, record.ids))  # most are on every page
        self._now[addresses.in_site(record.address)] = _Known(self._digests[record.address], mark, ids, places)

    def are_faultless(self, files: frozenset[str], others: Iterable[str] = ()) -> bool:
        """Say whether all that the pages, and ``others``, point at stands among the site's ``files``."""
        anchors = {path: frozenset(known.ids) for path, known in self._now.items()}
        return all_stand((*(self._places[number] for number in self._used()), *others), files, anchors)

    def keep(self) -> None:
        """Remember the pages that now stand, for when this site is the earlier one."""
        if self._folder:
            if len(self._places) > 2 * len(self._used()):
                self._renumber()
            self._memory.save(PAGES, {"pages": self._now, "places": self._places})

    def _used(self) -> set[int]:
        used: set[int] = set()
        for known in self._now.values():
            used.update(array("I", known.places))
        return used

    def _renumber(self) -> None:
        """Forget the places that no page points at any longer."""
        used = sorted(self._used())
        new = {number: place for place, number in enumerate(used)}
        self._places = [self._places[number] for number in used]
        for path, known in self._now.items():
            places = array("I", map(new.__getitem__, array("I", known.places))).tobytes()
            self._now[path] = _Known(known.digest, known.mark, known.ids, places)


def listed(folder: Path) -> Listing:
    """Return what stands in a folder; raises ``OSError``."""
    identity = _identity(folder)
    files: dict[str, Mark | None] = {}
    folders: list[str] = []
    for path, entry in walked(folder):
        if entry.is_dir(follow_symlinks=False):
            folders.append(path)
        else:
            files[path] = None if entry.is_symlink() else _mark(entry)
    return Listing(folder, identity, files, tuple(folders))


def _prune(folder: Path, listing: Listing, left: Set[str]) -> None:
    """Remove all of ``listing`` below ``folder`` but the files that are ``left``, and the folders with nothing left in them."""
    for path in listing.files.keys() - left:
        Path(f"{folder}/{path}").unlink()
    needed: set[str] = set()
    for path in left:
        outer = path.rpartition("/")[0]
        while outer and outer not in needed:
            needed.add(outer)
            outer = outer.rpartition("/")[0]
    for path in reversed(listing.folders):
        if path not in needed:
            Path(f"{folder}/{path}").rmdir()


def _identity(folder: Path) -> Mark:
    """Return what tells a folder from another one that has taken its place, also when it has been moved."""
    found = folder.stat()
    return found.st_dev, found.st_ino, found.st_mtime_ns


def _mark(file: Path | os.DirEntry[str]) -> Mark | None:
    try:
        # On Windows a folder does not tell which file it is.
        found = os.stat(file) if os.name == "nt" else file.stat()  # noqa: PTH116 - what is given may be an entry
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
