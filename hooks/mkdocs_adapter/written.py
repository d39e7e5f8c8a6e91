"""Written pages: what the last build wrote and where, so that pages that have not changed are not made again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vip_core import addresses
from vip_core.memory import Memory

STAGE = "written"
Mark = tuple[int, int, int]


@dataclass
class Written:
    """The pages of an earlier site in ``folder``, and the hashes of those to write now, by address.

    A page is reused when its hash is the same and its file is the very one that was written then: the same place on
    the disk, size and time of change.
    """

    memory: Memory
    folder: Path | None
    digests: Mapping[str, bytes]
    _before: Mapping[str, tuple[bytes, Mark]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._before = self.memory.load(STAGE) if self.folder and self.folder.is_dir() else {}

    def reuse(self, address: str, site_dir: Path) -> bool:
        """Put the file of the page at ``address`` into ``site_dir`` if the earlier site has it; say whether it did."""
        known = self._before.get(address)
        if known is None or self.folder is None or known[0] != self.digests[address]:
            return False
        earlier, place = addresses.file(self.folder, address), addresses.file(site_dir, address)
        if _mark(earlier) != known[1]:
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(earlier, place)
        except OSError:
            shutil.copyfile(earlier, place)
        return True

    def keep(self, site_dir: Path) -> None:
        """Remember the pages that now stand in ``site_dir``, which is about to take the earlier site's place."""
        if self.folder:
            marks = {address: (own, _mark(addresses.file(site_dir, address))) for address, own in self.digests.items()}
            self.memory.save(STAGE, marks)


def _mark(file: Path) -> Mark | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
