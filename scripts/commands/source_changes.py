"""Changes to the project's sources that are made whole or not at all: tried on a copy, checked as a build checks, then put in place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_adapter import site_build
from vip_core import ledger, local_notes, site
from vip_core.ledger import Entry, Ledger
from vip_core.moves import Sources
from vip_core.problems import Refused
from vip_core.site import Site

from . import configuration

FOLDERS = (site.CONTENT, site.PROGRAMS, local_notes.FOLDER)
LEDGER = f"{site.CONTENT}/{ledger.FILE}"
_SETTINGS = "mkdocs.yml"
_TEXTS = (".md", ".yml", ".yaml")


class ChangeRefused(Refused):
    """The change cannot be made; says why, in Swedish, a line for each reason."""

    frame = "{}\nInget är ändrat."


@dataclass
class SourceChanges:
    """What becomes of files, by their paths below the project's root: their new bytes, or ``None`` for those removed."""

    files: dict[str, bytes | None] = field(default_factory=dict)

    def write(self, path: str, text: str) -> None:
        """Give a file this text, exactly, line ends included."""
        self.files[path] = text.encode("utf-8")

    def write_ledger(self, book: Ledger | None, entries: Iterable[Entry]) -> None:
        """Add entries to the ledger, where there is one."""
        if book is not None:
            self.write(LEDGER, book.with_new(entries).text())

    def listed(self) -> str:
        """Return the changed files, a line each."""
        gone = {True: " (borttagen)", False: ""}
        return "\n".join(f"  {path}{gone[content is None]}" for path, content in sorted(self.files.items()))

    def make_in(self, root: Path) -> None:
        """Make the changes below ``root``; when one fails or is interrupted, those before it are undone."""
        before: dict[Path, bytes | None] = {}
        try:
            for path, content in self.files.items():
                file = root / path
                before[file] = file.read_bytes() if file.is_file() else None
                _put(file, content)
        except BaseException:
            for file, content in reversed(before.items()):
                _put(file, content)
            raise


def _put(file: Path, content: bytes | None) -> None:
    """Give a file its content in one step, or remove it and the folders it leaves empty."""
    if content is None:
        file.unlink(missing_ok=True)
        folder = file.parent
        while folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as fresh:
        fresh.write(content)
    fresh_file = Path(fresh.name)
    try:
        fresh_file.chmod(file.stat().st_mode & 0o777 if file.is_file() else 0o644)
        fresh_file.replace(file)
    except OSError:
        fresh_file.unlink(missing_ok=True)
        raise


@contextmanager
def tried(root: Path) -> Iterator[Path]:
    """Give a copy of the project's sources to try changes on; it is removed when the block ends."""
    with tempfile.TemporaryDirectory(prefix="vip-") as folder:
        copy = Path(folder)
        for name in FOLDERS:
            if (root / name).is_dir():
                shutil.copytree(root / name, copy / name)
        yield copy


def prepare(root: Path, sources: Path | None = None) -> Site:
    """Return the site of the project's configuration, with the sources below ``sources`` where they are a copy.

    Raises ``ContentRefused`` when the content has errors.
    """
    config = configuration.load(root)
    return site.prepare(sources or root, site_build.settings_of(config))


def read(root: Path, path: str) -> str:
    """Return the text of a source with its own line ends."""
    return (root / path).read_bytes().decode("utf-8")


def sources(root: Path) -> Sources:
    """Return every file that a move may touch, apart from the ledger, which only grows."""
    found = Sources({}, {})
    files = [file for folder in FOLDERS for file in sorted((root / folder).rglob("[!.]*")) if file.is_file()]
    for file in (*files, root / _SETTINGS):
        path = file.relative_to(root).as_posix()
        if file.suffix in _TEXTS:
            found.texts[path] = read(root, path)
        elif path != LEDGER:
            found.others[path] = file.read_bytes()
    return found
