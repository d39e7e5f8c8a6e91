"""Reads the command line and runs the command. Command words are English, options and answers Swedish."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from vip_core.problems import ContentRefused

from . import build, check, serve, test

ROOT = Path(__file__).resolve().parents[2]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(prog="vip.py", description="Bygg, granska och prova webbplatsen.")
    commands = top.add_subparsers(dest="command", required=True, metavar="kommando")
    for command in (build, serve, check, test):
        name = command.__name__.rpartition(".")[2]
        summary = command.SUMMARY
        one = commands.add_parser(name, help=summary, description=summary)
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status. Problems of the content are printed, never a traceback."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(ROOT, options))
    except ContentRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
