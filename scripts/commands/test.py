"""Proves the project: style, types, and every test, also those in a browser."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from . import browser


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command: whatever follows ``test`` goes to pytest."""
    parser.add_argument("ord", nargs="*", metavar="…", help="skickas vidare till pytest, som då körs ensamt")


def run(root: Path, options: argparse.Namespace) -> int:
    """Run the checks; returns the exit status of the first that fails. Words after ``test`` go to pytest alone."""
    chromium = browser.find_or_install()
    if chromium is None:
        return 1
    chosen = [*options.ord, *options.rest]
    environment = {**os.environ, "VIP_CHROMIUM": chromium}
    tests = [sys.executable, "-m", "pytest", *(chosen or ["--numprocesses=auto", "--dist=worksteal"])]
    style = [
        [sys.executable, "-m", "ruff", "check", "."],
        [sys.executable, "-m", "ruff", "format", "--check", "."],
        [sys.executable, "-m", "mypy"],
    ]
    for command in [tests] if chosen else [*style, tests]:
        status = subprocess.run(command, cwd=root, env=environment, check=False).returncode
        if status:
            return status
    return 0
