"""Kept rows: rows of a large file that an earlier build wrote, so that those that have not changed need not be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path

from .memory import FORGETFUL, Memory

STAGE = "rows"


class KeptRows:
    """Groups of rows in the file ``earlier``, each found by a hash of all that goes into it besides the program.

    They count only when the file is, byte for byte, the one of which ``memory`` knows where they stand.
    """

    def __init__(self, memory: Memory = FORGETFUL, earlier: Path | None = None) -> None:
        self._memory = memory
        self._earlier = earlier

    def joined(
        self, head: bytes, groups: Iterable[tuple[bytes, Callable[[], bytes]]], between: bytes, tail: bytes
    ) -> bytes:
        """Return a file of ``head``, each group of rows with ``between`` between them, and ``tail``.

        A group is its hash, or nothing where it has none, and what makes it when it is not there. One that is empty is
        left out. Where groups with a hash stand is remembered.
        """
        data, known = self._known
        parts: list[bytes | memoryview] = [head]
        places: dict[bytes, slice] = {}
        end = len(head)
        for key, make in groups:
            rows = data[known[key]] if key in known else make()
            if not rows:
                continue
            if len(parts) > 1:
                parts.append(between)
                end += len(between)
            if key:
                places[key] = slice(end, end + len(rows))
            parts.append(rows)
            end += len(rows)
        made = b"".join((*parts, tail))
        if places:
            self._memory.save(STAGE, {"digest": _digest(made), "places": places})
        return made

    @cached_property
    def _known(self) -> tuple[memoryview, dict[bytes, slice]]:
        """Return what the earlier file holds, and where."""
        kept = self._memory.load(STAGE) if self._earlier and self._earlier.is_file() else {}
        data = self._earlier.read_bytes() if self._earlier and kept else b""
        return memoryview(data), kept["places"] if kept and kept["digest"] == _digest(data) else {}


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
