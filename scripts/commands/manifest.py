"""The manifest of a package: a checksum for each file, signed where there is a key, and what differs from it.

The format is that of ``sha256sum``, and signatures are OpenSSH's (``ssh-keygen -Y``), so that a host needs nothing of
ours to check a package.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vip_core.problems import Refused
from vip_core.uploads import LEFT_BY_SYSTEMS

NAME = "SHA256SUMS"
SIGNATURE = f"{NAME}.sig"
NAMESPACE = "vip-paket"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


class ManifestRefused(Refused):
    """There is no package, or no manifest that can be read or signed; says why, in Swedish."""


@dataclass(frozen=True)
class Package:
    """The files of a package by their path in it, each as what reads it."""

    files: Mapping[str, Callable[[], bytes]]

    def bytes_of(self, path: str) -> bytes:
        """Return the contents of a file; ``ManifestRefused`` when there is none or it is damaged."""
        try:
            return self.files[path]()
        except KeyError:
            raise ManifestRefused(f"Paketet har ingen fil {path}.") from None
        except (zipfile.BadZipFile, zlib.error, OSError) as damaged:
            raise ManifestRefused(f"{path} går inte att läsa: filen är skadad.") from damaged


@dataclass(frozen=True)
class Differences:
    """What is not as the manifest says, by path, in order."""

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.lost)


def written(files: Mapping[str, bytes]) -> bytes:
    """Return the manifest of ``files``."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items()))
    return "".join(lines).encode("utf-8")


def differences(package: Package) -> Differences:
    """Return what differs from the package's own manifest; raises ``ManifestRefused``."""
    stated = _read(package.bytes_of(NAME))
    there = {path for path in package.files if path not in (NAME, SIGNATURE) and not _is_left_by_a_system(path)}
    changed = tuple(path for path in sorted(there & stated.keys()) if _digest(package, path) != stated[path])
    return Differences(changed, tuple(sorted(there - stated.keys())), tuple(sorted(stated.keys() - there)))


def _is_left_by_a_system(path: str) -> bool:
    name = PurePosixPath(path).name
    return name in LEFT_BY_SYSTEMS or name.startswith("._")


def _digest(package: Package, path: str) -> str:
    try:
        return hashlib.sha256(package.bytes_of(path)).hexdigest()
    except ManifestRefused:
        return "skadad"


def _read(content: bytes) -> dict[str, str]:
    stated: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        found = _LINE.fullmatch(line)
        if not found or found[2] in stated:
            raise ManifestRefused(f"{NAME} är skadad på rad {number}. Hämta paketet igen.")
        stated[found[2]] = found[1]
    return stated


def opened(place: Path) -> Package:
    """Return the package in a zip file or a folder: the folder itself, or the only one in it.

    Raises ``ManifestRefused`` when there is none.
    """
    if place.is_dir():
        folders = [folder for folder in (place, *sorted(place.iterdir())) if (folder / NAME).is_file()]
        if not folders:
            raise ManifestRefused(f"{place} har ingen fil {NAME}. Ange mappen som zip-filen packades upp till.")
        files = (file for file in folders[0].rglob("*") if file.is_file())
        return Package({file.relative_to(folders[0]).as_posix(): file.read_bytes for file in files})
    if not place.is_file():
        raise ManifestRefused(f"{place} finns inte.")
    try:
        return _in_zip(zipfile.ZipFile(place))
    except zipfile.BadZipFile:
        raise ManifestRefused(f"{place} är ingen hel zip-fil. Hämta paketet igen.") from None


def _in_zip(archive: zipfile.ZipFile) -> Package:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    roots = [name.removesuffix(NAME) for name in names if PurePosixPath(name).name == NAME]
    root = min(roots, key=len, default="")
    if len(set(names)) < len(names):
        raise ManifestRefused("Zip-filen har samma fil två gånger. Hämta paketet igen.")
    inside = {name.removeprefix(root) if name.startswith(root) else f"../{name}": name for name in names}
    return Package({path: lambda name=name: archive.read(name) for path, name in inside.items()})  # type: ignore[misc]


def signed(content: bytes, key: Path) -> bytes:
    """Return OpenSSH's signature of ``content`` by the private key in the file ``key``; raises ``ManifestRefused``."""
    made = _ssh_keygen(["sign", "-f", str(key), "-n", NAMESPACE], content)
    if made.returncode:
        raise ManifestRefused(f"Det gick inte att signera med {key}: {_said(made)}")
    return made.stdout


def signer(package: Package, allowed: Path) -> str:
    """Return who signed the manifest, among those in the file ``allowed``; raises ``ManifestRefused`` when nobody did."""
    content, signature = package.bytes_of(NAME), package.bytes_of(SIGNATURE)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / SIGNATURE
        file.write_bytes(signature)
        about = ["-f", str(allowed), "-s", str(file)]
        found = _ssh_keygen(["find-principals", *about], b"")
        name = found.stdout.decode("utf-8", "replace").strip().splitlines()[:1]
        if found.returncode or not name:
            raise ManifestRefused(f"Signaturen är inte gjord av någon i {allowed}.")
        checked = _ssh_keygen(["verify", *about, "-I", name[0], "-n", NAMESPACE], content)
    if checked.returncode:
        raise ManifestRefused(f"Signaturen stämmer inte med {NAME}: innehållet är ändrat efter signeringen.")
    return name[0]


def _ssh_keygen(arguments: list[str], content: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["ssh-keygen", "-Y", *arguments], input=content, capture_output=True, check=False)
    except FileNotFoundError:
        raise ManifestRefused("Signaturer behöver OpenSSH (ssh-keygen). Installera det och försök igen.") from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    return " ".join(done.stderr.decode("utf-8", "replace").split())
