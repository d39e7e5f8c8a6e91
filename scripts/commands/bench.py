"""Measures the search beside others on the same texts, in one run; figures are for people to read, never for tests."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--fragor", choices=("tuned", "kept"), default="tuned", help="vilka av provfrågorna som mäts (tuned)"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Install what is compared and print the tables as Markdown; returns the exit status."""
    folder = root / "scripts" / "search_bench"
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        print(
            "Mätningen behöver Node.js 20 eller senare med npm. Installera Node.js och kör kommandot igen.",
            file=sys.stderr,
        )
        return 1
    for command in ([npm, "ci", "--no-audit", "--no-fund", "--silent"], [node, "bench.mjs", options.fragor]):
        status = subprocess.run(command, cwd=folder, check=False).returncode
        if status:
            return status
    return 0
