"""An earlier version of the project, taken out of Git's history into a folder of its own."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vip_core.owners import PLACES

_SOURCES = ("content", "programs")


class VersionUnavailable(Exception):
    """The earlier version cannot be read; says why and what to do, in Swedish."""


@dataclass(frozen=True)
class EarlierVersion:
    """Where the sources lie, the commit they are from, and what its CODEOWNERS file says."""

    root: Path
    commit: str
    owners: str


@contextmanager
def laid_out(project: Path, ref: str) -> Iterator[EarlierVersion]:
    """Give the sources as they were where the present version left ``ref``; they are removed afterwards.

    Raises ``VersionUnavailable`` without Git, outside a checkout, for an unknown ``ref``, and where the history is cut off.
    """
    commit = _parting(project, ref)
    archive = _git(project, "archive", "--format=tar", commit, "--", *_SOURCES)
    if archive.returncode:
        raise VersionUnavailable(f"Mapparna content och programs finns inte i {ref}. Det går inte att jämföra.")
    with tempfile.TemporaryDirectory(prefix="vip-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
            packed.extractall(folder, filter="data")
        yield EarlierVersion(Path(folder), commit, _owners(project, commit))


def _parting(project: Path, ref: str) -> str:
    """Return the commit where the present version and ``ref`` parted, so that what others did since is left out."""
    if _git(project, "rev-parse", "--is-inside-work-tree").returncode:
        raise VersionUnavailable("Mappen är inte en utcheckning ur Git, så det finns inget att jämföra med.")
    known = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if known.returncode:
        raise VersionUnavailable(
            f'Git känner inte till "{ref}". Kontrollera namnet, eller hämta grenen: git fetch origin {ref}'
        )
    parting = _git(project, "merge-base", "HEAD", known.stdout.decode().strip())
    if not parting.returncode:
        return parting.stdout.decode().strip()
    if _git(project, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        raise VersionUnavailable("Historiken är inte hämtad så långt bak. Kör git fetch --unshallow och försök igen.")
    raise VersionUnavailable(f'Den här versionen och "{ref}" har ingen gemensam historik. Det går inte att jämföra.')


def _owners(project: Path, commit: str) -> str:
    for place in PLACES:
        found = _git(project, "show", f"{commit}:./{place}")
        if not found.returncode:
            return found.stdout.decode("utf-8", "replace")
    return ""


def _git(project: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=project, capture_output=True, check=False)
    except FileNotFoundError:
        raise VersionUnavailable("Programmet git finns inte på datorn. Installera Git och försök igen.") from None
