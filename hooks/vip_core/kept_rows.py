"""Kept rows: rows of a large file that an earlier build wrote, so that those that have not changed need not be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from .memory import FORGETFUL, Memory

STAGE = "rows"
_DIGEST = hashlib.sha256


class KeptRows:
    """Groups of rows in the file ``earlier``, each found by a hash of all that goes into it besides the program.

    They count only when the file is, byte for byte, the one of which ``memory`` knows where they stand.
    """

    def __init__(self, memory: Memory = FORGETFUL, earlier: Path | None = None) -> None:
        self._memory = memory
        self._earlier = earlier

    def parts(
        self, head: bytes, groups: Iterable[tuple[bytes, Callable[[], bytes]]], between: bytes, tail: bytes
    ) -> Iterator[bytes | memoryview]:
        """Give a file part by part: ``head``, each group of rows with ``between`` between them, and ``tail``.

        A group is its hash, or nothing where it has none, and what makes it when it is not there. One that is empty is
        left out. Where groups with a hash stand is remembered, when all has been given.
        """
        data, known = self._known
        places: dict[bytes, slice] = {}
        seen, end, before = _DIGEST(head), len(head), b""
        yield head
        for key, make in groups:
            rows = data[known[key]] if key in known else make()
            if not rows:
                continue
            for part in (before, rows):
                seen.update(part)
                yield part
            end += len(before)
            if key:
                places[key] = slice(end, end + len(rows))
            end += len(rows)
            before = between
        seen.update(tail)
        yield tail
        if places:
            self._memory.save(STAGE, {"digest": seen.digest(), "places": places})

    @cached_property
    def _known(self) -> tuple[memoryview, dict[bytes, slice]]:
        """Return what the earlier file holds, and where."""
        kept = self._memory.load(STAGE) if self._earlier and self._earlier.is_file() else {}
        data = self._earlier.read_bytes() if self._earlier and kept else b""
        return memoryview(data), kept["places"] if kept and kept["digest"] == _DIGEST(data).digest() else {}
