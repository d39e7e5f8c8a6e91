"""Publishing: a finished folder takes the place of the old one in a single step, so that no reader meets half a site."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from vip_core.problems import Refused

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NEW = "ny"
_BEFORE = "tidigare"


class TargetRefused(Refused):
    """The target is not a folder that may be replaced."""

    frame = "Bygget stoppades: {}"


class SiteSetAside(OSError, Refused):
    """The earlier site could not be moved back; ``strerror`` says in Swedish where it is."""

    frame = "Bygget stoppades: {0.strerror}"


def is_site(folder: Path) -> bool:
    """Whether the folder holds a site that was built before."""
    return (folder / "index.html").is_file() and (folder / "assets").is_dir() and (folder / "sitemap.xml").is_file()


@contextlib.contextmanager
def replacing(
    target: Path, keep: Path | None = None, is_ours: Callable[[Path], bool] = is_site, spare: Path | None = None
) -> Iterator[Path]:
    """Give a new folder beside ``target``; when the block ends well it becomes ``target``, else it is removed.

    The folder is on the same disk, in a workshop that a living build keeps locked: what a killed build left is cleared
    first, and a site it had moved aside is put back. A target is replaced only if it is absent, empty or, as
    ``is_ours`` says, made here before, and neither holds nor lies among the sources of the project ``keep``; otherwise ``TargetRefused``.
    What was there before is removed, or ends up at ``spare`` if that is on the same disk.
    Raises ``OSError`` when the folder cannot be made or moved; the earlier site is then where it was, or where the
    message says.
    """
    target = target.resolve()
    refuse_precious(target, keep, is_ours)
    target.parent.mkdir(parents=True, exist_ok=True)
    clear_leftovers(target)
    workshop = target.parent / f".{target.name}-{secrets.token_hex(4)}"
    try:
        with FileLock(_lock_of(workshop)):
            try:
                fresh = workshop / _NEW
                fresh.mkdir(parents=True)
                yield fresh
                before = _take_place(fresh, target)
                if before is not None:
                    _leave_behind(before, spare)
            finally:
                _clear(workshop)
    finally:
        _lock_of(workshop).unlink(missing_ok=True)


def clear_leftovers(target: Path) -> None:
    """Remove what killed builds left beside ``target``, and put back a site that one of them had moved aside."""
    name = re.compile(rf"\.{re.escape(target.name)}-[0-9a-f]{{8}}(?=(\.lock)?$)")
    for workshop in sorted(
        {target.parent / found[0] for left in target.parent.iterdir() if (found := name.match(left.name))}
    ):
        try:
            with FileLock(_lock_of(workshop), timeout=0):
                if not target.exists() and (workshop / _BEFORE).is_dir():
                    (workshop / _BEFORE).rename(target)
                shutil.rmtree(workshop, ignore_errors=True)
        except Timeout:
            continue  # another build is at work there
        _lock_of(workshop).unlink(missing_ok=True)


def _lock_of(workshop: Path) -> Path:
    """Return the file that a build keeps locked from before its workshop is made until after it is gone."""
    return workshop.with_name(f"{workshop.name}.lock")


def _clear(workshop: Path) -> None:
    """Remove the workshop, unless the earlier site is stranded there."""
    if not (workshop / _BEFORE).exists():
        shutil.rmtree(workshop, ignore_errors=True)


def refuse_precious(target: Path, keep: Path | None, is_ours: Callable[[Path], bool] = is_site) -> None:
    """Raise ``TargetRefused`` when replacing ``target`` would remove something else than what was made there before."""
    if target.exists() and not target.is_dir():
        raise TargetRefused(f"{target} är en fil. Välj en mapp.")
    if keep is not None:
        root = keep.resolve()
        sources = [folder for folder in root.iterdir() if folder.is_dir() and folder.name not in ("site", "dist")]
        if root.is_relative_to(target) or any(target.is_relative_to(folder) for folder in sources):
            raise TargetRefused(f"{target} hör till projektet självt. Välj en annan mapp.")
    if target.is_dir() and any(target.iterdir()) and not is_ours(target):
        raise TargetRefused(f"{target} innehåller annat än en tidigare webbplats. Töm mappen eller välj en annan.")


def _take_place(fresh: Path, target: Path) -> Path | None:
    """Move ``fresh`` to ``target``; return where in the workshop around ``fresh`` that is which was there, if anything."""
    if not target.exists():
        fresh.rename(target)
        return None
    if _exchange(fresh, target):
        return fresh
    aside = fresh.parent / _BEFORE
    target.rename(aside)
    try:
        fresh.rename(target)
    except OSError:
        _put_back(aside, target)
        raise
    return aside


def _leave_behind(before: Path, spare: Path | None) -> None:
    """Remove the site before this one, or keep it as ``spare``."""
    if spare is not None:
        shutil.rmtree(spare, ignore_errors=True)
        with contextlib.suppress(OSError):
            spare.parent.mkdir(parents=True, exist_ok=True)
            before.rename(spare)
            return
    shutil.rmtree(before, ignore_errors=True)


def _put_back(aside: Path, target: Path) -> None:
    try:
        aside.rename(target)
    except OSError as stuck:
        raise SiteSetAside(stuck.errno, f"Den tidigare webbplatsen ligger kvar i {aside}") from stuck


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one system call; ``False`` where there is no such call."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    return bool(call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
