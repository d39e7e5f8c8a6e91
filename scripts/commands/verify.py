"""Verifies a package: which file was changed, added or lost, and who signed it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import manifest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("paket", type=Path, metavar="PAKET", help="zip-filen eller mappen den packades upp till")
    parser.add_argument(
        "--signatarer", type=Path, metavar="FIL", help="kräv en signatur av någon i filen (OpenSSH:s allowed_signers)"
    )


def run(root: Path, options: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes the project's folder
    """Print what differs; returns 1 when anything does. Raises ``ManifestRefused``."""
    package = manifest.opened(options.paket)
    found = manifest.differences(package)
    for word, paths in (("ändrad", found.changed), ("tillagd", found.added), ("borta", found.lost)):
        for path in paths:
            print(f"{path}: {word}", file=sys.stderr)
    if found:
        counts = f"{len(found.changed)} ändrade, {len(found.added)} tillagda, {len(found.lost)} borta"
        print(f"Paketet är inte som det gavs ut: {counts}.", file=sys.stderr)
        return 1
    said = f"Paketet är helt: {len(package.files) - 1} filer är som de gavs ut."
    if options.signatarer:
        said += f" Signerat av {manifest.signer(package, options.signatarer)}."
    elif manifest.SIGNATURE in package.files:
        said += " Det är signerat; ange --signatarer för att kontrollera av vem."
    print(said)
    return 0
