"""Site files: the generated files that are no pages, and how it is known which of them need not be made again."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from . import citations, feeds
from .catalogue import Catalogue
from .citations import Citable
from .feeds import Feed
from .memory import digest
from .publication import Publication

Content = str | bytes | Iterable[bytes | memoryview]
"""What is in a file: text, bytes, or bytes part by part where there are very many."""
Made = TypeVar("Made", str, bytes)


@dataclass(frozen=True)
class SiteFile:
    """A generated file that is no page: its path on the site, and what makes its content.

    ``key`` gives a hash of all that goes into the content besides the program; there is none where that is known only when
    the file is made.
    """

    path: str
    make: Callable[[], Content]
    key: Callable[[], bytes] | None = None

    @property
    def data(self) -> bytes:
        """What is written: text in UTF-8."""
        return b"".join(self._parts())

    def write_to(self, folder: Path) -> None:
        """Write the file where it stands on the site in ``folder``.

        Another one at that place is removed and not written over, since somebody may keep a link to it.
        """
        place = Path(f"{folder}/{self.path}")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        with place.open("wb") as file:
            file.writelines(self._parts())

    def _parts(self) -> Iterable[bytes | memoryview]:
        made = self.make()
        if isinstance(made, str):
            return (made.encode("utf-8"),)
        return (made,) if isinstance(made, bytes) else made


def gzipped(data: bytes) -> bytes:
    """Return ``data`` as a gzip file without name and time, whose head is the same on every system and by every Python."""
    stream = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:
        packed.write(data)
    return stream.getvalue()


def of_citations(catalogue: Catalogue, publication: Publication) -> Iterator[SiteFile]:
    """Give the files that a reference manager reads, beside every chapter."""
    for program in catalogue.programs:
        for chapter in program.chapters:
            yield from references(partial(citations.cited_chapter, publication, program, chapter), chapter.address)


def references(cited: Callable[[], Citable], folder: str) -> Iterator[SiteFile]:
    """Give the files that a reference manager reads, in the ``folder`` of what is ``cited``."""
    once = cache(cited)
    for name, write in citations.WRITERS.items():
        yield SiteFile(folder + name, partial(_written, write, once), partial(_written, _key, once))


def of_feeds(planned: Iterable[Feed], publication: Publication) -> Iterator[SiteFile]:
    """Give every Atom feed."""
    for feed in planned:
        yield SiteFile(feed.path, partial(feeds.write, feed, publication), partial(_key, feed, publication))


def _written(write: Callable[[Citable], Made], cited: Callable[[], Citable]) -> Made:
    return write(cited())


def _key(*made_of: object) -> bytes:
    return digest(*map(repr, made_of))
