"""Memory: results of earlier builds, found again by everything they depend on.

A key is a hash of all that goes into a result, so that a result is either right or not found; nothing is ever looked up
by name or by time. One file a stage holds the results of the last build, and only those: what is gone from the content is
gone from the memory after the next build.

The files are pickles, which can run code when they are read. So each is sealed with a key that its reader keeps outside the
project (HMAC, RFC 2104): a file that came with somebody's changes is not opened.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from . import workers

Item = TypeVar("Item")
Result = TypeVar("Result")
AT_HAND: dict[bytes, Any] = {}
"""Results that ``recall`` has unpacked in this process, by key. They are given as they are, so nobody may change them."""
_DIGEST = hashlib.sha256
_SIZE = _DIGEST().digest_size


def digest(*parts: str | bytes) -> bytes:
    """Return a hash of the parts and of where each ends."""
    encoded = [part.encode() if isinstance(part, str) else part for part in parts]
    ends = repr([*map(len, encoded)]).encode()
    return _DIGEST(b"".join((ends, *encoded))).digest()


def digest_of_files(files: Iterable[Path], below: Path) -> bytes:
    """Return a hash of the files' names and contents."""
    return digest(*(part for file in files for part in (file.relative_to(below).as_posix(), file.read_bytes())))


@dataclass(frozen=True)
class Stage:
    """Some work on some items. ``key`` gives a hash of all that an item's result depends on besides the program."""

    name: str
    work: Callable[[Any], Any]
    items: Sequence[Any]
    key: Callable[[Any], bytes]


def _worked(job: tuple[Callable[[Any], Any], Any]) -> Any:
    work, item = job
    return work(item)


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
        """Return what ``together`` does, for one stage."""
        return self.together(Stage(stage, work, items, key))[0]

    def together(self, *stages: Stage) -> tuple[list[Any], ...]:
        """Return the results of each stage's items, remembered or worked out now, those of all stages by the same ``workers``."""
        if self.folder is None:
            done = iter(workers.results(_worked, [(stage.work, item) for stage in stages for item in stage.items]))
            return tuple([next(done) for _ in stage.items] for stage in stages)
        before = [self.load(stage.name) for stage in stages]
        keys = [[digest(self._base, stage.name, stage.key(item)) for item in stage.items] for stage in stages]
        missing = [
            (stage.work, item)
            for stage, known, own in zip(stages, before, keys, strict=True)
            for item, key in zip(stage.items, own, strict=True)
            if key not in known
        ]
        fresh = iter(workers.results(lambda job: pickle.dumps(_worked(job), pickle.HIGHEST_PROTOCOL), missing))
        found: list[list[Any]] = []
        for stage, known, own in zip(stages, before, keys, strict=True):
            kept = {key: known[key] if key in known else next(fresh) for key in own}
            if kept.keys() != known.keys():
                self._changed[stage.name] = kept
            found.append([AT_HAND[key] if key in AT_HAND else pickle.loads(kept[key]) for key in own])  # noqa: S301 - sealed
        return tuple(found)

    def recall(self, *stages: str) -> None:
        """Unpack what is remembered of these stages, so that it is at hand when this process plans the site."""
        for stage in stages:
            AT_HAND.update((key, pickle.loads(kept)) for key, kept in self.load(stage).items())  # noqa: S301 - sealed

    def keep(self) -> None:
        """Write what this build used, and nothing else, for the next one."""
        while self._changed:
            self.save(*self._changed.popitem())

    def drop(self) -> None:
        """Forget what this build used; another process keeps it."""
        self._changed.clear()

    def _file(self, stage: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{stage}.memory"

    def _seal(self, body: bytes | memoryview) -> bytes:
        return hmac.digest(self._key, body, _DIGEST)

    def load(self, stage: str) -> dict[Any, Any]:
        """Return what ``save`` last kept under this name; empty where there is nothing that this program wrote."""
        if self.folder is None:
            return {}
        file = self._file(stage)
        data = file.read_bytes() if file.is_file() else b""
        base, seal, body = data[:_SIZE], data[_SIZE : 2 * _SIZE], memoryview(data)[2 * _SIZE :]
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
        """Keep a mapping under this name, for a later build. Where that cannot be done it is told, and the build goes on."""
        if self.folder is None or not self.kept:
            return
        body = pickle.dumps(kept, pickle.HIGHEST_PROTOCOL)
        fresh = self._file(stage).with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with fresh.open("wb") as file:  # part by part: the body may be large
                file.writelines((self._base, self._seal(body), body))
            fresh.replace(self._file(stage))
        except OSError as failed:  # on Windows also when another program has the file open
            self.told(f"{self._file(stage)} gick inte att skriva ({failed.strerror}), så nästa bygge tar längre tid.")
            with contextlib.suppress(OSError):
                fresh.unlink()


FORGETFUL = Memory()
