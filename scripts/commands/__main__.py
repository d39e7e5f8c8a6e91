"""Reads the command line and runs the command. Command words are English, options and answers Swedish."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from vip_core.problems import ContentRefused

COMMANDS = {
    "build": "Bygg webbplatsen till mappen site/.",
    "serve": "Visa webbplatsen på den egna datorn medan du skriver.",
    "check": "Granska innehållet och visa allt som behöver rättas.",
    "test": "Kör alla kontroller och tester.",
    "bench": "Mät sökningen bredvid andra sökmotorer på samma texter.",
    "pictures": "Ta skärmbilder av alla slags sidor på den byggda webbplatsen.",
}
ROOT = Path(__file__).resolve().parents[2]


def parser(chosen: str) -> argparse.ArgumentParser:
    """Return the parser of the command line; only the chosen command is loaded, since some need more than others."""
    top = argparse.ArgumentParser(prog="vip.py", description="Bygg, granska och prova webbplatsen.")
    commands = top.add_subparsers(dest="command", required=True, metavar="kommando")
    for name, summary in COMMANDS.items():
        one = commands.add_parser(name, help=summary, description=summary)
        if name == chosen:
            command = importlib.import_module(f"commands.{name}")
            command.add_arguments(one)
            one.set_defaults(run=command.run)
    return top


def main(arguments: list[str]) -> int:
    """Run the command line; returns the exit status. Problems of the content are printed, never a traceback."""
    options = parser(next(iter(arguments), "")).parse_args(arguments)
    try:
        return int(options.run(ROOT, options))
    except ContentRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
