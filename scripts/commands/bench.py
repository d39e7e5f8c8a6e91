"""Measures the search, the build and the pages beside others on the same texts; figures are for people to read, never for tests."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from . import browser


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument("--del", dest="part", choices=sorted(_PARTS), help="vad som mäts (allt)")
    parser.add_argument(
        "--varv", default="5", metavar="ANTAL", help="hur många gånger varje bygge och varje sida mäts (5)"
    )
    parser.add_argument(
        "--storlekar", default="50,500,2000", metavar="KAPITEL", help="byggenas storlekar (50,500,2000)"
    )
    parser.add_argument("--ut", type=Path, metavar="MAPP", help="mapp för byggets tabell och diagram")


def run(root: Path, options: argparse.Namespace) -> int:
    """Measure every part, or the one asked for, and print its tables as Markdown; returns the exit status."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        print(
            "Mätningen behöver Node.js 20 eller senare med npm. Installera Node.js och kör kommandot igen.",
            file=sys.stderr,
        )
        return 1
    for name, measure in _PARTS.items():
        if options.part in (None, name):
            status = measure(root / "scripts", npm, node, options)
            if status:
                return status
    return 0


def _measure_search(scripts: Path, npm: str, node: str, _: argparse.Namespace) -> int:
    """Install what the search is compared with, and print how they do."""
    if browser.find_or_install() is None:
        return 1
    return _run(scripts / "search_bench", [npm, "ci", "--no-audit", "--no-fund", "--silent"], [node, "bench.mjs"])


def _measure_build(scripts: Path, npm: str, _: str, options: argparse.Namespace) -> int:
    """Install the other generators in an environment of their own, and print how they do."""
    folder = scripts / "build_bench"
    environment = folder / ".venv"
    python = str(environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    if not Path(python).exists():
        venv.create(environment, with_pip=True)
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    measure = [python, "-m", "build_bench.measure", "--python", sys.executable]
    measure += ["--varv", options.varv, "--storlekar", options.storlekar]
    measure += ["--ut", str(options.ut.resolve())] if options.ut else []
    return _run(folder, [npm, "ci", "--no-audit", "--no-fund", "--silent"], [*pip, "-r", "requirements.txt"]) or _run(
        scripts, measure
    )


def _measure_pages(scripts: Path, npm: str, node: str, options: argparse.Namespace) -> int:
    """Install Lighthouse and Starlight, build the site with both, and print how their pages do in the browser."""
    chromium = browser.find_or_install()
    if chromium is None:
        return 1
    folder = scripts / "page_bench"
    with tempfile.TemporaryDirectory(prefix="vip-bench-") as made:
        site = str(Path(made).resolve() / "site")
        return (
            _run(folder, [npm, "ci", "--no-audit", "--no-fund", "--silent"])
            or _run(
                scripts,
                [sys.executable, "-m", "commands", "build", "--target", site],
                [sys.executable, "-m", "page_bench.prepare", site, node],
            )
            or _run(folder, [node, "bench.mjs", chromium, options.varv, *browser.ARGUMENTS])
        )


def _run(folder: Path, *commands: list[str]) -> int:
    return next((status for one in commands if (status := subprocess.run(one, cwd=folder, check=False).returncode)), 0)


_PARTS = {"sok": _measure_search, "bygge": _measure_build, "sidor": _measure_pages}
