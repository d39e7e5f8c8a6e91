"""Measures the search and the build beside others on the same texts; figures are for people to read, never for tests."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

PARTS = ("sok", "bygge")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--del", dest="part", choices=PARTS, help="mät bara sökningen eller bara bygget")
    parser.add_argument(
        "--fragor", choices=("tuned", "kept"), default="tuned", help="vilka av provfrågorna som mäts (tuned)"
    )
    parser.add_argument("--varv", default="5", metavar="ANTAL", help="hur många gånger varje bygge mäts (5)")
    parser.add_argument(
        "--storlekar", default="50,500,2000", metavar="KAPITEL", help="byggenas storlekar (50,500,2000)"
    )
    parser.add_argument("--ut", default="", metavar="MAPP", help="mapp för byggets tabell och diagram")


def run(root: Path, options: argparse.Namespace) -> int:
    """Install what is compared and print the tables as Markdown; returns the exit status."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        print(
            "Mätningen behöver Node.js 20 eller senare med npm. Installera Node.js och kör kommandot igen.",
            file=sys.stderr,
        )
        return 1
    parts = (options.part,) if options.part else PARTS
    measured = {"sok": _search, "bygge": _build}
    return next((status for part in parts if (status := measured[part](root / "scripts", npm, node, options))), 0)


def _search(scripts: Path, npm: str, node: str, options: argparse.Namespace) -> int:
    folder = scripts / "search_bench"
    return _run([npm, "ci", "--no-audit", "--no-fund", "--silent"], folder) or _run(
        [node, "bench.mjs", options.fragor], folder
    )


def _build(scripts: Path, npm: str, _: str, options: argparse.Namespace) -> int:
    """Measure with the peers' own environment, so that none of their packages is among the site's."""
    folder = scripts / "build_bench"
    environment = folder / ".venv"
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        venv.create(environment, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    measure = [str(python), "-m", "build_bench.measure", "--python", sys.executable]
    measure += ["--varv", options.varv, "--storlekar", options.storlekar, *(["--ut", options.ut] if options.ut else [])]
    return (
        _run([npm, "ci", "--no-audit", "--no-fund", "--silent"], folder)
        or _run([*pip, "-r", "requirements.txt"], folder)
        or _run(measure, scripts)
    )


def _run(command: list[str], folder: Path) -> int:
    return subprocess.run(command, cwd=folder, check=False).returncode
