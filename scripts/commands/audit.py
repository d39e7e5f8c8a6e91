"""Asks whether vulnerabilities are known in the pinned packages; needs a network."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

PINS = ("requirements.txt", "requirements-dev.txt")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command: none."""


def run(root: Path, options: argparse.Namespace) -> int:  # noqa: ARG001 - the command has no options
    """Print what is known; returns 1 when a package is vulnerable, or when nobody could be asked about one."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--require-hashes",
        "--disable-pip",
        "--strict",
        "--progress-spinner=off",
    ]
    pins = [word for name in PINS for word in ("--requirement", str(root / name))]
    status = subprocess.run([*command, *pins], check=False).returncode
    if status:
        print("Ett beroende har en känd sårbarhet eller gick inte att fråga om. Se ovan.", file=sys.stderr)
        return 1
    print("Inga kända sårbarheter i beroendena.")
    return 0
