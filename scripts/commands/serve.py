"""Serves the site on this machine and builds it again at every save."""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from mkdocs.commands.serve import serve

from . import configuration


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--adress", default="127.0.0.1:8000", metavar="VÄRD:PORT", help="var sidan visas (127.0.0.1:8000)"
    )


def run(root: Path, options: argparse.Namespace) -> int:
    """Serve until stopped; returns the exit status. Raises ``ContentRefused`` when the first build has errors."""
    logging.getLogger("mkdocs").addHandler(logging.StreamHandler(sys.stderr))
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    configuration.load(root)
    serve(config_file=str(root / "mkdocs.yml"), dev_addr=options.adress)
    return 0
