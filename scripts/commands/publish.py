"""Publishing: a finished folder takes the place of the old one in a single step, so that no reader meets half a site."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class TargetRefused(Exception):
    """The target is not a folder that may be replaced; says why, in Swedish."""


@contextmanager
def replacing(target: Path, keep: Path | None = None) -> Iterator[Path]:
    """Give a new folder beside ``target``; when the block ends well it becomes ``target``, else it is removed.

    A target is replaced only if it is absent, empty or an earlier site, and neither holds nor lies among the sources of
    the project ``keep``; otherwise ``TargetRefused``. Raises ``OSError`` when the folder cannot be made or moved; the
    earlier site is then where it was, or where the message says.
    """
    target = target.resolve()
    refuse_precious(target, keep)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield fresh
        fresh.chmod(0o755)
        _take_place(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def refuse_precious(target: Path, keep: Path | None) -> None:
    """Raise ``TargetRefused`` when replacing ``target`` would remove something else than an earlier site."""
    if target.exists() and not target.is_dir():
        raise TargetRefused(f"{target} är en fil. Välj en mapp.")
    if keep is not None:
        root = keep.resolve()
        sources = [folder for folder in root.iterdir() if folder.is_dir() and folder.name not in ("site", "dist")]
        if root.is_relative_to(target) or any(target.is_relative_to(folder) for folder in sources):
            raise TargetRefused(f"{target} hör till projektet självt. Välj en annan mapp.")
    if target.is_dir() and any(target.iterdir()) and not _is_site(target):
        raise TargetRefused(f"{target} innehåller annat än en tidigare webbplats. Töm mappen eller välj en annan.")


def _is_site(folder: Path) -> bool:
    return (folder / "index.html").is_file() and (folder / "assets").is_dir() and (folder / "sitemap.xml").is_file()


def _take_place(fresh: Path, target: Path) -> None:
    """Move ``fresh`` to ``target``; what was there ends up at ``fresh``, or is removed."""
    if not target.exists():
        fresh.rename(target)
        return
    if _exchange(fresh, target):
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent)) / "before"
    target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        _put_back(aside, target)
        raise
    shutil.rmtree(aside.parent, ignore_errors=True)


def _put_back(aside: Path, target: Path) -> None:
    try:
        aside.rename(target)
    except OSError as stuck:
        raise OSError(stuck.errno, f"Den tidigare webbplatsen ligger kvar i {aside}") from stuck
    aside.parent.rmdir()


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one system call; ``False`` where there is no such call."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
