"""Memory: results of earlier builds, found again by everything they depend on.

A key is a hash of all that goes into a result, so that a result is either right or not found; nothing is ever looked up
by name or by time. One file a stage holds the results of the last build, and only those: what is gone from the content is
gone from the memory after the next build.

The files are pickles, which can run code when they are read. So each is sealed with a key that its reader keeps outside the
project (HMAC, RFC 2104): a file that came with somebody's changes is not opened.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from . import workers

Item = TypeVar("Item")
Result = TypeVar("Result")
_DIGEST = hashlib.sha256
_SIZE = _DIGEST().digest_size


def digest(*parts: str | bytes) -> bytes:
    """Return a hash of the parts and of where each ends."""
    made = _DIGEST()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.digest()


def digest_of_files(files: Iterable[Path], below: Path) -> bytes:
    """Return a hash of the files' names and contents."""
    return digest(*(part for file in files for part in (file.relative_to(below).as_posix(), file.read_bytes())))


class Memory:
    """What earlier builds left in ``folder``. Without a folder nothing is remembered.

    ``program`` is a hash of what computes: the code, Python and the packages. ``key`` seals the files. ``told`` gets a
    sentence when a file cannot be used; everything is then computed anew. A memory that is not ``kept`` is only read.
    """

    def __init__(
        self,
        folder: Path | None = None,
        program: bytes = bytes(_SIZE),
        key: bytes = b"",
        told: Callable[[str], None] = lambda _: None,
        kept: bool = True,
    ) -> None:
        self.folder = folder
        self.told = told
        self.kept = kept
        self._changed: dict[str, dict[bytes, bytes]] = {}
        self._base = program
        self._key = key

    def results(
        self, stage: str, work: Callable[[Item], Result], items: Sequence[Item], key: Callable[[Item], bytes]
    ) -> list[Result]:
        """Return ``work`` of each item, remembered or done now by ``workers``.

        ``key`` gives a hash of everything that the item's result depends on besides the program.
        """
        if self.folder is None:
            return workers.results(work, items)
        before = self.load(stage)
        keys = [digest(self._base, key(item)) for item in items]
        missing = [item for item, own in zip(items, keys, strict=True) if own not in before]
        done = iter(workers.results(lambda item: pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL), missing))
        kept = {own: before[own] if own in before else next(done) for own in keys}
        if missing or kept.keys() != before.keys():
            self._changed[stage] = kept
        return [pickle.loads(kept[own]) for own in keys]  # noqa: S301 - sealed by this program

    def keep(self) -> None:
        """Write what this build used, and nothing else, for the next one."""
        while self._changed:
            self.save(*self._changed.popitem())

    def _file(self, stage: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{stage}.memory"

    def _seal(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, _DIGEST)

    def load(self, stage: str) -> dict[Any, Any]:
        """Return what ``save`` last kept under this name; empty where there is nothing that this program wrote."""
        if self.folder is None:
            return {}
        file = self._file(stage)
        data = file.read_bytes() if file.is_file() else b""
        base, seal, body = data[:_SIZE], data[_SIZE : 2 * _SIZE], data[2 * _SIZE :]
        if not data:
            return {}
        if not hmac.compare_digest(seal, self._seal(body)):
            self.told(f"{file} är skadad eller gjord på en annan dator, och görs om.")
            return {}
        if base != self._base:
            return {}  # another version of the program made it
        found: dict[Any, Any] = pickle.loads(body)  # noqa: S301 - likewise
        return found

    def save(self, stage: str, kept: Mapping[Any, Any]) -> None:
        """Keep a mapping under this name, for a later build."""
        if self.folder is None or not self.kept:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        body = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)
        fresh = self._file(stage).with_suffix(f".{os.getpid()}")
        fresh.write_bytes(self._base + self._seal(body) + body)
        fresh.replace(self._file(stage))


FORGETFUL = Memory()
